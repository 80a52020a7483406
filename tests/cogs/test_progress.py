"""`/progress`, for oneself and for the channel."""

from bot.trial.people import Screen
from bot.trial.world import World

WEEK = 7 * 24 * 60 * 60


async def test_progress_in_words_and_stones(world: World) -> None:
    await world.robin.slash("done", action="numpy-pandas")
    await (await world.robin.slash("next")).click("Skip")
    card = await world.robin.slash("progress")
    assert card.private
    assert "## Your trail: MLOps Engineer\n●◌◆○ ○○○○○ ○○○○○ ○○○○○" in card.text
    assert "**1 of 18 actions**, 5 % · 1 skipped" in card.text
    assert "**Foundations**, months 1 to 3 · 1 of 3 actions" in card.text
    assert "1 active week" in card.text
    assert card.buttons == ["My next action"]


async def test_nobody_new_is_shown_a_zero_of_weeks(world: World) -> None:
    card = await world.robin.in_dm().slash("progress")
    assert "**0 of 19 actions**, 0 %" in card.text
    assert "active week" not in card.text


async def test_weeks_in_a_row(world: World) -> None:
    for action in ("numpy-pandas", "ml-course", "mlflow"):
        await world.robin.slash("done", action=action)
        await world.pass_time(WEEK)
    assert "3 active weeks, 3 of them in the current run" in (await world.robin.slash("progress")).text


async def test_shared_progress_is_for_the_whole_channel(world: World) -> None:
    shared = await world.robin.slash("progress", share=True)
    assert not shared.private
    assert f"## <@{world.robin.id}> on the trail: MLOps Engineer" in shared.text
    assert shared.buttons == []
    mona = Screen(world.mona, shared.message)
    assert mona.text == shared.text


async def test_progress_leads_to_the_next_action(world: World) -> None:
    card = await (await world.robin.slash("progress")).click("My next action")
    assert card.buttons == ["Done", "Skip", "Details"]
