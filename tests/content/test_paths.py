"""What an author is told about choices: what depends on them, and what is left on each path."""

from pathlib import Path

import pytest

from tests.content.edits import C, Edit, R, case, told

NEUTRAL = "            for: {weather: [snow], load: [heavy]}\n"

CASES = (
    case(
        "a choice with a slip",
        (R, "for: {weather: [sun]}", "for: {wether: [sun]}"),
        "roadmap.yaml:74:19: phases.ground.actions.pack.steps.hat.for.wether",
        '"wether" is no choice of this roadmap; did you mean "weather"?',
    ),
    case(
        "a choice that is none",
        (R, "for: {weather: [sun]}", "for: {month: [may]}"),
        "roadmap.yaml:74:19: phases.ground.actions.pack.steps.hat.for.month",
        '"month" is no choice of this roadmap; the choices are weather, load',
    ),
    case(
        "an option with a slip",
        (R, "for: {weather: [rain, snow]}", "for: {weather: [rain, snov]}"),
        "roadmap.yaml:80:35: phases.ground.actions.pack.steps.coat.for.weather.1",
        '"snov" is no option of this roadmap; did you mean "snow"?',
    ),
    case(
        "an option of another choice",
        (R, "for: {weather: [rain, snow]}", "for: {weather: [rain, snow, heavy]}"),
        "roadmap.yaml:80:41: phases.ground.actions.pack.steps.coat.for.weather.2",
        '"heavy" is no option of this roadmap; the options are sun, rain, snow',
    ),
    case(
        "an option under a former id",
        (R, "for: {weather: [rain, snow]}", "for: {weather: [wet, snow]}"),
        "roadmap.yaml:80:29: phases.ground.actions.pack.steps.coat.for.weather.0",
        '"wet" has a new id; write "rain"',
    ),
    case(
        "an option twice",
        (R, "for: {weather: [rain, snow]}", "for: {weather: [rain, snow, rain]}"),
        "roadmap.yaml:80:41: phases.ground.actions.pack.steps.coat.for.weather.2",
        '"rain" is in this list already; take it out',
    ),
    case(
        "an exam for nobody there is",
        (C, "for: {load: [light]}", "for: {load: [ligt]}"),
        "certifications.yaml:16:18: certifications.map-reader.for.load.0",
        '"ligt" is no option of this roadmap; did you mean "light"?',
    ),
    case(
        "a page for nobody there is",
        (R, "for: {weather: [snow]}}", "for: {weather: [now]}}"),
        "roadmap.yaml:67:82: phases.ground.actions.pack.resources.1.for.weather.0",
        '"now" is no option of this roadmap; did you mean "snow"?',
    ),
    case(
        "a path without a step",
        (R, "for: {weather: [rain, snow]}", "for: {weather: [rain], load: [light]}"),
        "roadmap.yaml:69:11: phases.ground.actions.pack.steps",
        'leave none for weather: rain, load: heavy; add one for that, or one without "for:"',
    ),
    case(
        "a path without an action",
        (R, "        hours: 8\n", "        hours: 8\n        for: {load: [light]}\n"),
        "roadmap.yaml:94:7: phases.summit.actions",
        'leave none for load: heavy; add one for that, or one without "for:"',
    ),
    case(
        "a choice of one option",
        (
            R,
            "phases:\n",
            "  - {id: pace, question: Which pace?, options: [{id: slow, title: Slow}]}\nphases:\n",
        ),
        "roadmap.yaml:18:48: choices.pace.options",
        "1 entry; write at least 2",
    ),
)


@pytest.mark.parametrize(("planted", "line"), CASES)
def test_a_condition_is_told_in_one_line(tmp_path: Path, planted: Edit, line: str) -> None:
    assert told(tmp_path, planted, which="stepped") == [line]


def test_a_step_that_its_action_hides_from_all_for_whom_it_is(tmp_path: Path) -> None:
    other = (R, "        short: Pack\n", "        short: Pack\n        for: {weather: [rain, snow]}\n")
    assert told(tmp_path, other, which="stepped") == [
        "roadmap.yaml:75:18: phases.ground.actions.pack.steps.hat.for: "
        "is for nobody whom the action is for; change one of the two"
    ]


def test_paths_that_an_action_is_not_for_need_no_step_in_it(tmp_path: Path) -> None:
    for_snow = (
        R,
        "        short: Pack\n",
        "        short: Pack\n        for: {weather: [snow], load: [heavy]}\n",
    )
    everybody = (
        (R, "            for: {weather: [sun]}\n", ""),
        (R, "            for: {weather: [rain, snow]}\n", ""),
    )
    assert told(tmp_path, for_snow, *everybody, which="stepped") == []


def test_retired_steps_leave_nothing(tmp_path: Path) -> None:
    retired = "            for: {weather: [sun]}\n            retired: true\n"
    more = """          - id: {0}
            title: Put on {0}
            hours: 1
            start: Open the cupboard.
            done_when: it is on.
            for: {{weather: [rain]}}
"""
    added = (R, NEUTRAL, NEUTRAL + more.format("boots") + more.format("gloves"))
    gone = (R, "            for: {weather: [sun]}\n", retired)
    assert told(tmp_path, added, gone, which="stepped") == [
        "roadmap.yaml:69:11: phases.ground.actions.pack.steps: "
        'leave none for weather: sun, load: light; add one for that, or one without "for:"'
    ]


def test_a_bad_id_of_an_option_is_told_once(tmp_path: Path) -> None:
    assert told(tmp_path, (R, "{id: snow, title", "{id: Snow, title"), which="stepped") == [
        'roadmap.yaml:12:14: choices.weather.options.Snow.id: "Snow" is no id; '
        'write lower case with single hyphens, such as "snow"'
    ]


def test_a_missing_choice_is_told_once(tmp_path: Path) -> None:
    (line,) = told(tmp_path, (R, "  - id: load\n    question", "  - question"), which="stepped")
    assert line.startswith("roadmap.yaml:13:5: choices.1.id: is missing; ")


def test_a_roadmap_that_can_not_be_read_makes_no_condition_wrong(tmp_path: Path) -> None:
    (line,) = told(tmp_path, (R, "title: Sunshine}", "title: Sun: shine}"), which="stepped")
    assert ": file: " in line
