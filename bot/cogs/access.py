"""Who may: asked again at every step; Discord's own gate covers commands only and can be overridden."""

from typing import Any

import discord

from bot.client import Interaction
from bot.domain.errors import MemberError, NotInstalled, NotLoaded, NotManager, NotModerator
from bot.domain.guilds import GuildSettings
from bot.services.servers import ServerService


def manager(interaction: Interaction) -> int:
    """The server's id, for somebody with Manage Server; NotInstalled, NotLoaded or NotManager if not."""
    guild = server(interaction)
    if not interaction.permissions.manage_guild:
        raise NotManager
    return guild


async def moderator(interaction: Interaction, servers: ServerService) -> GuildSettings:
    """The server's settings, for somebody who may post updates; NotInstalled, NotLoaded, NotModerator if not.

    Notes when the moderator role alone led somebody to `/update`: then it is known to be allowed there.
    """
    settings, who = await servers.settings(server(interaction)), interaction.user
    manages = interaction.permissions.manage_guild
    roles = [role.id for role in who.roles] if isinstance(who, discord.Member) else []
    if not settings.moderated_by(manages=manages, roles=roles):
        raise NotModerator
    command: Any = interaction.data
    if not manages and not settings.role_worked and command.get("name") == "update":
        return await servers.change(settings.guild, lambda known: known._replace(role_worked=True))
    return settings


async def moderates(interaction: Interaction, servers: ServerService) -> bool:
    """Whether they may post updates in the server they are in, if they are in one."""
    try:
        await moderator(interaction, servers)
    except MemberError:
        return False
    return True


def may_speak(interaction: Interaction) -> bool:
    """Whether who asks could write in this channel of a server themselves."""
    who, may = interaction.user, interaction.permissions
    if not isinstance(who, discord.Member) or who.is_timed_out():
        return False
    if not isinstance(interaction.channel, discord.Thread):
        return may.send_messages
    return may.send_messages_in_threads and (may.manage_threads or not interaction.channel.locked)


def server(interaction: Interaction) -> int:
    """Where the bot is a member: a user install brings people's rights from servers that never asked.

    Of a server where it is one, Discord has at least told the id before anybody there can be heard.
    """
    guild = interaction.client.get_guild(interaction.guild_id or 0)
    if guild is None:
        raise NotInstalled
    if guild.unavailable:
        raise NotLoaded
    return int(guild.id)
