"""A copy every night by docs/hosting.md alone: what systemd or cron would run is read from there."""

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.process.conftest import CHECKOUT

GUIDE = CHECKOUT / "docs" / "hosting.md"
DAY = 86_400
BEFORE = {"cairn-13-days.db", "cairn-15-days.db"}

# Compose, as far as the guide's line needs it: what would run in the container runs here.
DOCKER = """#!{python}
import os, sys
assert sys.argv[1:5] == ["compose", "exec", "-T", "cairn"], sys.argv
program, *rest = [each.replace("/data/", "{data}/") for each in sys.argv[5:]]
program = "{python}" if program == "python" else program
os.execvp(program, [program, *rest])
"""


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """Where copies go, with one of 13 days and one of 15."""
    folder = tmp_path / "backups"
    folder.mkdir()
    for days in (13, 15):
        copy = folder / f"cairn-{days}-days.db"
        copy.touch()
        os.utime(copy, (copy.stat().st_mtime - days * DAY,) * 2)
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database where the unit and the container have it, and what they call there."""
    launcher, docker = tmp_path / "cairn", tmp_path / "docker"
    launcher.write_text(f'#!/bin/sh\nPYTHONPATH={CHECKOUT} exec {sys.executable} -m bot "$@"\n')
    docker.write_text(DOCKER.format(python=sys.executable, data=tmp_path))
    for program in (launcher, docker):
        program.chmod(0o755)
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


def by_systemd(copies: Path) -> bool:
    """Run it as systemd does, which stops at the first line that fails; whether none did."""
    (setting,) = told(copies, "Environment")
    name, _, value = setting.partition("=")
    lines = told(copies, "ExecStart")
    assert len(lines) == 2
    there = {**os.environ, name: value}
    ran = (subprocess.run(shlex.split(line), check=False, cwd=copies.parent, env=there) for line in lines)
    return all(each.returncode == 0 for each in ran)


def by_cron(copies: Path) -> bool:
    """Run it as cron does, where a percent sign that is meant has a backslash before it."""
    (line,) = re.findall(r"^30 4 \* \* \* (.*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    line = line.replace("\\%", "%").replace("/srv/cairn", str(copies.parent))
    there = {
        **os.environ,
        "PATH": f"{copies.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(CHECKOUT),
        "DATABASE_URL": f"sqlite+aiosqlite:///{copies.parent / 'cairn.db'}",
    }
    ran = subprocess.run(["/bin/sh", "-c", line], check=False, env=there, capture_output=True)
    said = ran.stdout + ran.stderr
    assert (said == b"") is (ran.returncode == 0), f"cron mails whatever is said: {said!r}"
    return ran.returncode == 0


NIGHTS = pytest.mark.parametrize("one_night", [by_systemd, by_cron])
Night = Callable[[Path], bool]


@NIGHTS
def test_once_there_is_a_new_copy_old_ones_go(copies: Path, database: Path, one_night: Night) -> None:
    assert one_night(copies)
    assert one_night(copies), "as often as it is asked for"
    left = {file.name for file in copies.iterdir()}
    assert left & BEFORE == {"cairn-13-days.db"}
    (new,) = left - BEFORE
    assert time.strptime(new, "cairn-%Y-%m-%d.db")
    assert (copies / new).stat().st_size >= database.stat().st_size > 0
    assert (copies / new).stat().st_mode & 0o777 == 0o600


@NIGHTS
def test_where_no_copy_can_be_made_none_goes(copies: Path, database: Path, one_night: Night) -> None:
    database.unlink()
    assert not one_night(copies)
    assert {file.name for file in copies.iterdir()} == BEFORE


def test_what_arrives_of_a_copy_in_part_is_called_none_and_none_goes(copies: Path, database: Path) -> None:
    reading = database.with_name("cat")
    reading.write_text("#!/bin/sh\necho half of it\necho gone >&2\nexit 1\n")
    reading.chmod(0o755)
    assert not by_cron(copies)
    assert {file.name for file in copies.iterdir()} == {*BEFORE, "new"}
