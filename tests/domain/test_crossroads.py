"""When a path is asked for: never too late, and not before it matters."""

from dataclasses import replace

import pytest

from bot.domain.crossroads import choice_ahead
from bot.domain.marks import MarkState
from bot.domain.paths import Choice, Condition, Option
from bot.domain.personal import along
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Roadmap
from bot.domain.steps import Resource, Step
from tests.domain.samples import action, phase, roadmap, step
from tests.marked import logged

CLOUD = Choice("cloud", "Which?", (Option("left", "Left"), Option("right", "Right")))
LEFT, RIGHT = ((Condition("cloud", (each,)),) for each in ("left", "right"))


def on(name: str, side: tuple[Condition, ...]) -> Step:
    """A step for one side alone."""
    return step(name)._replace(only_for=side)


FORK = action("fork", steps=(step("first"), step("more"), on("l", LEFT), on("r", RIGHT), step("last")))
END = action("end", steps=(step("first"), step("more"), on("l", LEFT), on("r", RIGHT)))
BARE = action("bare", steps=(on("l", LEFT), on("r", RIGHT)))
PAGES = action("pages", steps=(step("first"),))._replace(
    resources=(Resource("P", "https://x", only_for=LEFT),)
)
SIDES = (action("a-l")._replace(only_for=LEFT), action("a-r")._replace(only_for=RIGHT))


def asked(road: Roadmap, *done: str, path: dict[str, str] | None = None) -> bool:
    """Whether it is asked at the next step of somebody who did these."""
    log = tuple(logged(number, ref, MarkState.DONE, number) for number, ref in enumerate(done, start=1))
    return choice_ahead(road, Progress(along(road, path or {}), log), path or {}) == CLOUD


def of(*actions: Action) -> Roadmap:
    """A roadmap of one phase."""
    return replace(roadmap(phase("one", *actions)), choices=(CLOUD,))


@pytest.mark.parametrize(
    ("road", "done", "now"),
    [
        (of(action("go"), FORK), (), False),
        (of(FORK), (), False),
        (of(FORK), ("fork/first",), False),
        (of(FORK), ("fork/first", "fork/more"), True),
        (of(END, action("go")), ("end/first",), True),
        (of(END, action("go")), (), False),
        (of(BARE), (), True),
        (of(action("go"), PAGES), (), False),
        (of(action("go"), PAGES), ("go",), True),
        (of(action("go"), *SIDES, action("on")), (), False),
        (of(action("go"), *SIDES, action("on")), ("go",), True),
        (of(action("go"), *SIDES), (), True),
        (of(FORK, action("go")), ("fork",), False),
    ],
)
def test_it_is_asked_where_its_steps_would_come(road: Roadmap, done: tuple[str, ...], now: bool) -> None:
    """At the latest above the last step that would close the action, or the roadmap, without it."""
    assert asked(road, *done) is now
    assert not asked(road, *done, path={"cloud": "right"})


def test_nothing_is_asked_where_nothing_is_open_or_nothing_depends() -> None:
    assert not asked(of(action("go")), "go")
    assert choice_ahead(roadmap(phase("one", FORK)), Progress(roadmap(phase("one", FORK))), {}) is None
