"""What is offered while somebody types a place: all that would be understood, and what may become of it."""

from collections.abc import Iterable, Sequence

from bot.domain.errors import Unclear, UnknownPlace
from bot.domain.places.gazetteer import Area, Gazetteer, Named
from bot.domain.places.reading import places_of, read_place, suggestions
from bot.domain.places.writing import name_key
from bot.domain.typed import plain
from bot.domain.zones import LIKELY, Place, city


def offered(text: str, gazetteer: Gazetteer, now: int, limit: int = 25) -> Sequence[Place]:
    """The places for what was typed so far, what it means already first; the likely ones for nothing."""
    typed = plain(text.partition("(")[0]).strip(" ,")
    if not typed:
        return [Place(city(zone), zone) for zone in LIKELY][:limit]
    found = [*_meant(text, gazetteer, now), *_begun(typed, gazetteer, limit)]
    return _distinct(found or suggestions(typed, gazetteer, limit))[:limit]


def _meant(text: str, gazetteer: Gazetteer, now: int) -> Iterable[Place]:
    try:
        return [read_place(text, gazetteer, now)]
    except Unclear as unclear:
        return [Place(meaning.name, meaning.typed) for meaning in unclear.meanings]
    except UnknownPlace:
        return []


def _begun(typed: str, gazetteer: Gazetteer, limit: int) -> Iterable[Place]:
    """What begins like this: a name, or what stands behind one."""
    name, comma, rest = typed.partition(",")
    if comma:
        places = [place for named in gazetteer.named(name_key(name)) for place in places_of(named)]
        return [place for place in places if f", {rest.strip()}" in plain(place.name)]
    named = [each for each in gazetteer.beginning(name_key(typed), limit) if not _several(each)]
    cities = {place.zone for each in named if not isinstance(each.thing, str) for place in places_of(each)}
    return [place for each in named for place in places_of(each) if _adds(each, place, cities)]


def _several(named: Named) -> bool:
    """Whether it is an area with several clocks, which is asked about once its name is whole."""
    return isinstance(named.thing, Area) and len(named.thing.zones) > 1


def _adds(named: Named, place: Place, cities: set[str]) -> bool:
    """Whether a zone's own name is no second one for a city that is there."""
    return not isinstance(named.thing, str) or place.zone not in cities


def _distinct(places: Iterable[Place]) -> Sequence[Place]:
    return list({(place.name, place.zone): place for place in reversed([*places])}.values())[::-1]
