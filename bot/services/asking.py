"""Messages that members ask for in a click: their job is added in the click's own transaction."""

from typing import NamedTuple

from bot.domain.acts import Act
from bot.domain.jobs import Job, JobKey, JobKind, JobState, NewJob, Refusal
from bot.domain.members import Member
from bot.store.rows import Rows


class Asked(NamedTuple):
    """The job that a click asks for, to be delivered while they wait.

    It is `fresh` if this very click added it, else on its way already. Without a job, `refusal` says what
    became of the one that a twin of this click asked for.
    """

    job: Job | None
    fresh: bool = False
    refusal: Refusal | None = None


async def ask(rows: Rows, act: Act, kind: JobKind, due_at: int | None = None) -> Asked:
    """A message of this kind to who acts: due now, if it was not due before."""
    new = NewJob(kind, act.user, act.at if due_at is None else due_at, asked=True, user=act.user)
    there = await rows.jobs.open_of(act.user, kind)
    if there is not None:
        return Asked(there)
    state = await rows.jobs.state(JobKey.of(kind, new.due_at), act.user)
    if state is not None and due_at is not None:
        return await ask(rows, act, JobKind.TEST)
    if state is not None:
        return Asked(None, refusal=Refusal.CLOSED if state is JobState.REFUSED else None)
    return Asked(await rows.jobs.add(new, act.at), fresh=True)


async def ask_welcome(rows: Rows, act: Act, member: Member) -> Asked | None:
    """A welcome, which opens and tests the DM; none if that is known to be open."""
    if member.dm_channel is not None and member.nudges.refused_at is None:
        return None
    return await ask(rows, act, JobKind.WELCOME)
