"""`/setup`: a checklist that says what is missing, and keeps every choice at once."""

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle, RoleHandle
from simcord.enums import OverwriteType

from bot.domain.guilds import Further, GuildSettings, Permission, invite_link
from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests import interactions
from tests.component_faults import walk
from tests.conftest import Restart
from tests.stored import put_settings

CONTROLS = ("setupchannel", "setupping", "setuprole", "setupzone", "setuppublish:on", "setupcheck")


async def pick(screen: Screen, verb: str, *chosen: ChannelHandle | RoleHandle) -> Screen:
    """Choose in the menu of channels or roles that means this."""
    custom_id = f"s:{verb}:{screen.person.id}"
    return screen.person.saw(
        await screen.person.hands.select(screen.message, list(chosen), custom_id=custom_id)
    )


async def stored(world: World) -> GuildSettings:
    return await world.app.store.read.guilds.get(world.guild.id)


def line(screen: Screen, about: str) -> str:
    """The line of the checklist that holds these words."""
    (found,) = [line for line in screen.text.splitlines() if about in line]
    return found


async def test_a_new_server_is_told_what_to_choose(world: World) -> None:
    screen = await world.mona.slash("setup")
    assert screen.private
    assert "✗ No channel for updates yet. Choose one below." in screen.text
    assert "• Ping: nobody." in screen.text
    assert "• Moderators: only people with *Manage Server*." in screen.text
    assert "• No time zone yet." in screen.text
    assert screen.buttons == ["Check again", "Community"]


async def test_every_choice_is_kept_and_ticked_off(world: World, restart: Restart) -> None:
    learners = world.guild.create_role("learners", mentionable=True)
    screen = await pick(await world.mona.slash("setup"), "setupchannel", world.updates)
    assert f"✓ Updates go to <#{world.updates.id}>" in screen.text
    await restart()
    screen = await pick(screen, "setupping", learners)
    assert f"✓ Ping: <@&{learners.id}>" in screen.text
    screen = await screen.choose("Berlin")
    assert "✓ Times are Berlin time" in screen.text
    assert await stored(world) == GuildSettings(
        world.guild.id, world.updates.id, ping_role=learners.id, zone="Europe/Berlin"
    )
    assert (await world.mona.slash("setup")).text == screen.text


async def test_what_is_set_stands_in_the_menus(world: World) -> None:
    learners = world.guild.create_role("learners", mentionable=True)
    screen = await pick(await world.mona.slash("setup"), "setupchannel", world.updates)
    screen = await pick(screen, "setupping", learners)
    chosen = [
        c["default_values"][0]["id"] for c in walk(screen.data["components"]) if c.get("default_values")
    ]
    assert [int(each) for each in chosen] == [world.updates.id, learners.id]


async def test_a_choice_can_be_taken_back(world: World) -> None:
    learners = world.guild.create_role("learners", mentionable=True)
    screen = await pick(await world.mona.slash("setup"), "setupping", learners)
    await pick(await pick(screen, "setupping"), "setupchannel")
    assert await stored(world) == GuildSettings(world.guild.id)


async def test_a_missing_permission_is_named(world: World) -> None:
    place = f"<#{world.updates.id}>"
    screen = await pick(await world.mona.slash("setup"), "setupchannel", world.updates)
    await deny(world, discord.Permissions(attach_files=True))
    screen = await screen.click("Check again")
    assert f"✗ I can't attach files in {place}: give me *Attach Files* there." in screen.text
    await deny(world, discord.Permissions(attach_files=True, embed_links=True))
    screen = await screen.click("Check again")
    assert f"✗ I can't embed links and attach files in {place}:" in screen.text
    await deny(world, discord.Permissions(view_channel=True))
    screen = await screen.click("Check again")
    wanted = "*View Channel*, *Send Messages*, *Embed Links*, *Attach Files* and *Read Message History*"
    assert f"✗ I can't send messages in {place}: give me {wanted} there." in screen.text
    await deny(world, discord.Permissions.none())
    assert f"✓ Updates go to {place}" in (await screen.click("Check again")).text


