"""A stand-in for Discord, for what only shows on a real connection."""

from tests.standin.conftest import standin  # noqa: F401 - a fixture
