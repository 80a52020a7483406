"""Buttons, menus and forms. Their custom_id says all that they mean, and the client reads it there."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import discord
from discord import ButtonStyle, ChannelType, ui

from bot.domain.custom_id import AGAIN, RESENT, Press, Verb, write
from bot.domain.guilds import Channel, Role
from bot.limits import CUSTOM_ID, MODAL_TITLE, OPTION_TEXT
from bot.views.components import clip

Control = ui.Item[Any]
"""A button or a menu that works for ever: on old messages, after restarts."""


def button(
    label: str,
    verb: Verb,
    owner: int,
    *args: object,
    style: ButtonStyle = ButtonStyle.secondary,
) -> Control:
    """A button that means `verb`, for its owner only (or for ANYONE)."""
    return ui.Button(label=label, style=style, custom_id=_custom_id("b", verb, owner, *args))


def option(label: str, value: object, about: str = "", *, chosen: bool = False) -> discord.SelectOption:
    """An option of a menu, `about` in small below it; both are cut to what Discord takes."""
    shown, below = clip(label, OPTION_TEXT), clip(about, OPTION_TEXT) or None
    return discord.SelectOption(label=shown, value=str(value), description=below, default=chosen)


def menu(
    placeholder: str,
    options: Sequence[discord.SelectOption],
    verb: Verb,
    owner: int,
    *args: object,
    several: bool = False,
) -> Control:
    """A select menu of which one option is chosen, or `several`."""
    written, most = _custom_id("s", verb, owner, *args), len(options) if several else 1
    return ui.Select(placeholder=placeholder, options=list(options), max_values=most, custom_id=written)


def meaning_menu(meanings: Sequence[tuple[str, str]], press: Press) -> Control:
    """What may have been meant by the first field of a form, each with its words: chosen, it is sent so."""
    options = [option(said, typed) for typed, said in meanings]
    written = _custom_id(RESENT, press.verb, press.owner, *press.args.values())
    return ui.Select(placeholder="Choose what you mean", options=options, custom_id=written)


def reopen(label: str, opener: Verb, args: Sequence[str], owner: int) -> Control:
    """A button that opens a form again, filled in with what the message shows of it."""
    return ui.Button(
        label=label, style=ButtonStyle.primary, custom_id=_custom_id(AGAIN, opener, owner, *args)
    )


def channel_menu(
    placeholder: str, chosen: Channel | None, verb: Verb, owner: int, *, forums: bool = False
) -> Control:
    """A menu of the server's channels with text, `forums` too; taking the choice back is a press without
    values.
    """
    kinds = [ChannelType.text, ChannelType.news, *([ChannelType.forum] if forums else [])]
    return ui.ChannelSelect(channel_types=kinds, **_common(placeholder, chosen, verb, owner))


def role_menu(placeholder: str, chosen: Role | None, verb: Verb, owner: int, *args: object) -> Control:
    """A menu of the server's roles; taking the choice back is a press without values."""
    return ui.RoleSelect(**_common(placeholder, chosen, verb, owner, *args))


def user_menu(placeholder: str, verb: Verb, owner: int) -> Control:
    """A menu of the server's members."""
    return ui.UserSelect(placeholder=placeholder, custom_id=_custom_id("s", verb, owner))


def _common(
    placeholder: str, chosen: Channel | Role | None, verb: Verb, owner: int, *args: object
) -> dict[str, Any]:
    return {
        "placeholder": placeholder,
        "min_values": 0,
        "default_values": [discord.Object(chosen.id)] if chosen else [],
        "custom_id": _custom_id("s", verb, owner, *args),
    }


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
