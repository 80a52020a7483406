"""What every event does to a step, to its action, and beyond: the table that all of progress is built on."""

from dataclasses import replace

import pytest

from bot.domain.marks import ALL, LoggedMark, Mark, MarkState
from bot.domain.paths import Choice, Condition, Option
from bot.domain.personal import along
from bot.domain.progress import Progress
from bot.domain.roadmap import Roadmap
from bot.domain.steps import Step
from bot.domain.ticks import link, skip_before, tick, tick_each
from tests.domain.samples import action, phase, roadmap, step
from tests.domain.walking import Walk
from tests.marked import logged

DONE, SKIPPED = MarkState.DONE, MarkState.SKIPPED
TRAIL = roadmap(
    phase("first", action("a", steps=[step("x"), step("y"), step("z")]), action("b", steps=[step("x")])),
    phase("second", action("c", steps=[step("h", repeat=3), step("x", hours=2)]), action("d")),
)
EVERYTHING = ("a", "b", "c", "d")


def with_steps(*steps: Step, road: Roadmap = TRAIL) -> Roadmap:
    """The trail with other steps in its first action."""
    first, *rest = road.phases
    a, *others = first.actions
    return replace(road, phases=(first._replace(actions=(a._replace(steps=steps), *others)), *rest))


def with_habit(repeat: int) -> Roadmap:
    """The trail with a habit that is asked for so many times."""
    first, second = TRAIL.phases
    c, d = second.actions
    changed = c._replace(steps=(c.steps[0]._replace(repeat=repeat), c.steps[1]))
    return replace(TRAIL, phases=(first, second._replace(actions=(changed, d))))


@pytest.fixture
def walk() -> Walk:
    return Walk(TRAIL)


def finished(walk: Walk, change: int | None) -> str | None:
    """The phase that a change finished."""
    assert change is not None
    found = walk.progress.finished_by(change)
    return found.id if found else None


# Tick a step


def test_a_tick_marks_the_step_and_the_next_one_is_next(walk: Walk) -> None:
    walk.tick("a/x")
    assert walk.states("a/x", "a/y", "a") == "doo"
    assert walk.next() == "a/y"
    assert walk.tick("a/x") is None


def test_the_last_step_closes_its_action_with_the_same_change(walk: Walk) -> None:
    walk.tick("a/x")
    walk.skip("a/z")
    assert walk.state("a") is MarkState.OPEN
    assert tick(walk.progress, *walk.find("a/y")) == (Mark("a/y", DONE), Mark("a", DONE, follows=True))


def test_what_a_tick_finishes_is_said_once(walk: Walk) -> None:
    walk.tick("a")
    last = walk.tick("b/x")
    assert finished(walk, last) == "first"
    walk.reopen("b/x")
    again = walk.tick("b/x")
    assert walk.states("b") == "d"
    assert finished(walk, again) is None


def test_the_last_of_all_finishes_the_roadmap(walk: Walk) -> None:
    for name in ("a", "b", "c"):
        walk.tick(name)
    assert not walk.progress.finished
    assert Mark(ALL, DONE, follows=True) in tick(walk.progress, *walk.find("d"))
    walk.tick("d")
    assert walk.progress.finished


def test_a_habit_counts_the_time_that_its_button_names(walk: Walk) -> None:
    walk.tick("c/h", time=1)
    assert walk.tick("c/h", time=1) is None
    walk.tick("c/h", time=2)
    following = walk.progress.open_steps(walk.roadmap.action("c"))[0]
    assert (following.ref, following.time) == ("c/h", 3)
    assert walk.states("c/h") == "t"
    walk.tick("c/h", time=3)
    assert walk.states("c/h", "c") == "do"
    assert walk.tick("c/h", time=4) is None


def test_without_a_button_it_is_the_next_time(walk: Walk) -> None:
    for times in range(1, 4):
        walk.tick("c/h")
        assert len(walk.progress.step(*walk.find("c/h")).times) == times  # type: ignore[arg-type]
    assert walk.states("c/h") == "d"


