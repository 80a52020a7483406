"""A moderator who was never told how sets all of it up with what stands on the screen."""

import discord
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle, RoleHandle
from simcord.enums import OverwriteType

from bot.trial.drawing import menus_of
from bot.trial.people import Screen
from bot.trial.world import World

ROLES = 6


async def take(screen: Screen, reads: str, role: RoleHandle) -> Screen:
    """Choose a role in the menu that reads so."""
    (menu,) = [each for each in menus_of(screen.data, ROLES) if each["placeholder"] == reads]
    hands = screen.person.hands
    return screen.person.saw(await hands.select(screen.message, [role], custom_id=menu["custom_id"]))


def lines(screen: Screen, *begins: str) -> list[str]:
    """What the page still says with one of these signs."""
    return [line for line in screen.text.splitlines() if line.startswith(begins)]


async def forbidden(world: World, channel: ChannelHandle, **permissions: bool) -> None:
    """What the bot may not do in a channel, none if nothing is said."""
    denied = discord.Permissions(**permissions).value
    bot = world.env.backend.bot_user.id
    world.env.backend.set_overwrite(channel.id, Overwrite(bot, OverwriteType.MEMBER, deny=denied))
    await world.env.settle()


async def test_the_first_page(world: World) -> None:
    """From `/help` on: what is missing says where to look, and each control says what it is for."""
    assert "setup" in (await world.mona.slash("help")).text
    await forbidden(world, world.updates, embed_links=True)
    page = await world.mona.slash("setup")
    assert lines(page, "✗") == ["✗ No channel for updates yet. Choose one below."]
    page = await page.choose_channel(world.updates, "Channel for updates")
    (told,) = lines(page, "✗")
    assert told.endswith("give me *Embed Links* there.")
    await forbidden(world, world.updates)
    page = await page.click("Check again")
    page = await take(page, "Role to ping", world.guild.roles["learners"])
    page = await page.choose("Berlin")
    role = world.guild.create_role("guides")
    page = await take(page, "Moderator role", role)
    assert lines(page, "✗") == []
    (hint,) = lines(page, "•")
    assert "Server Settings → Integrations → Cairn → `/update` → add the role" in hint


async def test_the_second_page(world: World) -> None:
    places = {
        "questions for help": world.guild.create_forum_channel("help"),
        "showcase": world.guild.create_text_channel("showcase"),
        "check-in": world.guild.create_text_channel("check-in"),
        "milestones": world.guild.create_text_channel("milestones"),
        "moderators' channel": world.guild.create_text_channel("office"),
    }
    await forbidden(world, places["check-in"], create_public_threads=True)
    page = await (await world.mona.slash("setup")).click("Community")
    assert len(lines(page, "•")) == len(places)
    for name, channel in places.items():
        page = await page.choose_channel(channel, f"Channel: {name}")
        assert "Last change: the " in page.text
    assert lines(page, "•") == []
    (told,) = lines(page, "✗")
    assert told.endswith("give me *Create Public Threads* there.")
    await forbidden(world, places["check-in"])
    page = await page.click("Check again")
    for choice in ("Check-in on Fridays", "Check-in at 18:00", "Figures on Mondays at 08:00"):
        page = await page.choose(choice)
    assert lines(page, "✗") == []
    assert f"✓ Check-in: <#{places['check-in'].id}>, Fridays at 18:00, UTC time" in page.text
    settings = await world.app.store.read.guilds.get(world.guild.id)
    assert settings.digest_minute == 8 * 60


async def test_a_role_for_a_phase(world: World) -> None:
    """What is in the way is told with the way to mend it."""
    walker = world.guild.create_role("Walker")
    page = await (await world.mona.slash("setup")).click("Community")
    told = await take(page, "Role for finishing Foundations", walker)
    assert "that takes *Manage Roles* and a role above it" in told.text
    above = world.guild.create_role("Above", permissions=discord.Permissions(manage_roles=True))
    world.env.backend.add_member_role(world.guild.id, world.mona.id, above.id)
    await world.env.settle()
    page = await take(page, "Role for finishing Foundations", walker)
    assert f"✓ Role for Foundations: <@&{walker.id}>" in page.text
