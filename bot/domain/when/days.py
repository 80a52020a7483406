"""A day of the week as people type it."""

import re

from bot.domain.errors import Unusable, Why
from bot.domain.members import WEEKDAYS
from bot.domain.typed import bare, misspelt

_NAMES = {name.casefold(): number for number, name in enumerate(WEEKDAYS, start=1)}
_SHORT = {"tues": 2, "weds": 3, "wednes": 3, "thurs": 4, "thur": 4}
_LEAST = 5
"""With fewer letters a word is no misspelt name."""

_AROUND = r"(?:on |every |each )?(?P<day>[a-z]+?)s?"


def read_day(text: str) -> int:
    """The ISO weekday (Monday is 1) of "Monday", "mondays", "on mon.", "Mo"; Unusable otherwise."""
    found = re.fullmatch(_AROUND, bare(text))
    day = found and (weekday(found["day"]) or weekday(f"{found['day']}s"))
    if not day:
        raise Unusable(text, Why.DAY)
    return day


def weekday(word: str) -> int | None:
    """The ISO weekday of one plain word: a name with a letter wrong at most, or its first two or more."""
    for name, number in _NAMES.items():
        if len(word) >= 2 and name.startswith(word):
            return number
    near = misspelt(word, _NAMES) if len(word) >= _LEAST else None
    return _NAMES[near] if near else _SHORT.get(word)
