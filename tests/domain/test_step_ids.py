"""Under which ids progress on a step may have been stored, whatever its author did to it since."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings

from bot.domain.errors import UnknownName
from bot.domain.roadmap import Roadmap
from bot.domain.step_ids import with_all_ids
from tests.domain import rewriting
from tests.domain.rewriting import Actions, Rewrite, as_roadmap, origins, own, rewrites, versions
from tests.domain.samples import action, phase, roadmap, step


def ids(road: Roadmap, ref: str) -> tuple[str, ...]:
    """All ids of the step that a ref leads to."""
    owner, found = road.step(ref)
    return owner.step_ids(found)


def claimed(road: Roadmap, ref: str) -> set[str]:
    """The steps for which progress counts that was stored under a ref."""
    return {a.ref(s) for a in road.phases[0].actions for s in a.steps if ref in a.step_ids(s)}


def descendants(actions: Actions, number: str) -> set[str]:
    """The steps that go back to the one with this number."""
    return {each.ref(part) for each in actions for part in each.steps if number in origins(part)}


def stored(made: Sequence[Actions]) -> set[tuple[str, str]]:
    """All that members can have ticked, in any version: its ref then, and which step it was."""
    return {(each.ref(part), own(part)) for actions in made for each in actions for part in each.steps}


@given(rewrites(rewriting.ALL))
@settings(max_examples=300)
def test_no_edit_loses_a_tick(edits: list[tuple[Rewrite, int]]) -> None:
    """What was ticked counts for everything that came of it."""
    made = versions(edits)
    road = as_roadmap(made[-1])
    for ref, number in stored(made):
        assert descendants(made[-1], number) <= claimed(road, ref)


@given(rewrites((*rewriting.STEPS, *rewriting.ACTIONS)))
@settings(max_examples=300)
def test_no_edit_gives_a_tick_away(edits: list[tuple[Rewrite, int]]) -> None:
    """Nor does it count for anything else, but where two actions became one: nobody knows whose an id was."""
    made = versions(edits)
    road = as_roadmap(made[-1])
    for ref, number in stored(made):
        assert claimed(road, ref) == descendants(made[-1], number)


@given(rewrites(rewriting.ALL))
def test_a_ref_of_today_is_of_one_step_alone(edits: list[tuple[Rewrite, int]]) -> None:
    made = versions(edits)[-1]
    road = as_roadmap(made)
    for each in made:
        for part in each.steps:
            assert claimed(road, each.ref(part)) == {each.ref(part)}
            assert road.step(each.ref(part))[1].id == part.id


@given(rewrites((*rewriting.STEPS, *rewriting.ACTIONS)))
def test_every_old_ref_leads_to_something_that_came_of_it(edits: list[tuple[Rewrite, int]]) -> None:
    """A button on an old message knows the ref of its time."""
    made = versions(edits)
    road = as_roadmap(made[-1])
    for ref, number in stored(made):
        assert number in origins(road.step(ref)[1])


MOVED = roadmap(
    *with_all_ids(
        [
            phase("one", action("a", "old-a", steps=[step("new", "x"), step("y")])),
            phase(
                "two", action("b", steps=[step("x", "a/z"), step("w", retired=True)]), action("c", "old-c")
            ),
        ]
    )
)


@pytest.mark.parametrize(
    ("ref", "ids"),
    [
        ("a/new", ("a/new", "a/x", "old-a/new", "old-a/x")),
        ("a/y", ("a/y", "old-a/y")),
        ("b/x", ("b/x", "a/z", "old-a/z")),
        ("b/w", ("b/w",)),
        ("c", ("c", "old-c")),
    ],
    ids=["renamed", "its action renamed", "moved", "retired", "done in one go"],
)
def test_all_ids_of_a_step(ref: str, ids: tuple[str, ...]) -> None:
    owner, found = MOVED.step(ref)
    assert owner.ref(found) == ref
    assert owner.step_ids(found) == ids
    assert all(MOVED.step(each) == (owner, found) for each in ids)


@pytest.mark.parametrize("ref", ["a", "a/", "a/gone", "x", "one", ""])
def test_no_other_ref_is_a_steps(ref: str) -> None:
    with pytest.raises(UnknownName) as caught:
        MOVED.step(ref)
    assert (caught.value.kind, caught.value.name) == ("step", ref)


def test_a_former_id_of_a_split_step_leads_to_the_first_part() -> None:
    road = roadmap(*with_all_ids([phase("one", action("a", steps=[step("b", "x"), step("c", "x")]))]))
    assert road.step("a/x")[1].id == "b"
    assert claimed(road, "a/x") == {"a/b", "a/c"}
