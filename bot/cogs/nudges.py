"""`/nudges` and the buttons of a weekly message: when to write, later, not for a while, never again."""

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, act_of, on_press, open_form, revise, show, think
from bot.delivery.dispatcher import Dispatcher
from bot.domain.acts import Act
from bot.domain.custom_id import Press, Verb
from bot.domain.errors import Outdated
from bot.domain.jobs import JobKey, Refusal
from bot.domain.members import Member
from bot.domain.nudge_state import sign_of_life
from bot.domain.when import parse_time
from bot.domain.zones import find_zone
from bot.services.nudges import NudgeService
from bot.services.progress import ProgressService
from bot.views import messages
from bot.views import nudges as views
from bot.views.actions import undo_words
from bot.views.start import OTHER, tried, trouble, zone_form


class Nudges(commands.Cog):
    """The weekly message, in the member's hands."""

    def __init__(self, nudges: NudgeService, progress: ProgressService, dispatcher: Dispatcher) -> None:
        self._nudges = nudges
        self._progress = progress
        self._dispatcher = dispatcher

    @app_commands.command(description="Your weekly message: when it comes, pause it, stop it, test it.")
    async def nudges(self, interaction: Interaction) -> None:
        """Show the panel."""
        await self._show_panel(interaction)

    @on_press(Verb.NUDGES)
    async def nudges_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Nudge settings**."""
        await self._show_panel(interaction)

    @on_press(Verb.NUDGE_DAY)
    async def day_chosen(self, interaction: Interaction, press: Press) -> None:
        """A day from the menu."""
        if press.choice not in map(str, range(1, 8)):
            raise Outdated
        await _panel(interaction, await self._nudges.set_day(act_of(interaction), int(press.choice)))

    @on_press(Verb.NUDGE_TIME)
    async def time_chosen(self, interaction: Interaction, press: Press) -> None:
        """A time from the menu or from the form."""
        act = act_of(interaction)
        if OTHER in press.values:
            member = await self._nudges.member(act)
            await open_form(interaction, views.time_form(press.owner, member.schedule.minute))
            return
        minute = parse_time((*press.values, press.fields.get("time", ""))[0])
        await _panel(interaction, await self._nudges.set_time(act, minute))

    @on_press(Verb.NUDGE_ZONE)
    async def zone_chosen(self, interaction: Interaction, press: Press) -> None:
        """A zone from the menu or from the form."""
        if OTHER in press.values:
            await open_form(interaction, zone_form(press.owner, press.verb))
            return
        zone = find_zone((*press.values, press.fields.get("zone", ""))[0])
        await _panel(interaction, await self._nudges.set_zone(act_of(interaction), zone))

    @on_press(Verb.NUDGE_PAUSE)
    async def pause_chosen(self, interaction: Interaction, press: Press) -> None:
        """A pause from the panel's menu."""
        await _panel(interaction, await self._pause(act_of(interaction), press.choice))

    @on_press(Verb.NUDGE_RESUME)
    async def resume_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Resume**."""
        await _panel(interaction, await self._nudges.resume(act_of(interaction)))

    @on_press(Verb.NUDGE_ON)
    async def on_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Turn on**."""
        await think(interaction)
        act = act_of(interaction)
        asked = await self._nudges.turn_on(act)
        refusal = await self._dispatcher.deliver(asked) if asked else None
        await _panel(interaction, await self._nudges.member(act), refusal)

    @on_press(Verb.NUDGE_OFF)
    async def off_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Turn off**."""
        await _panel(interaction, await self._nudges.turn_off(act_of(interaction)))

    @on_press(Verb.NUDGE_TEST)
    async def test_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Send a test nudge**."""
        await think(interaction)
        refusal = await self._dispatcher.deliver(await self._nudges.test(act_of(interaction)))
        await show(interaction, views.tested(trouble(refusal), press.owner))

    @on_press(Verb.TRY_AGAIN)
    async def try_again(self, interaction: Interaction, _: Press) -> None:
        """**Try again** after a closed DM."""
        await think(interaction)
        act = act_of(interaction)
        refusal = await self._dispatcher.deliver(await self._nudges.try_again(act))
        await show(interaction, tried(await self._nudges.member(act), trouble(refusal)))

    @on_press(Verb.MESSAGE_SNOOZE)
    async def snooze_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Snooze** on a message."""
        await show(interaction, views.snoozed(await self._nudges.snooze(act_of(interaction))))

    @on_press(Verb.MESSAGE_PAUSE)
    async def pause_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Pause** on a message: opens its choices."""
        await show(interaction, views.pause_asked(press.owner, _key(press)))

    @on_press(Verb.MESSAGE_PAUSE_FOR)
    async def pause_length(self, interaction: Interaction, press: Press) -> None:
        """For how long."""
        await show(interaction, views.paused(await self._pause(act_of(interaction), press.choice)))

    @on_press(Verb.MESSAGE_STOP)
    async def stop_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Stop** on a message."""
        await self._nudges.turn_off(act_of(interaction))
        await show(interaction, views.stopped(press.owner))

    @on_press(Verb.MESSAGE_KEEP)
    async def keep_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Keep writing weekly**, **Keep my progress**."""
        await show(interaction, views.kept(await self._nudges.keep(act_of(interaction))))

    @on_press(Verb.MESSAGE_DONE)
    async def done_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Done** on a message, which then says what is next."""
        key = _key(press)
        target, outcome = await self._progress.tick(act_of(interaction), press.ref)
        await revise(interaction, messages.nudge_ticked(outcome, target.action, press.owner, key))

    @on_press(Verb.MESSAGE_SKIP)
    async def skip_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Skip** on a message, which then says what is next."""
        key = _key(press)
        target, outcome = await self._progress.skip(act_of(interaction), press.ref)
        await revise(interaction, messages.nudge_ticked(outcome, target.action, press.owner, key))

    @on_press(Verb.MESSAGE_UNDO)
    async def undo_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Undo** on a message, which then is as it was."""
        key = _key(press)
        outcome = await self._progress.undo(act_of(interaction), press.change)
        words = undo_words(outcome.after, outcome.change)
        await revise(interaction, messages.nudge_undone(outcome.after, words, press.owner, key))

    async def _show_panel(self, interaction: Interaction) -> None:
        """The panel as it is with this sign of life, which is only stored after the answer."""
        act = act_of(interaction)
        await _panel(interaction, sign_of_life(await self._nudges.member(act), act.at))

    async def _pause(self, act: Act, length: str) -> Member:
        return await self._nudges.pause(act, views.pause_until(length, act.at))


async def _panel(interaction: Interaction, member: Member, refusal: Refusal | None = None) -> None:
    await show(interaction, views.panel(member, trouble(refusal)))


def _key(press: Press) -> JobKey | int:
    if press.key is None:
        raise Outdated
    return press.key
