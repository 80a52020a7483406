"""`/project`: guides for projects, with how far a member is on each."""

from dataclasses import dataclass

from discord import app_commands

from bot.client import Interaction, on_press, show
from bot.cogs.choices import ContentChoices
from bot.domain.custom_id import Press, Verb
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.views import projects as views


@dataclass(eq=False)
class Projects(ContentChoices):
    """Projects from the brief to how they are shown."""

    _progress: ProgressService
    _names: Names

    @app_commands.command(
        description="Project guides: brief, data, milestones, pitfalls, costs, how to show it."
    )
    @app_commands.describe(guide="Which one; all of them, if you leave it out")
    @app_commands.autocomplete(guide=ContentChoices.guides)
    async def project(self, interaction: Interaction, guide: str | None = None) -> None:
        """Show the guides, or one."""
        if guide is None:
            await self._show_all(interaction)
        else:
            await self._show_one(interaction, guide)

    @on_press(Verb.PROJECTS)
    async def all_pressed(self, interaction: Interaction, _: Press) -> None:
        """**All guides**."""
        await self._show_all(interaction)

    @on_press(Verb.PROJECT)
    async def chosen(self, interaction: Interaction, press: Press) -> None:
        """A guide, or a part of one, chosen in a menu or on a button."""
        await self._show_one(interaction, press.ref)

    async def _show_all(self, interaction: Interaction) -> None:
        user = interaction.user.id
        await show(interaction, views.guides((await self._progress.journey(user)).progress, user))

    async def _show_one(self, interaction: Interaction, ref: str) -> None:
        user = interaction.user.id
        roadmap, guide, part = await self._names.guide(user, ref)
        progress = (await self._progress.journey(user, roadmap.id)).progress
        await show(interaction, views.part(progress, guide, part, user))
