"""`/help`: what Cairn does, by who asks."""

from collections.abc import Sequence
from typing import NamedTuple

from discord import ui

from bot.domain.custom_id import Verb
from bot.views.components import card, link, row, rule, small
from bot.views.controls import button


class Use(NamedTuple):
    """A command as it is typed, what it is for, and its number at Discord, if that is known."""

    name: str
    purpose: str
    number: int | None = None


def helped(
    members: Sequence[Use], moderators: Sequence[Use], version: str, owner: int, privacy: str | None
) -> ui.LayoutView:
    """The commands, to be tapped, each with what it is for; those for moderators, if they are one.

    Below them the version, and the privacy page that the host has set, if any.
    """
    page = link("Privacy", privacy) if privacy else "Privacy: `/mydata show` tells all I keep"
    return card(
        "## Cairn\nA career roadmap, one step at a time. What you see about yourself, only you see.",
        rule(),
        _listed(members),
        f"**For moderators**\n{_listed(moderators)}" if moderators else "",
        small(f"Cairn {version} · {page}"),
        below=[row(button("My next action", Verb.NEXT, owner), button("The roadmap", Verb.ROADMAP, owner))],
    )


def _listed(commands: Sequence[Use]) -> str:
    return "\n".join(f"{_called(command)} {command.purpose}" for command in commands)


def _called(command: Use) -> str:
    """A command that a tap types, or its name where Discord did not say how."""
    return f"</{command.name}:{command.number}>" if command.number else f"`/{command.name}`"
