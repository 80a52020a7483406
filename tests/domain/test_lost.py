"""Which ticks count nowhere."""

from bot.domain.library import Library
from bot.domain.lost import Lost, lost
from bot.domain.marks import ALL
from tests.domain.samples import action, phase, roadmap, step

TRAIL = roadmap(phase("start", action("pack", "bag", steps=[step("rope")]), action("walk", retired=True)))


def test_what_is_known_by_any_of_its_ids_counts() -> None:
    held = {("trail", ref): 1 for ref in ("pack", "bag", "walk", "pack/rope", ALL)}
    assert lost(Library((TRAIL,)), held) == ()


def test_what_nothing_is_called_by_is_lost_and_a_roadmap_that_is_gone_is_told_once() -> None:
    held = {("trail", "swim"): 2, ("trail", "pack/tent"): 1, ("old", "a"): 3, ("old", "b"): 5}
    assert lost(Library((TRAIL,)), held) == (
        Lost("old", "", 5),
        Lost("trail", "pack/tent", 1),
        Lost("trail", "swim", 2),
    )
