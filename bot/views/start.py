"""`/start`: what is set, when the first nudge comes, and the way to a time zone."""

from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.jobs import Refusal
from bot.domain.members import UNTIL_BACK, Member, NudgeState
from bot.domain.progress import Progress
from bot.domain.zones import LIKELY, city
from bot.views.actions import next_words as first_words
from bot.views.components import AMBER, SLATE, card, rhythm_line, row, small, stamp, trail_line
from bot.views.controls import Control, button, field, form, menu, option

OTHER = "other"
CLOSED_DM = (
    "Discord won't let me write to you. In a server that we share, allow direct messages in its privacy "
    "settings (or unblock me), then press **Try again**. Your progress is safe."
)
FOLLOWS = "Discord is slow right now. My message will follow."


def trouble(refusal: Refusal | None) -> str:
    """What stands between Cairn and the member's DM, in words; nothing if nothing does."""
    if refusal is None:
        return ""
    return CLOSED_DM if refusal in (Refusal.CLOSED, Refusal.NOBODY) else FOLLOWS


def enrolled(member: Member, progress: Progress, *, trouble: str = "") -> ui.LayoutView:
    """What `/start` did. `trouble` says what stands between Cairn and the member's DM, if anything does."""
    return card(
        f"## You're on the trail: {progress.roadmap.title}",
        f"{trouble} You're enrolled all the same." if trouble else "",
        schedule_words(member),
        first_words(progress),
        small(trail_line(progress)),
        accent=AMBER,
        below=[
            None if member.schedule.zone else row(zone_menu(None, Verb.START_ZONE, member.id)),
            row(
                button("My next action", Verb.NEXT, member.id, style=ButtonStyle.primary),
                button("The roadmap", Verb.ROADMAP, member.id),
                try_again(member.id) if trouble == CLOSED_DM else None,
            ),
        ],
    )


def zone_form(owner: int, verb: Verb, whose: str = "Your") -> ui.Modal:
    """Any zone, by city."""
    hint = "The nearest big city is enough."
    zone = field(f"{whose} city or time zone", hint, placeholder="Berlin", max_length=60)
    return form(f"{whose} time zone", {"zone": zone}, verb, owner)


def tried(member: Member, trouble: str) -> ui.LayoutView:
    """What **Try again** came to, and when the next message comes."""
    if trouble == CLOSED_DM:
        return refused(member.id)
    said = trouble or f"It works. I've just sent you a message. {next_words(member.nudges)}"
    return card(said.rstrip(), below=[row(button("My next action", Verb.NEXT, member.id))])


def refused(owner: int) -> ui.LayoutView:
    """Discord does not let Cairn write to them; what they can do, and **Try again**."""
    return card(CLOSED_DM, accent=SLATE, below=[row(try_again(owner))])


def schedule_words(member: Member, where: str = "choose it below") -> str:
    """When the member is written to, and all that it waits for; `where` says where a zone is chosen."""
    if not member.nudged:
        return "Weekly messages are off. `/nudges` turns them on."
    said = (
        f"{rhythm_line(member.schedule)[:1].upper()}{rhythm_line(member.schedule)[1:]}.",
        f"It waits for your time zone: {where}." if member.schedule.zone is None else "",
        "It waits until I can write to you." if member.nudges.refused_at is not None else "",
        _pause_words(member.nudges),
        next_words(member.nudges),
    )
    return " ".join(part for part in said if part)


def _pause_words(nudges: NudgeState) -> str:
    if nudges.paused_until == UNTIL_BACK:
        return "Paused until you come back: any command on another day ends it."
    if nudges.paused_until is not None:
        return f"Paused until {stamp(nudges.paused_until, 'D')}."
    return "Resting. Any command starts it again." if nudges.resting else ""


def next_words(nudges: NudgeState) -> str:
    """When the next one comes, the snoozed or planned one first; nothing if that is not known."""
    if nudges.weekly_at is None:
        return ""
    if nudges.snooze_at is not None:
        how = "planned" if nudges.planned else "snoozed"
        return f"Next: {stamp(coming(nudges.snooze_at, nudges))} ({how}), then {stamp(nudges.weekly_at)}."
    first = coming(nudges.weekly_at, nudges)
    return f"Next: {stamp(first)} ({stamp(first, 'R')})."


def coming(due_at: int, nudges: NudgeState) -> int:
    """When the first of what is due will come: in the morning, if it waits for that."""
    return max(due_at, nudges.wake_at or due_at)


def zone_menu(chosen: str | None, verb: Verb, owner: int, whose: str = "your") -> Control:
    """Twenty-four likely zones and **Other…**, which opens a form."""
    options = [option(city(zone), zone, zone, chosen=zone == chosen) for zone in LIKELY]
    options.append(option("Other…", OTHER, f"Type {whose} city"))
    hint = f"Choose {whose} time zone"
    if chosen is not None and chosen not in LIKELY:
        hint = f"Time zone (now {city(chosen)})"
    return menu(hint, options, verb, owner)


def try_again(owner: int) -> Control:
    """For when Discord does not let Cairn write to them."""
    return button("Try again", Verb.TRY_AGAIN, owner, style=ButtonStyle.primary)
