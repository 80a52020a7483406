"""The content that we ship: whole, counted, and true about what can no longer be taken."""

import re
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from bot.content.check import check, load
from bot.domain.edits import Edit, differences
from bot.domain.library import Library
from bot.domain.paths import combinations, first_options
from bot.domain.personal import along
from bot.domain.roadmap import Roadmap, actions_of

CONTENT = Path(__file__).parents[2] / "content"
FIRST_EDITION = Path(__file__).parent / "first_edition"
PATHS = list(combinations(load(CONTENT).default.choices))
WEEKS = 13 / 3
"""A month has so many."""

SAID_OF_TIME = re.compile(r"about (\d+) hours")


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    return load(CONTENT).roadmap("mlops-engineer")


def answer_to(roadmap: Roadmap, name: str) -> str:
    """What is answered to the question with this id."""
    (question,) = (each for each in roadmap.questions if each.id == name)
    return question.answer


def test_it_has_no_fault() -> None:
    # A day on which everything had just been looked up: no warning can grow out of time passing.
    report = check(CONTENT, date(2026, 11, 26))
    assert [str(fault) for fault in (*report.faults, *report.warnings)] == []
    assert report.summary == "content: 1 roadmap, 22 actions, 11 certifications, 34 questions: ok"


def test_nobody_lost_anything_since_the_first_edition(roadmap: Roadmap) -> None:
    edits = {each.edit for each in differences(load(FIRST_EDITION), Library((roadmap,)))}
    assert edits == {Edit.NEW, Edit.DIVIDED, Edit.HOURS}


def test_phases_and_highlights_are_all_there(roadmap: Roadmap) -> None:
    assert [(phase.id, len(phase.actions)) for phase in roadmap.phases] == [
        ("foundations", 4),
        ("core-tools", 5),
        ("portfolio", 7),
        ("job-search", 6),
    ]
    months = [(phase.first_month, phase.last_month) for phase in roadmap.phases]
    assert months == [(1, 3), (4, 6), (7, 9), (10, 12)]
    figures = " · ".join(highlight.figure for highlight in roadmap.highlights)
    assert all(
        figure in figures
        for figure in ("$100,000 \N{EN DASH} $250,000", "+35 %", "8\N{EN DASH}12 months", "Advanced")
    )


def test_questions_are_all_there_and_asked_in_many_ways(roadmap: Roadmap) -> None:
    assert {
        "degree",
        "mlops-vs-ml-engineer",
        "mathematics",
        "certifications",
        "career-change",
        "biggest-challenge",
        "automation",
    } <= {question.id for question in roadmap.questions}
    assert len(roadmap.questions) >= 7 + 25
    assert all(len(question.aliases) >= 10 for question in roadmap.questions)
    assert {question.topic for question in roadmap.questions} == {topic.id for topic in roadmap.topics}


@pytest.mark.parametrize(
    ("name", "day", "told_as", "successor"),
    [
        (
            "aws-ml-specialty",
            date(2026, 3, 31),
            "31 March 2026",
            "AWS Certified Machine Learning Engineer \N{EN DASH} Associate",
        ),
        (
            "azure-ai-engineer",
            date(2026, 6, 30),
            "30 June 2026",
            "Azure AI Apps and Agents Developer Associate",
        ),
    ],
)
def test_a_retired_certification_is_told_with_its_successor(
    roadmap: Roadmap, name: str, day: date, told_as: str, successor: str
) -> None:
    certification = roadmap.certification(name)
    assert (certification.status, certification.retired_on) == ("retired", day)
    assert certification.replaced_by is not None
    assert successor in certification.replaced_by.title
    answer = " ".join(answer_to(roadmap, "certifications").split())
    assert told_as in answer
    assert successor in answer


def test_the_other_certifications_can_be_taken(roadmap: Roadmap) -> None:
    gone = {"aws-ml-specialty", "azure-ai-engineer", "azure-data-scientist"}
    assert {c.id for c in roadmap.certifications if c.ends} == gone
    assert {"google-ml-engineer", "cka", "databricks-spark"} <= {c.id for c in roadmap.certifications}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "-".join(path.values()))
