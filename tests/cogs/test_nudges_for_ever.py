"""Every button of a message: for nobody else, not twice; after a restart, weeks later, after a deletion."""

import re
from collections.abc import Awaitable, Callable

import pytest

from bot.services.data import DataService
from bot.store.store import Store
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.conftest import Follow, Know
from tests.cogs.nudging import (
    BUTTONS,
    HOUR,
    NOT_YOURS,
    NOTHING_KEPT,
    OUTDATED,
    WEEK,
    ids,
    nudged,
    panel,
    stands,
    states,
)
from tests.conftest import Restart
from tests.interactions import press
from tests.stored import ask


@pytest.mark.parametrize("label", BUTTONS)
async def test_nobody_else_may_press(world: World, known: Know, way: Follow, label: str) -> None:
    letter = await nudged(world)
    before = await stands(known, world)
    pressed = await press(world, world.mona, ids(letter)[label], on=letter).arrives()
    assert pressed.screen.text == NOT_YOURS
    assert pressed.screen.private
    assert await stands(known, world) == before
    assert (await way(world.robin)).progress.tally().open == 22
    assert await known(world.mona) is None


@pytest.mark.parametrize(
    "custom_id",
    ["s:nday:{}", "s:ntime:{}", "s:nzone:{}", "s:npause:{}", "b:nresume:{}", "b:non:{}", "b:noff:{}",
     "b:ntest:{}", "b:pausefor:{}:1:2", "b:keep:{}:1", "b:nundo:{}:1:1", "b:nudges:{}:1", "b:reach:{}"],
)  # fmt: skip
async def test_nobody_else_may_use_the_panel(world: World, known: Know, custom_id: str) -> None:
    await nudged(world)
    before = await stands(known, world)
    values = ["2"] if custom_id.startswith("s:") else []
    pressed = press(world, world.mona, custom_id.format(world.robin.id), values=values)
    await pressed.arrives()
    assert pressed.screen.text == NOT_YOURS
    assert await stands(known, world) == before


@pytest.mark.breaks
@pytest.mark.parametrize("label", BUTTONS)
async def test_delivered_twice_it_happens_once(world: World, known: Know, way: Follow, label: str) -> None:
    letter = await nudged(world)
    pressed = await press(world, world.robin, ids(letter)[label], on=letter).arrives()
    member, progress, shown = (
        await stands(known, world),
        (await way(world.robin)).progress,
        pressed.screen.text,
    )
    await pressed.arrives()
    assert await stands(known, world) == member
    assert (await way(world.robin)).progress == progress
    assert pressed.screen.text == shown


async def test_the_number_on_a_card_settles_no_nudge(world: World, database_url: str) -> None:
    letter = await nudged(world)
    card = await world.robin.in_dm().slash("next")
    done = await card.click("Done")
    change = int(ids(done)["Undo"].rpartition(":")[2])
    ask(database_url, "UPDATE jobs SET state = 'claimed', number = ? WHERE kind = 'weekly'", change)
    await done.click("Undo")
    assert states(database_url) == ["claimed"], "on a card it is the number of a change"
    await letter.click("Still on it")
    assert states(database_url) == ["sent"]


@pytest.mark.breaks
async def test_a_pause_delivered_twice_is_one(world: World, known: Know) -> None:
    letter = await nudged(world)
    asked = await letter.click("Pause")
    pressed = await press(world, world.robin, ids(asked)["2 weeks"], on=asked).arrives()
    member = await stands(known, world)
    await world.pass_time(HOUR)
    await pressed.arrives()
    assert await stands(known, world) == member


@pytest.mark.breaks
async def test_delivered_again_after_another_change_it_undoes_nothing(
    world: World, known: Know, caplog: pytest.LogCaptureFixture
) -> None:
    letter = await nudged(world)
    asked = await letter.click("Pause")
    paused = await press(world, world.robin, ids(asked)["2 weeks"]).arrives()
    await (await world.robin.slash("nudges")).click("Resume")
    member = await stands(known, world)
    await paused.arrives()
    assert await stands(known, world) == member
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.breaks
async def test_a_test_nudge_delivered_twice_is_one(world: World) -> None:
    await panel(world)
    test = await press(world, world.robin, f"b:ntest:{world.robin.id}").arrives()
    letters = len(world.robin.inbox())
    await world.pass_time(HOUR)
    await test.arrives()
    assert len(world.robin.inbox()) == letters


Act = Callable[[Screen], Awaitable[Screen]]


async def _pause_two_weeks(letter: Screen) -> Screen:
    return await (await letter.click("Pause")).click("2 weeks")


async def _plan_it(letter: Screen) -> Screen:
    asked = await letter.click("Plan it")
    return await asked.click("Tomorrow") if "Tomorrow" in asked.buttons else asked


ACTS: dict[str, tuple[Act, str]] = {
    "Done": (lambda letter: letter.click("Done"), r"✓ \*\*Find your way in a Linux shell\*\* done."),
    "Still on it": (lambda letter: letter.click("Still on it"), "Good. I'll bring another side of it"),
    "Plan it": (_plan_it, r"Planned: \*\*Find your way|at least a day before your next message"),
    "Pause": (_pause_two_weeks, "Paused until"),
    "Stop": (lambda letter: letter.click("Stop"), "No more weekly messages."),
}


