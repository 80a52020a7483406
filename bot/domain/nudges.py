"""What a nudge is about: the one next action, said anew each time it comes again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.due import late
from bot.domain.goals import goal_of
from bot.domain.jobs import Job, JobKind, JobState
from bot.domain.members import Member
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Certification, Phase
from bot.domain.schedule import day_number
from bot.domain.updates import Update, phase_touched


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier nudge that was sent: when, about which action, as which message, weekly or snoozed."""

    sent_at: int
    action: str | None
    message: int | None = None
    kind: JobKind = JobKind.WEEKLY


@dataclass(frozen=True, slots=True)
class Subject:
    """What a nudge has to say.

    `turn` counts the earlier nudges, the snoozed ones for a snoozed one, and `nth` those about the same
    action; `ticks` what was ticked since the last nudge, and `finished` is the phase that this closed;
    `late` says that it comes more than two hours after it was due; `news` are the updates since the last
    one that touch the member's phase, newest first; `goal` is the member's certification, if it was
    retired since they made it their goal.
    """

    job: Job
    progress: Progress
    action: Action | None
    nth: int
    ticks: int
    turn: int = 0
    finished: Phase | None = None
    late: bool = False
    news: tuple[Update, ...] = ()
    goal: Certification | None = None

    @property
    def kind(self) -> JobKind:
        """What it has become: a weekly one with nothing left to do is a congratulation, and back again."""
        if self.action is None and self.job.kind in (JobKind.WEEKLY, JobKind.SNOOZED, JobKind.REST):
            return JobKind.FINISHED
        if self.action is not None and self.job.kind is JobKind.FINISHED:
            return JobKind.WEEKLY
        return self.job.kind


@dataclass(frozen=True, slots=True)
class WeekCount:
    """So many nudges of the week that began at `monday` (epoch seconds, UTC) stand like this."""

    monday: int
    state: JobState
    late: bool
    number: int


_ABOUT_ACTIONS = (JobKind.WEEKLY, JobKind.SNOOZED, JobKind.FINISHED, JobKind.TEST)
"""Kinds that tell of the next action, while there is one: the others have no room for anything else."""


def subject(
    job: Job,
    progress: Progress,
    past: Sequence[Past],
    at: int,
    posted: Sequence[Update] = (),
    member: Member | None = None,
) -> Subject:
    """What this nudge is about at an instant, given what the member did, and what was sent to them before.

    `posted` are the updates since the last nudge, from the servers where the member used `/start`.
    """
    if job.kind is JobKind.REST and member is not None and not member.nudges.resting:
        job = replace(job, kind=JobKind.WEEKLY)
    action = progress.next_action
    since = max((p.sent_at for p in past), default=member.enrolled_at - 1 if member else at)
    kind = JobKind.SNOOZED if job.kind is JobKind.SNOOZED else JobKind.WEEKLY
    return Subject(
        job,
        progress,
        action,
        nth=sum(action is not None and p.action in action.ids for p in past),
        ticks=sum(ticked > since for ticked in progress.ticked_at),
        turn=sum(p.kind is kind for p in past),
        finished=progress.finished_since(since),
        late=late(job.kind, job.due_at, at),
        news=tuple(update for update in posted if _touches(update, progress)),
        goal=_retired_goal(member, progress) if action is not None and job.kind in _ABOUT_ACTIONS else None,
    )


def _retired_goal(member: Member | None, progress: Progress) -> Certification | None:
    found = goal_of(member, progress.roadmap)
    if found is None or found[0].told:
        return None
    chosen = found[1].certification
    return chosen if chosen is not None and chosen.ends else None


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
