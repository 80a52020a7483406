"""Progress: states, figures, and that no edit of the content takes anything away."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.marks import MarkState
from bot.domain.progress import Progress, Tally
from bot.domain.roadmap import Action, Phase, Roadmap
from bot.domain.ticks import skip_action, skip_before, tick_action
from tests.domain.samples import action, phase, roadmap
from tests.marked import logged

DONE, SKIPPED, OPEN = MarkState.DONE, MarkState.SKIPPED, MarkState.OPEN
TRAIL = roadmap(
    phase("first", action("a"), action("b")),
    phase("gone", action("x"), retired=True),
    phase("second", action("c"), action("old", retired=True), action("d")),
)


def progress(road: Roadmap, **states: MarkState) -> Progress:
    """What a member did, one after the other."""
    entries = (logged(n, name, state, n) for n, (name, state) in enumerate(states.items(), start=1))
    return Progress(road, tuple(entries))


def test_nothing_is_done_at_first() -> None:
    assert progress(TRAIL).tally() == Tally(0, 4, 0)
    assert progress(TRAIL).next_action == TRAIL.action("a")
    assert progress(TRAIL).current_phase == TRAIL.phase("first")


def test_the_last_entry_about_an_action_counts() -> None:
    entries = (logged(1, "a", SKIPPED, 1), logged(2, "a", DONE, 2, "https://x.example"))
    made = Progress(TRAIL, entries)
    assert made.state(TRAIL.action("a")) is DONE
    assert made.mark(TRAIL.action("a")) == entries[1]


@pytest.mark.parametrize(
    ("states", "tally", "percent"),
    [
        ({}, (0, 4, 0), 0),
        ({"a": DONE}, (1, 3, 0), 25),
        ({"a": SKIPPED}, (0, 3, 1), 0),
        ({"a": DONE, "b": SKIPPED}, (1, 2, 1), 33),
        ({"a": DONE, "b": SKIPPED, "c": DONE, "d": DONE}, (3, 0, 1), 100),
        ({"a": SKIPPED, "b": SKIPPED, "c": SKIPPED, "d": SKIPPED}, (0, 0, 4), 100),
        ({"x": DONE, "old": DONE}, (0, 4, 0), 0),
    ],
)
def test_skipped_and_retired_never_block(
    states: dict[str, MarkState], tally: tuple[int, int, int], percent: int
) -> None:
    found = progress(TRAIL, **states).tally()
    assert found == Tally(*tally)
    assert found.percent == percent


def test_a_hundred_percent_means_all() -> None:
    assert Tally(done=199, open=1, skipped=0).percent == 99


def test_when_nothing_is_open_the_trail_is_walked() -> None:
    end = progress(TRAIL, a=DONE, b=DONE, c=SKIPPED, d=DONE)
    assert end.finished
    assert end.next_action is None
    assert end.current_phase == TRAIL.phase("second")


def test_a_phase_is_finished_by_what_leaves_nothing_open_in_it() -> None:
    made = progress(TRAIL, a=DONE, c=DONE, b=SKIPPED)
    first = TRAIL.phase("first")
    assert [made.finished_by(change) for change in (1, 2, 3)] == [None, None, first]
    assert [made.finished_since(at) for at in (2, 3)] == [first, None]


def test_of_two_the_later_phase_is_the_one_that_was_finished() -> None:
    assert progress(TRAIL, c=DONE, d=DONE, a=DONE, b=DONE).finished_since(0) == TRAIL.phase("second")


def test_a_phase_of_which_nothing_was_done_is_not_finished() -> None:
    assert progress(TRAIL, a=SKIPPED, b=SKIPPED).finished_since(0) is None


def test_ticking_what_was_settled_before_finishes_nothing() -> None:
    marks = (("a", DONE), ("b", SKIPPED), ("b", DONE))
    made = Progress(TRAIL, tuple(logged(n, name, state, n) for n, (name, state) in enumerate(marks)))
    assert [made.finished_by(change) for change in range(3)] == [None, TRAIL.phase("first"), None]


@pytest.mark.parametrize(
    ("states", "fresh"),
    [
        ({"a": DONE}, None),
        ({"a": DONE, "b": DONE}, "first"),
        ({"a": DONE, "b": SKIPPED}, "first"),
        ({"a": SKIPPED, "b": SKIPPED}, None),
        ({"a": DONE, "b": DONE, "c": DONE}, None),
        ({"a": DONE, "b": DONE, "c": DONE, "d": DONE}, None),
    ],
)
def test_a_phase_is_just_finished_until_the_next_one_is_begun(
    states: dict[str, MarkState], fresh: str | None
) -> None:
    found = progress(TRAIL, **states).just_finished
    assert (found.id if found else None) == fresh


def test_retired_actions_are_remembered_as_ticks() -> None:
    assert progress(TRAIL, x=DONE, old=SKIPPED, a=DONE).ticked_at == (1, 3)


def test_ticking() -> None:
    (mark,) = tick_action(progress(TRAIL), TRAIL.action("a"), "https://x.example")
    assert (mark.action, mark.state, mark.evidence) == ("a", DONE, "https://x.example")
    assert tick_action(progress(TRAIL, a=DONE), TRAIL.action("a")) == ()
    assert tick_action(progress(TRAIL, a=SKIPPED), TRAIL.action("a"))[0].state is DONE
    assert (
        tick_action(progress(TRAIL, a=DONE), TRAIL.action("a"), "https://new.example")[0].evidence
        == "https://new.example"
    )


def test_ticking_again_with_the_same_evidence_changes_nothing() -> None:
    made = Progress(TRAIL, (logged(1, "a", DONE, 1, "https://x.example"),))
    assert tick_action(made, TRAIL.action("a"), "https://x.example") == ()
    assert tick_action(made, TRAIL.action("a")) == ()


def test_only_what_is_open_can_be_skipped() -> None:
    assert [mark.state for mark in skip_action(progress(TRAIL), TRAIL.action("a"))] == [SKIPPED]
    assert skip_action(progress(TRAIL, a=DONE), TRAIL.action("a")) == ()
    assert skip_action(progress(TRAIL, a=SKIPPED), TRAIL.action("a")) == ()


def test_what_lies_before_a_phase_is_known() -> None:
    assert [mark.action for mark in skip_before(progress(TRAIL, a=DONE), TRAIL.phase("second"))] == ["b"]
    assert skip_before(progress(TRAIL), TRAIL.phase("first")) == ()
    assert skip_before(progress(TRAIL), TRAIL.phase("gone")) == ()


def test_merged_actions_are_done_if_one_of_them_was() -> None:
    merged = roadmap(phase("first", action("ab", "a", "b")))
    assert progress(merged, a=DONE, b=SKIPPED).state(merged.action("ab")) is DONE
    assert progress(merged, a=SKIPPED).state(merged.action("ab")) is SKIPPED
    assert progress(merged).state(merged.action("ab")) is OPEN


# Every action bears the letters of the first edition it came from; an edit keeps them together.


def rename(road: Roadmap, target: int, number: int) -> Roadmap:
    return _replaced(road, target, lambda a: [replace(a, id=f"new{number}", formerly=a.ids)])


def split(road: Roadmap, target: int, number: int) -> Roadmap:
    return _replaced(road, target, lambda a: [a, replace(a, id=f"part{number}", formerly=a.ids)])


def retire(road: Roadmap, target: int, _: int) -> Roadmap:
    return _replaced(road, target, lambda a: [replace(a, retired=True)])


def delete(road: Roadmap, target: int, _: int) -> Roadmap:
    return _replaced(road, target, lambda _: [])


def merge(road: Roadmap, target: int, number: int) -> Roadmap:
    everything = _actions(road)
    first, second = everything[target % len(everything)], everything[(target + 1) % len(everything)]
    ids = tuple(dict.fromkeys((*first.ids, *second.ids)))
    made = replace(first, id=f"both{number}", formerly=ids, retired=False)
    rest = [a for a in everything if a not in (first, second)]
    return roadmap(phase("only", *rest, made))


def reorder(road: Roadmap, target: int, _: int) -> Roadmap:
    everything = _actions(road)
    turned = everything[target % len(everything) :] + everything[: target % len(everything)]
    return roadmap(phase("second", *turned[:2]), phase("first", *turned[2:]))


def _actions(road: Roadmap) -> list[Action]:
    return [a for p in road.phases for a in p.actions]


def _replaced(road: Roadmap, target: int, change: Callable[[Action], list[Action]]) -> Roadmap:
    everything = _actions(road)
    chosen = everything[target % len(everything)]
    made = [new for a in everything for new in (change(a) if a is chosen else [a])]
    return roadmap(Phase("only", "Only", 1, 1, "Aim", tuple(made or everything)))


edits = st.lists(
    st.tuples(st.sampled_from([rename, split, retire, delete, merge, reorder]), st.integers(0, 30)),
    max_size=12,
)
logs = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([DONE, SKIPPED])), max_size=10)


@given(edits, logs)
def test_no_edit_takes_anything_away(
    edits: list[tuple[Callable[[Roadmap, int, int], Roadmap], int]], log: list[tuple[str, MarkState]]
) -> None:
    road = roadmap(phase("only", *(action(name) for name in "abcdef")))
    entries = tuple(logged(n, name, state, n) for n, (name, state) in enumerate(log, start=1))
    finished = {name for name in "abcdef" if Progress(road, entries).state(road.action(name)) is DONE}
    ticks = Progress(road, entries).ticked_at
    for number, (edit, target) in enumerate(edits):
        road = edit(road, target, number)
        made = Progress(road, entries)
        for heir in _actions(road):
            came_from = set(heir.ids) & set("abcdef")
            assert (made.state(heir) is DONE) == bool(came_from & finished)
        assert made.ticked_at == ticks
        assert made.tally().total + made.tally().skipped == len(road.actions)
        assert 0 <= made.tally().percent <= 100


@given(logs)
def test_a_tick_never_lowers_the_percentage(log: list[tuple[str, MarkState]]) -> None:
    road = roadmap(phase("only", *(action(name) for name in "abcdef")))
    made = Progress(road, tuple(logged(n, name, state, n) for n, (name, state) in enumerate(log)))
    if made.next_action is not None:
        more = Progress(road, (*made.log, logged(99, made.next_action.id, DONE, 99)))
        assert more.tally().percent > made.tally().percent or made.tally().percent == 100
