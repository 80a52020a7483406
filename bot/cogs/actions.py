"""`/next`, `/done`, `/undo` and their buttons: the one next step, ticked off or taken back."""

from contextlib import suppress
from dataclasses import dataclass

from discord import app_commands

from bot.client import Interaction, act_of, on_press, show, whisper
from bot.cogs.choices import Choices, ContentChoices
from bot.domain.acts import Act
from bot.domain.custom_id import Press, Unkept, Verb
from bot.domain.errors import NoSuchChange, NothingToUndo, StoreUnavailable, UnknownName, Unusable
from bot.domain.guilds import Place
from bot.domain.journey import Journey, Outcome
from bot.domain.links import parse_link
from bot.limits import CHOICE, CHOICES
from bot.services.names import Names, Target
from bot.services.progress import ProgressService
from bot.services.servers import ServerService
from bot.views import actions as views
from bot.views.components import clip
from bot.views.details import details, step_details
from bot.views.errors import words
from bot.views.notes import link_refused


@dataclass(eq=False)
class Actions(ContentChoices):
    """What a member does with steps and actions."""

    _progress: ProgressService
    _names: Names
    _servers: ServerService

    @app_commands.command(description="Your one next step: how to begin, and how you know it is done.")
    async def next(self, interaction: Interaction) -> None:
        """Show the next step."""
        await self._show_next(interaction)

    @app_commands.command(description="Tick a step or an action off.")
    @app_commands.describe(action="What you finished", evidence="A link that shows it (optional)")
    async def done(self, interaction: Interaction, action: str, evidence: str | None = None) -> None:
        """Tick a step or a whole action off; a link that can't be kept costs nobody the tick."""
        link, refused = _readable(evidence)
        try:
            target = await self._tick(interaction, await self._meant(interaction, action), link)
        except UnknownName as error:
            typed = Press(Verb.DONE, interaction.user.id, fields={"link": evidence or ""})
            raise (Unkept(error, typed) if evidence else error) from None
        if refused is not None:
            ref = f"{target.roadmap.id}/{target.refs[0]}"
            await whisper(
                interaction, link_refused(words(refused, act_of(interaction).at), ref, interaction.user.id)
            )

    @done.autocomplete("action")
    async def _tickable(self, interaction: Interaction, typed: str) -> Choices:
        try:
            progress = (await self._progress.journey(interaction.user.id)).progress
        except StoreUnavailable:  # what is offered is a help, and the content is at hand
            return await self.actions(interaction, typed)
        found = self.tickable(progress, typed)
        others = [] if self._content.library.single else await self.actions(interaction, typed)
        listed = {each.value for each in found}
        return [*found, *(each for each in others if each.value not in listed)][:CHOICES]

    @app_commands.command(description="Take back your last change, or one of the last ten.")
    @app_commands.describe(change="Which one; the last, if you leave it out")
    async def undo(self, interaction: Interaction, change: str | None = None) -> None:
        """Take back the last change, or the one that is named."""
        await self._undo(interaction, await self._change(interaction, change) if change else None)

    @undo.autocomplete("change")
    async def _changes(self, interaction: Interaction, typed: str) -> Choices:
        wanted = typed.strip().casefold()
        with suppress(StoreUnavailable):
            found = await self._undoable(interaction)
            fitting = [(number, said) for number, said in found if wanted in said.casefold()]
            return [app_commands.Choice(name=said, value=str(number)) for number, said in fitting]
        return []

    @on_press(Verb.NEXT)
    async def next_pressed(self, interaction: Interaction, _: Press) -> None:
        """**Next step**, **My next action**."""
        await self._show_next(interaction)

    @on_press(Verb.DONE)
    async def done_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Done**, **Whole action done**."""
        await self._tick(interaction, press.ref, None, press.time)

    @on_press(Verb.SKIP)
    async def skip_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Skip**, **Skip action**."""
        target, outcome = await self._progress.skip(act_of(interaction), press.ref)
        await show(interaction, views.skipped(outcome, target.action, interaction.user.id, target.step))

    @on_press(Verb.REOPEN)
    async def reopen_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Reopen**."""
        target, outcome = await self._progress.reopen(act_of(interaction), press.ref)
        await show(interaction, views.reopened(outcome, target.action, interaction.user.id, target.step))

    @on_press(Verb.DETAILS)
    async def details_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Details**, **Whole action**, or a step or an action chosen in a menu."""
        user = interaction.user.id
        target = await self._names.target(user, press.ref)
        progress = (await self._progress.journey(user, target.roadmap.id)).progress
        action = progress.roadmap.action(target.action.id)
        step = progress.placed(action, target.step) if target.step and target.step.id else None
        await show(
            interaction, step_details(progress, step, user) if step else details(progress, action, user)
        )

    @on_press(Verb.PATH)
    async def path_chosen(self, interaction: Interaction, press: Press) -> None:
        """An option of the choice above a step: goes on with the step that comes then."""
        roadmap, _, name = press.ref.partition("/")
        taken, journey = await self._progress.choose(act_of(interaction), roadmap, name, press.choice)
        await self._show_next(interaction, journey, views.path_words(taken))

    @on_press(Verb.UNDO)
    async def undo_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Undo**: takes back the change of that message."""
        await self._undo(interaction, press.change)

    async def _show_next(
        self, interaction: Interaction, journey: Journey | None = None, note: str = ""
    ) -> None:
        user = interaction.user.id
        journey = journey or await self._progress.journey(user)
        interaction.extras["member"] = journey.member
        choice = self._progress.choice_ahead(journey.progress, journey.path)
        helped = await self._servers.offers(act_of(interaction), Place.HELP)
        view = views.next_action(journey.progress, user, journey.member, choice, note, helped=helped)
        await show(interaction, view)

    async def _undoable(self, interaction: Interaction) -> list[tuple[int, str]]:
        """The changes that can be taken back, by number, each with what is said of it; the newest first."""
        member, changes = await self._progress.undoable(interaction.user.id)
        zone, library = member.schedule.zone if member else None, self._content.library
        named = (
            (change, views.change_line(library.active(change.roadmap), change, zone)) for change in changes
        )
        return [(change.id, clip(said, CHOICE)) for change, said in named]

    async def _change(self, interaction: Interaction, typed: str) -> int:
        """The number of a change, by itself or by what was said of it; NoSuchChange for none of them."""
        found = await self._undoable(interaction)
        for number, said in found:
            if typed.strip().casefold() in (str(number), said.casefold()):
                return number
        raise NoSuchChange if found else NothingToUndo

    async def _meant(self, interaction: Interaction, typed: str) -> str:
        """What was chosen, by what it stands for or by its name."""
        user = interaction.user.id
        try:
            await self._names.target(user, typed)
        except UnknownName:
            return self.tickable_ref((await self._progress.journey(user)).progress, typed) or typed
        return typed

    async def _tick(
        self, interaction: Interaction, ref: str, evidence: str | None, time: int | None = None
    ) -> Target:
        act = act_of(interaction)
        target, outcome = await self._progress.tick(act, ref, evidence, time)
        offers = views.Offers(
            showcase=outcome.linked and await self._servers.offers(act, Place.SHOWCASE),
            **await self._on_finished(act, outcome),
        )
        await show(interaction, views.ticked(outcome, target.action, act.user, target.step, offers))
        return target

    async def _on_finished(self, act: Act, outcome: Outcome) -> dict[str, bool]:
        """What a finished phase leads to in this server."""
        phase = outcome.finished
        if phase is None:
            return {}
        about = f"{outcome.after.roadmap.id}/{phase.id}"
        milestones = await self._servers.offers(act, Place.MILESTONES)
        return {"milestone": milestones, "role": await self._servers.offers_role(act, about)}

    async def _undo(self, interaction: Interaction, change: int | None) -> None:
        outcome = await self._progress.undo(act_of(interaction), change)
        await show(interaction, views.undone(outcome.after, outcome.change, interaction.user.id))


def _readable(evidence: str | None) -> tuple[str | None, Unusable | None]:
    """A link, or why it is none that can be kept."""
    try:
        return parse_link(evidence), None
    except Unusable as error:
        return None, error
