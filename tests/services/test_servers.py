"""Settings change one after the other; leaving lets members rest; a survey counts everybody once."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.content.live import LiveContent
from bot.domain.community import Figure, Position
from bot.domain.due import LATE
from bot.domain.guilds import GuildSettings
from bot.domain.jobs import Ending, JobKind, JobState, NewJob
from bot.domain.library import Library
from bot.domain.members import Member, NudgeSchedule
from bot.domain.nudge_state import rested, switched
from bot.services.progress import ProgressService
from bot.services.servers import AT_ONCE, READ_AT_ONCE, ServerService
from bot.store.store import Store
from tests.services.samples import NOON, PATH, act
from tests.stored import put_member, put_settings, the_member

HERE, THERE = 10, 20
UTC_NOON = NudgeSchedule(5, 12 * 60, "UTC")


async def meet(store: Store, user: int, *guilds: int, roadmap: str = "trail") -> None:
    """Somebody who wants nudges, and used /start in these servers."""
    known = Member(user, roadmap, NOON, started=True, schedule=UTC_NOON)
    for guild in guilds:
        await put_member(store, switched(known, True, NOON), guild=guild)


async def resting(store: Store, *users: int) -> list[int]:
    """Who of them rests."""
    return [user for user in users if (await the_member(store, user)).nudges.resting]


async def test_what_is_set_is_changed_as_it_is(servers: ServerService) -> None:
    def one_more(known: GuildSettings) -> GuildSettings:
        return known._replace(ping_role=(known.ping_role or 0) + 1)

    assert await servers.settings(HERE) == GuildSettings(HERE)
    await asyncio.gather(*(servers.change(HERE, one_more) for _ in range(20)))
    assert await servers.settings(HERE) == GuildSettings(HERE, ping_role=20)
    assert await servers.settings(THERE) == GuildSettings(THERE)


async def test_a_refusal_leaves_everything_as_it_was(servers: ServerService) -> None:
    def refuse(_: GuildSettings) -> GuildSettings:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await servers.change(HERE, refuse)
    assert await servers.known() == frozenset()


async def test_leaving_puts_to_rest_only_members_met_nowhere_else(
    store: Store, servers: ServerService
) -> None:
    await meet(store, 1, HERE)
    await meet(store, 2, HERE, THERE)
    await meet(store, 3, THERE)
    await servers.leave(HERE, NOON)
    assert await resting(store, 1, 2, 3) == [1]
    await servers.leave(THERE, NOON + 1)
    assert await resting(store, 1, 2, 3) == [1, 2, 3]
    assert await store.read.members.next_due() is None


async def test_leaving_a_big_server_reaches_everybody(store: Store, servers: ServerService) -> None:
    everybody = range(1, AT_ONCE + 3)
    for user in everybody:
        await meet(store, user, HERE)
    await servers.leave(HERE, NOON)
    assert len(await resting(store, *everybody)) == AT_ONCE + 2


async def test_leaving_is_noted_with_and_without_settings_and_the_first_time_counts(
    store: Store, servers: ServerService
) -> None:
    await put_settings(store, GuildSettings(HERE, zone="UTC"))
    for at in (NOON, NOON + 1):
        await servers.leave(HERE, at)
        await servers.leave(THERE, at)
    assert await servers.settings(HERE) == GuildSettings(HERE, zone="UTC", left_at=NOON)
    assert await servers.settings(THERE) == GuildSettings(THERE, left_at=NOON)


async def test_coming_back_keeps_what_was_set(store: Store, servers: ServerService) -> None:
    await put_settings(store, GuildSettings(HERE, zone="UTC"))
    await servers.leave(HERE, NOON)
    await servers.leave(THERE, NOON)
    await servers.back({HERE, 30}, NOON + 1)
    assert await servers.settings(HERE) == GuildSettings(HERE, zone="UTC")
    assert (await servers.settings(THERE)).left_at == NOON
    assert await servers.known() == {HERE}


async def test_coming_back_ends_the_rests_that_leaving_set(store: Store, servers: ServerService) -> None:
    """And no other: somebody who was silent for long stays at rest, here and elsewhere."""
    everybody = range(1, AT_ONCE + 3)
    for user in everybody:
        await meet(store, user, HERE)
    before = await the_member(store, 1)
    silent = await the_member(store, 2)
    await put_member(store, rested(silent._replace(nudges=silent.nudges._replace(unanswered=3)), NOON))
    await meet(store, AT_ONCE + 3, THERE)
    await servers.leave(HERE, NOON)
    await servers.leave(THERE, NOON)
    await servers.back([HERE], NOON + 300)
    assert await resting(store, *everybody, AT_ONCE + 3) == [2, AT_ONCE + 3]
    assert await the_member(store, 1) == before
    await servers.back([HERE], NOON + 600)
    assert await the_member(store, 1) == before


async def test_servers_are_known_by_whatever_is_stored_of_them(store: Store, servers: ServerService) -> None:
    await put_settings(store, GuildSettings(HERE))
    await meet(store, 1, THERE, 30)
    async with store.transaction() as rows:
        await rows.questions.note(act(1, guild=40), "trail", "asked in a server")
        await rows.questions.note(act(2, guild=None), "trail", "asked in a direct message")
        await rows.jobs.add(NewJob(JobKind.POST, 50, NOON, guild=50), NOON)
    await servers.leave(30, NOON)
    assert await servers.known() == {HERE, THERE, 40, 50}


async def test_every_member_of_the_server_is_counted_once(
    store: Store, servers: ServerService, progress: ProgressService
) -> None:
    """More than are read at once, some with several marks, some in two servers, one with all undone."""
    everybody = range(1, 2 * READ_AT_ONCE + 6)
    for user in everybody:
        await meet(store, user, HERE)
    for user in range(1, 6):
        await meet(store, user, THERE)
        for number in range(2):
            await progress.tick(act(10 * user + number, user), f"a{number}")
    await meet(store, 1_000, THERE)
    await progress.tick(act(1, 6), "a0")
    await progress.undo(act(2, 6))
    survey = await servers.survey(GuildSettings(HERE), NOON)
    assert survey.positions[Position("trail", "first")] == Figure(2 * READ_AT_ONCE)
    assert survey.positions[Position("trail", "second")] == Figure(5)
    assert survey.active == Figure(5)
    assert [*survey.ticks.values()][-1] == Figure(10)


async def test_a_member_is_counted_where_their_own_roadmap_is(
    store: Store, servers: ServerService, content: LiveContent
) -> None:
    for user in range(1, 6):
        await meet(store, user, HERE, roadmap="path")
    for user in range(6, 16):
        await meet(store, user, HERE, roadmap="no longer shipped")
    survey = await servers.survey(GuildSettings(HERE), NOON)
    assert survey.positions[Position("path", "only")] == Figure(5)
    assert survey.positions[Position("trail", "first")] == Figure(10)
    content.library = Library((PATH,))
    alone = await servers.survey(GuildSettings(HERE), NOON)
    assert alone.positions[Position("path", "only")] == Figure(15)


async def test_a_server_that_nobody_knows_has_no_figures(servers: ServerService) -> None:
    survey = await servers.survey(GuildSettings(HERE), NOON)
    assert {*survey.positions.values()} == {Figure(0)}
    assert (survey.active, survey.sending.sent) == (Figure(0), Figure(0))


async def test_the_messages_of_its_members_are_counted_since_the_survey_s_first_week(
    store: Store, servers: ServerService
) -> None:
    since = int(datetime(2025, 12, 15, tzinfo=UTC).timestamp())
    for user in range(1, 6):
        await meet(store, user, HERE)
        await meet(store, 100 + user, THERE)
        async with store.transaction() as rows:
            for owner, due_at, at in (
                (user, since, since),
                (user, since + 60, since + 61 + LATE),
                (user, since - 1, since),
                (100 + user, since, since),
            ):
                job = await rows.jobs.add(NewJob(JobKind.WEEKLY, owner, due_at, user=owner), due_at)
                await rows.jobs.settle(job, Ending(JobState.SENT, at, JobKind.WEEKLY))
    sending = (await servers.survey(GuildSettings(HERE), NOON)).sending
    assert (sending.sent, sending.late) == (Figure(5), Figure(5))
