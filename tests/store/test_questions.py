"""Questions that found nothing: shown from so many different people on, and led back to nobody."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.schedule import DAY
from bot.domain.unanswered import A_DAY, Unanswered
from bot.store.database import Database
from bot.store.members import MemberStore
from bot.store.questions import NOWHERE, QuestionStore
from bot.store.retention import RetentionStore
from bot.store.servers import ServerStore

NOW = 20_000 * DAY + 3_600
HERE, THERE = 10, 20


@pytest.fixture
def questions(database: Database) -> QuestionStore:
    """The questions in the test's file."""
    return QuestionStore(database)


async def ask(
    questions: QuestionStore,
    gist: str,
    askers: int,
    guild: int | None = HERE,
    at: int = NOW,
    roadmap: str = "trail",
) -> None:
    """Members 1 to `askers` ask the same."""
    for asker in range(1, askers + 1):
        assert await questions.note(asker, guild, roadmap, gist, at)


def rows(file: Path, table: str = "questions") -> list[tuple[Any, ...]]:
    """A table as it lies in the file."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608


async def test_moderators_see_what_three_of_their_server_asked(questions: QuestionStore) -> None:
    await ask(questions, "salary berlin", 3)
    await ask(questions, "remote work", 2)
    assert await questions.of_server(HERE, NOW) == (Unanswered("trail", "salary berlin", 3),)
    assert await questions.of_server(THERE, NOW) == ()


async def test_one_person_is_one_however_often_they_ask(questions: QuestionStore, file: Path) -> None:
    for at in (NOW, NOW + 60, NOW + DAY):
        assert await questions.note(1, HERE, "trail", "my divorce", at)
    assert await questions.of_server(HERE, 0) == ()
    ((guild, roadmap, gist, _, day),) = rows(file)
    assert (guild, roadmap, gist, day) == (HERE, "trail", "my divorce", 20_001)


async def test_people_of_several_servers_are_not_added_up_for_moderators(questions: QuestionStore) -> None:
    for asker, guild in ((1, HERE), (2, HERE), (3, THERE), (4, THERE), (5, None)):
        assert await questions.note(asker, guild, "trail", "rust", NOW)
    assert await questions.of_server(HERE, NOW) == ()
    assert await questions.of_server(THERE, NOW) == ()
    assert await questions.everywhere(NOW) == (Unanswered("trail", "rust", 5),)


async def test_authors_see_what_five_asked_and_each_of_them_once(questions: QuestionStore) -> None:
    await ask(questions, "rust", 4)
    await ask(questions, "rust", 4, THERE)
    await ask(questions, "rust", 4, None)
    assert await questions.everywhere(NOW) == ()
    assert await questions.note(5, THERE, "trail", "rust", NOW)
    assert await questions.everywhere(NOW) == (Unanswered("trail", "rust", 5),)


async def test_days_are_added_up_and_roadmaps_kept_apart(questions: QuestionStore) -> None:
    assert await questions.note(1, HERE, "trail", "salary", NOW - DAY)
    assert await questions.note(2, HERE, "trail", "salary", NOW)
    assert await questions.note(3, HERE, "trail", "salary", NOW)
    await ask(questions, "salary", 4, roadmap="path")
    shown = await questions.of_server(HERE, NOW - DAY)
    assert shown == (Unanswered("path", "salary", 4), Unanswered("trail", "salary", 3))
    assert await questions.of_server(HERE, NOW) == (Unanswered("path", "salary", 4),)


async def test_the_most_asked_come_first(questions: QuestionStore) -> None:
    for number in range(3, 8):
        await ask(questions, f"question {number}", number)
    assert [each.askers for each in await questions.of_server(HERE, NOW, limit=2)] == [7, 6]
    assert [each.askers for each in await questions.everywhere(NOW, limit=9)] == [7, 6, 5]


async def test_nothing_in_the_file_leads_to_who_asked(questions: QuestionStore, file: Path) -> None:
    ada = 812_345_678_901_234_567
    await questions.note(ada, HERE, "trail", "salary", NOW)
    await questions.note(ada, THERE, "trail", "rust", NOW)
    await questions.note(ada, None, "trail", "rust", NOW)
    kept = rows(file)
    assert {row[0] for row in kept} == {HERE, THERE, NOWHERE}
    assert len({row[3] for row in kept}) == 2  # the same question is the same person's, two aren't
    assert str(ada) not in str(kept + rows(file, "question_days"))


async def test_a_cap_per_person_and_day(questions: QuestionStore, file: Path) -> None:
    for number in range(A_DAY):
        assert await questions.note(1, HERE, "trail", f"question {number}", NOW)
    assert not await questions.note(1, HERE, "trail", "one too many", NOW)
    assert await questions.note(1, HERE, "trail", "question 0", NOW)
    assert await questions.note(2, HERE, "trail", "somebody else's", NOW)
    assert await questions.note(1, HERE, "trail", "tomorrow's", NOW + DAY)
    assert len(rows(file)) == A_DAY + 2


async def test_deleting_a_member_finds_their_questions_again(
    questions: QuestionStore, members: MemberStore, file: Path
) -> None:
    for number in range(3):
        await questions.note(1, HERE, "trail", f"question {number}", NOW)
        await questions.note(2, THERE, "trail", f"question {number}", NOW)
    await questions.note(1, None, "path", "question 0", NOW)
    assert await members.delete(1)
    assert {row[0] for row in rows(file)} == {THERE}
    assert [number for _, _, number in rows(file, "question_days")] == [3]
    assert not await members.delete(1)


async def test_deleting_before_anybody_asked_anything(members: MemberStore) -> None:
    assert not await members.delete(1)


async def test_the_export_has_them(questions: QuestionStore, members: MemberStore) -> None:
    await questions.note(1, HERE, "trail", "salary", NOW)
    await questions.note(1, None, "trail", "rust", NOW)
    await questions.note(2, HERE, "trail", "remote", NOW)
    export = await members.export(1)
    assert export["questions without an answer"] == [
        {"roadmap": "trail", "about": "rust", "server": None},
        {"roadmap": "trail", "about": "salary", "server": str(HERE)},
    ]


async def test_old_ones_are_deleted(questions: QuestionStore, database: Database, file: Path) -> None:
    await ask(questions, "old", 3, at=NOW - DAY)
    await ask(questions, "new", 3, at=NOW)
    await RetentionStore(database).delete_questions(NOW)
    assert [each.gist for each in await questions.of_server(HERE, 0)] == ["new"]
    assert len(rows(file, "question_days")) == 6
    await RetentionStore(database).delete_question_days(NOW)
    assert len(rows(file, "question_days")) == 3


async def test_they_go_with_the_server_and_with_the_account(
    questions: QuestionStore, database: Database, file: Path
) -> None:
    await ask(questions, "here", 2, HERE)
    await ask(questions, "there", 2, THERE)
    await ServerStore(database).leave(HERE, NOW, lambda member: member)
    await RetentionStore(database).delete_left(NOW + 1)
    assert {row[0] for row in rows(file)} == {THERE}
    await RetentionStore(database).delete(1)
    assert len(rows(file)) == 1
