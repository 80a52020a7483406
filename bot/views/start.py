"""`/start`: what is set, when the first nudge comes, and the way to a time zone."""

from typing import Any

from discord import ButtonStyle, SelectOption, TextStyle, ui

from bot.domain.members import UNTIL_BACK, Member
from bot.domain.progress import Progress
from bot.domain.zones import LIKELY, city
from bot.views.controls import button, form, menu
from bot.views.kit import AMBER, SLATE, card, hours, row, small, stamp, trail_line, wish_words

OTHER = "other"
CLOSED_DM = (
    "Discord won't let me write to you: allow direct messages from this server's members in its privacy "
    "settings, then press **Try again**. You're enrolled all the same."
)
FOLLOWS = "Discord keeps me waiting; my message follows by DM. You're enrolled all the same."


def enrolled(member: Member, progress: Progress, *, new: bool, trouble: str = "") -> ui.LayoutView:
    """What `/start` did. `trouble` says what stands between Cairn and the member's DM, if anything does."""
    action = progress.next_action
    heading = "You're on the trail" if new else "Already on the trail"
    return card(
        f"## {heading}: {progress.roadmap.title}",
        trouble,
        schedule_words(member),
        f"Your next action: **{action.title}**, {hours(action.effort_hours)}." if action else "",
        small(trail_line(progress)),
        accent=AMBER,
        below=[*_zone_row(member), row(*_buttons(member, trouble))],
    )


def zone_form(owner: int, verb: str, whose: str = "Your") -> ui.Modal:
    """Any zone, by city."""
    text: ui.TextInput[Any] = ui.TextInput(style=TextStyle.short, placeholder="Berlin", max_length=60)
    label: ui.Label[Any] = ui.Label(
        text=f"{whose} city or time zone", description="The nearest big city is enough.", component=text
    )
    return form(f"{whose} time zone", {"zone": label}, verb, owner)


def tried(owner: int, trouble: str) -> ui.LayoutView:
    """What **Try again** came to."""
    if trouble == CLOSED_DM:
        return refused(owner)
    said = trouble or "It works: I could write to you. Have a look at your direct messages."
    return card(said, below=[row(button("My next action", "next", owner))])


def refused(owner: int) -> ui.LayoutView:
    """Discord does not let Cairn write to them; what they can do, and **Try again**."""
    return card(CLOSED_DM, accent=SLATE, below=[row(_try_again(owner))])


def schedule_words(member: Member) -> str:
    """When the member is written to, or what that waits for."""
    rhythm = member.rhythm
    if not member.nudged:
        return "Weekly messages are off. `/nudges` turns them on."
    weekly = f"One message a week, {wish_words(member.wish)}"
    if member.wish.zone is None:
        return f"{weekly}, as soon as I know your time zone: choose it below."
    if rhythm.paused_until == UNTIL_BACK:
        return f"{weekly}, paused until you come back."
    if rhythm.weekly_at is None:
        return f"{weekly}, resting for now."
    paused = f"Paused until {stamp(rhythm.paused_until, 'D')}. " if rhythm.paused_until else ""
    snoozed = f" Snoozed: once more on {stamp(rhythm.snooze_at)}." if rhythm.snooze_at else ""
    return f"{paused}{weekly}, next on {stamp(rhythm.weekly_at)} ({stamp(rhythm.weekly_at, 'R')}).{snoozed}"


def zone_menu(chosen: str | None, verb: str, owner: int, whose: str = "your") -> ui.Item[Any]:
    """Twenty-four likely zones and **Other…**, which opens a form."""
    options = [
        SelectOption(label=city(zone), value=zone, description=zone, default=zone == chosen)
        for zone in LIKELY
    ]
    options.append(SelectOption(label="Other…", value=OTHER, description=f"Type {whose} city"))
    return menu(f"Choose {whose} time zone", options, verb, owner)


def _zone_row(member: Member) -> list[ui.ActionRow[Any]]:
    return [] if member.wish.zone else [row(zone_menu(None, "zone", member.id))]


def _buttons(member: Member, trouble: str) -> list[ui.Item[Any]]:
    buttons: list[ui.Item[Any]] = [
        button("My next action", "next", member.id, style=ButtonStyle.primary),
        button("The roadmap", "roadmap", member.id),
    ]
    return [*buttons, _try_again(member.id)] if trouble == CLOSED_DM else buttons


def _try_again(owner: int) -> ui.Item[Any]:
    return button("Try again", "reach", owner, style=ButtonStyle.primary)
