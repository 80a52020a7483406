"""Ranks everything in a roadmap by how well it fits what was asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log

from bot.domain.roadmap import Action, Roadmap
from bot.domain.search.hits import Hit, order
from bot.domain.search.spelling import Letters
from bot.domain.search.stems import says, stem, stems
from bot.domain.search.texts import Text, texts
from bot.domain.search.vocabulary import Heard, Vocabulary
from bot.domain.search.words import content, words
from bot.domain.steps import Step

# Found by trying: `python -m tests.benchmarks.search` says what a change is worth.
_COVERAGE, _WORDING, _LETTERS = 0.3, 0.3, 0.4
_BODY, _NOWHERE_ELSE = 0.5, 0.9
_REPEATED = 0.7
_UNKNOWN = 0.9
_LEFT_OVER = 0.6
_SAME = 0.99
_OF_A_STEP = 0.4
# What goes on for longer is no question; its beginning has to do.
_LONGEST = 60


class Index:
    """Everything that can be found in one roadmap, or in one server's own answers, made ready once.

    Of `actions` it also knows the steps.
    """

    @classmethod
    def of(cls, roadmap: Roadmap) -> "Index":
        """All of a roadmap."""
        return cls([*texts(roadmap)], roadmap.actions)

    def __init__(self, read: Sequence[Text], actions: Sequence[Action] = ()) -> None:
        self._entries = [text.entry for text in read]
        self._rare = log(1 + len(read))
        self._holds = _holdings(read)
        worth = {each: self._worth(each) for each in self._holds}
        spelt = {word for text in read for said in (*text.ways, text.body) for word in words(said)}
        self._vocabulary = Vocabulary(spelt, worth, _UNKNOWN * self._rare)
        wordings = [
            (at, set(map(stem, self._vocabulary.join(words(way)))))
            for at, text in enumerate(read)
            for way in text.ways
        ]
        self._lengths = [(at, sum(worth[each] for each in way)) for at, way in wordings]
        self._in_wordings: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for number, (_, way) in enumerate(wordings):
            for each in way:
                self._in_wordings[each][number] = 1
        self._steps = {
            action.id: [
                (step, stems(step.title), stems(f"{step.start} {step.done_when}"))
                for step in action.current_steps
            ]
            for action in actions
        }
        self._letters = Letters([[content(words(way)) for way in text.ways] for text in read])

    def rank(self, asked: str, *, typing: bool = False) -> list[Hit]:
        """All entries, best first; those that tie stay in order.

        A wording that says just this comes before any score. While somebody is `typing`, the last word may
        be the beginning of one.
        """
        said = list(self._vocabulary.join(words(asked)[:_LONGEST]))
        heard = self._hear(said, typing)
        total = sum(word.weight for word in heard) or 1
        covered, wording = _shared(heard, self._holds), self._wording(heard, total)
        letters = self._letters.likeness(content(said))
        hits = []
        for at, entry in enumerate(self._entries):
            score = _COVERAGE * (covered[at] / total) + _WORDING * wording[at] + _LETTERS * letters[at]
            hits.append(Hit(entry, score, covered[at] / self._rare, exact=wording[at] > _SAME))
        return sorted(hits, key=order)

    def step(self, action: Action, asked: str) -> Step | None:
        """The step of an action that has most of what was asked, if one clearly has."""
        heard = self._hear(list(self._vocabulary.join(words(asked)[:_LONGEST])), typing=False)
        holds: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for at, (_, title, body) in enumerate(self._steps.get(action.id, ())):
            for each in title | body:
                holds[each][at] = 1 if each in title else _BODY
        found = Counter(_shared(heard, holds)).most_common(2)
        clear = found and found[0][1] >= _OF_A_STEP * self._rare
        if not clear or (len(found) == 2 and found[1][1] == found[0][1]):
            return None
        return self._steps[action.id][found[0][0]][0]

    def _hear(self, said: Sequence[str], typing: bool) -> list[Heard]:
        whole, last = (said[:-1], said[-1:]) if typing else (said, [])
        heard = {stem(word): self._vocabulary.hear(word) for word in whole}
        return [*heard.values(), *map(self._vocabulary.hear_beginning, last)]

    def _wording(self, heard: Iterable[Heard], total: float) -> defaultdict[int, float]:
        """How close the closest single wording of each entry comes; 1 for the same words."""
        closest: defaultdict[int, float] = defaultdict(float)
        for number, found in _shared(heard, self._in_wordings).items():
            at, length = self._lengths[number]
            common = min(found, length)  # two words that are kin may both find the same one
            left_over = total + length - 2 * common
            closest[at] = max(closest[at], common / (common + _LEFT_OVER * left_over))
        return closest

    def _worth(self, stemmed: str) -> float:
        """Words of few entries say more than words of many; what stands in a body counts half."""
        spread = sum(1 if share > _BODY else _BODY for share in self._holds[stemmed].values())
        return log(1 + len(self._entries) / spread) * says(stemmed)


def _shared(heard: Iterable[Heard], holds: Mapping[str, Mapping[int, float]]) -> defaultdict[int, float]:
    """How much of what was asked each has: `holds` says of which stems, and how much they belong to it."""
    shared: defaultdict[int, float] = defaultdict(float)
    for word in heard:
        best: dict[int, float] = {}
        for each, likeness in word.stems:
            for at, share in holds.get(each, {}).items():
                best[at] = max(best.get(at, 0), likeness * share)
        for at, share in best.items():
            shared[at] += word.weight * share
    return shared


def _holdings(read: Iterable[Text]) -> Mapping[str, Mapping[int, float]]:
    """For each stem the entries that have it, and how much it belongs to each, from 0 to 1."""
    holds: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for at, text in enumerate(read):
        for each in stems(text.body):
            holds[each][at] = _BODY
        for each, times in Counter(each for way in text.ways for each in stems(way)).items():
            holds[each][at] = 1 - (1 - _REPEATED) ** times
    # A word of a body that stands nowhere else is as good as one of a wording.
    for spread in holds.values():
        if len(spread) == 1:
            spread.update((at, max(share, _NOWHERE_ELSE)) for at, share in spread.items())
    return holds
