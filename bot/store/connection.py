"""What executes statements, whatever the database is."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

from sqlalchemy import CursorResult, Executable, Result

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class Executes(Protocol):
    """What can execute a statement: a reader, or the connection of a transaction."""

    async def execute(self, statement: Executable, parameters: Parameters = None, /) -> Result[Any]:
        """Execute one statement."""


class Queries:
    """What is asked of a database about one thing; may raise StoreUnavailable."""

    def __init__(self, connection: Executes) -> None:
        self._connection = connection


def affected(result: Result[Any]) -> int:
    """How many rows a statement changed."""
    return cast(CursorResult[Any], result).rowcount
