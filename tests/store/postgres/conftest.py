"""Here the database is one of PostgreSQL's."""

import pytest

from tests.postgres import Server


@pytest.fixture
def database_url(postgres: Server) -> str:
    """The address of a database without rows."""
    return postgres.emptied()
