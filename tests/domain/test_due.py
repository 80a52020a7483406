"""What the clock brings: what is due, late, missed, and what may still be sent."""

import pytest

from bot.domain import nudge_state
from bot.domain.due import LATE, TOO_LATE, Due, claim_due, overdue, repeatable
from bot.domain.jobs import JobKind
from bot.domain.members import UNTIL_BACK, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY
from tests.domain.somebody import HOUR, MONDAY, MONDAYS, START, WEEK, at, enrolled, nudged, unanswered

THURSDAYS = MONDAYS._replace(weekday=4)


def test_who_is_woken_too_early_sleeps_on() -> None:
    member = enrolled()
    assert claim_due(member, MONDAY - 1) == (member, None)


def test_who_was_woken_by_a_newer_version_is_arranged_first() -> None:
    fresh = enrolled()._replace(nudges=NudgeState(wake_at=0))
    after, due = claim_due(fresh, START)
    assert due is None
    assert after == enrolled()


def test_once_taken_up_it_is_behind() -> None:
    after = nudged(enrolled(), MONDAY)
    assert after.nudges.weekly_at == after.nudges.wake_at == MONDAY + WEEK
    assert claim_due(after, MONDAY + 1)[1] is None


LATE_CASES = [
    # seconds late, missed?
    (0, False),
    (LATE, False),
    (LATE + 1, False),
    (TOO_LATE, False),
    (TOO_LATE + 1, True),
]


@pytest.mark.parametrize(("late", "missed"), LATE_CASES)
def test_older_than_three_days_is_missed(late: int, missed: bool) -> None:
    after, due = claim_due(enrolled(), MONDAY + late)
    assert due == Due(JobKind.WEEKLY, MONDAY, missed)
    assert after.nudges.weekly_at == MONDAY + WEEK


@pytest.mark.parametrize("weeks", [1, 2, 4])
@pytest.mark.parametrize(("late", "sent"), [(DAY, 1), (TOO_LATE, 1), (TOO_LATE + 1, 0)])
def test_after_weeks_of_silence_at_most_one_is_caught_up(weeks: int, late: int, sent: int) -> None:
    member, now, dues = enrolled(), MONDAY + weeks * WEEK + late, []
    while member.nudges.wake_at is not None and member.nudges.wake_at <= now:
        member, due = claim_due(member, now)
        assert due is not None
        dues.append(due)
    assert [due.due_at for due in dues] == [MONDAY + week * WEEK for week in range(weeks + 1)]
    assert [due.missed for due in dues] == [True] * weeks + [not sent]
    assert member.nudges.weekly_at == MONDAY + (weeks + 1) * WEEK


@pytest.mark.parametrize("every", [1, 2, 4])
@pytest.mark.parametrize("weeks", [5, 8, 52, 520])
def test_of_what_was_missed_long_ago_the_first_stands_for_all(weeks: int, every: int) -> None:
    """So that a clock which jumps costs little; the rhythm stays, and the next one comes on time."""
    member, now, dues = enrolled(NudgeSchedule(every=every, zone="UTC")), MONDAY + weeks * WEEK + 4 * DAY, []
    first = member.nudges.weekly_at
    assert first is not None
    while member.nudges.wake_at is not None and member.nudges.wake_at <= now:
        member, due = claim_due(member, now)
        assert due is not None
        assert due.missed
        dues.append(due.due_at)
    last = first + (now - first) // (every * WEEK) * every * WEEK
    assert dues[0] == first
    assert dues[1:] == list(range(last, last - 4 * WEEK, -every * WEEK))[::-1]
    assert member.nudges.weekly_at == last + every * WEEK


@pytest.mark.parametrize("every", [1, 2, 4])
@pytest.mark.parametrize("weeks", [5, 52])
def test_a_clock_that_was_wrong_silences_nobody_who_chooses_anew(weeks: int, every: int) -> None:
    member, wrong = enrolled(NudgeSchedule(every=every, zone="UTC")), START + weeks * WEEK
    while member.nudges.wake_at is not None and member.nudges.wake_at <= wrong:
        member, _ = claim_due(member, wrong)
    right = nudge_state.rescheduled(member, member.schedule._replace(minute=10 * 60), START + DAY)
    assert right.nudges.weekly_at is not None
    assert right.nudges.weekly_at <= START + (every + 1) * WEEK


def test_a_snooze_and_a_week_later_are_one_catch_up() -> None:
    member = nudge_state.snoozed(nudged(enrolled(), MONDAY), MONDAY + 5 * DAY)
    back = MONDAY + WEEK + 5 * HOUR
    after, due = claim_due(member, back)
    assert due == Due(JobKind.WEEKLY, MONDAY + WEEK)
    assert after.nudges.snooze_at is None
    assert claim_due(after, back)[1] is None


