"""`/update`: moderators write, preview, post, schedule, edit and retract roadmap updates."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import on_press, open_form, present, show, think
from bot.cogs.access import moderator
from bot.cogs.names import Choices, Names
from bot.delivery.outbox import Refusal
from bot.delivery.updates import Publisher
from bot.domain.errors import NotSetUp
from bot.domain.guilds import GuildSettings
from bot.domain.press import Press
from bot.domain.updates import Stage, Update, Wording
from bot.domain.when import likely_moments, parse_moment
from bot.domain.zones import city
from bot.limits import CHOICE
from bot.store.guilds import GuildStore
from bot.store.updates import Editing, UpdateStore
from bot.views import updates as views
from bot.views.kit import clip

NOTHING = "-"


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class Updates(
    commands.GroupCog,
    group_name="update",
    group_description="Roadmap updates: post, list, edit, retract.",
):
    """For moderators, in servers where the bot is a member; who they are is asked at every step."""

    def __init__(
        self,
        names: Names,
        updates: UpdateStore,
        guilds: GuildStore,
        publisher: Publisher,
        now: Callable[[], int],
    ) -> None:
        self._names = names
        self._updates = updates
        self._guilds = guilds
        self._publisher = publisher
        self._now = now

    @app_commands.command(description="Write a roadmap update; you see it before anybody else does.")
    @app_commands.describe(
        when="When to post it, in the server's time; you choose later, if you leave it out",
        about="The phase, action or certification it is about",
    )
    async def post(
        self, interaction: discord.Interaction[Any], when: str | None = None, about: str | None = None
    ) -> None:
        """Open the form."""
        settings = await moderator(interaction, self._guilds)
        if settings.updates_channel is None:
            raise NotSetUp
        at = parse_moment(when, self._now(), _zone(settings)) if when else 0
        ref = await self._names.about(interaction.user.id, about) if about else NOTHING
        await open_form(interaction, views.wording_form("udraft", interaction.user.id, at, ref))

    @post.autocomplete("when")
    async def _moments(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        settings = await self._guilds.get(interaction.guild_id or 0)
        moments = likely_moments(self._now(), settings.zone) if settings.zone else ()
        wanted = typed.strip().casefold()
        found = [m for m in moments if wanted in m[0].casefold() or m[1].startswith(wanted)]
        return [app_commands.Choice(name=f"{words} ({text})", value=text) for words, text in found[:25]]

    @post.autocomplete("about")
    async def _abouts(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._names.abouts(interaction, typed)

    @app_commands.command(name="list", description="What was posted, is scheduled, or was retracted.")
    async def listing(self, interaction: discord.Interaction[Any]) -> None:
        """Show the list."""
        settings = await moderator(interaction, self._guilds)
        await show(
            interaction, views.listing(await self._updates.listed(settings.guild), interaction.user.id)
        )

    @app_commands.command(description="Change an update, posted or not.")
    @app_commands.describe(update="Which one")
    async def edit(self, interaction: discord.Interaction[Any], update: str) -> None:
        """Open the form, filled in."""
        await self._open_edit(interaction, await self._update(interaction, update))

    @app_commands.command(description="Remove a post; the record is kept.")
    @app_commands.describe(update="Which one")
    async def retract(self, interaction: discord.Interaction[Any], update: str) -> None:
        """Ask once."""
        await self._ask_retract(interaction, await self._update(interaction, update))

    @edit.autocomplete("update")
    async def _editable(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._choices(interaction, typed, Stage.DRAFT, Stage.SCHEDULED, Stage.POSTED)

    @retract.autocomplete("update")
    async def _retractable(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._choices(interaction, typed, Stage.POSTED)

    @on_press("udraft")
    async def written(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """The form, sent: keeps a draft and shows it as it will look."""
        settings = await moderator(interaction, self._guilds)
        about = None if press.args[1] == NOTHING else press.args[1]
        user = interaction.user
        new = Update(
            id=0,
            guild=settings.guild,
            author=user.id,
            signature=user.display_name,
            wording=_wording(press, about),
            stage=Stage.DRAFT,
            created_at=self._now(),
            scheduled_at=int(press.args[0]) or None,
        )
        await self._preview(interaction, settings, await self._updates.draft(interaction.id, new))

    @on_press("upost")
    async def post_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Post**: posts in the click, once, whoever presses how often."""
        settings = await moderator(interaction, self._guilds)
        await think(interaction)
        number = int(press.args[0])
        claimed = await self._updates.claim(number, settings.guild, self._now())
        after = await self._publisher.post(claimed) if claimed else await self._get(settings, number)
        await present(interaction, views.posted(after))

    @on_press("uschedule")
    async def schedule_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Schedule**: for the time that was given, or asks for one."""
        settings = await moderator(interaction, self._guilds)
        update = await self._get(settings, int(press.args[0]))
        if update.scheduled_at is None or update.scheduled_at <= self._now():
            await self._ask_when(interaction, settings, update)
        else:
            await self._schedule(interaction, settings, update.id, update.scheduled_at)

    @on_press("umove")
    async def move_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Move** a scheduled one."""
        settings = await moderator(interaction, self._guilds)
        await self._ask_when(interaction, settings, await self._get(settings, int(press.args[0])))

    @on_press("uwhen")
    async def when_written(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """The time, sent."""
        settings = await moderator(interaction, self._guilds)
        at = parse_moment(press.fields["when"], self._now(), _zone(settings))
        await self._schedule(interaction, settings, int(press.args[0]), at)

    @on_press("uedit")
    async def edit_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Edit**."""
        await self._open_edit(interaction, await self._update(interaction, press.args[0]))

    @on_press("ureword")
    async def reworded(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """The filled-in form, sent again."""
        settings = await moderator(interaction, self._guilds)
        number = int(press.args[0])
        update = await self._get(settings, number)
        wording = _wording(press, update.wording.about)
        if update.stage is Stage.POSTED and wording.trouble is not None:
            await present(interaction, views.not_edited(update, wording.trouble))
            return
        after, _ = await self._updates.change(
            number, self._editing(interaction), "edited", lambda known: replace(known, wording=wording)
        )
        if after.stage is not Stage.POSTED:
            await self._preview(interaction, settings, after)
            return
        await think(interaction)
        refusal = await self._publisher.edit(after)
        letter = views.edited(after, reached=refusal is None, gone=refusal is Refusal.GONE)
        await present(interaction, letter)

    @on_press("udiscard")
    async def discarded(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Discard** a draft, **Cancel** a scheduled one."""
        await moderator(interaction, self._guilds)
        after, _ = await self._updates.change(
            int(press.args[0]),
            self._editing(interaction),
            "discarded",
            lambda update: replace(update, stage=Stage.DISCARDED) if update.pending else update,
        )
        await present(interaction, views.posted(after))

    @on_press("uretract")
    async def retract_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Retract** on an opened update: asks once."""
        await self._ask_retract(interaction, await self._update(interaction, press.args[0]))

    @on_press("uretractnow")
    async def retracted(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Retract**, meant."""
        update = await self._update(interaction, press.args[0])
        await think(interaction)
        refusal = await self._publisher.remove(update) if update.stage is Stage.POSTED else None
        if refusal is not None:
            await present(interaction, views.not_retracted(update))
            return
        after, _ = await self._updates.change(
            update.id,
            self._editing(interaction),
            "retracted",
            lambda u: replace(u, stage=Stage.RETRACTED) if u.stage is Stage.POSTED else u,
        )
        await present(interaction, views.posted(after))

    @on_press("uopen")
    async def opened(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """An update chosen in the list."""
        settings = await moderator(interaction, self._guilds)
        update = await self._get(settings, int(press.values[0]))
        trouble = self._publisher.trouble(settings, update) if update.pending else None
        phase, user = self._publisher.phase(update), interaction.user.id
        await present(interaction, views.opened(update, settings, phase, user, trouble))

    async def _open_edit(self, interaction: discord.Interaction[Any], update: Update) -> None:
        form = views.wording_form("ureword", interaction.user.id, update.id, now=update.wording)
        await open_form(interaction, form)

    async def _ask_retract(self, interaction: discord.Interaction[Any], update: Update) -> None:
        if update.stage is Stage.POSTED:
            await present(interaction, views.retract_asked(update, interaction.user.id))
        else:
            await present(interaction, views.posted(update))

    async def _ask_when(
        self, interaction: discord.Interaction[Any], settings: GuildSettings, update: Update
    ) -> None:
        zone = _zone(settings)
        example = next(text for _, text in likely_moments(self._now(), zone) if text.endswith("09:00"))
        await open_form(interaction, views.moment_form(update.id, interaction.user.id, city(zone), example))

    async def _schedule(
        self, interaction: discord.Interaction[Any], settings: GuildSettings, number: int, at: int
    ) -> None:
        await think(interaction)
        channel = await self._publisher.author_channel(interaction.user.id)
        after, _ = await self._updates.change(
            number,
            self._editing(interaction),
            "scheduled",
            lambda update: _scheduled(update, at, interaction.user.id, channel),
        )
        await present(interaction, views.posted(after))

    async def _preview(
        self, interaction: discord.Interaction[Any], settings: GuildSettings, update: Update
    ) -> None:
        trouble, phase = self._publisher.trouble(settings, update), self._publisher.phase(update)
        await present(interaction, views.preview(update, settings, phase, interaction.user.id, trouble))

    async def _update(self, interaction: discord.Interaction[Any], number: str) -> Update:
        settings = await moderator(interaction, self._guilds)
        return await self._get(settings, int(number) if number.isdigit() else 0)

    async def _get(self, settings: GuildSettings, number: int) -> Update:
        return await self._updates.get(number, settings.guild)

    async def _choices(self, interaction: discord.Interaction[Any], typed: str, *stages: Stage) -> Choices:
        settings = await moderator(interaction, self._guilds)
        found = await self._updates.listed(settings.guild, *stages)
        wanted = typed.strip().casefold()
        return [
            app_commands.Choice(name=clip(f"{u.wording.title} ({u.stage.value})", CHOICE), value=str(u.id))
            for u in found
            if wanted in u.wording.title.casefold() or wanted == str(u.id)
        ]

    def _editing(self, interaction: discord.Interaction[Any]) -> Editing:
        return Editing(interaction.user.id, interaction.guild_id or 0, interaction.id, self._now())


def _wording(press: Press, about: str | None) -> Wording:
    return Wording(" ".join(press.fields["title"].split()), press.fields["text"].strip(), about)


def _scheduled(update: Update, at: int, author: int, channel: int | None) -> Update:
    """Scheduled by whoever pressed: they answer for it, and are told if it can't be posted."""
    if not update.pending:
        return update
    return replace(
        update, stage=Stage.SCHEDULED, scheduled_at=at, author=author, author_channel=channel, trouble=None
    )


def _zone(settings: GuildSettings) -> str:
    if settings.zone is None:
        raise NotSetUp
    return settings.zone
