"""What a nudge is about: the one next action, said anew each time it comes again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.due import LATE
from bot.domain.goals import goal_of
from bot.domain.members import Member
from bot.domain.nudge_state import Kind
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Certification, Phase
from bot.domain.schedule import day_number
from bot.domain.updates import Update, phase_touched


class State(StrEnum):
    """Where a nudge stands.

    A claimed one may be on the wire, a waiting one is not. Withdrawn: the member changed their mind in
    time. Missed: too old to send. Failed: given up after several tries.
    """

    CLAIMED = "claimed"
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MISSED = "missed"
    FAILED = "failed"


# What is due once a week may become a rest or a congratulation, and stays the same message.
_LETTERS = {
    Kind.WEEKLY: "w",
    Kind.REST: "w",
    Kind.FINISHED: "w",
    Kind.SNOOZED: "s",
    Kind.TEST: "t",
    Kind.WELCOME: "h",
    Kind.FAREWELL: "f",
}
_KEY = re.compile(r"([a-z])([0-9]{1,12})")


def read_key(text: str) -> tuple[frozenset[Kind], int] | None:
    """The kinds of message that a key may name and when it was due (epoch seconds); None for no key."""
    match = _KEY.fullmatch(text)
    kinds = frozenset(kind for kind, letter in _LETTERS.items() if match and letter == match[1])
    return (kinds, int(match[2])) if match and kinds else None


@dataclass(frozen=True, slots=True)
class Nudge:
    """One message that Cairn sends by itself, as the log has it. Instants are epoch seconds (UTC).

    `unsure` says that an earlier try may have reached Discord, so the DM is looked through before another;
    `asked` that the member clicked for it, so that their DM may be opened.
    """

    id: int
    user: int
    kind: Kind
    due_at: int
    claimed_at: int
    attempts: int = 0
    unsure: bool = False
    asked: bool = False

    @property
    def key(self) -> str:
        """What names it in its buttons, for ever: a row's number may be given out again after a restore."""
        return f"{_LETTERS[self.kind]}{self.due_at}"

    def late(self, at: int) -> bool:
        """Whether an instant is more than two hours after it was due."""
        return self.kind in (Kind.WEEKLY, Kind.SNOOZED) and at - self.due_at > LATE


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier nudge that was sent: when, about which action, as which message, weekly or snoozed."""

    sent_at: int
    action: str | None
    message: int | None = None
    kind: Kind = Kind.WEEKLY


@dataclass(frozen=True, slots=True)
class Subject:
    """What a nudge has to say.

    `turn` counts the earlier nudges, the snoozed ones for a snoozed one, and `nth` those about the same
    action; `ticks` what was ticked since the last nudge, and `finished` is the phase that this closed;
    `late` says that it comes more than two hours after it was due; `news` are the updates since the last
    one that touch the member's phase, newest first; `goal` is the member's certification, if it was
    retired since they made it their goal.
    """

    nudge: Nudge
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
    def kind(self) -> Kind:
        """What it has become: a weekly one with nothing left to do is a congratulation, and back again."""
        if self.action is None and self.nudge.kind in (Kind.WEEKLY, Kind.SNOOZED, Kind.REST):
            return Kind.FINISHED
        if self.action is not None and self.nudge.kind is Kind.FINISHED:
            return Kind.WEEKLY
        return self.nudge.kind


@dataclass(frozen=True, slots=True)
class WeekCount:
    """So many nudges of the week that began at `monday` (epoch seconds, UTC) stand like this."""

    monday: int
    state: State
    late: bool
    number: int


_ABOUT_ACTIONS = (Kind.WEEKLY, Kind.SNOOZED, Kind.FINISHED, Kind.TEST)
"""Kinds that tell of the next action, while there is one: the others have no room for anything else."""


def subject(
    nudge: Nudge,
    progress: Progress,
    past: Sequence[Past],
    at: int,
    posted: Sequence[Update] = (),
    member: Member | None = None,
) -> Subject:
    """What this nudge is about at an instant, given what the member did, and what was sent to them before.

    `posted` are the updates since the last nudge, from the servers where the member used `/start`.
    """
    if nudge.kind is Kind.REST and member is not None and not member.nudges.resting:
        nudge = replace(nudge, kind=Kind.WEEKLY)
    action = progress.next_action
    since = max((p.sent_at for p in past), default=member.enrolled_at - 1 if member else at)
    kind = Kind.SNOOZED if nudge.kind is Kind.SNOOZED else Kind.WEEKLY
    return Subject(
        nudge,
        progress,
        action,
        nth=sum(action is not None and p.action in action.ids for p in past),
        ticks=sum(ticked > since for ticked in progress.ticked_at),
        turn=sum(p.kind is kind for p in past),
        finished=_finished(progress, since),
        late=nudge.late(at),
        news=tuple(update for update in posted if _touches(update, progress)),
        goal=_retired_goal(member, progress) if action is not None and nudge.kind in _ABOUT_ACTIONS else None,
    )


def _finished(progress: Progress, since: int) -> Phase | None:
    """The last phase in which a tick left nothing open since an instant."""
    for phase in reversed(progress.roadmap.current_phases):
        closing = progress.closing(phase)
        if closing is not None and closing.at > since and progress.tally(phase).done:
            return phase
    return None


def _retired_goal(member: Member | None, progress: Progress) -> Certification | None:
    found = goal_of(member, progress.roadmap)
    if found is None or found[0].told:
        return None
    chosen = found[1].certification
    return chosen if chosen is not None and chosen.ends else None


def _touches(update: Update, progress: Progress) -> bool:
    touched = phase_touched(progress.roadmap, update.wording.about)
    return touched is not None and touched == progress.current_phase


def still_wanted(nudge: Nudge, member: Member, *, clicked: bool = False) -> bool:
    """Whether the member still wants it, asked again right before it is sent.

    `clicked` says that they are waiting for it. Who came back before their rest was told of wants what was
    due: a weekly one.
    """
    if nudge.kind is Kind.FAREWELL:
        return member.seen_day < day_number(nudge.due_at, member.schedule.zone)
    if nudge.kind in (Kind.TEST, Kind.WELCOME):  # an answer to a click, which may have come in a pause
        return clicked or member.nudged
    awake = not member.nudges.resting or nudge.kind in (Kind.REST, Kind.FINISHED)
    return member.nudged and member.nudges.paused_until is None and awake
