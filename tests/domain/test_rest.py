"""A rest: nobody is written to, everything else stays, and any sign of life ends it."""

from bot.domain import nudge_state
from bot.domain.members import UNTIL_BACK, Member, NudgeSchedule
from bot.domain.schedule import DAY

NOW = 20_000 * DAY


def member() -> Member:
    """Somebody with a nudge to come."""
    quiet = Member(
        7, "trail", enrolled_at=NOW, schedule=NudgeSchedule(zone="Europe/Berlin"), seen_day=NOW // DAY
    )
    return nudge_state.switched(quiet, True, NOW)


def test_nothing_is_due_in_a_rest() -> None:
    resting = nudge_state.rested(nudge_state.snoozed(member(), NOW), NOW)
    assert resting.nudges.resting
    assert (resting.nudges.weekly_at, resting.nudges.snooze_at, resting.nudges.wake_at) == (None, None, None)


def test_any_sign_of_life_ends_it() -> None:
    back = nudge_state.sign_of_life(nudge_state.rested(member(), NOW), NOW + 40 * DAY)
    assert not back.nudges.resting
    assert (back.nudges.weekly_at or 0) > NOW + 40 * DAY


def test_who_gets_no_nudges_anyway_is_left_as_they_are() -> None:
    for quiet in (
        nudge_state.switched(member(), False, NOW),
        nudge_state.paused(member(), UNTIL_BACK, NOW),
        nudge_state.refused(member(), NOW),
        Member(7, "trail", enrolled_at=NOW, nudged=True),
    ):
        assert nudge_state.rested(quiet, NOW) == quiet
