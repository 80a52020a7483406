"""When a member is written to: the rules one by one. tests/domain/test_lives.py plays whole lives."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain import nudge_state
from bot.domain.due import TOO_LATE, Due, claim_due, counted_again
from bot.domain.errors import Unusable
from bot.domain.jobs import JobKind
from bot.domain.members import UNTIL_BACK, Member, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY, instant, week_of
from tests.domain.somebody import BERLIN, HOUR, MONDAY, MONDAYS, START, WEEK, at, enrolled, nudged, unanswered


def test_the_first_one_comes_at_the_first_match() -> None:
    assert enrolled().nudges.weekly_at == MONDAY
    assert enrolled(when=MONDAY - 1).nudges.weekly_at == MONDAY
    assert enrolled(when=MONDAY).nudges.weekly_at == MONDAY + WEEK


def test_without_a_zone_none_comes() -> None:
    member = enrolled(NudgeSchedule())
    assert member.nudges == NudgeState()
    known = nudge_state.rescheduled(member, NudgeSchedule(zone="Europe/Berlin"), START)
    assert known.nudges.weekly_at == known.nudges.wake_at == MONDAY


@pytest.mark.parametrize(
    ("schedule", "changed_at", "following"),
    [
        # this week's was sent: next week's
        (NudgeSchedule(5, 9 * 60, "Europe/Berlin"), "2026-06-02 12:00", "2026-06-12 09:00"),
        (NudgeSchedule(1, 18 * 60, "Europe/Berlin"), "2026-06-01 12:00", "2026-06-08 18:00"),
        # not yet: the first match from now
        (NudgeSchedule(3, 9 * 60, "Europe/Berlin"), "2026-05-31 12:00", "2026-06-03 09:00"),
        (NudgeSchedule(7, 20 * 60, "Europe/Berlin"), "2026-05-31 12:00", "2026-05-31 20:00"),
    ],
)
def test_another_day_or_time(schedule: NudgeSchedule, changed_at: str, following: str) -> None:
    when = at(changed_at)
    member = nudged(enrolled(), MONDAY) if when > MONDAY else enrolled()
    changed = nudge_state.rescheduled(member, schedule, when)
    assert changed.nudges.weekly_at == changed.nudges.wake_at == at(following)


def test_the_same_wish_again_moves_nothing() -> None:
    member = nudge_state.snoozed(nudged(enrolled(), MONDAY), MONDAY + 5)
    assert nudge_state.rescheduled(member, member.schedule, MONDAY + 6) == member
    # … not even what is due this second
    assert nudge_state.rescheduled(enrolled(), enrolled().schedule, MONDAY + 1) == enrolled()


def test_moving_east_to_where_the_next_week_has_begun_skips_that_week() -> None:
    member = enrolled(NudgeSchedule(7, 23 * 60, "America/New_York"))
    due = member.nudges.weekly_at
    assert due is not None
    # Sunday 23:00 in New York is Monday 12:00 in Tokyo: that week has had its nudge there.
    tokyo = nudge_state.rescheduled(nudged(member, due), NudgeSchedule(3, 12 * 60, "Asia/Tokyo"), due + 60)
    assert tokyo.nudges.weekly_at == due + WEEK + 2 * DAY


def test_moving_west_to_where_last_week_goes_on_skips_the_week_it_was_for() -> None:
    member = enrolled(NudgeSchedule(1, 60, "Asia/Tokyo"))
    due = member.nudges.weekly_at
    assert due is not None
    # Monday 01:00 in Tokyo is Sunday 12:00 in New York; it was the nudge of the week that begins there too.
    new_york = nudge_state.rescheduled(
        nudged(member, due), NudgeSchedule(7, 12 * 60, "America/New_York"), due + 60
    )
    assert new_york.nudges.weekly_at == due + 2 * WEEK


def test_a_snooze_comes_on_the_day_after_the_click() -> None:
    member = nudged(enrolled(), MONDAY)
    for clicked in ("2026-06-01 09:00", "2026-06-01 23:59"):
        again = nudge_state.snoozed(member, at(clicked))
        assert again.nudges.snooze_at == again.nudges.wake_at == MONDAY + DAY
    weeks_later = nudge_state.snoozed(member, at("2026-06-05 00:00"))
    assert weeks_later.nudges.snooze_at == at("2026-06-06 09:00")


@pytest.mark.parametrize(
    ("due", "clicked", "again"),
    [
        ("2026-06-01 23:30", "2026-06-02 00:05", "2026-06-02 23:30"),
        ("2026-06-01 23:30", "2026-06-01 23:45", "2026-06-02 23:30"),
        ("2026-06-01 23:30", "2026-06-03 00:05", "2026-06-04 23:30"),
    ],
)
def test_the_day_after_is_that_after_the_message_was_due(due: str, clicked: str, again: str) -> None:
    schedule = NudgeSchedule(1, 23 * 60 + 30, MONDAYS.zone)
    member = nudged(enrolled(schedule), at(due))
    assert nudge_state.snoozed(member, at(clicked), at(due)).nudges.snooze_at == at(again)
    assert nudge_state.plannable(member, at(clicked), at(due))[0] == at(again)


def test_a_snooze_twice_is_once() -> None:
    once = nudge_state.snoozed(nudged(enrolled(), MONDAY), MONDAY + 60)
    assert nudge_state.snoozed(once, MONDAY + 120) == once


def test_a_snooze_comes_once_and_leaves_the_week_alone() -> None:
    member = nudge_state.snoozed(nudged(enrolled(), MONDAY), MONDAY + 60)
    after, due = claim_due(member, MONDAY + DAY)
    assert due == Due(JobKind.SNOOZED, MONDAY + DAY)
    assert (after.nudges.snooze_at, after.nudges.weekly_at) == (None, MONDAY + WEEK)
    assert after.nudges.wake_at == MONDAY + WEEK


@pytest.mark.parametrize("clicked", ["2026-06-07 10:00", "2026-06-07 23:59"])
def test_no_snooze_when_the_weekly_one_is_due_by_then(clicked: str) -> None:
    member = nudged(enrolled(), MONDAY)
    again = nudge_state.snoozed(member, at(clicked))
    assert (again.nudges.snooze_at, again.nudges.wake_at) == (None, MONDAY + WEEK)


def test_the_weekly_one_drops_a_snooze_that_would_come_after_it() -> None:
    member = nudge_state.snoozed(enrolled(), MONDAY - 3 * DAY)
    assert member.nudges.snooze_at == MONDAY - 2 * DAY
    saturday = NudgeSchedule(6, 8 * 60, "Europe/Berlin")
    changed = nudge_state.rescheduled(member, saturday, MONDAY - 3 * DAY)
    assert (changed.nudges.snooze_at, changed.nudges.weekly_at) == (None, MONDAY - 2 * DAY - HOUR)


@pytest.mark.parametrize(
    "change",
    [
        lambda member: nudge_state.switched(member, False, MONDAY + 90),
        lambda member: nudge_state.paused(member, MONDAY + 2 * WEEK, MONDAY + 90),
        lambda member: nudge_state.paused(member, UNTIL_BACK, MONDAY + 90),
        lambda member: nudge_state.refused(member, MONDAY + 90),
    ],
    ids=["stop", "pause", "pause until back", "refused"],
)
def test_stop_and_pause_drop_a_snooze(change: object) -> None:
    member = nudge_state.snoozed(nudged(enrolled(), MONDAY), MONDAY + 60)
    changed = change(member)  # type: ignore[operator]
    assert changed.nudges.snooze_at is None
    # … and an old button brings none back
    assert nudge_state.snoozed(changed, MONDAY + 100) == changed


def test_turning_on_what_is_on_keeps_a_snooze() -> None:
    member = nudge_state.snoozed(nudged(enrolled(), MONDAY), MONDAY + 60)
    assert nudge_state.switched(member, True, MONDAY + 90).nudges.snooze_at == MONDAY + DAY


def test_a_pause_ends_by_itself() -> None:
    member = nudge_state.paused(nudged(enrolled(), MONDAY), MONDAY + 2 * WEEK + 60, MONDAY + 60)
    assert member.nudges.weekly_at == member.nudges.wake_at == MONDAY + 3 * WEEK
    after, due = claim_due(member, MONDAY + 3 * WEEK)
    assert due == Due(JobKind.WEEKLY, MONDAY + 3 * WEEK)
    assert after.nudges.paused_until is None


def test_a_pause_that_is_over_is_not_shown_any_more() -> None:
    member = nudge_state.paused(enrolled(), MONDAY - DAY, START)
    assert nudge_state.sign_of_life(member, MONDAY - DAY - 1).nudges.paused_until == MONDAY - DAY
    over = nudge_state.sign_of_life(member, MONDAY - DAY)
    assert (over.nudges.paused_until, over.nudges.weekly_at) == (None, MONDAY)


def test_resumed_on_the_way_the_next_match_counts() -> None:
    member = nudge_state.paused(nudged(enrolled(), MONDAY), MONDAY + 4 * WEEK, MONDAY + 60)
    resumed = nudge_state.resumed(member, MONDAY + WEEK + 60)
    assert (resumed.nudges.paused_until, resumed.nudges.weekly_at) == (None, MONDAY + 2 * WEEK)


def test_until_i_come_back_means_another_day() -> None:
    member = nudge_state.sign_of_life(nudged(enrolled(), MONDAY), MONDAY + 60)
    member = nudge_state.paused(member, UNTIL_BACK, MONDAY + 60)
    assert (member.nudges.weekly_at, member.nudges.wake_at) == (None, None)
    same_day = nudge_state.sign_of_life(member, MONDAY + 2 * HOUR)
    assert same_day.nudges.paused_until == UNTIL_BACK
    next_day = nudge_state.sign_of_life(same_day, MONDAY + DAY)
    assert (next_day.nudges.paused_until, next_day.nudges.weekly_at) == (None, MONDAY + WEEK)


def test_a_day_is_one_of_theirs() -> None:
    """Half past three in the afternoon in Los Angeles; in UTC the next day begins at four."""
    afternoon = instant(date(2026, 11, 24), 15 * 60 + 30, "America/Los_Angeles")
    here = enrolled()._replace(schedule=NudgeSchedule(zone="America/Los_Angeles"))
    away = nudge_state.paused(nudge_state.sign_of_life(here, afternoon), UNTIL_BACK, afternoon)
    assert nudge_state.sign_of_life(away, afternoon + 2 * HOUR).nudges.paused_until == UNTIL_BACK
    assert nudge_state.sign_of_life(away, afternoon + 9 * HOUR).nudges.paused_until is None


def test_what_was_missed_or_refused_counts_for_no_rest() -> None:
    member = nudge_state.refused(unanswered(2), MONDAY + WEEK + 5)
    assert nudge_state.reached(member, MONDAY + WEEK + 6).nudges.unanswered == 2
    after, _ = claim_due(unanswered(2), MONDAY + 2 * WEEK + TOO_LATE + 1)
    assert after.nudges.unanswered == 2


@pytest.mark.parametrize("kind", [JobKind.SNOOZED, JobKind.TEST, JobKind.WELCOME, JobKind.FAREWELL])
def test_nothing_but_weekly_ones_waits_for_an_answer(kind: JobKind) -> None:
    assert nudge_state.delivered(enrolled(), kind, START) == enrolled()


def test_a_second_one_on_a_day_begins_the_count_anew_too() -> None:
    member = nudged(nudge_state.sign_of_life(enrolled(), MONDAY - 60), MONDAY)
    assert member.nudges.unanswered == 1
    assert nudge_state.sign_of_life(member, MONDAY + 60).nudges.unanswered == 0


def test_any_sign_of_life_begins_the_count_anew() -> None:
    alive = nudge_state.sign_of_life(unanswered(3), MONDAY + 2 * WEEK + DAY)
    assert alive.nudges.unanswered == 0
    assert alive.seen_day == (MONDAY + 2 * WEEK + DAY) // DAY
    _, due = claim_due(alive, MONDAY + 3 * WEEK)
    assert due is not None
    assert due.kind is JobKind.WEEKLY


def test_any_sign_of_life_ends_a_rest() -> None:
    resting, _ = claim_due(unanswered(3), MONDAY + 3 * WEEK)
    back = nudge_state.sign_of_life(resting, MONDAY + 10 * WEEK + DAY)
    assert not back.nudges.resting
    assert back.nudges.weekly_at == back.nudges.wake_at == MONDAY + 11 * WEEK


def test_a_rest_that_ends_leaves_a_pause_alone() -> None:
    resting, _ = claim_due(unanswered(3), MONDAY + 3 * WEEK)
    later = MONDAY + 3 * WEEK + HOUR
    paused = nudge_state.paused(resting, later + 4 * WEEK, later)
    back = nudge_state.sign_of_life(paused, later)
    assert (back.nudges.resting, back.nudges.paused_until) == (False, later + 4 * WEEK)
    assert back.nudges.weekly_at == MONDAY + 8 * WEEK


def test_a_second_sign_on_the_same_day_is_nothing_new() -> None:
    member = nudge_state.sign_of_life(enrolled(), MONDAY)
    assert nudge_state.sign_of_life(member, MONDAY + 60) == member
    assert nudge_state.sign_of_life(member, MONDAY - DAY) == member


def test_refused_the_wish_is_kept_and_sending_rests() -> None:
    member = nudge_state.refused(
        enrolled()._replace(nudges=(enrolled().nudges)._replace(told_at=MONDAY - 2)), MONDAY - 1
    )
    assert member.nudged
    assert member.schedule == enrolled().schedule
    assert (member.nudges.refused_at, member.nudges.told_at) == (MONDAY - 1, None)
    assert (member.nudges.weekly_at, member.nudges.wake_at) == (None, None)


def test_reached_again_sending_goes_on() -> None:
    taken, _ = claim_due(enrolled(), MONDAY)
    refused = nudge_state.refused(taken, MONDAY + 1)
    back = nudge_state.delivered(refused, JobKind.TEST, MONDAY + 4 * DAY)
    assert (back.nudges.refused_at, back.nudges.weekly_at) == (None, MONDAY + WEEK)


def test_try_again_that_brings_this_weeks_counts_as_this_weeks() -> None:
    taken, _ = claim_due(enrolled(), MONDAY)
    back = nudge_state.delivered(nudge_state.refused(taken, MONDAY + 1), JobKind.WEEKLY, MONDAY + DAY)
    moved = nudge_state.rescheduled(back, NudgeSchedule(5, 9 * 60, "Europe/Berlin"), MONDAY + DAY)
    assert moved.nudges.weekly_at == MONDAY + WEEK + 4 * DAY
    assert moved.nudges.unanswered == 1


def test_a_congratulation_was_the_last() -> None:
    member = nudge_state.delivered(enrolled(), JobKind.FINISHED, MONDAY)
    assert not member.nudged
    assert member.nudges.wake_at is None


@pytest.mark.parametrize("day", range(1, 8))
def test_on_again_is_the_first_match_that_is_not_this_weeks(day: int) -> None:
    member = nudge_state.switched(nudged(enrolled(), MONDAY), False, MONDAY + 60)
    schedule = NudgeSchedule(day, 12 * 60, "Europe/Berlin")
    back = nudge_state.switched(nudge_state.rescheduled(member, schedule, MONDAY + 61), True, MONDAY + 62)
    assert back.nudges.weekly_at == MONDAY + WEEK + (day - 1) * DAY + 3 * HOUR


def taken(member: Member, when: int = MONDAY) -> Member:
    """The member with what is due at an instant behind them."""
    return claim_due(member, when)[0]


@pytest.mark.parametrize("became", [JobKind.REST, JobKind.FINISHED])
def test_a_rest_that_was_not_announced_is_none(became: JobKind) -> None:
    tired = enrolled()._replace(nudges=(enrolled().nudges)._replace(unanswered=3))
    after = nudge_state.unsent(taken(tired), became, MONDAY, MONDAY + HOUR)
    assert not after.nudges.resting
    assert after.nudges.weekly_at == MONDAY + WEEK


def test_one_that_was_not_sent_leaves_its_week_open() -> None:
    after = nudge_state.unsent(taken(enrolled()), JobKind.WEEKLY, MONDAY, MONDAY + HOUR)
    assert after.nudges.weekly_at == MONDAY + WEEK
    friday = nudge_state.rescheduled(after, MONDAYS._replace(weekday=5), MONDAY + HOUR)
    assert friday.nudges.weekly_at == MONDAY + 4 * DAY


def test_one_that_was_not_sent_opens_no_other_week() -> None:
    member = taken(nudged(enrolled(), MONDAY), MONDAY + WEEK)
    assert nudge_state.unsent(member, JobKind.WEEKLY, MONDAY, MONDAY + WEEK) == member
    after = nudge_state.unsent(member, JobKind.WEEKLY, MONDAY + WEEK, MONDAY + WEEK)
    # Sunday noon in Pago Pago is Monday 01:00 in Berlin: the week that had its nudge goes on there
    west = nudge_state.rescheduled(after, NudgeSchedule(7, 23 * 60, "Pacific/Pago_Pago"), MONDAY + WEEK)
    assert west.nudges.weekly_at is not None
    assert west.nudges.weekly_at > MONDAY + WEEK + 6 * DAY


def test_one_that_was_sent_at_another_try_counts_again() -> None:
    given_up = nudge_state.refused(
        nudge_state.unsent(taken(enrolled()), JobKind.WEEKLY, MONDAY, MONDAY + 1), MONDAY + 1
    )
    sent = nudge_state.delivered(given_up, JobKind.WEEKLY, MONDAY + DAY, MONDAY)
    friday = nudge_state.rescheduled(sent, MONDAYS._replace(weekday=5), MONDAY + DAY)
    assert friday.nudges.weekly_at == MONDAY + WEEK + 4 * DAY


@pytest.mark.parametrize(
    "change",
    [
        lambda member: nudge_state.resumed(member, MONDAY + 5),
        lambda member: nudge_state.switched(member, True, MONDAY + 5),
        lambda member: nudge_state.rescheduled(member, member.schedule, MONDAY + 5),
    ],
)
def test_what_is_due_and_not_yet_taken_up_stays_due(change: Callable[[Member], Member]) -> None:
    member = change(enrolled())
    assert claim_due(member, MONDAY + 6)[1] == Due(JobKind.WEEKLY, MONDAY)


def test_what_is_due_is_dropped_by_a_pause_and_by_another_day() -> None:
    assert nudge_state.paused(enrolled(), MONDAY + DAY, MONDAY + 5).nudges.weekly_at == MONDAY + WEEK
    friday = nudge_state.rescheduled(enrolled(), MONDAYS._replace(weekday=5), MONDAY + 5)
    assert friday.nudges.weekly_at == MONDAY + 4 * DAY


def test_a_plan_is_possible_on_each_day_until_the_one_before_the_next_message() -> None:
    member = nudged(enrolled(), MONDAY)
    assert [*nudge_state.plannable(member, MONDAY + HOUR)] == [MONDAY + n * DAY for n in range(1, 7)]
    assert [*nudge_state.plannable(member, MONDAY + 5 * DAY + HOUR)] == [MONDAY + 6 * DAY]
    assert [*nudge_state.plannable(member, MONDAY + 6 * DAY)] == []


def test_the_day_before_is_one_of_the_calendar_also_when_the_clocks_change() -> None:
    """In the night to Sunday 29 March 2026 an hour is missing in Berlin."""
    sundays = MONDAYS._replace(weekday=7, zone="Europe/Berlin")
    at = int(datetime(2026, 3, 23, 12, tzinfo=UTC).timestamp())
    member = nudge_state.arrange(enrolled()._replace(schedule=sundays, nudges=NudgeState()), at)
    saturday = int(datetime(2026, 3, 28, 8, tzinfo=UTC).timestamp())
    assert nudge_state.plannable(member, at)[-1] == saturday
    assert nudge_state.planned(member, "a/b", saturday, at).nudges.snooze_at == saturday


def test_a_message_that_is_due_as_a_pause_ends_comes() -> None:
    midnight = MONDAYS._replace(minute=0)
    ends = MONDAY - 9 * HOUR + WEEK
    paused = nudge_state.paused(enrolled()._replace(schedule=midnight), ends, MONDAY - DAY)
    assert paused.nudges.weekly_at == ends
    after, due = claim_due(paused, ends)
    assert due == Due(JobKind.WEEKLY, ends)
    assert after.nudges.paused_until is None


def test_a_pause_that_is_extended_is_one_pause() -> None:
    paused = nudge_state.paused(enrolled(), MONDAY + 2 * WEEK, MONDAY)
    longer = nudge_state.paused(paused, MONDAY + 4 * WEEK, MONDAY + WEEK)
    assert (longer.nudges.pause_from, longer.nudges.pause_to) == (MONDAY, MONDAY + 4 * WEEK)
    anew = nudge_state.paused(longer, MONDAY + 8 * WEEK, MONDAY + 5 * WEEK)
    assert (anew.nudges.pause_from, anew.nudges.pause_to) == (MONDAY + 5 * WEEK, MONDAY + 8 * WEEK)


def test_the_weeks_of_earlier_pauses_are_known_as_far_back_as_anything_asks() -> None:
    member, this = enrolled(), week_of(MONDAY, str(BERLIN))
    for begins in range(0, 90, 3):
        member = nudge_state.paused(member, MONDAY + (begins + 1) * WEEK, MONDAY + begins * WEEK)
    weeks = [(this + begins, this + begins + 1) for begins in range(0, 87, 3)]
    assert member.nudges.earlier_pauses == weeks[-nudge_state.EARLIER_PAUSES :]


@pytest.mark.parametrize("when", [MONDAY + HOUR, MONDAY, MONDAY + 6 * DAY + 1, MONDAY + 30 * DAY])
def test_what_is_past_or_too_near_the_next_message_can_not_be_planned(when: int) -> None:
    member = nudged(enrolled(), MONDAY)
    assert nudge_state.planned(member, "a/b", when, MONDAY + HOUR) == member


def test_a_plan_comes_once_and_leaves_the_week_alone() -> None:
    member = nudge_state.planned(nudged(enrolled(), MONDAY), "a/b", MONDAY + 2 * DAY, MONDAY + HOUR)
    after, due = claim_due(member, MONDAY + 2 * DAY)
    assert due == Due(JobKind.PLANNED, MONDAY + 2 * DAY, about="a/b")
    nudges = after.nudges
    assert (nudges.snooze_at, nudges.planned, nudges.weekly_at) == (None, None, MONDAY + WEEK)


def test_one_message_can_be_planned_between_two_weekly_ones() -> None:
    member = nudge_state.planned(nudged(enrolled(), MONDAY), "a/b", MONDAY + 2 * DAY, MONDAY + HOUR)
    spent, _ = claim_due(member, MONDAY + 2 * DAY)
    at, when = MONDAY + 2 * DAY + HOUR, MONDAY + 4 * DAY
    assert not nudge_state.plannable(spent, at)
    assert nudge_state.planned(spent, "a/c", when, at) == spent
    weekly = MONDAY + WEEK
    assert nudge_state.plannable(claim_due(spent, weekly)[0], weekly + HOUR)


@pytest.mark.parametrize(("sure", "again"), [(True, True), (False, False)])
def test_a_planned_message_that_never_came_leaves_room_for_another(sure: bool, again: bool) -> None:
    member = nudge_state.planned(nudged(enrolled(), MONDAY), "a/b", MONDAY + 2 * DAY, MONDAY + HOUR)
    spent, _ = claim_due(member, MONDAY + 2 * DAY)
    at = MONDAY + 2 * DAY + HOUR
    after = nudge_state.unsent(spent, JobKind.PLANNED, MONDAY + 2 * DAY, at, sure=sure)
    assert bool(nudge_state.plannable(after, at)) is again
    retried = counted_again(after, JobKind.PLANNED, MONDAY + 2 * DAY, at)
    assert not nudge_state.plannable(retried, at)


def test_what_becomes_of_last_week_s_plan_says_nothing_of_this_week_s() -> None:
    first = nudge_state.planned(nudged(enrolled(), MONDAY), "a/b", MONDAY + 2 * DAY, MONDAY + HOUR)
    weekly, _ = claim_due(claim_due(first, MONDAY + 2 * DAY)[0], MONDAY + WEEK)
    when, at = MONDAY + WEEK + 2 * DAY, MONDAY + WEEK + HOUR
    spent, _ = claim_due(nudge_state.planned(weekly, "a/c", when, at), when)
    late = nudge_state.unsent(spent, JobKind.PLANNED, MONDAY + 2 * DAY, when + HOUR)
    assert not nudge_state.plannable(late, when + HOUR)


def test_a_plan_of_long_ago_hinders_none_when_a_weekly_one_never_came() -> None:
    member = nudge_state.planned(nudged(enrolled(), MONDAY), "a/b", MONDAY + 2 * DAY, MONDAY + HOUR)
    later = nudged(claim_due(member, MONDAY + 2 * DAY)[0], MONDAY + WEEK)
    missed, due = claim_due(later, MONDAY + 2 * WEEK + 4 * DAY)
    assert due is not None
    assert due.missed
    assert nudge_state.plannable(missed, MONDAY + 2 * WEEK + 4 * DAY)


def test_a_plan_since_a_weekly_one_that_turns_out_not_to_have_come_stays_spent() -> None:
    member = nudge_state.planned(nudged(enrolled(), MONDAY), "a/b", MONDAY + 2 * DAY, MONDAY + HOUR)
    spent, at = claim_due(member, MONDAY + 2 * DAY)[0], MONDAY + 2 * DAY + HOUR
    assert not nudge_state.plannable(nudge_state.unsent(spent, JobKind.WEEKLY, MONDAY, at), at)


def test_a_plan_that_was_missed_leaves_room_for_another() -> None:
    member = nudge_state.planned(nudged(enrolled(), MONDAY), "a/b", MONDAY + 2 * DAY, MONDAY + HOUR)
    after, due = claim_due(member, MONDAY + 3 * DAY + HOUR)
    assert due is not None
    assert due.missed
    assert nudge_state.plannable(after, MONDAY + 3 * DAY + HOUR)


@pytest.mark.parametrize(("late", "missed"), [(DAY, False), (DAY + 1, True)])
def test_a_plan_more_than_a_day_late_is_dropped(late: int, missed: bool) -> None:
    member = nudge_state.planned(nudged(enrolled(), MONDAY), "a/b", MONDAY + 2 * DAY, MONDAY + HOUR)
    _, due = claim_due(member, MONDAY + 2 * DAY + late)
    assert due == Due(JobKind.PLANNED, MONDAY + 2 * DAY, missed, "a/b")


def test_a_snooze_takes_the_place_of_a_plan_and_the_other_way_round() -> None:
    planned = nudge_state.planned(nudged(enrolled(), MONDAY), "a/b", MONDAY + 2 * DAY, MONDAY + HOUR)
    snoozed = nudge_state.snoozed(planned, MONDAY + HOUR)
    assert (snoozed.nudges.planned, snoozed.nudges.snooze_at) == (None, MONDAY + DAY)
    again = nudge_state.planned(snoozed, "a/b", MONDAY + 2 * DAY, MONDAY + HOUR)
    assert again == planned


def test_a_rarer_rhythm_counts_from_the_last_that_was_due_also_if_it_was_missed() -> None:
    fortnightly = nudge_state.rescheduled(enrolled(), MONDAYS._replace(every=2), MONDAY - HOUR)
    late, due = claim_due(fortnightly, MONDAY + TOO_LATE + HOUR)
    assert due == Due(JobKind.WEEKLY, MONDAY, missed=True)
    assert nudge_state.arrange(late, MONDAY + TOO_LATE + 2 * HOUR).nudges.weekly_at == MONDAY + 2 * WEEK


@pytest.mark.parametrize("every", [2, 4])
def test_a_rarer_rhythm_counts_from_the_last_that_was_due(every: int) -> None:
    member = nudged(enrolled(), MONDAY)
    rarer = nudge_state.rescheduled(member, member.schedule._replace(every=every), MONDAY + HOUR)
    assert rarer.nudges.weekly_at == MONDAY + every * WEEK
    back = nudge_state.rescheduled(rarer, rarer.schedule._replace(every=1), MONDAY + 9 * DAY)
    assert back.nudges.weekly_at == MONDAY + 2 * WEEK


def test_a_pause_is_known_when_it_is_over() -> None:
    paused = nudge_state.paused(enrolled(), MONDAY + 3 * WEEK, START)
    assert (paused.nudges.pause_from, paused.nudges.pause_to) == (START, MONDAY + 3 * WEEK)
    early = nudge_state.resumed(paused, MONDAY)
    assert (early.nudges.pause_from, early.nudges.pause_to) == (START, MONDAY)
    away = nudge_state.paused(enrolled(), UNTIL_BACK, START)
    assert (away.nudges.pause_from, away.nudges.pause_to) == (START, None)
    assert nudge_state.sign_of_life(away, MONDAY).nudges.pause_to == MONDAY


def test_a_pause_is_counted_in_days_of_the_member_s_own() -> None:
    late = at("2026-06-01 23:30")
    assert nudge_state.pause_end(enrolled(), 14, late) == at("2026-06-15 00:00")
    assert nudge_state.pause_end(enrolled(), None, late) == UNTIL_BACK
    assert nudge_state.pause_end(enrolled(), date(2026, 8, 1), late) == at("2026-08-01 00:00")


@pytest.mark.parametrize(
    ("chosen", "until"),
    [((2026, 3, 16), (2026, 3, 30)), ((2026, 10, 12), (2026, 10, 26))],
)
def test_two_weeks_of_pause_over_a_clock_change_skip_two_messages(
    chosen: tuple[int, int, int], until: tuple[int, int, int]
) -> None:
    """Chosen half an hour before one is due: that one and the next, and no third."""
    berlin = ZoneInfo("Europe/Berlin")
    before = int(datetime(*chosen, 8, 30, tzinfo=berlin).timestamp())
    member = enrolled(MONDAYS._replace(zone="Europe/Berlin"), before - DAY)
    ends = nudge_state.pause_end(member, 14, before)
    assert ends == int(datetime(*until, tzinfo=berlin).timestamp())
    paused = nudge_state.paused(member, ends, before)
    assert paused.nudges.weekly_at == int(datetime(*until, 9, tzinfo=berlin).timestamp())


@pytest.mark.parametrize("day", [date(2026, 6, 1), date(2020, 1, 1), date(2027, 6, 3)])
def test_a_pause_ends_on_a_later_day_within_a_year(day: date) -> None:
    with pytest.raises(Unusable):
        nudge_state.pause_end(enrolled(), day, MONDAY)


def test_silence_is_four_weeks_or_a_rest_and_is_asked_about_until_that_was_said() -> None:
    here = enrolled()._replace(seen_day=START // DAY)
    for member, at_, away in (
        (here, START + 27 * DAY, False),
        (here, START + 28 * DAY, True),
        (nudge_state.rested(here, START), START + DAY, True),
        (here._replace(started=False), START + 60 * DAY, False),
    ):
        back = nudge_state.sign_of_life(member, at_)
        assert back.nudges.away is away
        assert nudge_state.sign_of_life(back, at_ + 60).nudges.away is away


def test_still_on_it_changes_nothing_else() -> None:
    member = unanswered(2)
    assert nudge_state.still_on_it(member, MONDAY) == member._replace(
        nudges=member.nudges._replace(still_at=MONDAY)
    )
