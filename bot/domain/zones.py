"""Time zones as people name them: by city, by country's capital, or by IANA name."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.errors import UnknownZone

# Twenty-four zones that cover most people, from west to east: one select menu, with "Other…" as the last.
LIKELY = (
    "Pacific/Honolulu", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York",
    "America/Bogota", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Europe/London", "Africa/Lagos",
    "Europe/Paris", "Europe/Berlin", "Africa/Johannesburg", "Africa/Cairo", "Europe/Istanbul",
    "Africa/Nairobi", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Jakarta",
    "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
)  # fmt: skip

# Cities whose zone bears another city's name, by zone.
_ELSEWHERE = {
    "Africa/Johannesburg": "Cape Town, Pretoria", "Africa/Lagos": "Abuja", "America/Bogota": "Medellín",
    "America/Chicago": "Austin, Dallas, Houston, Minneapolis", "America/Denver": "Salt Lake City",
    "America/Edmonton": "Calgary",
    "America/Los_Angeles": "Las Vegas, Portland, San Diego, San Francisco, Seattle",
    "America/New_York": "Atlanta, Boston, Charlotte, Miami, Philadelphia, Washington",
    "America/Sao_Paulo": "Brasília, Rio de Janeiro", "America/Toronto": "Ottawa, Quebec",
    "Asia/Ho_Chi_Minh": "Hanoi", "Asia/Karachi": "Islamabad, Lahore",
    "Asia/Kolkata": "Bangalore, Bengaluru, Chennai, Delhi, Hyderabad, Mumbai, New Delhi, Pune",
    "Asia/Shanghai": "Beijing, Guangzhou, Shenzhen", "Asia/Tokyo": "Kyoto, Osaka",
    "Europe/Amsterdam": "Rotterdam, The Hague",
    "Europe/Berlin": "Cologne, Frankfurt, Hamburg, Munich, Stuttgart", "Europe/Istanbul": "Ankara",
    "Europe/Lisbon": "Porto", "Europe/London": "Edinburgh, Manchester",
    "Europe/Madrid": "Barcelona, Valencia", "Europe/Moscow": "Saint Petersburg",
    "Europe/Paris": "Lyon, Marseille", "Europe/Rome": "Milan, Turin", "Europe/Warsaw": "Kraków",
    "Europe/Zurich": "Geneva, Zürich", "Pacific/Auckland": "Wellington",
}  # fmt: skip
CITIES = {name: zone for zone, names in _ELSEWHERE.items() for name in names.split(", ")}

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
    if key not in by_key:
        raise UnknownZone(name=text, near=tuple(place.zone for place in suggest(text, 3)))
    return by_key[key]


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
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - 3 MB that a start does without

    names = {index: _key(place.name) for index, place in enumerate(places())}
    matches = process.extract(key, names, scorer=fuzz.ratio, limit=limit, score_cutoff=60)
    return [places()[index] for _, _, index in matches]


def _key(text: str) -> str:
    return text.strip().casefold().replace("_", " ")
