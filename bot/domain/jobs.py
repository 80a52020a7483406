"""Jobs: what is sent or done unasked or later, each of it exactly once."""

import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class JobKind(StrEnum):
    """What a job is for."""

    WEEKLY = "weekly"
    SNOOZED = "snoozed"
    PLANNED = "planned"  # one more, at a time that the member chose for a step
    REST = "rest"
    FINISHED = "finished"
    TEST = "test"
    WELCOME = "welcome"
    FAREWELL = "farewell"
    POST = "post"  # a moderator's update, in its server's channel
    NOTE = "note"  # to an update's author: it could not be posted
    OWNER = "owner"  # a word to whoever owns the application
    SHOW = "show"  # what a member chose to show, in a channel of a server
    TRAIL = "trail"  # the same, of a trail: versions before would post it without its picture
    REMOVE = "remove"  # either of them, out of it again
    CHECK_IN = "check-in"  # a server's question of the week, with a thread
    DIGEST = "digest"  # a server's week, for its moderators
    NOTICE = "notice"  # a word to a server's moderators
    ROLE = "role"  # a role for a finished phase, given or taken back


class JobState(StrEnum):
    """Where a job stands.

    A claimed one may be on the wire, a waiting one is not. Withdrawn: it is not wanted any more. Missed: too
    old when its turn came. Failed: given up, or something is in its way that only a person can remove.
    """

    CLAIMED = "claimed"
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MISSED = "missed"
    FAILED = "failed"


OPEN_STATES = (JobState.CLAIMED, JobState.WAITING)


class Refusal(StrEnum):
    """Why Discord did not do a thing, as far as that changes what to do next."""

    CLOSED = "closed"  # the member's DMs are closed to the bot, or the channel is gone
    NOBODY = "nobody"  # the account does not exist any more
    ELSEWHERE = "elsewhere"  # they, or the bot, are not in the server
    FORBIDDEN = "forbidden"  # the bot lacks a permission
    LOCKED = "locked"  # the thread is archived or locked
    UNTAGGED = "untagged"  # the forum takes only what has a tag
    THERE = "there"  # what was to be made is there already
    UNOPENED = "unopened"  # their DM was never opened, so Discord was not even asked
    GONE = "gone"  # the message that was to be changed was deleted
    TOO_MANY = "too many"  # Discord wants fewer DMs from this bot altogether
    FLAGGED = "flagged"  # Discord takes the bot for a spammer
    LATER = "later"  # it never reached Discord, or Discord asks to wait
    UNSURE = "unsure"  # the answer leaves open whether Discord did it
    FAILED = "failed"  # anything else


# What is due once a week may become a rest or a congratulation, and stays the same message. A trail is shown
# like the rest of what is shown.
_FAMILIES: Mapping[JobKind, str] = {
    JobKind.WEEKLY: "w",
    JobKind.REST: "w",
    JobKind.FINISHED: "w",
    JobKind.SNOOZED: "s",
    JobKind.PLANNED: "p",
    JobKind.TEST: "t",
    JobKind.WELCOME: "h",
    JobKind.FAREWELL: "f",
    JobKind.POST: "u",
    JobKind.NOTE: "n",
    JobKind.OWNER: "o",
    JobKind.SHOW: "v",
    JobKind.TRAIL: "v",
    JobKind.REMOVE: "r",
    JobKind.CHECK_IN: "c",
    JobKind.DIGEST: "d",
    JobKind.NOTICE: "m",
    JobKind.ROLE: "g",
}
_KEY = re.compile(f"([{''.join(sorted(set(_FAMILIES.values())))}])([0-9]{{1,12}})")


class JobKey(NamedTuple):
    """What names a job of its owner in buttons, for ever: a letter for its kinds, and when it is due.

    A row's number would not do: it is another one in a database that was restored, and is given out again
    there to something else.
    """

    family: str
    due_at: int

    @classmethod
    def of(cls, kind: JobKind, due_at: int) -> "JobKey":
        """The key of a job that is due at an instant (epoch seconds)."""
        return cls(_FAMILIES[kind], due_at)

    @classmethod
    def read(cls, text: str) -> "JobKey | None":
        """The key as a button carries it, None if it is none."""
        match = _KEY.fullmatch(text)
        return cls(match[1], int(match[2])) if match else None

    def __str__(self) -> str:
        return f"{self.family}{self.due_at}"


class NewJob(NamedTuple):
    """A job to be; `user` and `guild` are whose data it is and with whom it goes, the rest is as in a Job."""

    kind: JobKind
    owner: int
    due_at: int
    asked: bool = False
    user: int | None = None
    guild: int | None = None
    about: str | None = None


class Job(NamedTuple):
    """One job as it was claimed; instants are epoch seconds (UTC).

    `owner` is the member or the server whose it is, 0 for the bot's own. `unsure` says that an earlier try
    may have reached Discord, so it is looked for before another; `asked` that somebody clicked for it, so
    that their DM may be opened, and `clicked` that they wait for it. `about` is what the handler of its kind
    knows it by, `number` its name in buttons of the first edition. Whoever holds it settles it by its lease.
    """

    id: int
    kind: JobKind
    owner: int
    due_at: int
    claimed_at: int
    lease_until: int
    attempts: int = 0
    unsure: bool = False
    asked: bool = False
    clicked: bool = False
    user: int | None = None
    guild: int | None = None
    about: str | None = None
    number: int | None = None

    @property
    def key(self) -> JobKey:
        """What names it in its buttons."""
        return JobKey.of(self.kind, self.due_at)

    @property
    def names(self) -> frozenset[JobKey | int]:
        """Everything by which a button may name it."""
        return frozenset((self.key,) if self.number is None else (self.key, self.number))

    @property
    def nonce(self) -> str:
        """The same for every try, and for no other job; Discord takes 25 characters."""
        return hashlib.sha256(f"{self.owner}:{self.key}".encode()).hexdigest()[:25]


class Ending(NamedTuple):
    """What became of a job: as of when, as which message, about what, or why there is none.

    Unless it is `sure`, what was not settled as sent may have got through all the same; `found` says that it
    did at an earlier try. `tells` is a goal of whose retirement it told.
    """

    state: JobState
    at: int
    kind: JobKind
    channel: int | None = None
    message: int | None = None
    about: str | None = None
    reason: str | None = None
    sure: bool = True
    found: bool = False
    tells: str | None = None
