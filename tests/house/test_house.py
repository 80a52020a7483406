"""Rules about the code itself that no linter knows."""

import ast
import importlib
from pathlib import Path

import pytest
from discord.ext import commands

from bot.trial.world import World

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(file for folder in ("bot", "migrations", "tests") for file in (ROOT / folder).rglob("*.py"))
CODE = [file for file in MODULES if file.is_relative_to(ROOT / "bot")]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
CLOCKS = {"now", "utcnow", "today", "time"}
MAY_READ_THE_CLOCK = {"bot/clocks.py"}


def name(file: Path) -> str:
    """The file as people say it."""
    return file.relative_to(ROOT).as_posix()


def test_there_is_something_to_look_at() -> None:
    assert len(CODE) > 50
    assert len(LOCKS) == 4


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_a_module_says_why_it_exists(file: Path) -> None:
    said = ast.get_docstring(ast.parse(file.read_text()))
    assert said, "the first line of a module says why it exists"
    assert said.splitlines()[0].endswith((".", ":", "?", ";", "`"))


@pytest.mark.parametrize("file", [file for file in CODE if name(file) not in MAY_READ_THE_CLOCK], ids=name)
def test_nobody_reads_the_clock(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS and isinstance(node.value, ast.Name):
            assert node.value.id not in ("datetime", "date", "time"), f"line {node.lineno}"


async def test_every_cog_is_wired(world: World) -> None:
    names = (file.stem for file in (ROOT / "bot/cogs").glob("[a-z]*.py"))
    modules = [importlib.import_module(f"bot.cogs.{name}") for name in names]
    written = {
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, commands.Cog) and thing.__module__ == module.__name__
        if not thing.__subclasses__()
    }
    wired = {type(cog) for cog in world.app.client.cogs.values()}
    assert wired == written


@pytest.mark.parametrize("lock", LOCKS, ids=name)
def test_a_lock_names_no_place(lock: Path) -> None:
    assert "://" not in lock.read_text()
