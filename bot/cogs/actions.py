"""`/next`, `/done`, `/undo` and their buttons: the one next thing, ticked off or taken back."""

from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import on_press, show
from bot.cogs.names import Choices, Names
from bot.domain.custom_id import Press
from bot.domain.journey import Journey
from bot.domain.links import parse_link
from bot.domain.progress import skip, tick
from bot.store.journeys import JourneyStore
from bot.views import actions as views


class Actions(commands.Cog):
    """What a member does with actions."""

    def __init__(self, names: Names, journeys: JourneyStore, now: Callable[[], int]) -> None:
        self._names = names
        self._journeys = journeys
        self._now = now

    @app_commands.command(description="Your one next action: what, why, and how you know it is done.")
    async def next(self, interaction: discord.Interaction[Any]) -> None:
        """Show the next action."""
        journey = await self._journey(interaction)
        await show(interaction, views.next_action(journey.progress, interaction.user.id, journey.member))

    @app_commands.command(description="Tick an action off.")
    @app_commands.describe(action="What you finished", evidence="A link that shows it, if you like")
    async def done(
        self, interaction: discord.Interaction[Any], action: str, evidence: str | None = None
    ) -> None:
        """Tick an action off."""
        await self._tick(interaction, action, parse_link(evidence))

    @done.autocomplete("action")
    async def _actions(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._names.actions(interaction, typed)

    @app_commands.command(description="Take back your last change.")
    async def undo(self, interaction: discord.Interaction[Any]) -> None:
        """Take back the last change."""
        await self._undo(interaction, None)

    @on_press("next")
    async def next_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**Next action**, **My next action**."""
        journey = await self._journey(interaction)
        await show(interaction, views.next_action(journey.progress, interaction.user.id, journey.member))

    @on_press("done")
    async def done_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Done**."""
        await self._tick(interaction, press.word(), None)

    @on_press("skip")
    async def skip_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Skip**."""
        user = interaction.user.id
        roadmap, action = await self._names.action(user, press.word())
        outcome = await self._journeys.change(
            user, roadmap, interaction.id, self._now(), lambda progress: skip(progress, action)
        )
        await show(interaction, views.skipped(outcome.after, action, outcome.change, user))

    @on_press("details")
    async def details_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Details**, or an action chosen in a menu."""
        user = interaction.user.id
        roadmap, action = await self._names.action(user, press.word())
        journey = await self._journeys.load(user, self._names.library, roadmap.id)
        await show(interaction, views.details(journey.progress, action, user))

    @on_press("undo")
    async def undo_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Undo**: takes back the change of that message."""
        await self._undo(interaction, press.number())

    async def _journey(self, interaction: discord.Interaction[Any]) -> Journey:
        return await self._journeys.load(interaction.user.id, self._names.library)

    async def _tick(self, interaction: discord.Interaction[Any], ref: str, evidence: str | None) -> None:
        user = interaction.user.id
        roadmap, action = await self._names.action(user, ref)
        outcome = await self._journeys.change(
            user, roadmap, interaction.id, self._now(), lambda progress: tick(progress, action, evidence)
        )
        await show(interaction, views.ticked(outcome.after, action, outcome.change, user))

    async def _undo(self, interaction: discord.Interaction[Any], change: int | None) -> None:
        user = interaction.user.id
        outcome = await self._journeys.undo(user, interaction.id, self._now(), self._names.library, change)
        await show(interaction, views.undone(outcome.after, outcome.change, user))
