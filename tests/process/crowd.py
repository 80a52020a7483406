"""Somebody for every kind of job, as they stand when its time has come."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import count, cycle, islice
from random import Random

from bot.content.live import LiveContent
from bot.delivery.circuit_breaker import OWNER
from bot.delivery.retention import MEMBER_DAYS, NOTICE_DAYS
from bot.domain.acts import Act
from bot.domain.enrolment import Request
from bot.domain.guilds import RoleTrouble
from bot.domain.jobs import Ending, JobKey, JobKind, JobState, NewJob
from bot.domain.members import NudgeState
from bot.domain.phase_roles import Deed, Refused
from bot.domain.progress import Progress
from bot.domain.schedule import DAY
from bot.domain.shown import Shown, ShownKind, ShownStage
from bot.domain.updates import Wording
from bot.domain.weeks import ActiveWeeks
from bot.services.enrolment import Enrolment
from bot.services.names import Names
from bot.services.nudges import NudgeService
from bot.services.progress import ProgressService
from bot.services.removals import take_role
from bot.services.showing import ShowingService
from bot.services.updates import UpdateService
from bot.store.store import Store
from bot.views.picture.facts import sketch
from bot.views.shown import post
from tests.process.conftest import CHECKOUT
from tests.process.ledger import FORUM, Ledger
from tests.process.people import PHASE, due_at
from tests.standin import payloads, threads
from tests.standin.world import World
from tests.stored import put_member

ZONES = ("UTC", "Asia/Kolkata", "America/Bogota", "Africa/Lagos", "Asia/Tokyo")
"""Zones without clock changes, so that a week later is exactly that."""

KINDS = (
    "weekly",
    "post",
    "welcome",
    "farewell",
    "note",
    "snoozed",
    "planned",
    "finished",
    "test",
    "owners_word",
    "show",
    "trail",
    "remove",
    "check_in",
    "digest",
    "notice",
    "role",
)
TEN_MINUTES = 600


class Crowd:
    """Brings people into a database, and into the ledger what each of them has to get. Ids count from 1."""

    def __init__(self, world: World, ledger: Ledger, dice: Random) -> None:
        self.people = 0
        self._world = world
        self._ledger = ledger
        self._dice = dice
        self._content = LiveContent.open(CHECKOUT / "content")
        self._interactions = count(1)
        self._rare = cycle(KINDS[1:])

    async def come(self, store: Store, weekly: int, others: int | Sequence[str]) -> None:
        """So many whose weekly message is due, and others with these kinds.

        If only their number is said, each kind has its turn, and one shows something: in half of the cases
        that is a thread in a forum, which has no nonce.
        """
        rare = ("show", *islice(self._rare, others)) if isinstance(others, int) else others
        for kind in (*[KINDS[0]] * weekly, *rare):
            await self.bring(store, kind)

    async def bring(self, store: Store, kind: str) -> None:
        """Somebody for whom this kind of job is due since at most half an hour."""
        self.people += 1
        now = int(self._world.clock.now())
        bring: Callable[[Store, int, int], Awaitable[None]] = getattr(self, f"_{kind}")
        await bring(store, self.people, now - now % 60 + 60 * self._dice.randint(-30, 0))

    async def _weekly(self, store: Store, user: int, due: int) -> None:
        await put_member(store, due_at(self._world, user, due, self._dice.choice(ZONES)))
        self._ledger.weekly[user] = due

    async def _snoozed(self, store: Store, user: int, due: int) -> None:
        member = due_at(self._world, user, due + 3 * DAY)
        nudges = NudgeState(weekly_at=due + 3 * DAY, snooze_at=due, wake_at=due)
        await put_member(store, member._replace(nudges=nudges))
        self._ledger.expect(user, JobKey.of(JobKind.SNOOZED, due))

    async def _planned(self, store: Store, user: int, due: int) -> None:
        member = due_at(self._world, user, due + 3 * DAY)
        step = self._content.library.default.actions[0].current_steps[0]
        ref = self._content.library.default.actions[0].ref(step)
        nudges = NudgeState(weekly_at=due + 3 * DAY, snooze_at=due, planned=ref, wake_at=due)
        await put_member(store, member._replace(nudges=nudges))
        self._ledger.expect(user, JobKey.of(JobKind.PLANNED, due))

    async def _finished(self, store: Store, user: int, due: int) -> None:
        await put_member(store, due_at(self._world, user, due))
        progress = ProgressService(store, self._content, Names(store, self._content))
        for action in self._content.library.default.actions:
            await progress.tick(self._act(user, due - DAY), f"mlops-engineer/{action.id}")
        self._ledger.expect(user, JobKey.of(JobKind.FINISHED, due))

    async def _farewell(self, store: Store, user: int, due: int) -> None:
        told_on = due // DAY
        member = due_at(self._world, user, due)
        gone = member._replace(
            nudged=False, nudges=NudgeState(), seen_day=told_on - MEMBER_DAYS + NOTICE_DAYS
        )
        await put_member(store, gone)
        self._ledger.expect(user, JobKey.of(JobKind.FAREWELL, told_on * DAY))

    async def _welcome(self, store: Store, user: int, due: int) -> None:
        act = self._act(user, due)
        await Enrolment(store, self._content).start(act, Request(), None)
        self._ledger.expect(user, JobKey.of(JobKind.WELCOME, due))

    async def _test(self, store: Store, user: int, due: int) -> None:
        await put_member(store, due_at(self._world, user, due + 3 * DAY))
        await NudgeService(store, self._content).test(self._act(user, due))
        self._ledger.expect(user, JobKey.of(JobKind.TEST, due))

    async def _post(self, store: Store, user: int, due: int) -> None:
        self._world.person(user).roles = [payloads.LEARNERS]
        await self._note(store, user, due)

    async def _note(self, store: Store, user: int, due: int) -> None:
        """Their update may be posted only if they are still a moderator, else they are told."""
        updates, channel = UpdateService(store), int(self._world.open_direct(user)["id"])
        wording = Wording(f"Update of {user}", "Use aliases.")
        draft = await updates.draft(self._act(user, due - TEN_MINUTES), "Ada", wording, due)
        await updates.schedule(self._act(user, due - TEN_MINUTES), draft.id, due, channel)
        self._ledger.expect_update(user, wording.title)

    async def _owners_word(self, store: Store, user: int, due: int) -> None:
        async with store.transaction() as rows:
            await rows.jobs.add(NewJob(JobKind.OWNER, OWNER, due, about="15"), due, wait_until=due)

    async def _show(self, store: Store, user: int, due: int) -> None:
        """Half of it goes into a channel, half of it into a forum."""
        await self._posting(store, user, due)
        self._ledger.expect_shown(user)

    async def _trail(self, store: Store, user: int, due: int) -> None:
        """How far they are, with its picture."""
        await self._posting(store, user, due, ShownKind.TRAIL)
        self._ledger.expect_shown(user)

    async def _remove(self, store: Store, user: int, due: int) -> None:
        """What they take back stands already."""
        shown = await self._posting(store, user, due - TEN_MINUTES)
        message = post(shown)
        body = {"content": message.content, "components": message.view().to_components()}
        if shown.place == FORUM:
            put = threads.put(self._world, payloads.GUILD, {"name": shown.title, "message": body}, {})
        else:
            put = self._world.create(payloads.GENERAL, body, {})
        stands = shown.stands(put.channel, put.id)
        async with store.transaction() as rows:
            job = await rows.jobs.find(stands.key or 0, payloads.GUILD)
            assert job is not None
            await rows.jobs.settle(job, Ending(JobState.SENT, due - TEN_MINUTES, job.kind))
            await rows.shown.save(stands)
        await ShowingService(store, self._content).take_back(self._act(user, due), shown.id)
        self._ledger.expect_removal(user, put)

    async def _check_in(self, store: Store, user: int, due: int) -> None:
        """Somebody wrote below the last ones, or it would rest."""
        for thread in threads.threads(self._world, payloads.GENERAL):
            for _ in range(2):  # the first is not counted
                self._world.create(thread.id, {"content": "Here"}, {})
        await self._of_server(store, JobKind.CHECK_IN, user, due)

    async def _digest(self, store: Store, user: int, due: int) -> None:
        await self._of_server(store, JobKind.DIGEST, user, due)

    async def _notice(self, store: Store, user: int, due: int) -> None:
        """A role that the server chose could not be given."""
        refused = Refused(payloads.GUILD, Deed(payloads.LEARNERS, PHASE), RoleTrouble.REFUSED)
        await self._of_server(store, JobKind.NOTICE, user, due, str(refused))

    async def _of_server(
        self, store: Store, kind: JobKind, user: int, due: int, about: str = str(payloads.GENERAL)
    ) -> None:
        """In a second of its own, like a post."""
        at = due + user % 60 - 60
        new = NewJob(kind, payloads.GUILD, at, guild=payloads.GUILD, about=about)
        async with store.transaction() as rows:
            await rows.jobs.add(new, at, wait_until=at)
        self._ledger.expect_of_server(user, JobKey.of(kind, at))

    async def _role(self, store: Store, user: int, due: int) -> None:
        """They deleted everything, and their role has to go."""
        self._world.person(user).roles = [payloads.LEARNERS]
        async with store.transaction() as rows:
            await take_role(rows, user, payloads.GUILD, payloads.LEARNERS, due + user % 60 - 60)
        self._ledger.expect_role_gone(user)

    async def _posting(self, store: Store, user: int, at: int, kind: ShownKind = ShownKind.HELP) -> Shown:
        """In a second of their own: a server has but one post a second. They want no messages."""
        at += user % 60 - 60
        member = due_at(self._world, user, at)
        await put_member(store, member._replace(nudged=False, nudges=NudgeState()))
        place, picture = payloads.GENERAL, None
        if kind is ShownKind.TRAIL:
            picture = str(sketch(Progress(self._content.library.default), ActiveWeeks(0, 0)))
        elif user % 2:
            kind, place = ShownKind.SHOWCASE, FORUM
        draft = Shown(0, user, payloads.GUILD, kind, "mlops-engineer/docker", ShownStage.DRAFT, at)
        new = draft._replace(name=f"Person {user}", title="Docker", place=place, picture=picture)
        showing = ShowingService(store, self._content)
        draft = await showing.begin(self._act(user, at), "mlops-engineer", new)
        posting, _ = await showing.post(self._act(user, at), draft.id)
        return posting

    def _act(self, user: int, at: int) -> Act:
        return Act(user, payloads.GUILD, user * 1_000 + next(self._interactions), at)
