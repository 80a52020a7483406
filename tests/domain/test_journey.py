"""What somebody marked, and what it comes to in the roadmap that is asked for."""

from dataclasses import replace

from bot.domain.journey import Marked
from bot.domain.marks import DONE
from tests.domain.samples import action, phase, roadmap
from tests.marked import logged

ROAD = roadmap(phase("one", action("read"), action("write")))
LOG = (logged(1, "read", DONE, 100),)


def test_progress_is_worked_out_once() -> None:
    marked = Marked({ROAD.id: LOG})
    assert marked.progress(ROAD) is marked.progress(ROAD)
    assert marked.progress(ROAD).log == LOG


def test_another_roadmap_and_the_same_one_after_an_edit_have_their_own() -> None:
    other, edited = replace(ROAD, id="other"), roadmap(phase("one", action("write"), action("read")))
    marked = Marked({ROAD.id: LOG, other.id: ()})
    assert [marked.progress(road).tally().done for road in (ROAD, other, edited, ROAD)] == [1, 0, 1, 1]
    assert [marked.progress(road).roadmap for road in (ROAD, other, edited)] == [ROAD, other, edited]
