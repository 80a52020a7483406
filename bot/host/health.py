"""Whether Cairn works: what is looked at by `/livez` and `/readyz`, each part with what is wrong with it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import discord

from bot import discord_internals
from bot.content.live import LiveContent
from bot.domain.due import LATE
from bot.domain.errors import StoreUnavailable
from bot.domain.outcomes import Outcomes
from bot.store.store import Store

STALE_TICKS, PATIENCE = 5, 60
"""So many ticks, and so many seconds, may pass before sending counts as stuck: one request may take 25."""

ANSWER = 3
"""Seconds for Discord to answer a question that is only asked to know whether it does."""

OK = "ok"
WARNING = "warning: "
"""What begins so is for somebody to see to, and no reason to take the bot out of service."""

_PROOF = "last proof of writing"


class Work(Protocol):
    """What sends, as far as health knows it."""

    worked_at: int | None
    """When it last came to the end of something."""

    @property
    def resting_until(self) -> int | None:
        """Epoch seconds, None while it does not rest."""


class Asks(Protocol):
    """What can ask Discord for an account; how that ends is noted in the outcomes."""

    async def exists(self, user_id: int) -> Any:
        """Ask for one."""


@dataclass(frozen=True, slots=True)
class Health:
    """Looks at every part; `tick_seconds` lie between two runs of the work, `now` gives epoch seconds."""

    _client: discord.AutoShardedClient
    _store: Store
    _work: Work
    _sender: Asks
    _outcomes: Outcomes
    _content: LiveContent
    _tick_seconds: float
    _now: Callable[[], int]

    async def alive(self) -> Mapping[str, str]:
        """What only a new start could mend. That it is answered at all says that the loop turns."""
        return {"loop": OK, "database": await self._readable()}

    async def ready(self) -> Mapping[str, str]:
        """Whether members are served: the parts that say so, and what somebody should know beside them."""
        return {
            "gateway": self._gateway(),
            "database": await self._database(),
            "discord": await self._discord(),
            "sending": self._sending(),
            "oldest_due": await self._oldest_due(),
            "content": _warned("; ".join(map(str, self._content.faults))),
            "breaker": _warned(self._resting()),
        }

    def _gateway(self) -> str:
        """One word for all shards, unless only some are away."""
        away = discord_internals.away(self._client)
        if not away:
            return OK
        some = len(away) < (self._client.shard_count or 0)
        return f"not connected: shard {', '.join(map(str, away))}" if some else "not connected"

    async def _readable(self) -> str:
        try:
            await self._store.read.jobs.next_due()
        except StoreUnavailable as error:
            return str(error)
        return OK

    async def _database(self) -> str:
        """Proved by writing: what can only be read keeps no tick. What failed just before is told, too."""
        before = self._store.pulse.trouble
        try:
            async with self._store.transaction() as rows:
                await rows.shared.put(_PROOF, str(self._now()))
        except StoreUnavailable as error:
            return str(error)
        return before or OK

    async def _discord(self) -> str:
        """Asked only after several requests went wrong: at night nothing else would say that it is over."""
        if self._outcomes.trouble and self._client.user is not None:
            try:
                async with asyncio.timeout(ANSWER):
                    await self._sender.exists(self._client.user.id)
            except TimeoutError:
                return "Discord gives no answer"
        return self._outcomes.trouble or OK

    def _sending(self) -> str:
        worked, stale = self._work.worked_at, max(self._tick_seconds * STALE_TICKS, PATIENCE)
        if worked is None:
            return "not begun yet"
        since = abs(self._now() - worked)
        return OK if since <= stale else f"nothing came to an end for {since} seconds"

    async def _oldest_due(self) -> str:
        """What waits for longer than a message counts as in time, unless all sending rests."""
        try:
            due = [await self._store.read.jobs.next_due(), await self._store.read.members.next_due()]
        except StoreUnavailable as error:
            return str(error)
        since = self._now() - min((each for each in due if each is not None), default=self._now())
        return OK if since <= LATE or self._resting() else f"something has been due for {since} seconds"

    def _resting(self) -> str:
        until = self._work.resting_until
        return f"Discord refuses too many messages: all sending rests until {until}" if until else ""


def well(parts: Mapping[str, str]) -> bool:
    """Whether nothing is wrong that keeps members from being served."""
    return all(state == OK or state.startswith(WARNING) for state in parts.values())


def _warned(trouble: str) -> str:
    return WARNING + trouble if trouble else OK
