"""What was understood of a command, and what is to be asked about: one never costs the other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.custom_id import Verb
from bot.domain.errors import MemberError

T = TypeVar("T")


@dataclass
class Heard:
    """The options that could not be taken, each by what asks about it."""

    unclear: dict[Verb, MemberError] = field(default_factory=dict)

    def take(self, verb: Verb, read: Callable[[str], T], typed: str | None) -> T | None:
        """What is read in what was typed; None for nothing, and for what `verb` will ask about."""
        try:
            return read(typed) if typed else None
        except MemberError as error:
            self.unclear[verb] = error
            return None
