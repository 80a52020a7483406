"""What a weekly message is about: the next step, put in another way each time it comes again."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.due import late
from bot.domain.forecast import Forecast, forecast
from bot.domain.goals import goal_of
from bot.domain.jobs import Job, JobKind, JobState
from bot.domain.marks import LoggedMark
from bot.domain.members import RHYTHMS, Member
from bot.domain.nudge_state import RESTS_AFTER, plannable, reached
from bot.domain.paths import Choice
from bot.domain.progress import NextStep, Progress
from bot.domain.roadmap import Action, Certification, Phase
from bot.domain.schedule import DAY, day_number, local_day, week_of
from bot.domain.steps import Event
from bot.domain.updates import Update, phase_touched

WAYS = 4
"""One step is put in so many ways; then the message asks how to go on."""

MOST_STEPS = 3
LOOKS_BACK_EVERY = 4
REMEMBERED = 366 * DAY
"""Seconds for which all messages are surely known; some weeks later they are deleted."""

LEAST_GROWTH = 0.5
"""So many hours more are told of: less is a correction."""


class Past(NamedTuple):
    """An earlier message that was sent: when, about which step, as which message, of which kind.

    `about` is the ref of a step or an action, and of a habit `#` with the how-manieth time.
    """

    sent_at: int
    about: str | None
    message: int | None = None
    kind: JobKind = JobKind.WEEKLY


class LookBack(NamedTuple):
    """The last weeks: steps, whole actions, hours of them, the last of these, and what the rest may take."""

    weeks: int
    steps: int
    actions: int
    hours: float
    last: str | None
    forecast: Forecast | None


class Subject(NamedTuple):
    """What a message has to say.

    `steps` are those that it names, the first to be done next. `turn` counts the earlier weekly messages (for
    a snoozed or planned one those of its kind), `nth` those about the same step, `weeks` the weekly ones of
    these. `ticks` are what was ticked since the last, `finished` is the phase that this closed; `still` says
    that **Still on it** was pressed since, `planned` that a time for it was. `rests` says that without a sign
    of life the next one is a rest; `late` that it comes more than two hours after it was due; `news` are the
    updates since the last one that touch the member's phase, newest first; `events` what the content has for
    the days since; `goal` is the member's certification, if it was retired since they made it their goal;
    `grown` the hours by which their way grew since the last weekly one. `plans` says that another message can
    be planned, `rarer` that a rarer rhythm than theirs is left; `choice` is what the steps ahead depend on
    and they did not choose yet.
    """

    job: Job
    progress: Progress
    steps: tuple[NextStep, ...] = ()
    nth: int = 0
    weeks: int = 0
    ticks: tuple[LoggedMark, ...] = ()
    turn: int = 0
    since: int = 0
    finished: Phase | None = None
    still: bool = False
    planned: bool = False
    rests: bool = False
    late: bool = False
    back: LookBack | None = None
    events: tuple[Event, ...] = ()
    news: tuple[Update, ...] = ()
    goal: Certification | None = None
    grown: float = 0
    plans: bool = True
    rarer: bool = True
    choice: Choice | None = None

    @property
    def step(self) -> NextStep | None:
        """The step to do next; None when nothing is open."""
        return self.steps[0] if self.steps else None

    @property
    def about(self) -> str | None:
        """What it is about, as it is kept with the job."""
        return told_as(self.step) if self.step else None

    @property
    def asks(self) -> bool:
        """Whether it asks how to go on: the step was put in every way there is."""
        return self.kind is JobKind.WEEKLY and self.weeks == WAYS

    @property
    def kind(self) -> JobKind:
        """What it has become: a weekly one with nothing left to do is a congratulation, and back again."""
        if self.step is None and self.job.kind in _BECOMES_FINISHED:
            return JobKind.FINISHED
        if self.step is not None and self.job.kind is JobKind.FINISHED:
            return JobKind.WEEKLY
        return self.job.kind


class WeekCount(NamedTuple):
    """So many nudges of the week that began at `monday` (epoch seconds, UTC) stand like this."""

    monday: int
    state: JobState
    late: bool
    number: int


_BECOMES_FINISHED = (JobKind.WEEKLY, JobKind.SNOOZED, JobKind.PLANNED, JobKind.REST)
_ABOUT_STEPS = (JobKind.WEEKLY, JobKind.SNOOZED, JobKind.PLANNED, JobKind.FINISHED, JobKind.TEST)
"""Kinds that tell of the next step, while there is one: the others have no room for anything else."""


def subject(
    job: Job,
    progress: Progress,
    past: Sequence[Past],
    at: int,
    posted: Sequence[Update] = (),
    member: Member | None = None,
) -> Subject:
    """What this message is about at an instant, given what the member did, and what was sent to them before.

    `posted` are the updates since the last one, from the servers where the member used `/start`.
    """
    if job.kind is JobKind.REST and member is not None and not member.nudges.resting:
        job = job._replace(kind=JobKind.WEEKLY)
    kind = job.kind if job.kind in (JobKind.SNOOZED, JobKind.PLANNED) else JobKind.WEEKLY
    since = max((p.sent_at for p in past), default=member.enrolled_at - 1 if member else at)
    weekly = [p.sent_at for p in past if p.kind is JobKind.WEEKLY]
    steps = tuple(progress.fitting(member.hours if member and member.hours else 0, MOST_STEPS))
    meant = progress.open_at(job.about) if kind is JobKind.PLANNED and job.about else None
    if meant is not None:  # what it was planned for comes first, whatever was reopened before it
        steps = (meant, *(each for each in steps if each.ref != meant.ref))[:MOST_STEPS]
    about = Subject(
        job,
        progress,
        steps,
        nth=sum(_same(p.about, steps[0]) for p in past) if steps else 0,
        weeks=sum(_same(p.about, steps[0]) for p in past if p.kind is JobKind.WEEKLY) if steps else 0,
        ticks=tuple(each for each in progress.ticks if each.at > since),
        turn=sum(p.kind is kind for p in past),
        since=since,
        finished=progress.finished_since(since),
        late=late(job.kind, job.due_at, at),
        news=tuple(update for update in posted if _touches(update, progress)),
        plans=_plans(job, member, at),
        rarer=member is None or member.schedule.every < max(RHYTHMS),
    )
    if member is None or about.step is None or job.kind not in _ABOUT_STEPS:
        return about
    last = max(weekly, default=since)
    if about.kind is JobKind.WEEKLY:
        about = about._replace(
            rests=member.nudges.unanswered == RESTS_AFTER - 1,
            back=_look_back(about, _number(about, weekly, member), member, at),
            events=_events(member, about.step.action, progress, last, at),
            grown=_grown(member, progress),
        )
    return about._replace(
        still=member.nudges.still_at is not None and member.nudges.still_at > last,
        planned=any(p.kind is JobKind.PLANNED and p.sent_at > last for p in past),
        goal=_retired_goal(member, progress),
    )


def _plans(job: Job, member: Member | None, at: int) -> bool:
    """Whether another message can be planned: not with a planned one, as one is enough for a week."""
    # A test message comes at any time, so that no day may be left, or one came already.
    if member is not None and job.kind is JobKind.TEST:
        return bool(plannable(reached(member, at), at))
    return job.kind is not JobKind.PLANNED


def told_as(step: NextStep) -> str:
    """What a message about a step is kept as: its ref, and which time of a habit it is."""
    return f"{step.ref}#{step.time}" if step.step.repeat > 1 else step.ref


def _same(about: str | None, step: NextStep) -> bool:
    """Whether an earlier message was about this step, under any id it had: of a habit about this time."""
    ref, _, time = (about or "").partition("#")
    return ref in step.action.step_ids(step.step) and (step.step.repeat == 1 or time == str(step.time))


def _number(about: Subject, weekly: Sequence[int], member: Member) -> int:
    """The how-manieth weekly message it is; by the calendar, as soon as earlier ones may be forgotten."""
    due = about.job.due_at
    if min(weekly, default=due) > due - REMEMBERED:
        return about.turn + 1
    return week_of(due, member.schedule.zone or "UTC") // member.schedule.every


def _look_back(about: Subject, number: int, member: Member, at: int) -> LookBack | None:
    if number % LOOKS_BACK_EVERY:
        return None
    weeks = LOOKS_BACK_EVERY * member.schedule.every
    progress, start = about.progress, at - weeks * 7 * DAY
    ticked = [each for each in progress.ticks if each.at > start]
    hours = sum(hours for when, hours in progress.worked() if when > start)
    steps = sum("/" in each.ref for each in ticked)
    last = next((each.ref for each in reversed(ticked) if progress.roadmap.knows(each.ref)), None)
    return LookBack(weeks, steps, len(ticked) - steps, hours, last, forecast(progress, member, at))


def _events(member: Member, action: Action, progress: Progress, since: int, at: int) -> tuple[Event, ...]:
    """What happens on the days since the last weekly message: told once, to whom it concerns."""
    found = goal_of(member, progress.roadmap)
    goal = found[1].certification if found else None
    zone = member.schedule.zone or "UTC"
    first, today = local_day(since, zone), local_day(at, zone)
    dates = (*action.dates, *(goal.dates if goal else ()))
    return tuple(event for event in dict.fromkeys(dates) if first < event.on <= today)


def _retired_goal(member: Member, progress: Progress) -> Certification | None:
    found = goal_of(member, progress.roadmap)
    if found is None or found[0].told:
        return None
    chosen = found[1].certification
    return chosen if chosen is not None and chosen.ends else None


def _grown(member: Member, progress: Progress) -> float:
    """By how many hours; what no edit of the content adds up to is none."""
    grown = 0 if member.told_hours is None else progress.roadmap.hours - member.told_hours
    return grown if grown >= LEAST_GROWTH else 0


def _touches(update: Update, progress: Progress) -> bool:
    touched = phase_touched(progress.roadmap, update.wording.about)
    return touched is not None and touched == progress.current_phase


def still_wanted(job: Job, member: Member, *, clicked: bool = False) -> bool:
    """Whether the member still wants it, asked again right before it is sent.

    `clicked` says that they are waiting for it. Who came back before their rest was told of wants what was
    due: a weekly one.
    """
    if job.kind is JobKind.FAREWELL:
        return member.seen_day < day_number(job.due_at, member.schedule.zone)
    if job.kind in (JobKind.TEST, JobKind.WELCOME):  # an answer to a click, which may have come in a pause
        return clicked or member.nudged
    awake = not member.nudges.resting or job.kind in (JobKind.REST, JobKind.FINISHED)
    return member.nudged and member.nudges.paused_until is None and awake
