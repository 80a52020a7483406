"""The way back of what is shown: nothing stays that is to go, and nothing is said of it that isn't so."""

import asyncio

import discord
import pytest

from bot import app
from bot.content.live import LiveContent
from bot.delivery.dispatcher import PATIENCE
from bot.delivery.rate_limit import Rule
from bot.domain.acts import Act
from bot.domain.jobs import JobKey
from bot.domain.schedule import DAY
from bot.domain.shown import DRAFT_DAYS, REMOVAL_DAYS, TOO_LATE, Obstacle
from bot.services.data import DataService
from bot.services.removals import ON_THE_WIRE, tell_owner
from bot.services.showing import NEWS, ShowingService
from bot.store.jobs import LEASE
from bot.trial.people import Screen
from bot.trial.world import World
from tests import interactions
from tests.cogs.moderating import newcomers
from tests.cogs.showing import asked, deny, help_channel, posts, run, seen, stored, unsettle
from tests.cogs.test_servers import remove
from tests.delivery.conftest import Office
from tests.delivery.conftest import run as run_dispatcher
from tests.delivery.handlers.test_showing import HOUR, SEND, delayed, looked

REMOVE = "/channels/*/messages/*"


async def delete_everything(world: World) -> None:
    """Robin deletes all that is kept of them."""
    await (await world.robin.slash("mydata delete")).click("Delete")


async def list_of(world: World) -> Screen:
    """What others see of Robin."""
    return await (await world.robin.in_dm().slash("mydata show")).click("What others see of you")


# Deleting everything


@pytest.mark.parametrize("days", [0, 5, 40])
async def test_a_deletion_removes_what_is_old_whatever_comes_first(world: World, days: int) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    await world.env.advance_time(days * DAY)
    world.env.inject_error("DELETE", REMOVE, status=503)
    await delete_everything(world)
    with world.env.time_context():
        await world.app.retention.look()
    for _ in range(3):
        await run(world, HOUR)
    assert posts(world, channel) == []


async def test_a_deletion_removes_more_than_a_list_shows(world: World) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    (first,) = await stored(world)
    many = 120
    async with world.app.store.transaction() as rows:
        for number in range(1, many):
            one = world.env.backend.create_message(channel.id, world.env.backend.bot_user.id, f"{number}")
            act = Act(world.robin.id, world.guild.id, number, world.now())
            key = JobKey("v", number)
            await rows.shown.add(act, first._replace(key=key, message=one.id, posted_at=number))
    assert len(posts(world, channel)) == many
    await delete_everything(world)
    await run(world)
    assert posts(world, channel) == []


@pytest.mark.parametrize("how", ["takes it back", "deletes everything"])
@pytest.mark.parametrize("late", [False, True])
async def test_who_changes_their_mind_while_a_later_try_is_on_the_wire_is_obeyed(
    office: Office, how: str, late: bool
) -> None:
    world, requests, reached, free = office.world, 0, asyncio.Event(), asyncio.Event()
    channel = await help_channel(world)
    await delayed(world)
    await office.later(2 * LEASE)

    async def meanwhile(_: Rule) -> None:
        nonlocal requests
        requests += 1
        if requests != 3:  # it was looked for, it was asked who may: past the last question
            return
        if how == "takes it back":
            await ShowingService(office.store, office.content).take_back(office.act(world.robin), 1)
        else:
            await DataService(office.store).delete(world.robin.id, world.now())
        reached.set()
        if late:
            await free.wait()

    with office.simulated():
        slow = asyncio.create_task(run_dispatcher(office.dispatcher_with(meanwhile)))
        if late:
            await reached.wait()
            for _ in range(2):
                await office.later(ON_THE_WIRE)
                await office.tick()
            free.set()
        await slow
    for _ in range(3):
        await run(world, ON_THE_WIRE)
    assert posts(world, channel) == []


# Perhaps posted


async def perhaps_posted(world: World, database_url: str) -> Screen:
    """It stands, but its answer was lost, and the bot could not look; what Robin hears of it."""
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    unsettle(database_url)
    await deny(world, channel, discord.Permissions(read_message_history=True))
    await run(world, LEASE)
    await deny(world, channel, discord.Permissions.none())
    assert len(posts(world, channel)) == 1
    return await world.robin.slash("help")


