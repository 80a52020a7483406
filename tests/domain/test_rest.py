"""A rest: nobody is written to, everything else stays, and any sign of life ends it."""

from bot.domain import rhythm
from bot.domain.members import UNTIL_BACK, Member, Wish
from bot.domain.schedule import DAY

NOW = 20_000 * DAY


def member() -> Member:
    """Somebody with a nudge to come."""
    quiet = Member(7, "trail", enrolled_at=NOW, wish=Wish(zone="Europe/Berlin"), seen_day=NOW // DAY)
    return rhythm.switched(quiet, True, NOW)


def test_nothing_is_due_in_a_rest() -> None:
    resting = rhythm.rested(rhythm.snoozed(member(), NOW), NOW)
    assert resting.rhythm.resting
    assert (resting.rhythm.weekly_at, resting.rhythm.snooze_at, resting.rhythm.wake_at) == (None, None, None)


def test_any_sign_of_life_ends_it() -> None:
    back = rhythm.sign_of_life(rhythm.rested(member(), NOW), NOW + 40 * DAY)
    assert not back.rhythm.resting
    assert (back.rhythm.weekly_at or 0) > NOW + 40 * DAY


def test_who_gets_no_nudges_anyway_is_left_as_they_are() -> None:
    for quiet in (
        rhythm.switched(member(), False, NOW),
        rhythm.paused(member(), UNTIL_BACK, NOW),
        rhythm.refused(member(), NOW),
        Member(7, "trail", enrolled_at=NOW, nudged=True),
    ):
        assert rhythm.rested(quiet, NOW) == quiet
