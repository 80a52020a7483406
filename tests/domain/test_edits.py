"""What an edit of the content means to members."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given

from bot.domain.edits import Difference, Edit, Part, differences
from bot.domain.library import Library
from bot.domain.paths import Choice, Condition, Option
from bot.domain.roadmap import Action, Certification, Phase, Question, Roadmap
from bot.domain.step_ids import with_all_ids
from bot.domain.steps import Step
from tests.domain import rewriting
from tests.domain.rewriting import Rewrite, as_roadmap, rewrites, versions
from tests.domain.samples import action, phase, step

Told = tuple[object, ...]


def library(*actions: Action, choices: Sequence[Choice] = (), name: str = "way") -> Library:
    """One roadmap, as the loader makes it."""
    made = with_all_ids([phase("first", *actions)])
    return Library((Roadmap(name, "Way", "", (), made, choices=tuple(choices)),))


def found(old: Library, new: Library) -> list[Told]:
    """What differs: the edit, what it is, its id, the heirs, and figures where there are any."""
    return [_short(each) for each in differences(old, new)]


def _short(each: Difference) -> Told:
    figures = (each.was, each.now) if each.was or each.now else ()
    return (each.edit, each.kind, each.id, *each.heirs, *figures)


OLD = library(action("one"), action("two"), action("three", retired=True))
NEW, LOST, RENAMED, MERGED, SPLIT, MOVED = (
    Edit.NEW,
    Edit.LOST,
    Edit.RENAMED,
    Edit.MERGED,
    Edit.SPLIT,
    Edit.MOVED,
)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (OLD, []),
        (library(action("two"), action("one"), action("three", retired=True)), []),
        (
            library(action("uno", "one"), action("two"), action("three", retired=True)),
            [(RENAMED, Action, "one", "uno")],
        ),
        (
            library(
                action("left", "one"), action("right", "one"), action("two"), action("three", retired=True)
            ),
            [(SPLIT, Action, "one", "left", "right")],
        ),
        (
            library(action("both", "one", "two"), action("three", retired=True)),
            [(MERGED, Action, "one", "both"), (MERGED, Action, "two", "both")],
        ),
        (
            library(action("two", "one"), action("three", retired=True)),
            [(MERGED, Action, "one", "two")],
        ),
        (
            library(action("one", retired=True), action("two"), action("three")),
            [(Edit.RETIRED, Action, "one"), (Edit.BACK, Action, "three")],
        ),
        (
            library(action("one"), action("three", retired=True), action("four")),
            [(LOST, Action, "two"), (NEW, Action, "four")],
        ),
        (
            library(action("one"), name="other"),
            [
                (NEW, Phase, "first"),
                (NEW, Action, "one"),
                (LOST, Phase, "first"),
                (LOST, Action, "one"),
                (LOST, Action, "two"),
                (LOST, Action, "three"),
            ],
        ),
    ],
    ids=["same", "order", "renamed", "split", "merged", "merged into", "retired", "lost", "another roadmap"],
)
def test_an_edit_of_actions_is_told_id_by_id(new: Library, told: list[Told]) -> None:
    """An order means nothing."""
    assert found(OLD, new) == told


X, Y, Z, W = step("x"), step("y"), step("z", retired=True), step("w")
STEPS = library(action("a", steps=[X, Y, Z]), action("b", steps=[W]))


def edited(*steps: Step, b: Sequence[Step] = (W,)) -> Library:
    """The same with other steps in the first action, or in the second."""
    return library(action("a", steps=steps), action("b", steps=b))


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (edited(Y, Z, X), []),
        (edited(step("new"), X, Y, Z), [(NEW, Step, "a/new")]),
        (edited(step("u", "x"), Y, Z), [(RENAMED, Step, "a/x", "a/u")]),
        (edited(X, step("u", "y"), step("v", "y"), Z), [(SPLIT, Step, "a/y", "a/u", "a/v")]),
        (edited(step("x", "y"), Z), [(MERGED, Step, "a/y", "a/x")]),
        (edited(Y, Z, b=[W, step("x", "a/x")]), [(MOVED, Step, "a/x", "b/x")]),
        (edited(Y, Z, b=[step("u", "a/x"), W]), [(MOVED, Step, "a/x", "b/u")]),
        (edited(Y, Z, b=[step("w", "a/x")]), [(MERGED, Step, "a/x", "b/w")]),
        (edited(X._replace(retired=True), Y, Z), [(Edit.RETIRED, Step, "a/x")]),
        (edited(X, Y, step("z")), [(Edit.BACK, Step, "a/z")]),
        (edited(X, Z), [(LOST, Step, "a/y")]),
        (edited(X._replace(repeat=4), Y, Z), [(Edit.RAISED, Step, "a/x", 1, 4)]),
        (edited(X._replace(hours=2.5), Y, Z), [(Edit.HOURS, Step, "a/x", 1, 2.5)]),
        (
            edited(step("u", "x", hours=3), Y, Z),
            [(RENAMED, Step, "a/x", "a/u"), (Edit.HOURS, Step, "a/u", 1, 3)],
        ),
        (
            edited(step("u", "x", retired=True), Y, Z),
            [(RENAMED, Step, "a/x", "a/u"), (Edit.RETIRED, Step, "a/u")],
        ),
    ],
    ids=[
        "order",
        "new",
        "renamed",
        "split",
        "merged",
        "moved",
        "moved and renamed",
        "merged into another action's",
        "retired",
        "back",
        "lost",
        "repeat",
        "hours",
        "renamed and longer",
        "renamed and retired",
    ],
)
def test_an_edit_of_steps_is_told_with_the_ids_of_their_actions(new: Library, told: list[Told]) -> None:
    assert found(STEPS, new) == told


def test_a_lower_repeat_is_told() -> None:
    habit = X._replace(repeat=6)
    assert found(edited(habit, Y, Z), edited(X._replace(repeat=4), Y, Z)) == [
        (Edit.LOWERED, Step, "a/x", 6, 4)
    ]


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (
            library(action("alpha", "a", steps=[X, Y, Z]), action("b", steps=[W])),
            [(RENAMED, Action, "a", "alpha")],
        ),
        (
            library(
                action("left", "a", steps=[X]),
                action("right", "a", steps=[Y, Z]),
                action("b", steps=[W]),
            ),
            [(SPLIT, Action, "a", "left", "right")],
        ),
        (
            library(action("a", steps=[X, Y, Z])),
            [(LOST, Action, "b")],
        ),
        (
            library(action("a", steps=[X, Y, Z]), action("b", steps=[W]), action("c", steps=[step("v")])),
            [(NEW, Action, "c")],
        ),
        (
            library(action("a", "b", steps=[X, Y, Z, step("w", "b/w")])),
            [(MERGED, Action, "b", "a")],
        ),
    ],
    ids=["renamed", "split", "lost", "new", "merged"],
)
def test_steps_that_go_along_with_their_action_are_not_told_one_by_one(
    new: Library, told: list[Told]
) -> None:
    assert found(STEPS, new) == told


def test_an_action_that_is_divided_into_steps_is_told_once() -> None:
    """So that the first edition's content, taken over, is a line an action."""
    divided = library(action("one", steps=[step("x", hours=2), step("y")]), action("two"))
    assert found(library(action("one"), action("two")), divided) == [
        (Edit.DIVIDED, Action, "one", 1, 2),
        (Edit.HOURS, Action, "one", 1, 3),
    ]