async def test_what_may_be_posted_is_told_listed_and_taken_back(world: World, database_url: str) -> None:
    told = await perhaps_posted(world, database_url)
    channel = world.guild.channels["help"]
    assert f"in <#{channel.id}>: It may be posted: I was cut off and can't look." in told.text
    assert told.buttons == ["Take back"]
    card = await list_of(world)
    assert "It may be posted" in card.text
    await told.click("Take back")
    await run(world, ON_THE_WIRE)
    assert posts(world, channel) == []


@pytest.mark.parametrize("who", ["its owner", "a moderator", "a deletion"])
async def test_what_may_be_posted_can_be_removed_on_the_post(
    world: World, database_url: str, who: str
) -> None:
    await perhaps_posted(world, database_url)
    channel = world.guild.channels["help"]
    if who == "its owner":
        assert (await seen(world, channel, world.robin).click("Take back")).text == "✓ Taken back."
    elif who == "a moderator":
        assert (await seen(world, channel, world.mona).click("Remove")).text.startswith("✓ Removed.")
    else:
        await delete_everything(world)
        await run(world, ON_THE_WIRE)
    assert posts(world, channel) == []


async def test_post_on_an_older_preview_of_it_says_so_with_the_words(world: World, database_url: str) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    unsettle(database_url)
    await deny(world, channel, discord.Permissions(read_message_history=True))
    await run(world, LEASE)
    told = (await interactions.press(world, world.robin, f"b:showpost:{world.robin.id}:1").arrives()).screen
    assert "It may be posted" in told.text
    assert "no such file" in told.text
    assert told.buttons == ["Take back"]
    assert len(posts(world, channel)) == 1


# What is said is so


async def test_what_was_posted_is_not_said_to_be_discarded(world: World) -> None:
    channel = await help_channel(world)
    preview = await asked(world)
    late = interactions.press(world, world.robin, f"b:showdrop:{world.robin.id}:1", on=preview)
    await preview.click("Post")
    assert (await late.arrives()).screen.text.startswith("✓ Posted.")
    assert len(posts(world, channel)) == 1


async def test_words_that_come_after_the_post_are_not_shown_as_a_preview(world: World) -> None:
    await help_channel(world)
    preview = await asked(world)
    form = await preview.opens("Change the words")
    await preview.click("Post")
    after = await form.send(text="Quite other words")
    assert after.text.startswith("✓ Posted.")
    assert after.buttons == ["Take back"]


async def test_a_preview_does_not_say_that_discord_refused_what_it_was_not_asked(world: World) -> None:
    channel = await help_channel(world)
    world.env.inject_error("GET", "/guilds/*/members/*", status=503, times=None)
    preview = await asked(world)
    assert f"**Post** puts it into <#{channel.id}>" in preview.text
    assert "Discord didn't take it" not in preview.text


async def test_a_refusal_that_comes_after_the_answer_is_told(
    world: World, content: LiveContent, database_url: str
) -> None:
    channel = await help_channel(world)
    await asked(world)
    slow = asyncio.Event()

    async def hold(_: Rule) -> None:
        await world.env.external_wait(slow.wait(), reason="Discord is slow")

    built = await app.build(database_url, content, world.now, wait=hold)
    await world.env.restart_bot(built.client)
    world.env.inject_error("POST", SEND, status=403, code=50013)
    post = await interactions.press(world, world.robin, f"b:showpost:{world.robin.id}:1").arrives()
    await world.env.advance_time(PATIENCE)
    assert post.screen.text == "Discord is slow right now. Your post will follow."
    slow.set()
    await world.env.settle()
    assert posts(world, channel) == []
    told = await world.robin.slash("help")
    assert "isn't posted. I'm not allowed to post there." in told.text
    await built.store.close()


async def test_a_refusal_that_was_told_in_the_click_is_not_told_again(world: World) -> None:
    await help_channel(world)
    world.env.inject_error("POST", SEND, status=403, code=50013)
    told = await (await asked(world)).click("Post")
    assert "I'm not allowed to post there." in told.text
    for text in (told.text, (await world.robin.slash("help")).text):
        assert "isn't posted" not in text


async def test_what_waits_for_its_owner_is_decided_from_the_news(world: World) -> None:
    channel = await help_channel(world)
    await delayed(world)
    await run(world, TOO_LATE)
    told = await world.robin.slash("help")
    assert "within six hours, so it waits for you to decide." in told.text
    preview = await told.click("Open the preview")
    assert preview.buttons == ["Post", "Change the words", "Discard"]
    assert (await preview.click("Post")).text.startswith("✓ Posted.")
    assert len(posts(world, channel)) == 1


