"""Progress: states and figures."""

import pytest

from bot.domain.marks import Mark, MarkState
from bot.domain.progress import Hours, Progress, Tally
from bot.domain.roadmap import Roadmap
from bot.domain.ticks import skip, skip_before, tick
from tests.domain.samples import action, phase, roadmap
from tests.marked import acted, logged

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
    assert made.said(TRAIL.action("a")).at == 2
    assert made.said(TRAIL.action("a")).evidence == "https://x.example"


@pytest.mark.parametrize(
    ("states", "tally", "percent"),
    [
        ({}, (0, 4, 0), 0),
        ({"a": DONE}, (1, 3, 0), 25),
        ({"a": SKIPPED}, (0, 3, 1), 0),
        ({"a": DONE, "b": SKIPPED}, (1, 2, 1), 33),
        ({"a": DONE, "b": SKIPPED, "c": DONE, "d": DONE}, (3, 0, 1), 100),
        ({"a": SKIPPED, "b": SKIPPED, "c": SKIPPED, "d": SKIPPED}, (0, 0, 4), 100),
        ({"x": SKIPPED, "old": SKIPPED}, (0, 4, 0), 0),
        ({"x": DONE, "old": DONE}, (2, 4, 0), 33),
    ],
)
def test_skipped_and_retired_never_block(
    states: dict[str, MarkState], tally: tuple[int, int, int], percent: int
) -> None:
    """What is retired counts if it was done."""
    found = progress(TRAIL, **states)
    assert found.tally() == Tally(*tally)
    assert found.hours().percent == percent


def test_a_hundred_percent_means_all() -> None:
    assert Hours(done=1_000, open=0.5).percent == 99
    assert Hours(done=0, open=0).percent == 100


def test_when_nothing_is_open_the_trail_is_walked() -> None:
    end = progress(TRAIL, a=DONE, b=DONE, c=SKIPPED, d=DONE)
    assert end.finished
    assert end.next_action is None
    assert end.current_phase == TRAIL.phase("second")


def walked(*said: tuple[str, MarkState]) -> Progress:
    """What came of ticks and skips, one a second."""
    return acted(TRAIL, *((name, state, at) for at, (name, state) in enumerate(said, start=1)))


def test_a_phase_is_finished_by_what_leaves_nothing_open_in_it() -> None:
    made = walked(("a", DONE), ("c", DONE), ("b", SKIPPED))
    first = TRAIL.phase("first")
    assert [made.finished_by(change) for change in (1, 2, 3)] == [None, None, first]
    assert [made.finished_since(at) for at in (2, 3)] == [first, None]


def test_of_two_the_later_phase_is_the_one_that_was_finished() -> None:
    made = walked(("c", DONE), ("d", DONE), ("a", DONE), ("b", DONE))
    assert made.finished_since(0) == TRAIL.phase("second")


def test_a_phase_of_which_nothing_was_done_is_not_finished() -> None:
    made = walked(("a", SKIPPED), ("b", SKIPPED))
    assert made.finished_since(0) is None
    assert not made.is_finished(TRAIL.phase("first"))


def test_ticking_what_was_settled_before_finishes_nothing() -> None:
    made = walked(("a", DONE), ("b", SKIPPED), ("b", DONE))
    assert [made.finished_by(change) for change in (1, 2, 3)] == [None, TRAIL.phase("first"), None]


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
    a = TRAIL.action("a")
    assert tick(progress(TRAIL), a, None, "https://x.example") == (Mark("a", DONE, "https://x.example"),)
    assert tick(progress(TRAIL, a=DONE), a) == ()
    assert tick(progress(TRAIL, a=SKIPPED), a) == (Mark("a", DONE),)
    assert tick(progress(TRAIL, a=DONE), a, None, "https://new.example")[0].evidence == "https://new.example"


def test_ticking_again_with_the_same_evidence_changes_nothing() -> None:
    made = Progress(TRAIL, (logged(1, "a", DONE, 1, "https://x.example"),))
    assert tick(made, TRAIL.action("a"), None, "https://x.example") == ()
    assert tick(made, TRAIL.action("a")) == ()


def test_only_what_is_open_can_be_skipped() -> None:
    assert skip(progress(TRAIL), TRAIL.action("a")) == (Mark("a", SKIPPED),)
    assert skip(progress(TRAIL, a=DONE), TRAIL.action("a")) == ()
    assert skip(progress(TRAIL, a=SKIPPED), TRAIL.action("a")) == ()


def test_what_lies_before_a_phase_is_known() -> None:
    """With it a phase of which something was done is finished."""
    second = TRAIL.phase("second")
    assert skip_before(progress(TRAIL), second) == (Mark("a", SKIPPED), Mark("b", SKIPPED))
    assert skip_before(progress(TRAIL, a=DONE), second) == (
        Mark("b", SKIPPED),
        Mark("first", DONE, follows=True),
    )
    assert skip_before(progress(TRAIL), TRAIL.phase("first")) == ()
    assert skip_before(progress(TRAIL), TRAIL.phase("gone")) == ()


def test_merged_actions_are_done_if_one_of_them_was() -> None:
    merged = roadmap(phase("first", action("ab", "a", "b")))
    assert progress(merged, a=DONE, b=SKIPPED).state(merged.action("ab")) is DONE
    assert progress(merged, a=SKIPPED).state(merged.action("ab")) is SKIPPED
    assert progress(merged).state(merged.action("ab")) is OPEN
