"""What the search reads of a roadmap: how people would ask for an entry, and what else it says."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.domain.answers import Own
from bot.domain.roadmap import Action, Certification, Guide, Phase, Question, Roadmap
from bot.domain.search.commands import WAYS
from bot.domain.search.english import ASKED_OF_A_ROLE
from bot.domain.search.entries import Command, Entry, Fact, called, entries


class Text(NamedTuple):
    """An entry with the ways to ask for it, and its other words."""

    entry: Entry
    ways: tuple[str, ...]
    body: str


def texts(roadmap: Roadmap) -> Iterator[Text]:
    """Everything that can be found."""
    for entry in entries(roadmap):
        aliases, body = _said(roadmap, entry)
        yield Text(entry, (called(entry), entry.id.replace("-", " "), *aliases), body)


def own_texts(own: Iterable[Own]) -> list[Text]:
    """A server's own answers: their questions, and what was asked in vain."""
    return [Text(each, (each.question, *each.aliases), each.answer) for each in own]


def _said(roadmap: Roadmap, entry: Entry) -> tuple[tuple[str, ...], str]:
    match entry:
        case Question():
            return entry.aliases, entry.answer
        case Command(name):
            return WAYS[name], ""
        case Guide():
            return entry.aliases, f"{entry.brief} {entry.data}"
        case Fact(highlights=()):
            asked = (way.format(roadmap.title) for way in ASKED_OF_A_ROLE)
            return (*asked, *roadmap.aliases), roadmap.summary
        case Fact(highlights=figures):
            ways = (way for each in figures for way in (each.label, *each.aliases))
            return tuple(ways), " ".join(each.figure for each in figures)
        case _:
            return _of_the_trail(roadmap, entry)


def _of_the_trail(roadmap: Roadmap, entry: Action | Phase | Certification) -> tuple[tuple[str, ...], str]:
    match entry:
        case Action():
            pages = (page.title for page in entry.resources)
            steps = (text for step in entry.current_steps for text in (step.title, step.done_when))
            return entry.aliases, " ".join((entry.why, entry.detail, entry.done_when, *pages, *steps))
        case Phase():
            number = roadmap.current_phases.index(entry) + 1
            return (f"phase {number}", f"{entry.title} phase", *entry.aliases), entry.aim
        case Certification():
            successor = entry.replaced_by.title if entry.replaced_by else ""
            return entry.aliases, f"{entry.issuer} {entry.validates} {entry.note} {successor}"
