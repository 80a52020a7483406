"""How often one person may do what costs others something: a ping, a post, a picture, a file."""

from collections import deque
from collections.abc import Hashable
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

    def spend(self, who: Hashable, now: int) -> None:
        """Count one time."""
        spent = self._spent.pop(who, deque(maxlen=self.most))
        spent.append(now)
        self._spent[who] = spent

    def take(self, who: Hashable, now: int) -> int | None:
        """Count one time if it may be now; else when the next may be (epoch seconds)."""
        until = self.wait(who, now)
        if until is None:
            self.spend(who, now)
        return until

    def _forget(self, now: int) -> None:
        """Whoever stands first was there longest ago."""
        while self._spent:
            who, spent = next(iter(self._spent.items()))
            if spent[-1] + self.seconds > now:
                return
            del self._spent[who]
