"""What an author is told about months, dates and amounts that do not go together."""

from pathlib import Path

import pytest

from tests.content.edits import C, Edit, R, case, told

CASES = (
    case(
        "retired without a date",
        (C, "    retired_on: 2026-03-31\n", ""),
        "certifications.yaml:11:5: certifications.stone-setter.retired_on",
        'is missing; a retired exam needs "retired_on:" (the day of its retirement)',
    ),
    case(
        "active with a date",
        (C, "    status: active\n", "    status: active\n    retired_on: 2026-12-31\n"),
        "certifications.yaml:9:17: certifications.map-reader.retired_on",
        "does not go with status active; write retiring or retired, or take it out",
    ),
    case(
        "retiring, though it is over",
        (C, "status: retired\n", "status: retiring\n"),
        "certifications.yaml:17:13: certifications.stone-setter.status",
        "retired_on is 2026-03-31 and checked_on 2026-11-01; write retired",
    ),
    case(
        "retired, though still to come",
        (C, "retired_on: 2026-03-31", "retired_on: 2027-03-31"),
        "certifications.yaml:17:13: certifications.stone-setter.status",
        "retired_on is 2027-03-31 and checked_on 2026-11-01; write retiring",
    ),
    case(
        "a phase that ends before it begins",
        (R, "first_month: 4", "first_month: 7"),
        "roadmap.yaml:38:17: phases.summit.last_month",
        "6 comes before first_month 7; write 7 or more",
    ),
    case(
        "phases out of order",
        (R, "first_month: 1\n    last_month: 3", "first_month: 5\n    last_month: 6"),
        "roadmap.yaml:37:18: phases.summit.first_month",
        "4 comes before the phase above begins (month 5); put the phases in order",
    ),
    case(
        "a phase without actions that count",
        (R, "        hours: 8", "        hours: 8\n        retired: true"),
        "roadmap.yaml:41:7: phases.summit.actions",
        "all its actions are retired; retire the phase too (retired: true)",
    ),
)


@pytest.mark.parametrize(("planted", "line"), CASES)
def test_a_contradiction_is_told_in_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    assert told(tmp_path, planted) == [line]
