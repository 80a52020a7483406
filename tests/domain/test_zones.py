"""Time zones by the names people give them."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UnknownZone
from bot.domain.zones import CITIES, LIKELY, Place, city, find_zone, places, suggest


def test_the_likely_zones_leave_room_for_one_more_in_a_menu() -> None:
    assert len(set(LIKELY)) == len(LIKELY) == 24


@pytest.mark.parametrize("zone", LIKELY)
def test_a_likely_zone_is_found_by_zone_and_by_city(zone: str) -> None:
    assert ZoneInfo(zone).key == zone
    assert find_zone(zone) == find_zone(city(zone)) == find_zone(zone.lower()) == zone


@pytest.mark.parametrize(("name", "zone"), list(CITIES.items()))
def test_a_city_has_the_zone_of_another(name: str, zone: str) -> None:
    assert ZoneInfo(zone).key == zone
    assert find_zone(f"  {name.upper()} ") == zone
    assert name not in {city(place.zone) for place in places()}


def test_every_name_on_offer_is_understood() -> None:
    for place in places():
        assert find_zone(place.zone) == place.zone
        assert ZoneInfo(find_zone(place.name)).key


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("UTC", "UTC"),
        ("new york", "America/New_York"),
        ("new_york", "America/New_York"),
        ("Kyiv", "Europe/Kyiv"),
    ],
)
def test_however_it_is_written(typed: str, zone: str) -> None:
    assert find_zone(typed) == zone


@pytest.mark.parametrize(("typed", "near"), [("Berlni", "Europe/Berlin"), ("Toky", "Asia/Tokyo")])
def test_what_nobody_knows_brings_names_that_sound_like_it(typed: str, near: str) -> None:
    with pytest.raises(UnknownZone) as caught:
        find_zone(typed)
    assert caught.value.name == typed
    assert caught.value.near[0] == near
    assert len(caught.value.near) <= 3


def test_what_sounds_like_nothing_brings_nothing() -> None:
    with pytest.raises(UnknownZone) as caught:
        find_zone("xyzzyplugh")
    assert caught.value.near == ()


def test_suggestions_start_with_the_likely_ones() -> None:
    assert [place.zone for place in suggest("")] == list(LIKELY)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("ber", Place("Berlin", "Europe/Berlin")),
        ("muni", Place("Munich", "Europe/Berlin")),
        ("europe/ber", Place("Berlin", "Europe/Berlin")),
        ("munich (eu", Place("Munich", "Europe/Berlin")),
    ],
)
def test_suggestions_while_typing(typed: str, place: Place) -> None:
    assert suggest(typed)[0] == place


@given(st.text(max_size=120), st.integers(1, 25))
def test_suggestions_are_never_too_many_and_always_real(typed: str, limit: int) -> None:
    found = suggest(typed, limit)
    assert len(found) <= limit
    assert set(found) <= {*places(), *suggest("")}