def test_the_hours_of_a_habit_count_each_time(walk: Walk) -> None:
    walk.tick("c/h")
    second = walk.roadmap.phase("second")
    assert (walk.progress.hours(second).done, walk.progress.hours(second).open) == (1, 5)


def test_a_step_of_an_action_set_aside_counts_and_the_last_one_closes_it_as_done(walk: Walk) -> None:
    walk.skip("a")
    walk.tick("a/x")
    assert walk.states("a/x", "a") == "ds"
    walk.tick("a/y")
    walk.tick("a/z")
    assert walk.states("a") == "d"


def test_several_at_once_are_ticked_as_one_after_the_other(walk: Walk) -> None:
    marks = tick_each(walk.progress, [walk.find(ref) for ref in ("a/x", "a/y", "a/z", "a/z", "a", "b")])
    assert [mark.ref for mark in marks] == ["a/x", "a/y", "a/z", "a", "b", "first"]
    walk.make(marks)
    assert walk.states("a", "b") == "dd"


# Whole action done


def test_a_whole_action_is_done_with_its_steps_as_they_were(walk: Walk) -> None:
    walk.tick("a/y")
    walk.tick("a")
    assert walk.states("a", "a/x", "a/y", "a/z") == "dodo"
    assert walk.next() == "b/x"
    assert walk.progress.hours().done == 3
    assert finished(walk, walk.tick("b")) == "first"


# Skip


def test_a_skipped_step_is_passed_by(walk: Walk) -> None:
    walk.skip("a/x")
    assert walk.states("a/x", "a") == "so"
    assert walk.next() == "a/y"
    assert walk.skip("a/x") is None


def test_skipping_what_was_left_closes_an_action_as_done_if_anything_was(walk: Walk) -> None:
    walk.tick("a/x")
    for ref in ("a/y", "a/z", "b/x"):
        walk.skip(ref)
    assert walk.states("a", "b") == "ds"


def test_a_skipped_action_leaves_its_steps_as_they_were(walk: Walk) -> None:
    walk.tick("a/x")
    walk.skip("a")
    assert walk.states("a", "a/x", "a/y") == "sdo"
    assert walk.next() == "b/x"


def test_what_is_skipped_never_blocks(walk: Walk) -> None:
    walk.tick("a/x")
    for name in EVERYTHING:
        walk.skip(name)
    assert walk.progress.hours().percent == 100
    assert walk.progress.finished


def test_what_is_done_is_not_skipped(walk: Walk) -> None:
    walk.tick("a/x")
    walk.tick("b")
    assert walk.skip("a/x") is None
    assert walk.skip("b") is None
    assert walk.skip("b/x") is None, "nothing in it is open"


# Undo


def test_undo_is_as_before_that_change(walk: Walk) -> None:
    walk.skip("a/x")
    change = walk.tick("a/x")
    walk.tick("a/y")
    walk.undo(change)
    assert walk.states("a/x", "a/y") == "sd"


def test_a_closing_falls_with_a_step_it_rested_on(walk: Walk) -> None:
    first = walk.tick("a/x")
    walk.tick("a/y")
    walk.tick("a/z")
    assert walk.states("a") == "d"
    walk.undo(first)
    assert walk.states("a", "a/x", "a/y", "a/z") == "oodd"


def test_a_whole_action_stands_until_it_is_undone_itself(walk: Walk) -> None:
    first = walk.tick("a/x")
    whole = walk.tick("a")
    walk.undo(first)
    assert walk.states("a", "a/x") == "do"
    walk.undo(whole)
    assert walk.states("a") == "o"


def test_a_phase_and_a_roadmap_that_were_finished_fall_as_well(walk: Walk) -> None:
    first = walk.tick("a/x")
    for ref in ("a/y", "a/z", "b", "c", "d"):
        walk.tick(ref)
    assert walk.progress.is_finished(walk.roadmap.phases[0])
    walk.undo(first)
    assert not walk.progress.is_finished(walk.roadmap.phases[0])
    assert not walk.progress.finished
    assert walk.progress.is_finished(walk.roadmap.phases[1]), "that one did not rest on it"


