"""Certifications: which one is a member's goal, which they passed."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.goals import Exam, Passed, exam
from bot.domain.members import Goal
from bot.domain.roadmap import Roadmap
from bot.domain.schedule import day_of
from bot.services.activity import alive
from bot.services.names import Names
from bot.services.progress import newcomer
from bot.store.store import Store


class Exams(NamedTuple):
    """A member's exams: their active roadmap, their goal, and what they passed."""

    roadmap: Roadmap
    goal: Goal | None
    passed: tuple[Passed, ...]


class CertificationService:
    """Goals and exams of members. May raise StoreUnavailable, and UnknownName for what is no exam."""

    def __init__(self, store: Store, content: LiveContent, names: Names) -> None:
        self._store = store
        self._content = content
        self._names = names

    async def exams(self, user_id: int) -> Exams:
        """What a member is after and what they have."""
        member = await self._store.read.members.get(user_id)
        roadmap = self._content.library.active(member.roadmap if member else None)
        return Exams(roadmap, member.goal if member else None, await self._store.read.passed.of(user_id))

    async def exam(self, user_id: int, ref: str) -> tuple[Roadmap, Exam]:
        """The exam that is meant, and the roadmap it belongs to."""
        roadmap, name = await self._names.locate(user_id, ref)
        return roadmap, exam(roadmap, name)

    async def set_goal(self, act: Act, ref: str, by: date | None) -> tuple[Exam, Goal]:
        """An exam becomes the goal, to be passed by a day if they like."""
        roadmap, wanted = await self.exam(act.user, ref)
        known = wanted.certification is not None and wanted.certification.status != "active"
        goal = Goal(f"{roadmap.id}/{wanted.id}", by, told=known)
        await self._change(act, lambda _: goal)
        return wanted, goal

    async def drop_goal(self, act: Act) -> None:
        """There is no goal any more."""
        await self._change(act, lambda _: None)

    async def today(self, act: Act) -> date:
        """The day of an act where the member is; in UTC where no zone is known."""
        return day_of(await self._store.read.members.get(act.user), act.at)

    async def passed(self, act: Act, ref: str, on: date, link: str | None) -> tuple[Roadmap, Exam]:
        """An exam was passed on a day; a goal that is reached is one no more."""
        roadmap, done = await self.exam(act.user, ref)
        passed = Passed(f"{roadmap.id}/{done.id}", on, link)
        await self._change(act, lambda goal: None if goal and goal.ref == passed.ref else goal, passed)
        return roadmap, done

    async def not_passed(self, act: Act, ref: str) -> tuple[Roadmap, Exam]:
        """An exam was not passed after all."""
        roadmap, taken = await self.exam(act.user, ref)
        await self._change(act, lambda goal: goal, taken_back=f"{roadmap.id}/{taken.id}")
        return roadmap, taken

    async def _change(
        self,
        act: Act,
        decide: Callable[[Goal | None], Goal | None],
        passed: Passed | None = None,
        taken_back: str | None = None,
    ) -> None:
        """Change what they are after and note what they passed, once, however often the act is delivered."""
        async with self._store.transaction(act.user) as rows:
            known = await rows.members.get(act.user)
            goal = decide(known.goal if known else None)
            if known is None and goal is None and passed is None:  # nothing to keep of somebody unknown
                return
            if known is None:
                known = await rows.members.add(newcomer(act, self._content.library.default.id))
            elif await rows.clicks.known(act):
                return
            await rows.members.save(alive(known, act)._replace(goal=goal))
            await rows.clicks.add(act)
            if passed is not None:
                await rows.passed.put(act.user, passed)
            if taken_back is not None:
                await rows.passed.remove(act.user, taken_back)
