"""After each answer: notes the sign of life, and tells what that changes, or what is in the way of a DM."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import discord
from discord.ext import commands

from bot.client import whisper
from bot.cogs.start import click_of
from bot.domain.custom_id import Press, read
from bot.domain.errors import NotEnrolled
from bot.domain.members import UNTIL_BACK, Member
from bot.domain.nudge_state import sign_of_life
from bot.store.members import MemberStore
from bot.store.nudges import NudgeStore
from bot.views.nudges import on_again
from bot.views.start import refused


class Activity(commands.Cog):
    """Listens to every answered interaction."""

    def __init__(self, members: MemberStore, nudges: NudgeStore) -> None:
        self._members = members
        self._nudges = nudges

    @commands.Cog.listener("on_answered")
    async def note(self, interaction: discord.Interaction[Any]) -> None:
        """Write the day, at most once a day and once more after a nudge; a click on a nudge settles it."""
        click = click_of(interaction)
        user, at = click.user, click.at
        nudge = _nudge_of(interaction)
        if nudge is not None:
            key, arrived = nudge
            await self._nudges.clicked(key, user, arrived, at)
        member = await self._members.seen(user, at)
        if member is None:
            return
        after = sign_of_life(member, at)
        if member.nudges.refused_at is not None and not member.nudges.told:
            await self._tell(interaction, member, at)
        elif member.nudges.paused_until == UNTIL_BACK and after.nudges.weekly_at is not None:
            await whisper(interaction, on_again(after))

    async def _tell(self, interaction: discord.Interaction[Any], member: Member, at: int) -> None:
        def told(known: Member | None) -> Member:
            if known is None:
                raise NotEnrolled  # deleted while this was under way
            return replace(known, nudges=replace(known.nudges, told=True))

        await whisper(interaction, refused(member.id))
        with suppress(NotEnrolled):
            await self._members.put(member.id, told, at=at)


def _nudge_of(interaction: discord.Interaction[Any]) -> tuple[str, int] | None:
    """The key of the nudge that was clicked on, or its number, and when it arrived (epoch seconds).

    Every button of such a message carries it first.

    Nudges lie in DMs; in a server the first number may be an update's.
    """
    if interaction.guild_id is not None or interaction.message is None:
        return None
    if interaction.message.flags.components_v2:
        return None
    data: Any = interaction.data
    press: Press | None = read(data.get("custom_id", ""))
    if press is None or not press.args:
        return None
    return press.args[0], int(interaction.message.created_at.timestamp())
