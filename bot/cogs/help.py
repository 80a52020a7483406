"""`/help`: what Cairn does."""

from discord import app_commands
from discord.ext import commands

from bot import __version__
from bot.client import Interaction, show
from bot.views.help import helped


class Help(commands.Cog):
    """The way in for whoever is lost."""

    @app_commands.command(description="What I do, and where your data is.")
    async def help(self, interaction: Interaction) -> None:
        """Show the commands."""
        application = interaction.client.application
        privacy = application.privacy_policy_url if application else None
        await show(interaction, helped(__version__, interaction.user.id, privacy))