def test_what_was_finished_before_a_change_does_not_fall_with_it(walk: Walk) -> None:
    for ref in ("a", "b"):
        walk.tick(ref)
    walk.tick("a/x")
    walk.reopen("b")
    again = walk.tick("b")
    walk.undo(again)
    assert walk.states("b") == "o"
    assert walk.progress.is_finished(walk.roadmap.phases[0])


def test_any_time_of_a_habit_can_be_taken_back(walk: Walk) -> None:
    changes = [walk.tick("c/h") for _ in range(3)]
    walk.undo(changes[1])
    assert walk.states("c/h") == "t"
    assert walk.progress.open_steps(walk.roadmap.action("c"))[0].time == 2
    walk.tick("c/h")
    assert walk.states("c/h") == "d"
    walk.undo(changes[0])
    assert walk.states("c/h") == "t"


def test_undo_of_a_reopening_closes_again(walk: Walk) -> None:
    walk.tick("a")
    change = walk.reopen("a")
    walk.undo(change)
    assert walk.states("a") == "d"


# Reopen


def test_an_action_is_reopened_with_its_steps_as_they_were(walk: Walk) -> None:
    walk.tick("a/x")
    walk.skip("a/y")
    walk.tick("a")
    walk.reopen("a")
    assert walk.states("a", "a/x", "a/y", "a/z") == "odso"
    assert walk.next() == "a/z"


def test_a_step_is_reopened_and_its_action_with_it(walk: Walk) -> None:
    for ref in ("a/x", "a/y", "a/z"):
        walk.tick(ref)
    assert walk.reopen("a") is None, "none of its steps is open"
    walk.reopen("a/y")
    assert walk.states("a", "a/x", "a/y", "a/z") == "odod"


def test_an_action_in_one_go_is_reopened(walk: Walk) -> None:
    walk.skip("d")
    walk.reopen("d")
    assert walk.states("d") == "o"
    assert walk.reopen("d") is None


def test_what_is_open_is_not_reopened(walk: Walk) -> None:
    walk.tick("c/h")
    for ref in ("a", "a/x", "c/h"):
        assert walk.reopen(ref) is None


def test_what_was_finished_stays_finished_when_something_is_reopened(walk: Walk) -> None:
    for name in EVERYTHING:
        walk.tick(name)
    walk.reopen("a")
    assert walk.next() == "a/x"
    assert walk.progress.is_finished(walk.roadmap.phases[0])
    assert walk.progress.finished


# Edits


def test_a_step_that_is_added_is_open_and_a_done_action_stays_done(walk: Walk) -> None:
    for ref in ("a/x", "a/y", "a/z", "b"):
        walk.tick(ref)
    before = walk.progress.hours().percent
    walk.edit(with_steps(step("new", hours=9), *TRAIL.action("a").steps))
    assert walk.states("a/new", "a") == "od"
    assert walk.progress.is_finished(walk.roadmap.phases[0])
    assert walk.next() == "c/h"
    assert walk.progress.hours().percent == before, "it is offered, not imposed"


def test_the_percentage_may_fall_when_the_roadmap_grows(walk: Walk) -> None:
    walk.tick("a/x")
    before = walk.progress.hours()
    walk.edit(with_steps(step("x"), step("y", hours=4), step("z"), step("new")))
    after = walk.progress.hours()
    assert (after.done, after.open) == (before.done, before.open + 4)


@pytest.mark.parametrize(
    ("steps", "marked"),
    [
        ([step("u", "x"), step("y"), step("z")], {"a/u": "d", "a/y": "o"}),
        ([step("u", "x"), step("v", "x"), step("y"), step("z")], {"a/u": "d", "a/v": "d", "a/y": "o"}),
        ([step("y", "x"), step("z")], {"a/y": "d", "a/z": "o"}),
        ([step("z"), step("y"), step("x")], {"a/x": "d", "a/y": "o"}),
    ],
    ids=["renamed", "split", "merged", "reordered"],
)
def test_a_step_keeps_its_mark_wherever_it_goes(
    walk: Walk, steps: list[Step], marked: dict[str, str]
) -> None:
    walk.tick("a/x")
    walk.edit(with_steps(*steps))
    assert {ref: walk.states(ref) for ref in marked} == marked


