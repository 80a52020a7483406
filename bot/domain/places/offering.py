"""What is offered while somebody types a place: all that would be understood, and what may become of it."""

from collections.abc import Sequence

from bot.domain.places.gazetteer import Gazetteer
from bot.domain.places.reading import meanings
from bot.domain.places.suggesting import begun, suggestions
from bot.domain.typed import LONGEST, bare
from bot.domain.zones import LIKELY, Place, city


def offered(text: str, gazetteer: Gazetteer, now: int, limit: int = 25) -> Sequence[Place]:
    """The places for what was typed so far, what it means already first; the likely ones for nothing."""
    if not text.strip():
        return [Place(city(zone), zone) for zone in LIKELY][:limit]
    if len(text) > LONGEST:
        return ()
    typed = bare(text.partition("(")[0] or text)
    found = [*meanings(text, gazetteer, now), *begun(typed, gazetteer, limit)]
    return list(dict.fromkeys(found or suggestions(bare(text), gazetteer, limit)))[:limit]
