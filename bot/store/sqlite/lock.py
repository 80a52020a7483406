"""One sender at a time: a lock beside the database, which dies with its process, however that ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.errors import StoreUnavailable
from bot.store.sqlite.database import file_of


class AlreadyRunning(StoreUnavailable):
    """Another process sends from this database."""


@contextmanager
def sole_sender(url: str) -> Iterator[None]:
    """Hold the lock while the bot runs; AlreadyRunning if somebody else has it.

    It is an advisory lock (flock) on a file of its own, so that the database itself stays free to be read,
    checked and backed up.
    """
    file = file_of(url).resolve()  # two names of one file are one database
    path = file.with_name(f"{file.name}.lock")
    try:
        handle = path.open("a")
    except OSError as error:
        raise StoreUnavailable(
            f"{path} can't be written: give Cairn's user write access to its folder"
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(
                "another Cairn is running on this database: stop it first, or give this one another file"
            ) from None
        yield
