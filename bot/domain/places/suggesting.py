"""What may be meant by something that is no name, or none yet."""

from collections.abc import Iterable, Sequence

from bot.domain.places.candidates import competing, distinct, places_of
from bot.domain.places.gazetteer import Area, Gazetteer, Named
from bot.domain.places.naming import MARKS, MOST_WORDS, fitting
from bot.domain.places.writing import name_key
from bot.domain.typed import key, plain
from bot.domain.zones import Place

_LEAST, _RUN = 3, 3
"""So many letters at least, and so many words at most, has a name that is looked for among others."""


def suggestions(typed: str, gazetteer: Gazetteer, limit: int = 5) -> tuple[Place, ...]:
    """Never an answer to a plain text, but perhaps what was meant: first what it contains or begins."""
    coded = [place for area in gazetteer.coded(key(typed)) for place in places_of(Named(area))]
    found = distinct([*coded, *_contained(typed, gazetteer), *begun(typed, gazetteer, limit)])
    return (found or distinct(_alike(typed, gazetteer, limit)))[:limit]


def begun(typed: str, gazetteer: Gazetteer, limit: int) -> Iterable[Place]:
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


def _contained(typed: str, gazetteer: Gazetteer) -> Iterable[Place]:
    """The names among its words: those of more words first, and then those that more people mean."""
    words = MARKS.sub(" ", typed).split()[:MOST_WORDS]
    for length in range(min(_RUN, len(words) - 1), 0, -1):
        runs = [" ".join(words[start : start + length]) for start in range(len(words) - length + 1)]
        named = [fitting(run, gazetteer) for run in runs if len(key(run)) >= _LEAST]
        found = [candidate for those in named for candidate in competing(those)]
        yield from (each.place for each in sorted(found, key=lambda each: (not each.own, -each.weight)))


def _alike(typed: str, gazetteer: Gazetteer, limit: int) -> Iterable[Place]:
    name = MARKS.split(typed)[0]
    alike: Sequence[Named] = gazetteer.sounding_like(name_key(name), limit) if len(key(name)) > _LEAST else ()
    return (place for each in alike for place in places_of(each))
