"""What can be meant by something typed, in words, and an example that lies ahead."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from bot.domain.errors import Meaning
from bot.domain.members import WEEKDAYS
from bot.domain.zones import Place
from bot.limits import CHOICE
from bot.views.components import clip

TYPED_TIME = 60
"""Room for a day or a time as people put it, in characters."""


def meaning_words(meaning: Meaning) -> str:
    """One thing that can be meant: "Tuesday 1 December 2026, 09:00", or a place as it is offered."""
    if meaning.name:
        return place_line(Place(meaning.name, meaning.typed))
    day, _, clock = meaning.typed.partition(" ")
    when = date.fromisoformat(day)
    said = f"{WEEKDAYS[when.weekday()]} {when.day} {when:%B %Y}"
    time, ahead = clock[:5], clock[5:]
    return ", ".join(part for part in (said, time, f"UTC{ahead}" if ahead else "") if part)


def meant(meaning: Meaning) -> str:
    """What stands for it in a menu, each for one only: cities of one zone are told apart by their names."""
    return meaning_words(meaning) if meaning.name else meaning.typed


def place_line(place: Place) -> str:
    """How a place is offered: "Munich, Germany (Europe/Berlin)"."""
    if place.zone.startswith("Etc/") or place.name == place.zone:
        return place.name
    zone = f" ({place.zone})"
    return f"{clip(place.name, CHOICE - len(zone))}{zone}"


def place_choices(places: Iterable[Place]) -> Iterable[tuple[str, str]]:
    """How places are offered, and what stands for each: its zone; for further cities of a zone, their names.

    Two that stood for the same could not be told apart by what comes back.
    """
    zones = set[str]()
    for place in places:
        line = place_line(place)
        yield line, line if place.zone in zones else place.zone
        zones.add(place.zone)


def moment_line(words: str, text: str) -> str:
    """How a moment is offered: "tomorrow 09:00 (2026-11-27 09:00)"."""
    return text if words == text else f"{words} ({text})"


def example_day(at: int, *, ahead: timedelta = timedelta(weeks=1)) -> str:
    """A day a week ahead of an instant (epoch seconds), or elsewhere, as it can be typed."""
    return (datetime.fromtimestamp(at, UTC).date() + ahead).isoformat()


def day_before(at: int) -> str:
    """A day that lies a little before an instant (epoch seconds), as it can be typed."""
    return example_day(at, ahead=-timedelta(days=6))
