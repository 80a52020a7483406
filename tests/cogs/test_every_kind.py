"""What holds for all that a member can show: a question, something made, a step, a phase, a trail."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import discord
import pytest
from simcord.builders import ChannelHandle

from bot.services.removals import ON_THE_WIRE
from bot.trial.people import Person, Screen
from bot.trial.world import World
from bot.views.shown import post as look
from tests.cogs.showing import TRIED, asked, deny, help_channel, made, posts, run, seen, showcase, stored
from tests.cogs.test_check_in import check_ins, monday, set_up
from tests.cogs.test_milestones import finish, milestones
from tests.cogs.test_mydata import file_of

SEND = "/channels/*/messages"
Shows = Callable[[World], Awaitable[tuple[ChannelHandle, Screen]]]
"""Where it goes, and its preview."""


async def a_question(world: World) -> tuple[ChannelHandle, Screen]:
    return await help_channel(world), await asked(world)


async def something_made(world: World) -> tuple[ChannelHandle, Screen]:
    return await showcase(world), await made(world)


async def a_step(world: World) -> tuple[ChannelHandle, Screen]:
    channel = await set_up(world)
    await world.robin.slash("start", timezone="Berlin")
    await monday(world)
    (post,), (thread,) = check_ins(channel), channel.threads
    return thread, await Screen(world.robin, post).click("Share my step")


async def a_phase(world: World) -> tuple[ChannelHandle, Screen]:
    return await milestones(world), await (await finish(world)).click("Tell the channel")


async def a_trail(world: World) -> tuple[ChannelHandle, Screen]:
    channel = world.guild.create_text_channel("here")
    there = Person(world.env, world.robin.member, channel)
    return channel, await there.slash("progress", share=True)


KINDS = (a_question, something_made, a_step, a_phase, a_trail)
every_kind = pytest.mark.parametrize("shows", KINDS, ids=lambda shows: shows.__name__)


async def block(world: World) -> None:
    """Robin's posts are turned off."""
    async with world.app.store.transaction() as rows:
        await rows.blocks.put(world.guild.id, world.robin.id, world.now())


@every_kind
async def test_nothing_is_seen_before_post_and_then_what_was_previewed(world: World, shows: Shows) -> None:
    channel, preview = await shows(world)
    assert preview.private
    assert posts(world, channel) == []
    await preview.click("Post")
    (post,) = posts(world, channel)
    assert (post.content, post.embeds[0]) == (preview.message.content, preview.message.embeds[0])
    (kept,) = await stored(world)
    assert (kept.channel, kept.message) == (channel.id, post.id)


@every_kind
async def test_it_is_listed_exported_and_taken_back(world: World, shows: Shows) -> None:
    channel, preview = await shows(world)
    await preview.click("Post")
    (post,) = posts(world, channel)
    assert str(post.id) in json.dumps(await file_of(await world.robin.slash("mydata export")))
    card = await (await world.robin.slash("mydata show")).click("What others see of you")
    assert card.text.count("Open it") == 1
    await card.click("Take all back")
    assert posts(world, channel) == []
    assert await stored(world) == ()


@every_kind
async def test_only_its_owner_takes_it_back_and_only_a_moderator_removes_it(
    world: World, shows: Shows
) -> None:
    channel, preview = await shows(world)
    await preview.click("Post")
    told = await seen(world, channel, world.mona).click("Take back")
    assert told.text.startswith("That button belongs to someone else's roadmap.")
    told = await seen(world, channel, world.robin).click("Remove")
    assert "That takes *Manage Server* or the moderator role" in told.text
    assert len(posts(world, channel)) == 1
    await seen(world, channel, world.mona).click("Remove")
    assert posts(world, channel) == []
    assert "was removed by a moderator" in (await world.robin.slash("help")).text


@every_kind
async def test_whose_posts_are_turned_off_posts_nothing(world: World, shows: Shows) -> None:
    """Not from a preview that was there before, either."""
    channel, preview = await shows(world)
    await block(world)
    told = await preview.click("Post")
    assert told.text.startswith("A moderator of that server has turned off your posts through me.")
    assert posts(world, channel) == []


@every_kind
async def test_who_is_timed_out_posts_nothing(world: World, shows: Shows) -> None:
    channel, preview = await shows(world)
    until = (world.env.now() + timedelta(hours=1)).isoformat()
    world.env.backend.edit_member(world.guild.id, world.robin.id, {"timed_out_until": until})
    assert "You're timed out in that server." in (await preview.click("Post")).text
    assert posts(world, channel) == []


@every_kind
@pytest.mark.parametrize("arrives", [True, False], ids=["it had arrived", "it had not"])
async def test_who_deletes_everything_while_it_is_on_its_way_leaves_nothing(
    world: World, shows: Shows, arrives: bool
) -> None:
    channel, preview = await shows(world)
    world.env.inject_error("POST", SEND, status=503)
    told = await preview.click("Post")
    assert told.text == "Discord is slow right now. Your post will follow."
    if arrives:  # Discord had taken it after all, and said otherwise
        (kept,) = await stored(world)
        await _as_if_taken(world, channel, kept.id)
    await (await world.robin.slash("mydata delete")).click("Delete")
    for _ in range(4):
        await run(world, ON_THE_WIRE)
    assert [each for each in posts(world, channel) if "Robin" in each.content] == []
    assert await world.app.store.read.members.get(world.robin.id) is None


async def _as_if_taken(world: World, channel: ChannelHandle, number: int) -> None:
    kept = await world.app.store.read.shown.find(number)
    assert kept is not None
    message = look(kept)
    rows = message.view().to_components()
    world.env.backend.create_message(
        channel.id, world.env.backend.bot_user.id, message.content, components=rows
    )
    assert len(posts(world, channel)) == 1


@every_kind
async def test_nothing_of_a_members_words_pings_or_hides_a_link(world: World, shows: Shows) -> None:
    channel, preview = await shows(world)
    label = "Change the words" if TRIED.split()[0] in preview.text else "Add a line"
    tricks = "@everyone <@&1> [your bank](https://evil.example)"
    after = await (await preview.opens(label)).send(text=tricks)
    await after.click("Post")
    (post,) = posts(world, channel)
    said = post.embeds[0].description or ""
    assert "[your bank](" not in said
    assert "@everyone" not in said
    assert not post.mention_everyone
    sent = [each.json for each in world.env.http_requests if each.path == f"/channels/{channel.id}/messages"]
    assert [body["allowed_mentions"] for body in sent if body] == [{"parse": []}]


@every_kind
async def test_a_place_without_access_is_told_and_the_preview_kept(world: World, shows: Shows) -> None:
    channel, preview = await shows(world)
    where = world.guild.channels["check-in"] if shows is a_step else channel
    await deny(world, where, discord.Permissions(view_channel=True))
    told = await preview.click("Post")
    assert "I'm not allowed to post there." in told.text
    assert told.buttons == ["Post", *preview.buttons[1:]]
    assert posts(world, channel) == []
