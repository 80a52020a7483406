"""`/start`: what is set, when the first nudge comes, and the way to a time zone."""

from typing import Any

from discord import ButtonStyle, SelectOption, TextStyle, ui

from bot.domain.members import Member
from bot.domain.progress import Progress
from bot.domain.zones import LIKELY, city
from bot.views.controls import button, form, menu
from bot.views.kit import AMBER, SLATE, card, hours, row, small, stamp, trail_line, wish_words

OTHER = "other"
CLOSED_DM = (
    "Discord won't let me write to you: allow direct messages from this server's members in its privacy "
    "settings, then press **Try again**. You're enrolled all the same."
)
WELCOME_FOLLOWS = "Discord asks me to slow down; my welcome follows by DM. You're enrolled all the same."


def enrolled(
    member: Member, progress: Progress, first_nudge: int | None, *, new: bool, trouble: str = ""
) -> ui.LayoutView:
    """What `/start` did. `trouble` says what stands between Cairn and the member's DM, if anything does."""
    action = progress.next_action
    heading = "You're on the trail" if new else "You're on the trail already; this is what is set"
    return card(
        f"## {heading}: {progress.roadmap.title}",
        trouble,
        _schedule(member, first_nudge),
        f"Your next action: **{action.title}**, {hours(action.effort_hours)}." if action else "",
        small(trail_line(progress)),
        accent=AMBER,
        below=[*_zone_row(member), row(*_buttons(member, trouble))],
    )


def zone_form(owner: int, typed: str = "") -> ui.Modal:
    """Any zone, by city; `typed` is what was there before."""
    text: ui.TextInput[Any] = ui.TextInput(
        style=TextStyle.short, placeholder="Berlin", max_length=60, default=typed or None
    )
    label: ui.Label[Any] = ui.Label(
        text="Your city or time zone", description="The nearest big city is enough.", component=text
    )
    return form("Your time zone", {"zone": label}, "zone", owner)


def reached(owner: int) -> ui.LayoutView:
    """Try again worked."""
    text = "It works: I could write to you. Have a look at your direct messages."
    return card(text, below=[row(button("My next action", "next", owner))])


def unreached(owner: int, trouble: str) -> ui.LayoutView:
    """Try again did not work yet."""
    return card(trouble, accent=SLATE, below=[row(_try_again(owner))])


def _schedule(member: Member, first_nudge: int | None) -> str:
    if not member.nudged:
        return "Weekly messages are off. `/start` with a day, a time or a time zone turns them on."
    weekly = f"One message a week, {wish_words(member.wish)}"
    if first_nudge is None:
        return f"{weekly}, as soon as I know your time zone: choose it below."
    return f"{weekly}, first on {stamp(first_nudge)} ({stamp(first_nudge, 'R')})."


def _zone_row(member: Member) -> list[ui.ActionRow[Any]]:
    if member.wish.zone is not None:
        return []
    options = [SelectOption(label=city(zone), value=zone, description=zone) for zone in LIKELY]
    options.append(SelectOption(label="Other…", value=OTHER, description="Type your city"))
    return [row(menu("Choose your time zone", options, "zone", member.id))]


def _buttons(member: Member, trouble: str) -> list[ui.Item[Any]]:
    buttons: list[ui.Item[Any]] = [
        button("My next action", "next", member.id, style=ButtonStyle.primary),
        button("The roadmap", "roadmap", member.id),
    ]
    return [*buttons, _try_again(member.id)] if trouble == CLOSED_DM else buttons


def _try_again(owner: int) -> ui.Item[Any]:
    return button("Try again", "reach", owner, style=ButtonStyle.primary)
