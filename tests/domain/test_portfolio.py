"""What there is to show of somebody's work."""

from bot.domain.marks import LoggedMark, Mark, MarkState
from bot.domain.notes import Note
from bot.domain.portfolio import keepsakes, works
from bot.domain.progress import Progress
from bot.domain.roadmap import Roadmap
from tests.domain.samples import action, phase, roadmap, step
from tests.marked import logged

DONE = MarkState.DONE
ROAD = roadmap(
    phase("one", action("a", "old", steps=(step("x"), step("y"), step("h", repeat=3))), action("b")),
    phase("two", action("c", steps=(step("x"), step("y"))), action("d")),
)


def shown(progress: Progress, *notes: Note) -> list[str]:
    """Every action with its steps, as one text each."""
    rows = [(phase.id, work) for phase, made in works(progress, notes) for work in made]
    return [
        f"{phase}: {work.whole.ref}{' done' * work.whole.done} {[kept.ref for kept in work.steps]}"
        for phase, work in rows
    ]


def progress(*log: LoggedMark, road: Roadmap = ROAD) -> Progress:
    """What somebody did."""
    return Progress(road, log)


def test_what_was_done_stands_in_the_order_of_the_roadmap() -> None:
    made = progress(
        logged(1, "d", DONE, 5), logged(2, "a/y", DONE, 6), logged(3, "c/x", MarkState.SKIPPED, 7)
    )
    assert shown(made) == ["one: a ['a/y']", "two: d done []"]
    assert shown(progress()) == []


def test_a_habit_shows_from_its_first_time() -> None:
    once = LoggedMark(1, 5, *Mark("a/h", MarkState.TICKED, ordinal=1, repeat=3))
    assert shown(progress(once)) == ["one: a ['a/h']"]


def test_what_was_retired_since_still_shows() -> None:
    gone = ROAD.action("b")._replace(retired=True)
    road = roadmap(phase("one", gone))
    assert shown(progress(logged(1, "b", DONE, 5), road=road)) == ["one: b done []"]


def test_notes_and_links_are_found_under_former_ids() -> None:
    note = Note("trail", "old", "Mine.", 9)
    made = progress(logged(1, "c/y", DONE, 5, "https://x.example"), logged(2, "b", DONE, 6))
    assert [kept.ref for kept in keepsakes(made, [note])] == ["a", "c/y"]
    assert keepsakes(made, [note])[0].note == note


def test_the_newest_note_or_link_comes_first() -> None:
    made = progress(
        logged(1, "b", DONE, 5, "https://x.example"),
        logged(2, "d", DONE, 7, "https://x.example"),
        logged(3, "a/x", DONE, 5),
    )
    notes = [
        Note("trail", "a/x", "Six.", 6),
        Note("trail", "c", "Eight.", 8),
        Note("trail", "a/y", "Six.", 6),
    ]
    assert [kept.ref for kept in keepsakes(made, notes)] == ["c", "d", "a/x", "a/y", "b"]
