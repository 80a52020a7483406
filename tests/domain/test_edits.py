"""What an edit of the content means to members."""

from dataclasses import replace

import pytest

from bot.domain.edits import Edit, differences
from bot.domain.library import Library
from bot.domain.roadmap import Action, Phase, Roadmap


def action(name: str, **more: object) -> Action:
    return replace(Action(name, name.title(), "why", "detail", "it works", 1, ()), **more)  # type: ignore[arg-type]


def library(*actions: Action, roadmap: str = "way") -> Library:
    return Library((Roadmap(roadmap, "Way", "", (), (Phase("first", "First", 1, 2, "aim", actions),)),))


OLD = library(action("one"), action("two"), action("three", retired=True))


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (OLD, []),
        (library(action("two"), action("one"), action("three", retired=True)), []),
        (
            library(action("uno", formerly=("one",)), action("two"), action("three", retired=True)),
            ["way: action one renamed to uno"],
        ),
        (
            library(
                action("left", formerly=("one",)),
                action("right", formerly=("one",)),
                action("two"),
                action("three", retired=True),
            ),
            ["way: action one renamed to left, right"],
        ),
        (
            library(action("both", formerly=("one", "two")), action("three", retired=True)),
            ["way: action one renamed to both", "way: action two renamed to both"],
        ),
        (
            library(action("one", retired=True), action("two"), action("three")),
            ["way: action one retired", "way: action three back"],
        ),
        (
            library(action("one"), action("three", retired=True), action("four")),
            ["way: action two lost", "way: action four new"],
        ),
        (
            library(action("one"), roadmap="other"),
            [
                "other: phase first new",
                "other: action one new",
                "way: phase first lost",
                "way: action one lost",
                "way: action two lost",
                "way: action three lost",
            ],
        ),
    ],
    ids=["same", "reordered", "renamed", "split", "merged", "retired", "lost", "another roadmap"],
)
def test_an_edit_is_told_id_by_id(new: Library, lines: list[str]) -> None:
    """Renames, splits, merges, retirements, losses; an order means nothing."""
    assert [str(each) for each in differences(OLD, new)] == lines


def test_a_loss_is_the_only_thing_without_an_heir() -> None:
    """What is renamed names its heirs."""
    found = differences(OLD, library(action("uno", formerly=("one",))))
    assert {each.id for each in found if each.edit is Edit.LOST} == {"two", "three"}
