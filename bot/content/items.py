"""Everything in a roadmap's files that has an id or rules of its own, as far as it could be read."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.content.faults import Fault
from bot.content.fields import kebab
from bot.content.reading import Loc
from bot.content.source import Source
from bot.domain.paths import Condition

# What has an id of its own within its parent, or within its file.
LOCAL = ("step", "option", "choice", "topic")


class Item(NamedTuple):
    """An item as written, of whatever quality: only its keys are known to be texts.

    `kind` is phase, action, step, resource, choice, option, certification, successor, topic, question or
    guide; `parent` what it stands in: a step in an action, a resource in either, an action in a phase, an
    option in a choice, a successor in a certification.
    """

    kind: str
    source: Source
    loc: Loc
    data: Mapping[str, object]
    parent: "Item | None" = None

    def text(self, key: str) -> str:
        """The text of this key, empty if there is none."""
        value = self.data.get(key)
        return value.strip() if isinstance(value, str) else ""

    def texts(self, key: str) -> Iterator[tuple[int, str]]:
        """Positions and texts of the list under this key."""
        return texts_in(self.data.get(key))

    @property
    def id(self) -> str:
        """Its id, empty if there is none."""
        return self.text("id")

    @property
    def names(self) -> tuple[str, ...]:
        """Its ref, and what that was meant to be: elsewhere `Read_Map` is probably called `read-map`."""
        return (self.ref, "/".join(map(kebab, self.ref.split("/")))) if self.id else ()

    @property
    def ref(self) -> str:
        """The id of a step with that of its action; of anything else the id alone."""
        return f"{self.parent.id}/{self.id}" if self.kind == "step" and self.parent else self.id

    @property
    def former(self) -> Iterator[tuple[int, str]]:
        """Positions and refs of what it was called before."""
        for index, old in self.texts("formerly"):
            here = self.kind == "step" and "/" not in old
            yield index, f"{self.parent.id}/{old}" if here and self.parent else old

    @property
    def family(self) -> tuple[str, Loc]:
        """Within what its id is unique: the whole roadmap, or its own kind in one place."""
        return (self.kind, self.parent.loc if self.parent else ()) if self.kind in LOCAL else ("", ())

    @property
    def title(self) -> str:
        """What people call it."""
        return self.text("question" if self.kind in ("question", "choice") else "title")

    @property
    def live(self) -> bool:
        """Whether it counts: neither it nor what it belongs to is retired."""
        return self.data.get("retired") is not True and (self.parent is None or self.parent.live)

    @property
    def only_for(self) -> tuple[Condition, ...]:
        """For whom alone it is meant, as far as that is readable."""
        value = self.data.get("for")
        written = value.items() if isinstance(value, dict) else ()
        named = ((choice, tuple(text for _, text in texts_in(options))) for choice, options in written)
        return tuple(Condition(choice, options) for choice, options in named if options)

    @property
    def place(self) -> str:
        """File and line, for a sentence that points to it from elsewhere."""
        return f"{self.source.file.rpartition('/')[2]}:{self.source.mark(self.loc).line}"

    def sound(self, *keys: str) -> bool:
        """Whether none of these values was refused already."""
        return not any((*self.loc, key) in self.source.refused for key in keys)

    def fault(self, sentence: str, *loc: str | int) -> Fault:
        """A fault of this item, or of what the further keys and positions lead to."""
        return self.source.fault((*self.loc, *loc), sentence)

    def inside(self, kind: str) -> list["Item"]:
        """What of this kind stands in it."""
        return [*_entries(kind, self.source, self.loc, self.data, self)]


def items(main: Source, certifications: Source, faqs: Source, guides: Source) -> tuple[Item, ...]:
    """All entries of one roadmap, in the order of the files."""
    return (
        *_choices(main),
        *_phases(main),
        *_certifications(certifications),
        *_top("topic", faqs),
        *_top("question", faqs),
        *_top("guide", guides),
    )


def _choices(source: Source) -> Iterator[Item]:
    for choice in _top("choice", source):
        yield choice
        yield from choice.inside("option")


def _phases(source: Source) -> Iterator[Item]:
    for phase in _top("phase", source):
        yield phase
        for action in phase.inside("action"):
            yield action
            yield from action.inside("resource")
            for step in action.inside("step"):
                yield step
                yield from step.inside("resource")


def _certifications(source: Source) -> Iterator[Item]:
    for certification in _top("certification", source):
        yield certification
        successor = certification.data.get("replaced_by")
        if isinstance(successor, dict):
            yield Item("successor", source, (*certification.loc, "replaced_by"), successor, certification)


def _top(kind: str, source: Source) -> Iterator[Item]:
    return _entries(kind, source, (), source.data or {})


def _entries(
    kind: str, source: Source, loc: Loc, data: Mapping[str, object], parent: Item | None = None
) -> Iterator[Item]:
    listed = data.get(key := f"{kind}s")
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(item, dict):
            yield Item(kind, source, (*loc, key, index), item, parent)


def texts_in(value: object) -> Iterator[tuple[int, str]]:
    """Positions and texts of a list, if it is one."""
    for index, text in enumerate(value if isinstance(value, list) else ()):
        if isinstance(text, str) and text.strip():
            yield index, text.strip()
