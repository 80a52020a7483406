"""One sender for one database, whatever it is called."""

from pathlib import Path

import pytest

from bot.store.sqlite.lock import AlreadyRunning, sole_sender
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
