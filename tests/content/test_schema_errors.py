"""What an author is told about a key or a value that is not as it should be."""

from pathlib import Path

import pytest

from tests.content.edits import C, Edit, F, R, case, told

CASES = (
    case(
        "an unknown key",
        (R, "        praise: Read.\n", "        prise: Read.\n"),
        "roadmap.yaml:19:9: phases.ground.actions.read-map.prise",
        'is no key here; did you mean "praise"?',
    ),
    case(
        "an unknown key unlike any",
        (F, "    answer: On a lead.\n", "    answer: On a lead.\n    on: red\n"),
        "faqs.yaml:10:5: questions.dogs.on",
        "is no key here; the keys are id, question, answer, formerly, retired, aliases, links",
    ),
    case(
        "a missing key",
        (R, "        why: Without one you walk in circles.\n", ""),
        "roadmap.yaml:13:9: phases.ground.actions.read-map.why",
        'is missing; add "why:" (the reason in one or two sentences)',
    ),
    case(
        "a blank text",
        (R, "why: Without one you walk in circles.", "why: ' '"),
        "roadmap.yaml:15:14: phases.ground.actions.read-map.why",
        "is blank; write a text",
    ),
    case(
        "an empty text",
        (R, "why: Without one you walk in circles.", "why:"),
        "roadmap.yaml:15:13: phases.ground.actions.read-map.why",
        "is empty; write a text",
    ),
    case(
        "a text too long",
        (R, "title: Read a map", "title: " + "x" * 81),
        "roadmap.yaml:14:16: phases.ground.actions.read-map.title",
        "81 characters; at most 80 fit",
    ),
    case(
        "an alias too long",
        (F, "dog allowed", "x" * 91),
        "faqs.yaml:11:9: questions.dogs.aliases.0",
        "91 characters; at most 90 fit",
    ),
    case(
        "two lines",
        (R, "title: Read a map", "title: |\n          Read\n          a map"),
        "roadmap.yaml:14:16: phases.ground.actions.read-map.title",
        "has a line break; write it in one line (after >- instead of |)",
    ),
    case(
        "no",
        (R, "title: Read a map", "title: no"),
        "roadmap.yaml:14:16: phases.ground.actions.read-map.title",
        'YAML reads no as false; put it in quotes: "no"',
    ),
    case(
        "a year as text",
        (R, 'as_of: "2026"', "as_of: 2026"),
        "roadmap.yaml:5:65: highlights.0.as_of",
        'YAML reads 2026 as a number; put it in quotes: "2026"',
    ),
    case(
        "a day as text",
        (R, 'as_of: "2026"', "as_of: 2026-11-23"),
        "roadmap.yaml:5:65: highlights.0.as_of",
        'YAML reads 2026-11-23 as a date; put it in quotes: "2026-11-23"',
    ),
    case(
        "a month that is none",
        (R, 'as_of: "2026"', 'as_of: "2026-13"'),
        "roadmap.yaml:5:65: highlights.0.as_of",
        '"2026-13" is no year, month or day; write "2026", "2026-11" or "2026-11-23"',
    ),
    case(
        "a list for a text",
        (R, "title: Read a map", "title: [map]"),
        "roadmap.yaml:14:16: phases.ground.actions.read-map.title",
        "needs a text, not a list; a text that begins with [ or { needs quotes",
    ),
    case(
        "a leading zero",
        (R, "first_month: 1", "first_month: 09"),
        "roadmap.yaml:9:18: phases.ground.first_month",
        "needs a whole number; write 9 without quotes, leading zeros or a point",
    ),
    case(
        "a quoted number",
        (R, "effort_hours: 6", "effort_hours: '6'"),
        "roadmap.yaml:18:23: phases.ground.actions.read-map.effort_hours",
        "needs a whole number; write 6 without quotes, leading zeros or a point",
    ),
    case(
        "half an hour",
        (R, "effort_hours: 6", "effort_hours: 6.5"),
        "roadmap.yaml:18:23: phases.ground.actions.read-map.effort_hours",
        'needs a whole number such as 6, not "6.5"',
    ),
    case(
        "a number with its unit",
        (R, "effort_hours: 6", "effort_hours: 6 hours"),
        "roadmap.yaml:18:23: phases.ground.actions.read-map.effort_hours",
        'needs a whole number such as 6, not "6 hours"',
    ),
    case(
        "no number",
        (R, "effort_hours: 6", "effort_hours:"),
        "roadmap.yaml:18:22: phases.ground.actions.read-map.effort_hours",
        "needs a whole number such as 6; it is empty",
    ),
    case(
        "a number too small",
        (R, "effort_hours: 6", "effort_hours: 0"),
        "roadmap.yaml:18:23: phases.ground.actions.read-map.effort_hours",
        "0 is too small; write 1 or more",
    ),
    case(
        "a number too large",
        (R, "effort_hours: 6", "effort_hours: 900"),
        "roadmap.yaml:18:23: phases.ground.actions.read-map.effort_hours",
        "900 is too large; write 500 or less",
    ),
    case(
        "praise without full stop",
        (R, "praise: Read.", "praise: Read"),
        "roadmap.yaml:19:17: phases.ground.actions.read-map.praise",
        '"Read" has no full stop; end it with one, in one line',
    ),
    case(
        "maybe",
        (R, "        praise: Read.", "        retired: maybe"),
        "roadmap.yaml:19:18: phases.ground.actions.read-map.retired",
        'needs true or false, not "maybe"',
    ),
    case(
        "a text for a list",
        (R, "        formerly: [pile-stones]", "        formerly: pile-stones"),
        "roadmap.yaml:34:19: phases.ground.actions.stack-stones.formerly",
        'needs a list, each entry on its own line after "- ", not "pile-stones"',
    ),
    case(
        "an empty list",
        (
            R,
            "        resources:\n          - title: Cairns\n            url: https://cairns.example.org/\n",
            "        resources: []\n",
        ),
        "roadmap.yaml:31:20: phases.ground.actions.stack-stones.resources",
        "has no entry; write at least 1",
    ),
    case(
        "a list too long",
        (R, "          - Find north.\n", "          - Find north.\n" + "          - Walk a little.\n" * 7),
        "roadmap.yaml:21:11: phases.ground.actions.read-map.first_steps",
        "9 entries; at most 8 fit",
    ),
    case(
        "a text for keys",
        (
            R,
            "          - title: Cairns\n            url: https://cairns.example.org/\n",
            "          - https://cairns.example.org/\n",
        ),
        "roadmap.yaml:32:13: phases.ground.actions.stack-stones.resources.0",
        'needs keys (title:, url:), not "https://cairns.example.org/"',
    ),
    case(
        "a bad id",
        (R, "id: walk-up", "id: Walk_Up"),
        "roadmap.yaml:41:13: phases.summit.actions.Walk_Up.id",
        '"Walk_Up" is no id; write lower case with single hyphens, such as "walk-up"',
    ),
    case(
        "an id too long",
        (R, "id: walk-up", "id: " + "a" * 33),
        "roadmap.yaml:41:13: phases.summit.actions.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.id",
        "33 characters; at most 32 fit",
    ),
    case(
        "http",
        (R, "https://cairns.example.org/", "http://cairns.example.org/"),
        "roadmap.yaml:33:18: phases.ground.actions.stack-stones.resources.0.url",
        "is not https; write https://cairns.example.org/ if that page exists",
    ),
    case(
        "no address",
        (R, "https://cairns.example.org/", "www.example.org"),
        "roadmap.yaml:33:18: phases.ground.actions.stack-stones.resources.0.url",
        '"www.example.org" is no https address; write one such as https://docs.python.org/3/',
    ),
    case(
        "a bracket in an address",
        (R, "https://cairns.example.org/", "https://cairns.example.org/a_(b)"),
        "roadmap.yaml:33:18: phases.ground.actions.stack-stones.resources.0.url",
        "has a bracket or a quote, which ends a link early; write ( as %28, ) as %29, and so on",
    ),
    case(
        "a status that is none",
        (C, "status: retired", "status: retird"),
        "certifications.yaml:17:13: certifications.stone-setter.status",
        'needs to be one of active, retiring, retired, not "retird"; did you mean "retired"?',
    ),
    case(
        "a quoted date",
        (C, "retired_on: 2026-03-31", "retired_on: '2026-03-31'"),
        "certifications.yaml:18:17: certifications.stone-setter.retired_on",
        "needs a date; write it without quotes: 2026-03-31",
    ),
    case(
        "a day that is none",
        (C, "retired_on: 2026-03-31", "retired_on: 2026-02-31"),
        "certifications.yaml:18:17: certifications.stone-setter.retired_on",
        'needs a date as year-month-day, such as 2026-11-23, not "2026-02-31"',
    ),
)


@pytest.mark.parametrize(("planted", "line"), CASES)
def test_a_value_is_told_in_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    assert told(tmp_path, planted) == [line]
