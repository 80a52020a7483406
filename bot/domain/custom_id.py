"""What a button, a menu or a form means, and how that is written into its custom_id and read back.

The meaning is all there is: no object waits for the click, so it works after every restart.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.domain.errors import Outdated

ANYONE = 0
LONGEST_NUMBER = 20
"""The digits of the largest id that Discord can give."""

# b is a button, s a select menu, f a form.
MEANING = r":(?P<verb>[a-z]+):(?P<owner>\d+)(?P<args>(?::[^:]+)*)"
_WRITTEN = re.compile(f"[bsf]{MEANING}")


@dataclass(frozen=True, slots=True)
class Press:
    """A click, a choice or a sent form: what to do, whose it is (a user id, or ANYONE), and with what.

    `values` are the options chosen in a menu, `fields` what was typed into a form, by field name.
    """

    verb: str
    owner: int
    args: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)

    def word(self, position: int = 0) -> str:
        """What was chosen, or what stands in the custom_id; Outdated where it has too little in it."""
        words = (*self.values, *self.args)
        if position >= len(words):
            raise Outdated
        return words[position]

    def number(self, position: int = 0) -> int:
        """The same as a number; Outdated where it is none that was ever given out."""
        word = self.word(position)
        if not word.isdecimal() or len(word) > LONGEST_NUMBER:
            raise Outdated
        return int(word)

    def is_for(self, user_id: int) -> bool:
        """Whether this user may press it."""
        return self.owner in (ANYONE, user_id)


def write(kind: str, verb: str, owner: int, *args: object) -> str:
    """The custom_id of a control; ValueError if it could not be read back."""
    written = ":".join((kind, verb, str(owner), *map(str, args)))
    if not _WRITTEN.fullmatch(written):
        raise ValueError(f"no meaning can be read from {written!r}")
    return written


def read(written: str, values: Iterable[str] = (), fields: Mapping[str, str] | None = None) -> Press | None:
    """The meaning of a custom_id, or None if it is none of ours."""
    match = _WRITTEN.fullmatch(written)
    if match is None:
        return None
    args = tuple(match["args"].split(":")[1:])
    return Press(match["verb"], int(match["owner"]), args, tuple(values), fields or {})
