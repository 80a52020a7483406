"""`./cairn`: which Python it takes, and when it sets up .venv."""

import os
import pty
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("cat", "cksum", "cp", "dirname", "grep", "mkdir", "readlink", "rm", "sort", "touch", "wc")
PACKAGES = ".venv/lib/python3/site-packages"
SET_UP = "venv {0}\npip {0}\n"

# It answers what ./cairn asks of a Python, and writes down what it is told to set up.
STAND_IN = """#!/bin/sh
case "$1 $2" in
  "-c import sys, pip"*) [ -e .venv/pip-{version} ] && echo {version} ;;
  "-c "*) echo {version}; exit {too_old:d} ;;
  "-m venv") [ "$3" = --clear ] && rm -rf .venv
    mkdir -p .venv/bin; touch .venv/pip-{version}
    [ -e .venv/bin/python ] || cp "$0" .venv/bin/python
    echo venv {version} >>done ;;
  "-m pip") echo pip {version} >>done; mkdir -p "{packages}/discord" "{packages}/discord-2.dist-info"
    echo Collecting discord.py==1; echo "  Downloading it"; echo Collecting simcord==1
    echo Installing collected packages: discord.py, simcord; [ ! -e offline ] ;;
  *) echo {version} "$@" ;;
esac
"""


@dataclass(frozen=True)
class Machine:
    """A checkout and the only commands that it finds, among them Pythons by their names."""

    checkout: Path
    commands: Path

    def has(self, **pythons: str) -> None:
        for name, version in pythons.items():
            self.put(self.commands / name.replace("_", "."), version)

    def put(self, file: Path, version: str) -> None:
        too_old = int(version.removeprefix("3.")) < 11
        file.write_text(STAND_IN.format(version=version, too_old=too_old, packages=PACKAGES))
        file.chmod(0o755)

    def cairn(self, *arguments: str, python: str = "") -> "subprocess.CompletedProcess[str]":
        environment = {"PATH": str(self.commands), "PYTHON": python}
        command = [str(self.checkout / "cairn"), *arguments]
        return subprocess.run(command, env=environment, check=False, capture_output=True, text=True)

    def ran(self, *arguments: str, python: str = "") -> str:
        """What was run in the end, and on which Python."""
        ended = self.cairn(*arguments, python=python)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    @property
    def done(self) -> str:
        return (self.checkout / "done").read_text()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    checkout, commands = tmp_path / "a checkout", tmp_path / "commands"
    checkout.mkdir()
    commands.mkdir()
    shutil.copy(ROOT / "cairn", checkout)
    (checkout / "requirements.lock").write_text("discord.py==1\n")
    (checkout / "requirements-try.lock").write_text("-r requirements.lock\nsimcord==1\n")
    (checkout / "requirements-dev.lock").write_text("discord.py==1\nsimcord==1\npytest==1\n")
    for name in NEEDED:
        (commands / name).symlink_to(str(shutil.which(name)))
    return Machine(checkout, commands)


def test_the_plain_python_comes_first(machine: Machine) -> None:
    machine.has(python3="3.12", python3_14="3.14")
    assert machine.ran("run", "--help") == "3.12 -m bot run --help"
    assert machine.ran("test", "-k", "faq") == "3.12 -m tests -k faq"


def test_the_newest_is_taken_where_the_plain_one_is_too_old(machine: Machine) -> None:
    machine.has(python3="3.9", python3_11="3.11", python3_13="3.13", python3_14="3.14")
    assert machine.ran("run") == "3.14 -m bot run"


def test_a_machine_without_a_python_of_use_is_told(machine: Machine) -> None:
    machine.has(python3="3.10")
    ended = machine.cairn("try", "--tour")
    assert ended.returncode == 69
    assert ended.stderr == (
        "cairn: needs Python 3.11 or newer; install it, "
        "or name one: PYTHON=/path/to/python3.14 ./cairn try --tour\n"
    )


@pytest.mark.parametrize("named", ["python3.10", "nowhere"])
def test_one_that_is_named_and_of_no_use_is_told(machine: Machine, named: str) -> None:
    machine.has(python3="3.12", python3_10="3.10")
    ended = machine.cairn("test", python=named)
    assert ended.returncode == 69
    assert ended.stderr.startswith(f"cairn: {named} is no Python 3.11 or newer")


def test_it_is_set_up_once(machine: Machine) -> None:
    machine.has(python3="3.12")
    assert "setting up .venv" in machine.cairn("run").stderr
    assert machine.cairn("run").stderr == ""
    assert machine.done == SET_UP.format("3.12")


def test_what_the_tests_need_comes_on_top_and_stays(machine: Machine) -> None:
    machine.has(python3="3.12")
    for command in ("run", "try", "run", "test", "try", "run", "test"):
        machine.ran(command)
    assert machine.done == SET_UP.format("3.12") + "pip 3.12\n" * 2


