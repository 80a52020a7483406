"""A path that forks ahead, chosen on the weekly message: who answers nothing else is asked for it, too."""

from pathlib import Path

import pytest

from bot.content.live import LiveContent
from bot.domain.library import Library
from bot.trial.drawing import menus_of
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.conftest import Follow, Know
from tests.cogs.nudging import BUTTONS, OUTDATED, WEEK, keys_of, nudged, stands
from tests.domain.samples import action
from tests.domain.test_crossroads import FORK, of
from tests.interactions import press

ASKED = "**Which?** The steps ahead depend on it: choose below."


@pytest.fixture
def content(tmp_path: Path) -> LiveContent:
    """A roadmap that forks behind its second step."""
    return LiveContent(tmp_path, Library((of(FORK, action("end")),)))


def asks(letter: Screen) -> bool:
    """Whether a message asks for the path, with a menu to choose it."""
    assert (ASKED in letter.text) is bool(menus_of(letter.data))
    return ASKED in letter.text


async def forked(world: World) -> Screen:
    """Robin's message about the step behind the fork."""
    for step in ("fork/first", "fork/more"):
        await world.robin.slash("done", action=step)
    return await nudged(world)


async def test_nothing_is_asked_before_it_matters(world: World) -> None:
    assert not asks(await nudged(world))


async def test_the_answer_to_a_tick_asks_and_the_next_message_again(world: World) -> None:
    await world.robin.slash("done", action="fork/first")
    done = await (await nudged(world)).click("Done")
    assert asks(done)
    assert done.buttons == ["Done", "Next step", "Undo"]
    undone = await done.click("Undo")
    assert not asks(undone)
    await undone.click("Done")
    await world.pass_time(WEEK)
    assert asks(world.robin.inbox()[-1])


async def test_the_message_asks_and_takes_the_answer(world: World, known: Know, way: Follow) -> None:
    letter = await forked(world)
    assert asks(letter)
    assert letter.buttons == BUTTONS
    chosen = await letter.choose("Right")
    assert chosen.message.id == letter.message.id
    assert chosen.message.content == "✓ Your path: **Right**. `/roadmap` changes it."
    assert chosen.buttons == BUTTONS
    assert not asks(chosen)
    assert keys_of(chosen) == keys_of(letter)
    assert (await stands(known, world)).paths == {"trail": {"cloud": "right"}}
    done = await chosen.click("Done")
    assert done.message.content.startswith("✓ **Go r** done. Next: **Go last**")
    assert (await way(world.robin)).progress.hours().done == 3


async def test_an_answer_after_a_tick_shows_the_step_it_leads_to(world: World) -> None:
    await world.robin.slash("done", action="fork/first")
    done = await (await nudged(world)).click("Done")
    chosen = await done.choose("Left")
    assert chosen.message.id == done.message.id
    assert (await chosen.click("Done")).message.content.startswith("✓ **Go l** done.")


async def test_what_is_no_option_any_more_changes_nothing(world: World, known: Know) -> None:
    letter = await forked(world)
    (key,) = keys_of(letter)
    old = press(world, world.robin, f"s:mpath:{world.robin.id}:{key}:trail/cloud", values=["up"], on=letter)
    assert (await old.arrives()).screen.text == OUTDATED
    assert (await stands(known, world)).paths == {}
