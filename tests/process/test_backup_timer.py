"""A copy every night by docs/hosting.md alone: what systemd would run is read from there."""

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.process.conftest import CHECKOUT

GUIDE = CHECKOUT / "docs" / "hosting.md"
DAY = 86_400
BEFORE = {"cairn-13-days.db", "cairn-15-days.db"}


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """Where copies go, with one of 13 days and one of 15."""
    folder = tmp_path / "copies"
    folder.mkdir()
    for days in (13, 15):
        copy = folder / f"cairn-{days}-days.db"
        copy.touch()
        os.utime(copy, (copy.stat().st_mtime - days * DAY,) * 2)
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database where the unit looks for it, and what the unit calls there."""
    launcher = tmp_path / "cairn"
    launcher.write_text(f'#!/bin/sh\nPYTHONPATH={CHECKOUT} exec {sys.executable} -m bot "$@"\n')
    launcher.chmod(0o755)
    file = tmp_path / "cairn.db"
    there = {**os.environ, "DATABASE_URL": f"sqlite+aiosqlite:///{file}"}
    subprocess.run([launcher, "migrate"], cwd=tmp_path, env=there, check=True)
    return file


def told(copies: Path, what: str) -> list[str]:
    """What the guide's unit for copies says under this name, with folders of this test for its own."""
    unit = GUIDE.read_text(encoding="utf-8").partition("cairn-backup.service`")[2].split("```")[1]
    for theirs, ours in (("/var/backups/cairn", copies), ("/var/lib/cairn", copies.parent), ("%%", "%")):
        unit = unit.replace(theirs, str(ours))
    return [line.removeprefix(f"{what}=") for line in unit.splitlines() if line.startswith(f"{what}=")]


def one_night(copies: Path) -> bool:
    """Run it as systemd does, which stops at the first line that fails; whether none did."""
    (setting,) = told(copies, "Environment")
    name, _, value = setting.partition("=")
    lines = told(copies, "ExecStart")
    assert len(lines) == 2
    there = {**os.environ, name: value}
    ran = (subprocess.run(shlex.split(line), check=False, cwd=copies.parent, env=there) for line in lines)
    return all(each.returncode == 0 for each in ran)


def test_once_there_is_a_new_copy_old_ones_go(copies: Path, database: Path) -> None:
    assert one_night(copies)
    left = {file.name for file in copies.iterdir()}
    assert left & BEFORE == {"cairn-13-days.db"}
    (new,) = left - BEFORE
    assert time.strptime(new, "cairn-%Y-%m-%d.db")
    assert (copies / new).stat().st_size >= database.stat().st_size > 0


def test_where_no_copy_can_be_made_none_goes(copies: Path, database: Path) -> None:
    database.unlink()
    assert not one_night(copies)
    assert {file.name for file in copies.iterdir()} == BEFORE
