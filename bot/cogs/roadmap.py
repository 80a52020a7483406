"""`/roadmap` and `/phase`: the role at a glance, and a phase whose actions can be opened."""

from dataclasses import dataclass

from discord import app_commands

from bot.client import Interaction, act_of, on_press, show
from bot.cogs.choices import ContentChoices
from bot.domain.custom_id import Press, Verb
from bot.domain.guilds import Place
from bot.domain.journey import Journey
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.services.servers import ServerService
from bot.views import roadmap as views
from bot.views.actions import NO_OFFERS, Offers, path_words, tick_words


@dataclass(eq=False)
class Roadmaps(ContentChoices):
    """Looking at the way."""

    _progress: ProgressService
    _names: Names
    _servers: ServerService

    @app_commands.command(description="The role at a glance, and its phases with your progress.")
    async def roadmap(self, interaction: Interaction) -> None:
        """Show the roadmap."""
        await self._show_roadmap(interaction)

    @app_commands.command(description="A phase: its aim, and its actions to open.")
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
        """**Done** beside an action in messages of the first edition: ticks it and stays in the phase."""
        target, outcome = await self._progress.tick(act_of(interaction), press.ref)
        phase = outcome.after.roadmap.phase_of(target.action)
        note = tick_words(outcome, target.action, target.step)
        await show(interaction, views.phase(outcome.after, phase, interaction.user.id, note, outcome.change))

    @on_press(Verb.PATH_HERE)
    async def path_chosen(self, interaction: Interaction, press: Press) -> None:
        """An option of a choice about one's path: stays at the roadmap."""
        roadmap, _, name = press.ref.partition("/")
        taken, journey = await self._progress.choose(act_of(interaction), roadmap, name, press.choice)
        await self._show_roadmap(interaction, journey, path_words(taken))

    async def _show_roadmap(
        self, interaction: Interaction, journey: Journey | None = None, note: str = ""
    ) -> None:
        user = interaction.user.id
        journey = journey or await self._progress.journey(user)
        await show(interaction, views.roadmap(journey.progress, user, journey.path, note))

    async def _show_phase(self, interaction: Interaction, ref: str | None) -> None:
        user = interaction.user.id
        if ref is None:
            progress = (await self._progress.journey(user)).progress
            phase = progress.current_phase
        else:
            roadmap, phase = await self._names.phase(user, ref)
            progress = (await self._progress.journey(user, roadmap.id)).progress
            phase = progress.roadmap.phase(phase.id)
        act, about = act_of(interaction), f"{progress.roadmap.id}/{phase.id}"
        offers = NO_OFFERS
        if progress.is_finished(phase):
            milestone = await self._servers.offers(act, Place.MILESTONES)
            offers = Offers(milestone=milestone, role=await self._servers.offers_role(act, about))
        await show(interaction, views.phase(progress, phase, user, offers=offers))
