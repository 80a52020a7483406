"""The ways to answer an interaction: a card, a classic message, a whisper, a form, or a plea for patience."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

import discord
from discord import ui

from bot.client.acts import Interaction
from bot.domain.custom_id import AGAIN
from bot.domain.fences import TYPED, unfenced


async def think(interaction: Interaction, *, classic: bool = False) -> None:
    """Ask Discord for patience, before what may take longer than the three seconds it waits for an answer.

    `classic` says that the answer will be a classic message, not a card: neither can replace the other.
    """
    if _own(interaction, classic=classic):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def show(
    interaction: Interaction,
    view: ui.LayoutView,
    *,
    public: bool = False,
    mentions: discord.AllowedMentions = discord.utils.MISSING,
    files: Sequence[discord.File] = (),
) -> None:
    """Answer with a view: in place of the private card that was clicked, else as a new message.

    Private unless `public`; notifies whom `mentions` allows. discord.py keeps no object of a stopped view.
    """
    view.stop()
    response, sent = interaction.response, list(files)
    if response.is_done():
        await interaction.edit_original_response(view=view, attachments=sent)
    elif not public and _own(interaction, classic=False):
        await response.edit_message(view=view, attachments=sent)
    else:
        await response.send_message(view=view, ephemeral=not public, files=sent, allowed_mentions=mentions)


class Revision(Protocol):
    """A classic message as it shall be; a bot.views.messages.ClassicMessage."""

    @property
    def content(self) -> str:
        """Its text."""

    @property
    def embeds(self) -> list[discord.Embed]:
        """Its embeds."""

    @property
    def files(self) -> list[discord.File]:
        """Its pictures."""

    def view(self) -> ui.View:
        """Its buttons, as a view that discord.py need not keep."""


async def revise(interaction: Interaction, message: Revision) -> None:
    """Answer a click on a classic message by changing that message."""
    await interaction.response.edit_message(
        content=message.content, embeds=message.embeds, view=message.view()
    )


async def present(interaction: Interaction, message: Revision) -> None:
    """Show a classic message privately: in place of the private one that was clicked, else as a new one."""
    content, embeds, view, files = message.content, message.embeds, message.view(), message.files
    response = interaction.response
    if response.is_done():
        await interaction.edit_original_response(content=content, embeds=embeds, view=view, attachments=files)
    elif _own(interaction, classic=True):
        await response.edit_message(content=content, embeds=embeds, view=view, attachments=files)
    else:
        await response.send_message(content, embeds=embeds, view=view, files=files, ephemeral=True)


async def whisper(interaction: Interaction, view: ui.LayoutView) -> None:
    """Answer with a new private message, whatever was answered before; nothing on the screen is replaced."""
    view.stop()
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


async def take_away(interaction: Interaction, said: ui.LayoutView) -> None:
    """Delete the message that was clicked on, which takes no permission there, and say so privately."""
    await interaction.response.defer()
    with suppress(discord.NotFound):  # somebody was quicker
        await interaction.delete_original_response()
    await whisper(interaction, said)


async def open_form(interaction: Interaction, form: ui.Modal) -> None:
    """Open a form; what is sent comes back through its custom_id.

    Opened again from the answer that could not take it, it is filled in as it was sent.
    """
    data: Any = interaction.data
    if str(data.get("custom_id", "")).startswith(AGAIN):
        _fill_in(form, typed_in(interaction))
    form.stop()
    await interaction.response.send_modal(form)


def typed_in(interaction: Interaction) -> Mapping[int, str]:
    """What was typed into the fields of a form, by their number, as the answer shows it that was clicked."""
    parts = interaction.message.components if interaction.message else []
    found = {}
    for part in parts:
        for child in (part, *getattr(part, "children", ())):
            if isinstance(child, discord.TextDisplay) and child.id is not None and child.id >= TYPED:
                found[child.id - TYPED] = unfenced(child.content)
    return found


def _fill_in(form: ui.Modal, typed: Mapping[int, str]) -> None:
    for at, label in enumerate(form.children):
        box = label.component if isinstance(label, ui.Label) else None
        if isinstance(box, ui.TextInput) and at in typed:
            box.default = typed[at][: box.max_length]


def _own(interaction: Interaction, *, classic: bool) -> bool:
    """Whether a private message of that kind was clicked, which the answer may replace."""
    message = interaction.message
    return message is not None and message.flags.ephemeral and message.flags.components_v2 is not classic