@pytest.mark.parametrize(("act", "said"), ACTS.values(), ids=list(ACTS))
async def test_after_a_restart(world: World, restart: Restart, act: Act, said: str) -> None:
    letter = await nudged(world)
    await restart()
    assert re.search(said, (await act(letter)).text)


@pytest.mark.parametrize(("act", "said"), ACTS.values(), ids=list(ACTS))
async def test_on_a_letter_of_weeks_ago(world: World, act: Act, said: str) -> None:
    letter = await nudged(world)
    await world.pass_time(9 * WEEK)
    await world.robin.slash("help")
    assert re.search(said, (await act(letter)).text)


@pytest.mark.parametrize(("act", "said"), ACTS.values(), ids=list(ACTS))
async def test_when_the_row_of_the_letter_is_gone(
    world: World, database_url: str, act: Act, said: str
) -> None:
    letter = await nudged(world)
    ask(database_url, "DELETE FROM jobs")
    assert re.search(said, (await act(letter)).text)


@pytest.mark.parametrize("label", ["Still on it", "Plan it", "Pause", "Stop"])
async def test_after_mydata_delete_a_letter_brings_nothing_back(
    world: World, known: Know, store: Store, label: str
) -> None:
    letter = await nudged(world)
    await DataService(store).delete(world.robin.id, world.now())
    answer = await letter.click(label)
    if label == "Pause":
        answer = await answer.click("4 weeks")
    assert answer.text == NOTHING_KEPT
    assert await known(world.robin) is None
    await world.pass_time(2 * WEEK)
    assert len(world.robin.inbox()) == 2


async def test_after_mydata_delete_done_begins_anew(world: World, known: Know, store: Store) -> None:
    letter = await nudged(world)
    await DataService(store).delete(world.robin.id, world.now())
    done = await letter.click("Done")
    assert done.text.startswith("✓ **Find your way in a Linux shell** done.")
    member = await stands(known, world)
    assert not member.nudged
    await world.pass_time(2 * WEEK)
    assert len(world.robin.inbox()) == 2


@pytest.mark.parametrize("label", ["Keep my progress", "Keep writing weekly"])
async def test_keep_after_everything_was_deleted(world: World, known: Know, label: str) -> None:
    pressed = press(world, world.robin, f"b:keep:{world.robin.id}:5")
    await pressed.arrives()
    assert pressed.screen.text == NOTHING_KEPT
    assert await known(world.robin) is None


async def test_the_letter_of_an_action_that_was_done_long_ago(world: World) -> None:
    letter = await nudged(world)
    await letter.click("Done")
    old = press(world, world.robin, ids(letter)["Done"])
    await old.arrives()
    assert "was done already" in old.screen.text


async def test_undo_on_a_letter_twice(world: World) -> None:
    done = await (await nudged(world)).click("Done")
    undo = press(world, world.robin, ids(done)["Undo"], on=done)
    await done.click("Undo")
    await undo.arrives()
    assert undo.screen.text == "There is nothing to take back. `/next` shows where you are."


async def test_a_number_of_the_first_edition_settles_its_nudge_and_an_update_s_does_not(
    world: World, database_url: str
) -> None:
    await nudged(world)
    ask(database_url, "UPDATE jobs SET state = 'claimed', number = 2 WHERE kind = 'weekly'")
    await press(world, world.robin, "b:next:0:2").arrives()
    assert states(database_url) == ["claimed"]
    await press(world, world.robin, f"b:next:{world.robin.id}:2").arrives()
    assert states(database_url) == ["sent"]


@pytest.mark.parametrize(
    ("custom_id", "values"),
    [
        ("s:nday:{}", ["8"]),
        ("s:nday:{}", ["Monday"]),
        ("b:nday:{}", []),
        ("s:npause:{}", ["9"]),
        ("b:pausefor:{}:w1767600000:9", []),
        ("b:pausefor:{}:w1767600000", []),
        ("b:pause:{}", []),
        ("b:pause:{}:x", []),
        ("b:ndone:{}", []),
        ("b:ndone:{}:x:mlops-engineer/numpy-pandas", []),
        ("b:nskip:{}:x:mlops-engineer/numpy-pandas", []),
        ("b:nundo:{}:x:1", []),
        ("b:nundo:{}:w1767600000:x", []),
        ("b:nundo:{}:w1767600000:" + "9" * 20, []),
    ],
)
async def test_what_no_version_offered_changes_nothing(
    world: World, known: Know, way: Follow, custom_id: str, values: list[str]
) -> None:
    await panel(world)
    await world.robin.slash("done", action="ml-course")
    before, progress = await stands(known, world), (await way(world.robin)).progress
    pressed = await press(world, world.robin, custom_id.format(world.robin.id), values=values).arrives()
    assert pressed.screen.private
    assert pressed.screen.text == OUTDATED
    assert await stands(known, world) == before
    assert (await way(world.robin)).progress == progress
