"""What `cairn report` prints, and `cairn check --against`."""

import pytest

from bot.domain.edits import Difference, Edit
from bot.domain.jobs import JobState
from bot.domain.nudges import WeekCount
from bot.domain.paths import Choice, Option
from bot.domain.roadmap import Action, Certification, Phase, Question
from bot.domain.steps import Step
from bot.domain.unanswered import Unanswered
from bot.views.report import by_week, edit_lines, edit_words, unanswered


def test_questions_without_an_answer_are_listed_as_they_come() -> None:
    lines = unanswered([Unanswered("trail", "salary berlin", 12), Unanswered("trail", "remote work", 5)])
    assert lines == [
        "questions without an answer, asked by 5 people or more:",
        "   12 people: salary berlin (trail)",
        "    5 people: remote work (trail)",
    ]


def test_that_there_are_none_is_said() -> None:
    assert unanswered([]) == ["questions without an answer: none that 5 people asked"]
    assert by_week([]) == ["weekly messages: none yet"]


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


EDITS = [
    (Difference(Edit.RENAMED, "way", Action, "a", ("b",)), "action a renamed to b", ""),
    (Difference(Edit.SPLIT, "way", Action, "a", ("b", "c")), "action a split into b, c", ""),
    (Difference(Edit.MERGED, "way", Phase, "a", ("b",)), "phase a merged into b", ""),
    (Difference(Edit.MOVED, "way", Step, "a/x", ("b/x",)), "step a/x moved to b/x", ""),
    (Difference(Edit.RETIRED, "way", Certification, "a"), "certification a retired", ""),
    (Difference(Edit.BACK, "way", Question, "a"), "question a back", ""),
    (Difference(Edit.NEW, "way", Question, "a"), "question a new", ""),
    (Difference(Edit.NEW, "way", Choice, "a"), "choice a new", ""),
    (
        Difference(Edit.NEW, "way", Step, "a/x"),
        "step a/x new",
        ": open for everybody; a finished action, phase or roadmap stays finished",
    ),
    (
        Difference(Edit.LOWERED, "way", Step, "a/x", was=6, now=4),
        "step a/x repeat lowered from 6 to 4",
        ": whoever has ticked it that often has done it",
    ),
    (
        Difference(Edit.RAISED, "way", Step, "a/x", was=4, now=6),
        "step a/x repeat raised from 4 to 6",
        ": whoever has done it has still done it",
    ),
    (Difference(Edit.HOURS, "way", Step, "a/x", was=2, now=2.5), "step a/x hours changed from 2 to 2.5", ""),
    (Difference(Edit.DIVIDED, "way", Action, "a", was=1, now=7), "action a divided into 7 steps", ""),
    (
        Difference(Edit.LOST, "way", Step, "a/x"),
        "step a/x lost",
        ": no tick is deleted, but it counts nowhere; write `formerly: [a/x]` into what took its place, "
        "or keep it with `retired: true`",
    ),
    (
        Difference(Edit.LOST, "way", Option, "cloud/aws"),
        "option cloud/aws lost",
        ": whoever chose it is asked again; the option in its place can list it under `formerly`",
    ),
    (
        Difference(Edit.LOST, "way", Choice, "cloud"),
        "choice cloud lost",
        ": what members chose there means nothing any more",
    ),
]


@pytest.mark.parametrize(("each", "words", "meaning"), EDITS, ids=[words for _, words, _ in EDITS])
def test_an_edit_is_a_line_that_says_what_it_means_to_members(
    each: Difference, words: str, meaning: str
) -> None:
    assert edit_words(each) == f"way: {words}"
    assert edit_lines([each], {}) == [f"way: {words}{meaning}"]


def test_it_says_how_many_members_hold_a_mark() -> None:
    moved = Difference(Edit.MOVED, "way", Step, "a/x", ("b/x",))
    option = Difference(Edit.RENAMED, "way", Option, "a/x", ("a/y",))
    held = {("way", "a/x"): 1, ("other", "a/x"): 5}
    assert edit_lines([moved, option], held) == [
        "way: step a/x moved to b/x (1 member)",
        "way: option a/x renamed to a/y",
    ]
    assert edit_lines([moved], {("way", "a/x"): 2}) == ["way: step a/x moved to b/x (2 members)"]


def test_an_edit_that_changes_nothing_is_said() -> None:
    assert edit_lines([], {}) == ["nothing changes for members"]
