"""The engine: takes up what is due, as much as it can send, and loses nothing on the way down."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing

import discord
import pytest

from bot.delivery.nudges import AHEAD, AT_ONCE, Engine
from bot.delivery.rate_limit import Pace
from bot.delivery.sender import DiscordSender, Refusal
from bot.domain.due import LATE, TOO_LATE
from bot.domain.nudge_state import Kind
from bot.domain.nudges import Nudge
from bot.domain.schedule import DAY
from bot.store.claims import LEASE
from bot.views.messages import ClassicMessage
from tests.delivery.conftest import UNSPACED, Office

HOUR, WEEK = 60 * 60, 7 * DAY


class Gate(DiscordSender):
    """An sender that sends when the gate is opened, or not at all."""

    def __init__(self, client: discord.Client, fails: Callable[[int], bool] = lambda _: False) -> None:
        super().__init__(client)
        self.open = asyncio.Event()
        self.waiting = asyncio.Event()
        self._fails = fails

    async def send(self, channel_id: int, letter: ClassicMessage, *, nonce: str) -> int | Refusal:
        """Wait for the gate, then send."""
        if self._fails(channel_id):
            raise RuntimeError("a mistake in our own code")
        self.waiting.set()
        await self.open.wait()
        return await super().send(channel_id, letter, nonce=nonce)


class Turnstile(DiscordSender):
    """An sender that sends one for every time it is released."""

    def __init__(self, client: discord.Client) -> None:
        super().__init__(client)
        self.free = asyncio.Semaphore(0)
        self.arrived = asyncio.Semaphore(0)

    async def send(self, channel_id: int, letter: ClassicMessage, *, nonce: str) -> int | Refusal:
        """Wait for a release, then send."""
        self.arrived.release()
        await self.free.acquire()
        return await super().send(channel_id, letter, nonce=nonce)


def engine_through(office: Office, sender: DiscordSender, rate: float = UNSPACED) -> Engine:
    """Another engine on the same database."""
    return Engine(office.nudges, office.courier_with(sender), rate, office.world.now)


async def test_everybody_who_is_due_gets_one(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    people = await office.crowd(12)
    await office.until_due()
    with caplog.at_level(logging.INFO, "bot.delivery.nudges"):
        await office.tick()
        await office.tick()
    assert [len(person.inbox()) for person in people] == [1] * 12
    assert [record.getMessage() for record in caplog.records] == ["nudges: 12 sent"]


async def test_a_tick_with_nothing_due_writes_nothing(office: Office) -> None:
    await office.crowd(3)
    with closing(sqlite3.connect(office.file)) as watcher:
        before = watcher.execute("PRAGMA data_version").fetchone()
        await office.tick()
        assert watcher.execute("PRAGMA data_version").fetchone() == before


@pytest.mark.parametrize(("rate", "most"), [(0.05, 1), (0.5, 5)])
async def test_no_more_is_claimed_than_ten_seconds_can_send(office: Office, rate: float, most: int) -> None:
    assert most == max(1, int(rate * AHEAD))
    await office.crowd(8)
    await office.until_due()
    engine = engine_through(office, sender := Gate(office.world.app.client), rate)
    running = asyncio.create_task(engine.tick())
    await sender.waiting.wait()
    assert office.states() == ["claimed"] * most
    sender.open.set()
    await engine.stop(5)
    running.cancel()
    assert office.states() == ["sent"] + ["waiting"] * (most - 1)


async def test_what_is_in_flight_counts_towards_the_ten_seconds(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.nudges.AHEAD", 3.5 / UNSPACED)
    await office.crowd(8)
    await office.until_due()
    engine = engine_through(office, sender := Turnstile(office.world.app.client))
    running = asyncio.create_task(engine.tick())
    await sender.arrived.acquire()
    await sender.arrived.acquire()
    for through in range(6):
        await sender.arrived.acquire()
        assert sorted(office.states()) == ["claimed"] * 3 + ["sent"] * through
        sender.free.release()
    sender.free.release()
    sender.free.release()
    await running
    await engine.drain()
    assert office.states() == ["sent"] * 8


async def test_hundreds_are_claimed_little_by_little(office: Office) -> None:
    await office.crowd(AT_ONCE + 2)
    await office.until_due()
    engine = engine_through(office, sender := Gate(office.world.app.client), 45)
    running = asyncio.create_task(engine.tick())
    await sender.waiting.wait()
    assert office.states() == ["claimed"] * AT_ONCE
    sender.open.set()
    await engine.stop(5)
    running.cancel()


async def test_stop_gives_back_only_what_never_went_on_the_wire(office: Office) -> None:
    people = await office.crowd(8)
    await office.until_due()
    engine = engine_through(office, sender := Gate(office.world.app.client), 0.5)
    running = asyncio.create_task(engine.tick())
    await sender.waiting.wait()
    await engine.stop(0.05)
    running.cancel()
    await asyncio.sleep(0)
    # The first was on its way: nobody knows whether Discord has it. The others can go at once.
    assert office.rows("state, attempts") == [("claimed", 0)] + [("waiting", 0)] * 4
    sender.open.set()
    await asyncio.sleep(0.01)
    assert office.sent() == [], "what was cut off is cut off"
    await office.tick()
    assert [len(person.inbox()) for person in people] == [0] + [1] * 7
    await office.later(LEASE)
    await office.tick()
    assert [len(person.inbox()) for person in people] == [1] * 8


async def test_stop_leaves_what_may_have_been_sent_before_to_be_looked_for(office: Office) -> None:
    await office.crowd(4)
    await office.until_due()
    await office.claim()
    await office.later(LEASE)
    engine = engine_through(office, sender := Gate(office.world.app.client), 0.5)
    running = asyncio.create_task(engine.tick())
    await sender.waiting.wait()
    await engine.stop(0.05)
    running.cancel()
    assert office.states() == ["claimed"] * 4


@pytest.mark.breaks
async def test_stop_cuts_off_what_it_cannot_give_back(office: Office) -> None:
    await office.crowd(6)
    await office.until_due()
    engine = engine_through(office, sender := Gate(office.world.app.client), 0.5)
    running = asyncio.create_task(engine.tick())
    await sender.waiting.wait()
    with closing(sqlite3.connect(office.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await engine.stop(0.1)
    await engine.drain()
    running.cancel()
    assert {*office.states()} == {"claimed"}


async def test_stop_lets_finish_what_is_under_way(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    engine = engine_through(office, sender := Gate(office.world.app.client))
    await engine.tick()
    await sender.waiting.wait()
    stopping = asyncio.create_task(engine.stop(5))
    await asyncio.sleep(0)
    sender.open.set()
    await stopping
    assert office.states() == ["sent"]
    assert len(robin.inbox()) == 1


async def test_after_stop_nothing_is_claimed(office: Office) -> None:
    await office.crowd(2)
    await office.until_due()
    (nudge,) = await office.claim(1)
    await office.nudges.wait([nudge.id], office.world.now())
    await office.engine.stop(1)
    await asyncio.wait_for(office.tick(), 5)
    assert office.rows("state, attempts") == [("waiting", 1)]


async def test_what_is_in_flight_is_not_claimed_again(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    engine = engine_through(office, sender := Gate(office.world.app.client))
    await engine.tick()
    await sender.waiting.wait()
    await office.later(10 * LEASE)
    await engine.tick()
    sender.open.set()
    await engine.drain()
    await engine.tick()
    assert len(robin.inbox()) == 1
    assert office.rows("state, attempts") == [("sent", 0)]


async def test_what_a_click_has_in_flight_is_not_claimed_again(office: Office) -> None:
    """As when the bot's clock is ahead of Discord's, by which the click was claimed."""
    world, sender = office.world, Gate(office.world.app.client)
    await office.enrol(world.robin)
    courier = office.courier_with(sender)
    engine = Engine(office.nudges, courier, UNSPACED, world.now)
    nudge = await office.nudges.add(world.robin.id, Kind.WELCOME, world.now() - LEASE)
    assert isinstance(nudge, Nudge)
    with office.simulated():
        sending = asyncio.create_task(courier.deliver(nudge, clicked=True))
        await sender.waiting.wait()
        await engine.tick()
        sender.open.set()
        assert await sending is None
        await engine.tick()
    await engine.drain()
    assert len(world.robin.inbox()) == 1
    assert office.rows("state") == [("sent",)]


async def test_who_can_not_be_scheduled_stops_nobody_else(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    lost, robin = await office.crowd(2)
    await office.until_due()
    office.alter("UPDATE members SET zone = 'Mars/Olympus' WHERE user_id = ?", lost.id)
    await office.tick()
    await office.tick()
    assert len(robin.inbox()) == 1
    assert [record.levelname for record in caplog.records if "can't be scheduled" in record.msg] == ["ERROR"]
    office.alter("UPDATE members SET zone = 'Europe/Berlin' WHERE user_id = ?", lost.id)
    await office.later(HOUR)
    await office.tick()
    assert len(lost.inbox()) == 1


async def test_one_member_s_trouble_reaches_nobody_else(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    people = await office.crowd(3)
    await office.until_due()
    bad = (await office.member(people[1])).dm_channel
    engine = engine_through(office, sender := Gate(office.world.app.client, lambda c: c == bad))
    sender.open.set()
    await engine.tick()
    await engine.drain()
    assert [len(person.inbox()) for person in people] == [1, 0, 1]
    assert office.states() == ["sent", "claimed", "sent"]
    assert "nudge 2 failed" in caplog.text
    assert str(people[1].id) not in caplog.text
    await office.later(LEASE)
    await office.tick()
    assert [len(person.inbox()) for person in people] == [1, 1, 1]


async def test_a_claim_is_all_or_nothing(office: Office) -> None:
    people = await office.crowd(3)
    await office.until_due()
    before = [await office.member(person) for person in people]
    office.alter(
        "CREATE TRIGGER full BEFORE INSERT ON nudges WHEN new.user_id = "
        f"{people[2].id} BEGIN SELECT RAISE(FAIL, 'no room'); END"
    )
    with pytest.raises(Exception, match="no room"):
        await office.claim()
    assert office.rows() == []
    assert [await office.member(person) for person in people] == before
    office.alter("DROP TRIGGER full")
    await office.tick()
    assert office.states() == ["sent"] * 3


async def test_the_longest_overdue_go_first(office: Office) -> None:
    first, second = await office.crowd(2)
    office.alter(
        "UPDATE members SET wake_at = weekly_at - 60, weekly_at = weekly_at - 60 WHERE user_id = ?", second.id
    )
    await office.until_due()
    assert [nudge.user for nudge in await office.claim(1)] == [second.id]
    assert [nudge.user for nudge in await office.claim(1)] == [first.id]


async def test_one_row_for_a_member_and_a_due_time(office: Office) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due()
    await office.tick()
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        office.alter(
            "INSERT INTO nudges (user_id, kind, due_at, state, claimed_at, lease_until, attempts) "
            "SELECT user_id, kind, due_at, state, claimed_at, lease_until, attempts FROM nudges"
        )
    # … and whoever turns a clock back, or a member's next time, sends it no second time
    office.alter("UPDATE members SET weekly_at = ?, wake_at = ?, last_due = NULL, last_week = NULL", due, due)
    await office.tick()
    assert len(robin.inbox()) == 1
    assert len(office.rows()) == 1


async def test_a_new_process_takes_over_at_once(office: Office) -> None:
    robin, waits = await office.crowd(2)
    await office.until_due()
    await office.tick()
    office.alter("UPDATE nudges SET state = 'claimed', message = NULL WHERE user_id = ?", robin.id)
    office.alter(
        "UPDATE nudges SET state = 'waiting', lease_until = lease_until + 3600 WHERE user_id = ?", waits.id
    )
    await office.nudges.inherit()
    await office.tick()
    assert office.states() == ["sent", "waiting"], "what Discord asked to wait goes on waiting"
    assert len(robin.inbox()) == 1


async def test_a_look_up_takes_a_turn_as_well(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[Pace] = []
    turn = Pace.turn

    async def counted(pace: Pace) -> None:
        turns.append(pace)
        await turn(pace)

    monkeypatch.setattr(Pace, "turn", counted)
    await office.crowd(3)
    await office.until_due()
    await office.tick()
    assert len(turns) == 3
    office.alter("UPDATE nudges SET state = 'claimed', message = NULL")
    await office.later(LEASE)
    await office.tick()
    assert len(turns) == 3 + 2 * 3


@pytest.mark.parametrize(
    ("down", "states", "letters"),
    [
        (LATE, ["sent"], 1),
        (TOO_LATE, ["sent"], 1),
        (TOO_LATE + 1, ["missed"], 0),
        (WEEK + DAY, ["missed", "sent"], 1),
        (3 * WEEK + TOO_LATE + 1, ["missed"] * 4, 0),
        (3 * WEEK + DAY, ["missed"] * 3 + ["sent"], 1),
    ],
)
async def test_after_a_downtime(office: Office, down: int, states: list[str], letters: int) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due(after=down)
    await office.tick()
    assert office.states() == states
    assert [row[0] for row in office.rows("due_at")] == [due + n * WEEK for n in range(len(states))]
    assert len(robin.inbox()) == letters
    weekly = (await office.member(robin)).nudges.weekly_at
    assert weekly == due + len(states) * WEEK
    await office.later(weekly - office.world.now())
    await office.tick()
    assert len(robin.inbox()) == letters + 1


async def test_so_many_missed_that_no_batch_is_sent_for_long(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due(after=TOO_LATE + 1)
    same = "roadmap, enrolled_at, started, nudged, weekday, minute, zone, seen_day, weekly_at, wake_at"
    office.alter(
        f"INSERT INTO members (user_id, {same}) SELECT value, {same} FROM members, json_each(?)",  # noqa: S608
        str(list(range(1, 1_101))),
    )
    engine = engine_through(office, DiscordSender(office.world.app.client), rate=0.05)
    await engine.tick()
    assert office.states() == ["missed"] * 1_101
    assert robin.inbox() == []