def test_variants_of_a_step_are_not_summed() -> None:
    """Nobody deploys to two clouds."""
    variants = [step(o.id, hours=4)._replace(only_for=(Condition("cloud", (o.id,)),)) for o in CLOUD.options]
    divided = library(action("one", steps=[step("x"), *variants]), choices=[CLOUD])
    assert found(library(action("one"), choices=[CLOUD]), divided) == [
        (Edit.DIVIDED, Action, "one", 1, 2),
        (Edit.HOURS, Action, "one", 1, 5),
    ]


def test_the_hours_of_an_action_in_one_go_are_told() -> None:
    longer = action("one")._replace(steps=((action("one").steps[0])._replace(hours=20),))
    assert found(library(action("one")), library(longer)) == [(Edit.HOURS, Action, "one", 1, 20)]


def test_a_former_id_that_is_taken_out_is_lost() -> None:
    """Ticks from before a rename are stored under it still."""
    assert found(library(action("one", "old")), library(action("one"))) == [(LOST, Action, "old")]
    before = library(action("a", "old-a", steps=[step("x", "u"), Y]))
    assert found(before, library(action("a", "old-a", steps=[X, Y]))) == [
        (LOST, Step, "a/u"),
        (LOST, Step, "old-a/u"),
    ]


CLOUD = Choice("cloud", "Which?", (Option("aws", "A"), Option("google", "G")))


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (
            [CLOUD._replace(options=(Option("amazon", "A", ("aws",)), Option("google", "G")))],
            [(RENAMED, Option, "cloud/aws", "cloud/amazon")],
        ),
        (
            [CLOUD._replace(options=(Option("aws", "A", ("google",)), Option("azure", "Z")))],
            [(MERGED, Option, "cloud/google", "cloud/aws"), (NEW, Option, "cloud/azure")],
        ),
        (
            [CLOUD._replace(options=(Option("azure", "Z"), Option("google", "G")))],
            [(LOST, Option, "cloud/aws"), (NEW, Option, "cloud/azure")],
        ),
        ([], [(LOST, Choice, "cloud")]),
        ([CLOUD, CLOUD._replace(id="focus")], [(NEW, Choice, "focus")]),
    ],
    ids=["renamed", "merged", "lost", "a lost choice", "a new choice"],
)
def test_an_edit_of_options_is_told_with_the_ids_of_their_choices(
    new: list[Choice], told: list[Told]
) -> None:
    assert found(library(action("one"), choices=[CLOUD]), library(action("one"), choices=new)) == told


def test_kinds_do_not_mix() -> None:
    """An id that becomes the id of something else is lost."""
    asked = Question("one", "One?", "Yes.")
    road = replace(library(action("two")).default, questions=(asked,))
    kinds: list[type[Part]] = [each.kind for each in differences(library(action("one")), Library((road,)))]
    assert kinds == [Action, Action, Question]
    assert Certification not in kinds


@given(rewrites(rewriting.ALL))
def test_nothing_is_lost_by_what_an_author_may_do(edits: list[tuple[Rewrite, int]]) -> None:
    """Of all that ever was an id; what a step may have been before is more than it was."""
    roads = [as_roadmap(version) for version in versions(edits)]
    ever: set[str] = set()
    for old, new in pairwise(roads):
        ever |= {name for each in old.actions for name in (each.id, *map(each.ref, each.steps))}
        lost = {each.id for each in differences(Library((old,)), Library((new,))) if each.edit is LOST}
        assert not lost & ever


@given(rewrites(rewriting.ALL))
def test_an_edit_taken_back_or_not_made_is_no_difference(edits: list[tuple[Rewrite, int]]) -> None:
    for version in versions(edits):
        assert differences(*[Library((as_roadmap(version),))] * 2) == ()
