"""`/next`, `/done`, `/undo` and their buttons: the one next thing, ticked off or taken back."""

from dataclasses import dataclass

from discord import app_commands

from bot.client import Interaction, act_of, on_press, show
from bot.cogs.choices import ContentChoices
from bot.domain.custom_id import Press, Verb
from bot.domain.links import parse_link
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.views import actions as views


@dataclass(eq=False)
class Actions(ContentChoices):
    """What a member does with actions."""

    _progress: ProgressService
    _names: Names

    @app_commands.command(description="Your one next action: what, why, and how you know it is done.")
    async def next(self, interaction: Interaction) -> None:
        """Show the next action."""
        await self._show_next(interaction)

    @app_commands.command(description="Tick an action off.")
    @app_commands.describe(action="What you finished", evidence="A link that shows it, if you like")
    @app_commands.autocomplete(action=ContentChoices.actions)
    async def done(self, interaction: Interaction, action: str, evidence: str | None = None) -> None:
        """Tick an action off."""
        await self._tick(interaction, action, parse_link(evidence))

    @app_commands.command(description="Take back your last change.")
    async def undo(self, interaction: Interaction) -> None:
        """Take back the last change."""
        await self._undo(interaction, None)

    @on_press(Verb.NEXT)
    async def next_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Next action**, **My next action**."""
        await self._show_next(interaction)

    @on_press(Verb.DONE)
    async def done_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Done**."""
        await self._tick(interaction, press.ref, None)

    @on_press(Verb.SKIP)
    async def skip_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Skip**."""
        action, outcome = await self._progress.skip(act_of(interaction), press.ref)
        await show(interaction, views.skipped(outcome, action, interaction.user.id))

    @on_press(Verb.DETAILS)
    async def details_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Details**, or an action chosen in a menu."""
        user = interaction.user.id
        roadmap, action = await self._names.action(user, press.ref)
        journey = await self._progress.journey(user, roadmap.id)
        await show(interaction, views.details(journey.progress, action, user))

    @on_press(Verb.UNDO)
    async def undo_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Undo**: takes back the change of that message."""
        await self._undo(interaction, press.change)

    async def _show_next(self, interaction: Interaction) -> None:
        user = interaction.user.id
        journey = await self._progress.journey(user)
        await show(interaction, views.next_action(journey.progress, user, journey.member))

    async def _tick(self, interaction: Interaction, ref: str, evidence: str | None) -> None:
        action, outcome = await self._progress.tick(act_of(interaction), ref, evidence)
        await show(interaction, views.ticked(outcome, action, interaction.user.id))

    async def _undo(self, interaction: Interaction, change: int | None) -> None:
        outcome = await self._progress.undo(act_of(interaction), change)
        await show(interaction, views.undone(outcome.after, outcome.change, interaction.user.id))
