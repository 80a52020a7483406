"""Notes, after the answer, on which day a member was last here; never more."""

from collections.abc import Callable
from typing import Any

import discord
from discord.ext import commands

from bot.domain.schedule import DAY
from bot.store.members import MemberStore


class Seen(commands.Cog):
    """Listens to every answered interaction."""

    def __init__(self, members: MemberStore, now: Callable[[], int]) -> None:
        self._members = members
        self._now = now

    @commands.Cog.listener("on_answered")
    async def note(self, interaction: discord.Interaction[Any]) -> None:
        """Write the day, at most once a day."""
        await self._members.seen(interaction.user.id, self._now() // DAY)
