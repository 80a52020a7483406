"""SQLite, as the rest of the store sees it."""

from collections.abc import Sequence
from pathlib import Path

from bot.store.sqlite import dialect  # noqa: F401 - to load it is to let statements know it
from bot.store.sqlite.backup import backup
from bot.store.sqlite.checkup import check_up, holds_anything, in_step
from bot.store.sqlite.database import Database, file_of
from bot.store.sqlite.lock import sender, sole_sender
from bot.store.sqlite.migrate import migrate

database = Database.open
alone = sole_sender


def name_of(url: str) -> str:
    """The file, as whoever looks for it would find it."""
    return str(file_of(url).resolve())


def files_of(url: str) -> Sequence[Path]:
    """The file, and what is beside it while it is open."""
    file = file_of(url)
    return [file.with_name(file.name + end) for end in ("", "-wal", "-shm")]


def session(_url: str) -> None:
    """None: one process at a time is all there can be."""


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
