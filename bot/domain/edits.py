"""What an edit of the content means to members: what is new, renamed, retired, or no longer there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.library import Library
from bot.domain.roadmap import Action, Certification, Item, Phase, Question, Roadmap


class Edit(StrEnum):
    """What happened to an id. A lost one has no heir: its ticks stay stored, but count nowhere."""

    NEW = "new"
    RENAMED = "renamed"
    RETIRED = "retired"
    BACK = "back"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Difference:
    """One id of one roadmap, with its kind in words; `now` are its new ids after a rename or a split."""

    edit: Edit
    roadmap: str
    kind: str
    id: str
    now: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As a line: "mlops-engineer: action docker renamed to containers"."""
        to = f" to {', '.join(self.now)}" if self.now else ""
        return f"{self.roadmap}: {self.kind} {self.id} {self.edit}{to}"


def differences(old: Library, new: Library) -> tuple[Difference, ...]:
    """Everything that an edit means to members, roadmap by roadmap, in the order of the files."""
    before = {roadmap.id: roadmap for roadmap in old.roadmaps}
    after = {roadmap.id: roadmap for roadmap in new.roadmaps}
    both = (*after, *(name for name in before if name not in after))
    pairs = ((before.get(name), after.get(name)) for name in both)
    return tuple(found for was, now in pairs for found in _within(was or _empty(now), now or _empty(was)))


def _within(old: Roadmap, new: Roadmap) -> Iterator[Difference]:
    was, now = _items(old), _items(new)
    for name, item in was.items():
        heirs = tuple(e.id for e in now.values() if name in e.formerly and e.id != name)
        if name not in now:
            edit = Edit.RENAMED if heirs else Edit.LOST
            yield Difference(edit, new.id, _kind(item), name, heirs)
        elif now[name].retired != item.retired:
            yield Difference(Edit.RETIRED if now[name].retired else Edit.BACK, new.id, _kind(item), name)
    for name, item in now.items():
        if name not in was and not any(old_name in was for old_name in item.formerly):
            yield Difference(Edit.NEW, new.id, _kind(item), name)


def _items(roadmap: Roadmap) -> Mapping[str, Item]:
    found: list[Item] = []
    for phase in roadmap.phases:
        found += [phase, *phase.actions]
    return {item.id: item for item in (*found, *roadmap.certifications, *roadmap.questions)}


def _kind(item: Item) -> str:
    match item:
        case Phase():
            return "phase"
        case Action():
            return "action"
        case Certification():
            return "certification"
        case Question():
            return "question"


def _empty(other: Roadmap | None) -> Roadmap:
    """A roadmap without anything, in place of one that was not there yet or is no more."""
    name = other.id if other else ""
    return Roadmap(name, name, "", (), ())
