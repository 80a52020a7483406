"""One dispatcher does every job, and nothing is sent unasked but by one of its handlers."""

import ast
import importlib
import inspect
from collections import Counter
from pathlib import Path

import pytest

from bot.delivery.handlers.handler import Handler
from bot.domain.jobs import JobKind
from bot.trial.world import World

ROOT = Path(__file__).parents[2]
HANDLERS = "bot/delivery/handlers"


@pytest.fixture
def written() -> list[type[Handler]]:
    """Every handler that there is."""
    modules = [
        importlib.import_module(f"bot.delivery.handlers.{file.stem}")
        for file in (ROOT / HANDLERS).glob("[a-z]*.py")
    ]
    return [
        thing
        for module in modules
        for thing in vars(module).values()
        if inspect.isclass(thing) and issubclass(thing, Handler) and thing.__module__ == module.__name__
        if not inspect.isabstract(thing)
    ]


def test_every_kind_has_one_handler(written: list[type[Handler]]) -> None:
    assert Counter(kind for handler in written for kind in handler.kinds) == Counter(JobKind)


async def test_every_handler_is_wired(world: World, written: list[type[Handler]]) -> None:
    assert {kind: type(handler) for kind, handler in world.app.dispatcher.handlers.items()} == {
        kind: handler for handler in written for kind in handler.kinds
    }


def calls(name: str) -> set[str]:
    """The files under `bot` in which something of this name is called."""
    return {
        str(file.relative_to(ROOT))
        for file in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name
    }


def test_there_is_one_dispatcher() -> None:
    assert calls("Dispatcher") == {"bot/app.py"}


def test_nobody_else_sends() -> None:
    """What answers somebody goes through the interaction; the simulation's people send on their own."""
    simulated = {"bot/trial/tour.py", "bot/trial/people.py"}
    senders = {"bot/delivery/sender.py", "bot/delivery/places.py", "bot/client/replies.py"}
    places = calls("send") - senders - simulated
    assert places == {f"{HANDLERS}/{name}.py" for name in ("member_message", "post", "recurring", "word")}
