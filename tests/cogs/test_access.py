"""Who may: by Manage Server, by the moderator role, in a server where the bot is."""

from collections.abc import Mapping
from typing import Any

import discord
import pytest

from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests import interactions
from tests.cogs.moderating import guide, person, ready

NO_MANAGER = "That takes *Manage Server* in this server."
NO_MODERATOR = "That takes *Manage Server* or the moderator role of this server."
NOT_HERE = "That works in a server that I am a member of. Nothing was changed."
NOT_YET = "I've just come back and can't see this server's channels yet. Nothing was changed;"
COMMANDS = ("setup", "community", "update list")


async def answer(world: World, who: Person, name: str, **place: Any) -> Screen:
    """What a command says to somebody whom Discord's own gate lets through; `place` changes its payload."""
    made = interactions.command(world, who, name)
    payload: Mapping[str, Any] = {**made.payload, **place}
    return (await interactions.Delivery(world, who, made.interaction, payload).arrives()).screen


async def role_worked(world: World) -> bool:
    """Whether it is known that the moderator role is let in to `/update`."""
    return (await world.app.store.read.guilds.get(world.guild.id)).role_worked


@pytest.mark.parametrize("name", COMMANDS)
async def test_manage_server_is_enough(world: World, name: str) -> None:
    assert "That takes" not in (await answer(world, world.mona, name)).text


@pytest.mark.parametrize("name", COMMANDS)
async def test_nothing_is_not(world: World, name: str) -> None:
    await guide(world)
    for who in (world.robin, person(world, "Gil", world.guild.create_role("others"))):
        told = await answer(world, who, name)
        assert told.private
        assert told.text.startswith(NO_MANAGER if name == "setup" else NO_MODERATOR)


async def test_the_role_moderates_and_sets_nothing_up(world: World) -> None:
    max_, _ = await guide(world)
    assert (await answer(world, max_, "update list")).text.startswith("No updates yet.")
    assert (await answer(world, max_, "setup")).text.startswith(NO_MANAGER)


async def test_without_a_moderator_role_nobody_has_it(world: World) -> None:
    max_, _ = await guide(world)
    await ready(world, moderator_role=None)
    assert (await answer(world, max_, "update list")).text.startswith(NO_MODERATOR)


async def test_only_the_role_and_only_update_show_that_the_role_is_let_in(world: World) -> None:
    max_, role = await guide(world)
    boss = world.guild.create_role("bosses", permissions=discord.Permissions(manage_guild=True))
    await answer(world, max_, "community")
    await answer(world, person(world, "Bo", role, boss), "update list")
    assert not await role_worked(world)
    await answer(world, max_, "update list")
    assert await role_worked(world)


@pytest.mark.parametrize("name", COMMANDS)
async def test_rights_elsewhere_count_for_nothing(world: World, name: str) -> None:
    told = await answer(world, world.mona, name, guild_id="4711")
    assert told.private
    assert told.text == NOT_HERE


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_dm_is_no_server(world: World, name: str) -> None:
    user = interactions.command(world, world.mona, name).payload["member"]["user"]
    assert (await answer(world, world.mona, name, guild_id=None, user=user)).text == NOT_HERE


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_server_that_is_still_loading_is_none_without_channels(world: World, name: str) -> None:
    guild = world.app.client.get_guild(world.guild.id)
    assert guild is not None
    guild.unavailable = True
    told = await answer(world, world.mona, name)
    assert told.private
    assert told.text.startswith(NOT_YET)
    guild.unavailable = False
    assert "can't see" not in (await answer(world, world.mona, name)).text
