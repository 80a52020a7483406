"""`/nudges` and the buttons of a weekly message: when to write, later, not for a while, never again."""

from collections.abc import Awaitable, Callable, Mapping

from discord import app_commands, ui
from discord.ext import commands

from bot.client import Interaction, act_of, on_press, open_form, revise, show, think
from bot.delivery.dispatcher import Dispatcher
from bot.domain.acts import Act
from bot.domain.allowance import HOUR, Allowance
from bot.domain.custom_id import OTHER, TOMORROW, Press, Verb
from bot.domain.enrolment import Request
from bot.domain.errors import Often, Outdated, TooOften
from bot.domain.jobs import JobKey
from bot.domain.members import HOURS_A_WEEK, RHYTHMS, WEEKDAYS, Member
from bot.domain.nudge_state import last_plan, sign_of_life, tomorrow
from bot.domain.places.gazetteer import Gazetteer
from bot.domain.places.reading import read_place
from bot.domain.schedule import day_of
from bot.domain.when.clocks import read_time
from bot.domain.when.dates import read_date
from bot.domain.when.moments import read_moment
from bot.domain.when.spans import next_year
from bot.services.nudges import NudgeService
from bot.services.progress import ProgressService
from bot.views import messages
from bot.views import nudges as views
from bot.views.actions import path_words, undo_words
from bot.views.start import tried, trouble, zone_form

_Change = Callable[[NudgeService, Act], Awaitable[Member]]
_CHANGES: Mapping[Verb, tuple[_Change, Callable[[Member], ui.LayoutView]]] = {
    Verb.NUDGE_RESUME: (NudgeService.resume, views.panel),
    Verb.NUDGE_OFF: (NudgeService.turn_off, views.panel),
    Verb.MESSAGE_SNOOZE: (NudgeService.snooze, views.snoozed),
    Verb.MESSAGE_STOP: (NudgeService.turn_off, lambda member: views.stopped(member.id)),
    Verb.MESSAGE_STILL: (NudgeService.still_on_it, views.still),
    Verb.MESSAGE_RARER: (NudgeService.rarer, views.rarer),
    Verb.MESSAGE_KEEP: (NudgeService.keep, views.kept),
}
"""What a button alone changes, and how the member is told who comes of it."""


