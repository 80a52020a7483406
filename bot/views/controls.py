"""Buttons, menus and forms. Their custom_id says what they mean; a click only hands that on to the client."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self, cast

import discord
from discord import ui
from discord.ui.select import BaseSelect

from bot.domain.custom_id import MEANING, Press, Verb, read, write
from bot.limits import CUSTOM_ID, MODAL_TITLE
from bot.views.components import clip


class Presses(Protocol):
    """The client, as far as a control knows it."""

    async def press(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """Hand a press to whoever registered for its verb."""
        ...


class Button(ui.DynamicItem[ui.Button[Any]], template=f"b{MEANING}"):
    """A button that works for ever: on old messages, after restarts."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: Any, /
    ) -> Self:
        """Wrap the button that was clicked; its custom_id says the rest."""
        return cls(cast(ui.Button[Any], item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the meaning to the client."""
        await _hand_over(interaction)


class Menu(ui.DynamicItem[BaseSelect[Any]], template=f"s{MEANING}"):
    """A select menu that works for ever, whatever is chosen from in it."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: Any, /
    ) -> Self:
        """Wrap the menu in which something was chosen; its custom_id says the rest."""
        return cls(cast(BaseSelect[Any], item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the meaning to the client."""
        await _hand_over(interaction)


async def _hand_over(interaction: discord.Interaction[Any]) -> None:
    data = cast(Mapping[str, Any], interaction.data)
    press = read(data["custom_id"], data.get("values", ()))
    if press is not None:
        await cast(Presses, interaction.client).press(interaction, press)


CONTROLS: tuple[type[ui.DynamicItem[Any]], ...] = (Button, Menu)


def button(
    label: str,
    verb: Verb,
    owner: int,
    *args: object,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> Button:
    """A button that means `verb`, for its owner only (or for ANYONE)."""
    return Button(ui.Button(label=label, style=style, custom_id=_custom_id("b", verb, owner, *args)))


def menu(
    placeholder: str, options: Sequence[discord.SelectOption], verb: Verb, owner: int, *args: object
) -> Menu:
    """A select menu of which one option is chosen."""
    written = _custom_id("s", verb, owner, *args)
    return Menu(ui.Select(placeholder=placeholder, options=list(options), custom_id=written))


def channel_menu(
    placeholder: str, kinds: Sequence[discord.ChannelType], chosen: int | None, verb: Verb, owner: int
) -> Menu:
    """A menu of the server's channels of these kinds; taking the choice back is a press without values."""
    defaults = [discord.Object(chosen, type=discord.abc.GuildChannel)] if chosen else []
    return Menu(
        ui.ChannelSelect(
            placeholder=placeholder,
            channel_types=list(kinds),
            min_values=0,
            default_values=defaults,
            custom_id=_custom_id("s", verb, owner),
        )
    )


def role_menu(placeholder: str, chosen: int | None, verb: Verb, owner: int) -> Menu:
    """A menu of the server's roles; taking the choice back is a press without values."""
    defaults = [discord.Object(chosen, type=discord.Role)] if chosen else []
    return Menu(
        ui.RoleSelect(
            placeholder=placeholder,
            min_values=0,
            default_values=defaults,
            custom_id=_custom_id("s", verb, owner),
        )
    )


def field(text: str, description: str | None = None, *, long: bool = False, **options: Any) -> ui.Label[Any]:
    """A text input of a form under its label; the options are those of discord.ui.TextInput."""
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    return ui.Label(text=text, description=description, component=ui.TextInput(style=style, **options))


def form(title: str, inputs: Mapping[str, ui.Label[Any]], verb: Verb, owner: int, *args: object) -> ui.Modal:
    """A form; `inputs` maps field names to labels around a text input, whose custom_id becomes the name."""
    modal = ui.Modal(title=clip(title, MODAL_TITLE), custom_id=_custom_id("f", verb, owner, *args))
    for name, label in inputs.items():
        cast(ui.TextInput[Any], label.component).custom_id = name
        modal.add_item(label)
    return modal


def _custom_id(kind: str, verb: Verb, owner: int, *args: object) -> str:
    written = write(kind, verb, owner, *args)
    if len(written) > CUSTOM_ID:
        raise ValueError(f"{len(written)} characters in the custom_id {written!r}")
    return written
