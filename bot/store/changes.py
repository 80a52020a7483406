"""Progress as a log: every tick and skip adds a change, every undo signs one; nothing is rewritten."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    case,
    false,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from bot.domain.acts import Act
from bot.domain.journey import Marked
from bot.domain.marks import Change, LoggedMark, Mark, MarkState
from bot.domain.members import Member
from bot.domain.ticks import Place
from bot.store.columns import NUMBER, Moment, Snowflake, member_id, metadata
from bot.store.connection import Executes, Queries
from bot.store.functions import RowsAsJson
from bot.store.members import member_of, members
from bot.store.prepared import Prepared

RECENT = 64
"""Of how many members is kept what they marked, as it was read last: 50 kB of somebody halfway, 800 kB of
eight hundred marks. Who is on their way asks again and again, with each letter that they type into `/done`,
and most of what that takes is to read and to work out the same."""

# The log of progress: rows are added and, when taken back, signed; never rewritten, but for instants that a
# clock which was ahead has written. Numbers are never given twice, so that an old Undo button can't hit a
# later change.
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("id", NUMBER, primary_key=True),
    member_id(nullable=False),
    sa.Column("roadmap", sa.String, nullable=False),
    sa.Column("interaction_id", Snowflake, nullable=False, unique=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("undone_by", Snowflake, unique=True),
    sa.Column("undone_at", Moment),
    sa.Index(None, "user_id", "id"),
    sqlite_autoincrement=True,
)

marks = sa.Table(
    "marks",
    metadata,
    sa.Column("change_id", sa.BigInteger, sa.ForeignKey("changes.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("ref", sa.String, primary_key=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("evidence", sa.String),
    sa.Column("ordinal", sa.Integer),
    sa.Column("repeat", sa.Integer),
    sa.Column("follows", sa.Boolean, nullable=False, server_default=false()),
    sa.Column("undone_by", Snowflake),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Log:
    """Who a member is (None when unknown), and what they marked: in JSON, an array for each mark.

    Most commands ask only for what is `marked`, which may be `known`: the changes behind it are put together
    where somebody asks.
    """

    member: Member | None
    text: str = "[]"
    known: Marked | None = None

    @cached_property
    def marked(self) -> Marked:
        """What stands of it."""
        if self.known:
            return self.known
        found: defaultdict[str, list[LoggedMark]] = defaultdict(list)
        for number, roadmap, at, undone_by, _, ref, state, evidence, ordinal, repeat, follows in self._rows:
            if undone_by is None:
                logged = (number, at, ref, _STATES[state], evidence, ordinal, repeat, follows == 1)
                found[roadmap].append(_tuple(LoggedMark, logged))
        return Marked(found)

    @cached_property
    def standing(self) -> tuple[Change, ...]:
        """The changes that stand, in every roadmap."""
        return tuple(_change(rows) for rows in self._by_change if rows[0][3] is None)

    @cached_property
    def again(self) -> Change | None:
        """The change that this very act made or took back when it was first delivered.

        What fell with it stands then, as it did before.
        """
        return next((_change(rows) for rows in self._by_change if rows[0][4]), None)

    @property
    def _by_change(self) -> Iterator[Sequence[Sequence[Any]]]:
        return (list(rows) for _, rows in groupby(self._rows, key=itemgetter(0)))

    @cached_property
    def _rows(self) -> Sequence[Sequence[Any]]:
        # By change, then by what was marked: of what stands between them nothing differs within a change.
        return sorted(json.loads(self.text))


class Known(NamedTuple):
    """A log as it was read, and its state: its newest change, how many were taken back, the latest instant.

    In one state a log is always the same: numbers are never given twice, what was taken back stays so, who
    writes into a log is alone with it, and where a clock was ahead the latest instant becomes an earlier one.
    A revision that changes marks otherwise is not seen by processes that run on.

    What is `marked` is kept from the second time on. Most logs are asked for once, as by a weekly message,
    and of several hundred parts each takes its time whenever Python looks for garbage.
    """

    newest: int = -1
    undone: int = -1
    latest: int = -1
    text: str = "[]"
    marked: Marked | None = None


# SQLite would look for NULL in the index of undone_by, where nearly every change of everybody has it; a sum
# is not to be found in an index, so that it looks for the member's own changes.
_STANDS = (changes.c.undone_by + 0).is_(None)
_NONE = false()


def _query(
    whose: ColumnElement[bool], again: ColumnElement[bool] = _NONE, fell: ColumnElement[bool] = _NONE
) -> Select[Any]:
    """Members, each with their log in one statement: the hot path of every command.

    The log is one text of JSON, because who is far along has hundreds of marks, and to make a row of each
    would take most of the time. `again` picks a change, though it may be taken back; `fell` marks, though
    they fell with one that was.
    """
    change = (changes.c.id, changes.c.roadmap, changes.c.at, changes.c.undone_by, again)
    mark = (marks.c.ref, marks.c.state, marks.c.evidence, marks.c.ordinal, marks.c.repeat, marks.c.follows)
    log = (
        select(RowsAsJson(*change, *mark))
        .join_from(changes, marks, marks.c.change_id == changes.c.id)
        .where(changes.c.user_id == members.c.user_id)
        .where(or_(_STANDS, again), or_(marks.c.undone_by.is_(None), fell))
    )
    return select(members, log.scalar_subquery().label("log")).where(whose)


def _unless_known() -> Select[Any]:
    """A member with the state of their log, and the log itself, unless it is in the state that is known."""
    state = (
        select(
            func.coalesce(func.max(changes.c.id), 0).label("newest"),
            func.count(changes.c.undone_by).label("undone"),
            func.coalesce(func.max(changes.c.at), 0).label("latest"),
        )
        .where(changes.c.user_id == bindparam("user"))
        .subquery("state")
    )
    other = or_(*(column != bindparam(column.key, -1, sa.BigInteger) for column in state.c))
    *member, log = _query(_ONE).selected_columns
    shown = (*member, *state.c, case((other, log)).label("log"))
    return select(*shown).join_from(members, state, true()).where(_ONE)


_ONE = members.c.user_id == bindparam("user")
_THIS: BindParameter[int] = bindparam("interaction")
STANDING = Prepared(_unless_known())
_MADE_BY = Prepared(_query(_ONE, changes.c.interaction_id == _THIS))
_UNDONE_BY = Prepared(_query(_ONE, changes.c.undone_by == _THIS, marks.c.undone_by == _THIS))
_OF_SEVERAL = _query(members.c.user_id.in_(bindparam("users", expanding=True)))


class Changes(Queries):
    """Reads and writes what members did.

    What is asked for again is known where one lives long enough, as the reader's does.
    """

    def __init__(self, connection: Executes) -> None:
        super().__init__(connection)
        self._recent: dict[int, Known] = {}

    async def of(self, user_id: int) -> Log:
        """A member and what stands of their changes."""
        recent = self._recent  # of now: what is let go meanwhile does not come back
        known = recent.pop(user_id, _UNKNOWN)
        state = {"newest": known.newest, "undone": known.undone, "latest": known.latest}
        row = await self._connection.first(STANDING, {"user": user_id, **state})
        if row is None:
            return Log(None)
        if row.log is None:
            log = Log(member_of(row), known.text, known.marked)
            known = known._replace(marked=log.marked)
        else:
            log = _log(row)
            known = Known(row.newest, row.undone, row.latest, row.log)
        if len(recent) >= RECENT:
            del recent[next(iter(recent))]
        recent[user_id] = known
        return log

    def let_go(self) -> None:
        """Keep nothing of what was read, nor of what is being read, whoever it is about."""
        self._recent = {}

    async def made_by(self, act: Act) -> Log:
        """The same for who acts, with the change that this act made before."""
        return await self._log(_MADE_BY, user=act.user, interaction=act.interaction)

    async def undone_by(self, act: Act) -> Log:
        """The same, with the change that this act took back before."""
        return await self._log(_UNDONE_BY, user=act.user, interaction=act.interaction)

    async def of_several(self, user_ids: Sequence[int]) -> list[Log]:
        """The logs of those of these members who are known."""
        return [_log(row) for row in await self._connection.execute(_OF_SEVERAL, {"users": user_ids})]

    async def add(self, act: Act, roadmap: str, made: Sequence[Mark], at: int | None = None) -> Change:
        """Store what an act marked, as of its own instant or of an earlier one (epoch seconds)."""
        wanted = tuple(sorted(made, key=lambda mark: mark.ref))
        when = act.at if at is None else at
        row = {"user_id": act.user, "interaction_id": act.interaction, "roadmap": roadmap, "at": when}
        stored = await self._connection.execute(insert(changes).values(row).returning(changes.c.id))
        change = Change(stored.scalar_one(), roadmap, when, wanted)
        await self._connection.execute(
            insert(marks), [{"change_id": change.id, **m._asdict()} for m in wanted]
        )
        return change

    async def undo(self, act: Act, change: Change, fallen: Collection[Place] = ()) -> Change:
        """Sign a change as taken back, and the marks of others that fall with it."""
        signed = {"undone_by": act.interaction, "undone_at": act.at}
        await self._connection.execute(update(changes).where(changes.c.id == change.id).values(signed))
        for number, ref in fallen:
            this = (marks.c.change_id == number, marks.c.ref == ref)
            await self._connection.execute(update(marks).where(*this).values(undone_by=act.interaction))
        return change._replace(undone=True)

    async def _log(self, query: Prepared, **parameters: int) -> Log:
        row = await self._connection.first(query, parameters)
        return _log(row) if row else Log(None)


_UNKNOWN = Known()
_STATES = {state.value: state for state in MarkState}
_tuple = tuple.__new__
"""Makes a named tuple without a call of Python's: of hundreds that is a tenth of a command."""


def _log(row: Any) -> Log:
    return Log(member_of(row), row.log)


def _change(rows: Sequence[Sequence[Any]]) -> Change:
    number, roadmap, at, undone_by, _ = rows[0][:5]
    return Change(number, roadmap, at, tuple(_mark(*row[5:]) for row in rows), undone_by is not None)


def _mark(
    ref: str, state: str, evidence: str | None, ordinal: int | None, repeat: int | None, follows: bool
) -> Mark:
    return Mark(ref, _STATES[state], evidence, ordinal, repeat, bool(follows))
