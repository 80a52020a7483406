"""What SQLAlchemy's connection stands on, for what SQLAlchemy is too slow for or doesn't offer."""

import sqlite3
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Connection

from bot.store.prepared import Prepared


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection."""
    driver: Any = connection.connection.driver_connection
    return cast(sqlite3.Connection, driver)


def first_of(connection: Connection, prepared: Prepared, parameters: Mapping[str, int]) -> Any:
    """The first row that a query finds, with its columns as attributes; None where it finds none."""
    written = prepared.on(connection.dialect)
    # By its key there is one row at most, and with it the statement has come to its end.
    row = driver_of(connection).execute(written.sql, written.values(parameters)).fetchone()
    return None if row is None else written.row(row)