def test_what_was_said_last_holds_under_whatever_name(walk: Walk) -> None:
    walk.tick("c/h")
    walk.skip("d")
    first, second = TRAIL.phases
    renamed = (action("c", steps=[step("u", "h", repeat=3), step("x", hours=2)]), action("e", "d"))
    walk.edit(replace(TRAIL, phases=(first, second._replace(actions=renamed))))
    walk.skip("c/u")
    walk.tick("e")
    assert walk.states("c/u", "e") == "sd"
    walk.tick("c/u")
    assert walk.states("c/u") == "t"
    assert walk.progress.step(*walk.find("c/u")).times == {1, 2}  # type: ignore[arg-type]


def test_a_step_that_moves_keeps_its_mark_and_what_is_closed_stays_closed(walk: Walk) -> None:
    for ref in ("a/x", "a/y", "a/z"):
        walk.tick(ref)
    walk.skip("b")
    first, second = TRAIL.phases
    moved = [
        action("a", steps=[step("y"), step("z"), step("later")]),
        action("b", steps=[step("x"), step("mine", "a/x")]),
    ]
    walk.edit(replace(TRAIL, phases=(first._replace(actions=tuple(moved)), second)))
    assert walk.states("b/mine", "b/x", "b", "a") == "dosd"


def test_a_part_of_what_was_split_is_reopened_alone(walk: Walk) -> None:
    walk.tick("a/x")
    walk.edit(with_steps(step("u", "x"), step("v", "x"), step("y"), step("z")))
    change = walk.reopen("a/u")
    assert walk.states("a/u", "a/v") == "od"
    walk.undo(change)
    assert walk.states("a/u", "a/v") == "dd"


def test_a_retired_step_counts_if_it_was_done_and_is_gone_if_it_was_open(walk: Walk) -> None:
    walk.tick("a/x")
    before = walk.progress.hours()
    walk.edit(with_steps(step("x", retired=True), step("y", retired=True), step("z")))
    after = walk.progress.hours()
    assert (after.done, after.open) == (before.done, before.open - 1)
    assert walk.next() == "a/z"


@pytest.mark.parametrize(("ticked", "state"), [(True, "d"), (False, "s")])
def test_an_action_of_which_nothing_open_is_left_is_closed_as_by_a_skip(
    walk: Walk, ticked: bool, state: str
) -> None:
    if ticked:
        walk.tick("a/x")
    walk.edit(with_steps(step("x", retired=not ticked), step("y", retired=True), step("z", retired=True)))
    assert walk.states("a") == state
    assert walk.next() == "b/x"


def test_a_retired_action_counts_if_anything_in_it_was_done(walk: Walk) -> None:
    walk.tick("a/x")
    first, second = TRAIL.phases
    a, b = first.actions
    gone = (a._replace(retired=True), b._replace(retired=True))
    walk.edit(replace(TRAIL, phases=(first._replace(actions=gone), second)))
    tally, hours = walk.progress.tally(), walk.progress.hours()
    assert (tally.done, tally.open, tally.skipped) == (1, 2, 0)
    assert (hours.done, hours.open) == (1, 6)
    assert walk.next() == "c/h"


@pytest.mark.parametrize("how", ["by its steps", "as a whole"])
def test_what_was_done_of_a_retired_action_counts_its_hours(walk: Walk, how: str) -> None:
    for ref in ("a/x", "a/y", "a/z") if how == "by its steps" else ("a",):
        walk.tick(ref)
    before = walk.progress.hours()
    first, second = TRAIL.phases
    walk.edit(
        replace(
            TRAIL,
            phases=(
                first._replace(actions=(first.actions[0]._replace(retired=True), first.actions[1])),
                second,
            ),
        )
    )
    assert walk.progress.hours() == before


