"""`/nudges`: when Cairn writes, and everything that changes it; and the answers to a nudge's buttons."""

from typing import Any

from discord import ButtonStyle, SelectOption, ui

from bot.domain.custom_id import OTHER, TOMORROW, Verb
from bot.domain.errors import Outdated
from bot.domain.jobs import JobKey
from bot.domain.members import RHYTHMS, UNTIL_BACK, WEEKDAYS, Member
from bot.domain.nudge_state import plannable, tomorrow
from bot.domain.progress import NextStep
from bot.domain.schedule import DAY, local_day
from bot.domain.when.clocks import clock
from bot.views.certifications import day
from bot.views.components import AMBER, MOSS, SLATE, card, count, row, schedule_line, stamp
from bot.views.controls import Control, button, field, form, menu, option
from bot.views.meanings import TYPED_TIME, example_day
from bot.views.start import CLOSED_DM, coming, next_words, schedule_words, try_again, zone_menu
from bot.views.wording import step_words

PAUSES = {"2": "2 weeks", "4": "4 weeks", OTHER: "Until a date…", "back": "Until I come back"}
_RHYTHMS = dict(zip(RHYTHMS, ("Every week", "Every two weeks", "Every four weeks"), strict=True))
HOURS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 25, 30, 35, 40)
NO_HOURS = "none"


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
            row(_rhythm_menu(member)),
            row(_hours_menu(member)),
            row(_pause_menu(member)),
            _buttons(member),
        ],
    )


def gap_words(member: Member, at: int) -> str:
    """Why the next message is more than eight days away at an instant (epoch seconds), if it is."""
    weekly = member.nudges.weekly_at
    if weekly is None or member.nudges.paused_until is not None or weekly - at <= 8 * DAY:
        return ""
    if member.schedule.every > 1:
        return "The weeks are counted from the last message that was due."
    return "This week's message has come already, so the next one comes next week."


def time_form(owner: int, now: int) -> ui.Modal:
    """Any time of day; `now` is the one that is set, in minutes after midnight."""
    time = field("Time of day", "Like 09:00, 6:30 pm or noon", default=clock(now), max_length=TYPED_TIME)
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
    return card("Pause for how long?", accent=SLATE, below=[row(*choices)])


def paused(member: Member) -> ui.LayoutView:
    """How long it is quiet, and the way back."""
    until, weekly_at = member.nudges.paused_until, member.nudges.weekly_at
    if until is None or not member.nudged:
        return _as_it_is(member)
    if until == UNTIL_BACK:
        said = "Paused. **Resume** ends it now; from tomorrow any command does."
    else:
        then = f" My next message comes on {stamp(weekly_at)}." if weekly_at else ""
        said = f"Paused until {stamp(until, 'D')}.{then}"
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
    return card(said, accent=SLATE, below=[row(button("Message settings", Verb.NUDGES, member.id))])


def _as_it_is(member: Member, greeting: str = "") -> ui.LayoutView:
    """How things stand, and the way to what they wait for."""
    refused = member.nudged and member.nudges.refused_at is not None
    said = f"{greeting}{schedule_words(member, 'in `/nudges`')}"
    return card(said, accent=SLATE, below=[row(try_again(member.id) if refused else None)])


def tested(trouble: str, owner: int) -> ui.LayoutView:
    """What a test nudge came to."""
    again = try_again(owner) if trouble == CLOSED_DM else None
    said = trouble or "Sent. Look in your direct messages."
    back = button("Message settings", Verb.NUDGES, owner)
    return card(said, accent=SLATE if trouble else MOSS, below=[row(again, back)])


def pause_length(key: str) -> int | None:
    """How many days a pause lasts that was chosen, None until they come back; Outdated if never offered."""
    if key not in PAUSES or key == OTHER:
        raise Outdated
    return None if key == "back" else int(key) * 7


def pause_form(owner: int, at: int) -> ui.Modal:
    """Until which day; `at` is now (epoch seconds)."""
    hint = f"Like {example_day(at)} or in 3 weeks; messages go on from that day"
    day = field("Pause until", hint, max_length=TYPED_TIME)
    return form("Pause until a date", {"day": day}, Verb.NUDGE_PAUSE, owner)


def still(member: Member) -> ui.LayoutView:
    """**Still on it**, **Carry on**: noted, and when the next message comes."""
    nxt = f" {next_words(member.nudges)}" if member.nudges.weekly_at and member.nudged else ""
    return card(f"Good. I'll bring another side of it next time.{nxt}", accent=SLATE)


def rarer(member: Member) -> ui.LayoutView:
    """**Every four weeks**."""
    return card(schedule_words(member), accent=SLATE, below=[
        row(button("Message settings", Verb.NUDGES, member.id))
    ])  # fmt: skip


