"""`/setup`: a server's settings, one at a time, each kept at once; for people with Manage Server only."""

from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, act_of, on_press, open_form, show
from bot.cogs.access import manager
from bot.delivery.places import tags_of
from bot.domain.custom_id import OTHER, Press, Verb
from bot.domain.errors import EveryonesRole
from bot.domain.guilds import Channel, GuildSettings, Place, Role, Server
from bot.domain.places.gazetteer import Gazetteer
from bot.domain.places.reading import read_place
from bot.domain.shown import tag_names
from bot.services.servers import ServerService
from bot.views import setup as views
from bot.views.setup_places import FIRST_PAGE, places
from bot.views.start import zone_form

_PLACES = {Verb.SETUP_HELP: "help_channel", Verb.SETUP_SHOWCASE: "showcase_channel"}


class Setup(commands.Cog):
    """The checklist and its controls."""

    def __init__(self, servers: ServerService, gazetteer: Gazetteer) -> None:
        self._servers = servers
        self._gazetteer = gazetteer

    @app_commands.command(description="Set up this server: where updates go, whom they ping, who posts them.")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def setup(self, interaction: Interaction) -> None:
        """Show the checklist."""
        await self.check_pressed(interaction)

    @on_press(Verb.SETUP_CHECK)
    async def check_pressed(self, interaction: Interaction, _: Press | None = None) -> None:
        """**Check again**, after something was mended in Discord's own settings."""
        await self._show(interaction, await self._servers.settings(manager(interaction)))

    @on_press(Verb.SETUP_CHANNEL)
    async def channel_chosen(self, interaction: Interaction, press: Press) -> None:
        """The channel for updates, or none."""
        await self._set(interaction, updates_channel=press.chosen)

    @on_press(Verb.SETUP_PING)
    async def ping_chosen(self, interaction: Interaction, press: Press) -> None:
        """The role that updates ping, or none."""
        await self._set(interaction, ping_role=_role(interaction, press))

    @on_press(Verb.SETUP_ROLE)
    async def role_chosen(self, interaction: Interaction, press: Press) -> None:
        """The moderator role, or none. Another role has yet to show that it is allowed `/update`."""
        guild, role = manager(interaction), _role(interaction, press)
        settings = await self._servers.settings(guild)
        worked = settings.role_worked and role == settings.moderator_role
        await self._set(interaction, moderator_role=role, role_worked=worked)

    @on_press(Verb.SETUP_ZONE)
    async def zone_chosen(self, interaction: Interaction, press: Press) -> None:
        """The server's time zone from the menu or from the form."""
        manager(interaction)
        if not press.fields and press.choice == OTHER:
            await open_form(interaction, zone_form(press.owner, press.verb, views.WHOSE.capitalize()))
            return
        typed = (*press.values, press.fields.get("zone", ""))[0]
        place = read_place(typed, self._gazetteer, act_of(interaction).at)
        await self._set(interaction, zone=place.zone)

    @on_press(Verb.SETUP_PUBLISH)
    async def publish_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Publish to followers** or **Don't publish**."""
        await self._set(interaction, publish=press.choice == "on")

    @on_press(Verb.SETUP_PAGE)
    async def page_turned(self, interaction: Interaction, press: Press) -> None:
        """**Community** and **Updates**: the other page."""
        settings = await self._servers.settings(manager(interaction))
        await self._show(interaction, settings, community=press.choice != FIRST_PAGE)

    @on_press(Verb.SETUP_HELP, Verb.SETUP_SHOWCASE)
    async def place_chosen(self, interaction: Interaction, press: Press) -> None:
        """The channel of a place, or none."""
        await self._set(interaction, community=True, **{_PLACES[press.verb]: press.chosen})

    async def _set(self, interaction: Interaction, *, community: bool = False, **changes: Any) -> None:
        settings = await self._servers.change(manager(interaction), lambda known: replace(known, **changes))
        await self._show(interaction, settings, community=community)

    async def _show(
        self, interaction: Interaction, settings: GuildSettings, *, community: bool = False
    ) -> None:
        server = _as_it_is(interaction.client.get_guild(settings.guild), settings)
        page = places if community else views.checklist
        await show(interaction, page(server, interaction.user.id))


def _role(interaction: Interaction, press: Press) -> int | None:
    """The role that was chosen; @everyone, whose id is the server's, is refused."""
    role = press.chosen
    if role is not None and role == interaction.guild_id:
        raise EveryonesRole
    return role


def _as_it_is(guild: discord.Guild, settings: GuildSettings) -> Server:
    """What is set, next to what Discord has of it now."""
    places = {place: _channel_now(guild, settings.place(place), place) for place in Place}
    return Server(
        settings,
        _channel_now(guild, settings.updates_channel),
        _role_now(guild, settings.ping_role),
        _role_now(guild, settings.moderator_role),
        {place: channel for place, channel in places.items() if channel},
    )


def _channel_now(guild: discord.Guild, number: int | None, place: Place | None = None) -> Channel | None:
    channel = guild.get_channel(number or 0)
    if channel is None:
        return None
    forum, tagged = isinstance(channel, discord.ForumChannel), True
    if place is not None and isinstance(channel, discord.ForumChannel) and channel.flags.require_tag:
        tagged = any(name in tag_names(place) for name in tags_of(channel))
    news = channel.type is discord.ChannelType.news
    return Channel(channel.id, news, channel.permissions_for(guild.me).value, forum, tagged)


def _role_now(guild: discord.Guild, role_id: int | None) -> Role | None:
    role = guild.get_role(role_id or 0)
    return Role(role.id, role.mentionable) if role else None