def test_what_joins_a_finished_roadmap_is_offered_and_not_imposed(walk: Walk) -> None:
    for name in EVERYTHING:
        walk.tick(name)
    first, second = TRAIL.phases
    joined = second._replace(actions=(*second.actions, action("e")))
    walk.edit(replace(TRAIL, phases=(first, joined)))
    assert walk.progress.finished
    assert walk.progress.is_finished(walk.roadmap.phases[1])
    assert walk.next() == "e"


CLOUD = Choice("cloud", "Which cloud?", (Option("aws", "A"), Option("google", "G")))


def forked() -> Roadmap:
    """The trail with a step for each cloud in its first action."""
    for_each = [step(o.id)._replace(only_for=(Condition("cloud", (o.id,)),)) for o in CLOUD.options]
    return replace(with_steps(step("x"), *for_each), choices=(CLOUD,))


def test_on_another_path_what_is_done_counts_and_what_is_not_meant_is_gone() -> None:
    walk = Walk(along(forked(), {"cloud": "aws"}))
    walk.tick("a/x")
    assert walk.next() == "a/aws"
    walk.tick("a/aws")
    assert walk.states("a") == "d"
    walk.edit(along(forked(), {"cloud": "google"}))
    assert walk.states("a", "a/aws", "a/google") == "ddo"
    assert walk.next() == "b/x"


def test_an_action_may_be_given_as_it_is_for_everybody() -> None:
    """The service looks names up in the roadmap, not along the path."""
    walk = Walk(along(forked(), {"cloud": "aws"}))
    walk.tick("a/x")
    walk.tick("a/aws")
    anybodys = Walk.loaded(forked()).action("a")
    assert walk.progress.state_by_steps(anybodys) is DONE
    assert [each.id for each in walk.progress.steps(anybodys)] == ["x", "aws"]
    assert tick(walk.progress, anybodys) == ()


def test_a_lower_repeat_is_reached(walk: Walk) -> None:
    walk.tick("c/h")
    walk.tick("c/h")
    walk.edit(with_habit(2))
    assert walk.states("c/h") == "d"
    assert walk.progress.hours(walk.roadmap.phase("second")).done == 2


def test_a_higher_repeat_leaves_what_is_done_done(walk: Walk) -> None:
    walk.tick("c/h")
    walk.edit(with_habit(5))
    for _ in range(3):
        walk.tick("c/h")
    assert walk.states("c/h") == "t"
    walk.tick("c/h")
    assert walk.states("c/h") == "d"
    walk.edit(with_habit(9))
    assert walk.states("c/h") == "d"


def test_a_link_is_put_beside_what_was_ticked_and_taken_away() -> None:
    """Also one that was stored under a former id, and an action stays closed by its steps alone."""
    road = roadmap(phase("one", action("a", "b", steps=(step("x", "b/y"), step("z")))))
    made = road.action("a")
    old = Progress(road, (logged(1, "b/y", MarkState.DONE, 1, "https://old.example"),))
    assert link(old, made, made.steps[0], "https://old.example") == ()
    marks = link(old, made, made.steps[0], None)
    after = Progress(road, (*old.log, *(LoggedMark(2, 2, *mark) for mark in marks)))
    assert after.step(made, made.steps[0]).evidence is None
    assert after.step(made, made.steps[0]).state is MarkState.DONE
    assert len(after.ticks) == 1
    assert link(old, made, made.steps[1], "https://new.example") == ()
    closed = Progress(road, (*old.log, LoggedMark(2, 2, *Mark("a", MarkState.DONE, follows=True))))
    assert link(closed, made, None, "https://x") == (Mark("a", MarkState.DONE, "https://x", follows=True),)


def test_what_was_known_before_a_phase_is_known_by_its_id_along_a_path() -> None:
    """A phase along a path holds other things than the one that was named."""
    road = roadmap(phase("one", action("a")), phase("two", action("b"), action("c")))
    walked = roadmap(phase("one", action("a")), phase("two", action("b")))
    assert skip_before(Progress(walked), road.phase("two")) == (Mark("a", MarkState.SKIPPED),)
