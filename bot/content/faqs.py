"""Servers' own answers, written as they would stand in a roadmap's `faqs.yaml`."""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, count, groupby
from typing import Any

import yaml

from bot.domain.answers import Answer
from bot.domain.library import Library
from bot.domain.roadmap import Roadmap
from bot.domain.search.words import words

ID, ALIAS, WIDTH = 32, 90, 108  # in characters: what the schema takes, and what is read in a terminal


class _Writer(yaml.SafeDumper):
    """Texts of several lines are written as they are read."""


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Writer.add_representer(str, _text)


def written(library: Library, answers: Sequence[Answer]) -> Iterator[str]:
    """The lines of it: by roadmap, which is the order of the answers, each with its server and signature.

    Every id is one that the roadmap does not have; where it has topics, its author chooses one.
    """
    for name, group in groupby(answers, key=lambda each: each.roadmap):
        road = next((each for each in library.roadmaps if each.id == name), None)
        yield f"# {name}/faqs.yaml: read each before you take it up."
        if road and road.topics:
            yield f"# Give each a topic: {', '.join(each.id for each in road.topics)}."
        yield "questions:"
        taken: set[str] = set()
        for answer in group:
            taken.add(free := _free(answer, road, taken))
            yield f"  # From server {answer.guild}, by {' '.join(answer.signature.split())}"
            yield from (f"  {line}" for line in _entry(answer, free).splitlines())


def _entry(answer: Answer, name: str) -> str:
    entry: dict[str, Any] = {"id": name, "question": answer.question, "answer": answer.text}
    if answer.gist and words(answer.gist) != words(answer.question):  # each wording stands once
        entry["aliases"] = [answer.gist[:ALIAS].strip()]
    return yaml.dump([entry], Dumper=_Writer, sort_keys=False, allow_unicode=True, width=WIDTH)


def _free(answer: Answer, road: Roadmap | None, taken: Collection[str]) -> str:
    """An id for it: of the words of its question as far as they are plain letters, or its number."""
    plain = (word for word in words(answer.question) if word.isascii())
    said = "-".join(plain) or f"answer-{answer.id}"
    ends = chain([""], (f"-{number}" for number in count(2)))
    names = (f"{said[: ID - len(end)].rstrip('-')}{end}" for end in ends)
    return next(name for name in names if name not in taken and not (road and road.knows(name)))
