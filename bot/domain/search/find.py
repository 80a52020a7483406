"""Three ways to answer: sure of it, not sure, or nothing fits; and the list while somebody types."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.roadmap import Item
from bot.domain.search.index import Index

NEAR = 3  # so many entries are offered when none is certain
# Sure is who fits well, far better than the next, and on more than a word or two. The sum decides.
_LEAD, _EVIDENCE, _SURE = 1.5, 1.2, 2.1
_MAYBE = 0.22
_WHILE_TYPING = 0.25


@dataclass(frozen=True, slots=True)
class Found:
    """The entry that was meant, if it is certain; otherwise those that come closest, best first."""

    answer: Item | None
    near: tuple[Item, ...]


def find(index: Index, asked: str) -> Found:
    """What was meant, or up to three that may have been; neither when nothing fits."""
    hits = index.rank(asked)
    if not hits or hits[0].score < _MAYBE:
        return Found(None, ())
    best, second = hits[0], hits[1].score if len(hits) > 1 else 0
    certainty = best.score + _LEAD * (best.score - second) + _EVIDENCE * best.evidence
    near = tuple(hit.entry for hit in hits[:NEAR] if hit.score >= _MAYBE)
    return Found(best.entry if best.exact or certainty >= _SURE else None, near)


def matching(index: Index, typed: str, among: Collection[Item], limit: int = 25) -> tuple[Item, ...]:
    """Entries for an autocomplete: all in order when nothing is typed, else those that match, best first."""
    if not typed.strip():
        return tuple(among)[:limit]
    wanted = {entry.id for entry in among}
    hits = index.rank(typed, typing=True)
    return tuple(hit.entry for hit in hits if hit.score >= _WHILE_TYPING and hit.entry.id in wanted)[:limit]
