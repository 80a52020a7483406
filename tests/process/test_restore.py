"""Going back to a copy sends and posts nothing twice, whatever was sent since the copy was made."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bot.domain.schedule import DAY
from bot.store.store import Store
from tests.process.command import cairn
from tests.process.conftest import ADA, Start
from tests.process.crowd import KINDS, Crowd
from tests.process.ledger import Ledger
from tests.process.people import set_up, with_everything
from tests.process.restore import restore
from tests.standin import payloads
from tests.standin.server import StandIn

HOUR = 60 * 60
TITLE = "MLflow 3 changes the registry"


class Night:
    """A host's night: time passes, the bot is started and stopped, a copy is made and gone back to.

    It begins at nine (UTC): what is late, and a farewell, is not sent while its member sleeps, and these are
    awake then and three hours later.
    """

    def __init__(self, standin: StandIn, start: Start, folder: Path) -> None:
        self._standin, self._start, self._folder = standin, start, folder
        self._ahead = 0
        self._url = f"sqlite+aiosqlite:///{folder}/cairn.db"
        self.ledger = Ledger(folder / "cairn.db", standin.world)
        self._crowd = Crowd(standin.world, self.ledger, Random(1))  # noqa: S311 - nothing secret
        self.later((9 * HOUR - self.now) % DAY)

    @property
    def now(self) -> int:
        """The time by everybody's clock (epoch seconds)."""
        return int(self._standin.world.clock.now())

    def later(self, seconds: int) -> None:
        """Let time pass while no bot runs."""
        self._ahead += seconds
        self._standin.world.clock.shift(seconds)

    async def run(self, query: str, expected: str) -> None:
        """Run the bot until the database answers this, and stop it."""
        bot = await self._start(ahead=self._ahead, NUDGE_TICK_SECONDS="1")
        for _ in range(400):
            if self.ask(query) == expected:
                break
            await asyncio.sleep(0.05)
        assert await bot.stop() == 0
        assert self.ask(query) == expected, bot.output

    def ask(self, query: str) -> str:
        """The first value that the database answers."""
        with closing(sqlite3.connect(self._folder / "cairn.db")) as connection:
            return str((connection.execute(query).fetchone() or [None])[0])

    async def back_up(self) -> None:
        """Make a copy."""
        assert (await cairn(self._folder, "backup", "copy.db", "--verify"))[0] == 0

    async def schedule(self, title: str, at: int) -> None:
        """Ada schedules an update."""
        bot = await self._start(ahead=self._ahead)
        await self._standin.world.until(lambda: self._standin.gateway.connected)
        person = self._standin.world.person(ADA)
        person.roles, person.permissions = [payloads.LEARNERS], person.permissions | payloads.MANAGE_GUILD
        ada = self._standin.member(ADA)
        when = f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M}"
        form = await ada.command("update post", when=when)
        shown = await ada.submit(form, title=title, text="Use aliases.")
        await ada.press(shown.shown[-1], "Schedule")
        await self._standin.world.until(lambda: "will be posted" in shown.shown[-1].text)
        assert await bot.stop() == 0

    def posts(self) -> list[str]:
        """What stands in the channel for updates."""
        return [message.content for message in self._standin.world.visible(payloads.UPDATES)]

    async def bring(self, kind: str) -> None:
        """Somebody for whom this kind of job is due."""
        store = Store.open(self._url)
        await self._crowd.bring(store, kind)
        await store.close()


@pytest.fixture
async def night(standin: StandIn, start: Start, tmp_path: Path) -> Night:
    """A server that is set up for all there is."""
    await set_up(f"sqlite+aiosqlite:///{tmp_path}/cairn.db", with_everything(payloads.GUILD))
    return Night(standin, start, tmp_path)


TAKING = ("remove", "role")
"""What takes something away sends nothing; to do it once more does no harm."""

UPDATE = "SELECT state FROM updates ORDER BY id DESC"
SENT = "SELECT count(*) FROM jobs WHERE state = 'sent'"


@pytest.mark.parametrize("later", [30, 5 * HOUR], ids=["at once", "hours later"])
async def test_a_scheduled_update_that_was_posted_since(night: Night, tmp_path: Path, later: int) -> None:
    due = night.now - night.now % 60 + 300
    await night.schedule(TITLE, due)
    await night.back_up()
    night.later(due - night.now + 5)
    await night.run(UPDATE, "posted")
    assert night.posts() == [f"**{TITLE}**"]

    restore(tmp_path)
    assert night.ask(UPDATE) == "scheduled"
    night.later(later)
    await night.run(UPDATE, "posted")
    assert night.posts() == [f"**{TITLE}**"]


async def test_another_update_under_the_same_number_is_posted(night: Night, tmp_path: Path) -> None:
    await night.back_up()
    due = night.now - night.now % 60 + 300
    await night.schedule(TITLE, due)
    night.later(due - night.now + 5)
    await night.run(UPDATE, "posted")

    restore(tmp_path)
    await night.schedule("Another", due + 120)
    night.later(due + 125 - night.now)
    await night.run(UPDATE, "posted")
    assert night.posts() == [f"**{TITLE}**", "**Another**"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in TAKING])
async def test_what_was_sent_since_comes_once(
    night: Night, standin: StandIn, tmp_path: Path, kind: str
) -> None:
    await night.bring(kind)
    await night.back_up()
    await night.run(SENT, "1")

    restore(tmp_path)
    assert night.ask(SENT) == "0"
    night.later(HOUR)
    standin.world.nonce_minutes = 1
    await night.run(SENT, "1")
    count = night.ledger.count(night.now)
    assert (count.lost, count.doubled) == ({}, {})
    assert count.came.total() == 1


@pytest.mark.parametrize("later", [0, 90, 3 * HOUR])
async def test_a_weekly_message_that_was_sent_since(night: Night, tmp_path: Path, later: int) -> None:
    await night.bring("weekly")
    await night.back_up()
    await night.run(SENT, "1")
    restore(tmp_path)
    night.later(later)
    await night.run(SENT, "1")
    assert night.ledger.count(night.now).came == {"w": 1}


async def test_what_cannot_be_seen_comes_twice(night: Night, standin: StandIn, tmp_path: Path) -> None:
    """It is the look-up that keeps the promise."""
    await night.bring("weekly")
    await night.back_up()
    await night.run(SENT, "1")
    restore(tmp_path)
    night.later(HOUR)
    standin.world.blind = True
    await night.run(SENT, "1")
    assert night.ledger.count(night.now).came == {"w": 2}
