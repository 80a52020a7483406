"""A roadmap that grows while members walk it: told once, by the next weekly message."""

import re
import shutil
from pathlib import Path

import pytest

from bot.content.live import LiveContent
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.nudging import WEEK, nudged


@pytest.fixture
def content(shipped: LiveContent, tmp_path: Path) -> LiveContent:
    """The shipped content in a folder of its own, to be edited."""
    return LiveContent.open(Path(shutil.copytree(shipped.folder, tmp_path / "content")))


def longer(content: LiveContent, step: str, hours: int) -> None:
    """An author gives a step so many hours, and the bot reads the content again."""
    path = content.folder / "mlops-engineer" / "roadmap.yaml"
    written = path.read_text()
    edited = re.sub(rf"(- id: {step}\n(?:\s+(?!- id:).*\n)*?\s+hours: )[\d.]+", rf"\g<1>{hours}", written)
    assert edited != written
    path.write_text(edited)
    assert content.reload() == ()


async def next_week(world: World) -> Screen:
    """The message of the next week, to somebody who was seen meanwhile."""
    await world.robin.slash("help")
    await world.pass_time(WEEK)
    return world.robin.inbox()[-1]


async def test_the_next_message_says_once_that_the_roadmap_grew(world: World, content: LiveContent) -> None:
    first = await nudged(world)
    longer(content, "shell", 4)
    grown, after = await next_week(world), await next_week(world)
    said = "The roadmap grew by about 1 hour. What you've done stays done."
    assert [said in letter.text for letter in (first, grown, after)] == [False, True, False]


async def test_a_path_of_one_s_own_and_a_shorter_step_are_no_growth(
    world: World, content: LiveContent
) -> None:
    await nudged(world)
    before = content.library.default
    asked = await world.robin.slash("roadmap")
    for choice in before.choices:
        await asked.choose(choice.options[-1].title)
    longer(content, "shell", 1)
    assert "The roadmap grew" not in (await next_week(world)).text
    longer(content, "shell", 3)
    assert "The roadmap grew by about 2 hours." in (await next_week(world)).text
