"""`/update`: moderators write roadmap updates, look through them, edit and retract them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import on_press, open_form, present, show, think
from bot.cogs.access import moderator
from bot.cogs.drafts import NOTHING, Drafts, editing, number_in, returned, worded, zone_of
from bot.cogs.names import Choices, Names
from bot.delivery.sender import Refusal
from bot.delivery.updates import Publisher
from bot.domain.custom_id import Press
from bot.domain.errors import BadWording, MemberError, UpdateOver
from bot.domain.guilds import GuildSettings
from bot.domain.updates import Stage, Trouble, Update, Wording, number_of
from bot.domain.when import likely_moments, parse_moment
from bot.limits import CHOICES
from bot.store.guilds import GuildStore
from bot.store.updates import UpdateStore
from bot.views import updates as views
from bot.views.drafts import blocked, wording_form


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
        drafts: Drafts,
        now: Callable[[], int],
    ) -> None:
        self._names = names
        self._updates = updates
        self._guilds = guilds
        self._publisher = publisher
        self._drafts = drafts
        self._now = now

    @app_commands.command(description="Write a roadmap update; you see it before anybody else does.")
    @app_commands.describe(
        when="When to post it, in the server's time; you choose later, if you leave it out",
        about="The phase, action or certification it is about",
    )
    async def post(
        self, interaction: discord.Interaction[Any], when: str | None = None, about: str | None = None
    ) -> None:
        """Open the form, unless something stands in the way: that is told before anybody writes."""
        settings = await moderator(interaction, self._guilds)
        user = interaction.user.id
        at = parse_moment(when, self._now(), zone_of(settings)) if when else 0
        ref = await self._names.about(user, about) if about else NOTHING
        trouble = self._publisher.trouble(settings)
        if trouble is None:
            await open_form(interaction, wording_form("udraft", user, at, ref))
        else:
            await present(interaction, blocked(trouble, user, at, ref))

    @post.autocomplete("when")
    async def _moments(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        settings = await self._guilds.get(interaction.guild_id or 0)
        moments = likely_moments(self._now(), settings.zone) if settings.zone else ()
        wanted = typed.strip().casefold()
        found = [m for m in moments if wanted in m[0].casefold() or m[1].startswith(wanted)]
        return [app_commands.Choice(name=f"{words} ({text})", value=text) for words, text in found[:CHOICES]]

    @post.autocomplete("about")
    async def _abouts(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._names.abouts(interaction, typed)

    @app_commands.command(name="list", description="What was posted, is scheduled, or was retracted.")
    async def listing(self, interaction: discord.Interaction[Any]) -> None:
        """Show the newest ones."""
        await self._list(interaction, 0)

    @app_commands.command(description="Change an update, posted or not.")
    @app_commands.describe(update="Which one")
    async def edit(self, interaction: discord.Interaction[Any], update: str) -> None:
        """Open the form, filled in."""
        await self._open_edit(interaction, update)

    @app_commands.command(description="Remove a post; the record is kept.")
    @app_commands.describe(update="Which one")
    async def retract(self, interaction: discord.Interaction[Any], update: str) -> None:
        """Ask once."""
        await self._ask_retract(interaction, update)

    @edit.autocomplete("update")
    async def _editable(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._choices(interaction, typed, Stage.DRAFT, Stage.SCHEDULED, Stage.POSTED)

    @retract.autocomplete("update")
    async def _retractable(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._choices(interaction, typed, Stage.POSTED)

    @on_press("uwrite")
    async def write_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Write it anyway**, although it can't be posted yet."""
        await moderator(interaction, self._guilds)
        await open_form(interaction, wording_form("udraft", interaction.user.id, *press.args))

    @on_press("ulist")
    async def turned(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Older** and **Newest**."""
        await self._list(interaction, number_in(press))

    @on_press("uopen")
    async def opened(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """An update chosen in the list."""
        settings = await moderator(interaction, self._guilds)
        await self._open(interaction, settings, await self._updates.get(number_in(press), settings.guild))

    @on_press("uedit")
    async def edit_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Edit**."""
        await self._open_edit(interaction, str(number_in(press)))

    @on_press("ureword")
    async def reworded(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """The filled-in form, sent again."""
        with returned(press):
            settings = await moderator(interaction, self._guilds)
            after, _ = await self._updates.change(
                number_in(press),
                editing(interaction, self._now()),
                "edited",
                lambda known: _reworded(known, worded(press, known.wording.about)),
            )
        if after.stage is Stage.POSTED:
            await self._edit_post(interaction, after)
        else:
            await self._open(interaction, settings, after)

    @on_press("uretract")
    async def retract_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Retract** on an opened update: asks once."""
        await self._ask_retract(interaction, str(number_in(press)))

    @on_press("uretractnow")
    async def retracted(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Retract**, meant."""
        settings = await moderator(interaction, self._guilds)
        await think(interaction, classic=True)
        update = await self._updates.get(number_in(press), settings.guild)
        refusal = await self._publisher.remove(update) if update.stage is Stage.POSTED else None
        if refusal not in (None, Refusal.GONE):
            await present(interaction, views.not_retracted(update))
            return
        trouble = Trouble.DELETED if refusal else None
        after, _ = await self._updates.change(
            update.id,
            editing(interaction, self._now()),
            "retracted",
            lambda u: replace(u, stage=Stage.RETRACTED, trouble=trouble) if u.stage is Stage.POSTED else u,
        )
        await present(interaction, views.outcome(after))

    async def _list(self, interaction: discord.Interaction[Any], before: int) -> None:
        settings = await moderator(interaction, self._guilds)
        found = await self._updates.listed(settings.guild, before=before or None, limit=views.PAGE + 1)
        page, older = found[: views.PAGE], len(found) > views.PAGE
        await show(interaction, views.listing(page, interaction.user.id, newest=before == 0, older=older))

    async def _open(
        self, interaction: discord.Interaction[Any], settings: GuildSettings, update: Update
    ) -> None:
        if update.pending:
            await self._drafts.preview(interaction, settings, update)
        else:
            letter = self._publisher.letter(settings, update)
            await present(interaction, views.opened(update, letter, interaction.user.id))

    async def _open_edit(self, interaction: discord.Interaction[Any], name: str) -> None:
        settings = await moderator(interaction, self._guilds)
        update = await self._updates.get(number_of(name), settings.guild)
        if update.over:
            raise UpdateOver
        form = wording_form("ureword", interaction.user.id, update.id, now=update.wording)
        await open_form(interaction, form)

    async def _edit_post(self, interaction: discord.Interaction[Any], update: Update) -> None:
        await think(interaction, classic=True)
        refusal = await self._publisher.edit(update)
        letter = views.edited(update, reached=refusal is None, gone=refusal is Refusal.GONE)
        await present(interaction, letter)

    async def _ask_retract(self, interaction: discord.Interaction[Any], name: str) -> None:
        settings = await moderator(interaction, self._guilds)
        update = await self._updates.get(number_of(name), settings.guild)
        if update.stage is Stage.POSTED:
            await present(interaction, views.retract_asked(update, interaction.user.id))
        else:
            await self._open(interaction, settings, update)

    async def _choices(self, interaction: discord.Interaction[Any], typed: str, *stages: Stage) -> Choices:
        try:
            settings = await moderator(interaction, self._guilds)
        except MemberError:
            return []
        found = await self._updates.listed(settings.guild, *stages, title=typed.strip())
        return [app_commands.Choice(name=views.choice(update), value=str(update.id)) for update in found]


def _reworded(update: Update, wording: Wording) -> Update:
    """A post can't be left without words; a draft can, for a while."""
    if update.over:
        raise UpdateOver
    if update.stage is not Stage.DRAFT and wording.trouble is not None:
        raise BadWording
    return replace(update, wording=wording)
