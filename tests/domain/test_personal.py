"""The roadmap along a path: smaller, but with everything that was stored still known."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.domain.members import Member
from bot.domain.paths import Condition, Path, combinations, fitting
from bot.domain.personal import along, on_path
from bot.domain.roadmap import Roadmap
from bot.domain.steps import Resource
from tests.domain.samples import action, phase, roadmap, step
from tests.domain.test_paths import CHOICES, PATHS

AWS = (Condition("cloud", ("aws",)),)
OTHERS = (Condition("cloud", ("google", "azure")),)
LLMOPS = (Condition("focus", ("llmops",)),)
PAGES = (Resource("A", "https://a.example"), Resource("B", "https://b.example", only_for=AWS))

DEPLOY = action(
    "deploy",
    steps=[
        step("plan"),
        step("on-aws", hours=2)._replace(only_for=AWS, resources=PAGES),
        step("elsewhere", hours=3)._replace(only_for=OTHERS, formerly=("deploy/old",)),
        step("gone", retired=True),
    ],
)._replace(
    resources=PAGES,
)
ROAD = replace(
    roadmap(
        phase("one", DEPLOY, action("serve")._replace(only_for=LLMOPS), action("read")),
        phase("two", action("tell")),
    ),
    choices=CHOICES,
)


def current(road: Roadmap) -> list[str]:
    """Everything that counts, in order."""
    return [each.ref(step) for each in road.actions for step in each.current_steps]


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ({}, ["deploy/plan", "read", "tell"]),
        ({"cloud": "aws"}, ["deploy/plan", "deploy/on-aws", "read", "tell"]),
        ({"cloud": "azure", "focus": "platform"}, ["deploy/plan", "deploy/elsewhere", "read", "tell"]),
        ({"focus": "llmops"}, ["deploy/plan", "serve", "read", "tell"]),
        ({"cloud": "amazon", "focus": "genai"}, ["deploy/plan", "deploy/on-aws", "serve", "read", "tell"]),
    ],
)
def test_what_counts_on_a_path(path: Path, counts: list[str]) -> None:
    assert current(along(ROAD, path)) == counts


def test_hours_are_those_of_the_path() -> None:
    hours = [along(ROAD, path).action("deploy").hours for path in ({}, {"cloud": "aws"}, {"cloud": "azure"})]
    assert hours == [1, 3, 4]


def test_pages_are_those_of_the_path() -> None:
    for path, pages in (({"cloud": "aws"}, PAGES), ({"cloud": "azure"}, PAGES[:1]), ({}, PAGES[:1])):
        made = along(ROAD, path).action("deploy")
        assert (made.resources, made.steps[1].resources) == (pages, pages)


def test_without_choices_it_is_the_same_roadmap() -> None:
    plain = replace(ROAD, choices=())
    assert along(plain, {"cloud": "aws"}) is plain


@given(PATHS)
def test_everything_is_still_known(path: Path) -> None:
    """What is not for somebody may have been done before they chose: it keeps its id and its former ones."""
    mine = along(ROAD, path)
    for each in DEPLOY.steps:
        for ref in DEPLOY.step_ids(each):
            owner, found = mine.step(ref)
            assert (owner.id, found.id, found.formerly) == ("deploy", each.id, each.formerly)
    assert mine.action("serve").title == ROAD.action("serve").title
    assert mine.phase_of(DEPLOY) is mine.phases[0]
    assert [phase.id for phase in mine.current_phases] == ["one", "two"]


@given(PATHS)
def test_along_a_path_twice_is_along_it_once(path: Path) -> None:
    assert along(along(ROAD, path), path) == along(ROAD, path)


@given(PATHS)
def test_what_is_retired_stays_retired_and_steps_stay_in_order(path: Path) -> None:
    mine = along(ROAD, path)
    assert mine.step("deploy/gone")[1].retired
    assert [each.id for each in mine.action("deploy").steps] == [each.id for each in DEPLOY.steps]
    left = fitting(DEPLOY.current_steps, CHOICES, path)
    assert [each.id for each in mine.action("deploy").current_steps] == [each.id for each in left]


def test_every_path_has_its_own_memory_of_what_counts() -> None:
    """What one member's path leaves out is there for the next."""
    seen = [current(along(ROAD, path)) for path in combinations(CHOICES)]
    assert [current(along(ROAD, path)) for path in combinations(CHOICES)] == seen
    assert len({tuple(each) for each in seen}) == 4


@pytest.mark.parametrize(
    ("path", "growing"), [({}, ["deploy"]), ({"focus": "llmops"}, ["deploy"]), ({"cloud": "aws"}, [])]
)
def test_what_a_choice_still_to_be_made_makes_longer(path: Path, growing: list[str]) -> None:
    assert [each.id for each in along(ROAD, path).actions if each.grows] == growing


@pytest.mark.parametrize(
    ("roadmap_id", "told", "later"), [("trail", 10.0, 12.0), ("trail", None, None), ("another", 10.0, 10.0)]
)
def test_a_path_makes_a_way_longer_without_its_having_grown(
    roadmap_id: str, told: float | None, later: float | None
) -> None:
    member = Member(7, roadmap_id, 0)._replace(told_hours=told)
    chosen = on_path(member, ROAD, {"cloud": "aws"})
    assert (chosen.path("trail"), chosen.told_hours) == ({"cloud": "aws"}, later)
    assert on_path(chosen, ROAD, {}).told_hours == told
