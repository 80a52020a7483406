"""What the dispatcher asks of a kind of job."""

from abc import ABC, abstractmethod
from typing import ClassVar

from bot.delivery.dm_channels import Later
from bot.domain.due import TOO_LATE
from bot.domain.jobs import Ending, Job, JobKind, Refusal
from bot.domain.schedule import DAY
from bot.store.rows import Rows

GIVEN_UP = (
    TOO_LATE + DAY
)  # seconds after its claim: then nobody looks any more whether it arrived, if nobody could say

SERVERS_COME_IN = 10  # seconds until another look while Discord has not told yet which servers there are

NO_ANSWER = (Refusal.LATER, Refusal.UNSURE, Refusal.TOO_MANY, Refusal.FLAGGED)
"""Refusals that say nothing of what was asked."""

Outcome = Ending | Refusal | Later | None
"""What comes of a try; None if the job was settled or deleted meanwhile."""


class Handler(ABC):
    """One kind of job, or several that are done alike.

    While the circuit breaker is open nothing is done that is `guarded`. Refusals that don't count say nothing
    about the bot, nor about whether the member can be written to. What is `patient` is tried until `final`
    ends it, whatever is in its way.
    """

    kinds: ClassVar[frozenset[JobKind]]
    guarded: ClassVar[bool] = True
    refusals_count: ClassVar[bool] = True
    patient: ClassVar[bool] = False

    async def claimed(self, rows: Rows, job: Job) -> None:
        """Note, in the claim's own transaction, that it is under way by itself."""

    @abstractmethod
    async def look(self, job: Job) -> Outcome:
        """Whether an earlier try got through after all; None if not. A look-up that fails is no answer."""

    @abstractmethod
    async def do(self, job: Job) -> Outcome:
        """Ask once more whether it is wanted, and do it."""

    @abstractmethod
    def final(self, job: Job, refusal: Refusal, now: int) -> Ending | None:
        """What a refusal settles for good; None if it may be tried again."""

    async def settled(self, rows: Rows, job: Job, ending: Ending) -> None:
        """What follows from its end, in the same transaction."""

    async def after(self, job: Job, ending: Ending) -> None:
        """What is left to do when that is saved, whatever the ending; must not raise."""
