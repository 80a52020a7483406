"""The log of everything sent unasked, and the claims that make each of it happen exactly once."""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from functools import partial

from sqlalchemy import bindparam, exists, or_, select, update

from bot.domain.due import Due, repeatable, taken_again
from bot.domain.members import Member
from bot.domain.nudge_state import Kind, delivered
from bot.domain.nudges import Nudge, Past, State
from bot.store.claims import LEASE, Claims
from bot.store.database import Database
from bot.store.members import find, member_of, save
from bot.store.nudge_rows import ASKED, add_rows, free_second, named, nudge_of, taken_up, unknown
from bot.store.tables import members, nudges


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one claim came to. `more` says that somebody may still be due."""

    nudges: tuple[Nudge, ...]
    missed: int
    more: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A nudge right before it is sent, with its member as they are now and what they were sent before.

    `opening` says that a letter which may open the member's DM is on its way.
    """

    nudge: Nudge
    member: Member
    past: tuple[Past, ...]
    opening: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """What a settled nudge leaves: the message it became, about which action, or why there is none."""

    channel: int | None = None
    message: int | None = None
    action: str | None = None
    reason: str | None = None


NO_TRACE = Trace()

# Written out in the statement: only then does SQLite see that the index of what is open will do.
_OPEN = nudges.c.state.in_(
    bindparam("open", (State.CLAIMED.value, State.WAITING.value), expanding=True, literal_execute=True)
)
_LEFT = _OPEN & (nudges.c.lease_until <= bindparam("now"))
_THIS = nudges.c.id == bindparam("nudge")
_THEIRS = nudges.c.user_id == bindparam("user")

# What is asked for every single nudge is built once: building it takes longer than asking it.
_ANYTHING = select(
    or_(exists().where(members.c.wake_at <= bindparam("now")), exists().select_from(nudges).where(_LEFT))
)
_OTHER = nudges.alias()
_OPENING = exists().where(
    _OTHER.c.user_id == members.c.user_id,
    _OTHER.c.kind.in_((Kind.WELCOME, Kind.TEST)),
    _OTHER.c.state.in_((State.CLAIMED, State.WAITING)),
)
_STANDING = (
    select(members, _OPENING.label("opening"))
    .join(nudges, nudges.c.user_id == members.c.user_id)
    .where(_THIS, nudges.c.state == State.CLAIMED)
)
_PAST = (
    select(nudges.c.sent_at, nudges.c.action, nudges.c.message, nudges.c.kind)
    .where(_THEIRS, nudges.c.state == State.SENT)
    .where(nudges.c.kind.in_((Kind.WEEKLY, Kind.SNOOZED)))
)
# What was given up may have arrived all the same, as a click on it shows.
_UNSETTLED = or_(_OPEN, (nudges.c.state == State.FAILED) & (bindparam("new_state") == State.SENT))
_SETTLE = (
    update(nudges)
    .where(_THIS, _UNSETTLED)
    .values({name: bindparam(f"new_{name}") for name in ("state", "sent_at", *asdict(NO_TRACE))})
)


