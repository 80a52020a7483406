"""Updates in the database: kept once, changed with a record, claimed by one, told to whom they concern."""

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import NoSuchUpdate
from bot.domain.guilds import GuildSettings
from bot.domain.members import Member, NudgeSchedule
from bot.domain.updates import Stage, Trouble, Update, Wording
from bot.store.claims import LEASE
from bot.store.database import Database
from bot.store.guilds import GuildStore
from bot.store.members import MemberStore
from bot.store.updates import Editing, UpdateStore

HERE, ELSEWHERE, CHANNEL = 10, 20, 11
MONA, MAX, ROBIN = 1, 2, 3
NOW = 1_800_000_000


@pytest.fixture
def updates(database: Database) -> UpdateStore:
    return UpdateStore(database)


@pytest.fixture
async def guilds(database: Database) -> GuildStore:
    """Servers of which one has a channel for updates."""
    store = GuildStore(database)
    await store.put(HERE, lambda _: GuildSettings(HERE, updates_channel=CHANNEL))
    return store


def new(title: str = "Title", guild: int = HERE, about: str | None = None) -> Update:
    return Update(0, guild, MONA, "Mona", Wording(title, "Text", about), Stage.DRAFT, NOW)


def by(user: int = MONA, interaction: int = 100, at: int = NOW, guild: int = HERE) -> Editing:
    return Editing(user, guild, interaction, at)


async def claim(updates: UpdateStore, update: Update, at: int = NOW, interaction: int = 500) -> Update:
    after, mine = await updates.change(
        update.id,
        by(at=at, interaction=interaction, guild=update.guild),
        "posted",
        lambda known: known.claimed(at, CHANNEL),
    )
    assert mine
    return after


async def post(updates: UpdateStore, update: Update, at: int) -> Update:
    """An update that was posted at an instant."""
    sent = await claim(updates, update, at, interaction=1000 + update.id)
    after = await updates.settle(sent, lambda known: known.posted(at, 77))
    assert after is not None
    return after


async def test_a_draft_is_kept_with_everything(updates: UpdateStore) -> None:
    full = replace(
        new(about="a/b"), stage=Stage.SCHEDULED, scheduled_at=NOW + 1, author_channel=5, trouble=Trouble.GONE
    )
    kept = await updates.draft(1, full)
    assert kept == replace(full, id=kept.id)
    assert await updates.get(kept.id, HERE) == kept


async def test_an_interaction_that_comes_twice_makes_one_draft(updates: UpdateStore) -> None:
    assert await updates.draft(1, new()) == await updates.draft(1, new("Other"))
    assert len(await updates.listed(HERE)) == 1


@pytest.mark.parametrize("number", [0, 2, -1, 2**62])
async def test_numbers_that_are_none_and_other_servers_numbers(updates: UpdateStore, number: int) -> None:
    mine = await updates.draft(1, new(guild=ELSEWHERE))
    for each in (number, mine.id):
        with pytest.raises(NoSuchUpdate):
            await updates.get(each, HERE)
        with pytest.raises(NoSuchUpdate):
            await updates.change(each, by(), "edited", lambda known: known.kept(None))


async def test_a_change_keeps_who_when_and_what_it_said(updates: UpdateStore, file: Path) -> None:
    mine = await updates.draft(1, new())
    better = Wording("Better", "Text")
    after, changed = await updates.change(
        mine.id, by(MAX, 100, NOW + 5), "edited", lambda known: replace(known, wording=better)
    )
    await updates.change(
        mine.id, by(MONA, 101, NOW + 6), "scheduled", lambda known: known.scheduled(NOW + 60, MONA, None)
    )
    assert changed
    assert after.wording == better
    rows = sqlite3.connect(file).execute(
        "SELECT update_id, author_id, at, what, title_before, text_before FROM update_changes ORDER BY id"
    )
    assert rows.fetchall() == [
        (mine.id, MAX, NOW + 5, "edited", "Title", "Text"),
        (mine.id, MONA, NOW + 6, "scheduled", None, None),
    ]


