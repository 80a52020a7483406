"""What a nudge is about, and whether it is still wanted."""

from dataclasses import replace

import pytest

from bot.domain.due import LATE
from bot.domain.jobs import Job, JobKind
from bot.domain.marks import MarkState
from bot.domain.members import UNTIL_BACK, Member, NudgeState
from bot.domain.nudges import Past, still_wanted, subject
from bot.domain.progress import Progress
from bot.domain.schedule import DAY
from tests.domain.samples import action, phase, roadmap
from tests.marked import logged

NOW = 1_790_000_000
WEEK = 7 * DAY
ROAD = roadmap(phase("p", action("a", "old-a"), action("b"), action("c")))
WEEKLY = Job(1, JobKind.WEEKLY, 7, NOW, NOW, NOW + 60)
MEMBER = Member(7, "trail", 0, nudged=True)


def done(*names: str, at: int = NOW - 1) -> Progress:
    """Somebody who did these."""
    return Progress(ROAD, tuple(logged(n, name, MarkState.DONE, at) for n, name in enumerate(names)))


def test_it_is_about_the_next_action() -> None:
    about = subject(WEEKLY, done("a"), (), NOW)
    assert about.action == ROAD.action("b")
    assert (about.nth, about.ticks, about.kind) == (0, 0, JobKind.WEEKLY)


def test_it_counts_how_often_this_action_was_written_about() -> None:
    past = [Past(NOW - 3 * WEEK, "a"), Past(NOW - 2 * WEEK, "b"), Past(NOW - WEEK, "a"), Past(NOW - 5, None)]
    assert subject(WEEKLY, done(), past, NOW).nth == 2
    assert subject(WEEKLY, done("a"), past, NOW).nth == 1


def test_an_action_that_was_renamed_is_the_same_action() -> None:
    assert subject(WEEKLY, done(), [Past(NOW - WEEK, "old-a")], NOW).nth == 1


def test_it_counts_what_was_ticked_since_the_last_one() -> None:
    past = [Past(NOW - WEEK, "a"), Past(NOW - 2 * WEEK, "a")]
    assert subject(WEEKLY, done("a", "b"), past, NOW).ticks == 2
    assert subject(WEEKLY, done("a", at=NOW - WEEK), past, NOW).ticks == 0
    assert subject(WEEKLY, done("a", at=NOW - WEEK + 1), past, NOW).ticks == 1


def test_the_first_one_praises_nothing_of_before() -> None:
    assert subject(WEEKLY, done("a", "b"), (), NOW).ticks == 0


@pytest.mark.parametrize(
    ("kind", "late", "told"),
    [
        (JobKind.WEEKLY, LATE, False),
        (JobKind.WEEKLY, LATE + 1, True),
        (JobKind.SNOOZED, LATE + 1, True),
        (JobKind.REST, LATE + 1, False),
        (JobKind.TEST, LATE + 1, False),
        (JobKind.WELCOME, LATE + 1, False),
        (JobKind.FAREWELL, LATE + 1, False),
    ],
)
def test_late_is_more_than_two_hours_when_it_is_written(kind: JobKind, late: int, told: bool) -> None:
    # claimed in time, and yet late by now
    assert subject(replace(WEEKLY, kind=kind), done(), (), NOW + late).late is told


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        (JobKind.WEEKLY, JobKind.FINISHED),
        (JobKind.SNOOZED, JobKind.FINISHED),
        (JobKind.REST, JobKind.FINISHED),
        (JobKind.TEST, JobKind.TEST),
        (JobKind.WELCOME, JobKind.WELCOME),
        (JobKind.FAREWELL, JobKind.FAREWELL),
    ],
)
def test_with_nothing_left_to_do_it_is_a_congratulation(kind: JobKind, becomes: JobKind) -> None:
    job = replace(WEEKLY, kind=kind)
    assert subject(job, done("a", "b", "c"), (), NOW).kind is becomes
    assert subject(job, done("a", "b"), (), NOW).kind is kind


def test_a_congratulation_that_waits_is_none_once_there_is_something_to_do_again() -> None:
    job = replace(WEEKLY, kind=JobKind.FINISHED)
    assert subject(job, done("a", "b", "c"), (), NOW).kind is JobKind.FINISHED
    assert subject(job, done("a", "b"), (), NOW).kind is JobKind.WEEKLY


ON = MEMBER
OFF = replace(MEMBER, nudged=False)
PAUSED = replace(MEMBER, nudges=NudgeState(paused_until=NOW + WEEK))
AWAY = replace(MEMBER, nudges=NudgeState(paused_until=UNTIL_BACK))
RESTING = replace(MEMBER, nudges=NudgeState(resting=True))


@pytest.mark.parametrize(
    ("kind", "wanted_by"),
    [
        (JobKind.WEEKLY, [ON]),
        (JobKind.SNOOZED, [ON]),
        (JobKind.REST, [ON, RESTING]),
        (JobKind.FINISHED, [ON, RESTING]),
        (JobKind.TEST, [ON, PAUSED, AWAY, RESTING]),
        (JobKind.WELCOME, [ON, PAUSED, AWAY, RESTING]),
        (JobKind.FAREWELL, [ON, OFF, PAUSED, AWAY, RESTING]),
    ],
)
def test_who_still_wants_it(kind: JobKind, wanted_by: list[Member]) -> None:
    job = replace(WEEKLY, kind=kind)
    assert [m for m in (ON, OFF, PAUSED, AWAY, RESTING) if still_wanted(job, m)] == wanted_by


@pytest.mark.parametrize("kind", [JobKind.WELCOME, JobKind.TEST])
@pytest.mark.parametrize("member", [OFF, PAUSED, AWAY])
def test_who_is_waiting_for_it_wants_it(kind: JobKind, member: Member) -> None:
    assert still_wanted(replace(WEEKLY, kind=kind), member, clicked=True)


def test_a_rest_is_a_weekly_one_for_who_is_back() -> None:
    job = replace(WEEKLY, kind=JobKind.REST)
    assert subject(job, done(), (), NOW, member=RESTING).kind is JobKind.REST
    assert subject(job, done(), (), NOW, member=ON).kind is JobKind.WEEKLY
