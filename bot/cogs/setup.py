"""`/setup`: a server's settings, one at a time, each kept at once; for people with Manage Server only."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, act_of, on_press, open_form, show, think
from bot.cogs.access import manager
from bot.content.live import LiveContent
from bot.delivery.places import tags_of
from bot.delivery.roles import PhaseRoles
from bot.domain.custom_id import OTHER, Press, Verb
from bot.domain.errors import BadRole, EveryonesRole, Outdated
from bot.domain.guilds import Channel, GuildSettings, Place, Role, RoleTrouble, Server
from bot.domain.places.gazetteer import Gazetteer
from bot.domain.places.reading import read_place
from bot.domain.shown import tag_names
from bot.services.servers import ServerService
from bot.views import setup as views
from bot.views.setup_places import FIRST_PAGE, places
from bot.views.start import zone_form

_PLACES = {
    Verb.SETUP_HELP: "help_channel",
    Verb.SETUP_SHOWCASE: "showcase_channel",
    Verb.SETUP_MILESTONES: "milestones_channel",
    Verb.SETUP_MODERATORS: "moderators_channel",
}
_MINUTES = {Verb.SETUP_HOUR: "checkin_minute", Verb.SETUP_DIGEST: "digest_minute"}


class Setup(commands.Cog):
    """The checklist and its controls."""

    def __init__(
        self, servers: ServerService, content: LiveContent, roles: PhaseRoles, gazetteer: Gazetteer
    ) -> None:
        self._servers = servers
        self._content = content
        self._roles = roles
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

    @on_press(*_PLACES)
    async def place_chosen(self, interaction: Interaction, press: Press) -> None:
        """The channel of a place, or none."""
        await self._set(interaction, community=True, **{_PLACES[press.verb]: press.chosen})

    @on_press(Verb.SETUP_CHECK_IN)
    async def check_in_chosen(self, interaction: Interaction, press: Press) -> None:
        """The channel of the check-in, or none; one that rested begins again."""
        await self._set(interaction, community=True, checkin_channel=press.chosen, checkin_rests=False)

    @on_press(Verb.SETUP_AGAIN)
    async def again_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Start the check-in again**."""
        await self._set(interaction, community=True, checkin_rests=False)

    @on_press(Verb.SETUP_DAY)
    async def day_chosen(self, interaction: Interaction, press: Press) -> None:
        """The day of the check-in."""
        await self._set(interaction, community=True, checkin_day=_number(press, range(1, 8)))

    @on_press(*_MINUTES)
    async def hour_chosen(self, interaction: Interaction, press: Press) -> None:
        """The hour of the check-in, or of the digest."""
        minute = _number(press, range(24 * 60))
        await self._set(interaction, community=True, **{_MINUTES[press.verb]: minute})

    @on_press(Verb.SETUP_ROADMAP)
    async def roadmap_chosen(self, interaction: Interaction, press: Press) -> None:
        """The roadmap that `/start` takes here."""
        road = self._content.library.roadmap(press.choice)
        await self._set(interaction, community=True, roadmap=road.id)

    @on_press(Verb.SETUP_PHASE_ROLE)
    async def phase_role_chosen(self, interaction: Interaction, press: Press) -> None:
        """The role for a finished phase, or none; whoever chooses it has to be able to give it."""
        guild, about, role = manager(interaction), _about(interaction), _role(interaction, press)
        if role is not None:
            trouble = await self._roles.trouble(guild, role, interaction.user.id)
            if trouble is not None:
                raise BadRole(trouble if isinstance(trouble, RoleTrouble) else RoleTrouble.REFUSED)
        settings = await self._servers.set_phase_role(act_of(interaction), about, role)
        await self._show(interaction, settings, community=True)

    async def _set(self, interaction: Interaction, *, community: bool = False, **changes: Any) -> None:
        manager(interaction)
        act, (what, value) = act_of(interaction), next(iter(changes.items()))
        said = what.replace("_", " ")
        settings = await self._servers.set(act, said, value, lambda known: known._replace(**changes))
        await self._show(interaction, settings, community=community)

    async def _show(
        self, interaction: Interaction, settings: GuildSettings, *, community: bool = False
    ) -> None:
        user, guild = interaction.user.id, interaction.client.get_guild(settings.guild)
        server = _as_it_is(guild, settings)
        if not community:
            await show(interaction, views.checklist(server, user))
            return
        await think(interaction)
        roles = {
            about: await self._role_now(guild, about, role) for about, role in settings.phase_roles.items()
        }
        server = server._replace(
            phase_roles={about: role for about, role in roles.items() if role},
            changed=await self._servers.last_change(settings.guild),
            granted=guild.me.guild_permissions.value,
            application=interaction.application_id,
        )
        await show(interaction, places(server, self._content.library, user))

    async def _role_now(self, guild: discord.Guild, about: str, role_id: int) -> Role | None:
        role = _role_now(guild, role_id)
        chooser = await self._servers.chooser(guild.id, about)
        trouble = await self._roles.trouble(guild.id, role_id, chooser)
        if trouble is None:
            refused = await self._servers.refused_role(guild.id, role_id)
            if refused and refused.trouble is RoleTrouble.REFUSED:  # whatever else it was is mended
                trouble = RoleTrouble.REFUSED
        return role and role._replace(trouble=trouble if isinstance(trouble, RoleTrouble) else None)


def _about(interaction: Interaction) -> str:
    """The phase that a menu of roles is for; the role that is chosen takes its place in the press."""
    data: Any = interaction.data
    return ":".join(data["custom_id"].split(":")[3:])


def _number(press: Press, possible: range) -> int:
    """The number that was chosen; Outdated for what can't be one."""
    text = press.choice
    if not text.isdecimal() or int(text) not in possible:
        raise Outdated
    return int(text)


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
