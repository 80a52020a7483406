"""`/setup`: what is set in a server, what is missing and how to mend it, and a control for each."""

from collections.abc import Sequence
from typing import Any

from discord import ButtonStyle, ChannelType, ui

from bot.domain.custom_id import Verb
from bot.domain.guilds import Permission, Server, missing
from bot.domain.zones import city
from bot.views.components import MOSS, SLATE, card, row, small
from bot.views.controls import button, channel_menu, role_menu
from bot.views.permissions import label, listed
from bot.views.start import zone_menu

WHOSE = "the server's"

_OK, _OPEN, _WRONG = "✓", "•", "✗"
_KINDS = (ChannelType.text, ChannelType.news)
_WAY = (
    "Server Settings → Integrations → Cairn → `/update` → add the role, and the same for `/community`. "
    "I can't do that myself; this line turns to ✓ when somebody with the role has used `/update`."
)


def checklist(server: Server, owner: int) -> ui.LayoutView:
    """A line for each thing: ✓ in order, • can be left as it is, ✗ needs mending."""
    lines = [*_channel(server), _ping(server), _moderators(server), _zone(server)]
    return card(
        "## Setup\n" + "\n".join(lines),
        small("Every choice is kept at once: leave whenever you like, `/setup` shows it again."),
        accent=SLATE if any(line.startswith(_WRONG) for line in lines) else MOSS,
        below=[*_menus(server, owner), row(*_buttons(server, owner))],
    )


def permission_words(place: str, lacking: Sequence[Permission]) -> str:
    """What can't be done in a place, and what to give there so that it can."""
    names = {permission.name for permission in lacking}
    if names & {"view_channel", "send_messages"}:
        deed = "send messages"
    else:
        deed = listed(label(permission).lower() for permission in lacking)
    wanted = listed(f"*{label(permission)}*" for permission in lacking)
    return f"I can't {deed} in {place}: give me {wanted} there."


def _channel(server: Server) -> list[str]:
    settings, channel = server.settings, server.channel
    if channel is None:
        gone = settings.updates_channel is not None
        said = (
            "The channel for updates is gone. Choose another"
            if gone
            else "No channel for updates yet. Choose one"
        )
        return [f"{_WRONG} {said} below."]
    place = f"<#{channel.id}>"
    if lacking := missing(channel.granted):
        return [f"{_WRONG} {permission_words(place, lacking)}"]
    return [f"{_OK} Updates go to {place}", *_publishing(server)]


def _publishing(server: Server) -> list[str]:
    if server.channel is None or not server.channel.news:
        return []
    if server.settings.publish:
        return [f"{_OK} Updates are published to the servers that follow the channel"]
    return [f"{_OPEN} Updates stay in this server; those that follow the channel don't get them."]


def _ping(server: Server) -> str:
    role = server.ping
    if role is None and server.settings.ping_role is not None:
        return f"{_WRONG} The role to ping is gone. Choose another below, or none."
    if role is None:
        return f"{_OPEN} Ping: nobody. Updates come quietly."
    if not role.mentionable:
        return (
            f"{_WRONG} I can't ping <@&{role.id}>: in Server Settings → Roles → that role, turn on "
            "*Allow anyone to @mention this role*."
        )
    return f"{_OK} Ping: <@&{role.id}>"


def _moderators(server: Server) -> str:
    role = server.moderators
    if role is None and server.settings.moderator_role is not None:
        return f"{_WRONG} The moderator role is gone. Choose another below, or none."
    if role is None:
        return f"{_OPEN} Moderators: only people with *Manage Server*. To let a role post, choose it below."
    if server.settings.role_worked:
        return f"{_OK} Moderators: <@&{role.id}>, and people with *Manage Server*"
    return f"{_OPEN} Moderators: <@&{role.id}>, and people with *Manage Server*. To let the role post: {_WAY}"


def _zone(server: Server) -> str:
    zone = server.settings.zone
    if zone is None:
        return f"{_OPEN} No time zone yet. Choose one below, so that an update can be scheduled."
    return f"{_OK} Times are {city(zone)} time"


def _menus(server: Server, owner: int) -> list[ui.ActionRow[Any]]:
    channel = server.channel.id if server.channel else None
    ping = server.ping.id if server.ping else None
    moderators = server.moderators.id if server.moderators else None
    return [
        row(channel_menu("Channel for updates", _KINDS, channel, Verb.SETUP_CHANNEL, owner)),
        row(role_menu("Role to ping", ping, Verb.SETUP_PING, owner)),
        row(role_menu("Moderator role", moderators, Verb.SETUP_ROLE, owner)),
        row(zone_menu(server.settings.zone, Verb.SETUP_ZONE, owner, WHOSE)),
    ]


def _buttons(server: Server, owner: int) -> list[ui.Item[Any]]:
    again = button("Check again", Verb.SETUP_CHECK, owner, style=ButtonStyle.primary)
    if server.channel is None or not server.channel.news:
        return [again]
    if server.settings.publish:
        return [again, button("Don't publish", Verb.SETUP_PUBLISH, owner, "off")]
    return [again, button("Publish to followers", Verb.SETUP_PUBLISH, owner, "on")]
