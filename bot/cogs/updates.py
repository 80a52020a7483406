"""`/update`: moderators write roadmap updates, look through them, edit and retract them."""

from collections.abc import Mapping
from dataclasses import dataclass

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, act_of, on_press, open_form, present, show, think, whisper
from bot.cogs.access import moderator
from bot.cogs.choices import Choices, ContentChoices, Typed
from bot.cogs.drafts import Drafts, worded, zone_of
from bot.delivery.posts import Posts
from bot.domain.custom_id import NOTHING, Press, Unkept, Verb
from bot.domain.errors import (
    ChangedMeanwhile,
    Meaning,
    MemberError,
    Unclear,
    UnknownName,
    Unusable,
    UpdateOver,
)
from bot.domain.guilds import GuildSettings
from bot.domain.jobs import Refusal
from bot.domain.updates import Stage, Trouble, Update, number_of
from bot.domain.when.moments import read_moment
from bot.domain.when.offering import offered_moments
from bot.domain.zones import city
from bot.limits import CHOICES, SELECT_OPTIONS
from bot.services.names import Names
from bot.services.servers import ServerService
from bot.services.updates import UpdateService
from bot.views import updates as views
from bot.views.drafts import blocked, moment_asked, moment_form, now_reads, timed, wording_form
from bot.views.meanings import moment_line


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@dataclass(eq=False)
class Updates(
    ContentChoices,
    commands.GroupCog,
    group_name="update",
    group_description="Roadmap updates: post, list, edit, retract.",
):
    """For moderators, in servers where the bot is a member; who they are is asked at every step."""

    _updates: UpdateService
    _servers: ServerService
    _posts: Posts
    _names: Names
    _drafts: Drafts

    @app_commands.command(description="Write a roadmap update; you see it before anybody else does.")
    @app_commands.describe(
        when="When to post it, in the server's time; you choose later, if you leave it out",
        about="The phase, action or certification it is about",
    )
    @app_commands.autocomplete(about=ContentChoices.abouts)
    async def post(
        self, interaction: Interaction, when: Typed | None = None, about: Typed | None = None
    ) -> None:
        """Open the form, unless something stands in the way: that is told before anybody writes."""
        await self._begin(interaction, {"about": about or "", "when": when or ""})

    @post.autocomplete("when")
    async def _moments(self, interaction: Interaction, typed: str) -> Choices:
        settings = await self._servers.settings(interaction.guild_id or 0)
        found = offered_moments(typed, act_of(interaction).at, settings.zone) if settings.zone else ()
        return [app_commands.Choice(name=moment_line(*each), value=each[1]) for each in found[:CHOICES]]

    @app_commands.command(name="list", description="What was posted, is scheduled, or was retracted.")
    async def listing(self, interaction: Interaction) -> None:
        """Show the newest ones."""
        await self.turned(interaction)

    @app_commands.command(description="Change an update, posted or not.")
    @app_commands.describe(update="Which one")
    async def edit(self, interaction: Interaction, update: str) -> None:
        """Open the form, filled in."""
        await moderator(interaction, self._servers)
        await self._open_edit(interaction, await self._number(interaction, update))

    @app_commands.command(description="Remove a post; the record is kept.")
    @app_commands.describe(update="Which one")
    async def retract(self, interaction: Interaction, update: str) -> None:
        """Ask once."""
        settings = await moderator(interaction, self._servers)
        await self._ask_retract(interaction, settings, await self._number(interaction, update))

    @edit.autocomplete("update")
    async def _editable(self, interaction: Interaction, typed: str) -> Choices:
        return await self._named(interaction, typed, Stage.DRAFT, Stage.SCHEDULED, Stage.POSTED)

    @retract.autocomplete("update")
    async def _retractable(self, interaction: Interaction, typed: str) -> Choices:
        return await self._named(interaction, typed, Stage.POSTED)

    @on_press(Verb.UPDATE_WRITE)
    async def write_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Write it anyway**, although it can't be posted yet."""
        await moderator(interaction, self._servers)
        form = wording_form(Verb.UPDATE_DRAFT, interaction.user.id, press.at or 0, press.about or NOTHING)
        await open_form(interaction, form)

    @on_press(Verb.UPDATE_ABOUT)
    async def sent_again(self, interaction: Interaction, press: Press) -> None:
        """The command once more, with what was chosen where nothing is called what was typed."""
        await self._begin(interaction, press.fields)

    @on_press(Verb.UPDATE_TIME)
    async def time_typed(self, interaction: Interaction, press: Press) -> None:
        """**Another time…**, where what was typed was none: its form, and the form sent."""
        settings = await moderator(interaction, self._servers)
        act, zone = act_of(interaction), zone_of(settings)
        ref = await self._names.about(act.user, press.about) if press.about else NOTHING
        if not press.fields:
            form = moment_form(Verb.UPDATE_TIME, press.owner, city(zone), act.at, ref)
            await open_form(interaction, form)
            return
        at = read_moment(press.typed("when"), act.at, zone)
        await show(interaction, timed(at, press.owner, ref))

    @on_press(Verb.UPDATE_LIST)
    async def turned(self, interaction: Interaction, press: Press | None = None) -> None:
        """**Older** and **Newest**."""
        await moderator(interaction, self._servers)
        before = press.update if press else 0
        found = await self._updates.listed(act_of(interaction), before=before or None, limit=views.PAGE + 1)
        page, older = found[: views.PAGE], len(found) > views.PAGE
        await show(interaction, views.listing(page, interaction.user.id, newest=before == 0, older=older))

    @on_press(Verb.UPDATE_OPEN)
    async def opened(self, interaction: Interaction, press: Press) -> None:
        """An update chosen in the list."""
        settings = await moderator(interaction, self._servers)
        update = await self._updates.get(act_of(interaction), press.update)
        await self._open(interaction, settings, update)

    @on_press(Verb.UPDATE_EDIT)
    async def edit_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Edit**."""
        await moderator(interaction, self._servers)
        await self._open_edit(interaction, press.update)

    @on_press(Verb.UPDATE_REWORD)
    async def reworded(self, interaction: Interaction, press: Press) -> None:
        """The filled-in form, sent again."""
        settings = await moderator(interaction, self._servers)
        try:
            after = await self._updates.reword(
                act_of(interaction), press.update, *worded(press), seen=press.seen
            )
        except ChangedMeanwhile:
            now = await self._updates.get(act_of(interaction), press.update)
            await whisper(interaction, now_reads(now, interaction.user.id))
            raise
        if after.pending:
            note = "✓ Saved. " if after.stage is Stage.SCHEDULED else ""
            await self._drafts.preview(interaction, settings, after, note)
            return
        if after.stage is not Stage.POSTED:
            await self._open(interaction, settings, after)
            return
        await think(interaction, classic=True)
        refusal = await self._posts.edit(settings, after)
        if refusal is Refusal.GONE:
            await self._updates.missing(after.id)
        message = views.edited(after, reached=refusal is None, gone=refusal is Refusal.GONE)
        await present(interaction, message)

    @on_press(Verb.ASK_RETRACT)
    async def retract_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Retract** on an opened update: asks once."""
        settings = await moderator(interaction, self._servers)
        await self._ask_retract(interaction, settings, press.update)

    @on_press(Verb.UPDATE_RETRACT)
    async def retracted(self, interaction: Interaction, press: Press) -> None:
        """**Retract**, meant."""
        await moderator(interaction, self._servers)
        await think(interaction, classic=True)
        act = act_of(interaction)
        update = await self._updates.get(act, press.update)
        refusal = await self._posts.remove(update) if update.stage is Stage.POSTED else None
        if refusal not in (None, Refusal.GONE):
            await present(interaction, views.not_retracted(update))
            return
        after = await self._updates.retract(act, update.id, Trouble.DELETED if refusal else None)
        await present(interaction, views.outcome(after))

    async def _begin(self, interaction: Interaction, typed: Mapping[str, str]) -> None:
        """The command as it was typed: what it is about and then its time are asked about, if need be."""
        settings, act = await moderator(interaction, self._servers), act_of(interaction)
        ref = await self._about(interaction, typed)
        trouble, when = self._posts.trouble(settings), typed.get("when")
        try:
            at = read_moment(when, act.at, zone_of(settings)) if when else 0
        except (Unclear, Unusable) as why:
            await show(interaction, moment_asked(why, act, zone_of(settings), ref, trouble))
            return
        if trouble is None:
            await open_form(interaction, wording_form(Verb.UPDATE_DRAFT, act.user, at, ref))
        else:
            await present(interaction, blocked(trouble, act.user, at, ref))

    async def _about(self, interaction: Interaction, typed: Mapping[str, str]) -> str:
        """What it is about; where nothing is called that, the command comes back with what there is."""
        user, name = interaction.user.id, typed.get("about") or NOTHING
        try:
            return await self._names.about(user, name) if name != NOTHING else NOTHING
        except UnknownName as error:
            near = await self.abouts(interaction, name) or await self.abouts(interaction, "")
            there = [Meaning(each.value, each.name) for each in near[: SELECT_OPTIONS - 1]]
            unknown = UnknownName(error.kind, name, (*there, Meaning(NOTHING)))
            raise Unkept(unknown, Press(Verb.UPDATE_ABOUT, user, fields=typed)) from error

    async def _open(self, interaction: Interaction, settings: GuildSettings, update: Update) -> None:
        if update.pending:
            await self._drafts.preview(interaction, settings, update)
        else:
            message = self._posts.message(settings, update)
            await present(interaction, views.opened(update, message, interaction.user.id))

    async def _open_edit(self, interaction: Interaction, number: int) -> None:
        update = await self._updates.get(act_of(interaction), number)
        if update.over:
            raise UpdateOver
        user, now = interaction.user.id, update.wording
        await open_form(interaction, wording_form(Verb.UPDATE_REWORD, user, update.id, update.words, now=now))

    async def _ask_retract(self, interaction: Interaction, settings: GuildSettings, number: int) -> None:
        update = await self._updates.get(act_of(interaction), number)
        if update.stage is Stage.POSTED:
            await present(interaction, views.retract_asked(update, interaction.user.id))
        else:
            await self._open(interaction, settings, update)

    async def _number(self, interaction: Interaction, typed: str) -> int:
        """The number of an update, by itself or by the name under which it was offered."""
        if not typed.strip().endswith(")"):
            return number_of(typed)
        title = typed.strip().rpartition(" (")[0].rstrip("…")
        found = await self._updates.listed(act_of(interaction), *Stage, title=title, limit=CHOICES)
        return next((each.id for each in found if views.choice(each) == typed.strip()), 0)

    async def _named(self, interaction: Interaction, typed: str, *stages: Stage) -> Choices:
        try:
            await moderator(interaction, self._servers)
        except MemberError:
            return []
        found = await self._updates.listed(act_of(interaction), *stages, title=typed.strip(), limit=CHOICES)
        return [app_commands.Choice(name=views.choice(update), value=str(update.id)) for update in found]