NINE, LATE_EVENING, DAWN = 9 * 60, 22 * 60 + 30, 7 * 60 + 59


@pytest.mark.parametrize(
    ("minute", "returns", "morning"),
    [
        (NINE, "2026-06-01 21:59", None),
        (NINE, "2026-06-01 22:00", "2026-06-02 08:00"),
        (NINE, "2026-06-02 00:00", "2026-06-02 08:00"),
        (NINE, "2026-06-02 07:59", "2026-06-02 08:00"),
        (NINE, "2026-06-02 08:00", None),
        (NINE, "2026-06-03 03:00", "2026-06-03 08:00"),
        # within two hours of the wish nothing is late
        (21 * 60, "2026-06-01 23:00", None),
        (21 * 60, "2026-06-01 23:01", "2026-06-02 08:00"),
        # who wants it at night gets it at night
        (LATE_EVENING, "2026-06-02 03:00", None),
        (DAWN, "2026-06-01 23:00", None),
        (0, "2026-06-01 05:00", None),
        (8 * 60, "2026-06-01 23:00", "2026-06-02 08:00"),
    ],
)
def test_what_is_late_does_not_come_at_night(minute: int, returns: str, morning: str | None) -> None:
    member, now = enrolled(NudgeSchedule(1, minute, "Europe/Berlin")), at(returns)
    after, due = claim_due(member, now)
    if morning is None:
        assert due is not None
        assert not due.missed
        return
    assert due is None
    assert after.nudges.wake_at == at(morning)
    after, due = claim_due(after, at(morning))
    assert due == Due(JobKind.WEEKLY, member.nudges.weekly_at or 0)
    assert after.nudges.wake_at == (member.nudges.weekly_at or 0) + WEEK


@pytest.mark.parametrize(
    ("minute", "returns", "again", "missed"),
    [
        # eight o'clock, back on the third evening: it waits for the morning, which is three days later
        (8 * 60, "2026-06-03 23:00", "2026-06-04 08:00:20", False),
        (8 * 60, "2026-06-03 23:00", "2026-06-04 08:59:59", False),
        (8 * 60, "2026-06-03 23:00", "2026-06-04 09:00:01", True),
        (23 * 60, "2026-06-03 23:00", "2026-06-04 23:00:00", False),
        (23 * 60, "2026-06-03 23:00", "2026-06-04 23:00:01", True),
    ],
)
def test_what_waited_for_the_morning_comes(minute: int, returns: str, again: str, missed: bool) -> None:
    member = enrolled(NudgeSchedule(1, minute, "Europe/Berlin"))
    waiting, _ = claim_due(member, at(returns)) if minute == 8 * 60 else (member, None)
    _, due = claim_due(waiting, at(again))
    assert due == Due(JobKind.WEEKLY, member.nudges.weekly_at or 0, missed)


def test_what_is_too_late_is_put_down_at_night_as_well() -> None:
    _, due = claim_due(enrolled(), at("2026-06-04 23:30"))
    assert due is not None
    assert due.missed


@pytest.mark.parametrize("times", [0, 1, 2])
def test_three_may_stay_unanswered(times: int) -> None:
    _, due = claim_due(unanswered(times), MONDAY + times * WEEK)
    assert due is not None
    assert due.kind is JobKind.WEEKLY


def test_the_fourth_due_time_brings_a_rest() -> None:
    member, due = claim_due(unanswered(3), MONDAY + 3 * WEEK)
    assert due == Due(JobKind.REST, MONDAY + 3 * WEEK)
    assert member.nudges.resting
    assert (member.nudges.weekly_at, member.nudges.wake_at) == (None, None)
    assert nudge_state.delivered(member, JobKind.REST, MONDAY + 3 * WEEK).nudges == member.nudges


def test_a_rest_that_was_missed_is_none() -> None:
    member, due = claim_due(unanswered(3), MONDAY + 3 * WEEK + TOO_LATE + 1)
    assert due is not None
    assert due.missed
    assert not member.nudges.resting
    assert member.nudges.weekly_at == MONDAY + 4 * WEEK


def test_what_was_due_while_discord_refused_is_overdue_for_three_days() -> None:
    member = nudge_state.refused(enrolled(), START + 1)
    assert overdue(member, MONDAY - 1) is None
    assert overdue(member, MONDAY) == MONDAY
    assert overdue(member, MONDAY + TOO_LATE - 1) == MONDAY
    assert overdue(member, MONDAY + TOO_LATE) is None


