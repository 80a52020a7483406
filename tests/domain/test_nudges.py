"""What a nudge is about, and whether it is still wanted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from bot.delivery.retention import JOB_DAYS
from bot.domain import nudge_state
from bot.domain.due import LATE
from bot.domain.jobs import Job, JobKind
from bot.domain.marks import LoggedMark, Mark, MarkState
from bot.domain.members import UNTIL_BACK, Goal, Member, NudgeSchedule, NudgeState
from bot.domain.nudges import LookBack, Past, Subject, still_wanted, subject
from bot.domain.progress import Progress
from bot.domain.roadmap import Certification
from bot.domain.schedule import DAY, local_day
from bot.domain.steps import Event
from tests.domain.samples import action, phase, roadmap, step
from tests.marked import acted, logged

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
    assert about.step is not None
    assert about.step.action == ROAD.action("b")
    assert (about.about, about.nth, about.ticks, about.kind) == ("b", 0, (), JobKind.WEEKLY)


def test_it_counts_how_often_this_action_was_written_about() -> None:
    past = [Past(NOW - 3 * WEEK, "a"), Past(NOW - 2 * WEEK, "b"), Past(NOW - WEEK, "a"), Past(NOW - 5, None)]
    assert subject(WEEKLY, done(), past, NOW).nth == 2
    assert subject(WEEKLY, done("a"), past, NOW).nth == 1


def test_an_action_that_was_renamed_is_the_same_action() -> None:
    assert subject(WEEKLY, done(), [Past(NOW - WEEK, "old-a")], NOW).nth == 1


def test_it_counts_what_was_ticked_since_the_last_one() -> None:
    past = [Past(NOW - WEEK, "a"), Past(NOW - 2 * WEEK, "a")]
    assert len(subject(WEEKLY, done("a", "b"), past, NOW).ticks) == 2
    assert subject(WEEKLY, done("a", at=NOW - WEEK), past, NOW).ticks == ()
    assert len(subject(WEEKLY, done("a", at=NOW - WEEK + 1), past, NOW).ticks) == 1


def test_the_first_one_praises_nothing_of_before() -> None:
    assert subject(WEEKLY, done("a", "b"), (), NOW).ticks == ()


@pytest.mark.parametrize(
    ("kind", "late", "told"),
    [
        (JobKind.WEEKLY, LATE, False),
        (JobKind.WEEKLY, LATE + 1, True),
        (JobKind.SNOOZED, LATE + 1, True),
        (JobKind.PLANNED, LATE + 1, True),
        (JobKind.REST, LATE + 1, False),
        (JobKind.TEST, LATE + 1, False),
        (JobKind.WELCOME, LATE + 1, False),
        (JobKind.FAREWELL, LATE + 1, False),
    ],
)
def test_late_is_more_than_two_hours_when_it_is_written(kind: JobKind, late: int, told: bool) -> None:
    # claimed in time, and yet late by now
    assert subject(WEEKLY._replace(kind=kind), done(), (), NOW + late).late is told


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        (JobKind.WEEKLY, JobKind.FINISHED),
        (JobKind.SNOOZED, JobKind.FINISHED),
        (JobKind.PLANNED, JobKind.FINISHED),
        (JobKind.REST, JobKind.FINISHED),
        (JobKind.TEST, JobKind.TEST),
        (JobKind.WELCOME, JobKind.WELCOME),
        (JobKind.FAREWELL, JobKind.FAREWELL),
    ],
)
def test_with_nothing_left_to_do_it_is_a_congratulation(kind: JobKind, becomes: JobKind) -> None:
    job = WEEKLY._replace(kind=kind)
    assert subject(job, done("a", "b", "c"), (), NOW).kind is becomes
    assert subject(job, done("a", "b"), (), NOW).kind is kind


def test_a_congratulation_that_waits_is_none_once_there_is_something_to_do_again() -> None:
    job = WEEKLY._replace(kind=JobKind.FINISHED)
    assert subject(job, done("a", "b", "c"), (), NOW).kind is JobKind.FINISHED
    assert subject(job, done("a", "b"), (), NOW).kind is JobKind.WEEKLY


ON = MEMBER
OFF = MEMBER._replace(nudged=False)
PAUSED = MEMBER._replace(nudges=NudgeState(paused_until=NOW + WEEK))
AWAY = MEMBER._replace(nudges=NudgeState(paused_until=UNTIL_BACK))
RESTING = MEMBER._replace(nudges=NudgeState(resting=True))


@pytest.mark.parametrize(
    ("kind", "wanted_by"),
    [
        (JobKind.WEEKLY, [ON]),
        (JobKind.SNOOZED, [ON]),
        (JobKind.PLANNED, [ON]),
        (JobKind.REST, [ON, RESTING]),
        (JobKind.FINISHED, [ON, RESTING]),
        (JobKind.TEST, [ON, PAUSED, AWAY, RESTING]),
        (JobKind.WELCOME, [ON, PAUSED, AWAY, RESTING]),
        (JobKind.FAREWELL, [ON, OFF, PAUSED, AWAY, RESTING]),
    ],
)
def test_who_still_wants_it(kind: JobKind, wanted_by: list[Member]) -> None:
    job = WEEKLY._replace(kind=kind)
    assert [m for m in (ON, OFF, PAUSED, AWAY, RESTING) if still_wanted(job, m)] == wanted_by


@pytest.mark.parametrize("kind", [JobKind.WELCOME, JobKind.TEST])
@pytest.mark.parametrize("member", [OFF, PAUSED, AWAY])
def test_who_is_waiting_for_it_wants_it(kind: JobKind, member: Member) -> None:
    assert still_wanted(WEEKLY._replace(kind=kind), member, clicked=True)


def test_a_rest_is_a_weekly_one_for_who_is_back() -> None:
    job = WEEKLY._replace(kind=JobKind.REST)
    assert subject(job, done(), (), NOW, member=RESTING).kind is JobKind.REST
    assert subject(job, done(), (), NOW, member=ON).kind is JobKind.WEEKLY


STEPS = roadmap(phase("p", action("a", steps=[step("x"), step("y", repeat=3), step("z")]), action("b")))


def about_steps(*done: str, past: Sequence[Past] = (), member: Member = MEMBER) -> Subject:
    """A weekly message to somebody who did these steps, of which a habit once for each time it is named."""
    times = Counter[str]()
    log = []
    for number, ref in enumerate(done):
        times[ref] += 1
        habit = ref == "a/y"
        state = MarkState.TICKED if habit else MarkState.DONE
        mark = Mark(ref, state, ordinal=times[ref] if habit else None, repeat=3 if habit else None)
        log.append(LoggedMark(number, NOW - 1, *mark))
    return subject(WEEKLY, Progress(STEPS, tuple(log)), past, NOW, member=member)


def test_it_is_about_the_next_step_and_what_fits_the_week() -> None:
    assert about_steps().about == "a/x"
    assert [each.step.id for each in about_steps(member=MEMBER._replace(hours=2)).steps] == ["x", "y"]
    assert [each.step.id for each in about_steps(member=MEMBER._replace(hours=40)).steps] == ["x", "y", "z"]


def test_each_time_of_a_habit_is_told_of_as_one() -> None:
    past = [Past(NOW - 3 * WEEK, "a/y#1"), Past(NOW - 2 * WEEK, "a/y#1"), Past(NOW - WEEK, "a/y#2")]
    assert (about_steps("a/x", past=past).about, about_steps("a/x", past=past).nth) == ("a/y#1", 2)
    once = about_steps("a/x", "a/y", past=past)
    assert (once.about, once.nth) == ("a/y#2", 1)
    assert about_steps("a/x", "a/y", "a/y", past=past).nth == 0


def test_it_knows_that_somebody_was_still_on_it_or_had_planned_it() -> None:
    past = [Past(NOW - WEEK, "a/x"), Past(NOW - DAY, "a/x", kind=JobKind.PLANNED)]
    since = MEMBER._replace(nudges=NudgeState(still_at=NOW - 3 * DAY))
    before = MEMBER._replace(nudges=NudgeState(still_at=NOW - 8 * DAY))
    assert about_steps(past=past, member=since).still
    assert not about_steps(past=past, member=before).still
    assert about_steps(past=past).planned
    assert not about_steps(past=past[:1]).planned


@pytest.mark.parametrize(("unanswered", "rests"), [(0, False), (1, False), (2, True)])
def test_the_third_without_an_answer_is_the_last_before_a_rest(unanswered: int, rests: bool) -> None:
    assert about_steps(member=MEMBER._replace(nudges=NudgeState(unanswered=unanswered))).rests is rests


def test_every_fourth_looks_back() -> None:
    weeks = [Past(NOW - n * WEEK, "a/x") for n in range(1, 9)]
    looking = [n for n in range(9) if about_steps("a/x", past=weeks[:n]).back]
    assert looking == [3, 7]
    back = about_steps("a/x", "a/y", "b", past=weeks[:3], member=MEMBER._replace(hours=1, hours_at=NOW)).back
    assert back is not None
    assert (back.weeks, back.steps, back.actions, back.hours, back.last) == (4, 2, 1, 3, "b")
    assert back.forecast is not None
    assert about_steps(past=weeks[:7]).back == LookBack(4, 0, 0, 0, None, None)


@pytest.mark.parametrize("every", [1, 2, 4])
def test_looking_back_never_ends_though_old_messages_are_forgotten(every: int) -> None:
    member = MEMBER._replace(schedule=NudgeSchedule(every=every, zone="UTC"))
    sent, looking = list[int](), []
    for n in range(200 // every):
        at = NOW + n * every * WEEK
        past = [Past(then, "a/x") for then in sent if then > at - JOB_DAYS * DAY]
        if subject(WEEKLY._replace(due_at=at), Progress(STEPS), past, at, member=member).back:
            looking.append(n)
        sent.append(at)
    gaps = [after - before for before, after in pairwise(looking)]
    assert sum(gap != 4 for gap in gaps) <= 1, "where the calendar takes over"
    assert max(gaps) < 8
    assert looking[-1] >= 200 // every - 4


def test_a_planned_one_delays_no_question() -> None:
    past: list[Past] = []
    asks = []
    for n, kind in enumerate([*[JobKind.WEEKLY] * 4, JobKind.PLANNED, *[JobKind.WEEKLY] * 4]):
        about = subject(WEEKLY._replace(kind=kind), Progress(STEPS), past, NOW, member=MEMBER)
        asks.append(about.asks)
        past.append(Past(NOW + n, about.about, kind=kind))
    assert asks.count(True) == 1


def test_a_planned_one_is_about_what_it_was_planned_for() -> None:
    job = WEEKLY._replace(kind=JobKind.PLANNED, about="a/z")
    assert subject(job, Progress(STEPS), (), NOW, member=MEMBER).about == "a/z"
    gone = job._replace(about="a/gone")
    assert subject(gone, Progress(STEPS), (), NOW, member=MEMBER).about == "a/x"


def test_a_note_is_offered_for_what_the_roadmap_still_has() -> None:
    lost = LoggedMark(2, NOW - 1, *Mark("a/gone", MarkState.DONE))
    log = (LoggedMark(1, NOW - 2, *Mark("a/x", MarkState.DONE)), lost)
    past = [Past(NOW - n * WEEK, "a/x") for n in (1, 2, 3)]
    back = subject(WEEKLY, Progress(STEPS, log), past, NOW, member=MEMBER).back
    assert back is not None
    assert back.last == "a/x"


def test_a_look_back_counts_the_weeks_that_it_names() -> None:
    road = roadmap(phase("p", action("a", steps=[step("x"), step("y"), step("z")])))
    log = tuple(
        LoggedMark(n, NOW - n * 3 * WEEK - DAY, *Mark(f"a/{name}", MarkState.DONE))
        for n, name in ((1, "x"), (0, "y"))
    )
    weeks = [Past(NOW - n * 5 * WEEK, "a/x") for n in (3, 2, 1)]
    for every, steps in ((1, 2), (2, 2)):
        member = MEMBER._replace(schedule=MEMBER.schedule._replace(every=every))
        back = subject(WEEKLY, Progress(road, log), weeks, NOW, member=member).back
        assert back is not None
        assert (back.weeks, back.steps) == (4 * every, steps)
    long_ago = (LoggedMark(1, NOW - 5 * WEEK, *Mark("a/x", MarkState.DONE)), log[1])
    back = subject(WEEKLY, Progress(road, long_ago), weeks, NOW, member=MEMBER).back
    assert back is not None
    assert back.steps == 1


@pytest.mark.parametrize("kind", [JobKind.PLANNED, JobKind.SNOOZED, JobKind.TEST])
def test_what_happens_on_a_day_is_told_by_weekly_messages_alone(kind: JobKind) -> None:
    event = Event(local_day(NOW, "UTC"), "It opens.")
    made = Progress(roadmap(phase("p", action("a")._replace(dates=(event,)))))
    assert subject(WEEKLY._replace(kind=kind), made, [Past(NOW - WEEK, "a")], NOW, member=MEMBER).events == ()


@pytest.mark.parametrize(("ago", "told"), [(-1, False), (0, True), (6, True), (7, False)])
def test_what_happens_on_a_day_is_told_once_by_the_first_message_from_then(ago: int, told: bool) -> None:
    event = Event(local_day(NOW - ago * DAY, "UTC"), "It opens.")
    road = roadmap(phase("p", action("a")._replace(dates=(event,)), action("b")))
    past = [Past(NOW - WEEK, "a")]
    for made, hears in ((Progress(road), told), (acted(road, ("a", MarkState.DONE, NOW)), False)):
        assert bool(subject(WEEKLY, made, past, NOW, member=MEMBER).events) is hears
    assert (
        subject(WEEKLY._replace(kind=JobKind.WELCOME), Progress(road), past, NOW, member=MEMBER).events == ()
    )


def test_what_happens_with_somebody_s_goal_is_told_too() -> None:
    event = Event(local_day(NOW, "UTC"), "The exam opens.")
    exam = Certification("cka", "CKA", "X", "V", "p", "u", "active", date(2026, 1, 1), "s", dates=(event,))
    road = replace(roadmap(phase("p", action("a"))), certifications=(exam,))
    aiming, past = MEMBER._replace(goal=Goal("trail/cka")), [Past(NOW - WEEK, "a")]
    assert subject(WEEKLY, Progress(road), past, NOW, member=aiming).events == (event,)
    assert subject(WEEKLY, Progress(road), past, NOW, member=MEMBER).events == ()


@pytest.mark.parametrize(("told", "grown"), [(None, 0), (5, 1), (6, 0), (7, 0), (5.75, 0)])
def test_it_knows_by_how_much_the_way_grew(told: float | None, grown: float) -> None:
    assert STEPS.hours == 6
    assert about_steps(member=MEMBER._replace(told_hours=told)).grown == grown


def test_a_test_offers_a_plan_where_one_can_be_made() -> None:
    member = nudge_state.switched(MEMBER._replace(schedule=NudgeSchedule(zone="Europe/Berlin")), True, NOW)

    def plans(kind: JobKind, member: Member | None = member) -> bool:
        return subject(WEEKLY._replace(kind=kind), Progress(STEPS), (), NOW, member=member).plans

    spent = member._replace(nudges=member.nudges._replace(last_planned=NOW - DAY))
    closed = nudge_state.refused(member, NOW)
    assert plans(JobKind.TEST)
    assert plans(JobKind.TEST, closed), "it is open again once this has arrived"
    assert not plans(JobKind.TEST, spent)
    assert not plans(JobKind.TEST, nudge_state.switched(member, False, NOW))
    assert not plans(JobKind.PLANNED)
    assert not plans(JobKind.PLANNED, None)
    assert plans(JobKind.WEEKLY, spent), "with this one there is room for another"


@pytest.mark.parametrize(("every", "rarer"), [(1, True), (2, True), (4, False)])
def test_a_rarer_rhythm_is_left_to_who_has_not_the_rarest(every: int, rarer: bool) -> None:
    member = MEMBER._replace(schedule=NudgeSchedule(every=every))
    assert subject(WEEKLY, Progress(STEPS), (), NOW, member=member).rarer is rarer
