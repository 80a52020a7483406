"""Time zones as people name them: by city, by country's capital, or by IANA name."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from bot.domain.errors import UnknownZone

# Twenty-four zones that cover most people, from west to east: one select menu, with "Other…" as the last.
LIKELY = (
    "Pacific/Honolulu", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York",
    "America/Bogota", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Europe/London", "Africa/Lagos",
    "Europe/Paris", "Europe/Berlin", "Africa/Johannesburg", "Africa/Cairo", "Europe/Istanbul",
    "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Jakarta",
    "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip

# Cities whose zone bears another city's name.
CITIES = {
    "Abuja": "Africa/Lagos", "Ankara": "Europe/Istanbul",
    "Atlanta": "America/New_York", "Austin": "America/Chicago", "Bangalore": "Asia/Kolkata",
    "Barcelona": "Europe/Madrid", "Beijing": "Asia/Shanghai", "Bengaluru": "Asia/Kolkata",
    "Boston": "America/New_York", "Brasília": "America/Sao_Paulo", "Calgary": "America/Edmonton",
    "Cape Town": "Africa/Johannesburg", "Charlotte": "America/New_York", "Chennai": "Asia/Kolkata",
    "Cologne": "Europe/Berlin", "Dallas": "America/Chicago", "Delhi": "Asia/Kolkata",
    "Edinburgh": "Europe/London", "Frankfurt": "Europe/Berlin", "Geneva": "Europe/Zurich",
    "Guangzhou": "Asia/Shanghai", "Hamburg": "Europe/Berlin", "Hanoi": "Asia/Ho_Chi_Minh",
    "Houston": "America/Chicago", "Hyderabad": "Asia/Kolkata", "Islamabad": "Asia/Karachi",
    "Kraków": "Europe/Warsaw", "Kyoto": "Asia/Tokyo", "Lahore": "Asia/Karachi",
    "Las Vegas": "America/Los_Angeles", "Lyon": "Europe/Paris",
    "Manchester": "Europe/London", "Marseille": "Europe/Paris",
    "Medellín": "America/Bogota", "Miami": "America/New_York", "Milan": "Europe/Rome",
    "Minneapolis": "America/Chicago", "Mumbai": "Asia/Kolkata",
    "Munich": "Europe/Berlin", "New Delhi": "Asia/Kolkata", "Osaka": "Asia/Tokyo",
    "Ottawa": "America/Toronto",
    "Philadelphia": "America/New_York", "Porto": "Europe/Lisbon", "Portland": "America/Los_Angeles",
    "Pretoria": "Africa/Johannesburg", "Pune": "Asia/Kolkata", "Quebec": "America/Toronto",
    "Rio de Janeiro": "America/Sao_Paulo", "Rotterdam": "Europe/Amsterdam",
    "Saint Petersburg": "Europe/Moscow",
    "Salt Lake City": "America/Denver", "San Diego": "America/Los_Angeles",
    "San Francisco": "America/Los_Angeles", "Seattle": "America/Los_Angeles", "Shenzhen": "Asia/Shanghai",
    "Stuttgart": "Europe/Berlin", "The Hague": "Europe/Amsterdam",
    "Turin": "Europe/Rome", "Valencia": "Europe/Madrid", "Washington": "America/New_York",
    "Wellington": "Pacific/Auckland", "Zürich": "Europe/Zurich",
}  # fmt: skip

_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@dataclass(frozen=True, slots=True)
class Place:
    """A name somebody may type and the IANA zone it stands for."""

    name: str
    zone: str


def city(zone: str) -> str:
    """The city that a zone is named after: "New York" for America/New_York."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def find_zone(text: str) -> str:
    """The IANA zone for a city or zone name, however it is cased or spaced.

    UnknownZone, with a few that sound like it, if there is none.
    """
    key = _key(text)
    by_key = {_key(place.name): place.zone for place in reversed(places())}
    by_key |= {_key(place.zone): place.zone for place in places()}
    if key in by_key:
        return by_key[key]
    raise UnknownZone(name=text, near=tuple(place.zone for place in suggest(text, 3)))


def suggest(text: str, limit: int = 25) -> tuple[Place, ...]:
    """The places that best match what was typed so far; the likely ones when nothing was."""
    key = _key(text)
    if not key:
        return tuple(Place(city(zone), zone) for zone in LIKELY)[:limit]
    starts = [p for p in places() if _key(p.name).startswith(key) or (_key(p.zone) == key and _own_name(p))]
    holds = [p for p in places() if key in _key(f"{p.name} ({p.zone})") and p not in starts]
    found = (starts + holds)[:limit]
    return tuple(found or _sounding_like(key, limit))


@cache
def places() -> tuple[Place, ...]:
    """Every name that is understood, likely zones first, then by name."""
    zones = (files("tzdata") / "zones").read_text().split()
    named = [Place(city(z), z) for z in zones if z.startswith(_REGIONS)] + [Place("UTC", "UTC")]
    known = {place.name for place in named}
    extra = [Place(name, zone) for name, zone in CITIES.items() if name not in known]
    return tuple(sorted(named + extra, key=lambda p: (p.zone not in LIKELY, p.name)))


def _own_name(place: Place) -> bool:
    return place.name == city(place.zone)


def _sounding_like(key: str, limit: int) -> list[Place]:
    names = {index: _key(place.name) for index, place in enumerate(places())}
    matches = process.extract(key, names, scorer=fuzz.ratio, limit=limit, score_cutoff=60)
    return [places()[index] for _, _, index in matches]


def _key(text: str) -> str:
    return text.strip().casefold().replace("_", " ")
