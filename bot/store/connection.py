"""What executes statements, whatever the database is."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

from sqlalchemy import CursorResult, Executable, Result

from bot.store.prepared import Prepared

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class Executes(Protocol):
    """What can execute a statement: a reader, or the connection of a transaction."""

    async def execute(self, statement: Executable, parameters: Parameters = None, /) -> Result[Any]:
        """Execute one statement."""

    async def first(self, prepared: Prepared, parameters: Mapping[str, int], /) -> Any:
        """The first row that a query finds, with its columns as attributes; None where it finds none."""
        return (await self.execute(prepared.query, parameters)).first()


class Queries:
    """What is asked of a database about one thing; may raise StoreUnavailable."""

    def __init__(self, connection: Executes) -> None:
        self._connection = connection


def affected(result: Result[Any]) -> int:
    """How many rows a statement changed."""
    return cast(CursorResult[Any], result).rowcount
