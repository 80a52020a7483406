"""`/start`: what is set, when the first nudge comes, and the way to a time zone."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from discord import ButtonStyle, ui

from bot.domain.custom_id import OTHER, Verb
from bot.domain.jobs import Refusal
from bot.domain.members import UNTIL_BACK, WEEKDAYS, Member, NudgeState
from bot.domain.progress import Progress
from bot.domain.schedule import minute_of
from bot.domain.typed import LONGEST
from bot.domain.when.clocks import clock
from bot.domain.zones import LIKELY, Place, city
from bot.views.actions import next_words as first_words
from bot.views.components import AMBER, SLATE, card, escape, rhythm_line, row, small, stamp, trail_line
from bot.views.controls import Control, button, field, form, menu, option
from bot.views.errors import meanings, words
from bot.views.meanings import TYPED_TIME, meaning_words, meant

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


class Asked(NamedTuple):
    """What is left to ask after `/start`: by what answers it, why; and which place was understood, and when.

    `at` is now (epoch seconds).
    """

    unclear: Mapping[Verb, Exception]
    place: Place | None
    at: int


def enrolled(member: Member, progress: Progress, asked: Asked, *, trouble: str = "") -> ui.LayoutView:
    """What `/start` did. `trouble` says what stands between Cairn and the member's DM, if anything does.

    What of the command could not be taken is asked for, each with its menu; the rest of it holds.
    """
    choices = [_choice(verb, error, member.id) for verb, error in asked.unclear.items()]
    no_zone = member.schedule.zone is None and Verb.START_ZONE not in asked.unclear
    return card(
        f"## You're on the trail: {progress.roadmap.title}",
        f"{trouble} You're enrolled all the same." if trouble else "",
        "\n".join(f"**{_ASKED[verb]}** {words(error, asked.at)}" for verb, error in asked.unclear.items()),
        _place_words(asked),
        schedule_words(member),
        first_words(progress),
        small(trail_line(progress)),
        accent=AMBER,
        below=[
            *(row(choice) for choice in choices),
            row(zone_menu(None, Verb.START_ZONE, member.id)) if no_zone else None,
            _first_buttons(member.id, closed=trouble == CLOSED_DM),
        ],
    )


def _first_buttons(owner: int, *, closed: bool) -> ui.ActionRow[Any] | None:
    """What to press first: **Try again** where the DM is closed, the next action elsewhere."""
    style = ButtonStyle.secondary if closed else ButtonStyle.primary
    onward = button("My next action", Verb.NEXT, owner, style=style)
    return row(try_again(owner) if closed else None, onward, button("The roadmap", Verb.ROADMAP, owner))


_ASKED = {
    Verb.START_ZONE: "Your place?",
    Verb.START_DAY: "The day?",
    Verb.START_TIME: "The time?",
}


def _choice(verb: Verb, error: Exception, owner: int) -> Control:
    """A menu of what may have been meant."""
    match verb:
        case Verb.START_ZONE:
            found = [option(meaning_words(each), meant(each)) for each in meanings(error)[: len(LIKELY)]]
            if not found:
                return zone_menu(None, verb, owner)
            return menu("Choose your place", [*found, option("Other…", OTHER, "Type your city")], verb, owner)
        case Verb.START_DAY:
            return menu("Choose a day", [option(day, day) for day in WEEKDAYS], verb, owner)
    times = [option(clock(at), clock(at)) for at in range(0, 24 * 60, 60)]
    return menu("Choose a time", [*times, option("Other…", OTHER)], verb, owner)


def _place_words(asked: Asked) -> str:
    """Which place was understood, and how late it is there, so that a mistake is seen at once."""
    place = asked.place
    if place is None or place.name == city(place.zone):
        return ""
    there = f"{clock(minute_of(asked.at, place.zone))} there now"
    return small(f"{escape(place.name)}: {city(place.zone)} time, {there}. `/nudges` changes it.")


def time_form(owner: int, verb: Verb) -> ui.Modal:
    """Any time of day."""
    time = field("Time of day", "Like 09:00, 6:30 pm or noon", max_length=TYPED_TIME)
    return form("When shall I write?", {"time": time}, verb, owner)


def zone_form(owner: int, verb: Verb, whose: str = "Your") -> ui.Modal:
    """Any zone, by city."""
    hint = "The nearest big city is enough."
    zone = field(f"{whose} city, country or time zone", hint, placeholder="Berlin", max_length=LONGEST)
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


def schedule_words(member: Member, where: str = "below") -> str:
    """When the member is written to, and all that it waits for; `where` says where a zone is chosen."""
    if not member.nudged:
        return "Weekly messages are off. `/nudges` turns them on."
    said = (
        f"{rhythm_line(member.schedule)[:1].upper()}{rhythm_line(member.schedule)[1:]}.",
        f"Choose your time zone {where} and it starts." if member.schedule.zone is None else "",
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
        how, first = "planned" if nudges.planned else "snoozed", coming(nudges.snooze_at, nudges)
        return f"Next message: {stamp(first)} ({how}), then {stamp(nudges.weekly_at)}."
    first = coming(nudges.weekly_at, nudges)
    return f"Next message: {stamp(first)} ({stamp(first, 'R')})."


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
