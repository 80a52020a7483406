"""What a roadmap is made of: phases with actions, certifications, questions, highlights, project guides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import ceil
from typing import Literal, NamedTuple, TypeVar

from bot.domain.errors import UnknownName
from bot.domain.paths import Choice, Condition, depends
from bot.domain.steps import Event, Resource, Step
from bot.domain.typed import letters

CertificationStatus = Literal["beta", "active", "retiring", "retired"]


class Action(NamedTuple):
    """One thing to do, in at least one step.

    `why` is the reason in a sentence or two, `detail` how to go about it, `done_when` what a person can
    check, `needs` what one should know before, `short` its name beside a step's, `praise` a word for having
    done it, `aliases` other words that people ask with, `beginnings` small ways to begin that an action of
    the first edition has. `formerly` are ids it had before; a retired action stays known and counts for
    nothing. `grows` says that a choice still to be made makes it longer, by an hour, than it is on this path.
    """

    id: str
    title: str
    why: str
    detail: str
    done_when: str
    steps: tuple[Step, ...]
    resources: tuple[Resource, ...]
    short: str = ""
    needs: str = ""
    praise: str = ""
    aliases: tuple[str, ...] = ()
    only_for: tuple[Condition, ...] = ()
    dates: tuple[Event, ...] = ()
    beginnings: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    retired: bool = False
    grows: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id under which progress on this action may have been stored."""
        return (self.id, *self.formerly)

    @property
    def current_steps(self) -> tuple[Step, ...]:
        """The steps that count, in order."""
        return tuple(step for step in self.steps if not step.retired)

    @property
    def hours(self) -> float:
        """What its steps take together, each as often as it repeats."""
        return sum(step.hours * step.repeat for step in self.current_steps)

    @property
    def effort_hours(self) -> int:
        """The same in whole hours."""
        return ceil(self.hours)

    def ref(self, step: Step) -> str:
        """What progress on a step of this action is stored under: `docker/image`, or `docker` alone."""
        return f"{self.id}/{step.id}" if step.id else self.id

    def step_ids(self, step: Step) -> tuple[str, ...]:
        """Every id under which progress on a step of this action may have been stored, today's first."""
        return (self.ref(step), *step.formerly) if step.id else self.ids


class Phase(NamedTuple):
    """A stretch of the roadmap; months count from 1, both ends included.

    `praise` is for finishing it, `aliases` are other words that people ask with.
    """

    id: str
    title: str
    first_month: int
    last_month: int
    aim: str
    actions: tuple[Action, ...]
    praise: str = ""
    aliases: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    retired: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id under which anything about this phase may have been stored, today's first."""
        return (self.id, *self.formerly)


class Successor(NamedTuple):
    """What took a certification's place; it has an id so that it can be somebody's goal."""

    id: str
    title: str
    url: str


class Certification(NamedTuple):
    """An exam. `retired_on` is the day of its retirement, past or announced.

    `checked_on` is the day on which all this was true, `until` the day on which it is known to expire. Price,
    validity, study hours and languages are texts, empty where nobody knows. `aliases` are other words that
    people ask with.
    """

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
    price: str = ""
    valid_for: str = ""
    study_hours: str = ""
    languages: str = ""
    until: date | None = None
    aliases: tuple[str, ...] = ()
    dates: tuple[Event, ...] = ()
    only_for: tuple[Condition, ...] = ()
    formerly: tuple[str, ...] = ()
    retired: bool = False

    @property
    def ends(self) -> bool:
        """Whether it can't be taken any more, or its last day is announced."""
        return self.status in ("retiring", "retired")