class NudgeStore(Claims):
    """Claims, settles and remembers nudges. Every method may raise StoreUnavailable; nothing changed then."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, nudges)

    async def anything(self, now: int) -> bool:
        """Whether a look is worth a transaction: somebody is due, or something was left behind."""
        async with self._database.reading() as connection:
            return bool((await connection.execute(_ANYTHING, {"now": now})).scalar_one())

    async def claim(self, now: int, limit: int, *, sure_from: int = 0) -> Claimed:
        """Take up what is due, oldest first, for at most `limit` members: one transaction.

        Each nudge gets its row, each member their next due time, and nobody else claims it for a minute. What
        was due before `sure_from` may have been sent by a bot of which this database knows nothing.
        """
        woken = select(members).where(members.c.wake_at <= now).order_by(members.c.wake_at).limit(limit)
        async with self._database.writing() as connection:
            found = [member_of(row) for row in await connection.execute(woken)]
            decided = [taken_up(member, now) for member in found]
            await save(connection, [member for member, _ in decided])
            due = [(member.id, due) for member, due in decided if due is not None]
            rows = await add_rows(connection, await unknown(connection, due), now)
        claimed = tuple(
            nudge_of(row, unsure=row.due_at < sure_from) for row in rows if row.state == State.CLAIMED
        )
        still = any(
            member.nudges.wake_at is not None and member.nudges.wake_at <= now for member, _ in decided
        )
        return Claimed(claimed, missed=len(rows) - len(claimed), more=len(found) == limit or still)

    async def take_over(self, now: int, limit: int, but: Collection[int]) -> tuple[Nudge, ...]:
        """Claim again what was left behind: claims that ran out, and tries whose time has come.

        `but` are the nudges in flight here.
        """
        query = (
            select(nudges).where(_LEFT, nudges.c.id.not_in(but)).order_by(nudges.c.lease_until).limit(limit)
        )
        async with self._database.writing() as connection:
            rows = (await connection.execute(query, {"now": now})).all()
            again = {"state": State.CLAIMED, "lease_until": now + LEASE}
            ids = [row.id for row in rows]
            await connection.execute(update(nudges).where(nudges.c.id.in_(ids)).values(again))
        return tuple(nudge_of(row, unsure=row.state == State.CLAIMED) for row in rows)

    async def add(self, user_id: int, kind: Kind, at: int, due_at: int | None = None) -> Nudge | State:
        """Claim one, in the member's own click unless it is a farewell; due now, if it was not due before.

        If this very one exists already, or another of its kind is on its way: where that one stands.
        """
        due = at if due_at is None else due_at
        same = (nudges.c.kind == kind) & ((nudges.c.due_at == due) | _OPEN)
        there = select(nudges.c.state).where(nudges.c.user_id == user_id, same).limit(1)
        async with self._database.writing() as connection:
            state = (await connection.execute(there)).scalar()
            if state is not None:
                return State(state)
            free = await free_second(connection, user_id, due)
            why = None if kind is Kind.FAREWELL else ASKED
            rows = await add_rows(connection, [(user_id, Due(kind, free))], at, why)
            if kind is Kind.WEEKLY and (member := await find(connection, user_id)):
                await save(connection, [taken_again(member, kind, free, at)])
        return nudge_of(rows[0])

    async def standing(self, nudge: Nudge) -> Standing | None:
        """The nudge, if it is claimed as before, and its member; None if either is gone."""
        ids = {"nudge": nudge.id, "user": nudge.user}
        async with self._database.reading() as connection:
            row = (await connection.execute(_STANDING, ids)).first()
            if row is None:
                return None
            sent = await connection.execute(_PAST, ids)
        past = tuple(Past(r.sent_at, r.action, r.message, Kind(r.kind)) for r in sent)
        return Standing(nudge, member_of(row), past, bool(row.opening))

    async def clicked(self, name: str, user_id: int, arrived: int, at: int) -> None:
        """A click on a message proves that it arrived: settle it, if nobody knew. Both in epoch seconds.

        `name` is what its button carries: its key, or in the first edition's messages its number.
        """
        this = named(name)
        if this is None:
            return
        unknown_end = nudges.c.state.in_((State.CLAIMED, State.FAILED))
        query = select(nudges).where(this, nudges.c.user_id == user_id, unknown_end)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).first()
        if row is not None:
            nudge = nudge_of(row)
            change = partial(delivered, kind=nudge.kind, at=at, due_at=nudge.due_at)
            await self.settle(nudge, State.SENT, arrived, change)

    async def last_refused(self, user_id: int) -> Nudge | None:
        """The member's newest weekly or snoozed nudge that Discord refused."""
        query = (
            select(nudges)
            .where(nudges.c.user_id == user_id, nudges.c.state == State.REFUSED)
            .where(nudges.c.kind.in_((Kind.WEEKLY, Kind.SNOOZED)))
            .order_by(nudges.c.due_at.desc())
            .limit(1)
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).first()
        return nudge_of(row) if row else None

    async def reclaim(self, nudge: Nudge, at: int) -> Nudge | None:
        """Claim one that was refused for the try that its member asks for.

        None if somebody was quicker, or if its week has had another one since.
        """
        refused = (nudges.c.id == nudge.id) & (nudges.c.state == State.REFUSED)
        again = {"state": State.CLAIMED, "claimed_at": at, "lease_until": at + LEASE, "reason": ASKED}
        async with self._database.writing() as connection:
            member = await find(connection, nudge.user)
            if member is None or not repeatable(member, nudge.kind, nudge.due_at):
                return None
            if not (await connection.execute(update(nudges).where(refused).values(again))).rowcount:
                return None
            await save(connection, [taken_again(member, nudge.kind, nudge.due_at, at)])
        return replace(nudge, claimed_at=at, asked=True)

    async def settle(
        self,
        nudge: Nudge,
        state: State,
        at: int,
        change: Callable[[Member], Member] = lambda member: member,
        trace: Trace = NO_TRACE,
    ) -> bool:
        """Say what became of a claimed nudge, and what that means for its member: one transaction.

        False, and nothing changes, if it was settled before.
        """
        values = {"state": state, "sent_at": at if state is State.SENT else None, **asdict(trace)}
        settled = {"nudge": nudge.id, **{f"new_{name}": value for name, value in values.items()}}
        async with self._database.writing() as connection:
            if not (await connection.execute(_SETTLE, settled)).rowcount:
                return False
            member = await find(connection, nudge.user)
            if member is not None and (after := change(member)) != member:
                await save(connection, [after])
        return True

    async def wait(self, ids: Collection[int], until: int, *, tried: bool = True) -> None:
        """Put claimed nudges that Discord does not have back, to be tried from `until` on."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(nudges)
                .where(nudges.c.id.in_(ids), nudges.c.state == State.CLAIMED)
                .values(state=State.WAITING, lease_until=until, attempts=nudges.c.attempts + int(tried))
            )

    async def becomes(self, nudge: Nudge, kind: Kind) -> None:
        """Note that a nudge has become another kind before it is sent."""
        async with self._database.writing() as connection:
            await connection.execute(update(nudges).where(nudges.c.id == nudge.id).values(kind=kind))
