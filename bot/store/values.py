"""Between rows and domain values: a column is called like the part of the value that it holds."""

from dataclasses import fields
from typing import Any, TypeVar, cast

from sqlalchemy import Row, Table

T = TypeVar("T")


def value_of(row: Row[Any], kind: type[T], /, **others: Any) -> T:
    """A value of this kind (a dataclass) from the columns of its parts; `others` are parts without one."""
    names = (part.name for part in fields(cast(Any, kind)) if part.name not in others)
    return kind(**{name: getattr(row, name) for name in names}, **others)


def columns_of(table: Table, /, *values: object, **others: Any) -> dict[str, Any]:
    """What a table holds of these values, beside its key; `others` are columns called like none of it."""
    names = {column.name for column in table.c if not column.primary_key}
    parts = ((value, part.name) for value in values for part in fields(cast(Any, value)))
    return {name: getattr(value, name) for value, name in parts if name in names} | others
