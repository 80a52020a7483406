"""How alike texts are in their letters: for forms and typos that no rule about words foresees."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log, sqrt

from bot.domain.search.words import grams


class Letters:
    """The letter runs of some texts, each given as the words of several wordings."""

    def __init__(self, texts: Sequence[Sequence[Sequence[str]]]) -> None:
        counts = [Counter(gram for wording in text for gram in grams(wording)) for text in texts]
        spread = Counter(gram for count in counts for gram in count)
        self._size = len(texts)
        self._worth = {gram: log(1 + self._size / number) for gram, number in spread.items()}
        self._found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, count in enumerate(counts):
            shares = {gram: (1 + log(times)) * self._worth[gram] for gram, times in count.items()}
            length = sqrt(sum(share * share for share in shares.values()))
            for gram, share in shares.items():
                self._found[gram].append((at, share / length))

    def likeness(self, heard: Sequence[str]) -> list[float]:
        """The cosine with each text, from 0 to 1."""
        asked = grams(heard)
        unknown = log(1 + self._size)
        length = sqrt(sum(self._worth.get(gram, unknown) ** 2 for gram in asked)) or 1
        alike = [0.0] * self._size
        for gram in asked & self._found.keys():
            worth = self._worth[gram] / length
            for at, share in self._found[gram]:
                alike[at] += worth * share
        return alike
