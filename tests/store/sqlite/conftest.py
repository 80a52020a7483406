"""Here the database is a file."""

from pathlib import Path

import pytest

from tests.stored import address


@pytest.fixture
def database_url(database_file: Path) -> str:
    """The address of the file."""
    return address(database_file)
