"""`/community`: the figures of one server, for its moderators."""

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, act_of, show, think
from bot.cogs.access import moderator
from bot.services.names import Names
from bot.services.questions import QuestionService
from bot.services.servers import ServerService
from bot.views import community as views


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
        settings = await moderator(interaction, self._servers)
        await think(interaction)
        at = act_of(interaction).at
        counted = await self._servers.survey(settings, at)
        asked = await self._questions.of_server(settings.guild, at, views.QUESTIONS)
        await show(interaction, views.figures(counted, self._names.library, interaction.user.id, asked))
