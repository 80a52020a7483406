"""Everything in a roadmap's files that has an id, as far as it could be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.content.faults import Fault
from bot.content.source import Source, Steps


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as written, of whatever quality: only its keys are known to be texts.

    `kind` is phase, action, certification, successor or question; `parent` the phase of an action and the
    certification of a successor.
    """

    kind: str
    source: Source
    steps: Steps
    data: Mapping[str, object]
    parent: "Item | None" = None

    def text(self, key: str) -> str:
        """The text of this key, empty if there is none."""
        value = self.data.get(key)
        return value.strip() if isinstance(value, str) else ""

    def texts(self, key: str) -> Iterator[tuple[int, str]]:
        """Positions and texts of the list under this key."""
        value = self.data.get(key)
        for index, text in enumerate(value if isinstance(value, list) else ()):
            if isinstance(text, str) and text.strip():
                yield index, text.strip()

    @property
    def id(self) -> str:
        """Its id, empty if there is none."""
        return self.text("id")

    @property
    def title(self) -> str:
        """What people call it."""
        return self.text("question" if self.kind == "question" else "title")

    @property
    def live(self) -> bool:
        """Whether it counts: neither it nor what it belongs to is retired."""
        return self.data.get("retired") is not True and (self.parent is None or self.parent.live)

    @property
    def place(self) -> str:
        """File and line, for a sentence that points to it from elsewhere."""
        return f"{self.source.file.rpartition('/')[2]}:{self.source.mark(self.steps).line}"

    def fault(self, sentence: str, *steps: str | int) -> Fault:
        """A fault of this entry, or of what the further steps lead to."""
        return self.source.fault((*self.steps, *steps), sentence)


def items(main: Source, certifications: Source, faqs: Source) -> tuple[Item, ...]:
    """All entries of one roadmap, in the order of the files."""
    return (
        *_phases(main),
        *_certifications(certifications),
        *_entries("question", faqs, "questions"),
    )


def _phases(source: Source) -> Iterator[Item]:
    for phase in _entries("phase", source, "phases"):
        yield phase
        yield from _entries("action", source, "actions", phase)


def _certifications(source: Source) -> Iterator[Item]:
    for certification in _entries("certification", source, "certifications"):
        yield certification
        successor = certification.data.get("replaced_by")
        if isinstance(successor, dict):
            yield Item("successor", source, (*certification.steps, "replaced_by"), successor, certification)


def _entries(kind: str, source: Source, key: str, parent: Item | None = None) -> Iterator[Item]:
    data = parent.data if parent else source.data or {}
    steps = parent.steps if parent else ()
    entries = data.get(key)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield Item(kind, source, (*steps, key, index), entry, parent)
