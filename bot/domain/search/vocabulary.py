"""All words of a roadmap with what each is worth, and which of them a typed word may mean."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.domain.search.english import FRAME
from bot.domain.search.stems import kin, says, stem

# How alike a word is to its kin, and the beginning of a word to the whole; typos are measured, in percent.
_KIN, _BEGINNING, _TYPO = 0.8, 0.8, 80
# Shorter words are taken as they stand: too many others are one letter away.
_SHORTEST = 4


class Heard(NamedTuple):
    """A word of a question: its weight, and the stems that it may mean, each with a likeness from 0 to 1."""

    weight: float
    stems: tuple[tuple[str, float], ...]


class Vocabulary:
    """Knows the words of a roadmap; `worth` maps their stems to weights, `unknown` is that of any other."""

    def __init__(self, spelt: Iterable[str], worth: Mapping[str, float], unknown: float) -> None:
        self._spelt = frozenset(spelt)
        self._worth = worth
        self._unknown = unknown
        words = groupby(sorted(self._spelt - FRAME), key=itemgetter(0))
        self._by_initial = {initial: list(found) for initial, found in words}

    def join(self, heard: list[str]) -> Iterator[str]:
        """The words, two of them as one where that is a word here: "ml ops" is "mlops"."""
        rest = zip_longest(heard, heard[1:], fillvalue="")
        for word, following in rest:
            joined = word + following
            if following and len(joined) >= _SHORTEST and joined in self._spelt:
                next(rest)
                yield joined
            else:
                yield word

    def hear(self, word: str) -> Heard:
        """What a word means: itself and its kin, else what it may be a typo or the beginning of."""
        stemmed = stem(word)
        alike = self._alike(stemmed)
        if not alike and says(stemmed) == 1 and len(word) >= _SHORTEST:
            alike = self._typo(word) or self._begun(word, _BEGINNING)
        return self._heard(stemmed, alike)

    def hear_beginning(self, word: str) -> Heard:
        """What a word means that is still being typed."""
        stemmed = stem(word)
        return self._heard(stemmed, {**self._begun(word, 1), **self._alike(stemmed)} or self._typo(word))

    def _heard(self, stemmed: str, alike: Mapping[str, float]) -> Heard:
        known = self._worth.get(stemmed) or max((self._worth[other] for other in alike), default=0)
        return Heard(known or self._unknown * says(stemmed), tuple(alike.items()))

    def _alike(self, stemmed: str) -> dict[str, float]:
        alike = {other: _KIN for other in kin(stemmed) if other in self._worth}
        return alike | {stemmed: 1.0} if stemmed in self._worth else alike

    def _typo(self, word: str) -> dict[str, float]:
        """The word that comes closest; people rarely mistype the first letter."""
        choices = self._by_initial.get(word[0], ())
        close = process.extractOne(word, choices, scorer=fuzz.ratio, score_cutoff=_TYPO)
        return {stem(close[0]): close[1] / 100} if close else {}

    def _begun(self, word: str, likeness: float) -> dict[str, float]:
        others = self._by_initial.get(word[0], ())
        return {stem(other): likeness for other in others if other.startswith(word)}
