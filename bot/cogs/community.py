"""`/community`: the figures of one server, for its moderators."""

from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import show, think
from bot.cogs.access import moderator
from bot.cogs.names import Names
from bot.domain.community import Survey
from bot.domain.schedule import DAY
from bot.domain.unanswered import DAYS
from bot.store.community import CommunityStore
from bot.store.guilds import GuildStore
from bot.store.questions import QuestionStore
from bot.views import community as views


class Communities(commands.Cog):
    """Counts anew each time it is asked: nothing about a member is kept for it."""

    def __init__(
        self,
        names: Names,
        guilds: GuildStore,
        community: CommunityStore,
        questions: QuestionStore,
        now: Callable[[], int],
    ) -> None:
        self._names = names
        self._guilds = guilds
        self._community = community
        self._questions = questions
        self._now = now

    @app_commands.command(description="How this server's members are doing, in round figures.")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def community(self, interaction: discord.Interaction[Any]) -> None:
        """Count and show."""
        settings = await moderator(interaction, self._guilds)
        await think(interaction)
        library, now = self._names.library, self._now()
        survey = Survey(library, settings.zone or "UTC", now)
        async for progress in self._community.progress(settings.guild, library):
            survey.add(progress)
        ends = await self._community.ends(settings.guild, survey.since)
        asked = await self._questions.of_server(settings.guild, now - DAYS * DAY, limit=views.QUESTIONS)
        await show(interaction, views.figures(survey.result(ends), library, asked))
