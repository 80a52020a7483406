"""An update on its way from its form to its post: previewed, scheduled, moved, cancelled, posted."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import discord
from discord.ext import commands

from bot.client import on_press, open_form, present, think
from bot.cogs.access import moderator
from bot.delivery.updates import Publisher
from bot.domain.custom_id import Press
from bot.domain.errors import NotSetUp, Unkept
from bot.domain.guilds import GuildSettings
from bot.domain.updates import Stage, Update, Wording, number_of
from bot.domain.when import likely_moments, parse_moment
from bot.domain.zones import city
from bot.store.guilds import GuildStore
from bot.store.updates import Editing, UpdateStore
from bot.views import drafts as views
from bot.views.updates import outcome

NOTHING = "-"
"""What stands in a form for an update that is about nothing in particular."""

_INSTANT = re.compile(r"[1-9][0-9]{0,10}")


class Drafts(commands.Cog):
    """The form, the preview and its buttons; who may is asked again at each."""

    def __init__(
        self, updates: UpdateStore, guilds: GuildStore, publisher: Publisher, now: Callable[[], int]
    ) -> None:
        self._updates = updates
        self._guilds = guilds
        self._publisher = publisher
        self._now = now

    async def preview(
        self, interaction: discord.Interaction[Any], settings: GuildSettings, update: Update
    ) -> None:
        """Show a draft or a scheduled update as it will look."""
        update = update.timed(self._now())
        letter = self._publisher.letter(settings, update)
        trouble = self._publisher.trouble(settings, update) or update.trouble
        shown = views.preview(update, letter, settings.updates_channel, interaction.user.id, trouble)
        await present(interaction, shown)

    @on_press("udraft")
    async def written(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """The form, sent: keeps a draft and shows it as it will look."""
        with returned(press):
            settings = await moderator(interaction, self._guilds)
            update = await self._updates.draft(interaction.id, self._new(interaction, settings, press))
        await self.preview(interaction, settings, update)

    @on_press("upost")
    async def post_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Post**: posts in the click, once, whoever presses how often."""
        settings = await moderator(interaction, self._guilds)
        await think(interaction, classic=True)
        at, channel = self._now(), settings.updates_channel
        after, mine = await self._updates.change(
            number_in(press),
            editing(interaction, at),
            "posted",
            lambda known: replace(known, scheduled_at=None).claimed(at, channel) if known.ready else known,
        )
        if mine:
            after = await self._publisher.post(after)
        await self._show(interaction, settings, after)

    @on_press("uschedule")
    async def schedule_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Schedule**: for the time that was given, or asks for one."""
        settings = await moderator(interaction, self._guilds)
        update = await self._updates.get(number_in(press), settings.guild)
        planned = update.timed(self._now()).scheduled_at
        if planned is None or not update.pending:
            await self._ask_when(interaction, settings, update)
        else:
            await self._schedule(interaction, settings, update.id, planned)

    @on_press("umove")
    async def move_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Move** a scheduled one."""
        settings = await moderator(interaction, self._guilds)
        update = await self._updates.get(number_in(press), settings.guild)
        await self._ask_when(interaction, settings, update)

    @on_press("uwhen")
    async def when_written(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """The time, sent."""
        settings = await moderator(interaction, self._guilds)
        at = parse_moment(press.fields["when"], self._now(), zone_of(settings))
        await self._schedule(interaction, settings, number_in(press), at)

    @on_press("ucancel")
    async def cancelled(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Cancel**: a scheduled one is a draft again."""
        await self._take_back(
            interaction,
            press,
            "cancelled",
            lambda known: known.kept(None) if known.stage is Stage.SCHEDULED else known,
        )

    @on_press("udiscard")
    async def discarded(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Discard**."""
        await self._take_back(
            interaction,
            press,
            "discarded",
            lambda known: replace(known, stage=Stage.DISCARDED) if known.pending else known,
        )

    async def _take_back(
        self,
        interaction: discord.Interaction[Any],
        press: Press,
        what: str,
        decide: Callable[[Update], Update],
    ) -> None:
        settings = await moderator(interaction, self._guilds)
        how = editing(interaction, self._now())
        after, _ = await self._updates.change(number_in(press), how, what, decide)
        await self._show(interaction, settings, after)

    async def _schedule(
        self, interaction: discord.Interaction[Any], settings: GuildSettings, number: int, at: int
    ) -> None:
        await think(interaction, classic=True)
        user = interaction.user.id
        channel = await self._publisher.author_channel(user)
        after, _ = await self._updates.change(
            number,
            editing(interaction, self._now()),
            "scheduled",
            lambda known: known.scheduled(at, user, channel) if known.ready else known,
        )
        await self._show(interaction, settings, after)

    async def _ask_when(
        self, interaction: discord.Interaction[Any], settings: GuildSettings, update: Update
    ) -> None:
        if not update.pending:
            await self._show(interaction, settings, update)
            return
        zone = zone_of(settings)
        example = next(text for _, text in likely_moments(self._now(), zone) if text.endswith("09:00"))
        await open_form(interaction, views.moment_form(update.id, interaction.user.id, city(zone), example))

    async def _show(
        self, interaction: discord.Interaction[Any], settings: GuildSettings, update: Update
    ) -> None:
        if update.stage is Stage.DRAFT:
            await self.preview(interaction, settings, update)
        else:
            await present(interaction, outcome(update))

    def _new(self, interaction: discord.Interaction[Any], settings: GuildSettings, press: Press) -> Update:
        at, about = (*press.args, "", NOTHING)[:2]
        return Update(
            id=0,
            guild=settings.guild,
            author=interaction.user.id,
            signature=interaction.user.display_name,
            wording=worded(press, None if about == NOTHING else about),
            stage=Stage.DRAFT,
            created_at=self._now(),
            scheduled_at=int(at) if _INSTANT.fullmatch(at) else None,
        )


@contextmanager
def returned(press: Press) -> Iterator[None]:
    """What was typed comes back to its author with whatever goes wrong in here."""
    try:
        yield
    except Exception as error:  # nobody should have to type it again, for any reason
        raise Unkept(error, tuple(press.fields.values())) from error


def editing(interaction: discord.Interaction[Any], at: int) -> Editing:
    """Who does this, where and when."""
    return Editing(interaction.user.id, interaction.guild_id or 0, interaction.id, at)


def worded(press: Press, about: str | None) -> Wording:
    """What was typed into the form; the title in one line."""
    return Wording(" ".join(press.fields["title"].split()), press.fields["text"].strip(), about)


def number_in(press: Press) -> int:
    """The number of the update that was chosen or whose button it is; NoSuchUpdate for what can't be one."""
    return number_of((*press.values, *press.args, "")[0])


def zone_of(settings: GuildSettings) -> str:
    """The server's time zone; NotSetUp if none is set."""
    if settings.zone is None:
        raise NotSetUp
    return settings.zone
