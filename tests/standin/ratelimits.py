"""Discord's rate limits: a budget for every bucket, fifty requests a second in all, and their headers."""

import hashlib
import time
from collections import Counter, deque
from dataclasses import dataclass, field

VIA = {"Via": "1.1 google"}
"""Stands on everything that really comes from Discord; discord.py gives up on a 429 without it."""


@dataclass(frozen=True)
class Budget:
    """So many requests in so many seconds."""

    count: int
    seconds: float


@dataclass
class Limited(Exception):
    """Too many requests: wait so many seconds. `bucket` is None for the limit over all routes."""

    retry_after: float
    bucket: dict[str, str] | None

    @property
    def headers(self) -> dict[str, str]:
        """What a 429 carries."""
        scope = {"X-RateLimit-Scope": "user"} if self.bucket else {"X-RateLimit-Global": "true"}
        return {**(self.bucket or {}), **scope, "Retry-After": str(int(self.retry_after) + 1)}

    @property
    def body(self) -> dict[str, object]:
        """What a 429 says."""
        return {
            "message": "You are being rate limited.",
            "retry_after": round(self.retry_after, 3),
            "global": self.bucket is None,
        }


@dataclass
class RateLimits:
    """Budgets by route; `refused` counts the 429s by route, the empty name being the limit over all."""

    budgets: dict[str, Budget] = field(
        default_factory=lambda: {
            "POST /channels/{channel}/messages": Budget(5, 5),
            "GET /channels/{channel}/messages": Budget(5, 5),
            "PATCH /channels/{channel}/messages/{message}": Budget(5, 5),
            "POST /users/@me/channels": Budget(10, 10),
            "POST /webhooks/{application}/{token}": Budget(5, 2),
            "PATCH /webhooks/{application}/{token}/messages/{message}": Budget(5, 2),
        }
    )
    per_second: int = 50
    refused: Counter[str] = field(default_factory=Counter)
    _all: deque[float] = field(default_factory=deque)
    _windows: dict[tuple[str, str], tuple[float, int]] = field(default_factory=dict)

    def spend(self, route: str, major: str, *, counts: bool) -> dict[str, str]:
        """Take one request from the bucket of a route and its channel or token; its headers, or Limited.

        `counts` says whether the request is one of the fifty a second; answers to interactions are not.
        """
        now = time.monotonic()
        if counts:
            self._spend_one_of_all(now)
        budget = self.budgets.get(route)
        if budget is None:
            return {}
        ends, used = self._windows.get((route, major), (0.0, 0))
        if ends <= now:
            ends, used = now + budget.seconds, 0
        bucket = _headers(route, budget, budget.count - used - 1, ends - now)
        if used >= budget.count:
            self.refused[route] += 1
            raise Limited(ends - now, {**bucket, "X-RateLimit-Remaining": "0"})
        self._windows[route, major] = (ends, used + 1)
        return bucket

    def _spend_one_of_all(self, now: float) -> None:
        while self._all and self._all[0] <= now - 1:
            self._all.popleft()
        if len(self._all) >= self.per_second:
            self.refused[""] += 1
            raise Limited(self._all[0] + 1 - now, None)
        self._all.append(now)


def _headers(route: str, budget: Budget, remaining: int, reset_after: float) -> dict[str, str]:
    return {
        "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
        "X-RateLimit-Limit": str(budget.count),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{time.time_ns() / 1e9 + reset_after:.3f}",
        "X-RateLimit-Reset-After": f"{reset_after:.3f}",
    }
