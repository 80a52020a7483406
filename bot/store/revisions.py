"""The revisions of the tables, which are the same on both engines: the files in migrations/."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect

from bot.domain.errors import DatabaseTooNew, StoreUnavailable

if TYPE_CHECKING:
    from alembic.config import Config

UNSTATED = (
    "the database doesn't state which version it is of (its table alembic_version): stop Cairn and put the "
    "last good backup in its place"
)

OLDEST = "oldest revision"
"""What the revision is called, in `shared`, that a version has to know to use the database; it is raised by a
revision that is too much for the versions before.
"""
ASK_OLDEST = f"SELECT value FROM shared WHERE name = '{OLDEST}'"  # noqa: S608 - ours
ASKED = frozenset({"name", "value"})
"""The columns of `shared` that this takes; before there was a table for it, nothing was said."""

_REVISION = re.compile(r"[0-9]{4}")

PACKAGE = Path(__file__).resolve().parents[1]
# A wheel carries the folder inside the package; a checkout has it beside.
MIGRATIONS = next(
    folder for folder in (PACKAGE / "_data" / "migrations", PACKAGE.parent / "migrations") if folder.is_dir()
)


def revisions() -> tuple[str, ...]:
    """Every revision this version knows, oldest first: the numbers that the files begin with."""
    return tuple(
        sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    )


def behind(found: str | None) -> bool:
    """Whether a database is of an earlier version than this one (None for one that is empty)."""
    return found is None or found in revisions()[:-1]


def newest(found: str | None) -> str:
    """The revision to which this version brings a database; one that is newer stays as it is."""
    return revisions()[-1] if found is None or behind(found) else found


def refuse_newer(found: str | None, oldest: Callable[[], str | None]) -> None:
    """Raise DatabaseTooNew for a revision that this version does not know, unless it suits it all the same.

    `oldest` reads what the database says: the revision that a version has to know to use it.
    """
    known = revisions()
    if found is not None and found not in known and oldest() not in known:
        raise DatabaseTooNew(
            f"the database is of a newer Cairn (revision {found}; this one knows up to {known[-1]}): "
            "install that version again, or use an older backup"
        )


def refuse_older(found: str) -> None:
    """Raise StoreUnavailable unless the database is as this version needs it."""
    if behind(found):
        raise StoreUnavailable(
            f"the database is of an earlier Cairn (revision {found}; this one needs {revisions()[-1]}): "
            "`./cairn migrate` brings it up to date, and so does the next start"
        )


def only_revision(stated: Sequence[str], oldest: Callable[[], str | None]) -> str:
    """The one revision that a database of Cairn's states.

    Raises StoreUnavailable for none or several of them, and for what is none, be it a text or not.
    """
    if len(stated) != 1 or not _REVISION.fullmatch(str(stated[0])):
        raise StoreUnavailable(UNSTATED)
    refuse_newer(stated[0], oldest)
    return stated[0]


def revision_in(connection: Connection) -> str | None:
    """The revision a database is at; None in one that holds nothing of Cairn's."""
    there = inspect(connection)
    tables = set(there.get_table_names())
    if not {"alembic_version", "members"} <= tables:
        return None
    if "version_num" not in [column["name"] for column in there.get_columns("alembic_version")]:
        raise StoreUnavailable(UNSTATED)
    stated = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    told = "shared" in tables and {column["name"] for column in there.get_columns("shared")} >= ASKED
    return only_revision(stated, lambda: connection.exec_driver_sql(ASK_OLDEST).scalar() if told else None)


def upgrade(connection: Connection) -> None:
    """Apply what is missing, inside the transaction that the connection is in."""
    from alembic import command  # noqa: PLC0415 - 12 MB that an ordinary start does without

    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> "Config":
    """What Alembic needs to work on this connection, inside the transaction it is in."""
    from alembic.config import Config  # noqa: PLC0415 - 12 MB that an ordinary start does without

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
