"""Notes: a line that a member keeps beside a step or an action, for themselves alone."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.domain.signs import blank

NOTE_LENGTH = 300


class Note(NamedTuple):
    """One line about what a ref names, written at an instant (epoch seconds).

    `chosen` says that it goes into the member's portfolio.
    """

    roadmap: str
    ref: str
    text: str
    at: int
    chosen: bool = False


def one_line(text: str) -> str:
    """What was written, as it is kept: in one line of at most NOTE_LENGTH characters; empty if blank."""
    return "" if blank(text) else " ".join(text.split())[:NOTE_LENGTH].rstrip()


def note_about(notes: Iterable[Note], refs: Sequence[str]) -> Note | None:
    """The note about something that was stored under any of these refs, of several that of the first."""
    by_ref = {note.ref: note for note in notes}
    return next((by_ref[ref] for ref in refs if ref in by_ref), None)