async def deny(world: World, permissions: discord.Permissions) -> None:
    """What the bot may not do in the channel for updates."""
    bot = world.env.backend.bot_user.id
    overwrite = Overwrite(bot, OverwriteType.MEMBER, deny=permissions.value)
    world.env.backend.set_overwrite(world.updates.id, overwrite)
    await world.env.settle()


async def test_a_role_that_cannot_be_pinged_is_told(world: World) -> None:
    shy = world.guild.create_role("shy")
    screen = await pick(await world.mona.slash("setup"), "setupping", shy)
    assert f"✗ I can't ping <@&{shy.id}>: in Server Settings → Roles → that role" in screen.text
    world.env.backend.edit_role(world.guild.id, shy.id, {"mentionable": True})
    await world.env.settle()
    assert f"✓ Ping: <@&{shy.id}>" in (await screen.click("Check again")).text


async def test_what_was_deleted_in_discord_is_told(world: World) -> None:
    role = world.guild.create_role("learners", mentionable=True)
    screen = await pick(await world.mona.slash("setup"), "setupchannel", world.updates)
    screen = await pick(await pick(screen, "setupping", role), "setuprole", role)
    world.env.backend.delete_channel(world.updates.id)
    world.env.backend.delete_role(world.guild.id, role.id)
    await world.env.settle()
    screen = await screen.click("Check again")
    assert "✗ The channel for updates is gone. Choose another below." in screen.text
    assert "✗ The role to ping is gone." in screen.text
    assert "✗ The moderator role is gone." in screen.text


@pytest.mark.parametrize("verb", ["setupping", "setuprole"])
async def test_everyone_is_neither_pinged_nor_a_moderator(world: World, verb: str) -> None:
    screen = await pick(await world.mona.slash("setup"), verb, world.guild.default_role)
    assert "*@everyone* is too many" in screen.text
    assert await stored(world) == GuildSettings(world.guild.id)


async def test_the_way_of_a_moderator_role(world: World) -> None:
    role = world.guild.create_role("guides")
    screen = await pick(await world.mona.slash("setup"), "setuprole", role)
    said = line(screen, "Moderators")
    assert said.startswith(f"• Moderators: <@&{role.id}>, and people with *Manage Server*.")
    assert "Server Settings → Integrations → Cairn → `/update` → add the role" in said
    await put_settings(world.app.store, (await stored(world))._replace(role_worked=True))
    screen = await screen.click("Check again")
    assert line(screen, "Moderators") == f"✓ Moderators: <@&{role.id}>, and people with *Manage Server*"
    screen = await pick(screen, "setuprole", role)
    assert line(screen, "Moderators").startswith("✓")
    screen = await pick(screen, "setuprole", world.guild.create_role("others"))
    assert line(screen, "Moderators").startswith("•")


async def test_followers_get_updates_of_an_announcement_channel_only_when_asked(world: World) -> None:
    news = world.guild.create_news_channel("announcements")
    screen = await pick(await world.mona.slash("setup"), "setupchannel", news)
    assert "• Updates stay in this server" in screen.text
    screen = await screen.click("Publish to followers")
    assert "✓ Updates are published to the servers that follow the channel" in screen.text
    assert (await stored(world)).publish
    screen = await screen.click("Don't publish")
    assert not (await stored(world)).publish
    screen = await pick(screen, "setupchannel", world.updates)
    assert "follow" not in screen.text
    assert screen.buttons == ["Check again", "Community"]


async def test_a_zone_can_be_typed(world: World) -> None:
    form = await (await world.mona.slash("setup")).choose_form("Other…")
    assert form.modal["title"] == "The server's time zone"
    assert "✓ Times are Zurich time" in (await form.send(zone="zürich")).text
    assert (await stored(world)).zone == "Europe/Zurich"


async def test_a_zone_that_nobody_knows_changes_nothing(world: World) -> None:
    form = await (await world.mona.slash("setup")).choose_form("Other…")
    assert "I don't know a place called “Xyzzy”" in (await form.send(zone="Xyzzy")).text
    assert (await stored(world)).zone is None


