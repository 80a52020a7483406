"""`/help`: what Cairn does, by who asks."""

from collections.abc import Mapping

from discord import ui

from bot.domain.custom_id import Verb
from bot.views.components import card, link, row, rule, small
from bot.views.controls import button


def helped(
    members: Mapping[str, str], moderators: Mapping[str, str], version: str, owner: int, privacy: str | None
) -> ui.LayoutView:
    """The commands, each with what it is for; the version; the privacy page that the host has set, if any."""
    page = link("Privacy", privacy) if privacy else "Privacy: `/mydata` shows all I keep"
    return card(
        "## Cairn\nA career roadmap, one action at a time. What you see about yourself, only you see.",
        rule(),
        f"**For everybody**\n{_listed(members)}",
        f"**For moderators**\n{_listed(moderators)}",
        small(f"Cairn {version} · {page}"),
        below=[row(button("My next action", Verb.NEXT, owner), button("The roadmap", Verb.ROADMAP, owner))],
    )


def _listed(commands: Mapping[str, str]) -> str:
    return "\n".join(f"`/{name}` {purpose}" for name, purpose in commands.items())
