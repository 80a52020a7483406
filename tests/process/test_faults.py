"""What can go wrong between the bot and Discord, one fault after the other: what does the member see?"""

import asyncio
import logging
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import discord
import pytest
from aiohttp.test_utils import unused_port
from sqlalchemy import text

from bot.delivery.rate_limit import Rule
from bot.delivery.sender import DiscordSender
from bot.discord_internals import point_at
from bot.domain.errors import StoreUnavailable
from bot.domain.schedule import DAY
from bot.views.messages import ClassicMessage
from tests.process.inside import DEADLINE, NOON, Inside, inside
from tests.standin import payloads
from tests.standin.conftest import limited
from tests.standin.faults import Fault
from tests.standin.ratelimits import Budget
from tests.standin.server import StandIn

POST = "POST /channels/{channel}/messages"
GET = "GET /channels/{channel}/messages"
MINUTE, HOUR, WEEK = 60, 60 * 60, 7 * DAY
ADA, BEN, EVA = 1, 2, 3

TAKEN_BUT_UNCLEAR = Fault(POST, status=503, after=True)

PASSING = {
    "too many on this route": Fault(POST, retry_after=0.3, times=1),
    "too many in all": Fault(POST, retry_after=0.3, everywhere=True, times=1),
    "too many on this route for an hour": Fault(POST, retry_after=HOUR, times=2),
    "too many in all for an hour": Fault(POST, retry_after=HOUR, everywhere=True, times=2),
    "too many in all, longer than a request may take": Fault(POST, retry_after=20, everywhere=True),
    "500 before": Fault(POST, status=500, times=2),
    "500 after": Fault(POST, status=500, after=True, times=2),
    "503 before": Fault(POST, status=503, times=2),
    "503 after": Fault(POST, status=503, after=True, times=2),
    "cut before": Fault(POST, cut=True, times=2),
    "cut after": Fault(POST, cut=True, after=True, times=2),
    "slow": Fault(POST, delay=DEADLINE * 0.8, times=2),
    "slow answer": Fault(POST, delay=DEADLINE * 0.8, after=True, times=2),
    "too slow": Fault(POST, delay=DEADLINE * 2, times=2),
    "too slow answer": Fault(POST, delay=DEADLINE * 2, after=True, times=2),
    "slow mode (20028)": Fault(POST, status=429, code=20028, times=2),
    "bad request (50035)": Fault(POST, status=400, code=50035, times=2),
    "missing access (50001)": Fault(POST, status=403, code=50001, times=2),
}


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py's own addresses come back after each test."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    socket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(socket, "DEFAULT_GATEWAY", socket.DEFAULT_GATEWAY)


@pytest.fixture
async def bot(standin: StandIn, tmp_path: Path) -> AsyncIterator[Inside]:
    """A bot in whose database Ada and Ben are due right now."""
    async with inside(standin, tmp_path) as running:
        yield running


async def once(bot: Inside, *users: int) -> None:
    """They have this week's nudge, one of it, and it is on record as sent."""
    for user in users:
        assert len(bot.inbox(user)) == 1
        assert await bot.state(user) == ["sent"]


async def and_next_week(bot: Inside, *users: int) -> None:
    """A week after, the next one comes, to the minute."""
    for user in users:
        due = (await bot.member(user)).nudges.weekly_at or 0
        assert due % WEEK == NOON % WEEK
    before = [len(bot.inbox(user)) for user in users]
    await bot.run(after=due - bot.now)
    assert [len(bot.inbox(user)) for user in users] == [number + 1 for number in before]


# For a moment Discord says no, or leaves open whether it took the message


@pytest.mark.parametrize("name", PASSING)
async def test_a_passing_fault_costs_nobody_their_nudge(bot: Inside, name: str) -> None:
    fault = bot.standin.faults.add(replace(PASSING[name]))
    await bot.run()
    await asyncio.sleep(fault.delay)
    bot.standin.faults.clear()
    await bot.run(after=6 * MINUTE)
    await bot.run(after=6 * MINUTE)
    await once(bot, ADA, BEN)


async def test_a_long_wait_is_no_silence(bot: Inside, caplog: pytest.LogCaptureFixture) -> None:
    """discord.py waits up to half a minute by itself; what takes longer comes back as Discord's own no."""
    for seconds in (29, 31):
        bot.standin.faults.add(Fault(POST, retry_after=seconds, times=1))
    with caplog.at_level(logging.INFO, "bot.delivery.dispatcher"):
        await bot.run()
        await bot.run()
    reports = [text.removeprefix("jobs: ") for text in caplog.messages if text.startswith("jobs: ")]
    assert sorted(", ".join(reports).split(", ")) == ["1 later", "1 unsure"]


