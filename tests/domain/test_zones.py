"""Time zones: the likely ones, their names, and which keep the same clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.zones import LIKELY, city, same_clock

NOW = int(datetime.fromisoformat("2026-11-26T13:00:00+00:00").timestamp())


def test_the_likely_zones_leave_room_for_one_more_in_a_menu() -> None:
    assert len(set(LIKELY)) == len(LIKELY) == 24
    assert [ZoneInfo(zone).key for zone in LIKELY] == list(LIKELY)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Etc/GMT-2", "UTC+2"),
        ("Etc/GMT+5", "UTC-5"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_named_by_its_city_or_by_how_far_it_is_from_utc(zone: str, name: str) -> None:
    assert city(zone) == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Europe/Berlin", "Europe/Paris", True),
        ("Asia/Kolkata", "Asia/Calcutta", True),
        ("America/Denver", "America/Phoenix", False),
        ("Europe/Athens", "Asia/Jerusalem", False),  # their summers begin two days apart
        ("Australia/Sydney", "Australia/Brisbane", False),
    ],
)
def test_clocks_are_the_same_where_they_are_on_every_day(one: str, other: str, same: bool) -> None:
    assert same_clock(one, other, NOW) is same_clock(other, one, NOW) is same
