"""After silence: **Carry on**, or what was done meanwhile, today or on another day."""

from datetime import timedelta

import pytest

from bot.content.live import LiveContent
from bot.domain.library import Library
from bot.domain.schedule import local_day
from bot.trial.people import Screen
from bot.trial.world import World
from bot.views.components import stamp
from tests.cogs.conftest import Follow, Know
from tests.cogs.nudging import WEEK, nudged, stands
from tests.domain import samples
from tests.interactions import press
from tests.stored import ask

BERLIN, ROAD = "Europe/Berlin", "mlops-engineer"
SHELL, PIPES = "linux-git-cloud/shell", "linux-git-cloud/pipes"
NOT_BACK = "can't be the day on which you did it. Choose today or a day before, within a year, like"


async def chosen(world: World, *refs: str, day: str = "") -> Screen:
    """Robin chooses these in the menu, which may be an old one."""
    written = ":".join(filter(None, ("s:moredone", str(world.robin.id), day)))
    return (await press(world, world.robin, written, values=refs).arrives()).screen


async def test_after_silence_the_first_answer_asks_what_was_done_meanwhile(world: World, way: Follow) -> None:
    await nudged(world, weeks=9)
    back = await world.robin.slash("next")
    assert back.private
    assert back.buttons == ["Carry on", "I did more meanwhile"]
    assert "### Linux and Git, step 1" in (await world.robin.slash("next")).text
    offered = await back.click("I did more meanwhile")
    assert "today" in offered.text
    ticked = await chosen(world, f"{ROAD}/{SHELL}", f"{ROAD}/{PIPES}")
    assert ticked.text.startswith("✓ 2 steps done. Next: ")
    assert (await way(world.robin)).progress.hours().done == 5
    assert ticked.buttons == ["Next step", "Undo"]


async def test_what_was_done_meanwhile_can_have_been_done_on_another_day(world: World, way: Follow) -> None:
    await nudged(world, weeks=9)
    offered = await (await world.robin.slash("next")).click("I did more meanwhile")
    day = local_day(world.now(), BERLIN) - timedelta(days=20)
    again = await (await offered.opens("On another day…")).send(day=day.isoformat())
    assert f"on {day}" in again.text
    await again.choose("Find your way in a Linux shell")
    (tick,) = (await way(world.robin)).progress.ticked_at
    assert local_day(tick, BERLIN) == day


async def test_who_was_here_lately_is_not_asked(world: World) -> None:
    await nudged(world, weeks=3)
    assert "Carry on" not in (await world.robin.slash("next")).buttons


@pytest.mark.parametrize(("days", "takes"), [(1, False), (0, True), (-366, True), (-367, False)])
async def test_another_day_is_one_of_the_last_year(world: World, way: Follow, days: int, takes: bool) -> None:
    """By the clock of the member: in Honolulu it is still the day before UTC's."""
    await world.robin.slash("start", timezone="Honolulu")
    await world.pass_time(9 * WEEK)
    offered = await (await world.robin.slash("next")).click("I did more meanwhile")
    day = local_day(world.now(), "Pacific/Honolulu") + timedelta(days=days)
    answer = await (await offered.opens("On another day…")).send(day=day.isoformat())
    ticked = await chosen(world, f"{ROAD}/{SHELL}", day=day.isoformat())
    for screen in (answer, ticked):
        assert (f"“{day}” {NOT_BACK}" in screen.text) is not takes
    assert [local_day(at, "Pacific/Honolulu") for at in (await way(world.robin)).progress.ticked_at] == (
        [day] * takes
    )


async def test_a_day_out_of_the_calendar_that_was_stored_before_stops_nothing(
    world: World, database_url: str
) -> None:
    await world.robin.slash("start", timezone="Honolulu")
    await world.robin.slash("done", action=SHELL)
    for at in (-62_135_587_139, 253_402_300_799):  # noon of the first day there is, in Tokyo; the last second
        ask(database_url, "UPDATE changes SET at = ?", at)
        card = await world.robin.slash("progress")
        assert "## Your trail" in card.text
        assert (await card.click("Portfolio")).message.attachments
        (offered,) = await world.robin.offered("undo", "change")
        assert offered.startswith("✓ Find your way in a Linux shell, ")
        assert "## Your weekly message" in (await world.robin.slash("nudges")).text


async def test_what_was_done_before_is_not_done_again(world: World) -> None:
    for ref in (SHELL, PIPES):
        await world.robin.slash("done", action=ref)
    one = await chosen(world, *(f"{ROAD}/linux-git-cloud/{step}" for step in ("shell", "pipes", "commits")))
    assert one.text.startswith("✓ **Put a folder under Git** done. Next: ")
    none = await chosen(world, f"{ROAD}/{SHELL}", f"{ROAD}/{PIPES}")
    assert none.text.startswith("That was done already. Next: ")
    assert none.buttons == ["Next step"]


async def test_whole_actions_are_called_actions(world: World, content: LiveContent) -> None:
    road = samples.roadmap(
        samples.phase("one", *map(samples.action, ("walk", "run")), samples.action("swim")),
        samples.phase("two", samples.action("fly", steps=[samples.step("up"), samples.step("down")])),
        samples.phase("three", samples.action("rest")),
    )
    content.library = Library((road,))
    two = await chosen(world, "trail/walk", "trail/run")
    assert two.text.startswith("✓ 2 actions done. Next: **Do swim**, about 1 hour.")
    await two.click("Undo")
    mixed = await chosen(world, "trail/walk", "trail/fly/up", "trail/run")
    assert mixed.text.startswith("✓ 1 step and 2 actions done. Next: ")
    undone = await mixed.click("Undo")
    assert undone.text.startswith("Taken back: 1 step and 2 actions are open again.")


async def test_a_phase_and_the_roadmap_that_this_finished_shine(world: World, content: LiveContent) -> None:
    phases = [samples.phase(name, *map(samples.action, of)) for name, of in (("one", "ab"), ("two", "cd"))]
    content.library = Library((samples.roadmap(*phases),))
    first = await chosen(world, "trail/a", "trail/b")
    assert first.text.startswith("## One done!\n✓ 2 actions done. 2 actions. Next phase: **Two**")
    await chosen(world, "trail/c")
    last = await chosen(world, "trail/c", "trail/d")
    assert last.text.startswith("## You finished the roadmap! 4 actions.\n✓ **Do d** done.")
    assert last.buttons == ["My progress", "Undo"]


async def test_what_was_planned_for_it_does_not_come(world: World, known: Know) -> None:
    letter = await nudged(world)
    await (await letter.click("Plan it")).click("Tomorrow")
    planned = (await stands(known, world)).nudges.snooze_at
    assert planned is not None
    ticked = await chosen(world, f"{ROAD}/{SHELL}", f"{ROAD}/{PIPES}")
    assert f"What you planned for {stamp(planned, 'f')} won't come." in ticked.text
