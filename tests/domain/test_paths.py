"""What a path makes of things that are meant for some: and is kept, and never left with nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.paths import (
    Choice,
    Condition,
    Option,
    combinations,
    first_options,
    fitting,
    settled,
    undecided,
)


@dataclass(frozen=True)
class Thing:
    """Something with a name that may be meant for some."""

    name: str
    only_for: tuple[Condition, ...] = ()


CHOICES = (
    Choice("cloud", "Which?", (Option("aws", "A", ("amazon",)), Option("google", "G"), Option("azure", "Z"))),
    Choice("focus", "What?", (Option("platform", "P"), Option("llmops", "L", ("genai", "prompts")))),
)


def thing(name: str, **options: str) -> Thing:
    """Meant for those who took one of the options, which stand in one word with commas."""
    return Thing(name, tuple(Condition(choice, tuple(some.split(","))) for choice, some in options.items()))


def names(things: tuple[Thing, ...], path: Mapping[str, str]) -> str:
    """What is left of it on a path."""
    return " ".join(each.name for each in fitting(things, CHOICES, path))


NEUTRAL = (thing("read"), thing("aws", cloud="aws"), thing("others", cloud="google,azure"), thing("tell"))
VARIANTS = (thing("azure", cloud="azure"), thing("aws", cloud="aws"), thing("google", cloud="google"))
BOTH = (
    thing("deep", cloud="aws,google", focus="platform"),
    thing("deeper", focus="platform,llmops"),
    thing("llm", focus="llmops"),
)


@pytest.mark.parametrize(
    ("things", "path", "left"),
    [
        (NEUTRAL, {"cloud": "aws"}, "read aws tell"),
        (NEUTRAL, {"cloud": "azure"}, "read others tell"),
        (NEUTRAL, {"focus": "llmops"}, "read tell"),
        (NEUTRAL, {}, "read tell"),
        (VARIANTS, {"cloud": "google"}, "google"),
        (VARIANTS, {}, "aws"),
        (BOTH, {"cloud": "google", "focus": "platform"}, "deep deeper"),
        (BOTH, {"cloud": "azure", "focus": "platform"}, "deeper"),
        (BOTH, {"cloud": "aws", "focus": "llmops"}, "deeper llm"),
        (BOTH, {"focus": "llmops"}, "deeper llm"),
        (BOTH, {"focus": "platform"}, "deeper"),
        (BOTH, {"cloud": "azure"}, "deeper"),
        (BOTH, {}, "deep deeper"),
        ((), {}, ""),
    ],
)
def test_what_is_left_on_a_path(things: tuple[Thing, ...], path: Mapping[str, str], left: str) -> None:
    """Keys are and, values are or; what depends on an open choice waits while something else is there."""
    assert names(things, path) == left


@pytest.mark.parametrize(
    ("stored", "today"),
    [
        ({}, {}),
        ({"cloud": "google"}, {"cloud": "google"}),
        ({"cloud": "amazon", "focus": "prompts"}, {"cloud": "aws", "focus": "llmops"}),
        ({"cloud": "heroku"}, {}),
        ({"pace": "slow", "focus": "genai"}, {"focus": "llmops"}),
    ],
    ids=["nothing", "as it is", "under former ids", "an option that is no more", "a choice that is no more"],
)
def test_a_stored_path_is_read_as_of_today(stored: Mapping[str, str], today: Mapping[str, str]) -> None:
    assert settled(CHOICES, stored) == today
    assert names(NEUTRAL, stored) == names(NEUTRAL, today)


def test_an_option_of_today_beats_a_former_one() -> None:
    taken = Choice("cloud", "Which?", (Option("new", "N", ("old",)), Option("old", "O")))
    assert settled([taken], {"cloud": "old"}) == {"cloud": "old"}


@pytest.mark.parametrize(
    ("things", "path", "asked"),
    [
        (NEUTRAL[:1], {}, []),
        (NEUTRAL, {}, ["cloud"]),
        (NEUTRAL, {"cloud": "azure"}, []),
        (BOTH, {}, ["cloud", "focus"]),
        (BOTH, {"cloud": "azure"}, ["focus"]),
        (BOTH, {"focus": "llmops"}, []),
        (BOTH, {"focus": "platform"}, ["cloud"]),
    ],
)
def test_what_is_still_to_be_chosen(
    things: tuple[Thing, ...], path: Mapping[str, str], asked: list[str]
) -> None:
    """No choice is asked for on which nothing depends that the rest of the path leaves."""
    assert [choice.id for choice in undecided(things, CHOICES, path)] == asked


CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        choice.id: st.sets(st.sampled_from([option.id for option in choice.options]), min_size=1)
        for choice in CHOICES
    },
).map(lambda some: tuple(Condition(choice, tuple(sorted(options))) for choice, options in some.items()))
ROWS = st.lists(CONDITIONS, min_size=1, max_size=8).map(
    lambda rows: tuple(Thing(f"{n}", row) for n, row in enumerate(rows))
)
PATHS = st.sampled_from(
    [
        {key: value for key, value in whole.items() if key in keys}
        for whole in combinations(CHOICES)
        for keys in (("cloud", "focus"), ("cloud",), ("focus",), ())
    ]
)


def holds(each: Thing, path: Mapping[str, str]) -> bool:
    """Whether everything that it depends on was chosen so."""
    return all(path.get(condition.choice) in condition.options for condition in each.only_for)


@given(ROWS)
def test_a_whole_path_leaves_what_is_meant_for_it(row: tuple[Thing, ...]) -> None:
    for path in combinations(CHOICES):
        assert fitting(row, CHOICES, path) == tuple(each for each in row if holds(each, path))


@given(ROWS, PATHS)
def test_a_path_with_open_choices_shows_nothing_that_none_of_its_ends_shows(
    row: tuple[Thing, ...], path: Mapping[str, str]
) -> None:
    """Whoever then takes the first options loses nothing of what was shown."""
    shown = fitting(row, CHOICES, path)
    first = first_options(CHOICES) | dict(path)
    assert set(shown) <= set(fitting(row, CHOICES, first))


@given(ROWS, PATHS)
def test_what_depends_on_nothing_that_is_open_is_always_shown(
    row: tuple[Thing, ...], path: Mapping[str, str]
) -> None:
    decided = tuple(each for each in row if holds(each, path))
    assert not decided or fitting(row, CHOICES, path) == decided


@given(ROWS, PATHS)
def test_nobody_is_left_with_nothing_where_every_whole_path_has_something(
    row: tuple[Thing, ...], path: Mapping[str, str]
) -> None:
    """What `check` asks of whole paths is enough for all."""
    if all(fitting(row, CHOICES, whole) for whole in combinations(CHOICES)):
        assert fitting(row, CHOICES, path)


@given(ROWS, PATHS)
def test_what_is_left_stays_in_order_and_stays(row: tuple[Thing, ...], path: Mapping[str, str]) -> None:
    left = fitting(row, CHOICES, path)
    assert left == tuple(each for each in row if each in left)
    assert fitting(left, CHOICES, path) == left


@given(ROWS, PATHS)
def test_after_what_was_asked_nothing_is_open(row: tuple[Thing, ...], path: Mapping[str, str]) -> None:
    """Answering all that is asked leaves nothing to ask; and nothing that is decided is asked."""
    asked = undecided(row, CHOICES, path)
    assert not {choice.id for choice in asked} & path.keys()
    answered = dict(path) | {choice.id: choice.options[-1].id for choice in asked}
    assert undecided(row, CHOICES, answered) == ()


@given(ROWS, PATHS)
def test_where_nothing_is_asked_no_answer_would_change_anything(
    row: tuple[Thing, ...], path: Mapping[str, str]
) -> None:
    ends = [whole for whole in combinations(CHOICES) if path.items() <= whole.items()]
    if not undecided(row, CHOICES, path):
        assert {fitting(row, CHOICES, whole) for whole in ends} == {fitting(row, CHOICES, path)}
