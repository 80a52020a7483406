"""What comes to a server once a week: at its hour, over every clock change, and never twice a week."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.guilds import GuildSettings
from bot.domain.jobs import JobKind
from bot.domain.recurring import TOO_LATE, ServerDue, arranged, due_in, question_of

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata")
START = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
WEEK = 7 * 24 * 60 * 60
BOTH = GuildSettings(1, checkin_channel=2, moderators_channel=3, zone="Europe/Berlin")


def run(settings: GuildSettings, until: int) -> tuple[GuildSettings, list[ServerDue]]:
    """Everything that comes due up to an instant, each taken up when it is due."""
    found: list[ServerDue] = []
    while at := min(x for x in (settings.checkin_at, settings.digest_at, until + 1) if x is not None):
        if at > until:
            return settings, found
        settings, due = due_in(settings, at)
        found += due
    raise AssertionError


@given(st.sampled_from(ZONES), st.integers(1, 7), st.integers(0, 23))
def test_over_three_years_one_a_week_at_the_right_local_hour(zone: str, day: int, hour: int) -> None:
    settings = arranged(BOTH._replace(zone=zone, checkin_day=day, checkin_minute=60 * hour), START)
    _, found = run(settings, START + 156 * WEEK)
    for kind, weekday, at in ((JobKind.CHECK_IN, day, hour), (JobKind.DIGEST, 1, 9)):
        walls = [datetime.fromtimestamp(each.due_at, ZoneInfo(zone)) for each in found if each.kind is kind]
        assert len(walls) in (155, 156, 157)
        assert {wall.isoweekday() for wall in walls} == {weekday}
        assert {wall.hour for wall in walls} <= {at, at + 1}, (
            "an hour that the clocks skip moves on by the gap"
        )
        assert len({wall.isocalendar()[:2] for wall in walls}) == len(walls)


def test_another_day_brings_no_second_one_in_a_week() -> None:
    planned = arranged(BOTH, START)
    settings, (first, _) = due_in(planned, planned.checkin_at or 0)
    assert first.kind is JobKind.CHECK_IN
    monday = datetime.fromtimestamp(first.due_at, UTC).date()
    moved = arranged(settings._replace(checkin_day=5), first.due_at + 60)
    following = datetime.fromtimestamp(moved.checkin_at or 0, UTC).date()
    assert following == monday + timedelta(days=11)


@pytest.mark.parametrize("late", [0, 1])
def test_what_is_too_late_is_left_out_and_the_next_comes_on_time(late: int) -> None:
    settings = arranged(BOTH._replace(moderators_channel=None), START)
    due = settings.checkin_at or 0
    after, found = due_in(settings, due + TOO_LATE[JobKind.CHECK_IN] + late)
    assert len(found) == 1 - late
    assert after.checkin_at == due + WEEK


def test_a_clock_that_was_wrong_silences_nothing_that_is_arranged_anew() -> None:
    wrong, _ = due_in(arranged(BOTH, START), START + 52 * WEEK)
    right = arranged(wrong, START)
    assert START < (right.checkin_at or 0) <= START + 3 * WEEK
    assert START < (right.digest_at or 0) <= START + 3 * WEEK


def test_what_rests_or_was_not_chosen_never_comes() -> None:
    assert arranged(BOTH._replace(checkin_rests=True), START).checkin_at is None
    assert arranged(GuildSettings(1), START) == GuildSettings(1)


def test_every_question_has_its_turn() -> None:
    asked = [question_of("abc", START + week * WEEK, None) for week in range(6)]
    assert sorted(asked[:3]) == ["a", "b", "c"]
    assert asked[3:] == asked[:3]
    assert question_of((), START, None) == ""