def test_nothing_is_overdue_from_before_it_was_wished_like_this() -> None:
    member = nudge_state.refused(enrolled(), START + 1)
    tuesday = MONDAY + DAY
    changes = (
        nudge_state.rescheduled(nudge_state.rescheduled(member, THURSDAYS, START + 2), MONDAYS, tuesday),
        nudge_state.switched(nudge_state.switched(member, False, START + 2), True, tuesday),
        nudge_state.resumed(nudge_state.paused(member, UNTIL_BACK, START + 2), tuesday),
        nudge_state.sign_of_life(nudge_state.paused(member, UNTIL_BACK, START + 2), tuesday),
    )
    for changed in changes:
        assert overdue(changed, tuesday + HOUR) is None
        assert overdue(changed, MONDAY + WEEK + HOUR) == MONDAY + WEEK
    again = nudge_state.refused(member, tuesday)
    assert overdue(again, tuesday + HOUR) == MONDAY, "another no changes nothing"


def test_who_clicks_while_it_waits_for_the_morning_gets_it_then() -> None:
    waiting, due = claim_due(enrolled(), at("2026-06-01 23:00"))
    assert due is None
    for changed in (
        nudge_state.snoozed(waiting, at("2026-06-01 23:01")),
        nudge_state.resumed(waiting, at("2026-06-01 23:01")),
    ):
        assert changed.nudges.weekly_at == MONDAY
        assert changed.nudges.wake_at == at("2026-06-02 08:00")
    moved = nudge_state.rescheduled(waiting, THURSDAYS, at("2026-06-01 23:01"))
    assert moved.nudges.wake_at == moved.nudges.weekly_at == MONDAY + 3 * DAY


def test_a_new_wish_does_not_wait_for_the_morning_of_the_old_one() -> None:
    saturdays, night = NudgeSchedule(6, 9 * 60, "Europe/Berlin"), at("2026-06-07 22:30")
    member = enrolled(saturdays)
    saturday = member.nudges.weekly_at or 0
    late, due = claim_due(nudge_state.snoozed(nudged(member, saturday), saturday + 10), night)
    assert due is None, "the snoozed one waits for the morning"
    moved = nudge_state.rescheduled(late, NudgeSchedule(1, 30, "Europe/Berlin"), night)
    assert (moved.nudges.wake_at or 0) <= (moved.nudges.weekly_at or 0) == at("2026-06-08 00:30")


def test_nothing_is_overdue_that_was_sent_or_is_not_wanted() -> None:
    assert overdue(enrolled(), MONDAY) is None
    assert overdue(nudge_state.refused(nudged(enrolled(), MONDAY), MONDAY + 5), MONDAY + DAY) is None
    assert overdue(nudge_state.refused(enrolled(when=MONDAY + 5), MONDAY + 6), MONDAY + DAY) is None
    off = nudge_state.switched(nudge_state.refused(enrolled(), START + 1), False, START + 2)
    assert overdue(off, MONDAY) is None


def test_a_missed_one_leaves_its_week_open() -> None:
    """Down from Sunday to Friday; on Friday the member wishes for Sunday."""
    member, due = claim_due(enrolled(), MONDAY + 4 * DAY)
    assert due is not None
    assert due.missed
    assert member.nudges.weekly_at == MONDAY + WEEK
    sunday = nudge_state.rescheduled(member, MONDAYS._replace(weekday=7), MONDAY + 4 * DAY)
    assert sunday.nudges.weekly_at == MONDAY + 6 * DAY


def test_what_was_refused_may_come_until_its_week_has_had_another() -> None:
    refused = nudge_state.refused(
        nudge_state.unsent(claim_due(enrolled(), MONDAY)[0], JobKind.WEEKLY, MONDAY, MONDAY), MONDAY
    )
    assert repeatable(refused, JobKind.WEEKLY, MONDAY)
    again = nudge_state.rescheduled(
        nudge_state.reached(refused, MONDAY + DAY), MONDAYS._replace(weekday=3), MONDAY + DAY
    )
    assert again.nudges.weekly_at == MONDAY + 2 * DAY
    assert not repeatable(nudged(again, MONDAY + 2 * DAY), JobKind.WEEKLY, MONDAY)


def test_a_snoozed_one_may_come_until_the_next_week_s_has() -> None:
    sent = nudged(enrolled(), MONDAY)
    assert repeatable(sent, JobKind.SNOOZED, MONDAY + DAY)
    assert not repeatable(nudged(sent, MONDAY + WEEK), JobKind.SNOOZED, MONDAY + 6 * DAY)
