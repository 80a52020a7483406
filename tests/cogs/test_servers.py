"""Removed from a server, away for a while, back again."""

from simcord.backend import serializers
from simcord.backend.models import Guild

from bot.domain.schedule import DAY
from bot.store.store import Store
from bot.trial.people import Person
from bot.trial.world import World
from tests.cogs.conftest import Know
from tests.conftest import Restart


def remove(world: World) -> None:
    world.env.backend.remove_guild(world.guild.id)


async def left_at(world: World) -> int | None:
    return (await world.app.store.read.guilds.get(world.guild.id)).left_at


async def test_members_rest_when_their_only_server_is_left(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin")
    remove(world)
    await world.env.settle()
    member = await known(world.robin)
    assert member is not None
    assert member.nudges.resting
    assert member.nudges.wake_at is None
    assert await left_at(world) == world.now()


async def test_a_command_elsewhere_ends_the_rest(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin")
    other = second_home(world)
    remove(world)
    await world.env.settle()
    await other.slash("next")
    member = await known(world.robin)
    assert member is not None
    assert not member.nudges.resting
    assert member.nudges.weekly_at is not None


def second_home(world: World) -> Person:
    """Robin in another server with the bot, without having used /start there."""
    guild = world.env.create_guild("Elsewhere")
    channel = guild.create_text_channel("general")
    return Person(world.env, guild.add_member(world.robin.user), channel)


async def test_members_of_another_server_are_still_written_to(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin")
    await second_home(world).slash("start")
    before = await known(world.robin)
    remove(world)
    await world.env.settle()
    assert await known(world.robin) == before


async def test_what_happened_while_the_bot_was_down_is_found_at_start(
    world: World, known: Know, restart: Restart
) -> None:
    await world.robin.slash("start", timezone="Berlin")
    del world.env.backend.guilds[world.guild.id]
    await restart()
    await world.env.settle()
    member = await known(world.robin)
    assert member is not None
    assert member.nudges.resting
    assert await left_at(world) == world.now()


async def test_a_start_changes_nothing_where_the_bot_still_is(
    world: World, known: Know, restart: Restart
) -> None:
    await world.robin.slash("start", timezone="Berlin")
    before = await known(world.robin)
    await restart()
    await world.env.settle()
    assert await known(world.robin) == before
    assert await left_at(world) is None


async def test_an_outage_is_no_leaving(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin")
    before = await known(world.robin)
    world.env.backend.emit("GUILD_DELETE", {"id": str(world.guild.id), "unavailable": True})
    await world.env.settle()
    world.app.client.dispatch("shard_ready", 0)
    await world.env.settle()
    assert await known(world.robin) == before
    assert await left_at(world) is None


async def test_coming_back_within_thirty_days_keeps_everything(world: World) -> None:
    screen = await world.mona.slash("setup")
    await screen.choose("Berlin")
    guild = world.env.backend.guilds[world.guild.id]
    remove(world)
    await world.env.settle()
    await world.pass_time(29 * DAY)
    await world.app.retention.look()
    assert await left_at(world) is not None
    await invite(world, guild)
    settings = await world.app.store.read.guilds.get(world.guild.id)
    assert (settings.zone, settings.left_at) == ("Europe/Berlin", None)


async def invite(world: World, guild: Guild) -> None:
    """The bot is called back into a server that it was removed from."""
    guild.channel_ids.clear()
    world.env.backend.guilds[guild.id] = guild
    payload = dict(serializers.guild_create_payload(world.env.backend, guild))
    del payload["unavailable"]  # which it is that tells the end of an outage from an invitation
    world.env.backend.emit("GUILD_CREATE", payload)
    await world.env.settle()


async def test_after_thirty_days_the_server_is_forgotten_and_progress_is_not(
    world: World, store: Store
) -> None:
    await (await world.robin.slash("start", timezone="Berlin")).click("My next action")
    remove(world)
    await world.env.settle()
    await world.pass_time(31 * DAY)
    with world.env.time_context():
        await world.app.retention.look()
    assert await left_at(world) is None
    assert await store.read.members.guilds(world.robin.id) == ()
    assert await store.read.members.get(world.robin.id) is not None
