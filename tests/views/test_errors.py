"""Every error has words: what happened, what is safe, what to do; and none of them blames anybody."""

from collections.abc import Iterator
from dataclasses import Field
from enum import Enum
from typing import Any

import pytest

from bot.domain.errors import MemberError, StoreUnavailable, UnknownName, UnknownZone, Unusable, Why
from bot.views.errors import explain, words
from tests.request_faults import view_faults

LONG = "[**@everyone**](https://x.example) " * 200
KINDS = ("phase", "action", "certification", "question", "roadmap")
ZONES = ("Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Tokyo")
OURS = {"what": "text"}  # fields that hold words of our own
VALUES: dict[object, object] = {
    str | None: "https://discord.com/channels/1/2/3",
    str: LONG,
    int: 2**63 - 1,
    tuple[str, ...]: ZONES,
}


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
    UnknownZone(LONG),
    StoreUnavailable("the disk is full"),
    ValueError("a secret"),
]
GENERIC = words(ValueError())
BLAME = ("late", "behind", "failed", "missed", "only", "still haven't", "forget", "oops", "sorry", "!")


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_words(error: Exception) -> None:
    said = words(error)
    assert (said == GENERIC) == isinstance(error, ValueError)
    assert said.endswith(".")
    assert not [word for word in BLAME if f" {word}" in f" {said.lower()}" and word not in LONG]
    assert LONG[:20] not in said
    assert "a secret" not in said
    assert view_faults(explain(error)) == []


def test_zones_that_sound_alike_are_named_by_their_city() -> None:
    said = words(UnknownZone("Berlni", ("Europe/Berlin",)))
    assert said == "I don't know a time zone called “Berlni”. Close to it: `Europe/Berlin` (Berlin)."


@pytest.mark.parametrize(
    ("kind", "start"), [("action", "I don't know an action called"), ("phase", "I don't know a phase called")]
)
def test_an_unknown_name_leads_to_the_list(kind: str, start: str) -> None:
    assert words(UnknownName(kind, "x")).startswith(start)
