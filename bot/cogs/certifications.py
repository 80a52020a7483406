"""`/certs`: which certifications there are, and what became of them."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import on_press, show
from bot.cogs.names import Choices, Names
from bot.domain.press import Press
from bot.store.journeys import JourneyStore
from bot.views import certifications as views


class Certifications(commands.Cog):
    """Exams along the way."""

    def __init__(self, names: Names, journeys: JourneyStore) -> None:
        self._names = names
        self._journeys = journeys

    @app_commands.command(description="Certifications: who issues them, what they prove, which can be taken.")
    @app_commands.describe(certification="Which one; all, if you leave it out")
    async def certs(self, interaction: discord.Interaction[Any], certification: str | None = None) -> None:
        """Show one certification, or all."""
        await self._show(interaction, certification)

    @certs.autocomplete("certification")
    async def _certifications(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._names.certifications(interaction, typed)

    @on_press("cert")
    async def chosen(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A certification chosen in the menu."""
        await self._show(interaction, press.values[0])

    @on_press("certs")
    async def all_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**All certifications**."""
        await self._show(interaction, None)

    async def _show(self, interaction: discord.Interaction[Any], ref: str | None) -> None:
        user = interaction.user.id
        if ref is None:
            journey = await self._journeys.load(user, self._names.library)
            await show(interaction, views.certifications(journey.progress.roadmap, user))
        else:
            roadmap, chosen = await self._names.certification(user, ref)
            await show(interaction, views.certification(roadmap, chosen, user))
