"""Signs of life: any command or click of a member is one, and proves that what they clicked on arrived."""

from collections.abc import Callable

from bot.domain.acts import Act
from bot.domain.jobs import Ending, JobState
from bot.domain.members import Member
from bot.domain.nudge_state import delivered, sign_of_life
from bot.store.rows import Rows
from bot.store.store import Store

_UNKNOWN = (JobState.CLAIMED, JobState.FAILED)  # states in which nobody knows whether a message arrived


class Activity:
    """Notes what every act means beside what it does."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def note(self, act: Act, found: Member | None = None) -> tuple[Member, Member] | None:
        """Note a sign of life; the member before it and with it, None for somebody who is none.

        Writes at most once a day, and once more after a message or when it ends a rest or a pause. `found` is
        the member as the act itself has just read or left them, where it has: then nothing is read for it.
        """
        before = found or await self._store.read.members.get(act.user)
        proves = act.clicked and await self._store.read.jobs.find(act.clicked.key, act.user, *_UNKNOWN)
        if not proves and (before is None or alive(before, act) == before):
            return (before, before) if before else None
        async with self._store.transaction(act.user) as rows:
            await settle_clicked(rows, act)
            known = await rows.members.get(act.user)
            if before is None or known is None:  # no member, or deleted in between, and that is to stay so
                return None
            await rows.members.save(alive(known, act))
        return before, alive(known, act)

    async def told_of_refusal(self, act: Act) -> None:
        """Note that a member heard that Discord does not let the bot write to them."""
        await self._noted(
            act.user, lambda known: known._replace(nudges=known.nudges._replace(told_at=act.at))
        )

    async def told_of_return(self, user_id: int) -> None:
        """Note that a member who was away was asked what they did meanwhile."""
        await self._noted(user_id, lambda known: known._replace(nudges=known.nudges._replace(away=False)))

    async def told_of_steps(self, user_id: int) -> None:
        """Note that a member heard how progress is counted since there are steps."""
        await self._noted(user_id, lambda known: known._replace(steps_told=True))

    async def _noted(self, user_id: int, note: Callable[[Member], Member]) -> None:
        async with self._store.transaction(user_id) as rows:
            member = await rows.members.get(user_id)
            if member is not None:
                await rows.members.save(note(member))


def alive(member: Member, act: Act) -> Member:
    """The member with the sign of life that an act is."""
    return sign_of_life(member, act.at)._replace(locale=act.locale)


async def settle_clicked(rows: Rows, act: Act) -> None:
    """What was clicked on has arrived: settle it, if nobody knew."""
    if act.clicked is None:
        return
    job = await rows.jobs.find(act.clicked.key, act.user, *_UNKNOWN)
    if job is None or not await rows.jobs.settle(job, Ending(JobState.SENT, act.clicked.arrived, job.kind)):
        return
    member = await rows.members.get(act.user)
    if member is not None:
        await rows.members.save(delivered(member, job.kind, act.at, job.due_at))
