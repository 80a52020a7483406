"""What an edit of the content means to members: what is new, goes on elsewhere, changed, or is no more."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from bot.domain.library import Library
from bot.domain.paths import Choice, Option
from bot.domain.personal import along_first
from bot.domain.roadmap import Action, Certification, Item, Phase, Question, Roadmap
from bot.domain.steps import Step

Part = Phase | Action | Step | Choice | Option | Certification | Question


class Edit(StrEnum):
    """What happened to an id. A lost one has no heir: what is stored under it stays, but counts nowhere."""

    NEW = "new"
    RENAMED = "renamed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    RETIRED = "retired"
    BACK = "back"
    LOST = "lost"
    DIVIDED = "divided"
    LOWERED = "lowered"
    RAISED = "raised"
    HOURS = "hours"


class Difference(NamedTuple):
    """One id of one roadmap; that of a step or an option begins with the id of its action or choice.

    `heirs` are the ids under which it goes on. `was` and `now` are hours (of one time, where a step repeats),
    or how often a repeat that was LOWERED or RAISED is ticked, or how many steps a DIVIDED action has; of
    an action those of the path that takes each choice's first option.
    """

    edit: Edit
    roadmap: str
    kind: type[Part]
    id: str
    heirs: tuple[str, ...] = ()
    was: float = 0
    now: float = 0


def differences(old: Library, new: Library) -> tuple[Difference, ...]:
    """Everything that an edit means to members, roadmap by roadmap, in the order of the files."""
    before = {roadmap.id: roadmap for roadmap in old.roadmaps}
    after = {roadmap.id: roadmap for roadmap in new.roadmaps}
    both = (*after, *(name for name in before if name not in after))
    pairs = ((before.get(name), after.get(name)) for name in both)
    return tuple(
        found for was, now in pairs for found in _Comparison(was or _empty(now), now or _empty(was)).all()
    )


class _Thing(NamedTuple):
    """A part of a roadmap with all its ids, today's first, and the action or choice that it belongs to."""

    part: Part
    ids: tuple[str, ...]
    retired: bool = False
    owner: "_Thing | None" = None

    @property
    def id(self) -> str:
        return self.ids[0]

    @property
    def kind(self) -> type[Part]:
        return type(self.part)