def test_it_tells_how_far_it_is(machine: Machine) -> None:
    machine.has(python3="3.12")
    ours, theirs = pty.openpty()
    command = [str(machine.checkout / "cairn"), "try"]
    subprocess.run(command, env={"PATH": str(machine.commands)}, check=True, stderr=theirs, stdout=theirs)
    said = ""
    while "bot try" not in said:
        said += os.read(ours, 4096).decode()
    os.close(theirs)
    os.close(ours)
    assert [line.strip() for line in said.splitlines() if line.strip()] == [
        "cairn: setting up .venv; this happens once",
        "cairn: fetching package 1 of 2",
        "cairn: fetching package 2 of 2",
        "cairn: installing all 2 packages",
        "3.12 -m bot try",
    ]


def test_a_new_lock_is_installed_where_the_old_one_was(machine: Machine) -> None:
    machine.has(python3="3.12", python3_14="3.14")
    machine.ran("run", python="python3.14")
    (machine.checkout / "requirements.lock").write_text("discord.py==3\n")
    assert machine.ran("run") == "3.14 -m bot run"
    assert machine.done == SET_UP.format("3.14") + "pip 3.14\n"


def test_a_python_that_is_named_gets_packages_of_its_own_and_stays(machine: Machine) -> None:
    machine.has(python3="3.12", python3_14="3.14")
    assert machine.ran("test") == "3.12 -m tests"
    assert machine.ran("test", python="python3.14") == "3.14 -m tests"
    assert machine.ran("test", python="python3.14") == "3.14 -m tests"
    assert machine.ran("test") == "3.14 -m tests"
    assert machine.done == SET_UP.format("3.12") + SET_UP.format("3.14")


def test_a_python_that_took_the_place_of_another_gets_packages_of_its_own(machine: Machine) -> None:
    machine.has(python3="3.12")
    machine.ran("run")
    machine.has(python3="3.13")
    machine.put(machine.checkout / ".venv/bin/python", "3.13")
    assert machine.ran("run") == "3.13 -m bot run"
    assert machine.done == SET_UP.format("3.12") + SET_UP.format("3.13")


def test_what_could_not_be_installed_is_tried_again(machine: Machine) -> None:
    machine.has(python3="3.12")
    (machine.checkout / "offline").touch()
    ended = machine.cairn("run")
    assert ended.returncode == 69
    assert "could not install the packages in requirements.lock" in ended.stderr
    (machine.checkout / "offline").unlink()
    assert machine.ran("run") == "3.12 -m bot run"
    assert machine.done == SET_UP.format("3.12") * 2


def test_a_package_that_is_gone_comes_back(machine: Machine) -> None:
    machine.has(python3="3.12")
    machine.ran("run")
    (machine.checkout / PACKAGES / "discord").rmdir()
    assert machine.ran("run") == "3.12 -m bot run"
    assert machine.done == SET_UP.format("3.12") * 2
    assert machine.cairn("run").stderr == ""


def test_what_an_earlier_cairn_set_up_stays(machine: Machine) -> None:
    """It did not write down what it had installed."""
    machine.has(python3="3.12")
    machine.ran("run")
    (machine.checkout / ".venv/cairn-packages").unlink()
    assert machine.cairn("run").stderr == ""


def test_a_python_that_is_gone_is_replaced(machine: Machine) -> None:
    """As a system upgrade leaves it: a link that leads nowhere."""
    machine.has(python3="3.12")
    machine.ran("run")
    machine.has(python3="3.13")
    python = machine.checkout / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3.12")
    assert machine.ran("run") == "3.13 -m bot run"
    assert machine.done == SET_UP.format("3.12") + SET_UP.format("3.13")


def test_it_works_through_links_from_anywhere(machine: Machine, tmp_path: Path) -> None:
    machine.has(python3="3.12")
    (tmp_path / "my bin").mkdir()
    (tmp_path / "my bin" / "first").symlink_to("../a checkout/cairn")
    (tmp_path / "second").symlink_to(tmp_path / "my bin" / "first")
    environment = {"PATH": str(machine.commands), "CDPATH": str(tmp_path)}
    for command in ("./second", str(tmp_path / "second"), "my bin/first", "a checkout/cairn"):
        ended = subprocess.run(
            [command, "run"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (ended.returncode, ended.stdout) == (0, "3.12 -m bot run\n"), ended.stderr
    assert machine.done == SET_UP.format("3.12")
    assert not (tmp_path / ".venv").exists()


def test_a_file_in_place_of_the_environment_is_told(machine: Machine) -> None:
    machine.has(python3="3.12")
    (machine.checkout / ".venv").touch()
    ended = machine.cairn("run")
    assert (ended.returncode, ended.stderr.splitlines()[-1]) == (
        69,
        "cairn: .venv is no folder; take it away, then: ./cairn run",
    )


def test_it_looks_for_every_python_that_cairn_is_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    versions = [line.rpartition(" ")[2] for line in project["classifiers"]]
    newest_first = " ".join(f"python{version}" for version in reversed(versions))
    assert project["requires-python"] == f">={versions[0]}"
    assert f"(first python3 {newest_first} python)" in (ROOT / "cairn").read_text()
