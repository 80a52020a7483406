"""A connection that holds what only one process may have; whatever ends it, it holds nothing any more."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import NullPool, TextClause, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StoreUnavailable
from bot.store.postgres.database import CAIRN, alchemy
from bot.store.postgres.failures import explained

T = TypeVar("T")

PATIENCE = 4  # seconds for an answer; after that the connection counts as broken
FROZEN_MS = 20_000  # milliseconds without a word, after which the server lets go of what is held

_NOW = text("SELECT extract(epoch FROM clock_timestamp())")
_TAKE = text(f"SELECT pg_try_advisory_lock({CAIRN}, :what)")
_JOIN = text(f"SELECT pg_try_advisory_lock_shared({CAIRN}, :what)")
_LEAVE = text(f"SELECT pg_advisory_unlock({CAIRN}, :what)")
_OTHERS = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted "  # noqa: S608
    f"AND classid = {CAIRN} AND objid >= :least AND pid <> pg_backend_pid() "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Session:
    """Advisory locks of one session, by number. It has to lead to the server itself, past any pool.

    A server lets go of what a dead process holds at once, and of what a frozen one holds after FROZEN_MS.
    """

    def __init__(self, url: str) -> None:
        settings = {"idle_session_timeout": str(FROZEN_MS), "tcp_keepalives_idle": "5"}
        self._engine = alchemy(
            url, poolclass=NullPool, isolation_level="AUTOCOMMIT", seconds=PATIENCE, settings=settings
        )
        self._connection: AsyncConnection | None = None
        self._turn = asyncio.Lock()
        self.held: frozenset[int] = frozenset()

    async def look(self) -> float:
        """The time by the database's clock, in seconds; connects, if need be, and then holds nothing.

        Raises StoreUnavailable, as the others do; what was held is gone then.
        """
        return float(await self._whole(self._told(_NOW)))

    async def take(self, what: int) -> bool:
        """Take what nobody has, this process neither; whether that went well."""
        return await self._whole(self._taken(_TAKE, what))

    async def join(self, what: int) -> None:
        """Have to the end what others may have, too, and nobody may take meanwhile."""
        await self._whole(self._taken(_JOIN, what))

    async def leave(self, what: int) -> None:
        """Let somebody else have it."""
        await self._whole(self._left(what))

    async def others(self, least: int) -> int:
        """How much others hold of what has this number, or a higher one."""
        return int(await self._whole(self._told(_OTHERS, least=least)))

    async def close(self) -> None:
        """Hold nothing any more."""
        await self._lose()
        await self._engine.dispose()

    async def _whole(self, work: Coroutine[Any, Any, T]) -> T:
        """Whoever is cancelled leaves the work behind: cut off half-way, it would break the connection."""
        return await asyncio.shield(work)

    async def _taken(self, how: TextClause, what: int) -> bool:
        async with self._turn:  # the server would give one session the same lock twice
            if what in self.held or not await self._asked(how, what=what):
                return False
            self.held |= {what}
            return True

    async def _left(self, what: int) -> None:
        async with self._turn:
            if what in self.held:
                self.held -= {what}
                await self._asked(_LEAVE, what=what)

    async def _told(self, question: TextClause, **values: int) -> Any:
        async with self._turn:
            return await self._asked(question, **values)

    async def _asked(self, question: TextClause, **values: int) -> Any:
        try:
            with explained():
                if self._connection is None:
                    self._connection = await self._engine.connect()
                return (await self._connection.execute(question, values)).scalar_one()
        except StoreUnavailable:
            await self._lose()
            raise

    async def _lose(self) -> None:
        self.held, gone, self._connection = frozenset(), self._connection, None
        if gone is not None:
            with suppress(SQLAlchemyError, OSError):
                await gone.invalidate()
            with suppress(SQLAlchemyError, OSError):
                await gone.close()
