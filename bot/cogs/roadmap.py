"""`/roadmap` and `/phase`: the role at a glance, and a phase whose actions can be ticked."""

from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import on_press, show
from bot.cogs.names import Choices, Names
from bot.domain.custom_id import Press
from bot.domain.progress import tick
from bot.store.journeys import JourneyStore
from bot.views import roadmap as views
from bot.views.actions import tick_words


class Roadmaps(commands.Cog):
    """Looking at the way."""

    def __init__(self, names: Names, journeys: JourneyStore, now: Callable[[], int]) -> None:
        self._names = names
        self._journeys = journeys
        self._now = now

    @app_commands.command(description="The role at a glance, and its phases with your progress.")
    async def roadmap(self, interaction: discord.Interaction[Any]) -> None:
        """Show the roadmap."""
        journey = await self._journeys.load(interaction.user.id, self._names.library)
        await show(interaction, views.roadmap(journey.progress, interaction.user.id))

    @app_commands.command(description="A phase: its aim and its actions, which you can tick here.")
    @app_commands.describe(phase="Which one; yours, if you leave it out")
    async def phase(self, interaction: discord.Interaction[Any], phase: str | None = None) -> None:
        """Show a phase."""
        await self._show_phase(interaction, phase)

    @phase.autocomplete("phase")
    async def _phases(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._names.phases(interaction, typed)

    @on_press("roadmap")
    async def roadmap_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**The roadmap**."""
        journey = await self._journeys.load(interaction.user.id, self._names.library)
        await show(interaction, views.roadmap(journey.progress, interaction.user.id))

    @on_press("phase")
    async def phase_chosen(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A phase chosen in the menu or on a button."""
        await self._show_phase(interaction, press.word())

    @on_press("tick")
    async def ticked(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Done** beside an action of a phase: ticks it and stays in the phase."""
        user = interaction.user.id
        roadmap, action = await self._names.action(user, press.word())
        outcome = await self._journeys.change(
            user, roadmap, interaction.id, self._now(), lambda progress: tick(progress, action)
        )
        phase = roadmap.phase_of(action)
        note = tick_words(outcome.after, action, outcome.change)
        await show(interaction, views.phase(outcome.after, phase, user, note, outcome.change))

    async def _show_phase(self, interaction: discord.Interaction[Any], ref: str | None) -> None:
        user, library = interaction.user.id, self._names.library
        if ref is None:
            progress = (await self._journeys.load(user, library)).progress
            phase = progress.current_phase
        else:
            roadmap, phase = await self._names.phase(user, ref)
            progress = (await self._journeys.load(user, library, roadmap.id)).progress
        await show(interaction, views.phase(progress, phase, user))
