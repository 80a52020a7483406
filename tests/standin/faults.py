"""What goes wrong on demand: an error, a slow answer, a connection that breaks."""

import time
from dataclasses import dataclass, field


@dataclass
class Fault:
    """A fault of one route such as `POST /channels/{channel}/messages`, or of any (`*`).

    It waits `delay` seconds, then breaks the connection (`cut`), answers with `status` and the error
    `code`, says that so many seconds have to pass (`retry_after`, which is 429; for all routes if it is
    `everywhere`), or does none of it and lets the request go on. With `after` all of that comes when the
    request was already carried out. It happens `times` times, for `seconds` seconds, or until taken away;
    only for requests whose path holds `only`.
    """

    route: str = "*"
    status: int | None = None
    code: int = 0
    cut: bool = False
    retry_after: float | None = None
    everywhere: bool = False
    delay: float = 0
    after: bool = False
    times: int | None = None
    seconds: float | None = None
    only: str = ""
    begun: float = field(default_factory=time.monotonic)

    def strikes(self, route: str, path: str) -> bool:
        """Whether it has this request; counts it if so."""
        if self.times == 0 or (self.seconds is not None and time.monotonic() - self.begun > self.seconds):
            return False
        if self.route not in ("*", route) or self.only not in path:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """The faults that are planned; the first one that fits a request has it."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Plan one more."""
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        """From now on all is well."""
        self._planned.clear()

    def strike(self, route: str, path: str) -> Fault | None:
        """The fault of this request, if it has one."""
        return next((fault for fault in self._planned if fault.strikes(route, path)), None)