async def test_limits_of_other_dms_are_not_kept(bot: Inside) -> None:
    """discord.py would look through all of them for each new DM."""
    bot.standin.limits.budgets[POST] = Budget(5, 0.2)
    await bot.run()
    assert len(limited(bot.app.client)) == 2
    await asyncio.sleep(0.3)
    sender = DiscordSender(bot.app.client)
    channel = await sender.open_dm(EVA)
    assert isinstance(channel, int)
    await sender.send(channel, ClassicMessage("Hello", ()), nonce="1")
    assert limited(bot.app.client) == {channel}


async def test_nobody_at_the_address(bot: Inside) -> None:
    point_at(f"http://127.0.0.1:{unused_port()}", bot.standin.gateway.url)
    await bot.run()
    assert bot.inbox(ADA) == []
    point_at(bot.standin.url, bot.standin.gateway.url)
    await bot.run(after=2 * MINUTE)
    await once(bot, ADA, BEN)


async def test_an_answer_that_was_lost_among_others(standin: StandIn, tmp_path: Path) -> None:
    """Taken at discord.py's own first try, told to wait at its second: for longer than a nonce holds."""
    async with inside(standin, tmp_path, people=1, deadline=5) as bot:
        standin.faults.add(Fault(POST, status=500, after=True, times=1))
        standin.faults.add(Fault(POST, retry_after=HOUR, times=3))
        for minutes in (0, 2, 6, 16, 70):
            await bot.run(after=minutes * MINUTE)
        await once(bot, ADA)


async def test_out_of_order_for_hours(bot: Inside) -> None:
    bot.standin.faults.add(Fault(POST, status=502))
    await bot.run()
    for _ in range(3):
        await bot.run(after=HOUR)
    assert bot.inbox(ADA) == []
    bot.standin.faults.clear()
    await bot.run(after=2 * HOUR)
    await once(bot, ADA, BEN)
    await and_next_week(bot, ADA, BEN)


async def test_out_of_order_until_the_night(bot: Inside) -> None:
    bot.standin.faults.add(replace(TAKEN_BUT_UNCLEAR, after=False))
    await bot.run()
    bot.standin.faults.clear()
    await bot.run(after=11 * HOUR)
    assert bot.inbox(ADA) == []
    await bot.run(after=8 * HOUR + 59 * MINUTE)
    assert bot.inbox(ADA) == []
    await bot.run(after=2 * MINUTE)
    await once(bot, ADA, BEN)


async def test_out_of_order_for_days(bot: Inside) -> None:
    bot.standin.faults.add(Fault(status=503))
    for _ in range(8):
        await bot.run(after=12 * HOUR)
    bot.standin.faults.clear()
    await bot.run(after=12 * HOUR)
    assert bot.inbox(ADA) == []
    assert await bot.state(ADA) in (["missed"], ["failed"])
    await and_next_week(bot, ADA, BEN)


async def test_refused_for_no_reason_that_is_known(bot: Inside) -> None:
    bot.standin.faults.add(Fault(POST, status=403, code=50001))
    for _ in range(9):
        await bot.run(after=HOUR)
    assert bot.standin.requests[POST] == 2 * 5
    assert await bot.state(ADA) == ["failed"]
    bot.standin.faults.clear()
    await and_next_week(bot, ADA, BEN)


# What Discord refuses for good


@pytest.mark.parametrize("code", [50007, 50278])
async def test_a_closed_dm_rests_until_the_member_tries_again(bot: Inside, code: int) -> None:
    person = bot.standin.world.person(ADA)
    person.refuses = code
    await bot.run()
    await once(bot, BEN)
    assert await bot.state(ADA) == ["refused"]
    await bot.run(after=DAY)
    assert bot.standin.requests[POST] == 2

    answer = await bot.standin.member(ADA).command("next")
    await bot.standin.world.until(lambda: len(answer.shown) == 2)
    assert "Discord won't let me write to you" in answer.shown[1].text
    person.refuses = None
    await bot.after_thought(bot.standin.member(ADA).press(answer.shown[1], "Try again"))
    await once(bot, ADA)
    await and_next_week(bot, ADA)


async def test_a_channel_that_is_gone_is_opened_anew(bot: Inside) -> None:
    bot.standin.world.lose_direct(ADA)
    await bot.run()
    assert await bot.state(ADA) == ["refused"]
    assert ADA not in bot.standin.world.direct

    answer = await bot.standin.member(ADA).command("next")
    await bot.standin.world.until(lambda: len(answer.shown) == 2)
    await bot.after_thought(bot.standin.member(ADA).press(answer.shown[1], "Try again"))
    await once(bot, ADA)
    await and_next_week(bot, ADA)


