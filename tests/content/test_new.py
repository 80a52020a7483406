"""`cairn new FOLDER`: a roadmap to start from, followed to the letter to a second one."""

import shutil
from pathlib import Path

import pytest

from bot.cli import FAILED, OK, main
from bot.content.folder import FILES, GUIDES
from bot.content.live import LiveContent
from bot.settings import read_settings
from bot.trial.world import a_world

SHIPPED = read_settings().content_dir.resolve()


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with the content that ships, and nothing else."""
    shutil.copytree(SHIPPED, tmp_path / "content")
    monkeypatch.chdir(tmp_path)


def test_it_passes_check_beside_the_one_that_ships(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "content/data-analyst"]) == OK
    said = capsys.readouterr().out
    assert all(f"content/data-analyst/{name}: written\n" in said for name in (*FILES, GUIDES))
    assert said.endswith("`./cairn check content` says what is wrong with them.\n")
    assert main(["check"]) == OK
    *warnings, summary = capsys.readouterr().out.splitlines()
    assert summary.startswith("content: 2 roadmaps, ")
    assert not any("data-analyst" in warning for warning in warnings)


def test_beside_the_content_it_is_told_where_the_bot_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "data-analyst"]) == OK
    assert "\nThe bot reads content alone: move data-analyst into it.\n" in capsys.readouterr().out


async def test_it_can_be_walked_at_once() -> None:
    assert main(["new", "content/data-analyst"]) == OK
    async with a_world(LiveContent.open(Path("content"))) as world:
        begun = await world.robin.slash("start", timezone="Berlin", roadmap="data-analyst")
        assert "Data Analyst" in begun.text
        step = await world.robin.slash("next")
        assert "SQL, step 1 of 3: ask SQLite a first question" in step.text
        assert "What do you draw charts with?" in (await world.robin.slash("roadmap")).drawn
        assert "Tell a shop what it sells" in (await world.robin.slash("project")).text


def test_what_is_there_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("content/mlops-engineer/roadmap.yaml").read_bytes()
    assert main(["new", "content/mlops-engineer"]) == FAILED
    assert capsys.readouterr().err.startswith("cairn: content/mlops-engineer is there already")
    assert Path("content/mlops-engineer/roadmap.yaml").read_bytes() == before


@pytest.mark.parametrize("folder", ["content/Data Analyst", "content/_draft", "content/" + "x" * 25, "."])
def test_a_folder_that_can_be_no_roadmap_is_told(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", folder]) == FAILED
    assert "can't be a roadmap's id" in capsys.readouterr().err
    assert {each.name for each in Path("content").iterdir()} == {each.name for each in SHIPPED.iterdir()}


def test_the_folder_of_the_schemas_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree("content/schema", ignore_errors=True)
    assert main(["new", "content/schema"]) == FAILED
    assert capsys.readouterr().err == (
        "cairn: content/schema is where the schemas for editors are: choose another name for the roadmap.\n"
    )
    assert not Path("content/schema").exists()


def test_a_name_that_would_move_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "a\x1b[31m\nb/data-analyst"]) == OK
    said = capsys.readouterr().out
    assert said.startswith("a\\u001b[31m\\u000ab/data-analyst/")
    assert "\x1b" not in said


def test_a_place_where_nothing_can_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").touch()
    assert main(["new", "file/data-analyst"]) == FAILED
    assert "can't be written (Not a directory): choose another place." in capsys.readouterr().err
