"""Asks Discord, over REST alone, whether everything is in order: a second gateway would take clicks away."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot import discord_internals
from bot.domain.guilds import GuildSettings, Place, further, missing
from bot.host.startup_errors import TROUBLES, words
from bot.views import doctor as views
from bot.views.doctor import Finding

Commands = Mapping[str, Any]
"""Commands by name, each as it would look had Discord sent it, without what Discord adds."""

MOST_SERVERS = 200
"""So many servers are looked at one by one, each with a request."""

_PRIVILEGED = {
    "Presence Intent": ("gateway_presence", "gateway_presence_limited"),
    "Server Members Intent": ("gateway_guild_members", "gateway_guild_members_limited"),
    "Message Content Intent": ("gateway_message_content", "gateway_message_content_limited"),
}


@dataclass(frozen=True, slots=True)
class DiscordChecks:
    """Looks at what lies with Discord; `commands` are this version's, None if they can't be told."""

    _api_url: str
    _commands: Commands | None
    _servers: Iterable[GuildSettings]
    _now: Callable[[], int]
    _proxy_for: discord_internals.ProxyFor
    _take_away: bool

    async def look(self, token: str) -> AsyncIterator[Finding]:
        """Everything in order of what depends on what; ends where going on makes no sense."""
        try:
            await discord_internals.connect_through(self._api_url, token, self._proxy_for)
            theirs = await discord_internals.their_time(self._api_url, self._proxy_for(self._api_url))
            yield views.clock(self._now() - theirs)
            async with discord.Client(intents=discord.Intents.none()) as client:
                discord_internals.go_through(client, self._proxy_for)
                await client.login(token)
                async for finding in self._inside(client):
                    yield finding
        except TROUBLES as error:
            yield views.trouble("Discord", words(error))

    async def _inside(self, client: discord.Client) -> AsyncIterator[Finding]:
        application, me = client.application, client.user
        if application is None or me is None:
            return
        yield views.token(str(me))
        yield views.application(
            application.name,
            code_grant=application.bot_require_code_grant,
            elsewhere=application.interactions_endpoint_url,
        )
        flags = application.flags
        yield views.intents(
            [name for name, bits in _PRIVILEGED.items() if any(getattr(flags, b) for b in bits)]
        )
        if self._commands is not None:
            fetched = await discord_internals.fetch_commands(client)
            yield _compared(self._commands, {command["name"]: _shape(command) for command in fetched})
        async for finding in self._in_servers(client):
            yield finding
        for settings in self._servers:
            async for finding in _server(client, settings, me.id):
                yield finding
        yield views.invite(application.id)

    async def _in_servers(self, client: discord.Client) -> AsyncIterator[Finding]:
        """Commands that stand in one server alone: Cairn has none, so there they stand twice or are dead."""
        seen, found = 0, False
        async for guild in client.fetch_guilds(limit=MOST_SERVERS, with_counts=False):
            seen += 1
            stale = await discord_internals.fetch_commands(client, guild.id)
            if stale and self._take_away:
                await discord_internals.remove_commands(client, guild.id)
            if stale:
                found = True
                names = sorted(command["name"] for command in stale)
                yield views.stale_commands(guild.name, names, removed=self._take_away)
        if not found:
            yield views.no_stale_commands(seen)


async def _server(client: discord.Client, settings: GuildSettings, me: int) -> AsyncIterator[Finding]:
    """What was chosen in a server, and what the bot may do there."""
    try:
        guild = await client.fetch_guild(settings.guild, with_counts=False)
        channels = {channel.id: channel for channel in await guild.fetch_channels()}
        member = await guild.fetch_member(me)
    except (discord.NotFound, discord.Forbidden):
        yield views.server_gone(settings.guild)
        return
    if settings.updates_channel is not None:
        channel = channels.get(settings.updates_channel)
        lacking = missing(channel.permissions_for(member).value) if channel else ()
        yield views.server(guild.name, channel.name, lacking) if channel else views.channel_gone(guild.name)
    chosen = {place: channels.get(settings.place(place) or 0) for place in Place}
    forums = {place: isinstance(each, discord.ForumChannel) for place, each in chosen.items() if each}
    if asked := further(forums, roles=bool(settings.phase_roles)):
        lacking = missing(member.guild_permissions.value, asked)
        yield views.wider(guild.name, client.application_id or 0, asked, lacking)


def commands_of(tree: app_commands.CommandTree[Any]) -> Commands:
    """The commands of a tree, to be compared with Discord's."""
    return {command.name: _shape(command.to_dict(tree)) for command in tree.get_commands()}


def _compared(ours: Commands, theirs: Commands) -> Finding:
    return views.commands(
        len(ours),
        lacking=sorted(ours.keys() - theirs.keys()),
        changed=sorted(name for name in ours.keys() & theirs.keys() if ours[name] != theirs[name]),
        spare=sorted(theirs.keys() - ours.keys()),
    )


def _shape(part: Mapping[str, Any]) -> tuple[Any, ...]:
    """What members see of a command or of an option of it, in an order of its own."""
    permissions = part.get("default_member_permissions")
    return (
        part["name"],
        int(part.get("type", 1)),
        part.get("description", ""),  # what is in the menu of a message has none
        bool(part.get("required")),
        bool(part.get("autocomplete")),
        None if permissions is None else int(permissions),
        sorted(part.get("contexts") or ()),
        sorted(part.get("integration_types") or ()),
        [(choice["name"], choice["value"]) for choice in part.get("choices") or ()],
        [_shape(option) for option in part.get("options") or ()],
    )
