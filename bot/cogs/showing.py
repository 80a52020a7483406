"""**Ask for help** and **Show it**: a preview, a post, and the way back; nothing is seen before **Post**."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import discord
from discord.ext import commands

from bot.client import (
    Interaction,
    act_of,
    name_of,
    on_press,
    open_form,
    present,
    revise,
    show,
    think,
    whisper,
)
from bot.cogs.access import moderator
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.pictures import Pictures
from bot.delivery.places import Places
from bot.domain.acts import Act
from bot.domain.custom_id import Press, Verb
from bot.domain.errors import NoPlace, NoSuchPost, NotInstalled, Outdated
from bot.domain.jobs import Job, JobKey, Refusal
from bot.domain.phase_roles import Refused
from bot.domain.shown import PLACES, TRIED, Obstacle, Shown, ShownKind, ShownStage
from bot.domain.signs import blank
from bot.services.asking import Asked
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.services.servers import ServerService
from bot.services.showing import ShowingService
from bot.views import shown as views
from bot.views.actions import walked_words
from bot.views.progress import LookBack, look_back_words
from bot.views.steps import named, named_in


@dataclass(eq=False)
class Showing(commands.Cog):
    """What a member shows is theirs: seen by nobody before **Post**, and taken back by one click."""

    _showing: ShowingService
    _progress: ProgressService
    _names: Names
    _servers: ServerService
    _places: Places
    _dispatcher: Dispatcher
    _pictures: Pictures

    @on_press(Verb.ASK_FOR_HELP)
    async def help_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Ask for help**, with a step."""
        target = await self._names.target(interaction.user.id, press.ref)
        progress = (await self._progress.journey(interaction.user.id, target.roadmap.id)).progress
        title = named_in(progress, target.action, target.step)
        about, context = f"{target.roadmap.id}/{target.refs[0]}", target.roadmap.phase_of(target.action).title
        await self._begin(interaction, ShownKind.HELP, about, title=title, context=context)

    @on_press(Verb.SHOW_IT)
    async def show_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Show it**: what was done, with its link."""
        target = await self._names.target(interaction.user.id, press.ref)
        progress = (await self._progress.journey(interaction.user.id, target.roadmap.id)).progress
        link = progress.link_of(target.action)
        if link is None:
            raise NoSuchPost
        await self._begin(
            interaction,
            ShownKind.SHOWCASE,
            f"{target.roadmap.id}/{target.action.id}",
            title=target.action.title,
            context=target.roadmap.phase_of(target.action).title,
            link=link,
        )

    @on_press(Verb.SHARE_STEP)
    async def step_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Share my step** below a check-in: into the thread of that very one."""
        act = act_of(interaction)
        if interaction.message is None or act.guild is None:
            raise Outdated
        progress = (await self._progress.journey(act.user)).progress
        step, road = progress.next_step, progress.roadmap
        about = f"{road.id}/{step.ref if step else progress.current_phase.id}"
        title = named(step) if step else walked_words(progress)
        new = self._new(act, ShownKind.STEP, about, title, progress.current_phase.title)
        await self._begin_in(interaction, act, new._replace(guild=act.guild, place=interaction.message.id))

    async def share(self, interaction: Interaction, seen: LookBack) -> None:
        """**Share**: how far somebody is, where they are; it must be a server that the bot is in."""
        act, progress = act_of(interaction), seen.progress
        about = f"{progress.roadmap.id}/{progress.current_phase.id}"
        new = self._new(act, ShownKind.TRAIL, about, progress.roadmap.title, look_back_words(seen))
        here = new._replace(guild=act.guild or 0, place=interaction.channel_id)
        await self._begin_in(interaction, act, here._replace(picture=str(seen.facts)))

    @on_press(Verb.TELL_CHANNEL)
    async def tell_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Tell the channel** that a phase is finished."""
        user = interaction.user.id
        roadmap, phase = await self._names.phase(user, press.ref)
        progress = (await self._progress.journey(user, roadmap.id)).progress
        if not any(phase.id in each.ids and progress.is_finished(each) for each in progress.roadmap.phases):
            raise NoSuchPost
        about = f"{roadmap.id}/{phase.id}"
        await self._begin(interaction, ShownKind.MILESTONE, about, title=phase.title, context=roadmap.title)

    @on_press(Verb.TAKE_ROLE)
    async def role_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Take the role** of a finished phase, in this server."""
        act = act_of(interaction)
        if act.guild is None:
            raise NotInstalled
        roadmap, phase = await self._names.phase(act.user, press.ref)
        await think(interaction)
        role, job = await self._showing.take_role(act, act.guild, f"{roadmap.id}/{phase.id}")
        await self._dispatcher.deliver(Asked(job, fresh=True))
        trouble = await self._showing.role_trouble(act, job)
        await whisper(interaction, views.role_taken(role, phase.title, trouble))  # the card has more to offer

    @on_press(Verb.SHOW_WHERE)
    async def server_chosen(self, interaction: Interaction, press: Press) -> None:
        """The server, as several have a place for it."""
        act = act_of(interaction)
        draft = await self._showing.get(act, press.shown)
        if press.server not in await self._showing.servers(act, draft.kind):
            raise NoPlace
        await self._go_on(interaction, act, draft, press.server)

    @on_press(Verb.SHOW_WRITE)
    async def write_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Add a line**, **Change the words**: a form."""
        draft = await self._showing.get(act_of(interaction), press.shown)
        if draft.stage is ShownStage.DRAFT:
            await open_form(interaction, views.words_form(draft, interaction.user.id))
        else:
            await self._present(interaction, draft)

    @on_press(Verb.SHOW_WORDS)
    async def written(self, interaction: Interaction, press: Press) -> None:
        """The form, sent: the preview with these words."""
        act = act_of(interaction)
        draft = await self._showing.get(act, press.shown)
        text = press.typed("text").strip()[:TRIED]
        await self._preview(interaction, act, draft._replace(text="" if blank(text) else text))

    @on_press(Verb.SHOW_POST)
    async def post_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Post**: posts in the click, once, however often it is pressed."""
        await think(interaction, classic=True)
        act = act_of(interaction)
        after, job = await self._showing.post(act, press.shown)
        if job is not None:
            await self._dispatcher.deliver(Asked(job, fresh=True))
            after = await self._showing.get(act, press.shown)
        if after.obstacle is not None:
            after = await self._showing.heard(act, press.shown)
        await self._present(interaction, after)

    @on_press(Verb.SHOW_DISCARD)
    async def discarded(self, interaction: Interaction, press: Press) -> None:
        """**Discard**."""
        posted = await self._showing.discard(act_of(interaction), press.shown)
        await present(interaction, views.outcome(posted) if posted else views.discarded())

    @on_press(Verb.SHOW_PREVIEW)
    async def decided_anew(self, interaction: Interaction, press: Press) -> None:
        """**Open the preview** of what could not be posted."""
        act = act_of(interaction)
        await self._preview(interaction, act, await self._showing.get(act, press.shown))

    @on_press(Verb.SHOWN_LIST)
    async def listed(self, interaction: Interaction, _: Press) -> None:
        """**What others see of you**."""
        await self._list(interaction)

    @on_press(Verb.SHOWN_OPEN)
    async def chosen(self, interaction: Interaction, press: Press) -> None:
        """One of the list: takes it back."""
        await think(interaction)
        await self._leave(interaction, press.shown)
        await self._list(interaction, "✓ Taken back.")

    @on_press(Verb.SHOWN_LEAVE_ALL)
    async def all_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Take all back**."""
        await think(interaction)
        found = await self._showing.all_of(interaction.user.id)
        await self._leave(interaction, *(each.id for each in found))
        await self._list(interaction, "✓ Taken back.")

    @on_press(Verb.SHOWN_LEAVE)
    async def leave_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Take back** below **✓ Posted**."""
        await self._take_back(interaction, press.shown)

    @on_press(Verb.SHOWN_BACK)
    async def back_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Take back** on the post itself, for who posted it."""
        await self._take_back(interaction, (await self._on_post(interaction, press)).id)

    @on_press(Verb.SHOWN_SOLVED)
    async def solved_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Solved** on the post, for who asked."""
        shown = await self._on_post(interaction, press)
        await revise(interaction, views.post(await self._showing.solve(act_of(interaction), shown.id)))

    @on_press(Verb.SHOWN_REMOVE)
    async def remove_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Remove** on the post, for moderators."""
        await moderator(interaction, self._servers)
        shown = await self._on_post(interaction, press)
        await think(interaction)
        jobs = await self._showing.remove(act_of(interaction), shown.id)
        done = await self._done(jobs)
        with suppress(discord.NotFound):  # the answer went with the thread that it was in
            await show(interaction, views.removed(shown, interaction.user.id, done=done))

    @on_press(Verb.SHOWERS)
    async def showers_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Posted by members**, for moderators."""
        settings = await moderator(interaction, self._servers)
        found = await self._showing.posted_in(settings.guild)
        await show(interaction, views.showers(found, interaction.user.id))

    @on_press(Verb.SHOWER)
    async def shower_chosen(self, interaction: Interaction, press: Press) -> None:
        """A member, chosen by a moderator."""
        await self._shower(interaction, press)

    @on_press(Verb.SHOWER_BLOCK, Verb.SHOWER_UNBLOCK)
    async def block_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Turn off posts** and **Allow posts**."""
        await moderator(interaction, self._servers)
        member, blocked = press.member, press.verb is Verb.SHOWER_BLOCK
        if member is None:
            raise Outdated
        await self._showing.block(act_of(interaction), member, blocked=blocked)
        await self._shower(interaction, press, "✓ Kept.")

    async def _shower(self, interaction: Interaction, press: Press, said: str = "") -> None:
        settings = await moderator(interaction, self._servers)
        if press.member is None:
            raise Outdated
        blocked = await self._showing.blocked(settings.guild, press.member)
        await show(interaction, views.shower(press.member, interaction.user.id, blocked=blocked, said=said))

    async def _begin(
        self,
        interaction: Interaction,
        kind: ShownKind,
        about: str,
        *,
        title: str,
        context: str,
        link: str | None = None,
    ) -> None:
        """A draft, in the one server that has a place for it or in one that is asked for."""
        act = act_of(interaction)
        named = {
            each: name
            for each in await self._showing.servers(act, kind)
            if (name := await self._places.name(each))
        }
        if not named:
            raise NoPlace
        new = self._new(act, kind, about, title, context)._replace(link=link)
        draft = await self._showing.begin(act, about.partition("/")[0], new)
        if len(named) > 1:
            await present(interaction, views.which_server(draft, named, act.user))
        else:
            await self._go_on(interaction, act, draft, next(iter(named)))

    async def _begin_in(self, interaction: Interaction, act: Act, new: Shown) -> None:
        """A draft, in a place that is known."""
        draft = await self._showing.begin(act, new.about.partition("/")[0], new)
        await self._preview(interaction, act, draft)

    def _new(self, act: Act, kind: ShownKind, about: str, title: str, context: str) -> Shown:
        return Shown(0, act.user, 0, kind, about, ShownStage.DRAFT, act.at, "", title, context)

    async def _go_on(self, interaction: Interaction, act: Act, draft: Shown, guild: int) -> None:
        """In a server: what it takes to ask for help is written first; the rest is seen at once."""
        draft = await self._showing.settle_on(act, draft.id, guild)
        if draft.kind is ShownKind.HELP and not draft.text:
            await open_form(interaction, views.words_form(draft, act.user))
        else:
            await self._preview(interaction, act, draft)

    async def _preview(self, interaction: Interaction, act: Act, draft: Shown) -> None:
        """Show it as it will look, with what is in its way; who may not speak there themselves is told."""
        await think(interaction, classic=True)
        place = draft.place or await self._showing.place(draft.guild, draft.kind)
        if place is None:
            raise NoPlace
        name, obstacle = await self._speaker(interaction, draft._replace(place=place))
        after = draft._replace(place=place, name=name)
        if await self._picture(interaction, after) is None:  # what has none here is posted without
            after = after._replace(picture=after.picture and "")
        seen = await self._showing.previewed(act, draft.id, after)
        still = seen.stage is ShownStage.DRAFT
        await self._present(interaction, seen._replace(obstacle=obstacle) if still else seen)

    async def _present(self, interaction: Interaction, shown: Shown) -> None:
        """What became of it; a preview as it will look, picture and all."""
        await present(interaction, views.outcome(shown, await self._picture(interaction, shown)))

    async def _picture(self, interaction: Interaction, shown: Shown) -> bytes | None:
        draft, may_attach = shown.stage is ShownStage.DRAFT, interaction.app_permissions.attach_files
        return await self._pictures.of(shown) if draft and may_attach else None

    async def _speaker(self, interaction: Interaction, draft: Shown) -> tuple[str, Obstacle | None]:
        """What somebody is called there, and what keeps them from posting, as far as Discord can say now."""
        fallback = draft.name or name_of(interaction.user)
        spot = await self._places.spot(draft.guild, draft.place or 0, draft.kind)
        if isinstance(spot, Obstacle | Refusal):
            return fallback, spot if isinstance(spot, Obstacle) else None
        member = await self._places.speaker(spot, draft.user)
        if not isinstance(member, discord.Member):
            return fallback, member if isinstance(member, Obstacle) else None
        return name_of(member), self._places.obstacle(spot, PLACES.get(draft.kind), draft)

    async def _on_post(self, interaction: Interaction, press: Press) -> Shown:
        """What the post is of that was clicked on; the click proves where it stands."""
        key, message = press.key, interaction.message
        if not isinstance(key, JobKey) or message is None:
            raise Outdated
        shown = await self._showing.by_key(interaction.guild_id or 0, key)
        return await self._showing.arrived(shown, message.channel.id, message.id)

    async def _take_back(self, interaction: Interaction, number: int) -> None:
        await think(interaction, classic=True)
        await self._leave(interaction, number)
        found = await self._showing.all_of(interaction.user.id)
        still = next((each for each in found if each.id == number), None)
        with suppress(discord.NotFound):  # as above
            await present(interaction, views.outcome(still) if still else views.taken_back())

    async def _leave(self, interaction: Interaction, *numbers: int) -> None:
        await self._done(await self._showing.take_back(act_of(interaction), *numbers))

    async def _done(self, jobs: Sequence[Job]) -> bool:
        """Whether all of it is done by now."""
        refused = await asyncio.gather(*(self._dispatcher.deliver(Asked(job, fresh=True)) for job in jobs))
        return bool(jobs) and not any(refused)

    async def _list(self, interaction: Interaction, said: str = "") -> None:
        found = await self._showing.all_of(interaction.user.id)
        names = {each.guild: name for each in found if (name := await self._places.name(each.guild))}
        if any(each.stage is ShownStage.LEAVING for each in found):
            said = views.LEAVING
        await show(interaction, views.everything(found, names, interaction.user.id, said))

    @commands.Cog.listener("on_shown_news")
    async def tell(self, interaction: Interaction) -> None:
        """Tell somebody what became of their posts without their doing."""
        found, refused = await self._showing.news(act_of(interaction))
        if found or refused:
            await whisper(interaction, views.news(found, [await self._role_line(each) for each in refused]))

    async def _role_line(self, refused: Refused) -> str:
        server = await self._places.name(refused.guild) or views.ELSEWHERE
        phase = self._names.library.title(refused.deed.about or "")
        return views.role_news(refused.trouble, phase, server)