async def test_a_change_that_comes_twice_or_changes_nothing_is_none(updates: UpdateStore, file: Path) -> None:
    mine = await updates.draft(1, new())
    first, second = Wording("First", "Text"), Wording("Second", "Text")
    after, changed = await updates.change(
        mine.id, by(), "edited", lambda known: replace(known, wording=first)
    )
    assert (after.wording, changed) == (first, True)
    again = await updates.change(mine.id, by(), "edited", lambda known: replace(known, wording=second))
    assert again == (after, False)
    assert await updates.change(mine.id, by(interaction=101), "edited", lambda known: known) == (after, False)
    assert sqlite3.connect(file).execute("SELECT count(*) FROM update_changes").fetchone() == (1,)


async def test_what_a_decision_raises_leaves_everything_as_it_was(updates: UpdateStore) -> None:
    mine = await updates.draft(1, new())

    def refuse(_: Update) -> Update:
        raise NoSuchUpdate

    with pytest.raises(NoSuchUpdate):
        await updates.change(mine.id, by(), "edited", refuse)
    assert await updates.get(mine.id, HERE) == mine


async def test_twenty_at_once_claim_it_once(updates: UpdateStore) -> None:
    mine = await updates.draft(1, new())

    async def press(interaction: int) -> bool:
        _, changed = await updates.change(
            mine.id,
            by(interaction=interaction),
            "posted",
            lambda known: known.claimed(NOW, CHANNEL) if known.pending else known,
        )
        return changed

    assert sum(await asyncio.gather(*(press(n) for n in range(20)))) == 1


async def test_lists_are_newest_first_without_what_was_discarded(updates: UpdateStore) -> None:
    for number, stage in enumerate(Stage, start=1):
        await updates.draft(number, replace(new(stage.value), stage=stage))
    await updates.draft(99, new("elsewhere", ELSEWHERE))
    listed = [update.wording.title for update in await updates.listed(HERE)]
    assert listed == ["retracted", "posted", "claimed", "scheduled", "draft"]
    assert [u.stage for u in await updates.listed(HERE, Stage.DISCARDED, Stage.DRAFT)] == [
        Stage.DISCARDED,
        Stage.DRAFT,
    ]


async def test_lists_go_on_and_look_for_titles(updates: UpdateStore) -> None:
    made = [await updates.draft(n, new(f"Number {n} of 100 %_")) for n in range(1, 40)]
    assert len(await updates.listed(HERE)) == 25
    page = await updates.listed(HERE, before=made[10].id, limit=3)
    assert [update.id for update in page] == [made[n].id for n in (9, 8, 7)]
    assert [u.id for u in await updates.listed(HERE, title="nUMBER 7 ")] == [made[6].id]
    assert len(await updates.listed(HERE, title="%_", limit=99)) == 39
    assert await updates.listed(HERE, title="1%0") == ()


async def test_what_is_due(updates: UpdateStore, guilds: GuildStore) -> None:
    mine = await updates.draft(1, new())
    await updates.change(mine.id, by(), "scheduled", lambda known: known.scheduled(NOW + 60, MAX, None))
    assert await updates.due(NOW + 59, 10) == ()
    (taken,) = await updates.due(NOW + 60, 10)
    assert (taken.stage, taken.channel, taken.claimed_at, taken.unsure) == (
        Stage.CLAIMED,
        CHANNEL,
        NOW + 60,
        False,
    )
    assert await updates.due(NOW + 60 + LEASE - 1, 10) == ()
    await guilds.put(HERE, lambda known: replace(known, updates_channel=CHANNEL + 1))
    (again,) = await updates.due(NOW + 60 + LEASE, 10)
    assert again == replace(taken, unsure=True)


