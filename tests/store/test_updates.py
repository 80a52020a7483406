"""Updates in the database: kept once, found in their server alone, told to whom they concern."""

import pytest
from sqlalchemy import select

from bot.domain.acts import Act
from bot.domain.errors import NoSuchUpdate
from bot.domain.jobs import JobKey, JobKind
from bot.domain.members import Member
from bot.domain.updates import Stage, Trouble, Update, Wording
from bot.store.store import Store
from bot.store.updates import update_changes
from tests.stored import put_member, the_update

HERE, ELSEWHERE = 10, 20
MONA, ROBIN = 1, 3
NOW = 1_800_000_000
FULL = Update(
    0,
    HERE,
    MONA,
    "Mona",
    Wording("Title", "Text", "a/b"),
    Stage.SCHEDULED,
    NOW,
    scheduled_at=NOW + 1,
    author_channel=5,
    key=JobKey.of(JobKind.POST, NOW + 1),
    posted_at=NOW + 2,
    channel=6,
    message=7,
    trouble=Trouble.GONE,
)


def new(title: str = "Title", guild: int = HERE, about: str | None = None) -> Update:
    """A draft of Mona's."""
    return Update(0, guild, MONA, "Mona", Wording(title, "Text", about), Stage.DRAFT, NOW)


def by(interaction: int, user: int = MONA, at: int = NOW) -> Act:
    """What somebody does in the server."""
    return Act(user, HERE, interaction, at)


async def keep(store: Store, interaction: int, update: Update) -> Update:
    """An update, as it is stored."""
    async with store.transaction() as rows:
        return await rows.updates.add(by(interaction), update)


@pytest.mark.parametrize("update", [FULL, new()])
async def test_it_is_kept_with_everything(store: Store, update: Update) -> None:
    kept = await keep(store, 1, update)
    assert kept == update._replace(id=kept.id)
    assert await store.read.updates.get(kept.id, HERE) == kept
    for after in (FULL._replace(id=kept.id), kept):
        async with store.transaction() as rows:
            await rows.updates.save(after)
        assert await the_update(store, kept.id) == after


async def test_an_interaction_that_comes_twice_makes_one_draft(store: Store) -> None:
    assert await keep(store, 1, new()) == await keep(store, 1, new("Other"))
    assert len(await store.read.updates.listed(HERE)) == 1


@pytest.mark.parametrize("number", [0, 2, -1, 2**62])
async def test_numbers_that_are_none_and_other_servers_numbers(store: Store, number: int) -> None:
    mine = await keep(store, 1, new(guild=ELSEWHERE))
    for each in (number, mine.id):
        with pytest.raises(NoSuchUpdate):
            await store.read.updates.get(each, HERE)
    assert await store.read.updates.find(number) is None


async def test_it_is_kept_who_did_what_when_and_what_it_said_before(store: Store) -> None:
    mine = await keep(store, 1, new())
    async with store.transaction() as rows:
        await rows.updates.note(by(100, 2, NOW + 5), "edited", mine, reworded=True)
        await rows.updates.note(by(101, 1, NOW + 6), "scheduled", mine, reworded=False)
    names = ("update_id", "author_id", "at", "what", "title_before", "text_before")
    query = select(*(update_changes.c[name] for name in names)).order_by(update_changes.c.id)
    assert [tuple(row) for row in await store.read.connection.execute(query)] == [
        (mine.id, 2, NOW + 5, "edited", "Title", "Text"),
        (mine.id, 1, NOW + 6, "scheduled", None, None),
    ]
    assert [await store.read.updates.changed_by(by(n)) for n in (100, 101, 102)] == [True, True, False]


async def test_lists_are_newest_first_without_what_was_discarded(store: Store) -> None:
    for number, stage in enumerate(Stage, start=1):
        await keep(store, number, new(stage.value)._replace(stage=stage))
    await keep(store, 99, new("elsewhere", ELSEWHERE))
    listed = [update.wording.title for update in await store.read.updates.listed(HERE)]
    assert listed == ["retracted", "posted", "claimed", "scheduled", "draft"]
    assert [u.stage for u in await store.read.updates.listed(HERE, Stage.DISCARDED, Stage.DRAFT)] == [
        Stage.DISCARDED,
        Stage.DRAFT,
    ]


async def test_lists_go_on_and_look_for_titles(store: Store) -> None:
    made = [await keep(store, n, new(f"Number {n} of 100 %_")) for n in range(1, 40)]
    updates = store.read.updates
    assert len(await updates.listed(HERE)) == 25
    page = await updates.listed(HERE, before=made[10].id, limit=3)
    assert [update.id for update in page] == [made[n].id for n in (9, 8, 7)]
    assert [u.id for u in await updates.listed(HERE, title="nUMBER 7 ")] == [made[6].id]
    assert len(await updates.listed(HERE, title="%_", limit=99)) == 39
    assert await updates.listed(HERE, title="1%0") == ()


async def test_news_are_posts_about_something_where_the_member_started(store: Store) -> None:
    await put_member(store, Member(ROBIN, "trail", NOW), guild=HERE)

    async def post(number: int, update: Update) -> Update:
        return await keep(store, number, update._replace(stage=Stage.POSTED, posted_at=NOW + number))

    told = [await post(number, new(f"{number}", about="a/b")) for number in (1, 2)]
    await post(3, new("elsewhere", ELSEWHERE, "a/b"))
    await post(4, new("about nothing"))
    await keep(store, 5, new("only a draft", about="a/b"))
    await keep(store, 6, new("gone", about="a/b")._replace(stage=Stage.RETRACTED, posted_at=NOW + 6))
    assert await store.read.updates.news_for(ROBIN, NOW) == (told[1], told[0])
    assert await store.read.updates.news_for(ROBIN, NOW + 1) == (told[1],)
    assert await store.read.updates.news_for(MONA, NOW) == ()
