"""The revisions of the tables, which are the same on both engines: the files in migrations/."""

from collections.abc import Sequence
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


def refuse_newer(found: str | None) -> None:
    """Raise DatabaseTooNew unless this version knows the revision that was found (None in a new file)."""
    known = revisions()
    if found is not None and found not in known:
        raise DatabaseTooNew(
            f"the database is of a newer Cairn (revision {found}; this one knows up to {known[-1]}): "
            "install that version again, or use an older backup"
        )


def refuse_older(found: str) -> None:
    """Raise StoreUnavailable unless the database is as this version needs it."""
    needed = revisions()[-1]
    if found != needed:
        raise StoreUnavailable(
            f"the database is of an earlier Cairn (revision {found}; this one needs {needed}): "
            "`cairn migrate` brings it up to date, and so does the next start"
        )


def only_revision(stated: Sequence[str]) -> str:
    """The one revision that a database of Cairn's states; StoreUnavailable for none or several of them."""
    if len(stated) != 1 or not stated[0]:
        raise StoreUnavailable(UNSTATED)
    refuse_newer(stated[0])
    return stated[0]


def revision_in(connection: Connection) -> str | None:
    """The revision a database is at; None in one that holds nothing of Cairn's."""
    there = inspect(connection)
    if not {"alembic_version", "members"} <= set(there.get_table_names()):
        return None
    if "version_num" not in [column["name"] for column in there.get_columns("alembic_version")]:
        raise StoreUnavailable(UNSTATED)
    return only_revision(
        connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    )


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
