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
        "is no key here; the keys are id, question, answer, formerly, retired, aliases, links, topic, "
        "source, checked_on",
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
        (R, "hours: 6", "effort_hours: '6'"),
        "roadmap.yaml:18:23: phases.ground.actions.read-map.effort_hours",
        "needs a whole number; write 6 without quotes, leading zeros or a point",
    ),
    case(
        "half an hour",
        (R, "hours: 6", "effort_hours: 6.5"),
        "roadmap.yaml:18:23: phases.ground.actions.read-map.effort_hours",
        'needs a whole number such as 6, not "6.5"',
    ),
    case(
        "a number with its unit",
        (R, "hours: 6", "effort_hours: 6 hours"),
        "roadmap.yaml:18:23: phases.ground.actions.read-map.effort_hours",
        'needs a whole number such as 6, not "6 hours"',
    ),
    case(
        "no number",
        (R, "hours: 6", "effort_hours:"),
        "roadmap.yaml:18:22: phases.ground.actions.read-map.effort_hours",
        "needs a whole number such as 6; it is empty",
    ),
    case(
        "a number too small",
        (R, "hours: 6", "effort_hours: 0"),
        "roadmap.yaml:18:23: phases.ground.actions.read-map.effort_hours",
        "0 is too small; write 1 or more",
    ),
    case(
        "a number too large",
        (R, "hours: 6", "effort_hours: 900"),
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
        (R, "          - find north\n", "".join(f"          - go {n} miles\n" for n in range(100))),
        "roadmap.yaml:21:11: phases.ground.actions.read-map.aliases",
        "101 entries; at most 100 fit",
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
        "a bad id that is linked",
        (R, "id: read-map", "id: Read_Map"),
        "roadmap.yaml:13:13: phases.ground.actions.Read_Map.id",
        '"Read_Map" is no id; write lower case with single hyphens, such as "read-map"',
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
        'needs to be one of beta, active, retiring, retired, not "retird"; did you mean "retired"?',
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


# The same of a roadmap with steps.
STEPPED = (
    case(
        "a step too short",
        (R, "hours: 0.5", "hours: 0"),
        "roadmap.yaml:40:20: phases.ground.actions.read-map.steps.unfold.hours",
        "0 is too small; write 0.5 or more",
    ),
    case(
        "a step too long",
        (R, "hours: 0.5", "hours: 5"),
        "roadmap.yaml:40:20: phases.ground.actions.read-map.steps.unfold.hours",
        "5 is too large; write 4 or less",
    ),
    case(
        "a third of an hour",
        (R, "hours: 0.5", "hours: 1.3"),
        "roadmap.yaml:40:20: phases.ground.actions.read-map.steps.unfold.hours",
        "1.3 is no whole or half number; write 1.5",
    ),
    case(
        "a quarter of an hour",
        (R, "hours: 0.5", "hours: 0.2"),
        "roadmap.yaml:40:20: phases.ground.actions.read-map.steps.unfold.hours",
        "0.2 is no whole or half number; write 0.5",
    ),
    case(
        "hours without end",
        (R, "hours: 0.5", "hours: 1.0e+999"),
        "roadmap.yaml:40:20: phases.ground.actions.read-map.steps.unfold.hours",
        'needs hours such as 2 or 1.5, not "1.0e+999"',
    ),
    case(
        "quoted hours",
        (R, "hours: 0.5", "hours: '0.5'"),
        "roadmap.yaml:40:20: phases.ground.actions.read-map.steps.unfold.hours",
        "needs hours; write 0.5 alone",
    ),
    case(
        "hours with their unit",
        (R, "hours: 0.5", "hours: 2 hours"),
        "roadmap.yaml:40:20: phases.ground.actions.read-map.steps.unfold.hours",
        "needs hours; write 2 alone",
    ),
    case(
        "hours in words",
        (R, "hours: 0.5", "hours: half"),
        "roadmap.yaml:40:20: phases.ground.actions.read-map.steps.unfold.hours",
        'needs hours such as 2 or 1.5, not "half"',
    ),
    case(
        "hours that are empty",
        (R, "hours: 8", "hours:"),
        "roadmap.yaml:99:15: phases.summit.actions.walk-up.hours",
        "needs hours such as 2 or 1.5; it is empty",
    ),
    case(
        "a habit of one time",
        (R, "repeat: 4", "repeat: 1"),
        "roadmap.yaml:58:21: phases.ground.actions.read-map.steps.walk-daily.repeat",
        "1 is too small; write 2 or more",
    ),
    case(
        "a habit for life",
        (R, "repeat: 4", "repeat: 21"),
        "roadmap.yaml:58:21: phases.ground.actions.read-map.steps.walk-daily.repeat",
        "21 is too large; write 20 or less",
    ),
    case(
        "a long id of a step",
        (R, "id: walk-daily", "id: walk-with-it-daily"),
        "roadmap.yaml:53:17: phases.ground.actions.read-map.steps.walk-with-it-daily.id",
        "18 characters; at most 16 fit",
    ),
    case(
        "a step without a beginning",
        (R, "            start: Put on your boots.\n", ""),
        "roadmap.yaml:53:13: phases.ground.actions.read-map.steps.walk-daily.start",
        'is missing; add "start:" '
        "(the first 15 minutes: a thing to type, open, draw or read, without a decision)",
    ),
    case(
        "a cost that is none",
        (R, "cost: account", "cost: login"),
        "roadmap.yaml:52:23: phases.ground.actions.read-map.steps.find-north.resources.0.cost",
        'needs to be one of free, paid, account, not "login"',
    ),
    case(
        "a list for whom",
        (R, "for: {weather: [sun]}", "for: [sun]"),
        "roadmap.yaml:74:18: phases.ground.actions.pack.steps.hat.for",
        'needs choices with their options: "{cloud: [aws]}", not a list',
    ),
    case(
        "one option without a list",
        (R, "for: {weather: [sun]}", "for: {weather: sun}"),
        "roadmap.yaml:74:28: phases.ground.actions.pack.steps.hat.for.weather",
        'needs a list, each entry on its own line after "- ", not "sun"',
    ),
    case(
        "no option",
        (R, "for: {weather: [sun]}", "for: {weather: []}"),
        "roadmap.yaml:74:28: phases.ground.actions.pack.steps.hat.for.weather",
        "has no entry; write at least 1",
    ),
    case(
        "a day that is a text",
        (R, "on: 2027-01-14", "on: in January"),
        "roadmap.yaml:35:17: phases.ground.actions.read-map.dates.0.on",
        'needs a date as year-month-day, such as 2026-11-23, not "in January"',
    ),
    case(
        "an unknown key beside steps",
        (R, "        short: Map\n", "        short: Map\n        weight: 3\n"),
        "roadmap.yaml:28:9: phases.ground.actions.read-map.weight",
        "is no key here; the keys are id, title, why, detail, done_when, resources, formerly, retired, "
        "short, needs, steps, hours, praise, aliases, for, dates",
    ),
    case(
        "two exams' worth of price",
        (C, "price: USD 20", f"price: USD {'20' * 40}"),
        "certifications.yaml:9:12: certifications.map-reader.price",
        "84 characters; at most 60 fit",
    ),
    case(
        "a beta that was replaced",
        (C, "    until: 2027-02-01\n", "    retired_on: 2027-02-01\n"),
        "certifications.yaml:15:17: certifications.map-reader.retired_on",
        "does not go with status beta; write retiring or retired, or take it out",
    ),
    case(
        "an address of a highlight",
        (R, "https://guild.example.org/pay", "guild.example.org"),
        "roadmap.yaml:5:78: highlights.0.url",
        '"guild.example.org" is no https address; write one such as https://docs.python.org/3/',
    ),
)


@pytest.mark.parametrize(("planted", "line"), CASES)
def test_a_value_is_told_in_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    assert told(tmp_path, planted) == [line]


@pytest.mark.parametrize(("planted", "line"), STEPPED)
def test_a_value_of_a_step_is_told_in_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    assert told(tmp_path, planted, which="stepped") == [line]


def test_on_is_a_key_with_quotes_and_without(tmp_path: Path) -> None:
    """YAML 1.1 reads it as true, and editors as a text."""
    assert told(tmp_path, (R, "- on: 2027-01-14", '- "on": 2027-01-14'), which="stepped") == []


def test_a_bad_id_is_told_where_it_stands_and_not_where_it_is_named(tmp_path: Path) -> None:
    bad_ids = ((R, "id: read-map", "id: Read Map"), (R, "id: ground", "id: Ground"))
    assert [line.partition(": ")[0] for line in told(tmp_path / "bad", *bad_ids)] == [
        "roadmap.yaml:7:9",
        "roadmap.yaml:13:13",
    ]
    (line,) = told(tmp_path / "missing", (R, "      - id: read-map\n        title", "      - title"))
    assert line.startswith('roadmap.yaml:13:9: phases.ground.actions.0.id: is missing; add "id:" ')
