"""What a member shows on its way: once, whatever gets in its way, and seen by nobody where it may not be."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import discord
import pytest
from simcord.builders import ChannelHandle

from bot.delivery.handlers.showing import Show
from bot.delivery.pictures import Pictures
from bot.delivery.places import Places
from bot.delivery.rate_limit import Rule
from bot.domain.acts import Act
from bot.domain.jobs import Refusal
from bot.domain.schedule import DAY
from bot.domain.shown import TOO_LATE, Obstacle, ShownStage
from bot.services.data import DataService
from bot.services.removals import ON_THE_WIRE
from bot.services.showing import ShowingService
from bot.store.jobs import LEASE
from bot.trial.people import Screen
from bot.trial.world import World
from bot.views.messages import PICTURE
from bot.views.picture.facts import TrailFacts
from tests.cogs.moderating import ready
from tests.cogs.showing import asked, deny, help_channel, posts, run, seen, stored, unsettle
from tests.cogs.test_every_kind import Shows, a_question, a_trail
from tests.cogs.test_showing import allow_threads
from tests.delivery.conftest import Office
from tests.delivery.conftest import run as run_dispatcher
from tests.stored import everything

SEND, BEGIN, LOOK = "/channels/*/messages", "/channels/*/threads", "/channels/*/messages"
HOUR = 60 * 60

Trouble = Callable[[World, ChannelHandle], Awaitable[None]]


async def gone(world: World, channel: ChannelHandle) -> None:
    world.env.backend.delete_channel(channel.id)


async def hidden(world: World, channel: ChannelHandle) -> None:
    await deny(world, channel, discord.Permissions(view_channel=True))


async def mute(world: World, channel: ChannelHandle) -> None:
    await deny(world, channel, discord.Permissions(send_messages=True))


async def left(world: World, _: ChannelHandle) -> None:
    world.guild.remove_member(world.robin.user)


async def timed_out(world: World, _: ChannelHandle) -> None:
    until = (world.env.now() + timedelta(hours=9)).isoformat()
    world.env.backend.edit_member(world.guild.id, world.robin.id, {"timed_out_until": until})


async def shut_out(world: World, channel: ChannelHandle) -> None:
    await deny(world, channel, discord.Permissions(send_messages=True), world.robin.id)


async def blocked(world: World, _: ChannelHandle) -> None:
    async with world.app.store.transaction() as rows:
        await rows.blocks.put(world.guild.id, world.robin.id, world.now())


def refuses(status: int, code: int) -> Trouble:
    async def refuse(world: World, _: ChannelHandle) -> None:
        world.env.inject_error("POST", SEND, status=status, code=code)

    return refuse


IN_THE_WAY: dict[str, tuple[Trouble, Obstacle, str]] = {
    "the channel is deleted": (gone, Obstacle.GONE, "The channel for it is gone."),
    "the channel is hidden from the bot": (hidden, Obstacle.PERMISSIONS, "I'm not allowed to post there."),
    "the bot may not write": (mute, Obstacle.PERMISSIONS, "I'm not allowed to post there."),
    "a permission goes in the middle": (
        refuses(403, 50013),
        Obstacle.PERMISSIONS,
        "I'm not allowed to post there.",
    ),
    "access goes in the middle": (refuses(403, 50001), Obstacle.REFUSED, "Discord didn't take it."),
    "the channel goes in the middle": (refuses(404, 10003), Obstacle.GONE, "The channel for it is gone."),
    "AutoMod": (refuses(400, 200000), Obstacle.REFUSED, "Discord didn't take it."),
    "a locked thread": (refuses(400, 160005), Obstacle.LOCKED, "The thread for it is closed."),
    "the member left the server": (left, Obstacle.ELSEWHERE, "You're not in that server any more."),
    "the member is timed out": (timed_out, Obstacle.TIMED_OUT, "You're timed out in that server."),
    "the member may not write there": (
        shut_out,
        Obstacle.MAY_NOT,
        "You can't write in that channel yourself",
    ),
}


HERE = {name: row for name, row in IN_THE_WAY.items() if row[0] is not left}
"""Who left the server sees no preview in it any more."""


@pytest.mark.parametrize(("trouble", "obstacle", "said"), HERE.values(), ids=list(HERE))
async def test_what_is_in_the_way_is_told_and_the_preview_kept(
    world: World, trouble: Trouble, obstacle: Obstacle, said: str
) -> None:
    channel = await help_channel(world)
    await world.robin.slash("start", timezone="Berlin")
    preview = await asked(world)
    await trouble(world, channel)
    await world.env.settle()
    told = await preview.click("Post")
    assert said in told.text
    assert "Nothing was posted." in told.text
    assert told.buttons == ["Post", "Change the words", "Discard"]
    assert posts(world, channel) == []
    kept = await world.app.store.read.shown.find(1)
    assert kept is not None
    assert (kept.stage, kept.obstacle) == (ShownStage.DRAFT, obstacle)


async def delayed(world: World, preview: Screen | None = None) -> None:
    """Somebody posts, Discord gives no answer, and it is tried again later."""
    preview = preview or await asked(world)
    world.env.inject_error("POST", SEND, status=503)
    told = await preview.click("Post")
    assert told.text == "Discord is slow right now. Your post will follow."


@pytest.mark.parametrize("shows", [a_question, a_trail], ids=lambda shows: shows.__name__)
@pytest.mark.parametrize(("trouble", "obstacle", "said"), IN_THE_WAY.values(), ids=list(IN_THE_WAY))
async def test_what_gets_in_the_way_later_is_told_at_the_next_command(
    world: World, trouble: Trouble, obstacle: Obstacle, said: str, shows: Shows
) -> None:
    if shows is a_trail:  # nobody chose its channel, so nobody can choose another
        said = said.replace("The channel for it is gone.", "That channel is gone.")
    channel, preview = await shows(world)
    await world.robin.slash("start", timezone="Berlin")
    await delayed(world, preview)
    await trouble(world, channel)
    await run(world, 2 * LEASE)
    assert posts(world, channel) == []
    told = await world.robin.in_dm().slash("help")
    if trouble is hidden:
        said = "It may be posted: I was cut off and can't look."
    assert ("isn't posted." in told.text) == (trouble is not hidden)
    assert said in told.text
    assert told.buttons == ["Take back" if trouble is hidden else "Open the preview"]
    assert said not in (await world.robin.in_dm().slash("help")).text


async def test_what_was_previewed_with_a_picture_waits_for_it(world: World) -> None:
    def fail(_: TrailFacts) -> bytes:
        raise OSError("no paint")

    await world.robin.slash("progress", share=True)
    act, store = Act(world.robin.id, world.guild.id, 1, world.now()), world.app.store
    _, job = await ShowingService(store, world.app.content).post(act, 2)
    assert job is not None
    places = Places(world.app.sender)
    assert await Show(store, places, world.now, Pictures(fail)).do(job) is Refusal.LATER
    assert [each for each in posts(world, world.general) if not each.flags.ephemeral] == []
    await run(world, LEASE * 2)
    (post,) = [each for each in posts(world, world.general) if not each.flags.ephemeral]
    assert [each.filename for each in post.attachments] == [PICTURE]


async def test_who_is_blocked_meanwhile_is_told(world: World) -> None:
    channel = await help_channel(world)
    await delayed(world)
    await blocked(world, channel)
    await run(world, 2 * LEASE)
    assert posts(world, channel) == []
    assert "has turned off your posts through me" in (await world.robin.slash("help")).text


@pytest.mark.parametrize(
    ("status", "code"), [(408, 0), (429, 0), (429, 20016), (400, 20028), (500, 0), (503, 0)]
)
async def test_what_passes_is_waited_for_and_posted_once(world: World, status: int, code: int) -> None:
    channel = await help_channel(world)
    world.env.inject_error("POST", SEND, status=status, code=code, times=2)
    told = await (await asked(world)).click("Post")
    assert told.text == "Discord is slow right now. Your post will follow."
    for _ in range(5):
        await run(world, 2 * LEASE)
    assert len(posts(world, channel)) == 1
    (shown,) = await stored(world)
    assert shown.message == posts(world, channel)[0].id


@pytest.mark.parametrize("forum", [False, True])
async def test_killed_between_post_and_settle_it_is_found(
    world: World, database_url: str, forum: bool
) -> None:
    channel = await help_channel(world, forum=forum)
    await (await asked(world)).click("Post")
    (before,) = await stored(world)
    unsettle(database_url)
    await run(world, LEASE)
    assert len(posts(world, channel)) == 1
    assert await stored(world) == (before,)


async def test_a_post_in_a_forum_is_found_when_its_thread_is_archived(
    world: World, database_url: str
) -> None:
    channel = await help_channel(world, forum=True)
    await (await asked(world)).click("Post")
    await (await asked(world)).click("Post")
    before = await stored(world)
    for thread in channel.threads:
        world.env.backend.edit_channel(thread.id, {}, thread_metadata={"archived": True})
    unsettle(database_url)
    await run(world, LEASE)
    assert await stored(world) == before
    assert len(channel.threads) == 2


@pytest.mark.parametrize("forum", [False, True])
async def test_killed_before_the_post_it_is_posted(world: World, database_url: str, forum: bool) -> None:
    channel = await help_channel(world, forum=forum)
    await (await asked(world)).click("Post")
    for thread in channel.threads:
        world.env.backend.delete_channel(thread.id)
    for message in channel.history():
        world.env.backend.delete_message(channel.id, message.id)
    unsettle(database_url)
    await run(world, LEASE)
    assert len(posts(world, channel)) == 1


async def test_what_was_found_is_not_taken_from_another_bot_or_member(
    world: World, database_url: str
) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    post = seen(world, channel, world.robin)
    copycat = world.env.create_user("Copycat", bot=True)
    world.env.backend.delete_message(channel.id, post.message.id)
    world.env.backend.create_message(channel.id, copycat.id, "Not ours", components=post.data["components"])
    unsettle(database_url)
    await run(world, LEASE)
    assert len(posts(world, channel)) == 2


async def test_after_six_hours_its_owner_decides_anew(world: World) -> None:
    channel = await help_channel(world)
    await delayed(world)
    await run(world, TOO_LATE)
    assert posts(world, channel) == []
    assert "within six hours" in (await world.robin.slash("help")).text


async def test_nothing_is_decided_before_discord_has_told_of_its_servers(world: World) -> None:
    channel = await help_channel(world)
    await delayed(world)
    guild = world.app.client.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    await run(world, 2 * LEASE)
    assert posts(world, channel) == []
    guild.unavailable = False
    await run(world, LEASE)
    assert len(posts(world, channel)) == 1


# Whoever changes their mind while it is on its way


@pytest.mark.parametrize("arrived", [True, False])
@pytest.mark.parametrize("how", ["takes it back", "deletes everything"])
async def test_who_changes_their_mind_while_it_is_on_its_way_is_obeyed(
    world: World, database_url: str, how: str, arrived: bool
) -> None:
    channel = await help_channel(world)
    if arrived:
        await (await asked(world)).click("Post")
        unsettle(database_url)
    else:
        await delayed(world)
    if how == "takes it back":
        card = await (await world.robin.slash("mydata show")).click("What others see of you")
        gone = await card.click("Take all back")
        assert gone.text.startswith("It isn't gone yet. I'll take it back as soon as Discord lets me.")
        assert "I'm taking it back." in gone.text
        assert gone.buttons == ["What I keep about you"]
    else:
        await (await world.robin.slash("mydata delete")).click("Delete")
    for _ in range(4):
        await run(world, ON_THE_WIRE)
    assert posts(world, channel) == []
    assert await stored(world) == ()


@pytest.mark.parametrize("how", ["takes it back", "deletes everything"])
async def test_who_changes_their_mind_at_the_very_moment_is_obeyed(office: Office, how: str) -> None:
    world = office.world
    channel = await help_channel(world)
    await delayed(world)
    await office.later(2 * LEASE)
    requests = 0

    async def meanwhile(_: Rule) -> None:
        nonlocal requests
        requests += 1
        if requests == 2 and how == "takes it back":  # it was looked for, and it is asked who may
            async with office.store.transaction() as rows:
                shown = await rows.shown.find(1)
                assert shown is not None
                await rows.shown.save(shown.leaving())
        elif requests == 2:
            await DataService(office.store).delete(world.robin.id, world.now())

    with office.simulated():
        await run_dispatcher(office.dispatcher_with(meanwhile))
    assert posts(world, channel) == []


async def test_a_click_on_a_post_whose_answer_was_lost_takes_it_back(world: World, database_url: str) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    unsettle(database_url)
    assert (await seen(world, channel, world.robin).click("Take back")).text == "✓ Taken back."
    for _ in range(3):
        await run(world, ON_THE_WIRE)
    assert posts(world, channel) == []


# The way back


async def test_what_somebody_deleted_by_hand_is_taken_back_all_the_same(world: World) -> None:
    channel = await help_channel(world)
    done = await (await asked(world)).click("Post")
    world.env.backend.delete_message(channel.id, posts(world, channel)[0].id)
    assert (await done.click("Take back")).text == "✓ Taken back."
    assert await stored(world) == ()


async def test_a_channel_that_went_took_the_post_with_it(world: World) -> None:
    channel = await help_channel(world)
    done = await (await asked(world)).click("Post")
    world.env.backend.delete_channel(channel.id)
    await world.env.settle()
    assert (await done.click("Take back")).text == "✓ Taken back."


@pytest.mark.parametrize(("status", "code"), [(429, 0), (503, 0), (403, 50001), (403, 50013), (400, 50083)])
async def test_a_removal_is_asked_for_until_it_is_done(world: World, status: int, code: int) -> None:
    channel = await help_channel(world)
    done = await (await asked(world)).click("Post")
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=status, code=code)
    told = await done.click("Take back")
    assert told.text == "It isn't gone yet. I'll take it back as soon as Discord lets me."
    await run(world, 2 * LEASE)
    assert posts(world, channel) == []
    assert await stored(world) == ()


async def test_where_it_may_not_look_a_removal_waits(world: World, database_url: str) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    unsettle(database_url)
    await (await world.robin.slash("mydata delete")).click("Delete")
    await deny(world, channel, discord.Permissions(read_message_history=True))
    await run(world, ON_THE_WIRE)
    assert len(posts(world, channel)) == 1
    await deny(world, channel, discord.Permissions.none())
    await run(world, 2 * LEASE)
    assert posts(world, channel) == []


async def test_in_a_forum_it_is_found_and_deleted_after_its_member_is_forgotten(
    world: World, database_url: str
) -> None:
    channel = await help_channel(world, forum=True)
    allow_threads(world)
    await (await asked(world)).click("Post")
    unsettle(database_url)
    await (await world.robin.slash("mydata delete")).click("Delete")
    await run(world, ON_THE_WIRE)
    assert channel.threads == []


async def test_a_removal_names_nobody(world: World, database_url: str) -> None:
    await help_channel(world)
    await (await asked(world)).click("Post")
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=503, times=None)
    await (await world.robin.slash("mydata delete")).click("Delete")
    await run(world, HOUR)
    assert str(world.robin.id) not in "".join(everything(database_url))


async def looked(world: World, after: int = 2 * DAY) -> None:
    """So many seconds later it is looked what still stands."""
    await world.env.advance_time(after)
    with world.env.time_context():
        await world.app.lookout.look()


async def test_what_somebody_deleted_by_hand_is_told_within_a_day(world: World) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    await looked(world)
    assert "somebody deleted it" not in (await world.robin.slash("help")).text
    world.env.backend.delete_message(channel.id, posts(world, channel)[0].id)
    await looked(world, after=60)
    assert len(await stored(world)) == 1, "it was looked at a minute ago"
    await looked(world)
    assert await stored(world) == ()
    assert "Your question isn't there any more: somebody deleted it" in (await world.robin.slash("help")).text


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (503, 0), (429, 0)])
async def test_a_look_without_an_answer_says_nothing(world: World, status: int, code: int) -> None:
    await help_channel(world)
    await (await asked(world)).click("Post")
    world.env.inject_error("GET", "/channels/*/messages/*", status=status, code=code)
    await looked(world)
    assert len(await stored(world)) == 1


async def test_a_place_that_moved_keeps_the_way_back(world: World) -> None:
    channel = await help_channel(world)
    done = await (await asked(world)).click("Post")
    await ready(world, help_channel=world.general.id)
    assert (await done.click("Take back")).text == "✓ Taken back."
    assert posts(world, channel) == []
