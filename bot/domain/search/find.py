"""Three ways to answer: sure of it, not sure, or nothing fits; and the list while somebody types."""

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from bot.domain.roadmap import Action
from bot.domain.search.entries import Entry, ref_of
from bot.domain.search.hits import Hit, order
from bot.domain.steps import Step

if TYPE_CHECKING:
    from bot.domain.search.index import Index

Kind = TypeVar("Kind", bound=Entry)
NEAR = 3  # so many entries are offered when none is certain
# Sure is who fits well, far better than the next, and on more than a word or two. The sum decides.
_LEAD, _EVIDENCE, _MOST_EVIDENCE, _SURE = 0.7, 0.25, 2.5, 1.05
_MAYBE, _A_WORD = 0.2, 0.25
_WHILE_TYPING = 0.25


class Found(NamedTuple):
    """The entry that was meant, if it is certain; otherwise those that come closest, best first.

    Of an action also the `step` that was meant, if that is clear.
    """

    answer: Entry | None
    near: tuple[Entry, ...] = ()
    step: Step | None = None


def find(index: "Index", asked: str, own: "Index | None" = None) -> Found:
    """What was meant, or up to three that may have been; neither when nothing fits.

    `own` are a server's own answers: each index measures by itself, from 0 to 1, so that theirs compare.
    """
    hits = index.rank(asked)
    if own is not None:
        hits = sorted((*own.rank(asked), *hits), key=order)
    if not hits or not _counts(hits[0]):
        return Found(None)
    best, second = hits[0], hits[1].score if len(hits) > 1 else 0
    certainty = best.score + _LEAD * (best.score - second) + _EVIDENCE * min(best.evidence, _MOST_EVIDENCE)
    near = tuple(hit.entry for hit in hits[:NEAR] if _counts(hit))
    if not best.exact and certainty < _SURE:
        return Found(None, near)
    step = index.step(best.entry, asked) if isinstance(best.entry, Action) else None
    return Found(best.entry, near, step)


def _counts(hit: Hit) -> bool:
    """Whether it may have been meant: words that say nothing by themselves are not enough."""
    return hit.exact or (hit.score >= _MAYBE and hit.evidence >= _A_WORD)


def matching(index: "Index", typed: str, among: Collection[Kind], limit: int = 25) -> tuple[Kind, ...]:
    """Entries for an autocomplete: all in order when nothing is typed, else those that match, best first."""
    if not typed.strip():
        return tuple(among)[:limit]
    wanted = {ref_of(entry): entry for entry in among}
    found = (ref_of(hit.entry) for hit in index.rank(typed, typing=True) if hit.score >= _WHILE_TYPING)
    return tuple(wanted[ref] for ref in found if ref in wanted)[:limit]
