"""One sender at a time: a lock beside the database, which dies with its process, however that ends."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.domain.errors import StoreUnavailable
from bot.store.sqlite.database import file_of
from bot.store.sqlite.ownership import is_file, usable, writable

_AWAY = "Cairn keeps its lock under that name, so take away what is there"
_PROCESS = re.compile(rb"[1-9][0-9]{0,8}")
_ROOM = 20  # bytes, more than any process's number takes


class AlreadyRunning(StoreUnavailable):
    """Another process sends from this database."""


@contextmanager
def sole_sender(url: str) -> Iterator[None]:
    """Hold the lock while the bot runs; AlreadyRunning if somebody else has it.

    It is an advisory lock (flock) on a file of its own, so that the database itself stays free to be read,
    checked and backed up. The number of the process stands in it.
    """
    usable(file_of(url))
    writable(file_of(url))
    path = _beside(file_of(url))
    is_file(path, _AWAY)  # to open a pipe would be to wait for somebody at its other end
    try:
        handle = path.open("a")
    except OSError as error:
        raise StoreUnavailable(
            f"{path} can't be written ({error.strerror}): its folder has to be there, and Cairn's user may "
            "have to get write access to it"
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(
                f"another Cairn is running on this database (process {_written(path) or 'unknown'}): stop it "
                "first, or give this one another file"
            ) from None
        with suppress(OSError):  # a disk that is full keeps nobody from holding a lock
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
        yield


def sender(url: str) -> int | None:
    """The process that holds the lock, as it calls itself; None if nobody does.

    Raises StoreUnavailable where that can't be told.
    """
    path = _beside(file_of(url))
    try:
        held = _is_held(path)
        process = _written(path) if held else None
    except OSError as error:
        raise StoreUnavailable(f"{path} can't be read: run this as Cairn's user") from error
    if held and process is None:
        raise StoreUnavailable(
            f"a Cairn is running on this database, but {path} doesn't say as which process: send that one "
            "SIGHUP, or start it again"
        )
    return process


def in_use(file: Path) -> bool:
    """Whether a bot runs on this database."""
    with suppress(OSError, StoreUnavailable):  # nobody would say that they can't be asked
        return _is_held(_beside(file))
    return False


def _is_held(path: Path) -> bool:
    if not is_file(path, _AWAY):
        return False
    try:
        with path.open() as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _beside(file: Path) -> Path:
    whole = file.resolve()  # two names of one file are one database
    return whole.with_name(f"{whole.name}.lock")


def _written(path: Path) -> int | None:
    """The number in the lock; None where whoever holds it could not write it."""
    with path.open("rb") as file:
        text = file.read(_ROOM).strip()
    return int(text) if _PROCESS.fullmatch(text) else None
