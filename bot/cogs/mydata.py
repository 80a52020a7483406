"""`/mydata`: a member's data, to see, to take away, to delete."""

import asyncio

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, act_of, on_press, show, think
from bot.content.live import LiveContent
from bot.domain.allowance import HOUR, Allowance
from bot.domain.custom_id import Press, Verb
from bot.domain.errors import Often, TooOften
from bot.services.data import DataService
from bot.views import mydata as views


class MyData(commands.GroupCog, group_name="mydata", group_description="Everything I keep about you."):
    """Data belongs to the member."""

    def __init__(self, data: DataService, content: LiveContent) -> None:
        self._data = data
        self._content = content
        self._exports = Allowance(3, HOUR)

    @app_commands.command(description="See everything I keep about you.")
    async def show(self, interaction: Interaction) -> None:
        """Show what is stored."""
        await self.show_pressed(interaction)

    @on_press(Verb.MY_DATA)
    async def show_pressed(self, interaction: Interaction, _: Press | None = None) -> None:
        """**Keep everything** and **What I keep about you**: the same."""
        user = interaction.user.id
        data, roadmaps = await self._data.export(user), self._content.library.roadmaps
        await show(interaction, views.shown(data, user, roadmaps))

    @app_commands.command(description="Take everything I keep about you with you, as a file.")
    async def export(self, interaction: Interaction) -> None:
        """Send a JSON file."""
        act = act_of(interaction)
        with self._exports.turn(act.user, act.at) as again_at:
            if again_at:
                raise TooOften(Often.EXPORT, again_at)
            await think(interaction)
            file = await asyncio.to_thread(views.file, await self._data.export(act.user))
            await show(interaction, views.export(file.filename), files=[file])

    @app_commands.command(description="Delete everything I keep about you, at once.")
    async def delete(self, interaction: Interaction) -> None:
        """Ask once."""
        await self.delete_pressed(interaction)

    @on_press(Verb.ASK_DELETE)
    async def delete_pressed(self, interaction: Interaction, _: Press | None = None) -> None:
        """**Delete everything**: asks once."""
        await show(interaction, views.delete_asked(interaction.user.id))

    @on_press(Verb.DELETE)
    async def confirmed(self, interaction: Interaction, press: Press) -> None:
        """**Delete**."""
        await show(interaction, views.deleted(await self._data.delete(press.owner, act_of(interaction).at)))
