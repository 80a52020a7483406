"""Progress as a log: every tick and skip adds a change, every undo signs one; nothing is rewritten."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    false,
    insert,
    or_,
    select,
    update,
)

from bot.domain.acts import Act
from bot.domain.journey import Marked
from bot.domain.marks import Change, LoggedMark, Mark, MarkState
from bot.domain.members import Member
from bot.domain.ticks import Place
from bot.store.columns import NUMBER, Moment, Snowflake, member_id, metadata
from bot.store.connection import Queries
from bot.store.functions import RowsAsJson
from bot.store.members import member_of, members
from bot.store.prepared import Prepared

RECENT = 64
"""Of how many logs it is known that they were asked for. Who is on their way asks again and again, with each
letter that they type into `/done`, and most of what that takes is to work out the same."""

# The log of progress: rows are added and, when taken back, signed; never rewritten. Numbers are never
# given twice, so that an old Undo button can't hit a later change.
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

    Most commands ask only for what is `marked`: the changes behind it are put together where somebody asks.
    """

    member: Member | None
    text: str = "[]"

    @property
    def marked(self) -> Marked:
        """What stands of it; the same again to who asks again."""
        asked = _asked(self.text)
        marked = asked.marked or _marked(self.text)
        asked.marked = marked if asked.before else None
        asked.before = True
        return marked

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
        return (list(rows) for _, rows in groupby(_rows(self.text), key=itemgetter(0)))


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


_ONE = members.c.user_id == bindparam("user")
_THIS: BindParameter[int] = bindparam("interaction")
STANDING = Prepared(_query(_ONE))
_MADE_BY = Prepared(_query(_ONE, changes.c.interaction_id == _THIS))
_UNDONE_BY = Prepared(_query(_ONE, changes.c.undone_by == _THIS, marks.c.undone_by == _THIS))
_OF_SEVERAL = _query(members.c.user_id.in_(bindparam("users", expanding=True)))


class Changes(Queries):
    """Reads and writes what members did."""

    async def of(self, user_id: int) -> Log:
        """A member and what stands of their changes."""
        return await self._log(STANDING, user=user_id)

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


_STATES = {state.value: state for state in MarkState}
_tuple = tuple.__new__
"""Makes a named tuple without a call of Python's: of hundreds that is a tenth of a command."""


def _log(row: Any) -> Log:
    return Log(member_of(row), row.log)


class _Asked:
    """A log that was asked for: what it comes to is kept from the second time on.

    Most are asked for once, as by a weekly message. What is kept has some hundred parts, and each of them
    takes its time whenever Python looks for garbage.
    """

    before = False
    marked: Marked | None = None


@lru_cache(RECENT)
def _asked(_: str) -> _Asked:
    return _Asked()


def _marked(text: str) -> Marked:
    found: defaultdict[str, list[LoggedMark]] = defaultdict(list)
    for number, roadmap, at, undone_by, _, ref, state, evidence, ordinal, repeat, follows in _rows(text):
        if undone_by is None:
            logged = (number, at, ref, _STATES[state], evidence, ordinal, repeat, follows == 1)
            found[roadmap].append(_tuple(LoggedMark, logged))
    return Marked(found)


def _rows(text: str) -> Sequence[Sequence[Any]]:
    # By change, then by what was marked: of what stands between them nothing differs within a change.
    return sorted(json.loads(text))


def _change(rows: Sequence[Sequence[Any]]) -> Change:
    number, roadmap, at, undone_by, _ = rows[0][:5]
    return Change(number, roadmap, at, tuple(_mark(*row[5:]) for row in rows), undone_by is not None)


def _mark(
    ref: str, state: str, evidence: str | None, ordinal: int | None, repeat: int | None, follows: bool
) -> Mark:
    return Mark(ref, _STATES[state], evidence, ordinal, repeat, bool(follows))
