"""The last look at a lease: right before the request is written, as a process may freeze at any moment."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import aiohttp

MARGIN = 5  # seconds before the end of a lease from which on nothing more is written

lease: ContextVar[int | None] = ContextVar("lease", default=None)
"""Until when what is being done belongs to this process (epoch seconds), None where nothing is leased."""


class LeaseOver(Exception):
    """What was about to be sent may be somebody else's by now; nothing of it was written."""


def watch(now: Callable[[], int]) -> aiohttp.TraceConfig:
    """Let no request of a job go out whose lease is over; `now` goes on while the process is frozen."""

    async def look(*_: Any) -> None:
        until = lease.get()
        if until is not None and now() > until - MARGIN:
            raise LeaseOver

    config = aiohttp.TraceConfig()
    config.on_request_headers_sent.append(look)
    return config
