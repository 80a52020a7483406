"""What `/faq` answers with: the things of a roadmap, what is said of the role, and the bot's own commands."""

from collections.abc import Iterator
from itertools import chain, groupby
from typing import NamedTuple

from bot.domain.roadmap import Guide, Highlight, Item, Roadmap, title_of
from bot.domain.search.commands import WAYS


class Fact(NamedTuple):
    """What is said of the role on one subject: its figures, or, without any, what the role is."""

    id: str
    title: str
    highlights: tuple[Highlight, ...] = ()


class Command(NamedTuple):
    """One of the bot's own commands, by its name."""

    id: str

    @property
    def title(self) -> str:
        """How it is typed."""
        return f"/{self.id}"


Entry = Item | Guide | Fact | Command
ROLE = "role"
_FACT, _COMMAND = "fact", "command"


def entries(roadmap: Roadmap) -> Iterator[Entry]:
    """Everything that can be found: questions first, nothing that is retired."""
    things = chain[Item](roadmap.questions, roadmap.actions, roadmap.current_phases, roadmap.certifications)
    yield from (thing for thing in things if not thing.retired)
    yield from roadmap.guides
    yield from facts(roadmap)
    yield from map(Command, WAYS)


def facts(roadmap: Roadmap) -> Iterator[Fact]:
    """What the role is, and its figures by subject."""
    yield Fact(ROLE, roadmap.title)
    for about, group in groupby(roadmap.highlights, key=lambda highlight: highlight.about):
        figures = tuple(group)
        if about:
            yield Fact(about, figures[0].label, figures)


def entry(roadmap: Roadmap, ref: str) -> Entry | None:
    """The entry with this ref, which may be an id that something had before; None if there is none."""
    kind, _, name = ref.partition("/")
    if kind == _FACT:
        return next((fact for fact in facts(roadmap) if fact.id == name), None)
    if kind == _COMMAND:
        return Command(name) if name in WAYS else None
    return roadmap.item(ref) or next((guide for guide in roadmap.guides if guide.id == ref), None)


def ref_of(found: Entry) -> str:
    """What leads back to it: an id, behind a word where ids of the roadmap could be the same."""
    match found:
        case Fact(name):
            return f"{_FACT}/{name}"
        case Command(name):
            return f"{_COMMAND}/{name}"
        case _:
            return found.id


def called(found: Entry) -> str:
    """What people call it."""
    return found.title if isinstance(found, Guide | Fact | Command) else title_of(found)