async def test_only_people_with_manage_server_may(world: World) -> None:
    role = world.guild.create_role("guides")
    await put_settings(world.app.store, (await stored(world))._replace(moderator_role=role.id))
    guide = world.guild.add_member(world.env.create_user("Gil"), roles=[role])
    before = await stored(world)
    for person in (world.robin, Person(world.env, guide, world.general)):
        assert (
            "That takes *Manage Server*"
            in (await interactions.command(world, person, "setup").arrives()).screen.text
        )
        for control in CONTROLS:
            verb, *args = control.split(":")
            custom_id = ":".join(("b", verb, str(person.id), *args))
            values = ["Europe/Berlin"] if verb == "setupzone" else []
            answer = await interactions.press(world, person, custom_id, values=values).arrives()
            assert "That takes *Manage Server*" in answer.screen.text
        sent = await interactions.form(world, person, f"f:setupzone:{person.id}", zone="Berlin").arrives()
        assert "That takes *Manage Server*" in sent.screen.text
    assert await stored(world) == before


async def test_nobody_uses_another_persons_checklist(world: World) -> None:
    boss = Person(
        world.env, world.guild.add_member(world.env.create_user("Bo"), roles=[manager(world)]), world.general
    )
    for control in CONTROLS:
        verb, *args = control.split(":")
        custom_id = ":".join(("b", verb, str(world.mona.id), *args))
        answer = await interactions.press(world, boss, custom_id).arrives()
        assert "someone else's" in answer.screen.text
    assert await stored(world) == GuildSettings(world.guild.id)


def manager(world: World) -> RoleHandle:
    return world.guild.create_role("bosses", permissions=discord.Permissions(manage_guild=True))


async def test_who_lost_the_right_loses_the_buttons(world: World) -> None:
    role = manager(world)
    bo = world.guild.add_member(world.env.create_user("Bo"), roles=[role])
    screen = await Person(world.env, bo, world.general).slash("setup")
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": 0})
    await world.env.settle()
    assert "That takes *Manage Server*" in (await screen.choose("Berlin")).text
    assert (await stored(world)).zone is None


async def test_it_is_for_servers_and_hidden_from_members(world: World) -> None:
    (sent,) = [c for c in world.app.client.tree.get_commands() if c.name == "setup"]
    said = sent.to_dict(world.app.client.tree)
    assert said["contexts"] == [0]
    assert said["integration_types"] == [0]
    assert said["default_member_permissions"] == discord.Permissions(manage_guild=True).value


_COMMANDS = discord.Permissions(use_application_commands=True).value


def allow_everyone(world: World, *permissions: Permission | Further) -> None:
    """What everybody may in the server, and the bot no more than they."""
    for number in world.env.backend.get_member(world.guild.id, world.env.backend.bot_user.id).role_ids:
        world.env.backend.edit_role(world.guild.id, number, {"permissions": 0})
    world.env.backend.edit_role(world.guild.id, world.guild.id, {"permissions": sum(permissions) | _COMMANDS})


async def test_what_is_chosen_and_takes_more_is_invited_for_again(world: World) -> None:
    """With the link of just that; nobody is asked for it before, and nobody after it is there."""
    allow_everyone(world, *Permission)
    forum = world.guild.create_forum_channel("help")
    await world.env.settle()
    page = await (await world.mona.slash("setup")).click("Community")
    assert "oauth2" not in page.text
    page = await pick(page, "setupmilestones", world.general)
    assert "oauth2" not in page.text
    page = await pick(page, "setuphelp", forum)
    application = world.env.bot.application_id or 0
    link = invite_link(application, (Further.send_messages_in_threads,))
    assert f"takes *Send Messages in Threads*. ↗ [Invite me again](<{link}>) gives it to me" in page.text
    page = await pick(page, "setupcheckin", world.general)
    both = (Further.create_public_threads, Further.send_messages_in_threads)
    assert invite_link(application, both) in page.text

    allow_everyone(world, *Permission, *both)
    await world.env.settle()
    page = await page.click("Check again")
    assert "oauth2" not in page.text
