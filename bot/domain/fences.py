"""What somebody typed, shown in a message so that nothing in it acts as markup, and read back from there."""

TYPED = 700
"""The id of the part of a message that shows the first field of a form; the next field's is the next."""

_FENCE, _BROKEN = "```", "`\u200b`\u200b`"


def fenced(text: str, room: int) -> str:
    """A text with its markup showing, to be copied, of so many characters at most.

    Fences in it don't end the one around it.
    """
    safe = text.replace(_FENCE, _BROKEN)
    return f"{_FENCE}\n{safe if len(safe) <= room else f'{safe[: room - 1]}…'}\n{_FENCE}"


def unfenced(shown: str) -> str:
    """The text that is shown like that."""
    return shown.removeprefix(f"{_FENCE}\n").removesuffix(f"\n{_FENCE}").replace(_BROKEN, _FENCE)
