"""Who may: by Manage Server, by the moderator role, in a server where the bot is."""

from dataclasses import replace
from typing import Any

import discord
import pytest
from simcord.builders import RoleHandle

from bot.cogs.access import manager, moderator
from bot.domain.errors import NotInstalled, NotManager, NotModerator
from bot.domain.guilds import GuildSettings
from bot.store.guilds import GuildStore
from bot.trial.people import Person
from bot.trial.world import World
from tests import interactions


@pytest.fixture
def guilds(world: World) -> GuildStore:
    return GuildStore(world.app.database)


@pytest.fixture
async def guides(world: World, guilds: GuildStore) -> RoleHandle:
    """The moderator role."""
    role = world.guild.create_role("guides")
    await guilds.put(world.guild.id, lambda known: replace(known, moderator_role=role.id))
    return role


def person(world: World, *roles: RoleHandle) -> Person:
    return Person(world.env, world.guild.add_member(world.env.create_user("Gil"), roles=roles), world.general)


def interaction(world: World, who: Person, name: str = "other", **changes: Any) -> discord.Interaction[Any]:
    """A command as discord.py understands it."""
    payload: Any = {**interactions.command(world, who, name).payload, **changes}
    return discord.Interaction(data=payload, state=world.app.client._connection)


async def test_manage_server_is_enough(world: World, guilds: GuildStore) -> None:
    asked = interaction(world, world.mona)
    assert manager(asked) == world.guild.id
    assert await moderator(asked, guilds) == GuildSettings(world.guild.id)


async def test_nothing_is_not(world: World, guilds: GuildStore, guides: RoleHandle) -> None:
    for who in (world.robin, person(world, world.guild.create_role("others"))):
        with pytest.raises(NotManager):
            manager(interaction(world, who))
        with pytest.raises(NotModerator):
            await moderator(interaction(world, who), guilds)


async def test_the_role_moderates_and_sets_nothing_up(
    world: World, guilds: GuildStore, guides: RoleHandle
) -> None:
    asked = interaction(world, person(world, guides))
    assert (await moderator(asked, guilds)).moderator_role == guides.id
    with pytest.raises(NotManager):
        manager(asked)


async def test_only_the_role_and_only_update_show_that_the_role_is_let_in(
    world: World, guilds: GuildStore, guides: RoleHandle
) -> None:
    boss = world.guild.create_role("bosses", permissions=discord.Permissions(manage_guild=True))
    for who, name in ((person(world, guides), "community"), (person(world, guides, boss), "update")):
        assert not (await moderator(interaction(world, who, name), guilds)).role_worked
    assert (await moderator(interaction(world, person(world, guides), "update"), guilds)).role_worked
    assert (await guilds.get(world.guild.id)).role_worked


@pytest.mark.parametrize("guild", ["4711", None])
async def test_rights_elsewhere_count_for_nothing(
    world: World, guilds: GuildStore, guild: str | None
) -> None:
    asked = interaction(world, world.mona, guild_id=guild)
    with pytest.raises(NotInstalled):
        manager(asked)
    with pytest.raises(NotInstalled):
        await moderator(asked, guilds)
