"""The weekly check-in: a question and a thread, **Share my step**, and a rest when nobody comes."""

import discord
import pytest
from simcord.builders import ChannelHandle

from bot.delivery.handlers.check_in import NOBODY_CAME
from bot.domain.jobs import JobKind
from bot.domain.recurring import TOO_LATE, question_of
from bot.store.jobs import LEASE
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.moderating import ready
from tests.cogs.showing import deny, posts, run, stored
from tests.cogs.test_servers import remove
from tests.cogs.test_setup import pick
from tests.stored import ask

HOUR, DAY = 3600, 24 * 3600
STEP = "Linux and Git, step 1 of 11: find your way in a Linux shell"


async def set_up(world: World, name: str = "check-in") -> ChannelHandle:
    """A check-in on Mondays at ten, Berlin time, chosen by Mona."""
    channel = world.guild.create_text_channel(name)
    await ready(world)
    page = await (await world.mona.slash("setup")).click("Community")
    page = await pick(page, "setupcheckin", channel)
    assert f"✓ Check-in: <#{channel.id}>, Mondays at 10:00, Berlin time" in page.text
    return channel


def check_ins(channel: ChannelHandle) -> list[discord.Message]:
    """The check-ins that stand, without Discord's own lines that a thread begins."""
    return [message for message in channel.history() if message.components]


async def monday(world: World, late: int = 0) -> int:
    """It becomes the next due time, or so many seconds later; when that is."""
    due = (await world.app.store.read.guilds.get(world.guild.id)).checkin_at or 0
    await run(world, due + late - world.now())
    return due


async def test_once_a_week_a_question_with_a_thread(world: World) -> None:
    channel = await set_up(world)
    due = await monday(world)
    await run(world, HOUR)
    (post,) = check_ins(channel)
    asked = question_of(world.app.content.library.default.check_ins, due, "Europe/Berlin")
    assert post.content == f"**{discord.utils.escape_markdown(asked)}**"
    assert Screen(world.robin, post).buttons == ["Share my step", "My next action"]
    (thread,) = channel.threads
    assert (thread.id, thread.name) == (post.id, "Check-in, 5 January")
    await monday(world)
    assert [each.name for each in channel.threads] == ["Check-in, 5 January", "Check-in, 12 January"]


async def test_a_step_is_shared_into_the_thread_after_a_preview(world: World) -> None:
    channel = await set_up(world)
    await monday(world)
    (thread,) = channel.threads
    post = check_ins(channel)[0]
    preview = await Screen(world.robin, post).click("Share my step")
    assert preview.private
    assert preview.message.content == f"**Robin is on: {STEP}**"
    assert posts(world, thread) == []
    words = await (await preview.opens("Add a line")).send(text="Slowly")
    await words.click("Post")
    (shared,) = posts(world, thread)
    assert shared.embeds[0].description == "Slowly\n-# Foundations"
    again = await Screen(world.robin, post).click("Share my step")
    assert (await again.click("Post")).text.startswith("You show that already.")
    gone = await Screen(world.robin, shared).click("Take back")
    assert gone.text == "✓ Taken back."
    assert posts(world, thread) == []


@pytest.mark.parametrize("thread_stands", [True, False])
async def test_killed_between_its_two_requests_it_gets_its_thread_once(
    world: World, database_url: str, thread_stands: bool
) -> None:
    channel = await set_up(world)
    await monday(world)
    if not thread_stands:
        world.env.backend.delete_channel(channel.threads[0].id)
    ask(database_url, "UPDATE jobs SET state = 'claimed', message = NULL WHERE kind = 'check-in'")
    await run(world, LEASE)
    await run(world, LEASE)
    assert len(check_ins(channel)) == 1
    assert len(channel.threads) == 1
    assert await world.app.store.read.jobs.last_sent(world.guild.id, JobKind.CHECK_IN, 2, NOBODY_CAME) == [
        (channel.id, channel.threads[0].id)
    ]


async def test_a_thread_that_may_not_be_opened_now_is_opened_later_below_the_same_post(world: World) -> None:
    channel = await set_up(world)
    world.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
    await monday(world)
    assert channel.threads == []
    await run(world, 2 * LEASE)
    assert len(channel.threads) == 1
    assert len(check_ins(channel)) == 1


async def test_after_two_weeks_without_anybody_it_rests_and_the_moderators_hear_of_it(world: World) -> None:
    channel = await set_up(world)
    office = world.guild.create_text_channel("office")
    page = await (await world.mona.slash("setup")).click("Community")
    await pick(page, "setupmods", office)
    for _ in range(3):
        await monday(world)
        await run(world, 1)
    assert len(channel.threads) == 2
    told = [each.content for each in office.history() if "rests" in each.content]
    assert len(told) == 1
    page = await (await world.mona.slash("setup")).click("Community")
    assert f"✗ Check-in in <#{channel.id}> rests" in page.text
    page = await page.click("Start the check-in again")
    assert f"✓ Check-in: <#{channel.id}>" in page.text


