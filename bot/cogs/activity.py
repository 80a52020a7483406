"""After each answer: notes the sign of life, and tells what that changes, or what is in the way of a DM."""

from discord.ext import commands

from bot.client import Interaction, act_of, on_press, revise, whisper
from bot.domain.custom_id import Press, Verb
from bot.domain.errors import Outdated
from bot.domain.members import UNTIL_BACK
from bot.domain.nudge_state import untold
from bot.services.activity import Activity
from bot.services.progress import ProgressService
from bot.views.activity import counted_in_hours
from bot.views.meanwhile import back
from bot.views.messages import seen
from bot.views.nudges import on_again
from bot.views.start import refused


class ActivityCog(commands.Cog, name="Activity"):
    """Listens to every answered interaction."""

    def __init__(self, activity: Activity, progress: ProgressService) -> None:
        self._activity = activity
        self._progress = progress

    @commands.Cog.listener("on_answered")
    async def note(self, interaction: Interaction) -> None:
        """Write the day, at most once a day and once more after a message; what was clicked on arrived."""
        act = act_of(interaction)
        noted = await self._activity.note(act, interaction.extras.get("member"))
        if noted is None:
            return
        before, after = noted
        if untold(before, act.at):
            await whisper(interaction, refused(before.id))
            await self._activity.told_of_refusal(act)
        elif not before.shown_told:
            interaction.client.dispatch("shown_news", interaction)
        elif not before.steps_told:
            journey = await self._progress.journey(before.id)
            await whisper(interaction, counted_in_hours(journey.progress, before.id))
            await self._activity.told_of_steps(before.id)
        elif before.nudges.paused_until == UNTIL_BACK and after.nudges.weekly_at is not None:
            await whisper(interaction, on_again(after))
        elif after.nudges.away:
            await whisper(interaction, back(after.id))
            await self._activity.told_of_return(after.id)

    @on_press(Verb.MESSAGE_SEEN)
    async def seen_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Got it** on a word of the bot's own: its button says so."""
        if interaction.message is None:
            raise Outdated
        await revise(interaction, seen(interaction.message))
