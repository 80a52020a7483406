"""How names find their way to a roadmap, and within it."""

from dataclasses import replace

import pytest

from bot.domain.errors import UnknownName
from bot.domain.library import Library
from tests.domain.samples import action, phase, roadmap, step

TRAIL = roadmap(phase("ground", action("walk"), action("both")), name="trail")
PATH = roadmap(phase("summit", action("climb"), action("both")), name="path")
ONE, TWO = Library((TRAIL,)), Library((TRAIL, PATH))


def test_the_first_roadmap_is_the_one_for_newcomers() -> None:
    assert TWO.default is TRAIL
    assert (ONE.single, TWO.single) == (True, False)


@pytest.mark.parametrize("name", ["path", "Path", " PATH "])
def test_a_roadmap_by_id_or_title(name: str) -> None:
    assert TWO.roadmap(name) is PATH


def test_an_unknown_roadmap() -> None:
    with pytest.raises(UnknownName) as caught:
        TWO.roadmap("road")
    assert (caught.value.kind, caught.value.name) == ("roadmap", "road")


@pytest.mark.parametrize(
    ("chosen", "active"), [("path", PATH), ("trail", TRAIL), (None, TRAIL), ("gone", TRAIL)]
)
def test_the_active_roadmap(chosen: str | None, active: object) -> None:
    assert TWO.active(chosen) is active


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("both", (PATH, "both")),  # the active one first
        ("trail/both", (TRAIL, "both")),
        ("walk", (TRAIL, "walk")),  # an old button from before there were two
        ("nothing", (PATH, "nothing")),
        ("gone/both", (PATH, "gone/both")),
    ],
)
def test_a_reference_finds_its_roadmap(ref: str, found: tuple[object, str]) -> None:
    assert TWO.locate(ref, PATH) == found


STEPPED = roadmap(
    phase("ground", action("walk", steps=[step("up"), step("down")]), action("up")), name="hike"
)


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("walk/up", (STEPPED, "walk/up")),
        ("hike/walk/up", (STEPPED, "walk/up")),
        ("hike/up", (STEPPED, "up")),
        ("hike/walk", (STEPPED, "walk")),
        ("hike/nothing", (STEPPED, "nothing")),
        ("walk/nothing", (TRAIL, "walk/nothing")),
        ("trail/walk", (TRAIL, "walk")),
    ],
)
def test_a_reference_to_a_step_finds_its_roadmap(ref: str, found: tuple[object, str]) -> None:
    assert Library((TRAIL, STEPPED)).locate(ref, TRAIL) == found


def test_a_step_is_found_in_a_roadmap_that_bears_its_actions_name() -> None:
    road = replace(STEPPED, id="walk")
    assert Library((road,)).locate("walk/up", road) == (road, "up")
    assert Library((road,)).locate("walk/down", road) == (road, "walk/down")
    assert Library((road,)).locate("walk/walk/up", road) == (road, "walk/up")


def test_a_choice_names_the_roadmap_only_where_there_are_several() -> None:
    assert ONE.ref(TRAIL, "walk") == "walk"
    assert TWO.ref(TRAIL, "walk") == "trail/walk"
    assert TWO.locate(TWO.ref(TRAIL, "walk"), PATH) == (TRAIL, "walk")


def test_former_ids_lead_to_what_became_of_them() -> None:
    road = roadmap(phase("ground", action("new", "old", "older"), action("half", "old")))
    assert road.action("older").id == "new"
    assert road.action("old").id == "new"


def test_an_id_of_today_beats_a_former_one() -> None:
    road = roadmap(phase("ground", action("new", "walk"), action("walk")))
    assert road.action("walk").id == "walk"


def test_names_are_looked_for_within_their_kind() -> None:
    road = roadmap(phase("ground", action("walk")))
    assert road.action(" do WALK ").id == "walk"
    for find, kind in (
        (road.phase, "phase"),
        (road.certification, "certification"),
    ):
        with pytest.raises(UnknownName) as caught:
            find("walk")
        assert caught.value.kind == kind
    with pytest.raises(UnknownName):
        road.action("ground")


def test_retired_things_stay_known_but_do_not_count() -> None:
    road = roadmap(
        phase("ground", action("walk"), action("old", retired=True)), phase("gone", action("x"), retired=True)
    )
    assert [a.id for a in road.actions] == ["walk"]
    assert road.action("old").retired
    assert road.phase_of(road.action("x")).id == "gone"
    assert road.phase("gone").retired
