"""How far a member is with a project guide."""

from dataclasses import replace

from bot.domain.marks import MarkState
from bot.domain.paths import Choice, Condition, Option
from bot.domain.personal import along
from bot.domain.progress import Progress
from bot.domain.projects import done_of, milestones
from bot.domain.roadmap import Guide, Roadmap
from tests.domain.samples import action, phase, roadmap, step
from tests.domain.walking import Walk

GUIDE = Guide("bridge", "Build a bridge", ("wood", "nails"), "", "", "", (), (), "", "")
MAIN = GUIDE._replace(milestones=("wood/cut", "nails/buy"))
CLOUD = Choice("cloud", "Which?", (Option("near", "Near"), Option("far", "Far")))


def road() -> Roadmap:
    """Two actions of two steps each."""
    wood = action("wood", steps=(step("cut"), step("carry", repeat=2)))
    return roadmap(phase("first", wood, action("nails", steps=(step("buy"), step("hit")))))


def states(progress: Progress, guide: Guide) -> list[MarkState | None]:
    """The states of its milestones."""
    return [each.state for each in milestones(progress, guide)]


def test_without_any_named_all_steps_of_its_actions_are_milestones() -> None:
    found = milestones(Progress(road()), GUIDE)
    assert [each.action.ref(each.step) for each in found] == [
        "wood/cut",
        "wood/carry",
        "nails/buy",
        "nails/hit",
    ]
    assert done_of(found) == (0, 4)


def test_a_tick_counts_and_a_habit_counts_when_it_is_reached() -> None:
    walk = Walk(road())
    walk.tick("wood/cut")
    walk.tick("wood/carry", 1)
    assert states(walk.progress, GUIDE)[:2] == [MarkState.DONE, MarkState.OPEN]
    walk.tick("wood/carry", 2)
    assert done_of(milestones(walk.progress, GUIDE)) == (2, 4)


def test_what_was_skipped_counts_for_neither() -> None:
    walk = Walk(road())
    walk.skip("nails/buy")
    assert states(walk.progress, MAIN) == [MarkState.OPEN, MarkState.SKIPPED]
    assert done_of(milestones(walk.progress, MAIN)) == (0, 1)


def test_an_action_closed_as_a_whole_closes_its_milestones() -> None:
    walk = Walk(road())
    walk.tick("wood")
    walk.skip("nails")
    assert states(walk.progress, MAIN) == [MarkState.DONE, MarkState.SKIPPED]


def test_a_milestone_of_another_path_has_no_state_unless_it_was_done() -> None:
    far = step("buy")._replace(only_for=(Condition("cloud", ("far",)),))
    nails = action("nails", steps=(far, step("hit")))
    split = replace(roadmap(phase("first", action("wood", steps=(step("cut"),)), nails)), choices=(CLOUD,))
    near, beyond = along(split, {"cloud": "near"}), along(split, {"cloud": "far"})
    assert states(Progress(near), MAIN) == [MarkState.OPEN, None]
    assert states(Progress(beyond), MAIN) == [MarkState.OPEN, MarkState.OPEN]
    assert done_of(milestones(Progress(near), MAIN)) == (0, 2)
    walk = Walk(beyond)
    walk.tick("nails/buy")
    assert states(Progress(near, walk.log), MAIN) == [MarkState.OPEN, MarkState.DONE]
