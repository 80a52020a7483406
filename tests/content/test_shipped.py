"""The content that we ship: whole, counted, and true about what can no longer be taken."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content.check import check, load
from bot.domain.edits import Edit, differences
from bot.domain.library import Library
from bot.domain.roadmap import Roadmap

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    return load(CONTENT).roadmap("mlops-engineer")


def test_it_has_no_fault() -> None:
    # A day on which everything had just been looked up: no warning can grow out of time passing.
    report = check(CONTENT, date(2026, 11, 23))
    assert report.faults == ()
    assert {fault.path.rpartition(".")[2] for fault in report.warnings} == {"effort_hours"}
    assert report.summary.startswith("content: 1 roadmap, 19 actions, 5 certifications, 7 questions: ok")


def test_the_second_edition_has_no_fault_and_loses_nobodys_progress(roadmap: Roadmap, tmp_path: Path) -> None:
    """It is not served yet; it lies beside what is."""
    shutil.copytree(CONTENT / "_second-edition", tmp_path / "mlops-engineer")
    report = check(tmp_path, date(2026, 11, 26))
    assert [str(fault) for fault in (*report.faults, *report.warnings)] == []
    assert report.library is not None
    edits = {each.edit for each in differences(Library((roadmap,)), report.library)}
    assert edits == {Edit.NEW, Edit.DIVIDED, Edit.HOURS}


def test_phases_and_highlights_are_all_there(roadmap: Roadmap) -> None:
    assert [(phase.id, len(phase.actions)) for phase in roadmap.phases] == [
        ("foundations", 4),
        ("core-tools", 5),
        ("portfolio", 5),
        ("job-search", 5),
    ]
    months = [(phase.first_month, phase.last_month) for phase in roadmap.phases]
    assert months == [(1, 3), (4, 6), (7, 9), (10, 12)]
    figures = " · ".join(highlight.figure for highlight in roadmap.highlights)
    assert len(roadmap.highlights) == 4
    assert all(
        figure in figures
        for figure in ("$100,000 \N{EN DASH} $250,000", "+35 %", "8\N{EN DASH}12 months", "Advanced")
    )


def test_questions_are_all_there_and_asked_in_many_ways(roadmap: Roadmap) -> None:
    assert [question.id for question in roadmap.questions] == [
        "degree",
        "mlops-vs-ml-engineer",
        "mathematics",
        "certifications",
        "career-change",
        "biggest-challenge",
        "automation",
    ]
    assert all(len(question.aliases) >= 10 for question in roadmap.questions)


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
    answer = " ".join(roadmap.question("certifications").answer.split())
    assert told_as in answer
    assert successor in answer


def test_the_other_certifications_can_be_taken(roadmap: Roadmap) -> None:
    assert [c.id for c in roadmap.certifications if c.status == "active"] == [
        "google-ml-engineer",
        "cka",
        "databricks-spark",
    ]


def test_every_action_has_small_first_steps_for_weeks_to_come(roadmap: Roadmap) -> None:
    assert all(len(set(action.first_steps)) >= 3 for action in roadmap.actions)
