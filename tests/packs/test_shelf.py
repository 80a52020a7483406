"""What the bot reads from: good content, and only good content."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.roadmap import Action, Resource, Successor
from bot.packs.check import load
from bot.packs.faults import ContentBroken
from bot.packs.shelf import Shelf
from tests.packs.edits import R, edit, good, lines


def test_what_is_written_arrives_in_the_domain(tmp_path: Path) -> None:
    trail = load(good(tmp_path)).default
    assert (trail.id, trail.title, trail.highlights[0].as_of) == ("trail", "Trail Keeper", "2026")
    assert trail.action("pile-stones") == Action(
        id="stack-stones",
        title="Stack stones",
        why="The next traveller finds the way.",
        detail="Begin with a flat one.",
        done_when="three stones stand.",
        effort_hours=2,
        resources=(Resource("Cairns", "https://cairns.example.org/"),),
        formerly=("pile-stones",),
    )
    setter = trail.certification("Stone Setter")
    assert (setter.status, setter.retired_on) == ("retired", date(2026, 3, 31))
    assert setter.replaced_by == Successor(
        "cairn-builder", "Cairn Builder", "https://guild.example.org/cairn"
    )
    assert trail.question("boots").aliases == ("shoes?", "which boots")


def test_broken_content_is_not_opened_and_every_fault_is_told(tmp_path: Path) -> None:
    content = good(tmp_path)
    edit(content, R, "title: Walk up", "titel: Walk up")
    with pytest.raises(ContentBroken) as broken:
        Shelf.open(content)
    assert lines(content, broken.value.faults) == [
        'roadmap.yaml:41:9: phases.summit.actions.walk-up.title: is missing; add "title:" '
        "(what to do, as an imperative, with the names of the tools)",
        'roadmap.yaml:42:9: phases.summit.actions.walk-up.titel: is no key here; did you mean "title"?',
    ]
    assert str(broken.value) == "\n".join(map(str, broken.value.faults))


def test_a_reload_takes_up_what_was_edited(tmp_path: Path) -> None:
    content = good(tmp_path)
    shelf = Shelf.open(content)
    before = shelf.library
    edit(content, R, "title: Walk up", "title: Climb")
    assert shelf.reload() == ()
    assert shelf.library.default.action("walk-up").title == "Climb"
    assert before.default.action("walk-up").title == "Walk up"


def test_a_bad_reload_keeps_the_last_good_content(tmp_path: Path) -> None:
    content = good(tmp_path)
    shelf = Shelf.open(content)
    before = shelf.library
    edit(content, R, "title: Walk up", "title: no")
    edit(content, R, "effort_hours: 8", "effort_hours: eight")
    assert len(shelf.reload()) == 2
    assert shelf.library is before
    edit(content, R, "title: no", "title: Climb")
    edit(content, R, "effort_hours: eight", "effort_hours: 8")
    assert shelf.reload() == ()
    assert shelf.library.default.action("walk-up").title == "Climb"


def test_a_folder_that_went_away_keeps_the_last_good_content(tmp_path: Path) -> None:
    content = good(tmp_path)
    shelf = Shelf.open(content)
    content.rename(tmp_path / "elsewhere")
    assert [fault.path for fault in shelf.reload()] == ["folder"]
    assert shelf.library.default.id == "trail"
