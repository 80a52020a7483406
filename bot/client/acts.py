"""What somebody does, read from their interaction."""

from typing import Any

import discord

from bot.domain.acts import Act, Clicked
from bot.domain.custom_id import ANYONE, read

Interaction = discord.Interaction[Any]


def act_of(interaction: Interaction) -> Act:
    """Who acts where, when, in which language, on which message; the same however often it is delivered."""
    guild = interaction.client.get_guild(interaction.guild_id or 0)
    at = int(interaction.created_at.timestamp())
    return Act(
        interaction.user.id,
        guild.id if guild else None,
        interaction.id,
        at,
        str(interaction.locale),
        _clicked(interaction, at),
    )


def _clicked(interaction: Interaction, at: int) -> Clicked | None:
    """The message sent unasked that a button was pressed on, or on a card that its own button opened."""
    data: Any = interaction.data or {}
    press = read(data.get("custom_id", ""))
    if interaction.message is None or press is None or press.key is None:
        return None
    if press.owner == ANYONE:  # an update, whose number in an old button may be that of somebody's message
        return None
    opened = interaction.message.flags.ephemeral
    return Clicked(press.key, at if opened else int(interaction.message.created_at.timestamp()))
