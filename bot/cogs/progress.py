"""`/progress`: how far a member is; `share` shows it in the channel."""

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, act_of, on_press, show
from bot.cogs.access import may_speak
from bot.cogs.pictures import Pictures
from bot.domain.custom_id import Press, Verb
from bot.domain.weeks import active_weeks
from bot.services.progress import ProgressService
from bot.views.picture.facts import sketch
from bot.views.progress import attached, progress_card


class ProgressCog(commands.Cog, name="Progress"):
    """Looking back at what was done."""

    def __init__(self, progress: ProgressService, pictures: Pictures) -> None:
        self._progress = progress
        self._pictures = pictures

    @app_commands.command(description="How far you are, phase by phase.")
    @app_commands.describe(share="Show it in this channel; otherwise only you see it")
    async def progress(self, interaction: Interaction, share: bool = False) -> None:
        """Show progress."""
        public = share and (interaction.guild_id is None or may_speak(interaction))
        await self._show(interaction, interaction.user.mention if public else None)

    @on_press(Verb.PROGRESS)
    async def progress_pressed(self, interaction: Interaction, _: Press) -> None:
        """**My progress**."""
        await self._show(interaction, None)

    async def _show(self, interaction: Interaction, shared_by: str | None) -> None:
        act = act_of(interaction)
        journey = await self._progress.journey(act.user)
        zone = journey.member.schedule.zone if journey.member else None
        weeks = active_weeks(journey.progress.ticked_at, act.at, zone)
        may_attach = interaction.guild_id is None or interaction.app_permissions.attach_files
        picture = await self._pictures.picture(sketch(journey.progress, weeks)) if may_attach else None
        member = None if shared_by else journey.member
        view = progress_card(
            journey.progress, weeks, act.user, shared_by, member=member, pictured=picture is not None
        )
        files = [attached(picture)] if picture else []
        await show(interaction, view, public=shared_by is not None, files=files)
