"""What is asked of the database at nearly every command: compiled once, executed by the driver itself."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, Boolean, Dialect, Select

_KEPT_OTHERWISE = (Boolean, JSON)
"""Types that SQLite doesn't have. Whatever else Cairn keeps, both drivers give as it is."""


class Prepared:
    """A query whose values are numbers, with what is known of it beforehand.

    To have SQLAlchemy execute it takes as long as SQLite takes, and twice as long as PostgreSQL.
    """

    def __init__(self, query: Select[Any]) -> None:
        self.query = query
        self._written: dict[str, Written] = {}

    def on(self, dialect: Dialect) -> "Written":
        """How it is written for an engine."""
        if dialect.name not in self._written:
            self._written[dialect.name] = _write(self.query, dialect)
        return self._written[dialect.name]


class Written(NamedTuple):
    """A query as a driver takes it: its values in their order, each with what it is when nobody says."""

    sql: str
    expected: Sequence[tuple[str, Any]]
    kind: Any
    read: Sequence[tuple[int, Callable[[Any], Any]]]

    def values(self, parameters: Mapping[str, int]) -> tuple[Any, ...]:
        """What the driver is to be given."""
        return tuple(parameters.get(name, default) for name, default in self.expected)

    def row(self, found: Sequence[Any]) -> Any:
        """A row of the driver's, with names for its parts and Python's values in them."""
        values = list(found)
        for place, read in self.read:
            values[place] = read(values[place])
        return self.kind._make(values)


def _write(query: Select[Any], dialect: Dialect) -> Written:
    compiled: Any = query.compile(dialect=dialect)
    defaults, columns = compiled.construct_params(_check=False), list(query.selected_columns)
    readers = [
        (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for place, column in enumerate(columns)
        if isinstance(column.type, _KEPT_OTHERWISE)
    ]
    return Written(
        str(compiled),
        [(name, defaults[name]) for name in compiled.positiontup],
        namedtuple("Row", [str(column.key) for column in columns]),
        [(place, read) for place, read in readers if read is not None],
    )
