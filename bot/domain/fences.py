"""What somebody typed, shown in a message so that nothing in it acts as markup, and read back from there."""

import re

from bot.domain.signs import upright

TYPED = 700
"""The id of the part of a message that shows the first field of a form; the next field's is the next."""

_BEFORE, _BEHIND = "```\n", "\n```"
_FENCE_IN_IT = re.compile("``(?=`)")
_BROKEN = "``\u200b"  # what can't be seen costs a character, so as little of it as will do

FRAME = len(_BEFORE + _BEHIND)
"""So many characters are shown around it."""


def fenced(text: str, room: int | None = None) -> str:
    """A text with its markup showing, to be copied; its end is cut where it takes more characters.

    Fences in it don't end the one around it, and nothing in it turns its direction.
    """
    safe = _FENCE_IN_IT.sub(_BROKEN, upright(text))
    return f"{_BEFORE}{safe[:room]}{_BEHIND}"


def unfenced(shown: str) -> str:
    """The text that is shown like that."""
    return shown.removeprefix(_BEFORE).removesuffix(_BEHIND).replace(_BROKEN, "``")
