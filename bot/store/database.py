"""What both engines offer: a database that is open, and what is done with one as a whole."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from bot.store.connection import Executes
from bot.store.pulse import Pulse

BUSY_MS = 5_000


class Database(Protocol):
    """Many read side by side; who writes is alone with what they name, or with everything."""

    @property
    def pulse(self) -> Pulse:
        """How it does."""

    @property
    def reader(self) -> Executes:
        """Executes one statement at a time, as of its own moment; it can't write."""

    def writing(self, *owners: int) -> AbstractAsyncContextManager[Executes]:
        """One transaction: saved at the end, undone by any error."""

    async def scrub(self) -> None:
        """Wipe what deleted rows left behind, where the engine lets us."""

    async def close(self) -> None:
        """Save what is being saved, and nothing after it."""


class Checkup(NamedTuple):
    """A database that can be used: its revision, the one to which this version brings it, sizes in bytes.

    `free` is the room beside it, None where that is not ours to know.
    """

    revision: str
    newest: str
    size: int
    free: int | None


class Holds(Protocol):
    """What only one process can have, or several together, by number; what is lost is lost with all the rest.

    Each may raise StoreUnavailable, and then nothing is held any more.
    """

    held: frozenset[int]

    async def look(self) -> float:
        """The database's time, in seconds; by then it is known what is held."""

    async def take(self, what: int) -> bool:
        """Take what nobody has, this process neither; whether that went well."""

    async def join(self, what: int) -> None:
        """Have to the end what others may have, too, and nobody may take meanwhile."""

    async def leave(self, what: int) -> None:
        """Let somebody else have it."""

    async def others(self, least: int) -> int:
        """How much others hold of what has this number, or a higher one."""

    async def close(self) -> None:
        """Hold nothing any more."""


class Engine(Protocol):
    """What an engine's package offers in its module `engine`. All of it may raise StoreUnavailable."""

    def database(self, url: str, busy_ms: int = BUSY_MS) -> Database:
        """Prepare a migrated database for use; it connects at first use.

        `busy_ms` is how many milliseconds to wait for what somebody else holds.
        """

    def name_of(self, url: str) -> str:
        """Where it is, as a log may say it."""

    def files_of(self, url: str) -> Sequence[Path]:
        """The files of this machine that hold it."""

    def sender(self, url: str) -> int | None:
        """The process that runs on it, None if none does."""

    def alone(self, url: str) -> AbstractContextManager[None]:
        """Hold the database against other processes, where there may be one only; or AlreadyRunning."""

    def session(self, url: str) -> Holds | None:
        """What several processes share the work by; None where there may be one only."""

    async def migrate(self, url: str) -> tuple[str | None, str]:
        """Apply what is missing; the revisions before (None in an empty database) and after."""

    async def check_up(self, url: str) -> Checkup:
        """Whether all is in order, as far as can be told without changing anything."""

    async def in_step(self, url: str) -> None:
        """Raise StoreUnavailable unless the database is there and of this version."""

    async def holds_anything(self, url: str) -> bool:
        """Whether there is a database of Cairn's already."""

    async def backup(self, url: str, file: Path) -> None:
        """Copy it as of one moment into a file."""