def test_the_plan_adds_up_on_every_path(roadmap: Roadmap, path: dict[str, str]) -> None:
    """The hours that the texts name are those of the steps, and every phase fits its months."""
    walked = along(roadmap, path)
    total = sum(action.hours for action in walked.actions)
    for text in (roadmap.summary, answer_to(roadmap, "hours-a-week")):
        said = SAID_OF_TIME.search(" ".join(text.split()))
        assert said
        assert abs(int(said[1]) - total) < 5
    for phase in walked.current_phases:
        months = phase.last_month - phase.first_month + 1
        assert sum(action.hours for action in actions_of(phase)) <= months * WEEKS * 12


def test_the_months_at_a_pace_are_told_as_they_are(roadmap: Roadmap) -> None:
    total = sum(action.hours for action in along(roadmap, first_options(roadmap.choices)).actions)
    answer, summary = answer_to(roadmap, "hours-a-week"), roadmap.summary
    assert "At 17 hours a week that is 8 months, at 12 it is 11, at 9 about 15" in " ".join(answer.split())
    assert "at 17 hours a week 8 months, at 12 a week 11 or 12" in " ".join(summary.split())
    assert [round(total / hours / WEEKS) for hours in (17, 12, 9)] == [8, 11, 15]
    assert 24 < total / 5 / WEEKS < 28  # "at five a bit more than two years"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "-".join(path.values()))
def test_every_action_is_cut_small_on_every_path(roadmap: Roadmap, path: dict[str, str]) -> None:
    for action in along(roadmap, path).actions:
        assert 3 <= len(action.current_steps) <= 12, action.id
        assert all(step.start and step.done_when for step in action.current_steps), action.id
        assert len({step.start for step in action.current_steps}) == len(action.current_steps), action.id


def test_no_page_stands_twice_in_an_action(roadmap: Roadmap) -> None:
    for action in roadmap.actions:
        resources = (action.resources, *(step.resources for step in action.steps))
        pages = [page.url for page in chain(*resources)]
        assert len(pages) == len(set(pages)), action.id
        assert all(page.startswith("https://") for page in pages)


PAID_CLOUDS = {"google", "aws", "azure"}


def test_what_can_cost_money_says_how_much_and_how_it_ends(roadmap: Roadmap) -> None:
    """Actions on a cloud with a bill, and with a page that is paid for; `check` asks the rest."""
    costly = []
    for action in roadmap.actions:
        pages = chain(action.resources, *(step.resources for step in action.steps))
        clouds = {option for step in action.steps for each in step.only_for for option in each.options}
        if PAID_CLOUDS & clouds or any(page.cost == "paid" for page in pages):
            costly.append(action.id)
            assert re.search(r"USD [1-9]|USD 0\.|cents", action.detail), action.id
            assert re.search(r"delet|destroy|cancel|down\.sh", action.detail), action.id
    assert costly == [
        "cloud-deploy",
        "guided-project",
        "portfolio-project",
        "model-monitoring",
        "terraform",
        "certification-exam",
    ]
    assert all("Off: " in guide.costs for guide in roadmap.guides)


def test_what_is_true_of_an_exam_is_said_with_its_price_and_day(roadmap: Roadmap) -> None:
    for exam in roadmap.certifications:
        assert exam.source.startswith("https://")
        assert exam.ends or (exam.price and exam.valid_for), exam.id


def test_a_check_in_asks_something_else_for_twelve_weeks(roadmap: Roadmap) -> None:
    assert len(set(roadmap.check_ins)) == 12
    assert all("?" in question for question in roadmap.check_ins)


def test_a_project_for_each_focus_and_one_without_a_card(roadmap: Roadmap) -> None:
    focus = next(choice for choice in roadmap.choices if choice.id == "focus")
    assert {guide.focus for guide in roadmap.guides} >= {option.id for option in focus.options}
    assert any("without a credit card" in guide.title for guide in roadmap.guides)
    for guide in roadmap.guides:
        assert (len(guide.milestones), len(guide.rubric)) == (9, 8), guide.id
        assert "USD" in guide.costs
