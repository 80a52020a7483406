"""Two clicks at once on whatever others see, or what changes that: it happens once, and both are answered."""

import logging
from collections.abc import Awaitable, Callable, Sequence

import pytest
from simcord.builders import ChannelHandle

from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests import interactions
from tests.cogs.nudging import ids
from tests.cogs.showing import asked, help_channel, made, posts, run, seen, showcase, stored
from tests.cogs.test_check_in import check_ins, monday, set_up
from tests.cogs.test_milestones import finish, holds, milestones, with_role

Case = tuple[Person, Screen, str, Callable[[], Awaitable[bool]]]
"""Who presses what on which message, and whether it happened once."""


async def a_post(world: World) -> tuple[ChannelHandle, Screen]:
    """Robin's question stands; what Robin was told."""
    channel = await help_channel(world)
    return channel, await (await asked(world)).click("Post")


def number_in(world: World, channel: ChannelHandle, number: int) -> Callable[[], Awaitable[bool]]:
    """Whether so many posts stand there, after whatever comes later."""

    async def stand() -> bool:
        for _ in range(2):
            await run(world, 100)
        return len(posts(world, channel)) == number

    return stand


async def a_question(world: World) -> Case:
    channel = await help_channel(world)
    return world.robin, await asked(world), "Post", number_in(world, channel, 1)


async def a_showcase(world: World) -> Case:
    channel = await showcase(world)
    return world.robin, await made(world), "Post", number_in(world, channel, 1)


async def a_milestone(world: World) -> Case:
    channel = await milestones(world)
    preview = await (await finish(world)).click("Tell the channel")
    return world.robin, preview, "Post", number_in(world, channel, 1)


async def a_step(world: World) -> Case:
    channel = await set_up(world)
    await monday(world)
    (check_in,), (thread,) = check_ins(channel), channel.threads
    preview = await Screen(world.robin, check_in).click("Share my step")
    return world.robin, preview, "Post", number_in(world, thread, 1)


async def take_back(world: World) -> Case:
    channel, _ = await a_post(world)
    return world.robin, seen(world, channel, world.robin), "Take back", number_in(world, channel, 0)


async def take_back_below(world: World) -> Case:
    channel, told = await a_post(world)
    return world.robin, told, "Take back", number_in(world, channel, 0)


async def take_all_back(world: World) -> Case:
    channel, _ = await a_post(world)
    listed = await (await world.robin.slash("mydata show")).click("What others see of you")
    return world.robin, listed, "Take all back", number_in(world, channel, 0)


async def remove(world: World) -> Case:
    channel, _ = await a_post(world)
    return world.mona, seen(world, channel, world.mona), "Remove", number_in(world, channel, 0)


async def solved(world: World) -> Case:
    channel, _ = await a_post(world)

    async def once() -> bool:
        (post,) = posts(world, channel)
        return post.content.count("✓ Solved.") == 1

    return world.robin, seen(world, channel, world.robin), "Solved", once


async def discard(world: World) -> Case:
    channel = await help_channel(world)
    return world.robin, await asked(world), "Discard", number_in(world, channel, 0)


async def delete_everything(world: World) -> Case:
    channel, _ = await a_post(world)
    return world.robin, await world.robin.slash("mydata delete"), "Delete", number_in(world, channel, 0)


async def take_role(world: World) -> Case:
    role = await with_role(world)

    async def once() -> bool:
        return holds(world, role) and len(await world.app.store.read.roles.of(world.robin.id)) == 1

    return world.robin, await finish(world), "Take the role", once


async def turn_off(world: World) -> Case:
    await a_post(world)
    custom_id, listed = f"s:shower:{world.mona.id}", await world.mona.slash("community")
    listed = await listed.click("Posted by members")
    hands = world.mona.hands
    card = world.mona.saw(await hands.select(listed.message, [world.robin.hands], custom_id=custom_id))

    async def once() -> bool:
        return await world.app.store.read.blocks.holds(world.guild.id, world.robin.id)

    return world.mona, card, "Turn off posts", once


async def start_again(world: World) -> Case:
    channel = await set_up(world)
    for _ in range(3):
        await monday(world)
        await run(world, 1)

    async def once() -> bool:
        await monday(world)
        return len(channel.threads) == 3

    page = await (await world.mona.slash("setup")).click("Community")
    return world.mona, page, "Start the check-in again", once


CASES = (
    *(a_question, a_showcase, a_milestone, a_step, take_back, take_back_below, take_all_back, remove),
    *(solved, discard, delete_everything, take_role, turn_off, start_again),
)


def both(world: World, who: Person, on: Screen, *labels: str) -> Sequence[interactions.Delivery]:
    """Two clicks, of which Discord tells in one breath."""
    pressed = [interactions.press(world, who, ids(on)[label], on=on) for label in labels]
    for each in pressed:
        world.env.backend.emit("INTERACTION_CREATE", dict(each.payload))
    return pressed


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
async def test_it_happens_once_and_both_are_answered(
    world: World, caplog: pytest.LogCaptureFixture, case: Callable[[World], Awaitable[Case]]
) -> None:
    who, on, label, once = await case(world)
    with caplog.at_level(logging.ERROR):
        pressed = both(world, who, on, label, label)
        await world.env.settle()
        assert [each.result.acknowledged for each in pressed] == [True, True]
        assert await once()
    assert caplog.records == []


@pytest.mark.parametrize("first", ["Post", "Discard"])
async def test_post_and_discard_at_once(world: World, first: str) -> None:
    """One of the two is what happened, and whoever pressed reads which."""
    channel = await help_channel(world)
    preview = await asked(world)
    pressed = both(world, world.robin, preview, first, "Discard" if first == "Post" else "Post")
    await world.env.settle()
    stands = len(posts(world, channel))
    assert stands == len(await stored(world))
    said = [each.screen.text for each in pressed]
    assert all(text.startswith("✓ Posted.") for text in said) == bool(stands)


async def test_take_back_and_remove_at_once(world: World) -> None:
    """It goes once; its owner, who took it back themselves, hears of nobody else."""
    channel, _ = await a_post(world)
    post = seen(world, channel, world.robin)
    pressed = [
        interactions.press(world, who, ids(post)[label], on=post)
        for who, label in ((world.robin, "Take back"), (world.mona, "Remove"))
    ]
    for each in pressed:
        world.env.backend.emit("INTERACTION_CREATE", dict(each.payload))
    await world.env.settle()
    assert all(each.result.acknowledged for each in pressed)
    await run(world, 100)
    assert posts(world, channel) == []
    assert await stored(world) == ()
    assert "removed by a moderator" not in (await world.robin.slash("help")).text
