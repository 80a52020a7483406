"""Where the rules of time zones come from: the system or the package tzdata, whichever is newer."""

import re
import zoneinfo
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tzdata import IANA_VERSION

_VERSION = re.compile(r"# version (\S+)")


class ZoneData(NamedTuple):
    """The version of the package, and that of the system, None where that has none or doesn't tell."""

    package: str
    system: str | None

    @property
    def of_system(self) -> bool:
        """Whether the system's are the newer ones."""
        return self.system is not None and self.system > self.package


def zone_data(folders: Iterable[str] = zoneinfo.TZPATH) -> ZoneData:
    """What there is; the first of the system's folders that holds a zone is the one that counts."""
    found = next((folder for folder in map(Path, folders) if (folder / "Europe").is_dir()), None)
    return ZoneData(IANA_VERSION, _version(found) if found else None)


def use_newest() -> None:
    """Take all rules from the newer of the two, before any zone was asked for.

    Python would take the system's where it has any: with names from the one and rules from the other, people
    are written to an hour off.
    """
    if not zone_data().of_system:
        zoneinfo.reset_tzpath(to=())


def _version(folder: Path) -> str | None:
    try:
        with (folder / "tzdata.zi").open(encoding="ascii", errors="replace") as file:
            told = _VERSION.match(file.readline())
    except OSError:
        return None
    return told[1] if told else None
