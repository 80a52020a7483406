"""How often one person may do what costs others something: a ping, a post, a picture, a file."""

from collections import deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HOUR = 60 * 60


@dataclass(slots=True)
class Allowance:
    """So many times in any so many seconds, for each person by themselves.

    It lives as long as the process, and forgets people once it has nothing to keep from them.
    """

    most: int
    seconds: int
    _spent: dict[Hashable, deque[int]] = field(default_factory=dict)

    def wait(self, who: Hashable, now: int) -> int | None:
        """When the next time may be (epoch seconds); None if it may be now."""
        self._forget(now)
        spent = self._spent.get(who, deque())
        over = len(spent) < self.most or spent[0] + self.seconds <= now
        return None if over else spent[0] + self.seconds

    @contextmanager
    def turn(self, who: Hashable, now: int) -> Iterator[int | None]:
        """One time, if it may be now (None); else when the next may be (epoch seconds).

        It counts from the first, so that of two at once the second finds it counted, and does not count
        after all when what is done in here fails.
        """
        until = self.wait(who, now)
        if until is None:
            self._spend(who, now)
        try:
            yield until
        except BaseException:
            if until is None:
                self.give_back(who, now)
            raise

    def give_back(self, who: Hashable, now: int) -> None:
        """A turn that was taken then came to nothing: it does not count."""
        spent = self._spent.get(who, deque())
        if now in spent:  # else it took so long that it is forgotten
            spent.remove(now)
        if not spent:
            self._spent.pop(who, None)

    def _spend(self, who: Hashable, now: int) -> None:
        spent = self._spent.pop(who, deque(maxlen=self.most))
        spent.append(now)
        self._spent[who] = spent

    def _forget(self, now: int) -> None:
        """Whoever stands first was there longest ago."""
        while self._spent:
            who, spent = next(iter(self._spent.items()))
            if spent[-1] + self.seconds > now:
                return
            del self._spent[who]
