"""How well `/faq` understands: `python -m tests.benchmarks.search [misses]`, which lists those to tune on.

questions.yaml is frozen, and the judge: it is looked at as figures and nothing else. "held out" asks in each
way that stands in the content, of an index made without it: how somebody fares who asks as nobody wrote down.
"""

import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import yaml

from bot.content.live import LiveContent
from bot.domain.roadmap import Roadmap
from bot.domain.search.entries import ref_of
from bot.domain.search.find import Found, find
from bot.domain.search.hits import Hit
from bot.domain.search.index import Index
from bot.settings import read_settings

HERE = Path(__file__).parent
FOLDS = 6


@dataclass(frozen=True)
class Asked:
    """A question with the ids that answer it, none when it is off topic, and what the search made of it."""

    question: str
    expected: frozenset[str]
    hits: Sequence[Hit]
    found: Found
    microseconds: float

    @property
    def best(self) -> list[str]:
        """The ids of the first three."""
        return [ref_of(hit.entry) for hit in self.hits[:3]]

    @property
    def answered(self) -> str:
        """The id of the answer, empty if there was none at once."""
        return ref_of(self.found.answer) if self.found.answer else ""

    @property
    def shown(self) -> bool:
        """Whether a right answer is there, or on a button."""
        ids = {self.answered} if self.answered else {ref_of(entry) for entry in self.found.near}
        return not self.expected.isdisjoint(ids)

    @property
    def right(self) -> bool:
        """Whether it was answered rightly at once, or not answered where nothing is right."""
        return self.answered in self.expected if self.expected else not self.answered


def ask_all(index: Index) -> dict[str, list[Asked]]:
    """Ask the questions to practise on, and the judge's."""
    files = {"practice": "practice.yaml", "judge": "questions.yaml"}
    return {
        name: [
            _ask(index, each["asked"], _wanted(each["want"]))
            for each in yaml.safe_load((HERE / file).read_text(encoding="utf-8"))
        ]
        for name, file in files.items()
    }


def held_out(roadmap: Roadmap) -> list[Asked]:
    """Ask each question in each of its ways, of an index that has five in six of the other ways."""
    asked = []
    for fold in range(FOLDS):
        kept = [
            replace(each, aliases=tuple(way for at, way in enumerate(each.aliases) if at % FOLDS != fold))
            for each in roadmap.questions
        ]
        index = Index.of(replace(roadmap, questions=tuple(kept)))
        for each in roadmap.questions:
            asked += [_ask(index, way, frozenset({each.id})) for way in each.aliases[fold::FOLDS]]
    return asked


def _wanted(written: Sequence[str]) -> frozenset[str]:
    """`command:nudges` is the ref `command/nudges`."""
    return frozenset(each.replace(":", "/") for each in written) - {"none"}


def _ask(index: Index, question: str, expected: frozenset[str]) -> Asked:
    began = time.perf_counter()
    found = find(index, question)
    microseconds = (time.perf_counter() - began) * 1e6
    return Asked(question, expected, index.rank(question), found, microseconds)


def figures(asked: Sequence[Asked]) -> dict[str, float]:
    """Shares from 0 to 1: of the questions on topic, of those off topic, of all."""
    on = [each for each in asked if each.expected]
    off = [each for each in asked if not each.expected]
    return {
        "top-1": _share([each.best[0] in each.expected for each in on]),
        "top-3": _share([not each.expected.isdisjoint(each.best) for each in on]),
        "answered at once": _share([each.right for each in on]),
        "answered or offered": _share([each.shown for each in on]),
        "off topic refused": _share([each.right for each in off]),
        "nothing offered": _share([not each.answered and not each.found.near for each in off]),
        "wrongly": _share([bool(each.answered) and not each.right for each in asked]),
    }


def _share(holds: Collection[bool]) -> float:
    return sum(holds) / len(holds) if holds else 1.0


def main(tell: bool) -> None:
    """Print a line for each set."""
    roadmap = LiveContent.open(read_settings().content_dir).library.default
    began = time.perf_counter()
    index = Index.of(roadmap)
    print(f"index made in {(time.perf_counter() - began) * 1e3:.0f} ms")
    for name, asked in (ask_all(index) | {"held out": held_out(roadmap)}).items():
        shares = ", ".join(f"{what} {share:.2f}" for what, share in figures(asked).items())
        print(f"{name}: {shares}; {median(each.microseconds for each in asked):.0f} µs a question")
        for each in asked if tell and name != "judge" else ():
            if not each.right:
                best = ", ".join(f"{ref_of(hit.entry)} {hit.score:.2f}" for hit in each.hits[:3])
                print(f"  {each.question} → {each.answered or '?'} ({best})")


if __name__ == "__main__":
    main("misses" in sys.argv)
