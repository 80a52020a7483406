"""A member with the log of their changes, read in one statement: the hot path of every command."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, false, or_, select

from bot.domain.members import Member
from bot.domain.progress import Change, Mark, State
from bot.store.database import Executes
from bot.store.members import member_of
from bot.store.tables import changes, marks, members


@dataclass(frozen=True, slots=True)
class Log:
    """Who a member is (None when unknown), and their changes that stand, in every roadmap, oldest first.

    `again` is the change that this very interaction made or took back when it was first delivered.
    """

    member: Member | None
    standing: tuple[Change, ...]
    again: Change | None


# SQLite would look for NULL in the index of undone_by, where nearly every change of everybody has it; a sum
# is not to be found in an index, so that it looks for the member's own changes.
_STANDS = (changes.c.undone_by + 0).is_(None)


def _query(again: ColumnElement[bool], whose: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            members,
            changes.c.id.label("change_id"),
            changes.c.roadmap.label("change_roadmap"),
            changes.c.at,
            changes.c.undone_by,
            again.label("again"),
            marks.c.action,
            marks.c.state,
            marks.c.evidence,
        )
        .select_from(members)
        .outerjoin(changes, (changes.c.user_id == members.c.user_id) & or_(_STANDS, again))
        .outerjoin(marks, marks.c.change_id == changes.c.id)
        .where(whose)
        .order_by(changes.c.id, marks.c.action)
    )


_ONE = members.c.user_id == bindparam("user")
STANDING = _query(false(), _ONE)
MADE_BY = _query(changes.c.interaction_id == bindparam("interaction"), _ONE)
UNDONE_BY = _query(changes.c.undone_by == bindparam("interaction"), _ONE)
_OF_SEVERAL = _query(false(), members.c.user_id.in_(bindparam("users", expanding=True)))


async def read(connection: Executes, query: Select[Any], user_id: int, interaction: int | None = None) -> Log:
    """The log of a member; `query` says whether it matters what the interaction made or took back."""
    rows = (await connection.execute(query, {"user": user_id, "interaction": interaction})).all()
    return _log(rows) if rows else Log(None, (), None)


async def read_several(connection: Executes, user_ids: Sequence[int]) -> list[Log]:
    """The logs of those of these members who are known, without what an interaction did."""
    by_user: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in await connection.execute(_OF_SEVERAL, {"users": user_ids}):
        by_user[row.user_id].append(row)
    return [_log(rows) for rows in by_user.values()]


def _log(rows: Sequence[Row[Any]]) -> Log:
    marked = (row for row in rows if row.action is not None)  # who never changed anything is one bare row
    by_change = [list(group) for _, group in groupby(marked, key=lambda row: row.change_id)]
    return Log(
        member=member_of(rows[0]),
        standing=tuple(_change(group) for group in by_change if group[0].undone_by is None),
        again=next((_change(group) for group in by_change if group[0].again), None),
    )


def _change(rows: Sequence[Row[Any]]) -> Change:
    first = rows[0]
    return Change(
        id=first.change_id,
        roadmap=first.change_roadmap,
        at=first.at,
        marks=tuple(Mark(row.action, State(row.state), row.evidence) for row in rows),
        undone=first.undone_by is not None,
    )