async def test_an_account_that_is_gone_is_asked_for_once_and_deleted(bot: Inside) -> None:
    bot.standin.world.person(EVA).refuses = 10013
    await bot.after_thought(bot.standin.member(EVA).command("start", timezone="Europe/Berlin"))
    assert await bot.state(EVA) == ["refused"]
    await bot.app.retention.look()
    assert bot.standin.requests["GET /users/{user}"] == 0
    bot.standin.world.clock.shift(31 * DAY)
    await bot.app.retention.look()
    await bot.app.retention.look()
    assert bot.standin.requests["GET /users/{user}"] == 1
    assert await bot.store.read.members.get(EVA) is None


@pytest.mark.parametrize("code", [40003, 20026])
async def test_a_bot_that_writes_too_much_stops_and_tries_again(bot: Inside, code: int) -> None:
    bot.standin.faults.add(Fault(POST, status=403, code=code))
    await bot.run()
    await bot.run()  # the owner's word may have come too late for the first
    posts = bot.standin.requests[POST]
    assert 14 * MINUTE < bot.stopped_for <= 15 * MINUTE
    await bot.run(after=10 * MINUTE)
    assert bot.standin.requests[POST] == posts
    bot.standin.faults.clear()
    await bot.run(after=6 * MINUTE)
    await once(bot, ADA, BEN)
    assert bot.stopped_for == 0
    assert [message.text for message in bot.inbox(payloads.OWNER)] == ["Sending works again.\nGot it"]


async def test_half_of_the_last_fifty_refused(standin: StandIn, tmp_path: Path) -> None:
    async with inside(standin, tmp_path, people=60) as bot:
        for user in range(1, 61):
            standin.world.person(user).refuses = 50007
        await bot.run()
        assert bot.stopped_for > 0
        refused = [user for user in range(1, 61) if await bot.state(user) == ["refused"]]
        assert 25 <= len(refused) < 60
        for user in range(1, 61):
            standin.world.person(user).refuses = None
        await bot.run(after=20 * MINUTE)
        await once(bot, *(user for user in range(1, 61) if user not in refused))
        assert "I stop sending for 15 minutes" in bot.inbox(payloads.OWNER)[0].text


async def test_a_lost_gateway_is_on_record(bot: Inside) -> None:
    health = bot.health
    await bot.app.client.wait_until_ready()
    assert (await health.ready())["gateway"] == "ok"
    bot.standin.gateway.refuse = 4000
    await bot.standin.gateway.drop(1000)
    await bot.standin.world.until(lambda: not bot.standin.gateway.connected)
    await asyncio.sleep(0.2)
    assert (await health.ready())["gateway"] == "not connected"
    bot.standin.gateway.refuse = None
    await bot.standin.world.until(lambda: bot.standin.gateway.connected, 30)
    await bot.standin.gateway.ready()
    assert (await health.ready())["gateway"] == "ok"


async def test_an_answer_that_comes_after_the_next_try(bot: Inside) -> None:
    """Discord takes up the first request when the lease has run out and it was sent again already."""
    fault = bot.standin.faults.add(Fault(POST, delay=DEADLINE * 3, times=2))
    await bot.run()
    assert bot.inbox(ADA) == []
    await bot.run(after=90)
    assert bot.standin.requests[GET] == 2
    await once(bot, ADA, BEN)
    await asyncio.sleep(fault.delay)
    await once(bot, ADA, BEN)


# The database and the clock


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program keeps the database locked."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()


async def test_a_database_that_is_locked_when_nudges_are_due(bot: Inside) -> None:
    with locked(bot.file), pytest.raises(StoreUnavailable, match="locked"):
        await bot.run()
    assert bot.standin.requests[POST] == 0
    await bot.run(after=10)
    await once(bot, ADA, BEN)


async def test_a_database_that_is_locked_when_a_nudge_arrived(bot: Inside) -> None:
    bot.standin.faults.add(Fault(POST, delay=DEADLINE / 2, after=True, times=2))
    sending = asyncio.create_task(bot.run())
    await bot.standin.world.until(lambda: bot.inbox(ADA) and bot.inbox(BEN))
    with locked(bot.file):
        await sending
    assert await bot.state(ADA) == ["claimed"]
    await bot.run(after=HOUR)
    await once(bot, ADA, BEN)


async def test_a_full_disk(standin: StandIn, tmp_path: Path) -> None:
    people = range(1, 151)
    async with inside(standin, tmp_path, people=len(people)) as bot:
        async with bot.store.transaction() as rows:
            (pages,) = (await rows.connection.execute(text("PRAGMA page_count"))).one()
            await rows.connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(StoreUnavailable, match="disk is full"):
            await bot.run()
        await bot.dispatcher.drain()
        assert standin.requests[POST] < len(people)
        async with bot.store.transaction() as rows:
            await rows.connection.execute(text("PRAGMA max_page_count = 100000"))
        await bot.run(after=HOUR)
        await once(bot, *people)