class Topic(NamedTuple):
    """What several questions are about; people pick it first."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Question:
    """A common question; `aliases` are the ways people really ask it, `links` ids it points to.

    `topic` is the id of one, where the roadmap has any; `source` the page where its facts were read, which
    were true on the day `checked_on`, where that is known.
    """

    id: str
    question: str
    answer: str
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    topic: str = ""
    source: str = ""
    checked_on: date | None = None
    formerly: tuple[str, ...] = ()
    retired: bool = False


class Guide(NamedTuple):
    """A project from its brief to how it is shown, built in the steps of some actions (ids).

    `milestones` are the refs of the steps that matter most for it (none named: all of them), `architecture`
    is a drawing in text, `focus` the option of a choice that it goes with. Anybody may read it. `aliases` are
    other words that people ask with.
    """

    id: str
    title: str
    actions: tuple[str, ...]
    brief: str
    data: str
    architecture: str
    rubric: tuple[str, ...]
    pitfalls: tuple[str, ...]
    costs: str
    show: str
    variants: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    focus: str = ""
    aliases: tuple[str, ...] = ()


class Highlight(NamedTuple):
    """A figure about the role, with who says so, as of when (a year, a month or a day), perhaps on a page.

    `about` is its subject, the same for figures that are told together; `aliases` are ways to ask for it.
    """

    label: str
    figure: str
    source: str
    as_of: str
    url: str = ""
    about: str = ""
    aliases: tuple[str, ...] = ()


Item = Phase | Action | Certification | Question
ItemT = TypeVar("ItemT", Phase, Action, Certification)


@dataclass(frozen=True)
class Roadmap:
    """One roadmap as loaded. Ids are unique within it, across all kinds.

    `aliases` are ways to ask what the role is.
    """

    id: str
    title: str
    summary: str
    highlights: tuple[Highlight, ...]
    phases: tuple[Phase, ...]
    certifications: tuple[Certification, ...] = ()
    questions: tuple[Question, ...] = ()
    choices: tuple[Choice, ...] = ()
    topics: tuple[Topic, ...] = ()
    guides: tuple[Guide, ...] = ()
    aliases: tuple[str, ...] = ()
    check_ins: tuple[str, ...] = ()

    @cached_property
    def current_phases(self) -> tuple[Phase, ...]:
        """The phases that are not retired."""
        return tuple(phase for phase in self.phases if not phase.retired)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """The actions that count, in order."""
        return tuple(action for phase in self.current_phases for action in actions_of(phase))

    @cached_property
    def hours(self) -> float:
        """What all of it takes, as far as it counts."""
        return sum(action.hours for action in self.actions)

    @cached_property
    def paths(self) -> dict[tuple[tuple[str, str], ...], "Roadmap"]:
        """The same roadmap along paths, by what was chosen: made once for each that somebody walks."""
        return {}

    @cached_property
    def current_steps(self) -> Mapping[str, tuple[Step, ...]]:
        """By the id of an action its steps that count: none, if it is retired itself."""
        return {
            action.id: () if action.retired or phase.retired else action.current_steps
            for phase in self.phases
            for action in phase.actions
        }

    @cached_property
    def forks(self) -> tuple[tuple[Action, tuple[tuple[tuple[int, int], Step], ...]], ...]:
        """The actions with those of their steps of which anything depends on a path, by their places.

        That is the how-manieth action it is in, and the how-manieth of its steps it is, counted from 0.
        """
        return tuple(
            (action, steps)
            for first, action in enumerate(self.actions)
            if (steps := tuple(_forks(first, action)))
        )

    @cached_property
    def step_ids(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """By the ids of an action and its step every id under which progress on it may have been stored.

        Those of the action itself stand under an empty one, as those of a step that is all of its action.
        """
        actions = [action for phase in self.phases for action in phase.actions]
        steps = {(action.id, step.id): action.step_ids(step) for action in actions for step in action.steps}
        return {(action.id, ""): action.ids for action in actions} | steps

    @cached_property
    def _phase_by_action(self) -> Mapping[str, Phase]:
        return {action.id: phase for phase in self.phases for action in phase.actions}

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

    @cached_property
    def _steps(self) -> Mapping[str, tuple[Action, Step]]:
        placed = [(a, step) for phase in self.phases for a in phase.actions for step in a.steps]
        ranked = [
            (rank, number, ref)
            for number, (action, step) in enumerate(placed)
            for rank, ref in enumerate(action.step_ids(step))
        ]
        # What is its id today comes before what was one, and what its author lists before what follows.
        return {ref: placed[number] for _, number, ref in sorted(ranked, reverse=True)}

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

    def step(self, ref: str) -> tuple[Action, Step]:
        """The step with this ref, now or formerly, and its action; UnknownName if there is none.

        `docker` alone is the one step of an action that is written without any.
        """
        if ref not in self._steps:
            raise UnknownName(kind="step", name=ref)
        return self._steps[ref]

    def knows(self, name: str) -> bool:
        """Whether this is, or was, the id of anything that members can tick, pass, open or ask for."""
        return name in self._names or name in self._steps

    def guide(self, name: str) -> Guide:
        """The project guide with this id or title; UnknownName if there is none."""
        wanted = letters(name)
        for guide in self.guides:
            if wanted in (letters(guide.id), letters(guide.title)):
                return guide
        raise UnknownName(kind="guide", name=name)

    def phase_of(self, action: Action) -> Phase:
        """The phase that an action of this roadmap belongs to, along whatever path."""
        return self._phase_by_action[action.id]


def actions_of(phase: Phase) -> tuple[Action, ...]:
    """The actions of a phase that count."""
    return tuple(action for action in phase.actions if not action.retired)


def title_of(item: Item) -> str:
    """What people call it."""
    return item.question if isinstance(item, Question) else item.title


def _found(item: Item | None, kind: type[ItemT]) -> ItemT | None:
    return item if isinstance(item, kind) else None


def _by_title(name: str, items: Sequence[ItemT], kind: str) -> ItemT:
    wanted, cut = letters(name), name.strip().endswith("…")
    exact = name.strip().casefold()  # "C++" and "C" have the same letters
    for item in sorted(items, key=lambda each: each.title.casefold() != exact) if wanted else ():
        title = letters(item.title)
        if wanted in (letters(item.id), title) or (cut and title.startswith(wanted)):
            return item
    raise UnknownName(kind=kind, name=name)


def _forks(first: int, action: Action) -> Iterator[tuple[tuple[int, int], Step]]:
    for second, step in enumerate(action.current_steps):
        if depends(action, step, *action.resources, *step.resources):
            yield (first, second), step
