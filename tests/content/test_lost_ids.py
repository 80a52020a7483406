"""Whatever id of the shipped roadmap an edit loses, that is told; under `formerly` nothing is lost."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.content.live import LiveContent
from bot.domain.edits import Difference, Edit, Part, differences
from bot.domain.library import Library
from bot.domain.lost import Lost, lost
from bot.domain.paths import Choice, Option, settled
from bot.domain.roadmap import Action, Certification, Phase, Roadmap
from bot.domain.step_ids import with_all_ids
from bot.domain.steps import Step

NEW = "quite-another"
Old = tuple[str, ...]


@pytest.fixture
def roadmap(shipped: LiveContent) -> Roadmap:
    return shipped.library.roadmaps[0]


def ids(roadmap: Roadmap, kind: type[Part]) -> list[str]:
    """The ids of this kind, under which something is stored of members."""
    found: dict[type[Part], Iterator[str]] = {
        Action: (action.id for action in roadmap.actions),
        Step: (action.ref(step) for action in roadmap.actions for step in action.steps if step.id),
        Certification: (exam.id for exam in roadmap.certifications),
        Option: (f"{choice.id}/{option.id}" for choice in roadmap.choices for option in choice.options),
    }
    return list(found[kind])


def renamed(roadmap: Roadmap, ref: str, old: Old) -> Roadmap:
    """The roadmap with another id in the place of this one, which lists `old` as what it was called."""
    return replace(
        roadmap,
        phases=with_all_ids([_in_phase(each, ref, old) for each in roadmap.phases]),
        certifications=tuple(
            each._replace(id=NEW, formerly=old) if each.id == ref else each for each in roadmap.certifications
        ),
        choices=tuple(_in_choice(each, ref, old) for each in roadmap.choices),
    )


def _in_phase(phase: Phase, ref: str, old: Old) -> Phase:
    return phase._replace(actions=tuple(_in_action(each, ref, old) for each in phase.actions))


def _in_action(action: Action, ref: str, old: Old) -> Action:
    if action.id == ref:
        return action._replace(id=NEW, formerly=old)
    return action._replace(
        steps=tuple(
            each._replace(id=NEW, formerly=old) if each.id and action.ref(each) == ref else each
            for each in action.steps
        ),
    )


def _in_choice(choice: Choice, ref: str, old: Old) -> Choice:
    mine = [each.rpartition("/")[2] for each in old]
    options = tuple(
        each._replace(id=NEW, formerly=tuple(mine)) if f"{choice.id}/{each.id}" == ref else each
        for each in choice.options
    )
    return choice._replace(options=options)


@pytest.mark.parametrize("kind", [Action, Step, Certification])
def test_whatever_was_ticked_or_passed_and_is_lost_is_told_and_kept_by_formerly(
    roadmap: Roadmap, kind: type[Part]
) -> None:
    before = Library((roadmap,))
    for ref in ids(roadmap, kind)[::3]:
        held = {(roadmap.id, ref): 2}
        gone, kept = (Library((renamed(roadmap, ref, old),)) for old in ((), (ref,)))
        assert Difference(Edit.LOST, roadmap.id, kind, ref) in differences(before, gone), ref
        assert lost(gone, held) == (Lost(roadmap.id, ref, 2),)
        assert Edit.LOST not in {each.edit for each in differences(before, kept)}, ref
        assert lost(kept, held) == ()


def test_an_option_that_is_lost_is_told_and_asked_for_again_or_kept_by_formerly(roadmap: Roadmap) -> None:
    before = Library((roadmap,))
    for ref in ids(roadmap, Option):
        choice, _, option = ref.partition("/")
        gone, kept = (renamed(roadmap, ref, old) for old in ((), (ref,)))
        assert Difference(Edit.LOST, roadmap.id, Option, ref) in differences(before, Library((gone,))), ref
        assert settled(gone.choices, {choice: option}) == {}
        assert Edit.LOST not in {each.edit for each in differences(before, Library((kept,)))}, ref
        assert settled(kept.choices, {choice: option}) == {choice: NEW}
