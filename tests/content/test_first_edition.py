"""A roadmap of the first edition, as it was shipped: it loads as ever, and says what to write instead."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.content.check import check, load
from bot.domain.roadmap import Roadmap

CONTENT = Path(__file__).parent / "first_edition"
WRITTEN = {
    action["id"]: action
    for phase in yaml.safe_load((CONTENT / "mlops-engineer" / "roadmap.yaml").read_text("utf-8"))["phases"]
    for action in phase["actions"]
}


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    return load(CONTENT).default


def test_it_has_no_fault(roadmap: Roadmap) -> None:
    assert (len(roadmap.actions), len(roadmap.certifications), len(roadmap.questions)) == (19, 5, 7)
    assert (roadmap.choices, roadmap.topics, roadmap.guides) == ((), (), ())


@pytest.mark.parametrize("name", WRITTEN)
def test_an_action_is_one_step_that_bears_the_actions_id(roadmap: Roadmap, name: str) -> None:
    action, (step,) = roadmap.action(name), roadmap.action(name).steps
    assert action.ref(step) == name
    assert action.step_ids(step) == action.ids
    assert roadmap.step(name) == (action, step)
    assert (step.title, step.done_when) == (action.title, action.done_when)
    assert step.start == action.beginnings[0]


@pytest.mark.parametrize("name", WRITTEN)
def test_its_hours_and_ways_to_begin_are_those_that_were_written(roadmap: Roadmap, name: str) -> None:
    action, written = roadmap.action(name), WRITTEN[name]
    assert action.hours == action.effort_hours == written["effort_hours"]
    assert list(action.beginnings) == written["first_steps"]
    assert action.detail.strip() == written["detail"].strip()


def test_each_action_is_a_warning_that_says_what_to_write() -> None:
    report = check(CONTENT, date(2026, 11, 23))
    assert report.library is not None
    told = [warning for warning in report.warnings if "first edition" in warning.sentence]
    first = told[0]
    assert len(told) == len(WRITTEN)
    assert (first.line, first.path) == (65, "phases.foundations.actions.numpy-pandas.effort_hours")
    assert first.sentence == ('is of the first edition; write "steps:", each with its hours, or "hours: 30"')