async def test_what_waits_for_its_owner_waits_until_they_have_heard_of_it(world: World) -> None:
    await help_channel(world)
    await delayed(world)
    await run(world, TOO_LATE)
    await world.env.advance_time((DRAFT_DAYS + 1) * DAY)
    with world.env.time_context():
        await world.app.retention.look()
        told = await world.robin.slash("help")
        assert "waits for you to decide." in told.text
        await world.app.retention.look()
    assert "Post" in (await told.click("Open the preview")).buttons


async def test_many_news_are_told_in_turn(world: World) -> None:
    await help_channel(world)
    (other,) = newcomers(world, 1)
    await (await asked(world, other)).click("Post")
    (one,) = await stored(world, other)
    async with world.app.store.transaction() as rows:
        for number in range(NEWS + 1):
            new = one._replace(title=f"Step {number}").kept(Obstacle.TOO_LATE)
            kept = await rows.shown.add(Act(other.id, world.guild.id, number, world.now()), new)
            await tell_owner(rows, kept)
    first, second = [await other.slash("help") for _ in range(2)]
    assert [text.text.count("isn't posted.") for text in (first, second)] == [NEWS, 1]
    assert first.buttons[0].startswith("Open the preview: Step ")


# What won't go


async def refused(world: World, times: int | None = None) -> None:
    """Discord lets the bot delete nothing."""
    world.env.inject_error("DELETE", REMOVE, status=403, code=50013, times=times)


async def test_who_takes_back_what_stays_is_told_after_a_day_and_it_is_tried_on(world: World) -> None:
    channel = await help_channel(world)
    done = await (await asked(world)).click("Post")
    await refused(world)
    await done.click("Take back")
    await looked(world, after=HOUR)
    assert "couldn't remove" not in (await world.robin.slash("help")).text
    await looked(world, after=DAY)
    told = await world.robin.slash("help")
    assert f"in <#{channel.id}>: I couldn't remove it so far. I'll keep trying;" in told.text
    assert "I couldn't remove it so far." in (await list_of(world)).text
    listed = await (await world.mona.slash("community")).click("Posted by members")
    assert "I couldn't remove it so far: delete it in Discord." in listed.text
    world.env.backend.faults.clear()
    await run(world, HOUR)
    assert posts(world, channel) == []
    assert await stored(world) == ()
    assert "Your question" not in (await world.robin.slash("help")).text


async def test_a_removal_is_tried_for_thirty_days(world: World) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    await refused(world)
    await delete_everything(world)
    for _ in range(REMOVAL_DAYS - 2):
        await run(world, DAY)
    world.env.backend.faults.clear()
    await run(world, HOUR)
    assert posts(world, channel) == []


async def test_what_a_moderator_could_not_remove_is_not_said_to_be_removed(world: World) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    await refused(world)
    told = await seen(world, channel, world.mona).click("Remove")
    assert told.text.startswith("It isn't gone yet. I'll remove it as soon as Discord lets me.")
    for _ in range(REMOVAL_DAYS):
        await run(world, DAY)
        await looked(world, after=HOUR)
    assert len(posts(world, channel)) == 1
    assert "removed" not in (await world.robin.slash("help")).text
    world.env.backend.faults.clear()
    await seen(world, channel, world.mona).click("Remove")
    assert "was removed by a moderator" in (await world.robin.slash("help")).text


async def test_what_its_owner_is_taking_back_is_not_said_to_be_removed_by_a_moderator(world: World) -> None:
    channel = await help_channel(world)
    done = await (await asked(world)).click("Post")
    await refused(world, times=1)
    await done.click("Take back")
    told = await seen(world, channel, world.mona).click("Remove")
    assert told.text == "It isn't gone yet. I'll remove it as soon as Discord lets me."
    await run(world, 2 * LEASE)
    assert posts(world, channel) == []
    assert "removed by a moderator" not in (await world.robin.slash("help")).text


async def test_in_a_server_that_the_bot_left_nothing_is_said_to_be_taken_back(world: World) -> None:
    await help_channel(world)
    await (await asked(world)).click("Post")
    card = await list_of(world)
    remove(world)
    await world.env.settle()
    told = await card.click("Take all back")
    assert told.text.startswith("It isn't gone yet.")
    assert "a server that I'm not in any more" in told.text
    await run(world, HOUR)
    assert len(await stored(world)) == 1
