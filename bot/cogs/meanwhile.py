"""After silence: what was done meanwhile is ticked, several steps at once, for today or for another day."""

from datetime import date

from discord.ext import commands

from bot.client import Interaction, act_of, on_press, open_form, show
from bot.domain.custom_id import Press, Verb
from bot.domain.errors import Outdated
from bot.domain.schedule import day_back, day_of
from bot.domain.when.dates import read_date
from bot.domain.when.spans import last_year
from bot.services.progress import ProgressService
from bot.views import meanwhile as views


class Meanwhile(commands.Cog):
    """What somebody who comes back did without telling."""

    def __init__(self, progress: ProgressService) -> None:
        self._progress = progress

    @on_press(Verb.MEANWHILE)
    async def asked(self, interaction: Interaction, press: Press) -> None:
        """**I did more meanwhile**: offers the next open steps."""
        await self._offer(interaction, press, None)

    @on_press(Verb.MEANWHILE_DAY)
    async def day_pressed(self, interaction: Interaction, press: Press) -> None:
        """**On another day…**: asks which one, and offers the steps for that."""
        if "day" in press.fields:
            act = act_of(interaction)
            today = day_of((await self._progress.journey(act.user)).member, act.at)
            await self._offer(interaction, press, read_date(press.typed("day"), last_year(today)))
        else:
            await open_form(interaction, views.day_form(press.owner, act_of(interaction).at))

    @on_press(Verb.MEANWHILE_DONE)
    async def chosen(self, interaction: Interaction, press: Press) -> None:
        """Steps from the menu: ticked with one change."""
        if not press.values:
            raise Outdated
        outcome = await self._progress.tick_each(act_of(interaction), press.values, press.day)
        await show(interaction, views.ticked(outcome, press.owner))

    async def _offer(self, interaction: Interaction, press: Press, on: date | None) -> None:
        act = act_of(interaction)
        journey = await self._progress.journey(act.user)
        day = on and day_back(on, journey.zone, act.at)
        await show(interaction, views.offered(journey.progress, press.owner, day))
