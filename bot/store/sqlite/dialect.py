"""How SQLite writes what each engine writes in its own way."""

from typing import Any

from sqlalchemy.ext.compiler import compiles

from bot.store.functions import RowsAsJson


@compiles(RowsAsJson, "sqlite")
def _rows_as_json(element: RowsAsJson, compiler: Any, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"
