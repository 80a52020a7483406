"""PostgreSQL, as the rest of the store sees it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from sqlalchemy import make_url

from bot.domain.errors import StoreUnavailable
from bot.store.postgres.backup import backup
from bot.store.postgres.checkup import check_up, holds_anything, in_step
from bot.store.postgres.database import Database
from bot.store.postgres.migrate import migrate
from bot.store.postgres.session import Session

database = Database.open
session = Session


def name_of(url: str) -> str:
    """Its name and where its server is, without who may open it and how."""
    parsed = make_url(url)
    return f"{parsed.database} at {parsed.host or 'this machine'}"


def files_of(_url: str) -> Sequence[Path]:
    """None: they are its server's."""
    return ()


def sender(_url: str) -> int | None:
    """Raise StoreUnavailable: there may be several, here and elsewhere."""
    raise StoreUnavailable("several processes may run on this database: send SIGHUP to each of them")


def alone(_url: str) -> AbstractContextManager[None]:
    """Nothing to hold: any number of processes may run."""
    return nullcontext()


__all__ = [
    "alone",
    "backup",
    "check_up",
    "database",
    "files_of",
    "holds_anything",
    "in_step",
    "migrate",
    "name_of",
    "sender",
    "session",
]
