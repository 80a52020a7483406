"""The kinds of values that the content's files hold: one line, several, an id, an address, a path."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bot.content import addresses
from bot.limits import BUTTON_URL

KEBAB = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ONE_LINE = r"^.+$"
SENTENCE = r"^.*[.!?…]$"
DAY = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
REF = r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$"


def kebab(text: str) -> str:
    """A text as an id, empty where it has no letter for one."""
    return "-".join(re.findall("[a-z0-9]+", text.lower()))


def line(most: int, description: str, pattern: str = ONE_LINE) -> Any:
    """A text in one line."""
    return Field(min_length=1, max_length=most, pattern=pattern, description=description)


def text(most: int, description: str) -> Any:
    """A text of any number of lines."""
    return Field(min_length=1, max_length=most, description=description)


def stable_id(what: str, most: int = 32) -> Any:
    """An id that members' progress, or their path, refers to."""
    return line(most, f"A stable id of this {what}; progress refers to it, so never reuse one", KEBAB)


def url(description: str, default: Any = ...) -> Any:
    """An address; goes with the type Address, which says what is wrong with one."""
    return Field(
        default,
        min_length=1,
        max_length=BUTTON_URL,
        description=description,
        json_schema_extra={"pattern": f"^{addresses.BEGINNING}"},
    )


def optional(most: int, description: str, pattern: str = ONE_LINE) -> Any:
    """A text in one line that may be left out, and is empty then."""
    return Field("", min_length=1, max_length=most, pattern=pattern, description=description)


def formerly() -> Any:
    """Ids of the time before."""
    return Field([], description="Ids it had before, so that nobody's progress is lost")


def aliases() -> Any:
    """The other words that people ask with, on whatever can be asked for."""
    return Field([], max_length=100, description="Ways people ask for it; searched, not shown")


def only_for() -> Any:
    """The key `for`, which is no name in Python."""
    return Field(
        {}, alias="for", description="For whom alone it is meant: a choice, and a list of its options"
    )


def _https(address: str) -> str:
    if problem := addresses.problem(address):
        raise PydanticCustomError("own", "{sentence}", {"sentence": problem})
    return address


def _real_day(text: str) -> str:
    if len(text) < len("2026-11-23"):
        return text
    try:
        date.fromisoformat(text)
    except ValueError:
        sentence = f'"{text}" is no day; look at the calendar'
        raise PydanticCustomError("own", "{sentence}", {"sentence": sentence}) from None
    return text


AsOf = Annotated[str, AfterValidator(_real_day)]
Address = Annotated[str, AfterValidator(_https)]
FormerId = Annotated[str, Field(min_length=1, max_length=32, pattern=KEBAB)]
FormerRef = Annotated[str, Field(min_length=1, max_length=49, pattern=REF)]
Link = Annotated[str, Field(min_length=1, max_length=32)]
OptionId = Annotated[str, Field(min_length=1, max_length=16)]
OnlyFor = dict[str, Annotated[list[OptionId], Field(min_length=1)]]
Beginning = Annotated[str, Field(min_length=1, max_length=160, pattern=ONE_LINE)]
Alias = Annotated[str, Field(min_length=1, max_length=90, pattern=ONE_LINE)]
StepRef = Annotated[str, Field(min_length=1, max_length=49)]
Point = Annotated[str, Field(min_length=1, max_length=250)]
WeeksQuestion = Annotated[str, Field(min_length=1, max_length=200, pattern=ONE_LINE)]
