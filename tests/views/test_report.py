"""What `cairn report` prints."""

from bot.domain.jobs import JobState
from bot.domain.nudges import WeekCount
from bot.domain.unanswered import Unanswered
from bot.views.report import by_week, unanswered


def test_questions_without_an_answer_are_listed_as_they_come() -> None:
    lines = unanswered([Unanswered("trail", "salary berlin", 12), Unanswered("trail", "remote work", 5)])
    assert lines == [
        "questions without an answer, asked by 5 people or more:",
        "   12 people: salary berlin (trail)",
        "    5 people: remote work (trail)",
    ]


def test_that_there_are_none_is_said() -> None:
    assert unanswered([]) == ["questions without an answer: none that 5 people asked"]
    assert by_week([]) == ["nudges: none yet"]


def test_a_week_is_a_line_of_its_own_and_late_is_not_sent_twice() -> None:
    monday = 1_789_948_800
    counts = [
        WeekCount(monday, JobState.SENT, False, 7),
        WeekCount(monday, JobState.SENT, True, 2),
        WeekCount(monday, JobState.WAITING, False, 1),
        WeekCount(monday, JobState.CLAIMED, False, 1),
    ]
    heading, line = by_week(counts)
    assert heading.split() == [
        "week",
        "of",
        "sent",
        "late",
        "refused",
        "missed",
        "withdrawn",
        "failed",
        "open",
    ]
    assert line.split() == ["2026-09-21", "7", "2", "0", "0", "0", "0", "2"]
