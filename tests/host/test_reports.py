"""`cairn report` and `cairn check --against`: the figures are those of what really happened."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import OK, main
from bot.content.live import LiveContent
from bot.delivery.dispatcher import MOST_ATTEMPTS
from bot.domain import nudge_state
from bot.domain.due import LATE, TOO_LATE
from bot.domain.errors import StoreUnavailable
from bot.domain.schedule import DAY
from bot.host.reports import report
from tests.delivery.conftest import Office

WEEK = 7 * DAY


def figures(lines: list[str]) -> list[list[str]]:
    """The week and the numbers of each line, until the questions begin."""
    return [line.split() for line in lines[1 : lines.index("")]]


async def a_mixed_week(office: Office) -> None:
    """Two sent, one refused, one withdrawn, one given up, one sent late; the clock ends on Monday evening."""
    people = await office.crowd(6)
    due = await office.until_due()
    await office.claim()
    office.give_back()
    office.alter("UPDATE jobs SET lease_until = ? WHERE id > 4", due + LATE + 1)
    await office.change(people[1], lambda member: nudge_state.switched(member, False, due))
    office.refuse(403, 50007)
    await office.tick()
    office.alter("UPDATE jobs SET lease_until = 0, attempts = ? WHERE id = 5", MOST_ATTEMPTS - 1)
    office.refuse(403, 50001)
    await office.tick()
    await office.later(LATE + 1)
    await office.tick()


async def test_what_happened_is_what_is_reported(office: Office) -> None:
    await a_mixed_week(office)
    lines = await report(office.url, 0)
    assert lines[0].split()[2:] == ["sent", "late", "refused", "missed", "withdrawn", "failed", "open"]
    assert figures(lines) == [["2026-01-05", "2", "1", "1", "0", "1", "1", "0"]]


async def test_a_line_a_week_and_none_before_what_was_asked_for(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.tick()
    await robin.slash("next")
    await office.later(WEEK + TOO_LATE + 1)
    await office.tick()
    lines = await report(office.url, 0)
    assert [[day, sent, missed] for day, sent, _, _, missed, *_ in figures(lines)] == [
        ["2026-01-05", "1", "0"],
        ["2026-01-12", "0", "1"],
    ]
    later = await report(office.url, office.world.now() - WEEK)
    assert [line[0] for line in figures(later)] == ["2026-01-12"]


@pytest.mark.parametrize("found", ["missing", "empty", "older"])
async def test_a_database_that_is_not_in_step_is_told_and_left_as_it_is(
    database_file: Path, tmp_path: Path, found: str
) -> None:
    file = tmp_path / "other.db"
    if found == "older":
        shutil.copy(database_file, file)
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = '0005'")
    elif found == "empty":
        file.touch()
    before = file.read_bytes() if file.exists() else None
    with pytest.raises(StoreUnavailable, match=r"`\./cairn migrate`"):
        await report(f"sqlite+aiosqlite:///{file}", 0)
    assert (file.read_bytes() if file.exists() else None) == before


async def test_welcomes_and_tests_are_no_weekly_messages(office: Office) -> None:
    await office.world.robin.slash("start", timezone="Berlin")
    await (await office.world.robin.slash("nudges")).click("Send a test message")
    assert (await report(office.url, 0))[0] == "weekly messages: none yet"


@pytest.fixture
def older(shipped: LiveContent, tmp_path: Path) -> Path:
    """The content of before, with an action under another id."""
    folder = shutil.copytree(shipped.folder, tmp_path / "older")
    file = folder / "mlops-engineer" / "roadmap.yaml"
    text = file.read_text(encoding="utf-8")
    assert "- id: mlflow\n" in text
    file.write_text(text.replace("- id: mlflow\n", "- id: tracking\n"), encoding="utf-8")
    return folder


async def test_what_an_edit_means_says_how_many_hold_what_was_lost(
    office: Office, older: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await office.world.robin.slash("done", action="mlflow")
    office.alter("UPDATE marks SET ref = 'tracking'")
    lines = await asyncio.to_thread(against, office.file, older, monkeypatch, capsys)
    assert (
        "mlops-engineer: action tracking lost (1 member): no tick is deleted, but it counts nowhere; write "
        "`formerly: [tracking]` into what took its place, or keep it with `retired: true`"
    ) in lines
    assert any(line.startswith("mlops-engineer: action mlflow new: open for everybody") for line in lines)


def test_what_an_edit_means_is_said_without_a_database_too(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = against(tmp_path / "nowhere.db", older, monkeypatch, capsys)
    assert any(line.startswith("mlops-engineer: action tracking lost: no tick is deleted") for line in lines)
    assert not (tmp_path / "nowhere.db").exists()


def test_an_edit_that_means_nothing_to_anybody_is_said(
    database_file: Path,
    shipped: LiveContent,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert against(database_file, shipped.folder, monkeypatch, capsys)[-1] == "nothing changes for members"


def against(
    file: Path, older: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """What `cairn check --against` prints."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{file}")
    assert main(["check", f"--against={older}"]) == OK
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("weeks", ["0", "-3", "many", "000", "\u0663", "1.5"])
def test_weeks_are_counted_from_one(weeks: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["report", f"--weeks={weeks}"])
    assert f"{weeks} is no number of weeks; write 1 or more" in capsys.readouterr().err


def test_more_weeks_than_there_ever_were(
    database_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{database_file}")
    assert main(["report", "--weeks", "9" * 5_000]) == OK
    assert capsys.readouterr().out.startswith("weekly messages: none yet\n")


def test_the_command_prints_it(
    database_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{database_file}")
    assert main(["report", "--weeks", "4"]) == OK
    assert capsys.readouterr().out.startswith("weekly messages: none yet\n")
