"""A roadmap that was written for the first edition, walked with the second."""

from pathlib import Path

import pytest

from bot.content.live import LiveContent
from bot.trial.world import World
from tests.cogs.conftest import Follow
from tests.cogs.nudging import nudged


@pytest.fixture
def content() -> LiveContent:
    """Content of the first edition, as its author left it."""
    return LiveContent.open(Path(__file__).parents[1] / "content" / "first_edition")


async def test_an_action_is_one_step_and_its_author_s_word_is_said(world: World, way: Follow) -> None:
    shown = await world.robin.slash("next")
    assert "Work with NumPy and Pandas" in shown.text
    done = await shown.click("Done")
    assert done.text.startswith("✓ **Work with NumPy and Pandas** done. Crunched. Next: ")
    assert (await way(world.robin)).progress.tally().done == 1
    again = await world.robin.slash("done", action="numpy-pandas")
    assert "Crunched." not in again.text


async def test_the_weekly_message_says_it_too(world: World) -> None:
    ticked = await (await nudged(world)).click("Done")
    assert ticked.message.content.startswith("✓ **Work with NumPy and Pandas** done. Crunched. Next: ")
