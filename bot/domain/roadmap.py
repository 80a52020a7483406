"""What a roadmap is made of: phases with actions, certifications, questions, highlights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, TypeVar

from bot.domain.errors import UnknownName

CertificationStatus = Literal["active", "retiring", "retired"]


@dataclass(frozen=True, slots=True)
class Resource:
    """A page worth reading; `url` is https."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do.

    `why` is the reason in a sentence or two, `detail` how to go about it, `done_when` what a person can
    check, `first_steps` small ways to begin (each a few minutes to an hour), `praise` a word for having
    done it, `aliases` other words that people ask with. `formerly` are ids it had before; a retired action
    stays known and counts for nothing.
    """

    id: str
    title: str
    why: str
    detail: str
    done_when: str
    effort_hours: int
    resources: tuple[Resource, ...]
    first_steps: tuple[str, ...] = ()
    praise: str = "Done."
    aliases: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    retired: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id under which progress on this action may have been stored."""
        return (self.id, *self.formerly)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the roadmap; months count from 1, both ends included. `praise` is for finishing it."""

    id: str
    title: str
    first_month: int
    last_month: int
    aim: str
    actions: tuple[Action, ...]
    praise: str = ""
    formerly: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Successor:
    """What took a certification's place; it has an id so that it can be somebody's goal."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Certification:
    """An exam. `retired_on` is the day of its retirement, past or announced."""

    id: str
    title: str
    issuer: str
    validates: str
    phase: str
    url: str
    status: CertificationStatus
    checked_on: date
    source: str
    retired_on: date | None = None
    replaced_by: Successor | None = None
    note: str = ""
    formerly: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A common question; `aliases` are the ways people really ask it, `links` ids it points to."""

    id: str
    question: str
    answer: str
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Highlight:
    """A figure about the role, with who says so and as of when (a year, a month or a day)."""

    label: str
    figure: str
    source: str
    as_of: str


Item = Phase | Action | Certification | Question
ItemT = TypeVar("ItemT", Phase, Action, Certification, Question)


@dataclass(frozen=True)
class Roadmap:
    """One roadmap as loaded. Ids are unique within it, across all kinds."""

    id: str
    title: str
    summary: str
    highlights: tuple[Highlight, ...]
    phases: tuple[Phase, ...]
    certifications: tuple[Certification, ...] = ()
    questions: tuple[Question, ...] = ()

    @cached_property
    def current_phases(self) -> tuple[Phase, ...]:
        """The phases that are not retired."""
        return tuple(phase for phase in self.phases if not phase.retired)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """The actions that count, in order."""
        return tuple(action for phase in self.current_phases for action in actions_of(phase))

    @cached_property
    def _names(self) -> dict[str, Item]:
        names: dict[str, Item] = {}
        for item in self._items():
            names[item.id] = item
        for item in self._items():
            for old in item.formerly:
                names.setdefault(old, item)
        return names

    def _items(self) -> Iterator[Item]:
        for phase in self.phases:
            yield phase
            yield from phase.actions
        yield from self.certifications
        yield from self.questions

    def item(self, name: str) -> Item | None:
        """The phase, action, certification or question with this id, now or formerly."""
        return self._names.get(name)

    def action(self, name: str) -> Action:
        """The action with this id or title; UnknownName if there is none."""
        return _found(self.item(name), Action) or _by_title(name, self.actions, "action")

    def phase(self, name: str) -> Phase:
        """The phase with this id or title; UnknownName if there is none."""
        return _found(self.item(name), Phase) or _by_title(name, self.current_phases, "phase")

    def certification(self, name: str) -> Certification:
        """The certification with this id or title; UnknownName if there is none."""
        return _found(self.item(name), Certification) or _by_title(name, self.certifications, "certification")

    def question(self, name: str) -> Question:
        """The question with this id or wording; UnknownName if there is none."""
        return _found(self.item(name), Question) or _by_title(name, self.questions, "question")

    def phase_of(self, action: Action) -> Phase:
        """The phase that an action of this roadmap belongs to."""
        return next(phase for phase in self.phases if action in phase.actions)


def actions_of(phase: Phase) -> tuple[Action, ...]:
    """The actions of a phase that count."""
    return tuple(action for action in phase.actions if not action.retired)


def title_of(item: Item) -> str:
    """What people call it."""
    return item.question if isinstance(item, Question) else item.title


def _found(item: Item | None, kind: type[ItemT]) -> ItemT | None:
    return item if isinstance(item, kind) else None


def _by_title(name: str, items: Sequence[ItemT], kind: str) -> ItemT:
    wanted = name.strip().casefold()
    for item in items:
        if title_of(item).casefold() == wanted:
            return item
    raise UnknownName(kind=kind, name=name)
