"""What some tests need and not every machine has: skipped there with a word, and never with `--all`."""

from typing import NoReturn

import pytest


def lacking(config: pytest.Config, what: str) -> NoReturn:
    """End a test that can't run here, saying what is missing and how to get it."""
    if config.getoption("--all"):
        pytest.fail(what)
    pytest.skip(what)
