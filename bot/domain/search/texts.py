"""What the search reads of a roadmap: how people would ask for an entry, and what else it says."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.roadmap import Action, Certification, Item, Phase, Question, Roadmap, title_of


@dataclass(frozen=True, slots=True)
class Text:
    """An entry with the ways to ask for it, and its other words."""

    entry: Item
    ways: tuple[str, ...]
    body: str


def texts(roadmap: Roadmap) -> Iterator[Text]:
    """Everything that can be found: questions first, nothing that is retired."""
    found: tuple[Item, ...] = (
        *roadmap.questions,
        *roadmap.actions,
        *roadmap.current_phases,
        *roadmap.certifications,
    )
    for entry in found:
        if not entry.retired:
            ways = (title_of(entry), entry.id.replace("-", " "), *_aliases(roadmap, entry))
            yield Text(entry, ways, _body(entry))


def _aliases(roadmap: Roadmap, entry: Item) -> tuple[str, ...]:
    match entry:
        case Question() | Action():
            return entry.aliases
        case Phase():
            number = roadmap.current_phases.index(entry) + 1
            return (f"phase {number}", f"{entry.title} phase")
        case Certification():
            return ()


def _body(entry: Item) -> str:
    match entry:
        case Question():
            return entry.answer
        case Action():
            resources = (resource.title for resource in entry.resources)
            return " ".join((entry.why, entry.detail, entry.done_when, *resources))
        case Phase():
            return entry.aim
        case Certification():
            successor = entry.replaced_by.title if entry.replaced_by else ""
            return f"{entry.issuer} {entry.validates} {entry.note} {successor}"
