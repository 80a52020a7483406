"""The weekly message in its member's hands: when it comes, later, not for a while, never again."""

from collections.abc import Callable
from datetime import date

from bot.content.live import LiveContent
from bot.domain import nudge_state
from bot.domain.acts import Act
from bot.domain.due import TOO_LATE, counted_again, overdue, repeatable
from bot.domain.enrolment import Request, changed
from bot.domain.errors import NotEnrolled
from bot.domain.jobs import JobKind
from bot.domain.journey import journey_of
from bot.domain.members import Member, with_hours
from bot.domain.nudges import still_wanted, told_as
from bot.domain.progress import Progress
from bot.services.activity import alive, settle_clicked
from bot.services.asking import Asked, ask, ask_welcome
from bot.services.progress import newcomer
from bot.store.rows import Rows
from bot.store.store import Store

Change = Callable[[Member, int], Member]
"""What becomes of a member at an instant (epoch seconds)."""


class NudgeService:
    """Changes when members are written to; every act counts once. May raise StoreUnavailable.

    What asks for a message makes a member of somebody who is none; the rest raises NotEnrolled for them.
    """

    def __init__(self, store: Store, content: LiveContent) -> None:
        self._store = store
        self._content = content

    async def member(self, act: Act) -> Member:
        """Who acts, or who they would be: the panel works for somebody who never used /start, too.

        What they planned for a step that is done with by now is not to come.
        """
        log = await self._store.read.changes.of(act.user)
        if log.member is None:
            return self._newcomer(act)
        progress = journey_of(self._content.library, log.member, log.marked).progress
        planned = log.member.nudges.planned
        done = planned is not None and not progress.is_open(planned)
        return nudge_state.unplanned(log.member, act.at) if done else log.member

    async def enrolled(self, act: Act) -> Member:
        """Who acts; NotEnrolled for somebody who is no member."""
        member = await self._store.read.members.get(act.user)
        if member is None:
            raise NotEnrolled
        return member

    async def reschedule(self, act: Act, request: Request) -> Member:
        """Another day, time of day, time zone or rhythm."""
        return await self._change(
            act, lambda m, at: nudge_state.rescheduled(m, changed(m.schedule, request), at), enrols=True
        )

    async def set_hours(self, act: Act, hours: int | None) -> Member:
        """Another number of hours a week, or none that is known."""
        return await self._change(act, lambda member, at: with_hours(member, hours, at), enrols=True)

    async def pause(self, act: Act, length: int | date | None) -> Member:
        """Nothing for so many days, until a day, or until they come back (None).

        Raises Unusable for a day that is no later one, or more than a year away.
        """

        def until(member: Member, at: int) -> Member:
            return nudge_state.paused(member, nudge_state.pause_end(member, length, at), at)

        return await self._change(act, until)

    async def resume(self, act: Act) -> Member:
        """A pause or a rest is over."""
        return await self._change(act, nudge_state.resumed)

    async def turn_off(self, act: Act) -> Member:
        """No weekly messages any more."""
        return await self._change(act, lambda member, at: nudge_state.switched(member, False, at))

    async def turn_on(self, act: Act) -> Asked | None:
        """Weekly messages again, or for the first time; a welcome, if the DM has to be tried."""
        async with self._store.transaction(act.user) as rows:
            member = await self._changed(
                rows, act, lambda m, at: nudge_state.switched(m, True, at), enrols=True
            )
            return await ask_welcome(rows, act, member)

    async def snooze(self, act: Act) -> Member:
        """The same message once more, the day after it was due."""
        due = act.clicked.due if act.clicked else None
        return await self._change(act, lambda member, at: nudge_state.snoozed(member, at, due))

    async def plan(self, act: Act, when: int) -> tuple[Member, Progress]:
        """One more message about the next step, at an instant, in place of what was planned before.

        Whether it will come says the member; the progress says what for.
        """
        async with self._store.transaction(act.user) as rows:
            log = await rows.changes.of(act.user)
            progress = journey_of(self._content.library, log.member, log.marked).progress
            step = progress.next_step
            if step is None:
                return await self._changed(rows, act, lambda member, _: member), progress
            about = told_as(step)
            planned = await self._changed(
                rows, act, lambda member, at: nudge_state.planned(member, about, when, at)
            )
            return planned, progress

    async def still_on_it(self, act: Act) -> Member:
        """They are still on their step: a sign of life, which the next message knows of."""
        return await self._change(act, nudge_state.still_on_it)

    async def rarer(self, act: Act) -> Member:
        """A message every four weeks."""
        return await self._change(
            act, lambda m, at: nudge_state.rescheduled(m, m.schedule._replace(every=4), at)
        )

    async def keep(self, act: Act) -> Member:
        """Everything stays as it is: a sign of life, and no more."""
        return await self._change(act, lambda member, _: member)

    async def test(self, act: Act) -> Asked:
        """A test message, which does not count as the week's."""
        async with self._store.transaction(act.user) as rows:
            await self._changed(rows, act, lambda member, _: member)
            return await ask(rows, act, JobKind.TEST)

    async def try_again(self, act: Act) -> Asked:
        """After a refusal: this week's message if it is under three days old, else a test."""
        async with self._store.transaction(act.user) as rows:
            twin = await rows.clicks.known(act)
            member = await self._changed(rows, act, lambda member, _: member)
            if twin:
                return Asked(
                    await rows.jobs.open_of(
                        act.user, JobKind.WEEKLY, JobKind.SNOOZED, JobKind.PLANNED, JobKind.TEST
                    )
                )
            refused = await rows.jobs.last_refused(act.user)
            due_at = overdue(member, act.at)
            if (
                refused is not None
                and still_wanted(refused, member)
                and act.at - refused.due_at <= TOO_LATE
                and repeatable(member, refused.kind, refused.due_at)
                and (again := await rows.jobs.reclaim(refused, act.at))
            ):
                asked = Asked(again, fresh=True)
            else:
                asked = await ask(rows, act, JobKind.TEST if due_at is None else JobKind.WEEKLY, due_at)
            if asked.job is not None and asked.fresh:
                await rows.members.save(counted_again(member, asked.job.kind, asked.job.due_at, act.at))
            return asked

    async def _change(self, act: Act, change: Change, *, enrols: bool = False) -> Member:
        async with self._store.transaction(act.user) as rows:
            return await self._changed(rows, act, change, enrols=enrols)

    async def _changed(self, rows: Rows, act: Act, change: Change, *, enrols: bool = False) -> Member:
        """Change a member, after the sign of life that it is: a pause chosen today must not end today."""
        await settle_clicked(rows, act)
        known = await rows.members.get(act.user)
        if known is None and not enrols:
            raise NotEnrolled
        if known is None:
            known = await rows.members.add(self._newcomer(act))
        elif await rows.clicks.known(act):
            return known
        member = change(alive(known, act), act.at)
        await rows.members.save(member)
        await rows.clicks.add(act)
        return member

    def _newcomer(self, act: Act) -> Member:
        return newcomer(act, self._content.library.default.id)
