"""Questions that found nothing: shown from so many different people on, and led back to nobody."""

from typing import Any

from sqlalchemy import Table, select

from bot.domain.acts import Act
from bot.domain.schedule import DAY
from bot.domain.unanswered import A_DAY, Unanswered
from bot.store.questions import NOWHERE, question_days, questions
from bot.store.store import Store

NOW = 20_000 * DAY + 3_600
HERE, THERE = 10, 20


async def note(
    store: Store, asker: int, guild: int | None, gist: str, at: int = NOW, roadmap: str = "trail"
) -> bool:
    """Somebody asks something in vain."""
    async with store.transaction() as rows:
        return await rows.questions.note(Act(asker, guild, 1, at), roadmap, gist)


async def ask(
    store: Store,
    gist: str,
    askers: int,
    guild: int | None = HERE,
    at: int = NOW,
    roadmap: str = "trail",
) -> None:
    """Members 1 to `askers` ask the same."""
    for asker in range(1, askers + 1):
        assert await note(store, asker, guild, gist, at, roadmap)


async def forget(store: Store, *askers: int) -> int:
    """Delete what is kept of these people's questions."""
    async with store.transaction() as rows:
        return await rows.questions.forget(*askers)


async def rows(store: Store, table: Table = questions) -> list[tuple[Any, ...]]:
    """A table as it is stored."""
    return [tuple(row) for row in await store.read.connection.execute(select(table))]


async def test_moderators_see_what_three_of_their_server_asked(store: Store) -> None:
    await ask(store, "salary berlin", 3)
    await ask(store, "remote work", 2)
    assert await store.read.questions.of_server(HERE, NOW) == (Unanswered("trail", "salary berlin", 3),)
    assert await store.read.questions.of_server(THERE, NOW) == ()


async def test_one_person_is_one_however_often_they_ask(store: Store) -> None:
    for at in (NOW, NOW + 60, NOW + DAY):
        assert await note(store, 1, HERE, "my divorce", at)
    assert await store.read.questions.of_server(HERE, 0) == ()
    ((guild, roadmap, gist, _, day),) = await rows(store)
    assert (guild, roadmap, gist, day) == (HERE, "trail", "my divorce", 20_001)


async def test_people_of_several_servers_are_not_added_up_for_moderators(store: Store) -> None:
    for asker, guild in ((1, HERE), (2, HERE), (3, THERE), (4, THERE), (5, None)):
        assert await note(store, asker, guild, "rust", NOW)
    assert await store.read.questions.of_server(HERE, NOW) == ()
    assert await store.read.questions.of_server(THERE, NOW) == ()
    assert await store.read.questions.everywhere(NOW) == (Unanswered("trail", "rust", 5),)


async def test_authors_see_what_five_asked_and_each_of_them_once(store: Store) -> None:
    await ask(store, "rust", 4)
    await ask(store, "rust", 4, THERE)
    await ask(store, "rust", 4, None)
    assert await store.read.questions.everywhere(NOW) == ()
    assert await note(store, 5, THERE, "rust", NOW)
    assert await store.read.questions.everywhere(NOW) == (Unanswered("trail", "rust", 5),)


async def test_days_are_added_up_and_roadmaps_kept_apart(store: Store) -> None:
    assert await note(store, 1, HERE, "salary", NOW - DAY)
    assert await note(store, 2, HERE, "salary", NOW)
    assert await note(store, 3, HERE, "salary", NOW)
    await ask(store, "salary", 4, roadmap="path")
    shown = await store.read.questions.of_server(HERE, NOW - DAY)
    assert shown == (Unanswered("path", "salary", 4), Unanswered("trail", "salary", 3))
    assert await store.read.questions.of_server(HERE, NOW) == (Unanswered("path", "salary", 4),)


async def test_the_most_asked_come_first(store: Store) -> None:
    for number in range(3, 8):
        await ask(store, f"question {number}", number)
    assert [each.askers for each in await store.read.questions.of_server(HERE, NOW, limit=2)] == [7, 6]
    assert [each.askers for each in await store.read.questions.everywhere(NOW, limit=9)] == [7, 6, 5]


async def test_nothing_in_the_file_leads_to_who_asked(store: Store) -> None:
    ada = 812_345_678_901_234_567
    await note(store, ada, HERE, "salary", NOW)
    await note(store, ada, THERE, "rust", NOW)
    await note(store, ada, None, "rust", NOW)
    kept = await rows(store)
    assert {row[0] for row in kept} == {HERE, THERE, NOWHERE}
    assert len({row[3] for row in kept}) == 2  # the same question is the same person's, two aren't
    assert str(ada) not in str(kept + await rows(store, question_days))


async def test_a_cap_per_person_and_day(store: Store) -> None:
    for number in range(A_DAY):
        assert await note(store, 1, HERE, f"question {number}", NOW)
    assert not await note(store, 1, HERE, "one too many", NOW)
    assert await note(store, 1, HERE, "question 0", NOW)
    assert await note(store, 2, HERE, "somebody else's", NOW)
    assert await note(store, 1, HERE, "tomorrow's", NOW + DAY)
    assert len(await rows(store)) == A_DAY + 2


async def test_forgetting_somebody_finds_their_questions_again(store: Store) -> None:
    assert await forget(store, 1) == 0
    for number in range(3):
        await note(store, 1, HERE, f"question {number}")
        await note(store, 2, THERE, f"question {number}")
    await note(store, 1, None, "question 0", roadmap="path")
    assert await forget(store, 1) == 4
    assert {row[0] for row in await rows(store)} == {THERE}
    assert [number for _, _, number in await rows(store, question_days)] == [3]
    assert await forget(store, 1) == 0


async def test_they_are_shown_to_who_asked_them(store: Store) -> None:
    await note(store, 1, HERE, "salary")
    await note(store, 1, None, "rust")
    await note(store, 2, HERE, "remote")
    assert await store.read.questions.of(1) == [
        {"roadmap": "trail", "about": "rust", "guild_id": None},
        {"roadmap": "trail", "about": "salary", "guild_id": str(HERE)},
    ]
    assert await store.read.questions.of(3) == []


async def test_old_ones_are_deleted(store: Store) -> None:
    await ask(store, "old", 3, at=NOW - DAY)
    await ask(store, "new", 3, at=NOW)
    assert len(await rows(store, question_days)) == 6
    async with store.transaction() as stored:
        await stored.questions.delete_old(NOW, NOW)
    assert [each.gist for each in await store.read.questions.of_server(HERE, 0)] == ["new"]
    assert len(await rows(store, question_days)) == 3


async def test_how_much_somebody_asked_is_forgotten_sooner_than_what(store: Store) -> None:
    await ask(store, "old", 3, at=NOW - DAY)
    async with store.transaction() as stored:
        await stored.questions.delete_old(NOW - 90 * DAY, NOW)
    assert len(await rows(store)) == 3
    assert await rows(store, question_days) == []
