"""One sender for one database, whatever it is called."""

from pathlib import Path

import pytest

from bot.store.lock import AlreadyRunning, sole_sender
from tests.store.conftest import address


def test_a_second_one_is_turned_away_until_the_first_has_ended(tmp_path: Path) -> None:
    with sole_sender(address(tmp_path / "cairn.db")), pytest.raises(AlreadyRunning, match="stop it first"):
        with sole_sender(address(tmp_path / "cairn.db")):
            pass
    with sole_sender(address(tmp_path / "cairn.db")):
        pass


def test_another_name_is_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "cairn.db").touch()
    (tmp_path / "elsewhere").mkdir()
    other = tmp_path / "elsewhere" / "other.db"
    other.symlink_to(tmp_path / "cairn.db")
    with sole_sender(address(tmp_path / "cairn.db")), pytest.raises(AlreadyRunning):
        with sole_sender(address(other)):
            pass