@pytest.mark.parametrize("how", ["somebody writes", "somebody shares"])
async def test_it_goes_on_for_whoever_comes(world: World, how: str) -> None:
    channel = await set_up(world)
    for _ in range(3):
        await monday(world)
        post = check_ins(channel)[-1]
        if how == "somebody shares":
            await (await Screen(world.robin, post).click("Share my step")).click("Post")
        else:
            world.env.backend.create_message(post.id, world.robin.id, "Hello")
            world.env.backend.get_channel(post.id).message_count += 1
    assert len(channel.threads) == 3


@pytest.mark.parametrize(
    "lacking", ["create_public_threads", "send_messages_in_threads", "send_messages", "view_channel"]
)
async def test_what_is_missing_is_told_in_setup_and_nothing_is_posted(world: World, lacking: str) -> None:
    channel = await set_up(world)
    await deny(world, channel, discord.Permissions(**{lacking: True}))
    await monday(world)
    assert channel.history() == []
    page = await (await world.mona.slash("setup")).click("Community")
    assert "✗ Check-in: I can't" in page.text


async def test_in_a_channel_that_was_deleted_nothing_is_tried_for_ever(world: World) -> None:
    channel = await set_up(world)
    world.env.backend.delete_channel(channel.id)
    await world.env.settle()
    due = await monday(world)
    await run(world, HOUR)
    assert (await world.app.store.read.guilds.get(world.guild.id)).checkin_at == due + 7 * DAY
    assert await world.app.store.read.jobs.open() == {}
    page = await (await world.mona.slash("setup")).click("Community")
    assert "✗ Check-in: the channel is gone. Choose another below." in page.text


async def test_too_late_it_is_left_out(world: World) -> None:
    channel = await set_up(world)
    await monday(world, late=TOO_LATE[JobKind.CHECK_IN] + 60)
    assert channel.history() == []
    await monday(world)
    assert len(channel.threads) == 1


async def test_day_and_hour_are_chosen_and_who_did_is_kept(world: World) -> None:
    await set_up(world)
    page = await (await world.mona.slash("setup")).click("Community")
    page = await page.choose("Check-in on Fridays")
    page = await page.choose("Check-in at 18:00")
    assert "Fridays at 18:00, Berlin time, next <t:" in page.text
    assert f"Last change: the hour of the check-in, by <@{world.mona.id}>, <t:" in page.text


async def test_a_share_in_an_old_thread_goes_into_that_one(world: World) -> None:
    channel = await set_up(world)
    await monday(world)
    first = check_ins(channel)[0]
    await monday(world)
    world.env.backend.edit_channel(first.id, {}, thread_metadata={"archived": True})
    await (await Screen(world.robin, first).click("Share my step")).click("Post")
    (shown,) = await stored(world)
    assert shown.channel == first.id


async def test_a_locked_thread_is_told(world: World) -> None:
    channel = await set_up(world)
    await monday(world)
    post = check_ins(channel)[0]
    world.env.backend.edit_channel(post.id, {}, thread_metadata={"locked": True})
    await deny(world, channel, discord.Permissions(manage_threads=True))
    preview = await Screen(world.robin, post).click("Share my step")
    assert "The thread for it is closed." in preview.text


async def test_started_again_it_comes_until_nobody_comes_again(world: World) -> None:
    channel = await set_up(world)
    for _ in range(3):
        await monday(world)
        await run(world, 1)
    assert len(channel.threads) == 2
    page = await (await world.mona.slash("setup")).click("Community")
    await page.click("Start the check-in again")
    for weeks in (3, 4, 4):
        await monday(world)
        await run(world, 1)
        assert len(channel.threads) == weeks


@pytest.mark.parametrize("chosen", ["another", "none"])
async def test_killed_and_its_channel_changed_it_stands_once_with_its_thread(
    world: World, database_url: str, chosen: str
) -> None:
    channel, other = await set_up(world), world.guild.create_text_channel("other")
    await monday(world)
    world.env.backend.delete_channel(channel.threads[0].id)
    ask(database_url, "UPDATE jobs SET state = 'claimed', message = NULL WHERE kind = 'check-in'")
    page = await (await world.mona.slash("setup")).click("Community")
    await pick(page, "setupcheckin", *([other] if chosen == "another" else []))
    await run(world, LEASE)
    await run(world, LEASE)
    assert (len(check_ins(channel)), len(check_ins(other))) == (1, 0)
    assert len(channel.threads) == 1


async def test_a_setting_that_changes_just_when_it_is_due_skips_no_week(world: World) -> None:
    """Somebody looks every 20 seconds only."""
    channel = await set_up(world)
    due = (await world.app.store.read.guilds.get(world.guild.id)).checkin_at or 0
    await world.env.advance_time(due + 5 - world.now())
    page = await (await world.mona.slash("setup")).click("Community")
    await pick(page, "setuphelp", world.guild.create_text_channel("help"))
    await run(world, 15)
    assert len(check_ins(channel)) == 1


async def test_nothing_is_due_in_a_server_that_was_left(world: World) -> None:
    await set_up(world)
    remove(world)
    await world.env.settle()
    assert await world.app.store.read.guilds.next_due() is None
