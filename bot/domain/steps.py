"""What an action is made of: its steps, with the pages worth reading, and what happens on a day."""

from datetime import date
from typing import Literal, NamedTuple

from bot.domain.paths import Condition

Cost = Literal["free", "paid", "account"]


class Event(NamedTuple):
    """Something that happens on a day, told once to whom it concerns."""

    on: date
    what: str


class Resource(NamedTuple):
    """A page worth reading; `url` is https, `cost` what reading it takes (None where nobody said)."""

    title: str
    url: str
    cost: Cost | None = None
    only_for: tuple[Condition, ...] = ()


class Step(NamedTuple):
    """A sitting or two of an action.

    `start` is how its first 15 minutes go, `done_when` what a person can check. `hours` are those of one
    time; a habit is ticked `repeat` times. `formerly` are refs it had before, each the id of an action, a
    slash and an id. An action that is written without steps has one, which bears no id and says of itself
    what the action says.
    """

    id: str
    title: str
    hours: float
    start: str = ""
    done_when: str = ""
    resources: tuple[Resource, ...] = ()
    repeat: int = 1
    only_for: tuple[Condition, ...] = ()
    formerly: tuple[str, ...] = ()
    retired: bool = False
