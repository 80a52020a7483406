"""An update on its way from its form to its post: previewed, scheduled, moved, cancelled, posted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from discord.ext import commands

from bot.client import Interaction, act_of, name_of, on_press, open_form, present, think
from bot.cogs.access import moderator
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.posts import Posts
from bot.domain.allowance import HOUR, Allowance
from bot.domain.custom_id import Press, Verb
from bot.domain.errors import ChangedMeanwhile, NotSetUp, Often, TooOften
from bot.domain.guilds import GuildSettings
from bot.domain.updates import Stage, Update, Wording
from bot.domain.when.moments import read_moment
from bot.domain.zones import city
from bot.services.asking import Asked
from bot.services.servers import ServerService
from bot.services.updates import Check, UpdateService
from bot.views import drafts as views
from bot.views.updates import outcome

T = TypeVar("T")


@dataclass(eq=False)
class Drafts(commands.Cog):
    """The form, the preview and its buttons; who may is asked again at each."""

    _updates: UpdateService
    _servers: ServerService
    _posts: Posts
    _dispatcher: Dispatcher
    _posted: Allowance = field(default_factory=lambda: Allowance(10, HOUR))

    async def preview(
        self, interaction: Interaction, settings: GuildSettings, update: Update, note: str = ""
    ) -> None:
        """Show a draft or a scheduled update as it will look; `note` says what was just done with it."""
        message = self._posts.message(settings, update)
        trouble = self._posts.trouble(settings, update) or update.trouble
        look = views.Look(message, settings.updates_channel, update.look(*_around(settings)), note)
        shown = update.timed(act_of(interaction).at)
        await present(interaction, views.preview(shown, look, interaction.user.id, trouble))

    @on_press(Verb.UPDATE_DRAFT)
    async def written(self, interaction: Interaction, press: Press) -> None:
        """The form, sent: keeps a draft and shows it as it will look."""
        settings = await moderator(interaction, self._servers)
        wording, signature = Wording(*worded(press), press.about), name_of(interaction.user)
        update = await self._updates.draft(act_of(interaction), signature, wording, press.at)
        await self.preview(interaction, settings, update)

    @on_press(Verb.UPDATE_POST)
    async def post_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Post**: posts in the click, once, whoever presses how often."""
        settings, act = await moderator(interaction, self._servers), act_of(interaction)
        with self._posted.turn(act.user, act.at) as again_at:
            if again_at:
                raise TooOften(Often.POST, again_at)
            await think(interaction, classic=True)
            after, job = await self._as_seen(
                interaction,
                settings,
                press,
                lambda check: self._updates.post(act, press.update, settings.updates_channel, check),
            )
        if job is None:
            self._posted.give_back(act.user, act.at)
        else:
            await self._dispatcher.deliver(Asked(job, fresh=True))
            after = await self._updates.get(act, press.update)
        await self._show(interaction, settings, after)

    @on_press(Verb.UPDATE_SCHEDULE, Verb.UPDATE_MOVE)
    async def schedule_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Schedule**: for the time that was given, if there is one; else, as **Change time**, asks."""
        settings, act = await moderator(interaction, self._servers), act_of(interaction)
        update = await self._updates.get(act, press.update)
        planned = update.timed(act.at).scheduled_at if press.verb is Verb.UPDATE_SCHEDULE else None
        if not update.pending:
            await self._show(interaction, settings, update)
        elif planned is not None:
            await self._schedule(interaction, settings, press, planned)
        else:
            zone = zone_of(settings)
            seen = press.seen or update.look(*_around(settings))
            form = views.moment_form(Verb.UPDATE_WHEN, act.user, city(zone), act.at, update.id, seen)
            await open_form(interaction, form)

    @on_press(Verb.UPDATE_WHEN)
    async def when_written(self, interaction: Interaction, press: Press) -> None:
        """The time, sent."""
        settings = await moderator(interaction, self._servers)
        at = read_moment(press.typed("when"), act_of(interaction).at, zone_of(settings))
        await self._schedule(interaction, settings, press, at)

    @on_press(Verb.UPDATE_CANCEL, Verb.UPDATE_DISCARD)
    async def dropped(self, interaction: Interaction, press: Press) -> None:
        """**Unschedule**, after which a scheduled one is a draft again, and **Discard**."""
        settings, act = await moderator(interaction, self._servers), act_of(interaction)
        cancelled = press.verb is Verb.UPDATE_CANCEL
        drop = self._updates.cancel if cancelled else self._updates.discard
        after = await self._as_seen(
            interaction, settings, press, lambda check: drop(act, press.update, check)
        )
        note = "✓ Not scheduled any more; the draft is kept. " if cancelled else ""
        await self._show(interaction, settings, after, note)

    async def _schedule(
        self, interaction: Interaction, settings: GuildSettings, press: Press, at: int
    ) -> None:
        await think(interaction, classic=True)
        act = act_of(interaction)
        told_in = await self._posts.authors_dm(act.user)
        after = await self._as_seen(
            interaction,
            settings,
            press,
            lambda check: self._updates.schedule(act, press.update, at, told_in, check),
        )
        await self._show(interaction, settings, after)

    async def _as_seen(
        self,
        interaction: Interaction,
        settings: GuildSettings,
        press: Press,
        change: Callable[[Check], Awaitable[T]],
    ) -> T:
        """Change an update that is as whoever pressed saw it; any other is shown as it is now instead."""

        def check(known: Update) -> None:
            if press.seen not in (None, known.look(*_around(settings))):
                raise ChangedMeanwhile

        try:
            return await change(check)
        except ChangedMeanwhile:
            now = await self._updates.get(act_of(interaction), press.update)
            await self.preview(interaction, settings, now)
            raise

    async def _show(
        self, interaction: Interaction, settings: GuildSettings, update: Update, note: str = ""
    ) -> None:
        if update.stage is Stage.DRAFT:
            await self.preview(interaction, settings, update, note)
        else:
            await present(interaction, outcome(update))


def _around(settings: GuildSettings) -> tuple[int | None, int | None]:
    """What of a server's settings shows in a post, or decides where it goes."""
    return settings.updates_channel, settings.ping_role


def worded(press: Press) -> tuple[str, str]:
    """The title, in one line, and the text that were typed into the form."""
    return " ".join(press.typed("title").split()), press.typed("text").strip()


def zone_of(settings: GuildSettings) -> str:
    """The server's time zone; NotSetUp if none is set."""
    if settings.zone is None:
        raise NotSetUp
    return settings.zone
