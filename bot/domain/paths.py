"""A member's path: what they chose, and which parts of a roadmap are meant for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple, Protocol, TypeVar

Path = Mapping[str, str]
"""The option taken of each choice, by id. A choice that is not in it was not made yet."""


class Option(NamedTuple):
    """One answer to a choice. `formerly` are ids it had before."""

    id: str
    title: str
    formerly: tuple[str, ...] = ()


class Choice(NamedTuple):
    """A question about a member's path, with at least two options."""

    id: str
    question: str
    options: tuple[Option, ...]


class Condition(NamedTuple):
    """That something is for those alone who took one of these options of a choice."""

    choice: str
    options: tuple[str, ...]


class Conditional(Protocol):
    """What may be meant for some members only: for those of whom all its conditions hold."""

    @property
    def only_for(self) -> Sequence[Condition]:
        """The conditions; none where it is meant for everybody."""
        ...


Thing = TypeVar("Thing", bound=Conditional)


def settled(choices: Iterable[Choice], path: Path) -> dict[str, str]:
    """What a path as stored says today: options under their new ids, without what is no more."""
    today: dict[str, str] = {}
    for choice in choices:
        taken = path.get(choice.id)
        for option in choice.options:
            if taken == option.id or (taken in option.formerly and choice.id not in today):
                today[choice.id] = option.id
    return today


def fitting(things: Iterable[Thing], choices: Sequence[Choice], path: Path) -> tuple[Thing, ...]:
    """Of things that stand side by side those that are meant for this path, in order.

    What depends on a choice that is not made is left out as long as anything else is left; else the choice
    counts as made for its first option.
    """
    row, made = tuple(things), settled(choices, path)
    return _meant(row, made) or _meant(row, first_options(choices) | made)


def undecided(things: Iterable[Conditional], choices: Iterable[Choice], path: Path) -> tuple[Choice, ...]:
    """The choices that are not made and that any of these things, as far as the path tells, depends on."""
    made = settled(choices := tuple(choices), path)
    open_ones = [thing.only_for for thing in things if all(_may_hold(each, made) for each in thing.only_for)]
    named = {condition.choice for conditions in open_ones for condition in conditions} - made.keys()
    return tuple(choice for choice in choices if choice.id in named)


def titles(conditions: Iterable[Condition], choices: Iterable[Choice]) -> list[str]:
    """What the options are called that conditions ask for."""
    named = {(condition.choice, option) for condition in conditions for option in condition.options}
    return [
        option.title for choice in choices for option in choice.options if (choice.id, option.id) in named
    ]


def depends(*things: Conditional) -> bool:
    """Whether any of these is not for everybody."""
    return any(thing.only_for for thing in things)


def first_options(choices: Iterable[Choice]) -> dict[str, str]:
    """The path that takes the first option of each choice."""
    return {choice.id: choice.options[0].id for choice in choices}


def combinations(choices: Sequence[Choice]) -> Iterator[dict[str, str]]:
    """Every path on which all choices are made."""
    for options in product(*(choice.options for choice in choices)):
        yield {choice.id: option.id for choice, option in zip(choices, options, strict=True)}


def _meant(row: Sequence[Thing], path: Path) -> tuple[Thing, ...]:
    return tuple(
        thing
        for thing in row
        if all(path.get(condition.choice) in condition.options for condition in thing.only_for)
    )


def _may_hold(condition: Condition, made: Path) -> bool:
    return condition.choice not in made or made[condition.choice] in condition.options
