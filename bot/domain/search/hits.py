"""What a search finds, and in which order it is told."""

from typing import NamedTuple

from bot.domain.roadmap import Question
from bot.domain.search.entries import Entry


class Hit(NamedTuple):
    """An entry; `score` says how well it fits (0 to about 1), `evidence` how much of what was asked it has.

    One rare word is an evidence of 1. `exact` says that what was asked is one of its wordings.
    """

    entry: Entry
    score: float
    evidence: float
    exact: bool


def order(hit: Hit) -> tuple[bool, bool, float]:
    """What says just this comes first, and there a question before a thing; then the better score."""
    return (not hit.exact, hit.exact and not isinstance(hit.entry, Question), -hit.score)
