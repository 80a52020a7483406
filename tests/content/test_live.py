"""What the bot reads from: good content, and only good content."""

from datetime import date
from pathlib import Path

import pytest

from bot.content.check import load
from bot.content.faults import ContentBroken
from bot.content.live import LiveContent
from bot.domain.roadmap import Action, Successor
from bot.domain.steps import Resource, Step
from tests.content.edits import R, edit, good, lines


def test_what_is_written_arrives_in_the_domain(tmp_path: Path) -> None:
    trail = load(good(tmp_path)).default
    assert (trail.id, trail.title, trail.highlights[0].as_of) == ("trail", "Trail Keeper", "2026")
    assert trail.action("pile-stones") == Action(
        id="stack-stones",
        title="Stack stones",
        why="The next traveller finds the way.",
        detail="Begin with a flat one.",
        done_when="three stones stand.",
        steps=(Step("", "Stack stones", 2, done_when="three stones stand."),),
        resources=(Resource("Cairns", "https://cairns.example.org/"),),
        formerly=("pile-stones",),
    )
    setter = trail.certification("Stone Setter")
    assert (setter.status, setter.retired_on) == ("retired", date(2026, 3, 31))
    assert setter.replaced_by == Successor(
        "cairn-builder", "Cairn Builder", "https://guild.example.org/cairn"
    )
    (boots,) = (question for question in trail.questions if question.id == "boots")
    assert boots.aliases == ("shoes?", "which boots")


def test_broken_content_is_not_opened_and_every_fault_is_told(tmp_path: Path) -> None:
    content = good(tmp_path)
    edit(content, R, "title: Walk up", "titel: Walk up")
    edit(content, R, "        hours: 8\n", "")
    with pytest.raises(ContentBroken) as broken:
        LiveContent.open(content)
    assert lines(content, broken.value.faults) == [
        'roadmap.yaml:41:9: phases.summit.actions.walk-up.steps: is missing; add "steps:", or "hours:" for '
        "an action in one go",
        'roadmap.yaml:42:9: phases.summit.actions.walk-up.titel: is no key here; did you mean "title"?',
    ]
    assert str(broken.value) == "\n".join(map(str, broken.value.faults))


def test_a_reload_takes_up_what_was_edited(tmp_path: Path) -> None:
    folder = good(tmp_path)
    content = LiveContent.open(folder)
    before = content.library
    edit(folder, R, "title: Walk up", "title: Climb")
    assert content.reload() == ()
    assert content.library.default.action("walk-up").title == "Climb"
    assert before.default.action("walk-up").title == "Walk up"


def test_a_bad_reload_keeps_the_last_good_content(tmp_path: Path) -> None:
    folder = good(tmp_path)
    content = LiveContent.open(folder)
    before = content.library
    edit(folder, R, "title: Walk up", "title: no")
    edit(folder, R, "hours: 8", "hours: eight")
    assert len(content.reload()) == 2
    assert content.library is before
    edit(folder, R, "title: no", "title: Climb")
    edit(folder, R, "hours: eight", "hours: 8")
    assert content.reload() == ()
    assert content.library.default.action("walk-up").title == "Climb"


def test_a_folder_that_went_away_keeps_the_last_good_content(tmp_path: Path) -> None:
    folder = good(tmp_path)
    content = LiveContent.open(folder)
    folder.rename(tmp_path / "elsewhere")
    assert [fault.path for fault in content.reload()] == ["folder"]
    assert content.library.default.id == "trail"


def test_the_version_names_what_is_in_use_and_nothing_beside_it(tmp_path: Path) -> None:
    folder = good(tmp_path)
    content = LiveContent.open(folder)
    version = content.version
    (folder / "_draft").mkdir()
    (folder / "_draft" / "roadmap.yaml").write_text("not: read")
    assert content.reload() == ()
    assert content.version == version == LiveContent.open(folder).version
    edit(folder, R, "title: Walk up", "title: Climb")
    assert content.version == version
    assert content.reload() == ()
    assert content.version != version
