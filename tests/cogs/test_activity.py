"""What every answer means: a day on which they were here, written once; and that a message arrived."""

import asyncio
import logging
from pathlib import Path

import discord
import pytest

from bot.client.bot import Cairn
from bot.domain.schedule import DAY
from bot.trial.drawing import buttons_of
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.conftest import Know
from tests.cogs.moderating import draft, forbid, ready
from tests.interactions import command, press
from tests.stored import ask, changing, reads, statements


async def test_one_write_a_day_at_most(world: World, known: Know) -> None:
    await world.robin.slash("start")
    await world.robin.slash("next")
    with statements() as asked:
        await (await world.robin.slash("roadmap")).choose("Portfolio")
        await world.robin.slash("progress")
    assert not changing(asked)
    await world.pass_time(DAY)
    with statements() as asked:
        await world.robin.slash("help")
    assert changing(asked)
    member = await known(world.robin)
    assert member is not None
    assert member.seen_day == world.now() // DAY


async def test_it_is_noted_after_the_answer(world: World) -> None:
    answered: list[bool] = []

    async def note(interaction: discord.Interaction[Cairn]) -> None:
        answered.append(interaction.response.is_done())

    world.app.client.add_listener(note, "on_answered")
    card = await world.robin.slash("roadmap")
    await card.choose("Portfolio")
    assert answered == [True, True]


@pytest.mark.breaks
async def test_a_day_that_can_not_be_noted_is_one_line(
    world: World, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await world.robin.slash("start")
    await world.pass_time(DAY)
    await asyncio.to_thread(database_file.rename, database_file.with_name("away.db"))
    caplog.clear()
    await world.robin.slash("help")
    (complaint,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert "was deleted, moved or replaced" in complaint.getMessage()
    assert complaint.exc_info is None


async def test_a_click_counts_too(world: World, known: Know) -> None:
    await world.robin.slash("start")
    await world.pass_time(DAY)
    await press(world, world.robin, f"b:roadmap:{world.robin.id}").arrives()
    member = await known(world.robin)
    assert member is not None
    assert member.seen_day == world.now() // DAY


async def test_looking_around_enrols_nobody(world: World, known: Know) -> None:
    with statements() as asked:
        for name in ("next", "roadmap", "phase", "progress", "certs", "help", "mydata show"):
            await world.robin.slash(name)
    assert await known(world.robin) is None
    assert not changing(asked)


async def test_a_mistake_is_a_sign_of_life_too(world: World, known: Know) -> None:
    await world.robin.slash("start")
    await world.pass_time(DAY)
    await world.robin.slash("phase", phase="nowhere")
    member = await known(world.robin)
    assert member is not None
    assert member.seen_day == world.now() // DAY


async def told_author(world: World) -> Screen:
    """Mona, who is no member, is told that what she scheduled could not be posted."""
    await ready(world)
    await (await draft(world, when="2026-01-01 09:00")).click("Schedule")
    await forbid(world, discord.Permissions(send_messages=True))
    await world.pass_time(DAY)
    (told,) = world.mona.inbox()
    return told


async def test_got_it_is_remembered_on_the_message_itself(world: World) -> None:
    told = await told_author(world)
    assert told.buttons == ["Got it"]
    seen = await told.click("Got it")
    assert seen.message.id == told.message.id
    assert seen.text == told.text
    (button,) = buttons_of(seen.data)
    (before,) = buttons_of(told.data)
    assert (button["label"], button["disabled"]) == ("✓ Seen", True)
    assert button["custom_id"] == before["custom_id"], "by which a look-up finds the message"


async def test_got_it_proves_that_the_message_arrived(world: World, database_url: str) -> None:
    told = await told_author(world)
    ask(database_url, "UPDATE jobs SET state = 'claimed' WHERE kind = 'note'")
    await told.click("Got it")
    assert ask(database_url, "SELECT state FROM jobs WHERE kind = 'note'") == [("sent",)]


async def test_what_is_done_while_everything_is_deleted_brings_nothing_back(
    world: World, known: Know
) -> None:
    await world.robin.slash("start", timezone="Berlin")
    await world.pass_time(DAY)
    for each in (
        press(world, world.robin, f"b:forget:{world.robin.id}"),
        command(world, world.robin, "help"),
        command(world, world.robin, "next"),
    ):
        world.env.backend.emit("INTERACTION_CREATE", dict(each.payload))
    await world.env.settle()
    assert await known(world.robin) is None


async def test_what_a_command_read_of_a_member_is_not_read_again(world: World) -> None:
    await world.robin.slash("start")
    await world.robin.slash("next")
    before = reads(world.app.store)
    with statements() as asked:
        await world.robin.slash("next")
    assert reads(world.app.store) == before + len(asked) + 1, (
        "the driver itself reads them, with all they did"
    )
    assert not [each for each in asked if "FROM members" in each]
