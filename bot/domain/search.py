"""Finding what somebody means: an entry while they type, a question however they put it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz, utils

from bot.domain.roadmap import Action, Certification, Phase, Question, title_of

Named = TypeVar("Named", Phase, Action, Certification, Question)

SURE = 86
MAYBE = 60


@dataclass(frozen=True, slots=True)
class Found:
    """The answer, if it is certain; otherwise the questions that come closest, best first."""

    answer: Question | None
    near: tuple[Question, ...]


def matching(entries: Iterable[Named], typed: str, limit: int = 25) -> tuple[Named, ...]:
    """Entries for an autocomplete: all in order when nothing is typed, else those that match, best first."""
    if not typed.strip():
        return tuple(entries)[:limit]
    scored = [(_likeness(typed, _texts(entry)), entry) for entry in entries]
    hits = sorted((pair for pair in scored if pair[0] >= MAYBE), key=lambda pair: -pair[0])
    return tuple(entry for _, entry in hits[:limit])


def find_question(questions: Iterable[Question], asked: str) -> Found:
    """The question that was meant, or up to three that may have been."""
    scored = sorted(((_likeness(asked, _texts(q)), q) for q in questions), key=lambda pair: -pair[0])
    near = tuple(question for score, question in scored[:3] if score >= MAYBE)
    sure = bool(scored) and scored[0][0] >= SURE
    return Found(scored[0][1] if sure else None, near)


def _texts(entry: Phase | Action | Certification | Question) -> tuple[str, ...]:
    aliases = entry.aliases if isinstance(entry, Question) else ()
    return (title_of(entry), entry.id.replace("-", " "), *aliases)


def _likeness(typed: str, texts: tuple[str, ...]) -> float:
    """0 to 100. A text that holds what was typed as it stands is certain; typos cost a little."""
    wanted = utils.default_process(typed)
    return max(_one_likeness(wanted, utils.default_process(text)) for text in texts)


def _one_likeness(wanted: str, text: str) -> float:
    if not wanted or not text:
        return 0
    if wanted in text and len(wanted) >= 3:
        return 90 + 10 * len(wanted) / len(text)
    return float(max(fuzz.token_sort_ratio(wanted, text), 0.9 * fuzz.token_set_ratio(wanted, text)))
