"""What was due, what stands in the database, and what reached people: counted from outside the bot."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.custom_id import Press, read
from bot.domain.due import PLAN_TOO_LATE, TOO_LATE
from bot.domain.jobs import JobKey, JobKind
from bot.domain.nudge_state import RESTS_AFTER
from bot.store.jobs import LEASE
from tests.process.people import WEEK
from tests.standin import payloads
from tests.standin.messages import Message, walk
from tests.standin.threads import threads
from tests.standin.world import World

Dues = Counter[tuple[int, str]]
"""How often something happened for somebody and a job of theirs: its key, or "update" for theirs."""

FORUM = payloads.forum_of(payloads.GUILD)
UPDATE = "update"
SHOWN = "shown"
REMOVED = "removed"
ROLELESS = "roleless"
TRAIL = "is on the trail"


@dataclass(frozen=True)
class Count:
    """What was due and never came, what came more than once, and how much of each family of jobs came."""

    due: int
    lost: Dues
    doubled: Dues
    came: Counter[str]


class Ledger:
    """The books of a drill. `weekly` says of each member when their first message is due (epoch seconds)."""

    def __init__(self, file: Path, world: World) -> None:
        self.weekly: dict[int, int] = {}
        self._once: dict[int, str] = {}
        self._titles: dict[str, int] = {}
        self._leaving: dict[int, int] = {}
        self._of_server: dict[str, int] = {}
        self._roles: set[int] = set()
        self._file = file
        self._world = world

    def expect(self, user: int, key: JobKey) -> None:
        """Somebody has to get this once."""
        self._once[user] = str(key)

    def expect_update(self, author: int, title: str) -> None:
        """An update of theirs has to be posted, or they have to be told why not."""
        self._once[author] = UPDATE
        self._titles[title] = author

    def expect_shown(self, user: int) -> None:
        """What they show has to be posted, or kept as a preview for a reason."""
        self._once[user] = SHOWN

    def expect_removal(self, user: int, message: Message) -> None:
        """A message of theirs has to go."""
        self._once[user] = REMOVED
        self._leaving[message.id] = user

    def expect_of_server(self, user: int, key: JobKey) -> None:
        """The server has to get this once, or nobody wants it any more; it came with this member."""
        self._of_server[str(key)] = user

    def expect_role_gone(self, user: int) -> None:
        """Their role has to be taken from them."""
        self._once[user] = ROLELESS
        self._roles.add(user)

    def forget_after(self, user: int) -> None:
        """Whoever came after this one is not in the copy that the database went back to."""
        self._of_server = {key: each for key, each in self._of_server.items() if each <= user}
        self.weekly = {each: due for each, due in self.weekly.items() if each <= user}
        self._once = {each: key for each, key in self._once.items() if each <= user}

    def oldest(self, now: int, file: Path | None = None) -> int:
        """The earliest due time of what was not seen to yet, there or in a copy; `now` if there is none.

        What was planned is too old two days sooner than the rest.
        """
        (row,) = self._ask(
            "SELECT min(due) FROM (SELECT due_at AS due FROM jobs WHERE state IN ('claimed', 'waiting') "
            "AND kind <> 'farewell' UNION ALL SELECT weekly_at FROM members "
            "UNION ALL SELECT due_at - ?1 FROM jobs WHERE kind = 'planned' "
            "AND state IN ('claimed', 'waiting') "
            "UNION ALL SELECT snooze_at - ?1 FROM members WHERE planned IS NOT NULL) AS dues",
            TOO_LATE - PLAN_TOO_LATE,
            file=file,
        )
        return min(now, row[0] or now)

    def next_look(self) -> int:
        """When the first of what waits is looked at again."""
        ((found,),) = self._ask(
            "SELECT min(at) FROM (SELECT lease_until AS at FROM jobs WHERE state IN ('claimed', 'waiting') "
            "UNION ALL SELECT wake_at FROM members) AS looks"
        )
        return int(found)

    def open(self, end: int) -> list[Any]:
        """What was due by then and still waits, row by row; due times alone where nothing was taken up."""
        rows = self._ask(
            "SELECT id, kind, state, due_at, lease_until, attempts FROM jobs "
            "WHERE state IN ('claimed', 'waiting')"
        )
        return rows + self._ask("SELECT user_id, weekly_at, wake_at FROM members WHERE weekly_at <= ?", end)

    def waiting(self, now: int) -> int:
        """How many are due now, or under way."""
        (row,) = self._ask(
            "SELECT (SELECT count(*) FROM jobs WHERE state = 'claimed' AND lease_until <= ?1 + ?2 "
            "OR state = 'waiting' AND lease_until <= ?1) "
            "+ (SELECT count(*) FROM members WHERE wake_at <= ?1)",
            now,
            LEASE,
        )
        return int(row[0])

    def moments(self, now: int) -> Counter[str]:
        """What stands where, after a kill."""
        arrived, found = self._arrived(), Counter[str]()
        claimed = self._ask(
            "SELECT jobs.owner, jobs.key, jobs.kind, author_id, shown.user_id FROM jobs "
            "LEFT JOIN updates ON jobs.kind IN ('post', 'note') AND updates.id = jobs.about "
            "LEFT JOIN shown ON jobs.kind IN ('show', 'trail') AND shown.id = jobs.about "
            "WHERE jobs.state = 'claimed'"
        )
        for owner, key, kind, author, shower in claimed:
            whose = (
                (shower, SHOWN)
                if shower
                else (author, UPDATE)
                if author
                else (payloads.OWNER if kind == JobKind.OWNER else owner, key)
            )
            found["sent, not settled" if arrived[whose] else "claimed, not sent"] += 1
        due = self._ask("SELECT count(*) FROM members WHERE wake_at <= ?", now)
        return found + Counter({"due, not claimed": due[0][0]})

    def count(self, end: int) -> Count:
        """What was due by then, and what came of it."""
        expected: Dues = Counter(
            (user, str(JobKey.of(JobKind.WEEKLY, first + week * WEEK)))
            for user, first in self.weekly.items()
            for week in range(RESTS_AFTER + 1)
            if first + week * WEEK <= end
        )
        expected.update(self._once.items())
        expected.update((payloads.GUILD, key) for key in self._of_server)
        came = self._arrived()
        return Count(
            expected.total(),
            lost=expected - came,
            doubled=Counter({due: times for due, times in came.items() if times > 1}),
            came=self._families(),
        )

    def fate(self, user: int, key: str) -> str:
        """What the bot made of a job."""
        columns = "kind, state, claimed_at - due_at, attempts, reason"
        found = self._ask(f"SELECT {columns} FROM jobs WHERE owner = ? AND key = ?", user, key)  # noqa: S608
        return ", ".join(map(str, found[0])) if found else "no row"

    def _arrived(self) -> Dues:
        """What stands in the direct channels and in the channel for updates, whoever still counts on it."""
        arrived = Counter((user, UPDATE if key.family == "n" else str(key)) for user, key in self._messages())
        arrived.update((self._titles[title], UPDATE) for title in self._posts())
        arrived.update((user, SHOWN) for user in self._shown())
        kept = self._ask("SELECT user_id FROM shown WHERE state = 'draft' AND reason IS NOT NULL")
        arrived.update((user, SHOWN) for (user,) in kept)
        arrived.update((user, REMOVED) for user in self._removed())
        arrived.update((user, ROLELESS) for user in self._roleless())
        arrived.update((payloads.GUILD, str(key)) for key in self._for_server())
        late = "state IN ('missed', 'withdrawn') AND kind IN ('check-in', 'digest')"
        arrived.update((payloads.GUILD, key) for (key,) in self._ask(f"SELECT key FROM jobs WHERE {late}"))  # noqa: S608
        return arrived

    def _families(self) -> Counter[str]:
        here = self._world.visible(payloads.GENERAL)
        trails = sum(TRAIL in each.content and bool(each.files) for each in here)
        shown = len(self._shown()) - trails
        posts = Counter({"u": len(self._posts()), "v": shown, "trail": trails, "r": len(self._removed())})
        posts += Counter({"g": len(self._roleless())}) + Counter(key.family for key in self._for_server())
        return posts + Counter(key.family for _, key in self._messages())

    def _shown(self) -> list[int]:
        """Who shows something, but for what is to go."""
        standing = self._standing().items()
        return [press.owner for message, press in standing if press.owner and message not in self._leaving]

    def _for_server(self) -> list[JobKey]:
        """The check-ins, if they have their thread, the digests, and the words to moderators."""
        found = ((message, press.key) for message, press in self._standing().items() if not press.owner)
        keys = [(message, key) for message, key in found if isinstance(key, JobKey)]
        whole = {key for message, key in keys if key.family != "c" or message in self._world.threads}
        return [key for _, key in keys if key in whole]

    def _roleless(self) -> list[int]:
        return [user for user in self._roles if not self._world.person(user).roles]

    def _removed(self) -> list[int]:
        standing = self._standing()
        return [user for message, user in self._leaving.items() if message not in standing]

    def _standing(self) -> dict[int, Press]:
        """What stands in #general and in the forum, by what a button says; what was emptied has none.

        A trail without its picture is none.
        """
        found = {}
        for channel in (payloads.GENERAL, *(thread.id for thread in threads(self._world, FORUM))):
            for message in self._world.visible(channel):
                ids = [part["custom_id"] for part in walk(message.components) if "custom_id" in part]
                bare = TRAIL in message.content and not message.files
                if ids and not bare and (press := read(ids[0])):
                    found[message.id] = press
        return found

    def _posts(self) -> list[str]:
        return [post.content.strip("*") for post in self._world.visible(payloads.UPDATES)]

    def _messages(self) -> list[tuple[int, JobKey]]:
        found = []
        for user in self._world.direct:
            for message in self._world.delivered(user):
                ids = [part["custom_id"] for part in walk(message.components) if "custom_id" in part]
                press = read(ids[0])
                assert press, f"nothing reads {ids[0]}"
                assert isinstance(press.key, JobKey), f"no key in {ids[0]}"
                found.append((user, press.key))
        return found

    def _ask(self, query: str, *values: int | str, file: Path | None = None) -> list[Any]:
        with closing(sqlite3.connect(file or self._file)) as connection:
            return connection.execute(query, values).fetchall()
