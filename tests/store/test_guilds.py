"""Servers: their settings, and what is deleted of those that nobody called the bot back to."""

from sqlalchemy import func, select, update

from bot.domain.acts import Act
from bot.domain.guilds import GuildSettings
from bot.domain.jobs import JobKind, NewJob
from bot.store.answers import answers
from bot.store.columns import metadata
from bot.store.guilds import guilds
from bot.store.jobs import jobs
from bot.store.members import member_guilds
from bot.store.questions import questions
from bot.store.store import Store
from bot.store.updates import updates
from tests.store.samples import fill_store, tick, ticked
from tests.stored import put_settings

HERE, THERE = 10, 20
FULL = GuildSettings(HERE, 1, 2, 3, "Europe/Berlin", publish=True, role_worked=True, left_at=500)


async def test_settings_come_back_as_they_were_put(store: Store) -> None:
    assert await store.read.guilds.get(HERE) == GuildSettings(HERE)
    for settings in (FULL, GuildSettings(HERE, zone="UTC"), FULL):
        await put_settings(store, settings)
        assert await store.read.guilds.get(HERE) == settings
    assert await store.read.guilds.get(THERE) == GuildSettings(THERE)


async def test_those_with_a_channel_for_updates_are_told_one_by_one(store: Store) -> None:
    for settings in (
        GuildSettings(3, updates_channel=1),
        GuildSettings(2),
        GuildSettings(1, updates_channel=1),
        GuildSettings(4, updates_channel=1, left_at=5),
    ):
        await put_settings(store, settings)
    assert [each.guild for each in await store.read.guilds.configured()] == [1, 3]


async def test_thirty_days_later_the_servers_rows_go_and_the_members_progress_stays(
    store: Store,
) -> None:
    await fill_store(store, 7)
    async with store.transaction() as rows:
        for table in (updates, answers, questions, member_guilds, jobs, guilds):
            left = {"left_at": 500} if table is guilds else {}
            await rows.connection.execute(update(table).values(guild_id=HERE, **left))
        await rows.members.meet(7, THERE, 1)
        await rows.jobs.add(NewJob(JobKind.POST, THERE, 100, guild=THERE), 100)
        await rows.questions.note(Act(8, THERE, 1, 100), "trail", "salary")
    await tick(store, 7, 70)

    assert await deleted(store, 500) == 0
    assert await deleted(store, 501) == 1
    counted = {
        table.name: (
            await store.read.connection.execute(select(func.count()).select_from(table))
        ).scalar_one()
        for table in metadata.sorted_tables
    }
    gone = {name for name, number in counted.items() if not number}
    assert gone == {"guilds", "updates", "update_changes", "answers", "answer_changes"}
    assert (counted["jobs"], counted["questions"], counted["member_guilds"]) == (1, 1, 1)
    assert await store.read.members.guilds(7) == (THERE,)
    assert await ticked(store, 7) == 1
    assert await deleted(store, 501) == 0


async def deleted(store: Store, before: int) -> int:
    """How many servers go that were left before an instant."""
    async with store.transaction() as rows:
        return await rows.guilds.delete_left(before)
