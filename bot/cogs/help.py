"""`/help`: what Cairn does."""

from discord import AppCommandType, app_commands
from discord.ext import commands

from bot import __version__
from bot.client import Cairn, Interaction, show
from bot.views.help import helped


class Help(commands.Cog):
    """The way in for whoever is lost."""

    @app_commands.command(description="What I do, and where your data is.")
    async def help(self, interaction: Interaction) -> None:
        """Show the commands."""
        client = interaction.client
        privacy = client.application.privacy_policy_url if client.application else None
        everybody, moderators = _purposes(client, guarded=False), _purposes(client, guarded=True)
        card = helped(everybody, moderators, __version__, interaction.user.id, privacy)
        await show(interaction, card)


def _purposes(client: Cairn, *, guarded: bool) -> dict[str, str]:
    """The commands that need a permission, or the others, each with its description."""
    return {
        command.name: command.description
        for command in client.tree.get_commands(type=AppCommandType.chat_input)
        if (command.default_permissions is not None) is guarded
    }
