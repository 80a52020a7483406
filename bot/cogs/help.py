"""`/help`: what Cairn does, for whoever asks."""

from collections.abc import Iterator

from discord import AppCommandType, app_commands
from discord.ext import commands

from bot import __version__
from bot.client import Cairn, Interaction, show
from bot.cogs.access import moderates
from bot.services.servers import ServerService
from bot.views.help import Use, helped


class Help(commands.Cog):
    """The way in for whoever is lost."""

    def __init__(self, servers: ServerService) -> None:
        self._servers = servers

    @app_commands.command(description="What I do, and where your data is.")
    async def help(self, interaction: Interaction) -> None:
        """Show the commands that this person can use here."""
        client, owner = interaction.client, interaction.user.id
        privacy = client.application.privacy_policy_url if client.application else None
        moderating = [*_uses(client, guarded=True)] if await moderates(interaction, self._servers) else []
        everybody = [*_uses(client, guarded=False)]
        await show(interaction, helped(everybody, moderating, __version__, owner, privacy))


def _uses(client: Cairn, *, guarded: bool) -> Iterator[Use]:
    """The commands that need a permission, or the others, those in a group one by one."""
    for command in client.tree.get_commands(type=AppCommandType.chat_input):
        if (command.default_permissions is not None) is guarded:
            group = [*command.commands] if isinstance(command, app_commands.Group) else [command]
            for each in group:
                yield Use(each.qualified_name, each.description, client.command_ids.get(command.name))
