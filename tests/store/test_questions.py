"""Questions that found nothing are counted, shown from three askings on, and forgotten."""

import sqlite3
from pathlib import Path

import pytest

from bot.domain.schedule import DAY
from bot.domain.unanswered import Unanswered
from bot.store.care import CareStore
from bot.store.database import Database
from bot.store.questions import QuestionStore

NOW = 20_000 * DAY + 3_600


@pytest.fixture
def questions(database: Database) -> QuestionStore:
    """The questions in the test's file."""
    return QuestionStore(database)


async def ask(questions: QuestionStore, gist: str, times: int, at: int = NOW, roadmap: str = "trail") -> None:
    """The same question several times."""
    for _ in range(times):
        await questions.note(roadmap, gist, at)


async def test_what_was_asked_three_times_is_shown(questions: QuestionStore) -> None:
    await ask(questions, "salary berlin", 3)
    await ask(questions, "remote work", 2)
    assert await questions.frequent(NOW) == (Unanswered("trail", "salary berlin", 3),)
    await ask(questions, "remote work", 2)
    assert [each.gist for each in await questions.frequent(NOW)] == ["remote work", "salary berlin"]


async def test_fewer_than_three_are_never_shown(questions: QuestionStore) -> None:
    await ask(questions, "salary berlin", 2)
    assert await questions.frequent(NOW, at_least=1) == ()


async def test_days_are_added_up_and_roadmaps_kept_apart(questions: QuestionStore) -> None:
    await ask(questions, "salary", 2, NOW - DAY)
    await ask(questions, "salary", 2)
    await ask(questions, "salary", 3, roadmap="path")
    shown = await questions.frequent(NOW - DAY)
    assert shown == (Unanswered("trail", "salary", 4), Unanswered("path", "salary", 3))
    assert await questions.frequent(NOW) == (Unanswered("path", "salary", 3),)


async def test_at_least_and_limit(questions: QuestionStore) -> None:
    for number in range(3, 8):
        await ask(questions, f"question {number}", number)
    assert [each.askings for each in await questions.frequent(NOW, limit=2)] == [7, 6]
    assert [each.askings for each in await questions.frequent(NOW, at_least=6)] == [7, 6]


async def test_only_the_day_is_kept(questions: QuestionStore, file: Path) -> None:
    await ask(questions, "salary", 2, NOW)
    await ask(questions, "salary", 1, NOW + 60)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT * FROM questions").fetchall() == [("trail", "salary", 20_000, 3)]
    connection.close()


async def test_old_ones_are_deleted(questions: QuestionStore, database: Database) -> None:
    await ask(questions, "old", 3, NOW - DAY)
    await ask(questions, "new", 3, NOW)
    await CareStore(database).delete_questions(NOW)
    assert [each.gist for each in await questions.frequent(0)] == ["new"]
