"""Re-reading the content while the bot runs."""

import logging
import shutil
from pathlib import Path

import pytest

from bot.content.live import LiveContent
from bot.host.reload import reload, warn_of_lost_ticks
from bot.trial.world import World


@pytest.fixture
def content(shipped: LiveContent, tmp_path: Path) -> LiveContent:
    """A copy of the shipped content that may be edited."""
    folder = tmp_path / "content"
    shutil.copytree(shipped.folder, folder)
    return LiveContent.open(folder)


def edit(content: LiveContent, old: str, new: str) -> None:
    file = content.folder / "mlops-engineer" / "roadmap.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


async def test_good_content_is_taken_up_between_two_interactions(
    world: World, content: LiveContent, caplog: pytest.LogCaptureFixture
) -> None:
    """The next command shows it; a tick under the old id counts under the new one."""
    caplog.set_level(logging.INFO, "bot.host.reload")
    await world.robin.slash("done", action="mlflow")
    edit(content, "- id: mlflow\n", "- formerly: [mlflow]\n        id: tracking\n")

    assert await reload(content)

    assert "1 of 22 actions" in (await world.robin.slash("progress")).text
    assert "mlops-engineer: action mlflow renamed to tracking" in caplog.text


async def test_bad_content_changes_nothing_and_is_told(
    world: World, content: LiveContent, caplog: pytest.LogCaptureFixture
) -> None:
    """The last good content stays; the faults are logged and kept for /readyz until they are mended."""
    good = content.library
    edit(content, "- id: numpy-pandas\n", "- id: Not An Id\n")

    assert not await reload(content)

    assert content.library is good
    assert "Not An Id" in caplog.text
    assert content.faults
    edit(content, "- id: Not An Id\n", "- id: numpy-pandas\n")
    assert await reload(content)
    assert not content.faults


async def test_content_that_nests_without_end_is_told_and_changes_nothing(
    content: LiveContent, caplog: pytest.LogCaptureFixture
) -> None:
    good = content.library
    (content.folder / "mlops-engineer" / "faqs.yaml").write_text(f"questions: {'[' * 100_000}")
    assert not await reload(content)
    assert content.library is good
    assert "levels deep" in caplog.text


async def test_an_exam_that_counts_nowhere_is_told_as_well(
    world: World, content: LiveContent, caplog: pytest.LogCaptureFixture
) -> None:
    card = await world.robin.slash("certs", certification="google-agentic-architect")
    await (await card.opens("Passed")).send(on="2025-05-01", link="")
    file = content.folder / "mlops-engineer" / "certifications.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("- id: google-agentic-architect\n", "- id: agents\n"), encoding="utf-8")
    assert await reload(content, world.app.store)
    assert (
        "content: 1 member's exam counts nowhere: google-agentic-architect of mlops-engineer; write "
        "`formerly: [google-agentic-architect]` into what took its place, or keep it with `retired: true`"
    ) in caplog.messages
    caplog.clear()
    file.write_text(
        text.replace(
            "- id: google-agentic-architect\n", "- id: agents\n    formerly: [google-agentic-architect]\n"
        ),
        encoding="utf-8",
    )
    assert await reload(content, world.app.store)
    assert "nowhere" not in caplog.text


async def test_ticks_that_count_nowhere_are_told_at_start_at_a_reload_and_by_doctor(
    world: World, content: LiveContent, caplog: pytest.LogCaptureFixture
) -> None:
    """An id that an edit lost, without `formerly`: nothing is deleted, and somebody has to know."""
    await world.robin.slash("done", action="mlflow")
    await warn_of_lost_ticks(content, world.app.store)
    assert caplog.text == ""
    edit(content, "- id: mlflow\n", "- id: tracking\n")
    content.reload()
    told = (
        "1 member's ticks count nowhere: mlflow of mlops-engineer; write `formerly: [mlflow]` into what took "
        "its place, or keep it with `retired: true`"
    )
    await warn_of_lost_ticks(content, world.app.store)
    assert caplog.messages == [f"content: {told}"]
    caplog.clear()
    edit(content, "- id: tracking\n", "- id: trackings\n")
    assert await reload(content, world.app.store)
    assert f"content: {told}" in caplog.messages
    caplog.clear()
    edit(content, "- id: trackings\n", "- formerly: [mlflow]\n        id: trackings\n")
    assert await reload(content, world.app.store)
    assert "nowhere" not in caplog.text
