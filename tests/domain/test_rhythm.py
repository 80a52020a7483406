"""When a member is written to: the rules one by one. tests/domain/test_lives.py plays whole lives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.domain import rhythm
from bot.domain.due import TOO_LATE, Due, take_up
from bot.domain.members import UNTIL_BACK, Member, Rhythm, Wish
from bot.domain.rhythm import Kind
from bot.domain.schedule import DAY, instant
from tests.domain.somebody import HOUR, MONDAY, MONDAYS, START, WEEK, at, enrolled, nudged, unanswered


def test_the_first_one_comes_at_the_first_match() -> None:
    assert enrolled().rhythm.weekly_at == MONDAY
    assert enrolled(when=MONDAY - 1).rhythm.weekly_at == MONDAY
    assert enrolled(when=MONDAY).rhythm.weekly_at == MONDAY + WEEK


def test_without_a_zone_none_comes() -> None:
    member = enrolled(Wish())
    assert member.rhythm == Rhythm()
    known = rhythm.rescheduled(member, Wish(zone="Europe/Berlin"), START)
    assert known.rhythm.weekly_at == known.rhythm.wake_at == MONDAY


@pytest.mark.parametrize(
    ("wish", "changed_at", "following"),
    [
        # this week's was sent: next week's
        (Wish(5, 9 * 60, "Europe/Berlin"), "2026-06-02 12:00", "2026-06-12 09:00"),
        (Wish(1, 18 * 60, "Europe/Berlin"), "2026-06-01 12:00", "2026-06-08 18:00"),
        # not yet: the first match from now
        (Wish(3, 9 * 60, "Europe/Berlin"), "2026-05-31 12:00", "2026-06-03 09:00"),
        (Wish(7, 20 * 60, "Europe/Berlin"), "2026-05-31 12:00", "2026-05-31 20:00"),
    ],
)
def test_another_day_or_time(wish: Wish, changed_at: str, following: str) -> None:
    when = at(changed_at)
    member = nudged(enrolled(), MONDAY) if when > MONDAY else enrolled()
    changed = rhythm.rescheduled(member, wish, when)
    assert changed.rhythm.weekly_at == changed.rhythm.wake_at == at(following)


def test_the_same_wish_again_moves_nothing() -> None:
    member = rhythm.snoozed(nudged(enrolled(), MONDAY), MONDAY + 5)
    assert rhythm.rescheduled(member, member.wish, MONDAY + 6) == member
    # … not even what is due this second
    assert rhythm.rescheduled(enrolled(), enrolled().wish, MONDAY + 1) == enrolled()


def test_moving_east_to_where_the_next_week_has_begun_skips_that_week() -> None:
    member = enrolled(Wish(7, 23 * 60, "America/New_York"))
    due = member.rhythm.weekly_at
    assert due is not None
    # Sunday 23:00 in New York is Monday 12:00 in Tokyo: that week has had its nudge there.
    tokyo = rhythm.rescheduled(nudged(member, due), Wish(3, 12 * 60, "Asia/Tokyo"), due + 60)
    assert tokyo.rhythm.weekly_at == due + WEEK + 2 * DAY


def test_moving_west_to_where_last_week_goes_on_skips_the_week_it_was_for() -> None:
    member = enrolled(Wish(1, 60, "Asia/Tokyo"))
    due = member.rhythm.weekly_at
    assert due is not None
    # Monday 01:00 in Tokyo is Sunday 12:00 in New York; it was the nudge of the week that begins there too.
    new_york = rhythm.rescheduled(nudged(member, due), Wish(7, 12 * 60, "America/New_York"), due + 60)
    assert new_york.rhythm.weekly_at == due + 2 * WEEK


def test_a_snooze_comes_on_the_day_after_the_click() -> None:
    member = nudged(enrolled(), MONDAY)
    for clicked in ("2026-06-01 09:00", "2026-06-01 23:59"):
        again = rhythm.snoozed(member, at(clicked))
        assert again.rhythm.snooze_at == again.rhythm.wake_at == MONDAY + DAY
    weeks_later = rhythm.snoozed(member, at("2026-06-05 00:00"))
    assert weeks_later.rhythm.snooze_at == at("2026-06-06 09:00")


def test_a_snooze_twice_is_once() -> None:
    once = rhythm.snoozed(nudged(enrolled(), MONDAY), MONDAY + 60)
    assert rhythm.snoozed(once, MONDAY + 120) == once


def test_a_snooze_comes_once_and_leaves_the_week_alone() -> None:
    member = rhythm.snoozed(nudged(enrolled(), MONDAY), MONDAY + 60)
    after, due = take_up(member, MONDAY + DAY)
    assert due == Due(Kind.SNOOZED, MONDAY + DAY)
    assert (after.rhythm.snooze_at, after.rhythm.weekly_at) == (None, MONDAY + WEEK)
    assert after.rhythm.wake_at == MONDAY + WEEK


@pytest.mark.parametrize("clicked", ["2026-06-07 10:00", "2026-06-07 23:59"])
def test_no_snooze_when_the_weekly_one_is_due_by_then(clicked: str) -> None:
    member = nudged(enrolled(), MONDAY)
    again = rhythm.snoozed(member, at(clicked))
    assert (again.rhythm.snooze_at, again.rhythm.wake_at) == (None, MONDAY + WEEK)


def test_the_weekly_one_drops_a_snooze_that_would_come_after_it() -> None:
    member = rhythm.snoozed(enrolled(), MONDAY - 3 * DAY)
    assert member.rhythm.snooze_at == MONDAY - 2 * DAY
    saturday = Wish(6, 8 * 60, "Europe/Berlin")
    changed = rhythm.rescheduled(member, saturday, MONDAY - 3 * DAY)
    assert (changed.rhythm.snooze_at, changed.rhythm.weekly_at) == (None, MONDAY - 2 * DAY - HOUR)


@pytest.mark.parametrize(
    "change",
    [
        lambda member: rhythm.switched(member, False, MONDAY + 90),
        lambda member: rhythm.paused(member, MONDAY + 2 * WEEK, MONDAY + 90),
        lambda member: rhythm.paused(member, UNTIL_BACK, MONDAY + 90),
        lambda member: rhythm.refused(member, MONDAY + 90),
    ],
    ids=["stop", "pause", "pause until back", "refused"],
)
def test_stop_and_pause_drop_a_snooze(change: object) -> None:
    member = rhythm.snoozed(nudged(enrolled(), MONDAY), MONDAY + 60)
    changed = change(member)  # type: ignore[operator]
    assert changed.rhythm.snooze_at is None
    # … and an old button brings none back
    assert rhythm.snoozed(changed, MONDAY + 100) == changed


def test_turning_on_what_is_on_keeps_a_snooze() -> None:
    member = rhythm.snoozed(nudged(enrolled(), MONDAY), MONDAY + 60)
    assert rhythm.switched(member, True, MONDAY + 90).rhythm.snooze_at == MONDAY + DAY


def test_a_pause_ends_by_itself() -> None:
    member = rhythm.paused(nudged(enrolled(), MONDAY), MONDAY + 2 * WEEK + 60, MONDAY + 60)
    assert member.rhythm.weekly_at == member.rhythm.wake_at == MONDAY + 3 * WEEK
    after, due = take_up(member, MONDAY + 3 * WEEK)
    assert due == Due(Kind.WEEKLY, MONDAY + 3 * WEEK)
    assert after.rhythm.paused_until is None


def test_a_pause_that_is_over_is_not_shown_any_more() -> None:
    member = rhythm.paused(enrolled(), MONDAY - DAY, START)
    assert rhythm.sign_of_life(member, MONDAY - DAY - 1).rhythm.paused_until == MONDAY - DAY
    over = rhythm.sign_of_life(member, MONDAY - DAY)
    assert (over.rhythm.paused_until, over.rhythm.weekly_at) == (None, MONDAY)


def test_resumed_on_the_way_the_next_match_counts() -> None:
    member = rhythm.paused(nudged(enrolled(), MONDAY), MONDAY + 4 * WEEK, MONDAY + 60)
    resumed = rhythm.resumed(member, MONDAY + WEEK + 60)
    assert (resumed.rhythm.paused_until, resumed.rhythm.weekly_at) == (None, MONDAY + 2 * WEEK)


def test_until_i_come_back_means_another_day() -> None:
    member = rhythm.sign_of_life(nudged(enrolled(), MONDAY), MONDAY + 60)
    member = rhythm.paused(member, UNTIL_BACK, MONDAY + 60)
    assert (member.rhythm.weekly_at, member.rhythm.wake_at) == (None, None)
    same_day = rhythm.sign_of_life(member, MONDAY + 2 * HOUR)
    assert same_day.rhythm.paused_until == UNTIL_BACK
    next_day = rhythm.sign_of_life(same_day, MONDAY + DAY)
    assert (next_day.rhythm.paused_until, next_day.rhythm.weekly_at) == (None, MONDAY + WEEK)


def test_a_day_is_one_of_theirs() -> None:
    """Half past three in the afternoon in Los Angeles; in UTC the next day begins at four."""
    afternoon = instant(date(2026, 11, 24), 15 * 60 + 30, "America/Los_Angeles")
    here = replace(enrolled(), wish=Wish(zone="America/Los_Angeles"))
    away = rhythm.paused(rhythm.sign_of_life(here, afternoon), UNTIL_BACK, afternoon)
    assert rhythm.sign_of_life(away, afternoon + 2 * HOUR).rhythm.paused_until == UNTIL_BACK
    assert rhythm.sign_of_life(away, afternoon + 9 * HOUR).rhythm.paused_until is None


def test_what_was_missed_or_refused_counts_for_no_rest() -> None:
    member = rhythm.refused(unanswered(2), MONDAY + WEEK + 5)
    assert rhythm.reached(member, MONDAY + WEEK + 6).rhythm.unanswered == 2
    after, _ = take_up(unanswered(2), MONDAY + 2 * WEEK + TOO_LATE + 1)
    assert after.rhythm.unanswered == 2


@pytest.mark.parametrize("kind", [Kind.SNOOZED, Kind.TEST, Kind.WELCOME, Kind.FAREWELL])
def test_nothing_but_weekly_ones_waits_for_an_answer(kind: Kind) -> None:
    assert rhythm.delivered(enrolled(), kind, START) == enrolled()


def test_a_second_one_on_a_day_begins_the_count_anew_too() -> None:
    member = nudged(rhythm.sign_of_life(enrolled(), MONDAY - 60), MONDAY)
    assert member.rhythm.unanswered == 1
    assert rhythm.sign_of_life(member, MONDAY + 60).rhythm.unanswered == 0


def test_any_sign_of_life_begins_the_count_anew() -> None:
    alive = rhythm.sign_of_life(unanswered(3), MONDAY + 2 * WEEK + DAY)
    assert alive.rhythm.unanswered == 0
    assert alive.seen_day == (MONDAY + 2 * WEEK + DAY) // DAY
    _, due = take_up(alive, MONDAY + 3 * WEEK)
    assert due is not None
    assert due.kind is Kind.WEEKLY


def test_any_sign_of_life_ends_a_rest() -> None:
    resting, _ = take_up(unanswered(3), MONDAY + 3 * WEEK)
    back = rhythm.sign_of_life(resting, MONDAY + 10 * WEEK + DAY)
    assert not back.rhythm.resting
    assert back.rhythm.weekly_at == back.rhythm.wake_at == MONDAY + 11 * WEEK


def test_a_rest_that_ends_leaves_a_pause_alone() -> None:
    resting, _ = take_up(unanswered(3), MONDAY + 3 * WEEK)
    later = MONDAY + 3 * WEEK + HOUR
    paused = rhythm.paused(resting, later + 4 * WEEK, later)
    back = rhythm.sign_of_life(paused, later)
    assert (back.rhythm.resting, back.rhythm.paused_until) == (False, later + 4 * WEEK)
    assert back.rhythm.weekly_at == MONDAY + 8 * WEEK


def test_a_second_sign_on_the_same_day_is_nothing_new() -> None:
    member = rhythm.sign_of_life(enrolled(), MONDAY)
    assert rhythm.sign_of_life(member, MONDAY + 60) == member
    assert rhythm.sign_of_life(member, MONDAY - DAY) == member


def test_refused_the_wish_is_kept_and_sending_rests() -> None:
    member = rhythm.refused(replace(enrolled(), rhythm=replace(enrolled().rhythm, told=True)), MONDAY - 1)
    assert member.nudged
    assert member.wish == enrolled().wish
    assert (member.rhythm.refused_at, member.rhythm.told) == (MONDAY - 1, False)
    assert (member.rhythm.weekly_at, member.rhythm.wake_at) == (None, None)


def test_reached_again_sending_goes_on() -> None:
    taken, _ = take_up(enrolled(), MONDAY)
    refused = rhythm.refused(taken, MONDAY + 1)
    back = rhythm.delivered(refused, Kind.TEST, MONDAY + 4 * DAY)
    assert (back.rhythm.refused_at, back.rhythm.weekly_at) == (None, MONDAY + WEEK)


def test_try_again_that_brings_this_weeks_counts_as_this_weeks() -> None:
    taken, _ = take_up(enrolled(), MONDAY)
    back = rhythm.delivered(rhythm.refused(taken, MONDAY + 1), Kind.WEEKLY, MONDAY + DAY)
    moved = rhythm.rescheduled(back, Wish(5, 9 * 60, "Europe/Berlin"), MONDAY + DAY)
    assert moved.rhythm.weekly_at == MONDAY + WEEK + 4 * DAY
    assert moved.rhythm.unanswered == 1


def test_a_congratulation_was_the_last() -> None:
    member = rhythm.delivered(enrolled(), Kind.FINISHED, MONDAY)
    assert not member.nudged
    assert member.rhythm.wake_at is None


@pytest.mark.parametrize("day", range(1, 8))
def test_on_again_is_the_first_match_that_is_not_this_weeks(day: int) -> None:
    member = rhythm.switched(nudged(enrolled(), MONDAY), False, MONDAY + 60)
    wish = Wish(day, 12 * 60, "Europe/Berlin")
    back = rhythm.switched(rhythm.rescheduled(member, wish, MONDAY + 61), True, MONDAY + 62)
    assert back.rhythm.weekly_at == MONDAY + WEEK + (day - 1) * DAY + 3 * HOUR


def taken(member: Member, when: int = MONDAY) -> Member:
    """The member with what is due at an instant behind them."""
    return take_up(member, when)[0]


@pytest.mark.parametrize("became", [Kind.REST, Kind.FINISHED])
def test_a_rest_that_was_not_announced_is_none(became: Kind) -> None:
    tired = replace(enrolled(), rhythm=replace(enrolled().rhythm, unanswered=3))
    after = rhythm.unsent(taken(tired), became, MONDAY, MONDAY + HOUR)
    assert not after.rhythm.resting
    assert after.rhythm.weekly_at == MONDAY + WEEK


def test_one_that_was_not_sent_leaves_its_week_open() -> None:
    after = rhythm.unsent(taken(enrolled()), Kind.WEEKLY, MONDAY, MONDAY + HOUR)
    assert after.rhythm.weekly_at == MONDAY + WEEK
    friday = rhythm.rescheduled(after, replace(MONDAYS, weekday=5), MONDAY + HOUR)
    assert friday.rhythm.weekly_at == MONDAY + 4 * DAY


def test_one_that_was_not_sent_opens_no_other_week() -> None:
    member = taken(nudged(enrolled(), MONDAY), MONDAY + WEEK)
    assert rhythm.unsent(member, Kind.WEEKLY, MONDAY, MONDAY + WEEK) == member
    after = rhythm.unsent(member, Kind.WEEKLY, MONDAY + WEEK, MONDAY + WEEK)
    # Sunday noon in Pago Pago is Monday 01:00 in Berlin: the week that had its nudge goes on there
    west = rhythm.rescheduled(after, Wish(7, 23 * 60, "Pacific/Pago_Pago"), MONDAY + WEEK)
    assert west.rhythm.weekly_at is not None
    assert west.rhythm.weekly_at > MONDAY + WEEK + 6 * DAY


def test_one_that_was_sent_at_another_try_counts_again() -> None:
    given_up = rhythm.refused(rhythm.unsent(taken(enrolled()), Kind.WEEKLY, MONDAY, MONDAY + 1), MONDAY + 1)
    sent = rhythm.delivered(given_up, Kind.WEEKLY, MONDAY + DAY, MONDAY)
    friday = rhythm.rescheduled(sent, replace(MONDAYS, weekday=5), MONDAY + DAY)
    assert friday.rhythm.weekly_at == MONDAY + WEEK + 4 * DAY


@pytest.mark.parametrize(
    "change",
    [
        lambda member: rhythm.resumed(member, MONDAY + 5),
        lambda member: rhythm.switched(member, True, MONDAY + 5),
        lambda member: rhythm.rescheduled(member, member.wish, MONDAY + 5),
    ],
)
def test_what_is_due_and_not_yet_taken_up_stays_due(change: Callable[[Member], Member]) -> None:
    member = change(enrolled())
    assert take_up(member, MONDAY + 6)[1] == Due(Kind.WEEKLY, MONDAY)


def test_what_is_due_is_dropped_by_a_pause_and_by_another_day() -> None:
    assert rhythm.paused(enrolled(), MONDAY + DAY, MONDAY + 5).rhythm.weekly_at == MONDAY + WEEK
    friday = rhythm.rescheduled(enrolled(), replace(MONDAYS, weekday=5), MONDAY + 5)
    assert friday.rhythm.weekly_at == MONDAY + 4 * DAY