def plan_asked(member: Member, key: JobKey | int, at: int) -> ui.LayoutView:
    """For when."""
    due = key.due_at if isinstance(key, JobKey) else None
    times, zone = plannable(member, at, due), member.schedule.zone
    if not times or zone is None:
        return no_plan(member)
    days = [_day(when, member, zone) for when in times]
    # It says what it means to whom it is read by: tomorrow is counted from the day on which it is pressed.
    is_near = tomorrow(member, at) in times
    near = button("Tomorrow", Verb.MESSAGE_PLAN_FOR, member.id, key, TOMORROW) if is_near else None
    return card("When? I'll send one message then.", accent=AMBER, below=[
        row(menu("A day this week", days, Verb.MESSAGE_PLAN_FOR, member.id, key)),
        row(near, button("Another time…", Verb.MESSAGE_PLAN_FOR, member.id, key, OTHER)),
    ])  # fmt: skip


def plan_form(owner: int, key: JobKey | int) -> ui.Modal:
    """Any day and time before the next weekly message."""
    when = field("Day and time", "Like Thursday 18:30 or tomorrow 8:00", max_length=TYPED_TIME)
    return form("Plan it", {"when": when}, Verb.MESSAGE_PLAN_FOR, owner, key)


def planned(member: Member, step: NextStep | None, when: int) -> ui.LayoutView:
    """What was planned for when, or why not."""
    nudges = member.nudges
    if step is None:
        return card("Nothing is open on your roadmap, so there is nothing to plan.", accent=SLATE)
    if nudges.snooze_at != when or nudges.planned is None:
        return no_plan(member)
    usual = f" Your weekly message comes on {stamp(nudges.weekly_at)} as usual." if nudges.weekly_at else ""
    said = f"{step_words('Planned', step)}, on {stamp(when)}. **Done** before that drops it.{usual}"
    return card(said, accent=AMBER)


def no_plan(member: Member) -> ui.LayoutView:
    """Why nothing can be planned now."""
    nudges = member.nudges
    if not member.nudged or nudges.weekly_at is None or nudges.paused_until is not None:
        return _as_it_is(member)
    if nudges.plan_spent:
        return card(
            "Your planned message came already, and I send one between two weekly ones. The next weekly one "
            f"comes on {stamp(nudges.weekly_at)}.",
            accent=SLATE,
        )
    return card(
        f"A plan has to lie ahead, and at least a day before your next message on {stamp(nudges.weekly_at)}.",
        accent=SLATE,
    )


def _day(when: int, member: Member, zone: str) -> SelectOption:
    on = local_day(when, zone)
    return option(f"{WEEKDAYS[on.weekday()]}, {clock(member.schedule.minute)}", when, day(on))


def _day_menu(member: Member) -> Control:
    now = member.schedule.weekday
    options = [option(name, day, chosen=day == now) for day, name in enumerate(WEEKDAYS, start=1)]
    return menu("Choose a day", options, Verb.NUDGE_DAY, member.id)


def _time_menu(member: Member) -> Control:
    now = member.schedule.minute
    options = [option(clock(at), clock(at), chosen=at == now) for at in range(0, 24 * 60, 60)]
    options.append(option("Other…", OTHER, f"Now {clock(now)}"))
    return menu(f"Choose a time (now {clock(now)})", options, Verb.NUDGE_TIME, member.id)


def _rhythm_menu(member: Member) -> Control:
    now = member.schedule.every
    options = [option(label, every, chosen=every == now) for every, label in _RHYTHMS.items()]
    return menu("How often", options, Verb.NUDGE_EVERY, member.id)


def _hours_menu(member: Member) -> Control:
    now = member.hours
    options = [option(f"{count(number, 'hour')} a week", number, chosen=number == now) for number in HOURS]
    options.append(option("I can't say", NO_HOURS, "One step a week"))
    hint = f"Hours a week (now {now})" if now else "Hours a week"
    return menu(hint, options, Verb.NUDGE_HOURS, member.id)


def _pause_menu(member: Member) -> Control | None:
    if not member.nudged or member.nudges.paused_until is not None:
        return None
    options = [option(label, key) for key, label in PAUSES.items()]
    return menu("Pause", options, Verb.NUDGE_PAUSE, member.id)


def _buttons(member: Member) -> ui.ActionRow[Any] | None:
    owner, nudges = member.id, member.nudges
    if not member.nudged:
        return row(button("Turn on", Verb.NUDGE_ON, owner, style=ButtonStyle.success))
    quiet, refused = nudges.paused_until is not None or nudges.resting, nudges.refused_at is not None
    style = ButtonStyle.secondary if refused else ButtonStyle.success
    return row(
        try_again(owner) if refused else None,
        button("Resume", Verb.NUDGE_RESUME, owner, style=style) if quiet else None,
        button("Turn off", Verb.NUDGE_OFF, owner),
        button("Send a test message", Verb.NUDGE_TEST, owner),
    )
