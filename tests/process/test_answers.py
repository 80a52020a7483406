"""**Answer in the channel** over the wire: whatever becomes of Discord's answer to it, there is one."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.process.conftest import ADA, BotProcess, Start
from tests.process.people import set_up, with_updates
from tests.standin import payloads
from tests.standin.faults import Fault
from tests.standin.interactions import Interaction
from tests.standin.messages import Message
from tests.standin.server import StandIn

BEN = ADA + 1
CALLBACK = "POST /interactions/{interaction}/{token}/callback"
READ = "GET /channels/{channel}/messages"
MENU, HERE = "Answer from the roadmap", "Answer in the channel"
SLOW = 2
"""Seconds by which Discord is slow, once."""

TOLD = "I've just answered that message in the channel, so this is for you alone."


@pytest.fixture
async def bot(standin: StandIn, start: Start, tmp_path: Path) -> BotProcess:
    """A bot that answers."""
    await set_up(f"sqlite+aiosqlite:///{tmp_path}/cairn.db", with_updates(payloads.GUILD))
    begun = await start()
    await standin.gateway.ready()
    return begun


@pytest.fixture
async def message(standin: StandIn) -> Message:
    """What somebody asks in #general."""
    return standin.world.create(payloads.GENERAL, {"content": "do i need a phd?"}, {})


async def seen(standin: StandIn, message: Message, who: int = ADA) -> Interaction:
    """The answer, as somebody sees it before it is for all."""
    return await standin.member(who).message_menu(MENU, message)


async def pressed(standin: StandIn, card: Interaction, who: int = ADA) -> Interaction:
    """**Answer in the channel** below it."""
    return await standin.member(who).press(card.shown[0], HERE)


def answers(standin: StandIn, message: Message) -> list[Message]:
    """What answers it in the channel, for all to read."""
    return [each for each in standin.world.visible(payloads.GENERAL) if f"/{message.id}>" in each.text]


@pytest.mark.usefixtures("bot")
async def test_it_is_answered_with_a_link(standin: StandIn, message: Message) -> None:
    await pressed(standin, await seen(standin, message))
    assert len(answers(standin, message)) == 1


@pytest.mark.parametrize("who", [ADA, BEN])
async def test_killed_when_discord_had_it_there_is_one(
    standin: StandIn, bot: BotProcess, message: Message, start: Start, who: int
) -> None:
    """What was posted is found in the channel, whoever presses next: nothing of it was kept."""
    card = await seen(standin, message)
    standin.faults.add(Fault(CALLBACK, delay=SLOW, after=True, times=1))
    await pressed(standin, card)
    await bot.kill()
    standin.faults.clear()
    await start()
    await standin.gateway.ready()
    again = await pressed(standin, await seen(standin, message, who), who)
    assert again.text.startswith(TOLD)
    assert again.shown[0].ephemeral
    assert len(answers(standin, message)) == 1


async def test_killed_before_discord_had_it_the_next_click_posts_it(
    standin: StandIn, bot: BotProcess, message: Message, start: Start
) -> None:
    card = await seen(standin, message)
    read = standin.requests[READ]
    standin.faults.add(Fault(READ, delay=SLOW, times=1))
    pressing = asyncio.create_task(pressed(standin, card))
    await standin.world.until(lambda: standin.requests[READ] > read)
    await bot.kill()
    pressing.cancel()
    standin.faults.clear()
    await start()
    await standin.gateway.ready()
    await pressed(standin, await seen(standin, message))
    assert len(answers(standin, message)) == 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "fault", [Fault(CALLBACK, cut=True, after=True), Fault(CALLBACK, status=503, after=True)]
)
async def test_if_the_answer_is_lost_another_click_posts_no_second_one(
    standin: StandIn, message: Message, fault: Fault
) -> None:
    card = await seen(standin, message)
    standin.faults.add(replace(fault, times=1))
    callbacks = standin.requests[CALLBACK]
    await pressed(standin, card)
    await standin.world.until(lambda: standin.requests[CALLBACK] == callbacks + 2)  # something comes after it
    again = await pressed(standin, card)
    assert again.text.startswith(TOLD)
    assert len(answers(standin, message)) == 1
