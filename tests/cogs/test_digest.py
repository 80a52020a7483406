"""Mondays, in the moderators' channel: the figures of `/community`, and what waits for them."""

from simcord.builders import ChannelHandle

from bot.store.jobs import LEASE
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.moderating import draft, newcomers, ready
from tests.cogs.showing import run
from tests.cogs.test_setup import pick
from tests.stored import ask


async def office(world: World) -> ChannelHandle:
    """#office, chosen by Mona."""
    channel = world.guild.create_text_channel("office")
    await ready(world)
    page = await (await world.mona.slash("setup")).click("Community")
    page = await pick(page, "setupmods", channel)
    assert f"✓ Moderators' channel: <#{channel.id}>" in page.text
    return channel


async def monday(world: World) -> None:
    """It becomes the time of the next digest."""
    due = (await world.app.store.read.guilds.get(world.guild.id)).digest_at or 0
    await run(world, due - world.now())


async def test_a_small_server_gets_one_sentence(world: World) -> None:
    channel = await office(world)
    await world.robin.slash("start", timezone="Berlin")
    await monday(world)
    (post,) = channel.history()
    assert (
        "every figure here is still under 5, and I show none that could single somebody out." in post.content
    )
    assert (post.embeds, post.attachments) == ([], [])


async def test_it_says_what_community_says_in_picture_and_words(world: World) -> None:
    channel = await office(world)
    for person in newcomers(world, 6):
        await person.slash("start", timezone="Berlin")
        await person.slash("done", action="numpy-pandas")
    await draft_scheduled(world)
    await monday(world)
    (post,) = channel.history()
    words = post.embeds[0].description or ""
    card = await Screen(world.mona, post).click("Figures of today")
    assert card.private
    for line in ("**Where they are**", "- Foundations: 5", "**Active this week**", "**Actions ticked**"):
        assert line in words
        assert line in card.text
    assert "**Updates scheduled**\n- MLflow 3 changes the registry" in words
    (picture,) = post.attachments
    assert (await picture.read())[:4] == b"\x89PNG"
    assert post.embeds[0].image.url


async def draft_scheduled(world: World) -> None:
    """An update of Mona's that waits."""
    await (await draft(world, when="2026-02-05 09:00")).click("Schedule")


async def test_others_do_not_see_the_figures(world: World) -> None:
    channel = await office(world)
    await monday(world)
    told = await Screen(world.robin, channel.history()[0]).click("Figures of today")
    assert "That takes *Manage Server* or the moderator role" in told.text


async def test_killed_after_the_post_it_does_not_come_again(world: World, database_url: str) -> None:
    channel = await office(world)
    await monday(world)
    ask(database_url, "UPDATE jobs SET state = 'claimed', message = NULL WHERE kind = 'digest'")
    await run(world, LEASE)
    assert len(channel.history()) == 1
    await monday(world)
    assert len(channel.history()) == 2


async def test_in_a_channel_that_was_deleted_nothing_is_tried_for_ever(world: World) -> None:
    channel = await office(world)
    world.env.backend.delete_channel(channel.id)
    await world.env.settle()
    await monday(world)
    await run(world, LEASE)
    assert await world.app.store.read.jobs.open() == {}
    page = await (await world.mona.slash("setup")).click("Community")
    assert "✗ Moderators' channel: the channel is gone. Choose another below." in page.text


async def test_killed_and_the_channel_changed_it_stands_once(world: World, database_url: str) -> None:
    channel, other = await office(world), world.guild.create_text_channel("other")
    await monday(world)
    ask(database_url, "UPDATE jobs SET state = 'claimed', message = NULL WHERE kind = 'digest'")
    page = await (await world.mona.slash("setup")).click("Community")
    await pick(page, "setupmods", other)
    await run(world, LEASE)
    await run(world, LEASE)
    assert (len(channel.history()), len(other.history())) == (1, 0)
