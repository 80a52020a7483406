"""What kind of place a name is said to be of: "State of Victoria", "Kyiv oblast", "Georgia (country)"."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from bot.domain.places.gazetteer import Area, City

Thing = City | Area | str
"""What a name can stand for; text is the name of a time zone."""

Fits = Callable[[Thing], bool]


def _country(thing: Thing) -> bool:
    return isinstance(thing, Area) and not thing.where


def _region(thing: Thing) -> bool:
    return isinstance(thing, Area) and bool(thing.where)


def _city(thing: Thing) -> bool:
    return isinstance(thing, City)


def _island(thing: Thing) -> bool:
    """No city is an island of its name, and few regions are: Phoenix Islands, Victoria Island."""
    sea = isinstance(thing, str) and thing.startswith(("Pacific/", "Indian/", "Atlantic/"))
    return sea or _country(thing)


def _of_one_clock(thing: Thing) -> bool:
    """Wherever in the country somebody is: Southern Germany, but not Eastern Canada."""
    return isinstance(thing, Area) and not thing.where and len(thing.zones) == 1


_CITIES = "city|town|village|municipality|greater|metro|metropolitan|(?:metro(?:politan)? )?area|downtown"
_REGIONS = (
    r"province|prov\.?|provincia|prefecture|oblast|krai|canton|kanton|governorate|voivodeship|emirate"
    "|region|department|departement|departamento|land|bundesland"
)
_COUNTRIES = (
    "country|nation|republic|republik|bundesrepublik|republica|republique"
    "|kingdom|sultanate|principality|duchy"
)
_ISLAND, _ISLANDS = "island|isle|isla|ile|atoll", "islands|isles|islas|iles|archipelago"
_STATES = r"(?:us |u\.s\. |federal |free )?state|freistaat|estado|commonwealth|territory"

_SIDES = "(?:(?:north|south)(?:ern)?[ -]?)?(?:east|west)(?:ern)?|(?:north|south)(?:ern)?|central|upstate"

_KINDS: Sequence[tuple[str, str, Sequence[Fits]]] = (
    (_STATES, _STATES, (_region, _country)),
    (_REGIONS, _REGIONS, (_region, _city)),
    (r"county|co\.?", "county", (_region,)),
    (rf"(?:[a-z]+ )?(?:[a-z']+ )?(?:{_COUNTRIES})|[a-z]+ state", _COUNTRIES, (_country, _region)),
    (_CITIES, _CITIES, (_city,)),
    (_ISLAND, _ISLAND, (_island,)),
    (_ISLANDS, _ISLANDS, (_island, _region)),
    (_SIDES, _SIDES, (_of_one_clock,)),
)
"""What is said before a name, and what behind it, for each kind; and what fits it, the likeliest first."""


@cache
def _told() -> Sequence[tuple[re.Pattern[str], re.Pattern[str], Sequence[Fits]]]:
    """The patterns, compiled when somebody first types a place."""
    return [
        (
            re.compile(rf"(?:the )?(?:{before})(?: of| de| do| da| di)?(?: the)? (?P<name>.+?)(?: area)?"),
            re.compile(rf"(?P<name>.+?)[ -]\(?(?:the )?(?:{behind})\)?"),
            fits,
        )
        for before, behind, fits in _KINDS
    ]


def said_to_be(typed: str) -> Iterator[tuple[str, Sequence[Fits]]]:
    """The ways to take a plain text for a name and a kind; the first that fits something is meant."""
    for *patterns, fits in _told():
        for pattern in patterns:
            if found := pattern.fullmatch(typed):
                yield found["name"], fits
