"""Re-reading the content while the bot runs."""

import logging
import shutil
from pathlib import Path

import pytest

from bot.cogs.start import offer_roadmaps
from bot.delivery.reload import reload
from bot.packs.shelf import Shelf
from bot.trial.world import World


@pytest.fixture
def shelf(shipped: Shelf, tmp_path: Path) -> Shelf:
    """A copy of the shipped content that may be edited."""
    folder = tmp_path / "content"
    shutil.copytree(shipped.folder, folder)
    return Shelf.open(folder)


def edit(shelf: Shelf, old: str, new: str) -> None:
    file = shelf.folder / "mlops-engineer" / "roadmap.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


async def test_good_content_is_taken_up_between_two_interactions(
    world: World, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    """The next command shows it; a tick under the old id counts under the new one."""
    caplog.set_level(logging.INFO, "bot.delivery.reload")
    await world.robin.slash("done", action="numpy-pandas")
    edit(shelf, "- id: numpy-pandas\n", "- formerly: [numpy-pandas]\n        id: arrays\n")

    assert await reload(shelf)

    assert "1 of 19 actions" in (await world.robin.slash("progress")).text
    assert "mlops-engineer: action numpy-pandas renamed to arrays" in caplog.text


async def test_bad_content_changes_nothing_and_is_told(
    world: World, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    """The last good content stays; the faults are logged and kept for /healthz until they are mended."""
    good = shelf.library
    edit(shelf, "- id: numpy-pandas\n", "- id: Not An Id\n")

    assert not await reload(shelf)

    assert shelf.library is good
    assert "Not An Id" in caplog.text
    assert shelf.faults
    edit(shelf, "- id: Not An Id\n", "- id: numpy-pandas\n")
    assert await reload(shelf)
    assert not shelf.faults


async def test_a_second_roadmap_gives_start_its_option(world: World, shelf: Shelf) -> None:
    """/start takes a roadmap when several are loaded, and keeps what was done in the other."""
    await world.robin.slash("done", action="numpy-pandas")
    second = shelf.folder / "second"
    shutil.copytree(shelf.folder / "mlops-engineer", second)
    text = (second / "roadmap.yaml").read_text(encoding="utf-8")
    (second / "roadmap.yaml").write_text(text.replace("title: MLOps Engineer", "title: Second way"), "utf-8")
    await reload(shelf)

    await offer_roadmaps(world.app.client, shelf.library)

    assert await world.robin.offered("start", "roadmap", "sec") == ["Second way"]
    assert "Second way" in (await world.robin.slash("start", roadmap="second", timezone="Berlin")).text
    assert "0 of 19 actions" in (await world.robin.slash("progress")).text
    await world.robin.slash("start", roadmap="mlops-engineer")
    assert "1 of 19 actions" in (await world.robin.slash("progress")).text
