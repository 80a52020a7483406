"""What a host is told: a line that says what was looked at, and, if it is not fine, what to do."""

import pytest

from bot.views import doctor
from bot.views.doctor import SPARE_BYTES

MIB = 1 << 20


@pytest.mark.parametrize(
    ("ahead", "line"),
    [
        (0, "ok clock: agrees with Discord's"),
        (60, "ok clock: agrees with Discord's"),
        (-60, "ok clock: agrees with Discord's"),
        (61, "✗ clock: 61 seconds ahead of Discord's"),
        (-61, "✗ clock: 61 seconds behind Discord's"),
    ],
)
def test_a_clock_may_be_a_minute_off(ahead: int, line: str) -> None:
    assert doctor.clock(ahead).line.startswith(line)


def test_the_disk_needs_room_for_a_second_copy() -> None:
    size = 10 * MIB
    assert doctor.database("0005", "0005", size, size + SPARE_BYTES).line == (
        "ok database: whole, revision 0005, 74 MiB free"
    )
    assert doctor.database("0005", "0005", size, size + SPARE_BYTES - 1).line == (
        "✗ database: 73 MiB are free beside its 10: free 1 MiB more, or a backup may not fit."
    )
    assert doctor.database("0005", "0005", size, MIB - 1).line == (
        "✗ database: the disk is full, so nothing can be written: free some space."
    )


def test_several_things_are_listed_as_people_do() -> None:
    said = doctor.commands(3, lacking=["a", "b", "c"], changed=[], spare=["d"]).said
    assert "it lacks /a, /b and /c; it still has /d" in said


@pytest.mark.parametrize(
    ("system", "of_system", "line"),
    [
        ("2025b", False, "ok time zones: 2026f, of the package tzdata; the system has 2025b"),
        (None, False, "ok time zones: 2026f, of the package tzdata; the system's have no version"),
        ("2026g", True, "ok time zones: 2026g, the system's; the package tzdata has 2026f"),
    ],
)
def test_which_rules_of_time_zones_count(system: str | None, of_system: bool, line: str) -> None:
    assert doctor.zones("2026f", system, of_system=of_system).line == line
