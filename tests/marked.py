"""What a member said, as a test likes to write it."""

from bot.domain.marks import LoggedMark, Mark, MarkState


def logged(change: int, ref: str, state: MarkState, at: int, evidence: str | None = None) -> LoggedMark:
    """A mark of a change, made at an instant (epoch seconds)."""
    return LoggedMark(change, at, Mark(ref, state, evidence))
