"""`/community`: the figures of one server, for its moderators."""

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, act_of, on_press, show, think
from bot.cogs.access import moderator
from bot.delivery.charts import chart_of
from bot.domain.custom_id import Press, Verb
from bot.services.names import Names
from bot.services.questions import QuestionService
from bot.services.servers import ServerService
from bot.views import community as views
from bot.views.messages import PICTURE


class Communities(commands.Cog):
    """Counts anew each time it is asked: nothing about a member is kept for it."""

    def __init__(self, servers: ServerService, questions: QuestionService, names: Names) -> None:
        self._servers = servers
        self._questions = questions
        self._names = names

    @app_commands.command(description="How this server's members are doing, in round figures.")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def community(self, interaction: Interaction) -> None:
        """Count and show."""
        await self._show(interaction)

    @on_press(Verb.COMMUNITY)
    async def figures_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Figures of today** below a digest, and **Figures** on the list of posts, for moderators."""
        await self._show(interaction)

    async def _show(self, interaction: Interaction) -> None:
        settings = await moderator(interaction, self._servers)
        await think(interaction)
        at = act_of(interaction).at
        counted = await self._servers.survey(settings, at)
        asked = await self._questions.of_server(settings.guild, at, views.QUESTIONS)
        library = self._names.library
        picture = await chart_of(counted, library) if interaction.app_permissions.attach_files else None
        pictured = picture is not None and not counted.empty
        view = views.figures(counted, library, interaction.user.id, asked, pictured=pictured)
        files = [discord.File(io.BytesIO(picture), PICTURE)] if picture and pictured else []
        await show(interaction, view, files=files)
