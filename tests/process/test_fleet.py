"""Several processes on one database: each does its part, and what one leaves behind another takes over."""

import asyncio
import signal
from collections import Counter
from collections.abc import Awaitable

import pytest

from bot.delivery.handlers.check_in import NOBODY_CAME
from bot.domain.jobs import JobKind, NewJob
from bot.store.store import Store
from tests.postgres import Server
from tests.process.conftest import ADA, BotProcess, Start
from tests.process.fleet_drill import FleetDrill
from tests.process.inside import ANSWER
from tests.process.people import due_at, enrol, set_up, with_everything, with_updates
from tests.process.test_updates import TITLE, preview, standing
from tests.standin import payloads
from tests.standin.interactions import Interaction
from tests.standin.server import StandIn

MISCONFIGURED = 78
SENDS = "this process sends to members from now on"
STANDS_BY = "this process stands by"
SYNC = "PUT /applications/{application}/commands"
LOOK = "GET /channels/{channel}/messages"
OPENED = "0 of 22 actions"


@pytest.fixture
def url(postgres: Server) -> str:
    """The address of the database of all of them."""
    return postgres.emptied()


@pytest.fixture
def quick(url: str) -> dict[str, str]:
    """What each is set to."""
    return {"DATABASE_URL": url, "NUDGE_RATE": "20", "NUDGE_TICK_SECONDS": "1"}


@pytest.fixture
def guilds(standin: StandIn) -> tuple[int, int]:
    """A server on each of two shards, which may begin one after the other."""
    standin.gateway.shards = 2
    return standin.world.found(0, 2), standin.world.found(1, 2)


async def says(bot: BotProcess, what: str) -> None:
    """Wait until a process has logged this."""
    for _ in range(1_200):
        if what in bot.output:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(bot.output)


async def thought(standin: StandIn, act: Awaitable[Interaction]) -> Interaction:
    """Wait for the answer of what the bot asks for patience for."""
    answers = standin.requests[ANSWER]
    answer = await act
    await standin.world.until(lambda: standin.requests[ANSWER] > answers)
    return answer


async def fall_due(standin: StandIn, url: str, *users: int) -> None:
    """Let the weekly message of some members be due now."""
    now = int(standin.world.clock.now())
    await enrol(url, [due_at(standin.world, user, now) for user in users])


async def tell(standin: StandIn, url: str, *guilds: int) -> None:
    """Let the moderators of some servers be told of something now."""
    store, now = Store.open(url), int(standin.world.clock.now())
    async with store.transaction() as rows:
        for guild in guilds:
            word = NewJob(JobKind.NOTICE, guild, now, guild=guild, about=NOBODY_CAME)
            await rows.jobs.add(word, now, wait_until=now)
    await store.close()


def inboxes(standin: StandIn, *users: int) -> Counter[int]:
    """How many of them found how many messages."""
    return Counter(len(standin.world.delivered(user)) for user in users)


async def get(standin: StandIn, *users: int) -> None:
    """Wait until each of them has found one message."""
    await standin.world.until(lambda: inboxes(standin, *users) == {1: len(users)}, 60)


async def test_the_next_one_sends_when_the_first_is_killed(
    standin: StandIn, start: Start, url: str, quick: dict[str, str]
) -> None:
    await fall_due(standin, url, 1)
    first = await start(**quick)
    await get(standin, 1)
    second = await start(**quick)
    await says(second, "logging in")
    await fall_due(standin, url, 2)
    await get(standin, 2)
    assert SENDS in first.output
    assert SENDS not in second.output

    await first.kill()
    await fall_due(standin, url, 3)
    await get(standin, 3)
    assert SENDS in second.output
    assert inboxes(standin, 1, 2, 3) == {1: 3}
    assert standin.requests[SYNC] == 1
    assert await second.stop() == 0


@pytest.mark.long
async def test_one_that_ends_hands_over_at_once(
    standin: StandIn, start: Start, url: str, quick: dict[str, str]
) -> None:
    first = await start(**quick)
    await says(first, SENDS)
    await standin.gateway.ready()
    second = await start(**quick)
    await says(second, "logging in")
    assert await first.stop() == 0
    await fall_due(standin, url, *range(1, 21))
    await get(standin, *range(1, 21))
    assert await second.stop() == 0


@pytest.mark.long
async def test_a_frozen_one_is_passed_over_and_sends_nothing_when_it_wakes(
    standin: StandIn, start: Start, url: str, quick: dict[str, str]
) -> None:
    first = await start(**quick)
    await says(first, SENDS)
    second = await start(**quick)
    await says(second, "logging in")
    first.signal(signal.SIGSTOP)
    await fall_due(standin, url, 1, 2, 3)
    await get(standin, 1, 2, 3)
    assert SENDS in second.output
    first.signal(signal.SIGCONT)
    await fall_due(standin, url, 4)
    await get(standin, 4)
    assert inboxes(standin, 1, 2, 3, 4) == {1: 4}


@pytest.mark.long
async def test_a_dead_process_s_shards_are_taken_over(
    standin: StandIn, start: Start, url: str, quick: dict[str, str], guilds: tuple[int, int]
) -> None:
    await set_up(url, *map(with_updates, guilds))
    first = await start(**quick, SHARD_IDS="0")
    await says(first, "takes shard 0")
    second = await start(**quick)
    await says(second, "takes shard 1")
    await standin.gateway.ready()
    for guild in guilds:
        shown = await preview(standin, guild)
        await standin.member(ADA, guild=guild).press(shown.shown[-1], "Post")
    await standin.world.until(lambda: all(standing(standin, guild) for guild in guilds))
    assert [standing(standin, guild) for guild in guilds] == [[f"**{TITLE}**"]] * 2

    await first.kill()
    await says(second, "takes shard 0")
    await standin.gateway.ready()
    assert OPENED in (await standin.member(ADA, direct=True).command("next")).text
    assert [each["shard"] for each in standin.gateway.identified] == [[0, 2], [1, 2], [0, 2]]
    assert standin.gateway.hasty == 0


