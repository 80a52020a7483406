"""A real PostgreSQL for the tests: started on loopback by the first test that asks, gone with the last one.

It is Debian's package, or whatever puts its programs into PATH. It refuses to run as root; then the package's
own user runs it.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from bot.store.columns import metadata
from bot.store.postgres.migrate import migrate
from bot.store.revisions import OLDEST
from bot.store.shared import shared

HOW = "PostgreSQL is not installed here: with it (apt install postgresql) these tests run as well"
USER = "postgres"

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",  # nobody pulls the plug of a test
    "full_page_writes": "off",
    "log_min_messages": "fatal",
}


class Server:
    """A server with databases that are thrown away; every one begins as a copy of one that is migrated."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        # It refuses root; and its own user has to be let in.
        self._user = USER if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
        self._run(
            "initdb",
            "--no-sync",
            "--auth=trust",
            f"--username={USER}",
            "--encoding=UTF8",
            *LANGUAGE,
            self._data,
        )
        self.start()
        _wait(self._ask("postgres", "CREATE DATABASE migrated"))
        _wait(migrate(self.url("migrated")))

    def start(self) -> None:
        """Begin, and wait until it answers."""
        options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        self._process = subprocess.Popen(
            [self._programs / "postgres", "-D", self._data, f"-p{self._port}", *options],
            user=self._user,
            cwd=self._folder,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(200):
            if self._run("pg_isready", "--quiet", "--host=127.0.0.1", f"--port={self._port}") == 0:
                return
            time.sleep(0.05)
        raise AssertionError("PostgreSQL did not start")

    def stop(self, how: int) -> None:
        """End it with a signal."""
        assert self._process is not None
        self._process.send_signal(how)
        self._process.wait()

    @contextmanager
    def ended(self, how: int) -> Iterator[None]:
        """It is gone meanwhile, by a signal: SIGINT closes all connections, SIGQUIT is a crash."""
        self.stop(how)
        try:
            yield
        finally:
            self.start()

    def run(self, *command: str, typed: str = "") -> None:
        """Run one of its programs as a host does, who types this into it."""
        there = {"PGHOST": "127.0.0.1", "PGPORT": str(self._port), "PGUSER": USER}
        program, *arguments = command
        subprocess.run(
            [self._programs / program, *arguments],
            env=os.environ | there,
            input=typed,
            text=True,
            check=True,
            start_new_session=True,  # without a terminal a password is read from what is typed
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def url(self, name: str) -> str:
        """How DATABASE_URL names one of its databases."""
        return f"postgresql+asyncpg://{USER}@127.0.0.1:{self._port}/{name}"

    @contextmanager
    def database(self, template: str = "migrated") -> Iterator[str]:
        """The address of a new database, which is gone afterwards."""
        name = f"test_{next(self._numbers)}"
        _wait(self._ask("postgres", f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield self.url(name)
        _wait(self._ask("postgres", f"DROP DATABASE {name} WITH (FORCE)"))

    @cached_property
    def _reused(self) -> str:
        _wait(self._ask("postgres", "CREATE DATABASE reused TEMPLATE migrated"))
        return "reused"

    def emptied(self) -> str:
        """The address of a database as a new one is, the same for every test: to make one takes longer."""
        tables = ", ".join(table.name for table in metadata.sorted_tables if table is not shared)
        left = f"DELETE FROM shared WHERE name <> '{OLDEST}'"  # noqa: S608
        _wait(self._ask(self._reused, f"TRUNCATE {tables} RESTART IDENTITY; {left}"))
        return self.url(self._reused)

    async def _ask(self, database: str, statement: str) -> None:
        connection = await asyncpg.connect(
            host="127.0.0.1", port=self._port, user=USER, database=database, timeout=5
        )
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: str | Path) -> int:
        command = [self._programs / program, *arguments]
        done = subprocess.run(
            command, user=self._user, cwd=self._folder, check=False, stdout=subprocess.DEVNULL
        )
        return done.returncode


# Ours must not depend on how a server sorts, and most don't sort as SQLite does.
LANGUAGE = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")


def programs() -> Path | None:
    """Where its programs are, the newest of several; None where it is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((each.parent for each in versions), key=lambda each: int(each.parent.name), default=None)


def _wait(work: Coroutine[Any, Any, Any]) -> None:
    """Wait for some work, whether an event loop runs here or not."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@contextmanager
def started() -> Iterator[Server | None]:
    """A server; None where PostgreSQL is not installed."""
    where = programs()
    if where is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="cairn-postgres-", ignore_cleanup_errors=True) as folder:
        server = Server(where, Path(folder))
        try:
            yield server
        finally:
            server.stop(signal.SIGINT)
