"""How things stand in a database file, in the words of the record: alone here the tests look into tables.

Whoever changes the tables changes this module, and neither the tests nor the record.
"""

import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.members import UNTIL_BACK, WEEKDAYS
from tests.upgrade.record import first_edition

TABLES = (
    "members", "changes", "marks", "clicks", "member_guilds", "jobs", "guilds", "updates",
    "update_changes", "passed",
)  # fmt: skip

MESSAGES = "kind NOT IN ('post', 'note', 'owner')"
"""What the first edition kept in a table of its own, `nudges`."""

_STANDING = """
    SELECT user_id, roadmap, ref AS action, state, evidence
    FROM changes JOIN marks ON marks.change_id = changes.id
    WHERE changes.undone_by IS NULL AND NOT follows ORDER BY changes.id
"""


class Standing:
    """Reads a file anew each time it is asked, also while the bot works on it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        record = first_edition()
        self._names = {each["id"]: name for name, each in record["people"].items()}
        self._servers = {each["id"]: name for name, each in record["servers"].items()}

    # What all of it comes to

    def rows(self) -> dict[str, int]:
        """How many rows each table of the first edition has, wherever they are kept now."""
        rows = {table: self._number(f"SELECT count(*) FROM {table}") for table in TABLES}  # noqa: S608
        rows["nudges"] = self._number(f"SELECT count(*) FROM jobs WHERE {MESSAGES}")  # noqa: S608
        rows["marks"] = self._number("SELECT count(*) FROM marks WHERE NOT follows")
        del rows["jobs"]
        return rows

    def taken_back(self) -> int:
        """How many changes were taken back."""
        return self._number("SELECT count(*) FROM changes WHERE undone_by IS NOT NULL")

    def ways(self) -> dict[str, dict[str, str]]:
        """What everybody's actions are, done or skipped, in every roadmap."""
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for row in self._ask(_STANDING):
            found[self._names[row["user_id"]]][f"{row['roadmap']}/{row['action']}"] = row["state"]
        return dict(found)

    def evidence(self) -> dict[str, str]:
        """The links that stand beside ticks."""
        return {
            f"{self._names[row['user_id']]} {row['roadmap']}/{row['action']}": row["evidence"]
            for row in self._ask(_STANDING)
            if row["evidence"]
        }

    def jobs(self) -> dict[str, dict[str, int]]:
        """How many messages of each kind stand how."""
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        query = f"SELECT kind, state, count(*) AS number FROM jobs WHERE {MESSAGES} GROUP BY kind, state"  # noqa: S608
        for row in self._ask(query):
            found[row["kind"]][row["state"]] = row["number"]
        return dict(found)

    def reasons(self) -> dict[str, int]:
        """Why messages did not arrive, and how many."""
        return self._counts("reason", f"jobs WHERE {MESSAGES} AND reason IS NOT NULL")

    def changes_of_updates(self) -> dict[str, int]:
        """What was done with updates, and how often."""
        return self._counts("what", "update_changes")

    def questions(self) -> int:
        """How much of what was asked in vain there is still."""
        return self._number("SELECT count(*) FROM questions")

    def passed(self) -> dict[str, str]:
        """Who passed which exam when, and the link that shows it."""
        return {
            f"{self._names[row['user_id']]} {row['exam']}": (
                f"on {_day(row['day'])}, {row['link'] or 'no link'}"
            )
            for row in self._ask("SELECT * FROM passed")
        }

    def updates(self) -> list[dict[str, Any]]:
        """Every update: whose server, which title, where it stands and why, where it was posted."""
        return [self._update(row) for row in self._ask("SELECT * FROM updates ORDER BY id")]

    # One thing alone

    def member(self, name: str) -> dict[str, Any] | None:
        """Everything about somebody, what is empty or off left out; None for whom nothing is stored."""
        user = first_edition()["people"][name]["id"]
        found = self._ask("SELECT * FROM members WHERE user_id = ?", user)
        if not found:
            return None
        places = self._ask("SELECT guild_id FROM member_guilds WHERE user_id = ? ORDER BY at, guild_id", user)
        words = _member_words(found[0], [self._servers[place["guild_id"]] for place in places])
        return {key: value for key, value in words.items() if value}

    def way(self, name: str) -> dict[str, str]:
        """What somebody's actions are."""
        return self.ways().get(name, {})

    def job(self, number: int) -> str:
        """How the message with this number stands."""
        return str(
            self._ask("SELECT state FROM jobs WHERE number = ? AND kind <> 'post'", number)[0]["state"]
        )

    def update(self, number: int) -> dict[str, Any]:
        """One update, with its text and time."""
        row = self._ask("SELECT * FROM updates WHERE id = ?", number)[0]
        more = {"text": row["text"], "about": row["about"], "for": _moment(row["scheduled_at"])}
        return {**self._update(row), **more}

    def server(self, name: str) -> dict[str, Any]:
        """What is set in a server."""
        server = first_edition()["servers"][name]["id"]
        row = self._ask("SELECT * FROM guilds WHERE guild_id = ?", server)[0]
        return {
            "channel for updates": row["updates_channel"],
            "role to ping": row["ping_role"],
            "moderators' role": row["moderator_role"],
            "time zone": row["zone"],
            "publishes": bool(row["publish"]),
            "left": row["left_at"] is not None,
        }

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables, to be compared."""
        return {
            table: [tuple(row) for row in self._ask(f"SELECT * FROM {table} ORDER BY 1, 2, 3")]  # noqa: S608
            for table in TABLES
        }

    def _update(self, row: sqlite3.Row) -> dict[str, Any]:
        words = {
            "number": row["id"],
            "in": self._servers[row["guild_id"]],
            "title": row["title"],
            "stage": row["state"],
            "why": row["reason"],
        }
        if row["message"]:
            words |= {"channel": row["channel"], "message": row["message"]}
        return {key: value for key, value in words.items() if value is not None}

    def _counts(self, column: str, where: str) -> dict[str, int]:
        rows = self._ask(f"SELECT {column}, count(*) AS number FROM {where} GROUP BY {column}")  # noqa: S608
        return {row[column]: row["number"] for row in rows}

    def _number(self, sql: str) -> int:
        return int(next(iter(tuple(self._ask(sql)[0]))))

    def _ask(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self._file)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql, values).fetchall()


def _member_words(row: sqlite3.Row, places: list[str]) -> dict[str, Any]:
    due = [at for at in (row["weekly_at"], row["snooze_at"]) if at]
    pause = row["paused_until"]
    goal_by = "no day" if row["goal_by"] is None else _day(row["goal_by"])
    return {
        "roadmap": row["roadmap"],
        "used /start": bool(row["started"]),
        "used it in": places,
        "wants messages": bool(row["nudged"]),
        "day": WEEKDAYS[row["weekday"] - 1],
        "time": f"{row['minute'] // 60:02d}:{row['minute'] % 60:02d}",
        "zone": row["zone"],
        "next": _moment(max(min(due), row["wake_at"] or 0)) if due else None,
        "paused until": "they are back" if pause == UNTIL_BACK else _moment(pause),
        "resting": bool(row["resting"]),
        "unanswered": row["unanswered"],
        "refused since": _moment(row["refused_at"]),
        "told of it": row["told_at"] is not None,
        "goal": row["goal"] and f"{row['goal']} by {goal_by}",
        "told of its end": bool(row["goal"] and row["goal_told"]),
        "seen on": _day(row["seen_day"]),
        "direct messages": row["dm_channel"],
    }


def _moment(at: int | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(number: int) -> str:
    return (datetime.fromtimestamp(0, UTC) + timedelta(days=number)).date().isoformat()
