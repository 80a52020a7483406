"""`/mydata`: what is stored about a member, as a card, as a file, and gone."""

import io
import json
from collections.abc import Mapping
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.views.components import SLATE, card, clip, escape, row, small
from bot.views.controls import button

FILE_NAME = "cairn-my-data.json"


def shown(data: Mapping[str, Any], owner: int) -> ui.LayoutView:
    """What is stored, in words: what is empty or off left out, several rows as their number.

    The file has them whole.
    """
    lines = "\n".join(f"- {key}: {_value(rows)}" for key, rows in data.items() if rows)
    return card(
        f"## What I keep about you\n{clip(lines, 3000)}",
        small("`/mydata export` gives you all of it as a file. No names, no message texts."),
        accent=SLATE,
        below=[row(button("Delete everything", "forgetask", owner, style=ButtonStyle.danger))],
    )


def nothing_stored() -> ui.LayoutView:
    """Nobody we know."""
    return card("I keep nothing about you. `/start` would change that.", accent=SLATE)


def export(data: Mapping[str, Any]) -> tuple[ui.LayoutView, discord.File]:
    """The same as a JSON file."""
    body = json.dumps(data, indent=2, ensure_ascii=False).encode()
    file = discord.File(io.BytesIO(body), FILE_NAME)
    attached: ui.File[Any] = ui.File(f"attachment://{FILE_NAME}")
    return card("Everything I keep about you:", attached, accent=SLATE), file


def delete_asked(owner: int) -> ui.LayoutView:
    """One question before everything goes."""
    return card(
        "This deletes everything I keep about you, at once: progress, schedule, evidence links. "
        "There is no way back; `/mydata export` gives you a copy first.",
        accent=SLATE,
        below=[row(button("Delete", "forget", owner, style=ButtonStyle.danger))],
    )


def deleted(existed: bool) -> ui.LayoutView:
    """Done."""
    said = "Everything about you is deleted." if existed else "There was nothing to delete."
    return card(f"{said} `/start` begins anew, whenever you like.", accent=SLATE)


def _value(value: Any) -> str:
    match value:
        case [Mapping() as row]:
            return ", ".join(f"{key} {_value(each)}" for key, each in row.items() if each)
        case list():
            return f"{len(value)} entries"
        case True:
            return "yes"
        case _:
            return escape(str(value))
