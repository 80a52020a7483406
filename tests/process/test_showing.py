"""What members show over the wire: forums have no nonce, and to delete a thread takes a permission."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import discord
import pytest

from bot.domain.guilds import GuildSettings
from bot.domain.shown import ShownStage
from bot.services.removals import ON_THE_WIRE
from bot.store.jobs import LEASE
from tests.process.inside import DEADLINE, Inside, inside
from tests.standin import payloads
from tests.standin.faults import Fault
from tests.standin.interactions import Interaction
from tests.standin.server import StandIn
from tests.standin.threads import MANAGE_THREADS, Thread, threads
from tests.stored import put_settings

ADA = 1
FORUM = payloads.forum_of(payloads.GUILD)
BEGIN = "POST /channels/{channel}/threads"
ARCHIVE = "GET /channels/{channel}/threads/archived/public"


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py's own addresses come back after each test."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    socket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(socket, "DEFAULT_GATEWAY", socket.DEFAULT_GATEWAY)


@pytest.fixture
async def bot(standin: StandIn, tmp_path: Path) -> AsyncIterator[Inside]:
    """A bot in a server where members ask for help in a forum."""
    async with inside(standin, tmp_path) as running:
        await put_settings(running.store, GuildSettings(payloads.GUILD, help_channel=FORUM))
        yield running


async def ask(bot: Inside) -> Interaction:
    """Ada asks for help, and presses **Post**."""
    ada = bot.standin.member(ADA)
    form = await ada.press((await ada.command("next")).shown[0], "Ask for help")
    preview = await bot.after_thought(ada.submit(form, text="It says no such file."))
    return await bot.after_thought(ada.press(preview.shown[0], "Post"))


async def shown(bot: Inside) -> list[ShownStage]:
    """How what Ada shows stands."""
    return [each.stage for each in await bot.store.read.shown.seen_of(ADA)]


def asked(bot: Inside) -> list[Thread]:
    """What stands in the forum."""
    return threads(bot.standin.world, FORUM)


async def later(bot: Inside, seconds: float = LEASE * 2) -> None:
    """What waits is done, a while later and again after that."""
    for _ in range(3):
        await bot.run(after=seconds)


LOST = {
    "500 before": Fault(BEGIN, status=500),
    "500 after": Fault(BEGIN, status=500, after=True),
    "502 after": Fault(BEGIN, status=502, after=True),
    "503 before": Fault(BEGIN, status=503),
    "503 after": Fault(BEGIN, status=503, after=True),
    "cut before": Fault(BEGIN, cut=True),
    "cut after": Fault(BEGIN, cut=True, after=True),
}


@pytest.mark.parametrize("archived", [False, True])
@pytest.mark.parametrize("name", LOST)
async def test_an_answer_that_is_lost_makes_no_second_post(bot: Inside, name: str, archived: bool) -> None:
    """Not by the bot, and not by discord.py, which sends again by itself after a 500 or a 502."""
    bot.standin.faults.add(replace(LOST[name], times=1))
    await ask(bot)
    bot.standin.faults.clear()
    for thread in asked(bot):
        thread.archived = archived
    await later(bot)
    assert len(asked(bot)) == 1
    assert await shown(bot) == [ShownStage.STANDS]


async def test_of_a_long_archive_only_what_is_new_enough_is_read(bot: Inside) -> None:
    world = bot.standin.world
    for number in range(250):
        old = Thread(1000 + number, FORUM, payloads.GUILD, "Old", [], archived=True, archived_at=number)
        world.open_thread(old)
    bot.standin.faults.add(Fault(BEGIN, cut=True, after=True, times=1))
    await ask(bot)
    asked(bot)[-1].archived = True
    await later(bot)
    assert await shown(bot) == [ShownStage.STANDS]
    assert bot.standin.requests[ARCHIVE] == 1


async def taken_back(bot: Inside) -> None:
    """Ada takes all of it back."""
    ada = bot.standin.member(ADA)
    card = await ada.press((await ada.command("mydata show")).shown[0], "What others see of you")
    await bot.after_thought(ada.press(card.shown[0], "Take all back"))


@pytest.mark.parametrize("archived", [False, True])
async def test_without_manage_threads_it_is_emptied_renamed_and_archived(bot: Inside, archived: bool) -> None:
    await ask(bot)
    (thread,) = asked(bot)
    thread.archived = archived
    await taken_back(bot)
    await later(bot)
    (thread,) = asked(bot)
    assert (thread.name, thread.archived) == ("Taken back", True)
    (message,) = bot.standin.world.visible(thread.id)
    assert message.text == "Taken back"
    assert await shown(bot) == []


async def test_with_manage_threads_it_is_deleted(bot: Inside) -> None:
    bot.standin.world.bot_may |= MANAGE_THREADS
    await bot.standin.gateway.dispatch(
        "CHANNEL_UPDATE", payloads.forum(payloads.GUILD, MANAGE_THREADS), payloads.GUILD
    )
    await ask(bot)
    await taken_back(bot)
    await later(bot)
    assert asked(bot) == []
    assert await shown(bot) == []


async def test_deleting_everything_finds_what_discord_took_long_after(bot: Inside) -> None:
    bot.standin.faults.add(Fault(BEGIN, cut=True, times=1))
    await ask(bot)
    bot.standin.faults.add(Fault(BEGIN, delay=2 * DEADLINE, times=1))
    bot.standin.world.clock.shift(2 * LEASE)
    trying = asyncio.create_task(bot.run())
    await bot.standin.world.until(lambda: bot.standin.requests[BEGIN] == 2)
    ada = bot.standin.member(ADA)
    await ada.press((await ada.command("mydata delete")).shown[0], "Delete")
    await bot.run()
    await trying
    await bot.standin.world.until(lambda: bool(asked(bot)))
    await later(bot, ON_THE_WIRE)
    (thread,) = asked(bot)
    assert thread.name == "Taken back"


async def test_deleting_everything_while_the_answer_is_lost_leaves_nothing_readable(bot: Inside) -> None:
    bot.standin.faults.add(Fault(BEGIN, cut=True, after=True, times=1))
    await ask(bot)
    ada = bot.standin.member(ADA)
    await ada.press((await ada.command("mydata delete")).shown[0], "Delete")
    await later(bot, ON_THE_WIRE)
    assert {message.text for thread in asked(bot) for message in bot.standin.world.visible(thread.id)} <= {
        "Taken back"
    }
    assert await bot.store.read.members.get(ADA) is None


SENT = {name: replace(fault, route="POST /channels/{channel}/messages") for name, fault in LOST.items()}


@pytest.mark.parametrize("name", SENT)
async def test_a_trail_comes_once_with_the_picture_of_its_preview(bot: Inside, name: str) -> None:
    """Whatever was done meanwhile: what it shows was kept, and is drawn again."""
    ada = bot.standin.member(ADA)
    preview = (await bot.after_thought(ada.command("progress", share=True))).shown[0]
    (seen,) = preview.files.values()
    await ada.command("done", action="linux-git-cloud")
    bot.standin.faults.add(replace(SENT[name], times=1))
    await bot.after_thought(ada.press(preview, "Post"))
    bot.standin.faults.clear()
    await later(bot)
    (post,) = [each for each in bot.standin.world.visible(payloads.GENERAL) if "on the trail" in each.text]
    assert list(post.files.values()) == [seen]
    assert await shown(bot) == [ShownStage.STANDS]
