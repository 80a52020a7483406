"""A server that is set up for updates, and the ways in which a moderator comes to one."""

from typing import Any

import discord
from simcord.backend.models import Overwrite
from simcord.builders import RoleHandle
from simcord.enums import OverwriteType

from bot.domain.updates import Stage, Update
from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests.stored import put_settings

TITLE = "MLflow 3 changes the registry"
TEXT = "The action uses aliases instead of stages now."


async def ready(world: World, **changes: Any) -> None:
    """Updates go to #roadmap-updates and times are Berlin's, unless the changes say otherwise."""
    usual = {"updates_channel": world.updates.id, "zone": "Europe/Berlin"}
    settings = await world.app.store.read.guilds.get(world.guild.id)
    await put_settings(world.app.store, settings._replace(**{**usual, **changes}))


def person(world: World, name: str, *roles: RoleHandle) -> Person:
    """Somebody in #general with these roles."""
    return Person(world.env, world.guild.add_member(world.env.create_user(name), roles=roles), world.general)


async def guide(world: World) -> tuple[Person, RoleHandle]:
    """Max, who moderates by this role alone."""
    role = world.guild.create_role("guides")
    await ready(world, moderator_role=role.id)
    return person(world, "Max", role), role


async def dismiss(world: World, somebody: Person, role: RoleHandle) -> None:
    """Take a role from somebody."""
    world.env.backend.remove_member_role(world.guild.id, somebody.id, role.id)
    await world.env.settle()


async def forbid(world: World, permissions: discord.Permissions) -> None:
    """What the bot may not do in the channel for updates."""
    overwrite = Overwrite(world.env.backend.bot_user.id, OverwriteType.MEMBER, deny=permissions.value)
    world.env.backend.set_overwrite(world.updates.id, overwrite)
    await world.env.settle()


async def draft(
    world: World, who: Person | None = None, title: str = TITLE, text: str = TEXT, **options: str
) -> Screen:
    """The preview of what somebody (Mona, if nobody else) wrote."""
    form = await (who or world.mona).slash_form("update post", **options)
    return await form.send(title=title, text=text)


async def posted(world: World) -> Update:
    """An update of Mona's that stands in its channel."""
    await (await draft(world)).click("Post")
    return await newest(world)


async def newest(world: World) -> Update:
    """The newest update, whatever became of it."""
    return (await world.app.store.read.updates.listed(world.guild.id, *Stage))[0]


def standing(world: World) -> list[str]:
    """What the notifications of the posts in #roadmap-updates said."""
    return [message.content for message in world.updates.history()]


def newcomers(world: World, number: int) -> list[Person]:
    """Members who have done nothing yet."""
    made = (world.guild.add_member(world.env.create_user(f"Member {n}")) for n in range(number))
    return [Person(world.env, member, world.general) for member in made]
