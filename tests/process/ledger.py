"""What was due, what stands in the database, and what reached people: counted from outside the bot."""

import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.custom_id import read
from bot.domain.due import RESTS_AFTER
from bot.domain.nudges import read_key
from bot.store.claims import LEASE
from tests.process.people import WEEK
from tests.standin.messages import walk
from tests.standin.world import World

Dues = Counter[tuple[int, int]]
"""How often something happened for a member and a due time (epoch seconds)."""


@dataclass(frozen=True)
class Count:
    """What was due and never came, and what came more than once."""

    due: int
    lost: Dues
    doubled: Dues


class Ledger:
    """The books of a drill. `first_due` says of each member when their first nudge is due (epoch seconds)."""

    def __init__(self, file: Path, world: World) -> None:
        self.first_due: dict[int, int] = {}
        self._file = file
        self._world = world

    def oldest(self, now: int) -> int:
        """The earliest due time of what was not seen to yet; `now`, if there is none."""
        (row,) = self._ask(
            "SELECT min(due) FROM (SELECT due_at AS due FROM nudges WHERE state IN ('claimed', 'waiting') "
            "UNION ALL SELECT weekly_at FROM members)"
        )
        return min(now, row[0] or now)

    def next_look(self) -> int:
        """When the first of what waits is looked at again."""
        ((found,),) = self._ask(
            "SELECT min(at) FROM (SELECT lease_until AS at FROM nudges WHERE state IN ('claimed', 'waiting') "
            "UNION ALL SELECT wake_at FROM members)"
        )
        return int(found)

    def open(self, end: int) -> bool:
        """Whether anything that was due by then still waits."""
        (row,) = self._ask(
            "SELECT EXISTS (SELECT 1 FROM nudges WHERE state IN ('claimed', 'waiting')) "
            "OR EXISTS (SELECT 1 FROM members WHERE weekly_at <= ?)",
            end,
        )
        return bool(row[0])

    def open_rows(self, end: int) -> list[Any]:
        """The same, row by row; due times alone where nothing was taken up."""
        rows = self._ask(
            "SELECT id, kind, state, due_at, lease_until, attempts FROM nudges "
            "WHERE state IN ('claimed', 'waiting')"
        )
        return rows + self._ask("SELECT user_id, weekly_at, wake_at FROM members WHERE weekly_at <= ?", end)

    def waiting(self, now: int) -> int:
        """How many are due now, or under way."""
        (row,) = self._ask(
            "SELECT (SELECT count(*) FROM nudges WHERE state = 'claimed' AND lease_until <= ?1 + ?2 "
            "OR state = 'waiting' AND lease_until <= ?1) "
            "+ (SELECT count(*) FROM members WHERE wake_at <= ?1)",
            now,
            LEASE,
        )
        return int(row[0])

    def moments(self, now: int) -> Counter[str]:
        """What stands where, after a kill."""
        arrived, found = self._arrived(), Counter[str]()
        for user, due in self._ask("SELECT user_id, due_at FROM nudges WHERE state = 'claimed'"):
            found["sent, not settled" if arrived[user, due] else "claimed, not sent"] += 1
        due = self._ask("SELECT count(*) FROM members WHERE wake_at <= ?", now)
        return found + Counter({"due, not claimed": due[0][0]})

    def count(self, end: int) -> Count:
        """What was due by then, and what came of it."""
        expected: Dues = Counter(
            (user, first + week * WEEK)
            for user, first in self.first_due.items()
            for week in range(RESTS_AFTER + 1)
            if first + week * WEEK <= end
        )
        came = self._arrived()
        return Count(
            expected.total(),
            lost=expected - came,
            doubled=Counter({due: times for due, times in came.items() if times > 1}),
        )

    def fate(self, user: int, due: int) -> str:
        """What the bot made of a due time."""
        columns = "kind, state, claimed_at - due_at, attempts, reason"
        found = self._ask(f"SELECT {columns} FROM nudges WHERE user_id = ? AND due_at = ?", user, due)  # noqa: S608
        return ", ".join(map(str, found[0])) if found else "no row"

    def _arrived(self) -> Dues:
        """What stands in the direct channels, by the due time that its buttons name."""
        arrived: Dues = Counter()
        for user in self.first_due:
            for message in self._world.delivered(user):
                ids = [part["custom_id"] for part in walk(message.components) if "custom_id" in part]
                press = read(ids[0])
                key = press and read_key(press.args[0])
                assert key, f"no key in {ids[0]}"
                arrived[user, key[1]] += 1
        return arrived

    def _ask(self, query: str, *values: int) -> list[Any]:
        connection = sqlite3.connect(self._file)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()
