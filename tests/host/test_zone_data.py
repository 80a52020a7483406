"""The rules of time zones come from one place: the newer of the system's and the package's."""

from pathlib import Path

import pytest
from tzdata import IANA_VERSION

from bot.host.zone_data import ZoneData, zone_data


def folder(at: Path, version: str | None) -> str:
    """A system's folder of zones."""
    (at / "Europe").mkdir(parents=True)
    if version is not None:
        (at / "tzdata.zi").write_text(f"# version {version}\nR A 1916 o - Jun 14 23s 1 S\n")
    return str(at)


@pytest.mark.parametrize(
    ("system", "of_system"), [("1999a", False), (IANA_VERSION, False), ("2199z", True), (None, False)]
)
def test_the_newer_one_counts(tmp_path: Path, system: str | None, of_system: bool) -> None:
    found = zone_data([str(tmp_path / "none"), folder(tmp_path / "zones", system)])
    assert found == ZoneData(IANA_VERSION, system)
    assert found.of_system is of_system


def test_a_machine_without_zones_has_the_package_s(tmp_path: Path) -> None:
    assert not zone_data([str(tmp_path)]).of_system
