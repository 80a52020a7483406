"""A phase whose id an author changes keeps what a server chose for it and what members made of it."""

import shutil
from pathlib import Path

import pytest

from bot.content.live import LiveContent
from bot.trial.world import World
from tests.cogs.showing import posts, run
from tests.cogs.test_milestones import choose_role, finish, holds, milestones, with_role


@pytest.fixture
def content(shipped: LiveContent, tmp_path: Path) -> LiveContent:
    """The shipped content, to be edited."""
    return LiveContent.open(Path(shutil.copytree(shipped.folder, tmp_path / "content")))


def rename(content: LiveContent) -> None:
    """Foundations gets another id, wherever it is named."""
    for file in (content.folder / "mlops-engineer").glob("*.yaml"):
        text = file.read_text().replace("- id: foundations\n", "- id: groundwork\n    formerly: [was]\n")
        file.write_text(
            text.replace("foundations]", "groundwork]")
            .replace("[foundations,", "[groundwork,")
            .replace(" foundations,", " groundwork,")
            .replace("[was]", "[foundations]")
        )
    assert content.reload() == ()
    assert content.library.default.phase("groundwork").ids == ("groundwork", "foundations")


async def test_its_role_is_still_set_offered_and_given(world: World, content: LiveContent) -> None:
    role = await with_role(world)
    rename(content)
    for action in content.library.default.phase("groundwork").actions:
        card = await world.robin.slash("done", action=action.id)
    page = await (await world.mona.slash("setup")).click("Community")
    assert f"✓ Role for Foundations: <@&{role.id}>" in page.text
    assert (await card.click("Take the role")).text.startswith("✓ You have")
    assert holds(world, role)


async def test_its_role_can_be_chosen_away(world: World, content: LiveContent) -> None:
    await with_role(world)
    rename(content)
    page = await choose_role(world, None, "mlops-engineer/groundwork")
    assert "Role for Foundations:" not in page.text
    assert (await world.app.store.read.guilds.get(world.guild.id)).phase_roles == {}


async def test_a_role_that_was_taken_before_goes_with_an_undo(world: World, content: LiveContent) -> None:
    role = await with_role(world)
    await (await finish(world)).click("Take the role")
    rename(content)
    await world.robin.slash("undo")
    await run(world, 20)
    assert not holds(world, role)


async def test_it_is_told_once(world: World, content: LiveContent) -> None:
    channel = await milestones(world)
    await finish(world)
    page = await world.robin.slash("phase", phase="foundations")
    await (await page.click("Tell the channel")).click("Post")
    rename(content)
    page = await world.robin.slash("phase", phase="groundwork")
    await (await page.click("Tell the channel")).click("Post")
    assert len(posts(world, channel)) == 1
