"""How an open database does: whether the last read and the last write went well, and how long they took."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from bot.domain.errors import StoreDamaged, StoreUnavailable
from bot.domain.tally import Durations


class Pulse:
    """Notes what becomes of each read and each write."""

    def __init__(self) -> None:
        self.seconds = {"read": Durations(), "turn": Durations(), "write": Durations()}
        self._troubles: dict[str, str] = {}

    @property
    def trouble(self) -> str:
        """Why the last read or the last write failed, empty if neither did. Damage stays: it never mends."""
        return next(iter(self._troubles.values()), "")

    def waited(self, since: float) -> None:
        """Note that a write has got its turn; `since` is a reading of time.perf_counter."""
        self.seconds["turn"].add(perf_counter() - since)

    @contextmanager
    def noting(self, what: str) -> Iterator[None]:
        """Note how a "read" or a "write" ends, and how long it takes. What else is raised says nothing."""
        began = perf_counter()
        try:
            yield
        except StoreDamaged as error:
            self._troubles = {"damage": str(error), **self._troubles}
            raise
        except StoreUnavailable as error:
            self._troubles[what] = str(error)
            raise
        else:
            self._troubles.pop(what, None)
            self.seconds[what].add(perf_counter() - began)
