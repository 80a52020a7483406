"""Another server's ids in whatever is pressed or chosen: nothing is reached there, nothing of it is shown."""

from dataclasses import dataclass

import discord
import pytest
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle

from bot.domain.custom_id import Verb
from bot.trial.people import Person
from bot.trial.world import World
from tests import interactions
from tests.cogs.moderating import ready
from tests.cogs.nudging import WEEK, ids
from tests.cogs.showing import asked, help_channel, posts, run, seen, stored
from tests.cogs.test_milestones import PHASE, finish, with_role
from tests.delivery.handlers.test_roles_refused import FORBIDDEN, refuse

GONE = "That isn't there any more."
CHANNELS = (
    *(Verb.SETUP_CHANNEL, Verb.SETUP_HELP, Verb.SETUP_SHOWCASE, Verb.SETUP_CHECK_IN),
    *(Verb.SETUP_MILESTONES, Verb.SETUP_MODERATORS),
)


@dataclass
class Elsewhere:
    """Another server with the bot in it, where Zoe is whom Mona is here, and Robin is a member too."""

    guild: GuildHandle
    channel: ChannelHandle
    role: RoleHandle
    zoe: Person
    robin: Person


@pytest.fixture
async def elsewhere(world: World) -> Elsewhere:
    """The other server."""
    guild = world.env.create_guild("Strangers")
    channel = guild.create_text_channel("strangers")
    keeper = guild.create_role("Keeper", permissions=discord.Permissions(manage_guild=True))
    zoe = guild.add_member(world.env.create_user("Zoe"), roles=[keeper])
    robin = guild.add_member(world.robin.user)
    await world.env.settle()
    return Elsewhere(
        guild,
        channel,
        guild.create_role("Walker"),
        Person(world.env, zoe, channel),
        Person(world.env, robin, channel),
    )


@pytest.mark.parametrize("verb", CHANNELS)
async def test_nothing_comes_to_a_channel_of_another_server(
    world: World, elsewhere: Elsewhere, verb: Verb
) -> None:
    """Chosen by hand it is none that this server has: neither what is weekly goes there nor what is shown."""
    await ready(world)
    await with_role(world)
    made_up = f"s:{verb}:{world.mona.id}"
    told = interactions.press(world, world.mona, made_up, values=[str(elsewhere.channel.id)])
    assert "is gone." in (await told.arrives()).screen.text
    card = await finish(world)
    refuse(world, *FORBIDDEN)
    await card.click("Take the role")
    for label, preview in (("Tell the channel", card), ("Ask for help", await world.robin.slash("next"))):
        if label in preview.buttons:
            await preview.person.hands.click(preview.message, custom_id=ids(preview)[label])
    for _ in range(2):
        await run(world, WEEK)
    assert elsewhere.channel.history() == []
    sent = [each.path for each in world.env.http_requests if each.method in ("POST", "PATCH")]
    assert [path for path in sent if str(elsewhere.channel.id) in path] == []


@pytest.mark.parametrize("verb", [Verb.SETUP_PING, Verb.SETUP_ROLE, Verb.SETUP_PHASE_ROLE])
async def test_a_role_of_another_server_is_none_here(world: World, elsewhere: Elsewhere, verb: Verb) -> None:
    await ready(world)
    about = f":{PHASE}" if verb is Verb.SETUP_PHASE_ROLE else ""
    made_up = f"s:{verb}:{world.mona.id}{about}"
    told = interactions.press(world, world.mona, made_up, values=[str(elsewhere.role.id)])
    said = (await told.arrives()).screen.text
    assert ("That role can't be given" if about else "role is gone.") in said or "to ping is gone." in said
    assert (await world.app.store.read.guilds.get(world.guild.id)).phase_roles == {}


@pytest.mark.parametrize("label", ["Take back", "Solved", "Remove"])
async def test_a_post_is_not_reached_from_another_server(
    world: World, elsewhere: Elsewhere, label: str
) -> None:
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    meant = ids(seen(world, channel, world.robin))[label]
    who = elsewhere.zoe if label == "Remove" else elsewhere.robin
    told = await interactions.press(world, who, meant).arrives()
    assert told.screen.private
    assert told.screen.text.startswith(GONE)
    await run(world, 100)
    (post,) = posts(world, channel)
    assert "Solved" not in post.content
    assert len(await stored(world)) == 1


async def test_a_block_holds_in_its_own_server_alone(world: World, elsewhere: Elsewhere) -> None:
    channel = await help_channel(world)
    made_up = f"b:{Verb.SHOWER_BLOCK}:{elsewhere.zoe.id}:{world.robin.id}"
    await interactions.press(world, elsewhere.zoe, made_up).arrives()
    assert await world.app.store.read.blocks.holds(elsewhere.guild.id, world.robin.id)
    assert (await (await asked(world)).click("Post")).text.startswith("✓ Posted.")
    assert len(posts(world, channel)) == 1


async def test_who_posted_is_listed_in_its_own_server_alone(world: World, elsewhere: Elsewhere) -> None:
    await help_channel(world)
    await (await asked(world)).click("Post")
    listed = await interactions.press(world, elsewhere.zoe, f"b:{Verb.SHOWERS}:{elsewhere.zoe.id}").arrives()
    assert str(world.robin.id) not in listed.screen.text
    assert "Nobody has posted anything through me." in listed.screen.text


async def test_a_role_of_another_server_is_not_taken(world: World, elsewhere: Elsewhere) -> None:
    role = await with_role(world)
    await finish(world)
    made_up = f"b:{Verb.TAKE_ROLE}:{world.robin.id}:{PHASE}"
    told = await interactions.press(world, elsewhere.robin, made_up).arrives()
    assert told.screen.text.startswith("No server of yours has a channel for that yet.")
    members = world.env.backend
    assert role.id not in members.get_member(world.guild.id, world.robin.id).role_ids
    assert members.get_member(elsewhere.guild.id, world.robin.id).role_ids == []


async def test_a_moderator_of_another_server_is_none_here(world: World, elsewhere: Elsewhere) -> None:
    """Zoe is a plain member here: what she may elsewhere does not count."""
    zoe = Person(world.env, world.guild.add_member(elsewhere.zoe.user), world.general)
    channel = await help_channel(world)
    await (await asked(world)).click("Post")
    told = await seen(world, channel, zoe).click("Remove")
    assert "That takes *Manage Server* or the moderator role" in told.text
    assert len(posts(world, channel)) == 1
