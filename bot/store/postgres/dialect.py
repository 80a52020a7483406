"""How PostgreSQL writes what each engine writes in its own way, and what it does not take."""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.ext.compiler import compiles

from bot.store.functions import RowsAsJson

NUL = "\x00"


@compiles(RowsAsJson, "postgresql")
def _rows_as_json(element: RowsAsJson, compiler: Any, **options: Any) -> str:
    return f"coalesce(json_agg(json_build_array({compiler.process(element.clauses, **options)}))::text, '[]')"


def adapt(engine: Engine) -> None:
    """Leave out of texts the one character that PostgreSQL refuses, as it means nothing to anybody."""

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def without_nul(_conn: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> tuple[str, Any]:
        # Where a statement is executed several times, it is a list of tuples.
        several = isinstance(values, list)
        return statement, [_without_nul(each) for each in values] if several else _without_nul(values)


def _without_nul(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not any(isinstance(value, str) and NUL in value for value in values):
        return values
    return tuple(value.replace(NUL, "") if isinstance(value, str) else value for value in values)
