"""What somebody does, read from their interaction."""

from typing import Any

import discord

from bot.domain.acts import Act, Clicked
from bot.domain.custom_id import ANYONE, read
from bot.domain.signs import blank, clean

Interaction = discord.Interaction[Any]

_ACT = "act"


def act_of(interaction: Interaction) -> Act:
    """Who acts where, when, in which language, on which message; the same however often it is delivered."""
    act = interaction.extras.get(_ACT)
    if act is None:
        act = interaction.extras[_ACT] = _act_in(interaction)
    return act


def _act_in(interaction: Interaction) -> Act:
    guild = interaction.client.get_guild(interaction.guild_id or 0)
    at, locale = int(interaction.created_at.timestamp()), str(interaction.locale)
    where = guild.id if guild else None
    return Act(interaction.user.id, where, interaction.id, at, locale, _clicked(interaction, at))


def name_of(who: discord.Member | discord.User) -> str:
    """The name that somebody goes by here, or the one of their account where that one can't be seen."""
    shown = clean(who.display_name)
    return who.name if blank(shown) else shown


def _clicked(interaction: Interaction, at: int) -> Clicked | None:
    """The message sent unasked that a button was pressed on, or on a card that its own button opened."""
    data: Any = interaction.data or {}
    message, press = interaction.message, read(data.get("custom_id", ""))
    # What ANYONE may press is an update, whose number in an old button may be that of somebody's message.
    if message is None or press is None or press.key is None or press.owner == ANYONE:
        return None
    return Clicked(press.key, at if message.flags.ephemeral else int(message.created_at.timestamp()))
