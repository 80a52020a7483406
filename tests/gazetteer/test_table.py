"""The table of places that ships is the one that its script builds, and is what its reader takes it for."""

from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.content.gazetteer import LONGEST, ShippedGazetteer
from bot.domain.places.gazetteer import Area, City
from bot.domain.places.writing import name_key
from tests.gazetteer.build import FOLDER, head

NAMES = (FOLDER / "names.tsv").read_bytes().splitlines()
PLACES = (FOLDER / "places.tsv").read_text(encoding="utf-8").splitlines()
LIKELY = (FOLDER / "likely.tsv").read_bytes().splitlines()


def test_it_was_built_by_the_script_as_it_is() -> None:
    assert PLACES[:2] == head().splitlines(), "run: python -m tests.gazetteer.build"


def test_names_are_sorted_and_no_line_is_too_long() -> None:
    keys = [line.partition(b"\t")[0] for line in NAMES]
    assert all(one < other for one, other in pairwise(keys))
    assert max(map(len, NAMES)) < LONGEST
    assert max(len(line.encode()) for line in PLACES) < LONGEST


def test_likely_names_are_names() -> None:
    keys = {line.partition(b"\t")[0] for line in NAMES}
    assert {line.partition(b"\t")[0] for line in LIKELY} < keys


def test_every_zone_is_known() -> None:
    zones = {
        fields[4] if len(fields := line.split("\t")) == 6 else line
        for line in PLACES[2:]
        if "\t\t" not in line
    }
    names = {zone for zone in zones if "\t" not in zone}
    assert len(names) > 400
    assert [ZoneInfo(name).key for name in names] == list(names)


@pytest.mark.parametrize("line", [NAMES[0], NAMES[-1], *NAMES[::5000]], ids=lambda line: line.decode()[:20])
def test_every_name_is_found(line: bytes) -> None:
    name, _, marks = line.decode().partition("\t")
    found = ShippedGazetteer().named(name)
    assert len(found) == len(marks.split())
    assert [each.own for each in found] == ["~" not in mark for mark in marks.split()]


@pytest.mark.parametrize("key", ["", "berlix", "~", "\U0010ffff", "0", "#"])
def test_what_is_no_name_is_not_found(key: str) -> None:
    assert ShippedGazetteer().named(key) == []


def test_a_country_knows_its_clocks_and_a_code_its_regions() -> None:
    table = ShippedGazetteer()
    (country,) = (each.thing for each in table.named("canada") if isinstance(each.thing, Area))
    first, people = country.zones[0]
    assert (first.zone, country.region) == ("America/Toronto", "")
    assert people > first.people
    assert {area.name for area in table.coded("al")} == {"Alabama", "Alagoas", "Albania"}


def test_what_begins_alike_comes_with_its_own_name_first_and_then_by_size() -> None:
    found = ShippedGazetteer().beginning(name_key("Berl"), 5)
    order = [(not each.own, -each.thing.people) for each in found if isinstance(each.thing, City)]
    assert order == sorted(order)
    assert isinstance(found[0].thing, City)
    assert found[0].thing.name == "Berlin"