async def test_a_clock_that_goes_back_an_hour(bot: Inside) -> None:
    await bot.run()
    bot.skew.append(-HOUR)
    await bot.run()
    await once(bot, ADA, BEN)
    bot.skew.clear()
    await and_next_week(bot, ADA, BEN)


async def test_a_clock_that_goes_back_while_an_answer_is_lost(bot: Inside) -> None:
    bot.standin.faults.add(replace(TAKEN_BUT_UNCLEAR, times=2))
    await bot.run()
    bot.skew.append(-HOUR)
    await bot.run(after=20 * MINUTE)
    await bot.run(after=HOUR)
    await once(bot, ADA, BEN)


async def test_a_clock_that_was_a_day_ahead_for_a_while(bot: Inside) -> None:
    bot.skew.append(DAY)
    await bot.run()
    bot.skew.clear()
    await bot.run(after=MINUTE)
    await once(bot, ADA, BEN)
    await and_next_week(bot, ADA, BEN)


async def test_an_answer_lost_while_the_clock_is_an_hour_ahead(bot: Inside) -> None:
    bot.skew.append(HOUR)
    bot.standin.faults.add(replace(TAKEN_BUT_UNCLEAR, times=2))
    await bot.run()
    await bot.run(after=20 * MINUTE)
    await once(bot, ADA, BEN)


# What is known of a message whose answer was lost


async def test_a_click_on_a_nudge_proves_that_it_arrived(bot: Inside) -> None:
    bot.standin.faults.add(replace(TAKEN_BUT_UNCLEAR, times=2))
    await bot.run()
    assert await bot.state(ADA) == ["claimed"]
    await bot.standin.member(ADA, direct=True).press(bot.inbox(ADA)[0], "Done")
    await bot.becomes(ADA, "sent")
    await bot.run(after=20 * MINUTE)
    assert bot.standin.requests[GET] == 1, "Ben's alone is looked for"
    await once(bot, ADA, BEN)


async def test_a_nudge_is_found_among_hundreds_of_messages(bot: Inside) -> None:
    bot.standin.faults.add(replace(TAKEN_BUT_UNCLEAR, times=2))
    await bot.run()
    channel = bot.standin.world.direct[ADA]
    for number in range(250):
        bot.standin.world.create(channel, {"content": f"chat {number}"}, {})
    await bot.run(after=20 * MINUTE)
    assert await bot.state(ADA) == ["sent"]
    assert len(bot.inbox(ADA)) == 251


async def test_a_nudge_is_found_behind_hundreds_of_messages(bot: Inside) -> None:
    for number in range(250):
        bot.standin.world.create(bot.standin.world.direct[ADA], {"content": f"chat {number}"}, {})
    bot.standin.faults.add(replace(TAKEN_BUT_UNCLEAR, times=2))
    await bot.run()
    await bot.run(after=20 * MINUTE)
    assert bot.standin.requests[GET] >= 1 + 3
    assert await bot.state(ADA) == ["sent"]
    assert len(bot.inbox(ADA)) == 251


@pytest.mark.parametrize(
    "failing",
    [
        Fault(GET, status=503),
        Fault(GET, status=403, code=50001),
        Fault(GET, status=404, code=10003),
        Fault(GET, cut=True),
    ],
    ids=["503", "50001", "10003", "cut"],
)
async def test_a_look_up_that_fails_says_nothing(bot: Inside, failing: Fault) -> None:
    bot.standin.faults.add(replace(TAKEN_BUT_UNCLEAR, times=2))
    await bot.run()
    bot.standin.faults.add(replace(failing))
    for _ in range(3):
        await bot.run(after=HOUR)
    assert bot.standin.requests[POST] == 2
    bot.standin.faults.clear()
    await bot.run(after=2 * HOUR)
    await once(bot, ADA, BEN)


async def test_looking_for_many_at_once_stays_within_discord_s_limit(
    standin: StandIn, tmp_path: Path
) -> None:
    people = range(1, 121)
    async with inside(standin, tmp_path, people=len(people)) as bot:
        standin.faults.add(Fault(POST, status=503))
        await bot.run()
        standin.faults.clear()
        await bot.run(after=20 * MINUTE)
        assert standin.requests[GET] == len(people)
        await once(bot, *people)
        assert standin.limits.refused.total() == 0


async def test_every_request_waits_for_its_turn_in_one_window(bot: Inside) -> None:
    waited: Counter[Rule] = Counter()

    async def wait(rule: Rule) -> None:
        waited[rule] += 1

    sender = DiscordSender(bot.app.client, wait=wait)
    assert await asyncio.gather(*(sender.exists(user) for user in range(1, 31))) == [None] * 30
    assert list(waited.values()) == [30]
