"""Cards that Discord would not take, found before anybody sees them."""

from dataclasses import replace

from bot.content.live import LiveContent
from bot.domain.library import Library
from bot.domain.paths import Choice, Condition, Option
from bot.domain.roadmap import Roadmap
from bot.host.cards import unbuilt
from tests.domain.samples import action, phase, roadmap, step
from tests.views.longest import ROADMAP


def of(*steps: str, detail: str = "How") -> Roadmap:
    """A roadmap of one action with these steps."""
    return roadmap(phase("one", action("a", steps=[*map(step, steps)])._replace(detail=detail)))


def test_what_ships_is_built_and_so_is_the_longest(shipped: LiveContent) -> None:
    assert [*unbuilt(shipped.library)] == []
    assert [*unbuilt(Library((ROADMAP,)))] == []


def test_what_is_too_long_is_named() -> None:
    found = [*unbuilt(Library((of("x", "y", detail="D" * 4001),)))]
    assert len(found) == 1
    assert found[0].startswith("trail/a: its card can't be shown: 4")
    wide = [*unbuilt(Library((of("x" * 90, "y"),)))]
    assert all("custom_id" in sentence for sentence in wide)
    assert {sentence.partition(":")[0] for sentence in wide} == {f"trail/a/{'x' * 90}"}


def test_answers_exams_and_guides_are_built_too(shipped: LiveContent) -> None:
    road = shipped.library.default
    question, guide, exam = road.questions[0], road.guides[0], road.certifications[0]
    wide = replace(
        road,
        questions=(replace(question, answer="A" * 4001),),
        guides=(guide._replace(data="D" * 4001),),
        certifications=(exam._replace(note="N" * 4001),),
    )
    found = [sentence.partition(":")[0] for sentence in unbuilt(Library((wide,)))]
    assert found == [f"{road.id}/{each.id}" for each in (question, exam, guide)]


def test_what_fails_on_one_path_alone_is_found() -> None:
    cloud = Choice("cloud", "Which?", (Option("left", "Left"), Option("right", "Right")))
    far = step("far")._replace(start="S" * 4001, only_for=(Condition("cloud", ("right",)),))
    road = replace(roadmap(phase("one", action("a", steps=[step("x"), far]))), choices=(cloud,))
    (found,) = unbuilt(Library((road,)))
    assert found.startswith("trail/a/far: ")
