"""Progress: states, figures, and that no edit of the content takes anything away."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.progress import Entry, Progress, State, Tally, skip, skip_before, tick
from bot.domain.roadmap import Action, Phase, Roadmap
from tests.domain.samples import action, phase, roadmap

DONE, SKIPPED, OPEN = State.DONE, State.SKIPPED, State.OPEN
TRAIL = roadmap(
    phase("first", action("a"), action("b")),
    phase("gone", action("x"), retired=True),
    phase("second", action("c"), action("old", retired=True), action("d")),
)


def progress(road: Roadmap, **states: State) -> Progress:
    """What a member did, one after the other."""
    entries = (Entry(n, name, state, n) for n, (name, state) in enumerate(states.items(), start=1))
    return Progress(road, tuple(entries))


def test_nothing_is_done_at_first() -> None:
    assert progress(TRAIL).tally() == Tally(0, 4, 0)
    assert progress(TRAIL).next_action == TRAIL.action("a")
    assert progress(TRAIL).current_phase == TRAIL.phase("first")


def test_the_last_entry_about_an_action_counts() -> None:
    entries = (Entry(1, "a", SKIPPED, 1), Entry(2, "a", DONE, 2, "https://x.example"))
    made = Progress(TRAIL, entries)
    assert made.state(TRAIL.action("a")) is DONE
    assert made.entry(TRAIL.action("a")) == entries[1]


@pytest.mark.parametrize(
    ("states", "tally", "percent", "words"),
    [
        ({}, (0, 4, 0), 0, "0 of 4 actions"),
        ({"a": DONE}, (1, 3, 0), 25, "1 of 4 actions"),
        ({"a": SKIPPED}, (0, 3, 1), 0, "0 of 3 actions"),
        ({"a": DONE, "b": SKIPPED}, (1, 2, 1), 33, "1 of 3 actions"),
        ({"a": DONE, "b": SKIPPED, "c": DONE, "d": DONE}, (3, 0, 1), 100, "3 of 3 actions"),
        ({"a": SKIPPED, "b": SKIPPED, "c": SKIPPED, "d": SKIPPED}, (0, 0, 4), 100, "0 of 0 actions"),
        ({"x": DONE, "old": DONE}, (0, 4, 0), 0, "0 of 4 actions"),
    ],
)
def test_skipped_and_retired_never_block(
    states: dict[str, State], tally: tuple[int, int, int], percent: int, words: str
) -> None:
    found = progress(TRAIL, **states).tally()
    assert found == Tally(*tally)
    assert found.percent == percent
    assert found.words == words


def test_a_hundred_percent_means_all() -> None:
    assert Tally(done=199, open=1, skipped=0).percent == 99


def test_when_nothing_is_open_the_trail_is_walked() -> None:
    end = progress(TRAIL, a=DONE, b=DONE, c=SKIPPED, d=DONE)
    assert end.finished
    assert end.next_action is None
    assert end.current_phase == TRAIL.phase("second")


def test_retired_actions_are_remembered_as_ticks() -> None:
    assert progress(TRAIL, x=DONE, old=SKIPPED, a=DONE).ticked_at == (1, 3)


def test_ticking() -> None:
    (mark,) = tick(progress(TRAIL), TRAIL.action("a"), "https://x.example")
    assert (mark.action, mark.state, mark.evidence) == ("a", DONE, "https://x.example")
    assert tick(progress(TRAIL, a=DONE), TRAIL.action("a")) == ()
    assert tick(progress(TRAIL, a=SKIPPED), TRAIL.action("a"))[0].state is DONE
    assert (
        tick(progress(TRAIL, a=DONE), TRAIL.action("a"), "https://new.example")[0].evidence
        == "https://new.example"
    )


def test_ticking_again_with_the_same_evidence_changes_nothing() -> None:
    made = Progress(TRAIL, (Entry(1, "a", DONE, 1, "https://x.example"),))
    assert tick(made, TRAIL.action("a"), "https://x.example") == ()
    assert tick(made, TRAIL.action("a")) == ()


def test_only_what_is_open_can_be_skipped() -> None:
    assert [mark.state for mark in skip(progress(TRAIL), TRAIL.action("a"))] == [SKIPPED]
    assert skip(progress(TRAIL, a=DONE), TRAIL.action("a")) == ()
    assert skip(progress(TRAIL, a=SKIPPED), TRAIL.action("a")) == ()


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
    edits: list[tuple[Callable[[Roadmap, int, int], Roadmap], int]], log: list[tuple[str, State]]
) -> None:
    road = roadmap(phase("only", *(action(name) for name in "abcdef")))
    entries = tuple(Entry(n, name, state, n) for n, (name, state) in enumerate(log, start=1))
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
def test_a_tick_never_lowers_the_percentage(log: list[tuple[str, State]]) -> None:
    road = roadmap(phase("only", *(action(name) for name in "abcdef")))
    made = Progress(road, tuple(Entry(n, name, state, n) for n, (name, state) in enumerate(log)))
    if made.next_action is not None:
        more = Progress(road, (*made.log, Entry(99, made.next_action.id, DONE, 99)))
        assert more.tally().percent > made.tally().percent or made.tally().percent == 100
