"""What the search reads of a roadmap: how people would ask for an entry, and what else it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from bot.domain.roadmap import Action, Certification, Item, Phase, Question, Roadmap, title_of


@dataclass(frozen=True, slots=True)
class Text:
    """An entry with the ways to ask for it, and its other words."""

    entry: Item
    ways: tuple[str, ...]
    body: str


def texts(roadmap: Roadmap) -> Iterator[Text]:
    """Everything that can be found: questions first, nothing that is retired."""
    for entry in chain[Item](
        roadmap.questions, roadmap.actions, roadmap.current_phases, roadmap.certifications
    ):
        if not entry.retired:
            aliases, body = _said(roadmap, entry)
            yield Text(entry, (title_of(entry), entry.id.replace("-", " "), *aliases), body)


def _said(roadmap: Roadmap, entry: Item) -> tuple[tuple[str, ...], str]:
    match entry:
        case Question():
            return entry.aliases, entry.answer
        case Action():
            resources = (resource.title for resource in entry.resources)
            return entry.aliases, " ".join((entry.why, entry.detail, entry.done_when, *resources))
        case Phase():
            number = roadmap.current_phases.index(entry) + 1
            return (f"phase {number}", f"{entry.title} phase"), entry.aim
        case Certification():
            successor = entry.replaced_by.title if entry.replaced_by else ""
            return (), f"{entry.issuer} {entry.validates} {entry.note} {successor}"
