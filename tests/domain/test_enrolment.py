"""What `/start` makes of a member."""

import pytest

from bot.domain.acts import Act
from bot.domain.enrolment import Request, changed, start
from bot.domain.members import Member, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY

NOW = 1_790_000_000
BERLIN = NudgeSchedule(5, 18 * 60, "Europe/Berlin")


def begin(member: Member | None = None, **asked: object) -> Member:
    return start(member, Act(7, None, 1, NOW, "de"), Request(**asked), "trail")  # type: ignore[arg-type]


def test_the_first_time_turns_the_weekly_message_on() -> None:
    member = begin()
    assert (member.id, member.roadmap, member.enrolled_at) == (7, "trail", NOW)
    assert (member.started, member.nudged, member.schedule) == (True, True, NudgeSchedule())


def test_who_ticked_before_keeps_the_day_they_came() -> None:
    member = begin(Member(7, "path", enrolled_at=5))
    assert (member.roadmap, member.enrolled_at) == ("path", 5)
    assert (member.started, member.nudged) == (True, True)


@pytest.mark.parametrize(
    ("asked", "nudged"),
    [({}, False), ({"roadmap": "path"}, False), ({"zone": "UTC"}, True), ({"minute": 0}, True)],
)
def test_who_switched_it_off_is_asked_by_naming_a_time(asked: dict[str, object], nudged: bool) -> None:
    off = begin(zone="Europe/Berlin")._replace(nudged=False)
    assert begin(off, **asked).nudged is nudged


def test_another_roadmap_is_switched_to_and_its_length_not_told_of_yet() -> None:
    walking = begin()._replace(told_hours=10)
    assert begin(walking, roadmap=walking.roadmap).told_hours == 10
    there = begin(walking, roadmap="path")
    assert (there.roadmap, there.told_hours) == ("path", None)


@pytest.mark.parametrize(("roadmap", "planned"), [("path", None), ("trail", "a/b")])
def test_a_plan_for_a_step_goes_with_its_roadmap(roadmap: str, planned: str | None) -> None:
    nudges = NudgeState(weekly_at=NOW + 7 * DAY, snooze_at=NOW + DAY, planned="a/b")
    there = begin(begin()._replace(nudges=nudges), roadmap=roadmap)
    assert there.nudges.planned == planned
    assert (there.nudges.snooze_at is None) == (planned is None)


@pytest.mark.parametrize(
    ("asked", "schedule"),
    [
        ({}, BERLIN),
        ({"weekday": 1}, BERLIN._replace(weekday=1)),
        ({"minute": 0}, BERLIN._replace(minute=0)),
        ({"zone": "Asia/Tokyo"}, BERLIN._replace(zone="Asia/Tokyo")),
    ],
)
def test_only_what_is_named_changes(asked: dict[str, object], schedule: NudgeSchedule) -> None:
    assert changed(BERLIN, Request(**asked)) == schedule  # type: ignore[arg-type]
