"""Places are understood or asked about, in whatever way they are written; never guessed."""

import unicodedata
from datetime import datetime
from pathlib import Path
from typing import NoReturn, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.gazetteer import ShippedGazetteer
from bot.domain.errors import MemberError, Unclear, UnknownPlace
from bot.domain.places.gazetteer import Gazetteer
from bot.domain.places.offering import offered
from bot.domain.places.reading import MOST, read_place
from bot.domain.zones import LIKELY, Place, city, same_clock
from bot.views.meanings import place_line
from tests.domain.typed import ASK, table

NOW = int(datetime.fromisoformat("2026-11-26T13:00:00+00:00").timestamp())
TYPED = table(Path(__file__).with_name("typed.tsv"))
UNDERSTOOD = table(Path(__file__).with_name("understood.tsv"))
CITIES = table(Path(__file__).with_name("cities.tsv"))
PLACES = ShippedGazetteer()


def read(text: str) -> Place | None:
    """The place that is understood, None where it is asked about."""
    try:
        return read_place(text, PLACES, NOW)
    except (Unclear, UnknownPlace):
        return None


@pytest.mark.parametrize(("typed", "right"), TYPED)
def test_what_people_type(typed: str, right: str) -> None:
    place, accepted = read(typed), right.split("|")
    if place is None:
        assert ASK in accepted or _offers(typed, accepted)
    else:
        assert any(same_clock(place.zone, zone, NOW) for zone in accepted if zone != ASK)


def _offers(typed: str, accepted: list[str]) -> bool:
    return any(
        same_clock(place.zone, zone, NOW) for place in offered(typed, PLACES, NOW) for zone in accepted
    )


def test_nearly_all_are_understood_or_asked_about_with_the_right_one_at_hand() -> None:
    meant = [(typed, right.split("|")) for typed, right in TYPED if ASK not in right]
    understood = [typed for typed, _ in meant if read(typed) is not None]
    assert len(understood) >= 0.95 * len(meant)


@pytest.mark.parametrize(("typed", "zone"), UNDERSTOOD)
def test_other_names_and_the_kind_of_a_place_are_understood(typed: str, zone: str) -> None:
    assert same_clock(read_place(typed, PLACES, NOW).zone, zone, NOW)


@pytest.mark.parametrize(("typed", "zone"), CITIES)
def test_a_large_city_is_understood_or_asked_about_among_others_of_its_name(typed: str, zone: str) -> None:
    try:
        found = [read_place(typed, PLACES, NOW).zone]
    except Unclear as unclear:
        found = [meaning.typed for meaning in unclear.meanings]
    assert any(same_clock(each, zone, NOW) for each in found)


def test_hardly_any_large_city_has_to_be_asked_about() -> None:
    assert len([typed for typed, _ in CITIES if read(typed) is None]) <= 0.02 * len(CITIES)


@pytest.mark.parametrize("zone", LIKELY)
def test_a_likely_zone_is_found_by_zone_and_by_city(zone: str) -> None:
    for typed in (zone, city(zone), zone.lower()):
        place = read(typed)
        assert place is not None, typed
        assert same_clock(place.zone, zone, NOW)


@pytest.mark.parametrize(
    "name",
    [
        "Zürich", "São Paulo", "Kraków", "Köln", "Brasília", "Berlin", "Île-de-France", "Hồ Chí Minh",
        "Αθήνα",
    ],
)  # fmt: skip
def test_case_composition_width_and_what_is_invisible_never_decide(name: str) -> None:
    plain = read(name)
    assert plain is not None
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    forms = (unicodedata.normalize("NFD", name), name.upper(), f"\u200b{name}\u2060", f" {name}. ", wide)
    assert [read(form) for form in forms] == [plain] * len(forms)


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("IST", {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}),
        ("UTC+2", {"Etc/GMT-2", "Europe/Berlin", "Europe/Athens", "Africa/Cairo"}),
        ("Davis", {"America/Los_Angeles"}),
        ("Portland", {"America/Los_Angeles", "America/New_York"}),
    ],
)
def test_what_can_mean_several_is_asked_among_them(typed: str, zones: set[str]) -> None:
    with pytest.raises(Unclear) as caught:
        read_place(typed, PLACES, NOW)
    assert zones <= {meaning.typed for meaning in caught.value.meanings}
    assert 2 <= len(caught.value.meanings) <= MOST


class Unasked:
    """A gazetteer in which nothing is to be looked up."""

    def __getattr__(self, name: str) -> NoReturn:
        raise AssertionError(f"asked for {name}")


@pytest.mark.parametrize("typed", ["a " * 3000, "Berlin, " * 13, "x" * 101])
def test_nothing_is_looked_up_for_what_is_too_long_to_be_a_place(typed: str) -> None:
    with pytest.raises(UnknownPlace) as caught:
        read_place(typed, cast(Gazetteer, Unasked()), NOW)
    assert (caught.value.name, caught.value.near) == (typed, ())


