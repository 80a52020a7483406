"""What a process is told from outside: to end, or to read its content again."""

import asyncio
import os
import signal
from collections.abc import Callable


class Told:
    """`to_end` is set when it is time to end, `why` says what for.

    SIGTERM and SIGINT end it. SIGHUP means two things: who sends it by hand or by `cairn reload` wants the
    content read again, and a terminal that closes sends it to what runs in it.
    """

    def __init__(self, reload: Callable[[], None]) -> None:
        self.to_end = asyncio.Event()
        self.why = ""
        self._reload = reload
        self._terminal = _terminal()

    def listen(self) -> None:
        """Hear of it, from now on."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end, number.name)
        loop.add_signal_handler(signal.SIGHUP, self._hung_up)

    def _end(self, why: str) -> None:
        self.why = self.why or why
        self.to_end.set()

    def _hung_up(self) -> None:
        if self._terminal is not None and not os.isatty(self._terminal):
            self._end("its terminal was closed")
        else:
            self._reload()


def _terminal() -> int | None:
    """The number of a standard stream that is a terminal; it is none any more once that is closed."""
    return next((number for number in range(3) if os.isatty(number)), None)
