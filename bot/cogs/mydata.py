"""`/mydata`: a member's data, to see, to take away, to delete."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import on_press, show
from bot.domain.custom_id import Press
from bot.store.members import MemberStore
from bot.views import mydata as views


class MyData(commands.GroupCog, group_name="mydata", group_description="Everything I keep about you."):
    """Data belongs to the member."""

    def __init__(self, members: MemberStore) -> None:
        self._members = members

    @app_commands.command(description="See everything I keep about you.")
    async def show(self, interaction: discord.Interaction[Any]) -> None:
        """Show what is stored."""
        data = await self._members.export(interaction.user.id)
        user = interaction.user.id
        await show(interaction, views.shown(data, user) if any(data.values()) else views.nothing_stored())

    @app_commands.command(description="Take everything I keep about you with you, as a file.")
    async def export(self, interaction: discord.Interaction[Any]) -> None:
        """Send a JSON file."""
        data = await self._members.export(interaction.user.id)
        view, file = views.export(data)
        await show(interaction, view, files=[file])

    @app_commands.command(description="Delete everything I keep about you, at once.")
    async def delete(self, interaction: discord.Interaction[Any]) -> None:
        """Ask once."""
        await show(interaction, views.delete_asked(interaction.user.id))

    @on_press("forgetask")
    async def delete_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Delete everything**: asks once."""
        await show(interaction, views.delete_asked(press.owner))

    @on_press("forget")
    async def confirmed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Delete**."""
        await show(interaction, views.deleted(await self._members.delete(press.owner)))
