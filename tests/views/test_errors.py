"""Every error has words: what happened, what is safe, what to do; and none of them blames anybody."""

import re
from collections.abc import Iterator
from dataclasses import Field
from datetime import date
from enum import Enum
from typing import Any

import pytest

from bot.domain.errors import Meaning, MemberError, StoreUnavailable, UnknownName, UnknownPlace, Unusable, Why
from bot.domain.zones import Place, city
from bot.views.errors import explain, meanings, words
from bot.views.meanings import meaning_words
from tests.request_faults import view_faults

LONG = "[**@everyone**](https://x.example) " * 200
KINDS = ("phase", "action", "certification", "question", "roadmap")
ZONES = ("Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Tokyo")
OURS = {"what": "text"}  # fields that hold words of our own
VALUES: dict[object, object] = {
    str | None: "https://discord.com/channels/1/2/3",
    str: LONG,
    int: 2**63 - 1,
    tuple[Place, ...]: tuple(Place(city(zone), zone) for zone in ZONES),
    Meaning: Meaning("trail", LONG),
    date: date(2026, 12, 1),
    tuple[Meaning, ...]: tuple(Meaning(zone, city(zone)) for zone in ZONES),
}
NOW = 1_795_700_000  # the 26th of November 2026


def sample(kind: type[Exception]) -> Exception:
    """One of this kind with long data, whatever fields it has."""
    data: dict[str, Field[Any]] = getattr(kind, "__dataclass_fields__", {})
    return kind(*(OURS.get(field.name) or _value(field.type) for field in data.values()))


def _value(kind: object) -> object:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    return VALUES[kind]


def every(kind: type[Exception]) -> Iterator[type[Exception]]:
    """The kinds of an error that have none below them."""
    for below in kind.__subclasses__():
        yield from every(below)
    if not kind.__subclasses__():
        yield kind


SAMPLES = [
    *(sample(kind) for kind in every(MemberError) if kind is not UnknownName),
    *(UnknownName(kind, LONG) for kind in KINDS),
    *(Unusable(LONG, why) for why in Why if why is not Why.PAST),  # whose "later" blames nobody
    UnknownPlace(LONG),
    StoreUnavailable("the disk is full"),
    ValueError("a secret"),
]
GENERIC = words(ValueError(), NOW)
BLAME = ("late", "behind", "failed", "missed", "only", "still haven't", "forget", "oops", "sorry", "!")


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_words(error: Exception) -> None:
    said = words(error, NOW)
    assert (said == GENERIC) == isinstance(error, ValueError)
    assert said.endswith((".", "?"))
    assert not [word for word in BLAME if f" {word}" in f" {said.lower()}" and word not in LONG]
    assert LONG[:20] not in said
    assert "a secret" not in said
    assert view_faults(explain(error, NOW)) == []


@pytest.mark.parametrize("why", Why)
def test_an_example_lies_ahead(why: Why) -> None:
    said = words(Unusable("x", why), NOW)
    assert re.findall(r"\d{4}-\d\d-\d\d", said) in ([], ["2026-12-03"], ["2026-11-28"])


def test_what_sounds_like_a_place_is_offered() -> None:
    near = (Place("Berlin, Germany", "Europe/Berlin"),)
    assert words(UnknownPlace("Berlni", near), NOW) == (
        "I don't know a place called “Berlni”. Perhaps one of these?"
    )
    assert meanings(UnknownPlace("Berlni", near)) == (Meaning("Europe/Berlin", "Berlin, Germany"),)


@pytest.mark.parametrize(
    ("meaning", "said"),
    [
        (Meaning("2026-12-01"), "Tuesday 1 December 2026"),
        (Meaning("2026-12-01 09:00"), "Tuesday 1 December 2026, 09:00"),
        (Meaning("2027-10-31 02:30+02:00"), "Sunday 31 October 2027, 02:30, UTC+02:00"),
        (Meaning("Asia/Kolkata", "Kolkata"), "Kolkata (Asia/Kolkata)"),
    ],
)
def test_what_can_be_meant_in_words(meaning: Meaning, said: str) -> None:
    assert meaning_words(meaning) == said


@pytest.mark.parametrize(
    ("kind", "start"), [("action", "I don't know an action called"), ("phase", "I don't know a phase called")]
)
def test_an_unknown_name_leads_to_the_list(kind: str, start: str) -> None:
    assert words(UnknownName(kind, "x"), NOW).startswith(start)
