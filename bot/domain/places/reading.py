"""From what somebody types for a place to its time zone: understood, or asked about; never guessed."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.domain.errors import Meaning, Unclear, UnknownPlace
from bot.domain.places.abbreviations import zones_called
from bot.domain.places.candidates import CITY_RATIO, Candidate, competing, decided, ratio
from bot.domain.places.gazetteer import Gazetteer
from bot.domain.places.naming import MOST_WORDS, VAGUE, fitting, parts_of
from bot.domain.places.offsets import distance, keeps, read_offset
from bot.domain.places.suggesting import suggestions
from bot.domain.places.writing import name_key
from bot.domain.typed import LONGEST, bare, key
from bot.domain.zones import Place, city, same_clock

MOST = 24
"""So many meanings are told at most: they fit a menu with one more option."""

_IANA = re.compile(r"\(([\w+-]+(?:/[\w+-]+)+)\)\s*$")
_EMPTY_WORDS = re.compile(r"\s+(?:local )?(?:time ?zone|timezone|time|tz)$")


def read_place(text: str, gazetteer: Gazetteer, now: int) -> Place:
    """The place that is meant, at an instant (epoch seconds).

    Raises Unclear with what it can mean, or UnknownPlace with a few that it may: none for more than LONGEST
    characters.
    """
    if len(text) > LONGEST:
        raise UnknownPlace(text)
    found = meanings(text, gazetteer, now)
    if not found:
        raise UnknownPlace(text, suggestions(bare(text), gazetteer))
    if len(found) > 1 or name_key(bare(text)) in VAGUE:
        raise Unclear(text, tuple(Meaning(place.zone, place.name) for place in found[:MOST]))
    return found[0]


def meanings(text: str, gazetteer: Gazetteer, now: int) -> Sequence[Place]:
    """One if it is understood, several if it is to be asked about, the likeliest first; none if unknown."""
    if (offered := _IANA.search(text)) and (zone := _zone_named(offered[1], gazetteer)):
        return [Place(text[: offered.start()].strip(), zone)]
    typed = bare(text)
    offset = read_offset(typed, now)
    if offset is not None:
        return offset
    if "/" in typed and (zone := _zone_named(typed.partition("(")[0], gazetteer)):
        return [Place(city(zone), zone)]
    if called := zones_called(key(typed)):
        return decided(_zones(called), CITY_RATIO, now)
    found = _of_name(typed, gazetteer, now)
    shorter = _EMPTY_WORDS.sub("", typed)
    if not found and shorter != typed:
        found = _of_name(shorter, gazetteer, now)
    return found or _told_twice(typed, gazetteer, now)


def _zone_named(name: str, gazetteer: Gazetteer) -> str | None:
    things = (named.thing for named in gazetteer.named(name_key(name)))
    return next((thing for thing in things if isinstance(thing, str)), None)


def _zones(names: Iterable[str]) -> Sequence[Candidate]:
    return [Candidate(Place(city(zone), zone)) for zone in names]


def _of_name(typed: str, gazetteer: Gazetteer, now: int) -> Sequence[Place]:
    named = fitting(typed, gazetteer)
    return decided(competing(named), ratio(named), now)


def _told_twice(typed: str, gazetteer: Gazetteer, now: int) -> Sequence[Place]:
    """The places on which all agrees that is told of one clock: "IST (India)", "CET Berlin", "PST/PDT"."""
    for parts in _apart(typed):
        ahead = [each for part in parts if (each := distance(part)) is not None]
        called = [_zones(zones) for part in parts if (zones := zones_called(key(part)))]
        if not ahead and not called:
            continue
        names = [part for part in parts if distance(part) is None and not zones_called(key(part))]
        first, *others = [*(_any_of(name, gazetteer) for name in names), *called] or [()]
        agreed = [candidate for candidate in first if _agree(candidate.place.zone, others, ahead, now)]
        if agreed:
            return decided(agreed, CITY_RATIO, now)
    return ()


def _any_of(names: str, gazetteer: Gazetteer) -> Sequence[Candidate]:
    """What is meant by a name, or by one of two: not all of "US & Canada" keeps the clock of a part of it."""
    return [each for name in names.split("&") for each in competing(fitting(name.strip(), gazetteer))]


def _apart(typed: str) -> Iterable[Sequence[str]]:
    """The ways to take it apart: at its marks, or after any word."""
    yield parts_of(typed)
    words = typed.split()
    for cut in range(1, len(words) if len(words) <= MOST_WORDS else 0):
        yield " ".join(words[:cut]), " ".join(words[cut:])


def _agree(zone: str, told: Iterable[Sequence[Candidate]], ahead: Iterable[timedelta], now: int) -> bool:
    """Whether it keeps the clock of one of each of these, and at some time in a year these distances."""
    clocks = (any(same_clock(zone, each.place.zone, now) for each in candidates) for candidates in told)
    return all(keeps(zone, each, now) for each in ahead) and all(clocks)
