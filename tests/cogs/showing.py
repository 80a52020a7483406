"""A server with places for what members show, and the ways in which somebody comes to show something."""

from collections.abc import Sequence
from typing import Any

import discord
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from bot.domain.shown import Shown
from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests.cogs.moderating import ready
from tests.stored import ask

LINK = "https://github.com/robin/bikes"
TRIED = "I ran `docker build .` and it says *no such file*."


async def help_channel(world: World, *, forum: bool = False, **changes: Any) -> ChannelHandle:
    """#help, where members may ask."""
    make = world.guild.create_forum_channel if forum else world.guild.create_text_channel
    channel = make("help")
    await ready(world, help_channel=channel.id, **changes)
    return channel


async def showcase(world: World, *, forum: bool = False, **changes: Any) -> ChannelHandle:
    """#showcase, where members may show what they made."""
    make = world.guild.create_forum_channel if forum else world.guild.create_text_channel
    channel = make("showcase")
    await ready(world, showcase_channel=channel.id, **changes)
    return channel


async def asked(world: World, who: Person | None = None, text: str = TRIED) -> Screen:
    """The preview of a question for help with the next step."""
    form = await (await (who or world.robin).slash("next")).opens("Ask for help")
    return await form.send(text=text)


async def made(world: World, action: str = "numpy-pandas", who: Person | None = None) -> Screen:
    """The preview of an action that was done, with a link."""
    ticked = await (who or world.robin).slash("done", action=action, evidence=LINK)
    return await ticked.click("Show it")


def posts(world: World, channel: ChannelHandle) -> list[discord.Message]:
    """What stands in a channel, or begins a thread in it."""
    threads = (message for thread in channel.threads for message in thread.history())
    return [*channel.history(), *threads]


def seen(world: World, channel: ChannelHandle, who: Person) -> Screen:
    """The newest post as somebody sees it."""
    return Screen(who, posts(world, channel)[-1])


async def stored(world: World, who: Person | None = None) -> Sequence[Shown]:
    """What others see of somebody, as it is stored."""
    return await world.app.store.read.shown.seen_of((who or world.robin).id)


async def deny(world: World, channel: ChannelHandle, permissions: discord.Permissions, who: int = 0) -> None:
    """What somebody (the bot, if nobody else) may not do in a channel."""
    target = who or world.env.backend.bot_user.id
    overwrite = Overwrite(target, OverwriteType.MEMBER, deny=permissions.value)
    world.env.backend.set_overwrite(channel.id, overwrite)
    await world.env.settle()


def unsettle(database_url: str) -> None:
    """As if the process had died between the post and the settling."""
    ask(
        database_url,
        "UPDATE shown SET state = 'on its way', channel = NULL, message = NULL WHERE key IS NOT NULL",
    )
    ask(
        database_url,
        "UPDATE jobs SET state = 'claimed', sent_at = NULL, message = NULL, channel = NULL "
        "WHERE kind = 'show'",
    )


async def run(world: World, after: int = 0) -> None:
    """So many seconds later it is looked what is due."""
    await world.env.advance_time(after)
    with world.env.time_context():
        await world.app.dispatcher.tick()
        await world.app.dispatcher.drain()
    await world.env.settle()
