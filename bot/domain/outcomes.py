"""What became of the last few requests to somebody else: whether every one of them failed, and how."""

from collections import deque

FEW = 3  # so many failures in a row say something about the other side, and not about one request


class Outcomes:
    """Remembers how the last few requests ended."""

    def __init__(self) -> None:
        self._last: deque[str] = deque(maxlen=FEW)

    def note(self, trouble: str = "") -> None:
        """One more ended: with this trouble, or well."""
        self._last.append(trouble)

    @property
    def trouble(self) -> str:
        """How the newest failed, if all of the last few did; empty otherwise."""
        return self._last[-1] if len(self._last) == FEW and all(self._last) else ""
