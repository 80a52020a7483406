"""`/roadmap` and `/phase`: the role at a glance, and a phase whose actions can be ticked."""

from dataclasses import dataclass

from discord import app_commands

from bot.client import Interaction, act_of, on_press, show
from bot.cogs.choices import ContentChoices
from bot.domain.custom_id import Press, Verb
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.views import roadmap as views
from bot.views.actions import tick_words


@dataclass(eq=False)
class Roadmaps(ContentChoices):
    """Looking at the way."""

    _progress: ProgressService
    _names: Names

    @app_commands.command(description="The role at a glance, and its phases with your progress.")
    async def roadmap(self, interaction: Interaction) -> None:
        """Show the roadmap."""
        await self._show_roadmap(interaction)

    @app_commands.command(description="A phase: its aim and its actions, which you can tick here.")
    @app_commands.describe(phase="Which one; yours, if you leave it out")
    @app_commands.autocomplete(phase=ContentChoices.phases)
    async def phase(self, interaction: Interaction, phase: str | None = None) -> None:
        """Show a phase."""
        await self._show_phase(interaction, phase)

    @on_press(Verb.ROADMAP)
    async def roadmap_pressed(self, interaction: Interaction, _: Press) -> None:
        """**The roadmap**."""
        await self._show_roadmap(interaction)

    @on_press(Verb.PHASE)
    async def phase_chosen(self, interaction: Interaction, press: Press) -> None:
        """A phase chosen in the menu or on a button."""
        await self._show_phase(interaction, press.ref)

    @on_press(Verb.PHASE_DONE)
    async def ticked(self, interaction: Interaction, press: Press) -> None:
        """**Done** beside an action of a phase: ticks it and stays in the phase."""
        action, outcome = await self._progress.tick(act_of(interaction), press.ref)
        phase, note = outcome.after.roadmap.phase_of(action), tick_words(outcome, action)
        await show(interaction, views.phase(outcome.after, phase, interaction.user.id, note, outcome.change))

    async def _show_roadmap(self, interaction: Interaction) -> None:
        journey = await self._progress.journey(interaction.user.id)
        await show(interaction, views.roadmap(journey.progress, interaction.user.id))

    async def _show_phase(self, interaction: Interaction, ref: str | None) -> None:
        user = interaction.user.id
        if ref is None:
            progress = (await self._progress.journey(user)).progress
            phase = progress.current_phase
        else:
            roadmap, phase = await self._names.phase(user, ref)
            progress = (await self._progress.journey(user, roadmap.id)).progress
        await show(interaction, views.phase(progress, phase, user))
