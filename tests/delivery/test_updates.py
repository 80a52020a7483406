"""The publisher: once, whatever crashes, and never to the wrong place; and the news in the next nudge."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import discord
import pytest

from bot.delivery.courier import BACK_OFF
from bot.domain.schedule import DAY
from bot.domain.updates import TOO_LATE, Stage, Trouble, Update, Wording
from bot.store.claims import LEASE
from bot.store.updates import Editing, UpdateStore
from bot.trial.world import World
from tests.cogs.moderating import TEXT, TITLE, draft, forbid, newest, posted, ready, standing
from tests.interactions import press

SENT = "/channels/*/messages"
WEEK = 7 * DAY


async def claimed(world: World, title: str = TITLE) -> Update:
    """An update that was claimed, and then the process died."""
    store = UpdateStore(world.app.database)
    number = world.now() + len(title)
    new = Update(0, world.guild.id, world.mona.id, "Mona", Wording(title, TEXT), Stage.DRAFT, world.now())
    made = await store.draft(number, new)
    how = Editing(world.mona.id, world.guild.id, number, world.now())
    claim, _ = await store.change(
        made.id, how, "posted", lambda known: known.claimed(world.now(), world.updates.id)
    )
    return claim


def unsettle(database_file: Path) -> None:
    """As if the process had died between the send and the settling."""
    with sqlite3.connect(database_file) as connection:
        connection.execute("UPDATE updates SET state = 'claimed', message = NULL, posted_at = NULL")


async def tick(world: World, after: int = LEASE) -> None:
    """So many seconds later the publisher looks for what is due."""
    await world.env.advance_time(after)
    with world.env.time_context():
        await world.app.publisher.tick()
    await world.env.settle()


async def test_what_was_claimed_and_never_sent_is_posted(world: World) -> None:
    await ready(world)
    await claimed(world)
    await tick(world, LEASE - 1)
    assert standing(world) == []
    await tick(world, 1)
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]


async def test_what_was_sent_and_never_settled_is_found(world: World, database_file: Path) -> None:
    await ready(world)
    before = await posted(world)
    unsettle(database_file)
    await tick(world, DAY)
    assert standing(world) == [f"**{TITLE}**"]
    after = await newest(world)
    assert (after.stage, after.message) == (Stage.POSTED, before.message)


async def test_it_is_found_among_many_messages_and_not_taken_for_another_bots(
    world: World, database_file: Path
) -> None:
    await ready(world)
    copy = {"type": 2, "style": 1, "label": "My next action", "custom_id": "b:next:0:1"}
    other = world.env.create_user("Copycat", bot=True)
    world.env.backend.create_message(
        world.updates.id, other.id, "Not ours", components=[{"type": 1, "components": [copy]}]
    )
    before = await posted(world)
    for number in range(60):
        world.env.backend.create_message(world.updates.id, world.env.backend.bot_user.id, f"Noise {number}")
    unsettle(database_file)
    await tick(world, DAY)
    assert (await newest(world)).message == before.message


async def test_a_channel_that_was_changed_in_between_gets_no_second_post(
    world: World, database_file: Path
) -> None:
    await ready(world)
    await posted(world)
    unsettle(database_file)
    await ready(world, updates_channel=world.general.id)
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]
    assert world.general.history() == []
    assert (await newest(world)).link == world.updates.history()[0].jump_url


async def test_what_was_edited_while_it_was_on_its_way_is_brought_in_step(
    world: World, database_file: Path
) -> None:
    await ready(world)
    await posted(world)
    unsettle(database_file)
    told = await (await world.mona.slash_form("update edit", update="1")).send(title="Better", text=TEXT)
    assert "is on its way" in told.text
    await tick(world)
    assert standing(world) == ["**Better**"]


@pytest.mark.parametrize("verb", ["upost", "uschedule", "umove", "ucancel", "udiscard", "uretractnow"])
async def test_what_is_on_its_way_is_left_alone(world: World, verb: str) -> None:
    await ready(world)
    preview = await draft(world, when="2026-01-05 09:00")
    world.env.inject_error("POST", SENT, status=503)
    assert "is on its way" in (await preview.click("Post")).text
    pressed = await press(world, world.mona, f"b:{verb}:{world.mona.id}:1").arrives()
    assert "is on its way" in pressed.screen.text
    assert (await newest(world)).stage is Stage.CLAIMED
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]


@pytest.mark.parametrize(("status", "code"), [(429, 0), (500, 0), (503, 0), (403, 20026)])
async def test_what_discord_may_take_later_is_looked_for_and_tried_again(
    world: World, status: int, code: int
) -> None:
    await ready(world)
    await claimed(world)
    world.env.inject_error("POST", SENT, status=status, code=code, times=2)
    for wait in (LEASE, BACK_OFF[0], BACK_OFF[1] - 1):
        await tick(world, wait)
        assert standing(world) == []
    await tick(world, 1)
    assert standing(world) == [f"**{TITLE}**"]


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (403, 50013, Trouble.REFUSED),
        (400, 200000, Trouble.REFUSED),
        (404, 10003, Trouble.GONE),
        (404, 10008, Trouble.DELETED),
    ],
)
async def test_what_discord_refuses_is_kept_as_a_draft(
    world: World, status: int, code: int, trouble: Trouble
) -> None:
    await ready(world)
    preview = await draft(world)
    world.env.inject_error("POST", SENT, status=status, code=code)
    kept = await preview.click("Post")
    assert kept.buttons == ["Post", "Schedule", "Edit", "Discard"]
    assert (await newest(world)).trouble is trouble
    assert standing(world) == []
    assert (await kept.click("Post")).text.startswith("✓ Posted")


async def test_what_cannot_be_looked_for_now_waits(world: World, database_file: Path) -> None:
    await ready(world)
    await posted(world)
    unsettle(database_file)
    world.env.inject_error("GET", SENT, status=503)
    await tick(world)
    assert (await newest(world)).stage is Stage.CLAIMED
    await tick(world, 2 * TOO_LATE)
    assert standing(world) == [f"**{TITLE}**"]
    assert (await newest(world)).stage is Stage.POSTED


async def test_what_may_not_be_looked_for_is_for_a_moderator_to_see(
    world: World, database_file: Path
) -> None:
    await ready(world)
    await posted(world)
    unsettle(database_file)
    await forbid(world, discord.Permissions(read_message_history=True))
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]
    assert (await newest(world)).trouble is Trouble.UNSURE
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    assert "I may not post in the updates channel" in opened.text
    await forbid(world, discord.Permissions.none())
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    assert "Perhaps it stands already" in opened.text


async def test_a_channel_that_went_with_the_post_leaves_the_draft(world: World, database_file: Path) -> None:
    await ready(world)
    await posted(world)
    unsettle(database_file)
    world.env.backend.delete_channel(world.updates.id)
    await tick(world)
    assert (await newest(world)).trouble is Trouble.GONE


async def test_what_waited_for_six_hours_is_kept_if_it_does_not_stand(world: World) -> None:
    await ready(world)
    await claimed(world)
    await tick(world, TOO_LATE)
    assert standing(world) == []
    assert (await newest(world)).trouble is Trouble.TOO_LATE


async def test_who_may_is_asked_again_while_discord_gives_no_answer(world: World) -> None:
    await ready(world)
    await (await draft(world, when="2026-01-05 09:00")).click("Schedule")
    world.env.inject_error("GET", "/guilds/*/members/*", status=503)
    at = (await newest(world)).scheduled_at or 0
    await tick(world, at - world.now())
    assert standing(world) == []
    await tick(world)
    assert standing(world) == [f"**{TITLE}**"]


async def test_one_that_fails_does_not_keep_the_others(world: World, database_file: Path) -> None:
    await ready(world)
    await claimed(world, "First")
    await claimed(world, "Second one")
    world.env.inject_error("POST", SENT, status=403, code=50013)
    await tick(world)
    assert standing(world) == ["**Second one**"]


async def test_nothing_is_decided_before_discord_has_told_of_its_servers(world: World) -> None:
    await ready(world)
    await claimed(world)
    client = world.app.client
    client._ready.clear()
    await tick(world)
    assert (await newest(world)).stage is Stage.CLAIMED
    client._ready.set()
    await tick(world, 0)
    assert standing(world) == [f"**{TITLE}**"]


async def test_a_server_that_is_out_for_a_while_loses_nothing(world: World) -> None:
    await ready(world)
    await claimed(world)
    guild = world.app.client.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    await tick(world)
    assert (await newest(world)).stage is Stage.CLAIMED
    guild.unavailable = False
    await tick(world, BACK_OFF[0])
    assert standing(world) == [f"**{TITLE}**"]


async def test_a_crash_before_the_publishing_is_made_good(world: World, database_file: Path) -> None:
    news = world.guild.create_news_channel("announcements")
    await ready(world, updates_channel=news.id)
    await posted(world)
    unsettle(database_file)
    await ready(world, updates_channel=news.id, publish=True)
    await tick(world)
    assert [r.path for r in world.env.http_requests if r.path.endswith("/crosspost")] == [
        f"/channels/{news.id}/messages/{news.history()[0].id}/crosspost"
    ]


async def test_all_claims_are_taken_over_at_a_start(world: World) -> None:
    await ready(world)
    await claimed(world)
    await world.app.updates.inherit()
    await tick(world, 0)
    assert standing(world) == [f"**{TITLE}**"]


async def nudge(world: World) -> str:
    """Robin's next weekly message."""
    await world.pass_time(WEEK)
    return world.robin.inbox()[-1].text