async def test_due_without_settings_and_with_a_limit(updates: UpdateStore) -> None:
    for number in range(3):
        mine = await updates.draft(number, new())
        await updates.change(
            mine.id, by(interaction=100 + number), "scheduled", lambda known: known.scheduled(NOW, MAX, None)
        )
    first = await updates.due(NOW, 2)
    assert [update.channel for update in first] == [None, None]
    assert len(await updates.due(NOW, 2)) == 1


async def test_what_is_held_is_looked_for_later(updates: UpdateStore) -> None:
    sent = await claim(updates, await updates.draft(1, new()))
    await updates.hold(sent.id, NOW + 300)
    assert await updates.due(NOW + 299, 10) == ()
    (again,) = await updates.due(NOW + 300, 10)
    assert (again.attempts, again.unsure) == (1, True)


async def test_an_edit_on_the_way_leaves_the_claim_alone(updates: UpdateStore) -> None:
    sent = await claim(updates, await updates.draft(1, new()))
    await updates.hold(sent.id, NOW + 300)
    await updates.change(
        sent.id, by(interaction=2), "edited", lambda known: replace(known, wording=Wording("New", "Text"))
    )
    assert await updates.due(NOW + 299, 10) == ()
    settled = await updates.settle(sent, lambda known: known.posted(NOW, 77))
    assert settled is not None
    assert settled.wording.title == "New"


async def test_it_is_settled_once(updates: UpdateStore) -> None:
    sent = await claim(updates, await updates.draft(1, new()))
    first = await updates.settle(sent, lambda known: known.posted(NOW, 77))
    assert first is not None
    assert first.message == 77
    assert await updates.settle(sent, lambda known: known.kept(Trouble.REFUSED)) is None
    assert await updates.get(sent.id, HERE) == first


async def test_a_start_takes_over_what_was_claimed(updates: UpdateStore) -> None:
    await claim(updates, await updates.draft(1, new()))
    await updates.inherit()
    (again,) = await updates.due(NOW, 10)
    assert again.unsure


async def test_a_post_that_is_missing_is_marked_and_only_a_post(updates: UpdateStore) -> None:
    draft = await updates.draft(1, new())
    sent = await post(updates, await updates.draft(2, new()), NOW)
    for update in (draft, sent):
        await updates.missing(update.id)
    assert await updates.get(draft.id, HERE) == draft
    gone = await updates.get(sent.id, HERE)
    assert gone == replace(sent, stage=Stage.RETRACTED, trouble=Trouble.DELETED)


async def test_news_are_posts_about_something_where_the_member_started(
    updates: UpdateStore, members: MemberStore
) -> None:
    member = Member(ROBIN, "trail", NOW, started=True, nudged=True, schedule=NudgeSchedule())
    await members.put(ROBIN, lambda _: member, at=NOW, guild_id=HERE)
    told = [
        await post(updates, await updates.draft(n, new(f"{n}", about="a/b")), NOW + n) for n in range(1, 4)
    ]
    await post(updates, await updates.draft(10, new("elsewhere", ELSEWHERE, "a/b")), NOW + 9)
    await post(updates, await updates.draft(11, new("about nothing")), NOW + 9)
    await updates.draft(12, new("only a draft", about="a/b"))
    await updates.missing(told[2].id)
    assert await updates.news_for(ROBIN, NOW) == (told[1], told[0])
    assert await updates.news_for(ROBIN, NOW + 1) == (told[1],)
    assert await updates.news_for(MAX, NOW) == ()


async def test_a_moderators_deletion_leaves_posts_and_signatures(
    updates: UpdateStore, members: MemberStore, file: Path
) -> None:
    sent = await post(updates, await updates.draft(1, replace(new(), author_channel=5)), NOW)
    assert await members.delete(MONA)
    after = await updates.get(sent.id, HERE)
    assert after == replace(sent, author=None, author_channel=None)
    assert sqlite3.connect(file).execute("SELECT author_id FROM update_changes").fetchall() == [(None,)]