class Nudges(commands.Cog):
    """The weekly message, in the member's hands."""

    def __init__(
        self,
        nudges: NudgeService,
        progress: ProgressService,
        dispatcher: Dispatcher,
        gazetteer: Gazetteer,
    ) -> None:
        self._nudges = nudges
        self._progress = progress
        self._dispatcher = dispatcher
        self._gazetteer = gazetteer
        self._tests = Allowance(1, HOUR)

    @app_commands.command(description="Your weekly message: when it comes, pause it, stop it, test it.")
    async def nudges(self, interaction: Interaction) -> None:
        """Show the panel."""
        await self.panel_pressed(interaction)

    @on_press(Verb.NUDGES)
    async def panel_pressed(self, interaction: Interaction, _: Press | None = None) -> None:
        """**Message settings**: as they are with this sign of life, which is only stored after the answer."""
        act = act_of(interaction)
        await show(interaction, views.panel(sign_of_life(await self._nudges.member(act), act.at)))

    @on_press(Verb.NUDGE_DAY)
    async def day_chosen(self, interaction: Interaction, press: Press) -> None:
        """A day from the menu."""
        if not 1 <= press.number <= len(WEEKDAYS):
            raise Outdated
        await self._reschedule(interaction, Request(weekday=press.number))

    @on_press(Verb.NUDGE_TIME)
    async def time_chosen(self, interaction: Interaction, press: Press) -> None:
        """A time from the menu or from the form."""
        if _other(press):
            member = await self._nudges.member(act_of(interaction))
            await open_form(interaction, views.time_form(press.owner, member.schedule.minute))
            return
        minute = read_time((*press.values, press.fields.get("time", ""))[0])
        await self._reschedule(interaction, Request(minute=minute))

    @on_press(Verb.NUDGE_ZONE)
    async def zone_chosen(self, interaction: Interaction, press: Press) -> None:
        """A zone from the menu or from the form."""
        if _other(press):
            await open_form(interaction, zone_form(press.owner, press.verb))
            return
        typed = (*press.values, press.fields.get("zone", ""))[0]
        place = read_place(typed, self._gazetteer, act_of(interaction).at)
        await self._reschedule(interaction, Request(zone=place.zone))

    @on_press(Verb.NUDGE_ON, Verb.TRY_AGAIN)
    async def dm_tried(self, interaction: Interaction, press: Press) -> None:
        """**Turn on**, and **Try again** after a closed DM: a message tries whether it is open."""
        await think(interaction)
        act, on = act_of(interaction), press.verb is Verb.NUDGE_ON
        asked = await self._nudges.turn_on(act) if on else await self._nudges.try_again(act)
        refusal = await self._dispatcher.deliver(asked) if asked else None
        look = views.panel if on else tried
        await show(interaction, look(await self._nudges.member(act), trouble(refusal)))

    @on_press(Verb.NUDGE_TEST)
    async def test_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Send a test message**."""
        act = act_of(interaction)
        with self._tests.turn(act.user, act.at) as again_at:
            if again_at:
                raise TooOften(Often.TEST, again_at)
            await think(interaction)
            refusal = await self._dispatcher.deliver(await self._nudges.test(act))
        if refusal is not None:
            self._tests.give_back(act.user, act.at)
        await show(interaction, views.tested(trouble(refusal), press.owner))

    @on_press(Verb.MESSAGE_PAUSE)
    async def pause_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Pause** on a message: opens its choices."""
        await show(interaction, views.pause_asked(press.owner, _key(press)))

    @on_press(Verb.NUDGE_PAUSE, Verb.MESSAGE_PAUSE_FOR)
    async def pause_chosen(self, interaction: Interaction, press: Press) -> None:
        """For how long, in the panel's menu or on a message; the form with a date, sent."""
        act = act_of(interaction)
        if "day" in press.fields:
            today = day_of(await self._nudges.enrolled(act), act.at)
            day = read_date(press.typed("day"), next_year(today))
            await show(interaction, views.paused(await self._nudges.pause(act, day)))
        elif press.choice == OTHER:
            await open_form(interaction, views.pause_form(press.owner, act.at))
        else:
            look = views.panel if press.verb is Verb.NUDGE_PAUSE else views.paused
            await show(interaction, look(await self._nudges.pause(act, views.pause_length(press.choice))))

    @on_press(Verb.MESSAGE_PLAN)
    async def plan_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Plan it** on a message: opens its choices."""
        act = act_of(interaction)
        member = await self._nudges.enrolled(act)
        await show(interaction, views.plan_asked(member, _key(press), act.at))

    @on_press(Verb.MESSAGE_PLAN_FOR)
    async def plan_chosen(self, interaction: Interaction, press: Press) -> None:
        """For when, by button, menu or form."""
        act = act_of(interaction)
        if "when" in press.fields:
            member = await self._nudges.enrolled(act)
            last = last_plan(member, act.at)
            if last is None:
                await show(interaction, views.no_plan(member))
                return
            when = read_moment(press.typed("when"), act.at, member.schedule.zone or "UTC", last)
        elif press.choice == OTHER:
            await open_form(interaction, views.plan_form(press.owner, _key(press)))
            return
        elif press.choice == TOMORROW:
            when = tomorrow(await self._nudges.enrolled(act), act.at)
        else:
            when = press.number
        member, progress = await self._nudges.plan(act, when)
        await show(interaction, views.planned(member, progress.next_step, when))

    @on_press(Verb.NUDGE_EVERY)
    async def rhythm_chosen(self, interaction: Interaction, press: Press) -> None:
        """Every week, every two weeks, every four."""
        if press.number not in RHYTHMS:
            raise Outdated
        await self._reschedule(interaction, Request(every=press.number))

    @on_press(Verb.NUDGE_HOURS)
    async def hours_chosen(self, interaction: Interaction, press: Press) -> None:
        """Hours a week, from the menu."""
        hours = None if press.choice == views.NO_HOURS else press.number
        if hours is not None and hours not in HOURS_A_WEEK:
            raise Outdated
        await show(interaction, views.panel(await self._nudges.set_hours(act_of(interaction), hours)))

    @on_press(*_CHANGES)
    async def changed(self, interaction: Interaction, press: Press) -> None:
        """**Resume**, **Turn off**, **Snooze**, **Stop**, **Still on it**, **Keep writing weekly**, …"""
        change, look = _CHANGES[press.verb]
        await show(interaction, look(await change(self._nudges, act_of(interaction))))

    @on_press(Verb.MESSAGE_DONE, Verb.MESSAGE_SKIP)
    async def marked(self, interaction: Interaction, press: Press) -> None:
        """**Done**, **Another step** (**Skip** in old ones) on a message, which then says what is next."""
        key, progress = _key(press), self._progress
        act, ref = act_of(interaction), press.ref
        if press.verb is Verb.MESSAGE_DONE:
            target, outcome = await progress.tick(act, ref, time=press.time)
        else:
            target, outcome = await progress.skip(act, ref)
        choice = progress.choice_ahead(outcome.after, outcome.path)
        await revise(
            interaction, messages.nudge_ticked(outcome, target.action, target.step, press.owner, key, choice)
        )

    @on_press(Verb.MESSAGE_UNDO)
    async def undo_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Undo** on a message, which then is as it was."""
        key = _key(press)
        outcome = await self._progress.undo(act_of(interaction), press.change)
        words = undo_words(outcome.after, outcome.change)
        choice = self._progress.choice_ahead(outcome.after, outcome.path)
        await revise(interaction, messages.nudge_again(outcome.after, words, press.owner, key, choice))

    @on_press(Verb.MESSAGE_PATH)
    async def path_chosen(self, interaction: Interaction, press: Press) -> None:
        """A path, chosen on a message, which then says what is next along it."""
        key = _key(press)
        roadmap, _, name = press.ref.partition("/")
        taken, journey = await self._progress.choose(act_of(interaction), roadmap, name, press.choice)
        made, words = journey.progress, path_words(taken)
        choice = self._progress.choice_ahead(made, journey.path)
        await revise(interaction, messages.nudge_again(made, words, press.owner, key, choice))

    async def _reschedule(self, interaction: Interaction, request: Request) -> None:
        act = act_of(interaction)
        member = await self._nudges.reschedule(act, request)
        await show(interaction, views.panel(member, views.gap_words(member, act.at)))


def _other(press: Press) -> bool:
    """Whether **Other…** was chosen, or its form is opened again."""
    return not press.fields and press.choice == OTHER


def _key(press: Press) -> JobKey | int:
    if press.key is None:
        raise Outdated
    return press.key