def test_the_first_of_several_are_of_different_clocks() -> None:
    with pytest.raises(Unclear) as caught:
        read_place("USA", PLACES, NOW)
    first, second, third, *_ = (meaning.typed for meaning in caught.value.meanings)
    assert (first, second, third) == ("America/New_York", "America/Chicago", "America/Los_Angeles")


@pytest.mark.parametrize("typed", ["Perth, Scotland", "Moscow, Idaho", "Paris Texas", "Barcelona, Venezuela"])
def test_what_tells_a_place_apart_is_never_dropped(typed: str) -> None:
    alone, told = read(typed.replace(",", "").split()[0]), read(typed)
    assert alone is not None
    assert told is not None
    assert alone.zone != told.zone


@pytest.mark.parametrize("typed", ["Berlin, Japan", "Tokyo, Texas", "London Mars"])
def test_a_place_is_not_looked_for_where_it_is_not_said_to_be(typed: str) -> None:
    assert read(typed) is None


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        ("Poole", "Europe/London"), ("Columbia", "America/New_York"), ("Male", "Indian/Maldives"),
        ("Alessandria", "Europe/Rome"), ("Sakata", "Asia/Tokyo"),
    ],
)  # fmt: skip
def test_what_others_call_like_that_never_outvotes_what_is_called_so(typed: str, own: str) -> None:
    with pytest.raises(Unclear) as caught:
        read_place(typed, PLACES, NOW)
    assert caught.value.meanings[0].typed == own
    assert len(caught.value.meanings) > 1


@pytest.mark.parametrize("typed", ["East", "West Coast", "Midlands", "Capital", "Union", "San", "the Coast"])
def test_a_word_that_names_something_everywhere_is_never_an_answer(typed: str) -> None:
    with pytest.raises((Unclear, UnknownPlace)):
        read_place(typed, PLACES, NOW)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Europe/Munich", "Munich, Germany"), ("Asia/Bangalore", "Bengaluru, India"),
        ("near Paris, France", "Paris, France"), ("I live in Berlin", "Berlin, Germany"),
        ("around Athens, Georgia", "Athens, Georgia, United States"), ("Mumbai - 400001", "Mumbai, India"),
        ("New", "New York, United States"), ("Hell", "Hellersdorf, Germany"), ("Berln", "Berlin, Germany"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_asked_about_with_what_is_in_it(typed: str, first: str) -> None:
    with pytest.raises(UnknownPlace) as caught:
        read_place(typed, PLACES, NOW)
    assert caught.value.near[0].name == first


@given(st.text(max_size=80) | st.sampled_from([typed for typed, _ in TYPED]))
def test_whatever_is_typed_is_a_place_or_a_question(typed: str) -> None:
    try:
        place = read_place(typed, PLACES, NOW)
    except MemberError:
        return
    assert same_clock(place.zone, place.zone, NOW)


@given(st.text(max_size=80) | st.sampled_from([typed for typed, _ in TYPED]), st.integers(1, 25))
def test_all_that_is_offered_is_taken_by_its_zone_and_by_its_name(typed: str, limit: int) -> None:
    found = offered(typed, PLACES, NOW, limit)
    assert len(found) <= limit
    for place in found:
        name = place_line(place)
        assert 1 <= len(name) <= 100
        for said in (place.zone, name, name.upper()):
            taken = read(said)
            assert taken is not None, said
            assert same_clock(taken.zone, place.zone, NOW)


@given(st.sampled_from([*(typed for typed, _ in TYPED), "Dominica", "Niger", "Mali", "Bath", "Guinea"]))
def test_what_would_be_taken_is_offered_first(typed: str) -> None:
    place = read(typed)
    if place is not None:
        assert place == offered(typed, PLACES, NOW)[0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("São P", "São Paulo"), ("ber", "Berlin"), ("muni", "Munich"), ("paris, te", "Paris, Texas"),
        ("europe/ber", "Berlin"), ("münc", "Munich"), ("東", "Tokyo"), ("new y", "New York"), ("utc", "UTC"),
        ("Berlni", "Berlin"),
    ],
)  # fmt: skip
def test_offers_while_somebody_types(typed: str, name: str) -> None:
    assert any(place.name.startswith(name) for place in offered(typed, PLACES, NOW)[:3])


def test_nothing_typed_offers_the_likely_ones() -> None:
    assert [place.zone for place in offered("", PLACES, NOW)] == list(LIKELY)


@pytest.mark.parametrize("typed", [",", "()", "(", "?", "🙂", "\u200b"])
def test_signs_alone_offer_nothing(typed: str) -> None:
    assert offered(typed, PLACES, NOW) == []