class _Comparison:
    """One roadmap before and after an edit."""

    def __init__(self, old: Roadmap, new: Roadmap) -> None:
        self.roadmap = new.id
        self.was = {(thing.kind, thing.id): thing for thing in _things(old)}
        self.now = {(thing.kind, thing.id): thing for thing in _things(new)}

    def all(self) -> Iterator[Difference]:
        for thing in self.was.values():
            yield from self.fate(thing)
        for thing in self.now.values():
            if not self.forebears(thing) and not (thing.owner and self.comes_with(thing.owner)):
                yield self.told(Edit.NEW, thing.kind, thing.id)

    def fate(self, thing: _Thing) -> Iterator[Difference]:
        """What became of something that there was."""
        heirs = self.heirs(thing)
        if not heirs:
            if thing.owner is None or self.heirs(thing.owner):
                yield self.told(Edit.LOST, thing.kind, thing.id)
            return
        if (thing.kind, thing.id) not in self.now and not _goes_along(thing, heirs):
            yield self.told(self.way(thing, heirs), thing.kind, thing.id, heirs)
        if len(heirs) == 1:
            yield from self.changes(thing, heirs[0])
        for former in thing.ids[1:]:
            if not self.claimed(thing.kind, former):
                yield self.told(Edit.LOST, thing.kind, former)

    def way(self, thing: _Thing, heirs: list[_Thing]) -> Edit:
        """How something came to its heirs."""
        if len(heirs) > 1:
            return Edit.SPLIT
        if len(self.forebears(heirs[0])) > 1:
            return Edit.MERGED
        return Edit.RENAMED if _same_owner(thing, heirs[0]) else Edit.MOVED

    def changes(self, old: _Thing, new: _Thing) -> Iterator[Difference]:
        """What is different about something that goes on as one."""
        if old.retired != new.retired:
            yield self.told(Edit.RETIRED if new.retired else Edit.BACK, new.kind, new.id)
        match old.part, new.part:
            case Step() as was, Step() as now:
                if was.repeat != now.repeat:
                    edit = Edit.LOWERED if now.repeat < was.repeat else Edit.RAISED
                    yield self.told(edit, Step, new.id, was=was.repeat, now=now.repeat)
                if was.hours != now.hours:
                    yield self.told(Edit.HOURS, Step, new.id, was=was.hours, now=now.hours)
            case Action() as was, Action() as now if _undivided(was):
                if not _undivided(now):
                    yield self.told(Edit.DIVIDED, Action, new.id, was=1, now=len(now.current_steps))
                if was.hours != now.hours:
                    yield self.told(Edit.HOURS, Action, new.id, was=was.hours, now=now.hours)

    def heirs(self, thing: _Thing) -> list[_Thing]:
        """Where it goes on: under its own id, or wherever that is a former one."""
        same = self.now.get((thing.kind, thing.id))
        return [same] if same else self.claimed(thing.kind, thing.id)

    def claimed(self, kind: type[Part], name: str) -> list[_Thing]:
        return [thing for thing in self.now.values() if thing.kind is kind and name in thing.ids]

    def forebears(self, thing: _Thing) -> list[_Thing]:
        """What there was of which it is an heir."""
        return [self.was[thing.kind, name] for name in thing.ids if (thing.kind, name) in self.was]

    def comes_with(self, owner: _Thing) -> bool:
        """Whether what is in it needs no telling: it is new itself, or was done in one go before."""
        return all(isinstance(was.part, Action) and _undivided(was.part) for was in self.forebears(owner))

    def told(
        self,
        edit: Edit,
        kind: type[Part],
        name: str,
        heirs: Sequence[_Thing] = (),
        was: float = 0,
        now: float = 0,
    ) -> Difference:
        return Difference(edit, self.roadmap, kind, name, tuple(heir.id for heir in heirs), was, now)


def _things(roadmap: Roadmap) -> Iterator[_Thing]:
    # Hours are those of one path, not of all that nobody walks at once.
    usual = along_first(roadmap)
    for phase in roadmap.phases:
        yield _thing(phase)
        for action in phase.actions:
            yield (owner := _thing(action)._replace(part=usual.action(action.id)))
            for step in action.steps if not _undivided(action) else ():
                yield _Thing(step, action.step_ids(step), step.retired, owner)
    for choice in roadmap.choices:
        yield (owner := _Thing(choice, (choice.id,)))
        for option in choice.options:
            names = (option.id, *option.formerly)
            yield _Thing(option, tuple(f"{choice.id}/{name}" for name in names), owner=owner)
    yield from map(_thing, roadmap.certifications)
    yield from map(_thing, roadmap.questions)


def _thing(item: Item) -> _Thing:
    return _Thing(item, (item.id, *item.formerly), item.retired)


def _undivided(action: Action) -> bool:
    """Whether it is written without steps, so that its one step is the action itself."""
    return not any(step.id for step in action.steps)


def _same_owner(thing: _Thing, heir: _Thing) -> bool:
    return thing.owner is None or heir.owner is None or thing.owner.id in heir.owner.ids


def _goes_along(thing: _Thing, heirs: Sequence[_Thing]) -> bool:
    """Whether a step is still the same step of its action, which is told of itself."""
    names = {heir.id.partition("/")[2] for heir in heirs}
    same = names == {thing.id.partition("/")[2]} and all(_same_owner(thing, heir) for heir in heirs)
    return thing.owner is not None and same


def _empty(other: Roadmap | None) -> Roadmap:
    """A roadmap without anything, in place of one that was not there yet or is no more."""
    name = other.id if other else ""
    return Roadmap(name, name, "", (), ())