@pytest.mark.long
async def test_a_direct_message_reaches_a_server_of_another_process(
    standin: StandIn, start: Start, url: str, quick: dict[str, str], guilds: tuple[int, int]
) -> None:
    _, theirs = guilds
    await set_up(url, with_everything(theirs))
    for shard in "01":
        await says(await start(**quick, SHARD_IDS=shard), f"takes shard {shard}")
    await standin.gateway.ready()
    await thought(standin, standin.member(ADA, guild=theirs).command("start", timezone="Berlin"))
    ada, (general, _) = standin.member(ADA, direct=True), payloads.channels(theirs)
    form = await ada.press((await ada.command("next")).shown[0], "Ask for help")
    preview = ada.submit(form, text="It says no such file.")
    await ada.press((await thought(standin, preview)).shown[0], "Post")
    await standin.world.until(lambda: standin.world.visible(general))
    assert "It says no such file." in standin.world.visible(general)[0].text

    card = await ada.press((await ada.command("mydata show")).shown[0], "What others see of you")
    assert "Stand-in" in card.text
    await ada.press(card.shown[0], "Take all back")
    await standin.world.until(lambda: not standin.world.visible(general))


@pytest.mark.long
async def test_all_of_them_send_at_one_pace(
    standin: StandIn, start: Start, url: str, quick: dict[str, str]
) -> None:
    """One to members, the other in the servers of its shard: together no faster than one by itself."""
    standin.gateway.shards = 2
    users, servers = range(1, 31), [standin.world.found(1, 2) for _ in range(30)]
    await set_up(url, *(with_everything(guild)._replace(checkin_rests=True) for guild in servers))
    slowly = quick | {"NUDGE_RATE": "5"}
    await says(await start(**slowly, SHARD_IDS="0"), SENDS)
    await says(await start(**slowly, SHARD_IDS="1"), "takes shard 1")
    await standin.gateway.ready()
    await fall_due(standin, url, *users)
    await tell(standin, url, *servers)

    def sent() -> list[float]:
        channels = [payloads.channels(guild)[0] for guild in servers]
        inboxes = [*map(standin.world.delivered, users), *map(standin.world.visible, channels)]
        return sorted(message.sent_at for inbox in inboxes for message in inbox)

    await standin.world.until(lambda: len(sent()) == len(users) + len(servers), 60)
    assert sent()[-1] - sent()[0] > 0.9 * (len(sent()) - 1) / 5
    assert standin.requests[LOOK] == 0


@pytest.mark.long
async def test_those_that_start_together_share_the_shards(
    standin: StandIn, start: Start, quick: dict[str, str], guilds: tuple[int, int]
) -> None:
    both = [await start(**quick), await start(**quick)]
    await standin.gateway.ready(60)
    assert standin.gateway.hasty == 0
    assert sorted(bot.output.count("takes shard") for bot in both) == [1, 1]
    assert standin.requests[SYNC] == 1
    for guild in guilds:
        assert OPENED in (await standin.member(ADA, guild=guild).command("next")).text


@pytest.mark.long
async def test_another_number_of_shards_is_refused(
    standin: StandIn, start: Start, quick: dict[str, str], guilds: tuple[int, int]
) -> None:
    first = await start(**quick)
    await says(first, "takes shard 0")
    second = await start(**quick, SHARD_COUNT="3")
    assert await second.ended() == MISCONFIGURED
    (said,) = second.said
    assert said.startswith("SHARD_COUNT is 3, and other processes run with 2: write 2, or leave it away.")
    third = await start(**quick, SHARD_IDS="1-2")
    assert await third.ended() == MISCONFIGURED
    (said,) = third.said
    assert said.startswith("SHARD_IDS names 2, and there are 2 shards, from 0 on")

    assert await first.stop() == 0
    await says(await start(**quick, SHARD_COUNT="3"), "takes shard 2")


@pytest.mark.long
async def test_a_database_that_is_gone_for_a_moment_changes_nothing(
    standin: StandIn, start: Start, url: str, quick: dict[str, str], postgres: Server
) -> None:
    first = await start(**quick)
    await standin.gateway.ready()
    second = await start(**quick)
    await says(second, STANDS_BY)
    with postgres.ended(signal.SIGQUIT):
        first.signal(signal.SIGSTOP)
        await asyncio.sleep(1)
    await says(second, SENDS)
    first.signal(signal.SIGCONT)
    await fall_due(standin, url, 1, 2)
    await get(standin, 1, 2)
    assert OPENED in (await standin.member(ADA, direct=True).command("next")).text
    assert len(standin.gateway.identified) == 1
    assert [await first.stop(), await second.stop()] == [0, 0]


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_nothing_is_lost_or_doubled_whatever_happens(standin: StandIn, postgres: Server) -> None:
    with postgres.database() as url:
        drill = FleetDrill(standin, postgres, url, seed=20)
        try:
            await drill.begin()
            for _ in range(20):
                await drill.round()
            count = await drill.settle()
        finally:
            await drill.end()
    assert count.due > 20 * 8
    assert (count.lost, count.doubled) == ({}, {})
