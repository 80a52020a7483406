"""Who may: asked again at every step; Discord's own gate covers commands only and can be overridden."""

from dataclasses import replace
from typing import Any

import discord

from bot.domain.errors import NotInstalled, NotManager, NotModerator
from bot.domain.guilds import GuildSettings
from bot.store.guilds import GuildStore


def manager(interaction: discord.Interaction[Any]) -> int:
    """The server's id, for somebody with Manage Server; NotInstalled or NotManager for everybody else."""
    guild = _server(interaction)
    if not interaction.permissions.manage_guild:
        raise NotManager
    return guild


async def moderator(interaction: discord.Interaction[Any], guilds: GuildStore) -> GuildSettings:
    """The server's settings, for somebody who may post updates; NotInstalled or NotModerator for others.

    Notes when the moderator role alone led somebody to `/update`: then it is known to be allowed there.
    """
    settings = await guilds.get(_server(interaction))
    manages = interaction.permissions.manage_guild
    if not settings.moderated_by(manages=manages, roles=_roles(interaction)):
        raise NotModerator
    if not manages and not settings.role_worked and _uses_update(interaction):
        return await guilds.put(settings.guild, lambda known: replace(known, role_worked=True))
    return settings


def may_speak(interaction: discord.Interaction[Any]) -> bool:
    """Whether who asks could write in this channel of a server themselves."""
    who, may = interaction.user, interaction.permissions
    if not isinstance(who, discord.Member) or who.is_timed_out():
        return False
    in_thread = isinstance(interaction.channel, discord.Thread)
    return may.send_messages_in_threads if in_thread else may.send_messages


def _server(interaction: discord.Interaction[Any]) -> int:
    """Where the bot is a member: a user install brings people's rights from servers that never asked."""
    if interaction.guild_id is None or interaction.client.get_guild(interaction.guild_id) is None:
        raise NotInstalled
    return interaction.guild_id


def _roles(interaction: discord.Interaction[Any]) -> list[int]:
    user = interaction.user
    return [role.id for role in user.roles] if isinstance(user, discord.Member) else []


def _uses_update(interaction: discord.Interaction[Any]) -> bool:
    data: Any = interaction.data
    return bool(data.get("name") == "update")