async def test_an_update_stands_in_the_next_nudge_of_whom_it_concerns(world: World) -> None:
    await ready(world)
    await world.robin.slash("start", timezone="Berlin")
    title = "[NumPy](https://evil.example) *2.0*"
    await (await draft(world, title=title, about="numpy-pandas")).click("Post")
    await (await draft(world, title="About a later phase", about="docker-kubernetes")).click("Post")
    await (await draft(world, title="About nothing")).click("Post")
    retracted = await newest(world)
    text = await nudge(world)
    link = (world.updates.history()[0]).jump_url
    assert f"New in <#{world.updates.id}>: ↗ [\\[NumPy\\](https://evil.example) \\*2.0\\*](<{link}>)" in text
    assert "About" not in text
    assert retracted.wording.title == "About nothing"
    assert "New in" not in await nudge(world)


@pytest.mark.parametrize("about", ["foundations", "numpy-pandas"])
async def test_phases_and_actions_touch_their_phase(world: World, about: str) -> None:
    await ready(world)
    await world.robin.slash("start", timezone="Berlin")
    await (await draft(world, about=about)).click("Post")
    assert f"[{TITLE}]" in await nudge(world)


async def test_news_are_told_as_they_were_edited_and_not_once_retracted(world: World) -> None:
    await ready(world)
    await world.robin.slash("start", timezone="Berlin")
    for title in ("Stays", "Goes"):
        await (await draft(world, title=title, about="foundations")).click("Post")
    await (await world.mona.slash_form("update edit", update="1")).send(title="Edited", text=TEXT)
    await (await world.mona.slash("update retract", update="2")).click("Retract")
    text = await nudge(world)
    assert "[Edited]" in text
    assert "Goes" not in text


async def test_news_are_for_members_of_the_server_where_they_started(world: World) -> None:
    await ready(world)
    await world.robin.in_dm().slash("start", timezone="Berlin")
    await (await draft(world, about="foundations")).click("Post")
    assert "New in" not in await nudge(world)


async def test_words_of_a_moderator_reach_the_nudge_escaped_however_long(world: World) -> None:
    await ready(world)
    await world.robin.slash("start", timezone="Berlin")
    for number in range(5):
        await (await draft(world, title=f"{number}".ljust(100, "*"), about="foundations")).click("Post")
    text = await nudge(world)
    assert text.count("New in") == 3
    assert "\\*\\*" in text


def test_a_time_long_gone_is_too_late_whoever_set_it() -> None:
    new = Update(1, 1, 1, "Mona", Wording(TITLE, TEXT), Stage.CLAIMED, 0, claimed_at=1000)
    assert not new.too_late(1000 + TOO_LATE - 1)
    assert new.too_late(1000 + TOO_LATE)
    assert replace(new, scheduled_at=500).too_late(500 + TOO_LATE)
