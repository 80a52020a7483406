"""One sender for one database, whatever it is called."""

import os
from pathlib import Path

import pytest

from bot.domain.errors import StoreUnavailable
from bot.host.reload import ask_to_reload
from bot.store.sqlite.lock import AlreadyRunning, in_use, sender, sole_sender
from tests.stored import address


def test_a_second_one_is_turned_away_until_the_first_has_ended(tmp_path: Path) -> None:
    url = address(tmp_path / "cairn.db")
    with sole_sender(url), pytest.raises(AlreadyRunning, match="stop it first"), sole_sender(url):
        pass
    with sole_sender(url):
        pass


def test_another_name_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "cairn.db").touch()
    (tmp_path / "elsewhere").mkdir()
    other = tmp_path / "elsewhere" / "other.db"
    other.symlink_to(tmp_path / "cairn.db")
    first, second = address(tmp_path / "cairn.db"), address(other)
    with sole_sender(first), pytest.raises(AlreadyRunning), sole_sender(second):
        pass


def _in_place_of_the_lock(lock: Path, kind: str) -> None:
    match kind:
        case "pipe":
            os.mkfifo(lock)
        case "folder":
            lock.mkdir()
        case _:
            lock.symlink_to(lock)


@pytest.mark.parametrize("kind", ["pipe", "folder", "loop"])
def test_what_stands_in_the_place_of_the_lock_is_told(tmp_path: Path, kind: str) -> None:
    """Nobody waits for the other end of a pipe."""
    url, lock = address(tmp_path / "cairn.db"), tmp_path / "cairn.db.lock"
    _in_place_of_the_lock(lock, kind)
    told = r"cairn\.db\.lock .*: Cairn keeps its lock under that name, so take away what is there$"
    with pytest.raises(StoreUnavailable, match=told), sole_sender(url):
        pass
    with pytest.raises(StoreUnavailable, match=told):
        sender(url)
    assert not in_use(tmp_path / "cairn.db")


@pytest.mark.parametrize(
    "written", [b"", b"9" * 5_000, b"\xff\xfe", b"9" * 20, b"0", b"-1", "\u0661\u0662".encode(), b"12 34"]
)
def test_a_lock_that_is_held_and_names_no_process(tmp_path: Path, written: bytes) -> None:
    url, lock = address(tmp_path / "cairn.db"), tmp_path / "cairn.db.lock"
    with sole_sender(url):
        assert sender(url) == os.getpid()
        lock.write_bytes(written)
        with pytest.raises(AlreadyRunning, match=r"\(process unknown\): stop it first"), sole_sender(url):
            pass
        with pytest.raises(StoreUnavailable, match=r"a Cairn is running on this .* doesn't say"):
            ask_to_reload(url)
    with pytest.raises(StoreUnavailable, match="no Cairn is running on this database"):
        ask_to_reload(url)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ProcessLookupError, "not to be seen from here: run this in the container that Cairn runs in"),
        (PermissionError, "another user's: run this as Cairn's user"),
    ],
)
def test_a_process_that_can_not_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[OSError], told: str
) -> None:
    """It runs in another container, or as somebody else."""

    def refuse(_process: int, _signal: int) -> None:
        raise error

    url = address(tmp_path / "cairn.db")
    monkeypatch.setattr(os, "kill", refuse)
    with sole_sender(url), pytest.raises(StoreUnavailable, match=f"^process {os.getpid()} is {told}$"):
        ask_to_reload(url)
