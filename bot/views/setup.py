"""`/setup`: what is set in a server, what is missing and how to mend it, and a control for each."""

from typing import Any

from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.guilds import Server, missing
from bot.domain.zones import city
from bot.views.components import MOSS, SLATE, card, row, small
from bot.views.controls import button, channel_menu, role_menu
from bot.views.permissions import where_words
from bot.views.start import zone_menu

WHOSE = "the server's"

_WAY = (
    "Server Settings → Integrations → Cairn → `/update` → add the role, and the same for `/community`. "
    "I can't do that myself; I'll show ✓ once someone with that role uses `/update`."
)


def checklist(server: Server, owner: int) -> ui.LayoutView:
    """A line for each thing: ✓ in order, • can be left as it is, ✗ needs mending."""
    lines = [*_channel(server), _ping(server), _moderators(server), _zone(server)]
    return card(
        "## Setup\n" + "\n".join(lines),
        small("Every choice is kept at once: leave whenever you like, `/setup` shows it again."),
        accent=SLATE if any(line.startswith("✗") for line in lines) else MOSS,
        below=[
            row(channel_menu("Channel for updates", server.channel, Verb.SETUP_CHANNEL, owner)),
            row(role_menu("Role to ping", server.ping, Verb.SETUP_PING, owner)),
            row(role_menu("Moderator role", server.moderators, Verb.SETUP_ROLE, owner)),
            row(zone_menu(server.settings.zone, Verb.SETUP_ZONE, owner, WHOSE)),
            _buttons(server, owner),
        ],
    )


def _channel(server: Server) -> list[str]:
    settings, channel = server.settings, server.channel
    if channel is None and settings.updates_channel is None:
        return ["✗ No channel for updates yet. Choose one below."]
    if channel is None:
        return ["✗ The channel for updates is gone. Choose another below."]
    place = f"<#{channel.id}>"
    if lacking := missing(channel.granted):
        return [f"✗ {where_words(place, lacking)}"]
    going = f"✓ Updates go to {place}"
    if not channel.news:
        return [going]
    if settings.publish:
        return [going, "✓ Updates are published to the servers that follow the channel"]
    return [going, "• Updates stay in this server; those that follow the channel don't get them."]


def _ping(server: Server) -> str:
    role = server.ping
    if role is None and server.settings.ping_role is not None:
        return "✗ The role to ping is gone. Choose another below, or none."
    if role is None:
        return "• Ping: nobody. Updates won't ping anyone."
    if role.mentionable:
        return f"✓ Ping: <@&{role.id}>"
    return (
        f"✗ I can't ping <@&{role.id}>: in Server Settings → Roles → that role, turn on *Allow anyone to "
        "@mention this role*."
    )


def _moderators(server: Server) -> str:
    role = server.moderators
    if role is None and server.settings.moderator_role is not None:
        return "✗ The moderator role is gone. Choose another below, or none."
    if role is None:
        return "• Moderators: only people with *Manage Server*. To let a role post, choose it below."
    who = f"Moderators: <@&{role.id}>, and people with *Manage Server*"
    return f"✓ {who}" if server.settings.role_worked else f"• {who}. To let the role post: {_WAY}"


def _zone(server: Server) -> str:
    if server.settings.zone is None:
        return "• No time zone yet. Choose one below, so that an update can be scheduled."
    return f"✓ Times are {city(server.settings.zone)} time"


def _buttons(server: Server, owner: int) -> ui.ActionRow[Any] | None:
    label, choice = ("Don't publish", "off") if server.settings.publish else ("Publish to followers", "on")
    news = server.channel is not None and server.channel.news
    publish = button(label, Verb.SETUP_PUBLISH, owner, choice) if news else None
    check = button("Check again", Verb.SETUP_CHECK, owner, style=ButtonStyle.primary)
    return row(check, publish, button("Community", Verb.SETUP_PAGE, owner, "community"))
