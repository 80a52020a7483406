"""What `/community` makes of its figures."""

from datetime import date

import pytest
from discord import ui

from bot.domain.community import Community, Figure, Position, Sending
from bot.domain.library import Library
from bot.views.community import figures
from tests.views.longest import PHASE, ROADMAP, USER

NONE, FIVE = Figure(0), Figure(5)
SMALL = Community(
    {Position(ROADMAP.id, PHASE.id): NONE},
    NONE,
    {date(2026, 1, 5): NONE},
    Sending(NONE, NONE, NONE, NONE),
)


def _told(community: Community) -> str:
    card = figures(community, Library((ROADMAP,)), USER)
    return "\n".join(part.content for part in card.walk_children() if isinstance(part, ui.TextDisplay))


def test_where_every_figure_is_too_small_one_sentence_stands_for_all() -> None:
    assert _told(SMALL).count("\n") == 1
    assert "still under 5" in _told(SMALL)


@pytest.mark.parametrize(
    "community",
    [
        Community(SMALL.positions, FIVE, SMALL.ticks, SMALL.sending),
        Community(SMALL.positions, NONE, {date(2026, 1, 5): FIVE}, SMALL.sending),
        Community(SMALL.positions, NONE, SMALL.ticks, Sending(FIVE, NONE, NONE, NONE)),
    ],
)
def test_a_single_figure_is_shown(community: Community) -> None:
    """Members may be too many for the sentence though there are few of them in each phase."""
    assert "still under 5" not in _told(community)
    assert "5" in _told(community).replace("fewer than 5", "").replace("steps of 5", "")
