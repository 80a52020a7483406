"""**Notes and links**, and **Keep a note**: what a member keeps beside what they did."""

from dataclasses import dataclass

from discord.ext import commands

from bot.client import Interaction, act_of, on_press, open_form, show
from bot.domain.custom_id import Press, Verb
from bot.domain.links import parse_link
from bot.domain.portfolio import Kept, keepsakes, kept
from bot.domain.progress import Progress
from bot.services.names import Names
from bot.services.notes import NoteService
from bot.services.progress import ProgressService
from bot.views import notes as views


@dataclass(eq=False)
class NotesCog(commands.Cog, name="Notes"):
    """What is kept is seen by its owner alone."""

    _progress: ProgressService
    _notes: NoteService
    _names: Names

    @on_press(Verb.NOTES)
    async def listed(self, interaction: Interaction, press: Press) -> None:
        """**Notes and links**, **Older** and **Newest**."""
        user = interaction.user.id
        progress = (await self._progress.journey(user)).progress
        found = keepsakes(progress, await self._notes.notes(user, progress.roadmap.id))
        await show(interaction, views.notes_and_links(progress, found, user, press.after))

    @on_press(Verb.NOTE)
    async def opened(self, interaction: Interaction, press: Press) -> None:
        """One of them, chosen in the menu."""
        await self._show(interaction, press.ref)

    @on_press(Verb.NOTE_WRITE, Verb.MESSAGE_NOTE)
    async def write_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Keep a note**, **Write a note**, **Change the note**: a form."""
        await open_form(interaction, views.note_form(*await self._kept(interaction, press.ref), press.owner))

    @on_press(Verb.NOTE_KEEP)
    async def written(self, interaction: Interaction, press: Press) -> None:
        """The form of a note; an empty one lets go of it."""
        note = await self._notes.keep(act_of(interaction), press.ref, press.typed("note"))
        await self._show(interaction, press.ref, views.note_words(stands=note is not None))

    @on_press(Verb.NOTE_CHOOSE)
    async def chosen(self, interaction: Interaction, press: Press) -> None:
        """**Into the portfolio**."""
        await self._notes.choose(act_of(interaction), press.ref, chosen=True)
        await self._show(interaction, press.ref)

    @on_press(Verb.NOTE_LEAVE)
    async def left_out(self, interaction: Interaction, press: Press) -> None:
        """**Out of the portfolio**."""
        await self._notes.choose(act_of(interaction), press.ref, chosen=False)
        await self._show(interaction, press.ref)

    @on_press(Verb.NOTE_DELETE)
    async def note_deleted(self, interaction: Interaction, press: Press) -> None:
        """**Delete the note**."""
        await self._notes.delete(act_of(interaction), press.ref)
        await self._show(interaction, press.ref, views.note_words(stands=False))

    @on_press(Verb.LINK_WRITE)
    async def link_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Add a link**, **Change the link**: a form."""
        await open_form(interaction, views.link_form(*await self._kept(interaction, press.ref), press.owner))

    @on_press(Verb.LINK_KEEP)
    async def link_written(self, interaction: Interaction, press: Press) -> None:
        """The form of a link; an empty one lets go of it."""
        link = parse_link(press.typed("link"))
        outcome = await self._progress.link(act_of(interaction), press.ref, link)
        await self._show(interaction, press.ref, views.link_words(outcome))

    @on_press(Verb.LINK_DELETE)
    async def link_deleted(self, interaction: Interaction, press: Press) -> None:
        """**Delete the link**."""
        outcome = await self._progress.link(act_of(interaction), press.ref, None)
        await self._show(interaction, press.ref, views.link_words(outcome))

    async def _show(self, interaction: Interaction, ref: str, said: str = "") -> None:
        progress, found = await self._kept(interaction, ref)
        await show(interaction, views.one(progress, found, interaction.user.id, said))

    async def _kept(self, interaction: Interaction, ref: str) -> tuple[Progress, Kept]:
        user = interaction.user.id
        target = await self._names.target(user, ref)
        progress = (await self._progress.journey(user, target.roadmap.id)).progress
        notes = await self._notes.notes(user, target.roadmap.id)
        return progress, kept(progress, target.action, target.step, notes)
