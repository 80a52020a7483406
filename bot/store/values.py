"""Between rows and domain values: a column is called like the part of the value that it holds."""

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, cast

from sqlalchemy import Table

T = TypeVar("T")


def value_of(row: Any, kind: type[T], /, **others: Any) -> T:
    """A value of this kind (a named tuple) from a row that has its parts as attributes, but for `others`."""
    names, values = _read(cast(Any, kind), *others)
    if not others:
        return cast(T, cast(Any, kind)._make(values(row)))
    return kind(**dict(zip(names, values(row), strict=True)), **others)


def columns_of(table: Table, /, *values: object, **others: Any) -> dict[str, Any]:
    """What a table holds of these values, beside its key; `others` are columns called like none of it."""
    names = {column.name for column in table.c if not column.primary_key}
    parts = ((value, name) for value in values for name in cast(Any, value)._fields)
    return {name: getattr(value, name) for value, name in parts if name in names} | others


@cache
def _read(kind: Any, *others: str) -> tuple[Sequence[str], Callable[[Any], Sequence[Any]]]:
    """The parts of a kind that are columns, and what reads them all: a command reads some forty."""
    names = [name for name in kind._fields if name not in others]
    return names, attrgetter(*names)
