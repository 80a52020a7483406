"""`/nudges` and the buttons of a nudge: when to write, later, not for a while, never again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import on_press, open_form, revise, show, think
from bot.cogs.names import Names
from bot.cogs.start import click_of, trouble
from bot.delivery.welcome import Welcome
from bot.domain import nudge_state
from bot.domain.custom_id import Press
from bot.domain.errors import NotEnrolled
from bot.domain.members import Member
from bot.domain.progress import Mark, Progress, skip, tick
from bot.domain.roadmap import Action
from bot.domain.when import parse_time
from bot.domain.zones import find_zone
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.views import messages
from bot.views import nudges as views
from bot.views.actions import undo_words
from bot.views.start import OTHER, zone_form

Change = Callable[[Member, int], Member]


class Nudges(commands.Cog):
    """The weekly message, in the member's hands."""

    def __init__(
        self,
        names: Names,
        members: MemberStore,
        journeys: JourneyStore,
        welcome: Welcome,
        now: Callable[[], int],
    ) -> None:
        self._names = names
        self._members = members
        self._journeys = journeys
        self._welcome = welcome
        self._now = now

    @app_commands.command(description="Your weekly message: when it comes, pause it, stop it, test it.")
    async def nudges(self, interaction: discord.Interaction[Any]) -> None:
        """Show the panel."""
        await self._panel(interaction)

    @on_press("nudges")
    async def nudges_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**Nudge settings**."""
        await self._panel(interaction)

    @on_press("nday")
    async def day_chosen(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A day from the menu."""
        day = press.number()
        await self._set(interaction, lambda m, at: _rescheduled(m, at, weekday=day))

    @on_press("ntime")
    async def time_chosen(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A time from the menu or from the form."""
        if OTHER in press.values:
            member = await self._member(interaction)
            await open_form(interaction, views.time_form(press.owner, member.schedule.clock))
            return
        minute = parse_time((*press.values, press.fields.get("time", ""))[0])
        await self._set(interaction, lambda m, at: _rescheduled(m, at, minute=minute))

    @on_press("nzone")
    async def zone_chosen(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A zone from the menu or from the form."""
        if OTHER in press.values:
            await open_form(interaction, zone_form(press.owner, press.verb))
            return
        zone = find_zone((*press.values, press.fields.get("zone", ""))[0])
        await self._set(interaction, lambda m, at: _rescheduled(m, at, zone=zone))

    @on_press("npause")
    async def pause_chosen(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A pause from the panel's menu."""
        await show(interaction, views.panel(await self._change(interaction, _pause(press.word()))))

    @on_press("nresume")
    async def resume_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**Resume**."""
        await show(interaction, views.panel(await self._change(interaction, nudge_state.resumed)))

    @on_press("non")
    async def on_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**Turn on**."""
        await think(interaction)
        member = await self._wish(interaction, lambda m, at: nudge_state.switched(m, True, at))
        refusal = await self._welcome.reach(member, click_of(interaction).at)
        await show(interaction, views.panel(await self._member(interaction), trouble(refusal)))

    @on_press("noff")
    async def off_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**Turn off**."""
        await show(interaction, views.panel(await self._change(interaction, _off)))

    @on_press("ntest")
    async def test_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Send a test nudge**."""
        await think(interaction)
        refusal = await self._welcome.test(press.owner, click_of(interaction).at)
        await show(interaction, views.tested(trouble(refusal), press.owner))

    @on_press("snooze")
    async def snooze_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**Snooze** on a nudge."""
        await show(interaction, views.snoozed(await self._change(interaction, nudge_state.snoozed)))

    @on_press("pause")
    async def pause_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Pause** on a nudge: opens its choices."""
        await show(interaction, views.pause_asked(press.owner, press.word()))

    @on_press("pausefor")
    async def pause_length(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """For how long."""
        await show(interaction, views.paused(await self._change(interaction, _pause(press.word(1)))))

    @on_press("stop")
    async def stop_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Stop** on a nudge."""
        await self._change(interaction, _off)
        await show(interaction, views.stopped(press.owner))

    @on_press("keep")
    async def keep_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**Keep writing weekly**, **Keep my progress**."""
        await show(interaction, views.kept(await self._change(interaction, nudge_state.sign_of_life)))

    @on_press("ndone")
    async def done_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Done** on a nudge, which then says what is next."""
        await self._mark(interaction, press, tick)

    @on_press("nskip")
    async def skip_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Skip** on a nudge, which then says what is next."""
        await self._mark(interaction, press, skip)

    @on_press("nundo")
    async def undo_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Undo** on a nudge, which then is as it was."""
        user, key, change = interaction.user.id, press.word(), press.number(1)
        outcome = await self._journeys.undo(user, interaction.id, self._now(), self._names.library, change)
        words = undo_words(outcome.after, outcome.change)
        await revise(interaction, messages.nudge_undone(outcome.after, words, user, key))

    async def _mark(
        self,
        interaction: discord.Interaction[Any],
        press: Press,
        decide: Callable[[Progress, Action], tuple[Mark, ...]],
    ) -> None:
        user, key = interaction.user.id, press.word()
        roadmap, action = await self._names.action(user, press.word(1))
        outcome = await self._journeys.change(
            user, roadmap, interaction.id, self._now(), lambda progress: decide(progress, action)
        )
        await revise(interaction, messages.nudge_ticked(outcome.after, action, outcome.change, user, key))

    async def _panel(self, interaction: discord.Interaction[Any]) -> None:
        """The panel as it is with this sign of life, which is only stored after the answer."""
        member = nudge_state.sign_of_life(await self._member(interaction), self._now())
        await show(interaction, views.panel(member))

    async def _set(self, interaction: discord.Interaction[Any], change: Change) -> None:
        await show(interaction, views.panel(await self._wish(interaction, change)))

    async def _member(self, interaction: discord.Interaction[Any]) -> Member:
        """The member, or who they would be: the panel works for somebody who never used /start, too."""
        user = interaction.user.id
        return await self._members.get(user) or self._unknown(user)

    async def _wish(self, interaction: discord.Interaction[Any], change: Change) -> Member:
        """Change a member, or somebody who becomes one by wishing to be written to.

        After the sign of life that it is: a pause chosen today must not end today.
        """
        click = click_of(interaction)

        def decide(known: Member | None) -> Member:
            return change(nudge_state.sign_of_life(known or self._unknown(click.user), click.at), click.at)

        return await self._members.put(click.user, decide, at=click.at, click=click.interaction)

    async def _change(self, interaction: discord.Interaction[Any], change: Change) -> Member:
        """The same for a member; of somebody else nothing is stored by it. Raises NotEnrolled."""
        if await self._members.get(interaction.user.id) is None:
            raise NotEnrolled
        return await self._wish(interaction, change)

    def _unknown(self, user: int) -> Member:
        return Member(user, self._names.library.default.id, enrolled_at=self._now())


def _off(member: Member, at: int) -> Member:
    return nudge_state.switched(member, False, at)


def _rescheduled(member: Member, at: int, **parts: Any) -> Member:
    return nudge_state.rescheduled(member, replace(member.schedule, **parts), at)


def _pause(key: str) -> Change:
    return lambda member, at: nudge_state.paused(member, views.pause_until(key, at), at)
