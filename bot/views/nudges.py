"""`/nudges`: when Cairn writes, and everything that changes it; and the answers to a nudge's buttons."""

from typing import Any

from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.errors import Outdated
from bot.domain.jobs import JobKey
from bot.domain.members import UNTIL_BACK, WEEKDAYS, Member
from bot.domain.schedule import DAY
from bot.views.components import AMBER, MOSS, SLATE, card, clock, row, schedule_line, stamp
from bot.views.controls import Control, button, field, form, menu, option
from bot.views.start import CLOSED_DM, OTHER, coming, next_words, schedule_words, try_again, zone_menu

PAUSES = {"2": "2 weeks", "4": "4 weeks", "back": "Until I come back"}


def panel(member: Member, trouble: str = "") -> ui.LayoutView:
    """The state in words, and a control for each part of it; `trouble` is what stands in the way of a DM."""
    refused = member.nudges.refused_at is not None
    off = f"Off. If you turn it on: {schedule_line(member.schedule)}."
    return card(
        f"## Your weekly message\n{schedule_words(member) if member.nudged else off}",
        trouble or (CLOSED_DM if refused else ""),
        accent=MOSS if member.nudged and not refused else SLATE,
        below=[
            row(_day_menu(member)),
            row(_time_menu(member)),
            row(zone_menu(member.schedule.zone, Verb.NUDGE_ZONE, member.id)),
            row(_pause_menu(member)),
            _buttons(member),
        ],
    )


def time_form(owner: int, now: int) -> ui.Modal:
    """Any time of day; `now` is the one that is set, in minutes after midnight."""
    time = field("Time of day", "Like 09:00 or 18:30", default=clock(now), max_length=10)
    return form("When shall I write?", {"time": time}, Verb.NUDGE_TIME, owner)


def snoozed(member: Member) -> ui.LayoutView:
    """When the same nudge comes again."""
    nudges = member.nudges
    if nudges.snooze_at is not None:
        usual = f", and on {stamp(nudges.weekly_at)} as usual" if nudges.weekly_at else ""
        return card(f"I'll write again on {stamp(nudges.snooze_at)}{usual}.", accent=AMBER)
    if nudges.weekly_at is not None and nudges.paused_until is None:
        at = coming(nudges.weekly_at, nudges)
        return card(f"Your next message comes on {stamp(at)} anyway.", accent=AMBER)
    return _as_it_is(member)


def pause_asked(owner: int, key: JobKey | int) -> ui.LayoutView:
    """For how long."""
    choices = [button(label, Verb.MESSAGE_PAUSE_FOR, owner, key, length) for length, label in PAUSES.items()]
    return card("How long would you like it quiet?", accent=SLATE, below=[row(*choices)])


def paused(member: Member) -> ui.LayoutView:
    """How long it is quiet, and the way back."""
    until, weekly_at = member.nudges.paused_until, member.nudges.weekly_at
    if until is None or not member.nudged:
        return _as_it_is(member)
    if until == UNTIL_BACK:
        said = "Quiet until you come back. **Resume** ends it now, any command from tomorrow on."
    else:
        then = f" My next message comes on {stamp(weekly_at)}." if weekly_at else ""
        said = f"Quiet until {stamp(until, 'D')}.{then}"
    return card(said, accent=SLATE, below=[row(button("Resume", Verb.NUDGE_RESUME, member.id))])


def stopped(owner: int) -> ui.LayoutView:
    """No more weekly messages, and how they come back."""
    said = "No more weekly messages. Your progress stays. `/nudges` turns them on again."
    return card(said, accent=SLATE, below=[row(button("Turn on again", Verb.NUDGE_ON, owner))])


def kept(member: Member) -> ui.LayoutView:
    """**Keep writing weekly**, **Keep my progress**."""
    return _as_it_is(member, "Good to see you; everything stays as it is. ")


def on_again(member: Member) -> ui.LayoutView:
    """A pause until they come back ended with what they just did."""
    said = f"My weekly message is on again. {next_words(member.nudges)}".rstrip()
    return card(said, accent=SLATE, below=[row(button("Nudge settings", Verb.NUDGES, member.id))])


def _as_it_is(member: Member, greeting: str = "") -> ui.LayoutView:
    """How things stand, and the way to what they wait for."""
    refused = member.nudged and member.nudges.refused_at is not None
    said = f"{greeting}{schedule_words(member, '`/nudges` asks for it')}"
    return card(said, accent=SLATE, below=[row(try_again(member.id) if refused else None)])


def tested(trouble: str, owner: int) -> ui.LayoutView:
    """What a test nudge came to."""
    again = button("Try again", Verb.TRY_AGAIN, owner) if trouble == CLOSED_DM else None
    said = trouble or "Sent, as a direct message."
    return card(said, accent=SLATE if trouble else MOSS, below=[row(again)])


def pause_until(key: str, at: int) -> int:
    """The end of a pause that was chosen at an instant (epoch seconds); Outdated if never offered."""
    if key not in PAUSES:
        raise Outdated
    return UNTIL_BACK if key == "back" else at + int(key) * 7 * DAY


def _day_menu(member: Member) -> Control:
    now = member.schedule.weekday
    options = [option(name, day, chosen=day == now) for day, name in enumerate(WEEKDAYS, start=1)]
    return menu("Choose a day", options, Verb.NUDGE_DAY, member.id)


def _time_menu(member: Member) -> Control:
    now = member.schedule.minute
    options = [option(clock(at), clock(at), chosen=at == now) for at in range(0, 24 * 60, 60)]
    options.append(option("Other…", OTHER, f"Now {clock(now)}"))
    return menu(f"Choose a time (now {clock(now)})", options, Verb.NUDGE_TIME, member.id)


def _pause_menu(member: Member) -> Control | None:
    if not member.nudged or member.nudges.paused_until is not None:
        return None
    options = [option(label, key) for key, label in PAUSES.items()]
    return menu("Pause", options, Verb.NUDGE_PAUSE, member.id)


def _buttons(member: Member) -> ui.ActionRow[Any] | None:
    owner, nudges = member.id, member.nudges
    if not member.nudged:
        return row(button("Turn on", Verb.NUDGE_ON, owner, style=ButtonStyle.success))
    quiet = nudges.paused_until is not None or nudges.resting
    return row(
        try_again(owner) if nudges.refused_at is not None else None,
        button("Resume", Verb.NUDGE_RESUME, owner, style=ButtonStyle.success) if quiet else None,
        button("Turn off", Verb.NUDGE_OFF, owner),
        button("Send a test nudge", Verb.NUDGE_TEST, owner),
    )
