"""Ranks everything in a roadmap by how well it fits what was asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from bot.domain.roadmap import Item, Question, Roadmap
from bot.domain.search.spelling import Letters
from bot.domain.search.texts import Text, texts
from bot.domain.search.vocabulary import Heard, Vocabulary
from bot.domain.search.words import content, says, stem, words

# Found by trying: `python -m tests.benchmarks.search` says what a change is worth.
_COVERAGE, _WORDING, _LETTERS = 0.4, 0.3, 0.3
_QUESTION_FIRST = 0.05
_BODY = 0.5
_REPEATED = 0.7
_UNKNOWN = 0.9
_LEFT_OVER = 0.6
_SAME = 0.99
# What goes on for longer is no question; its beginning has to do.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry; `score` says how well it fits (0 to about 1), `evidence` how much of what was asked it has.

    One rare word is an evidence of 1. `exact` says that what was asked is one of its wordings.
    """

    entry: Item
    score: float
    evidence: float
    exact: bool


class Index:
    """Everything in one roadmap that can be found, made ready once."""

    def __init__(self, roadmap: Roadmap) -> None:
        read = list(texts(roadmap))
        wordings = [[words(way) for way in text.ways] for text in read]
        self._entries = [text.entry for text in read]
        self._rare = log(1 + len(read))
        self._holds = _holdings(read, wordings)
        worth = {each: self._worth(each) for each in self._holds}
        spelt = {word for ways in wordings for way in ways for word in way}
        spelt |= {word for text in read for word in words(text.body)}
        self._vocabulary = Vocabulary(spelt, worth, _UNKNOWN * self._rare)
        self._wordings = [(at, set(map(stem, way))) for at, ways in enumerate(wordings) for way in ways]
        self._lengths = [sum(worth[each] for each in stems) for _, stems in self._wordings]
        self._in_wordings: defaultdict[str, list[int]] = defaultdict(list)
        for number, (_, stems) in enumerate(self._wordings):
            for each in stems:
                self._in_wordings[each].append(number)
        self._letters = Letters([[content(way) for way in ways] for ways in wordings])

    def rank(self, asked: str, *, typing: bool = False) -> list[Hit]:
        """All entries, best first; those that tie stay in order.

        While somebody is `typing`, the last word may be the beginning of one.
        """
        said = list(self._vocabulary.join(words(asked)[:_LONGEST]))
        heard = self._hear(said, typing)
        total = sum(word.weight for word in heard) or 1
        coverage, wording = self._coverage(heard), self._wording(heard, total)
        letters = self._letters.likeness(content(said))
        hits = [
            self._hit(entry, coverage[at] / total, coverage[at], wording[at], letters[at])
            for at, entry in enumerate(self._entries)
        ]
        return sorted(hits, key=lambda hit: -hit.score)

    def _hit(self, entry: Item, covered: float, evidence: float, wording: float, letters: float) -> Hit:
        score = _COVERAGE * covered + _WORDING * wording + _LETTERS * letters
        first = _QUESTION_FIRST if score and isinstance(entry, Question) else 0
        return Hit(entry, score + first, evidence / self._rare, exact=wording > _SAME)

    def _hear(self, said: Sequence[str], typing: bool) -> list[Heard]:
        whole, last = (said[:-1], said[-1:]) if typing else (said, [])
        heard = {stem(word): self._vocabulary.hear(word) for word in whole}
        return [*heard.values(), *map(self._vocabulary.hear_beginning, last)]

    def _coverage(self, heard: Iterable[Heard]) -> list[float]:
        """How much of what was asked each entry has, anywhere."""
        covered = [0.0] * len(self._entries)
        for word in heard:
            best: dict[int, float] = {}
            for each, likeness in word.stems:
                for at, share in self._holds[each].items():
                    best[at] = max(best.get(at, 0), likeness * share)
            for at, share in best.items():
                covered[at] += word.weight * share
        return covered

    def _wording(self, heard: Iterable[Heard], total: float) -> list[float]:
        """How close the closest single wording of each entry comes; 1 for the same words."""
        shared: defaultdict[int, float] = defaultdict(float)
        for word in heard:
            best: dict[int, float] = {}
            for each, likeness in word.stems:
                for number in self._in_wordings.get(each, ()):
                    best[number] = max(best.get(number, 0), likeness)
            for number, likeness in best.items():
                shared[number] += word.weight * likeness
        closest = [0.0] * len(self._entries)
        for number, common in shared.items():
            left_over = total + self._lengths[number] - 2 * common
            at = self._wordings[number][0]
            closest[at] = max(closest[at], common / (common + _LEFT_OVER * left_over))
        return closest

    def _worth(self, stemmed: str) -> float:
        """Words of few entries say more than words of many; what stands in a body counts half."""
        spread = sum(1 if share > _BODY else _BODY for share in self._holds[stemmed].values())
        return log(1 + len(self._entries) / spread) * says(stemmed)


def _holdings(
    read: Sequence[Text], wordings: Sequence[Sequence[Sequence[str]]]
) -> dict[str, dict[int, float]]:
    """For each stem the entries that have it, and how much it belongs to each, from 0 to 1."""
    holds: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for at, (text, ways) in enumerate(zip(read, wordings, strict=True)):
        for each in map(stem, words(text.body)):
            holds[each][at] = _BODY
        for each, times in Counter(each for way in ways for each in set(map(stem, way))).items():
            holds[each][at] = 1 - (1 - _REPEATED) ** times
    return dict(holds)
