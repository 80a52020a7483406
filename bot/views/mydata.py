"""`/mydata`: what is stored about a member, as a card, as a file, and gone."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.roadmap import Roadmap
from bot.limits import LARGEST_FILE
from bot.views.components import SLATE, card, row, small
from bot.views.controls import button
from bot.views.letter import letter

FILE_NAME = "cairn-my-data.json"

Stored = Mapping[str, list[dict[str, Any]]]
"""By table the rows, by column: times as datetimes (UTC), days as dates, Discord's ids as texts."""

_NAMES: Mapping[str, str] = {
    "members": "member",
    "marks": "what each change marked",
    "clicks": "clicks of the last day",
    "member_guilds": "servers where /start was used",
    "jobs": "messages",
    "updates": "updates written",
    "update_changes": "updates changed",
    "answers": "answers written for a server",
    "answer_changes": "answers changed",
    "gist": "what was asked, in the words that tell",
    "passed": "certifications passed",
    "questions": "questions without an answer",
    "shown": "shown to others, or previewed",
    "blocks": "servers where a moderator turned off your posts",
    "shown_told": "told what became of your posts",
    "about": "about",
    "place": "to be posted in",
    "picture": "what its picture shows",
    "gone_by": "removed by",
    "looked_at": "looked at",
    "started": "used /start",
    "nudged": "weekly messages",
    "weekday": "message on weekday, 1 is Monday",
    "minute": "message at, in minutes after midnight",
    "zone": "time zone",
    "locale": "language",
    "dm_channel": "direct message channel",
    "author_channel": "direct message channel",
    "seen_day": "last seen on",
    "weekly_at": "next weekly message",
    "snooze_at": "one more message",
    "planned": "planned for",
    "away": "back after a silence",
    "still_at": "still on it",
    "wake_at": "looked at next",
    "last_due": "last weekly message was due",
    "last_week": "in week, counted from the year 1",
    "week_before": "the one before in week",
    "unanswered": "messages since the last sign of life",
    "refused_at": "delivery refused at",
    "told_at": "told about the refusal at",
    "hours": "hours a week",
    "hours_at": "hours a week set at",
    "every": "a message every so many weeks",
    "pause_from": "last pause from",
    "pause_to": "last pause until",
    "earlier_pauses": "earlier pauses, in weeks counted from the year 1",
    "paths": "path chosen",
    "steps_told": "told that percentages count hours",
    "last_planned": "last planned message was due",
    "told_hours": "length of the roadmap when last told, in hours",
    "ref": "step or action",
    "ordinal": "time of a habit",
    "repeat": "of so many times",
    "follows": "follows from the others",
    "goal": "certification goal",
    "goal_by": "by",
    "goal_told": "told about its retirement",
    "id": "number",
    "change_id": "change number",
    "undone_by": "taken back by interaction",
    "undone_at": "taken back at",
    "guild_id": "server",
    "lease_until": "claimed until",
    "asked": "asked for",
    "number": "number in old buttons",
    "day": "on",
}
"""What people call a table or a column, where its own name won't do."""


def shown(data: Stored, owner: int, roadmaps: Sequence[Roadmap] = ()) -> ui.LayoutView:
    """What is stored, as a letter; `roadmaps` are those that are loaded."""
    if not any(data.values()):
        return card("I keep nothing about you. `/start` would change that.", accent=SLATE)
    return card(
        f"## What I keep about you\n{letter(data, _NAMES, roadmaps)}",
        small("`/mydata export` gives you all of it as a file, word for word."),
        accent=SLATE,
        below=[
            row(
                button("Delete everything", Verb.ASK_DELETE, owner, style=ButtonStyle.danger),
                button("What others see of you", Verb.SHOWN_LIST, owner) if data.get("shown") else None,
            )
        ],
    )


def file(data: Stored) -> discord.File:
    """All of it as JSON; packed, where Discord would find it too large."""
    body = json.dumps(_worded(data), indent=2, ensure_ascii=False).encode()
    if len(body) <= LARGEST_FILE:
        return discord.File(io.BytesIO(body), FILE_NAME)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(FILE_NAME, body)
    packed.seek(0)
    return discord.File(packed, f"{FILE_NAME}.zip")


def export(name: str) -> ui.LayoutView:
    """The card that the file comes with."""
    return card("Everything I keep about you:", ui.File[Any](f"attachment://{name}"), accent=SLATE)


def delete_asked(owner: int) -> ui.LayoutView:
    """One question before everything goes."""
    return card(
        "This deletes everything I keep about you, at once: progress, schedule, evidence links. What you "
        "posted through me goes within a minute or two, or as soon as Discord lets me remove it. "
        "There is no way back; `/mydata export` gives you a copy first.",
        accent=SLATE,
        below=[
            row(
                button("Delete", Verb.DELETE, owner, style=ButtonStyle.danger),
                button("Keep everything", Verb.MY_DATA, owner),
            )
        ],
    )


def deleted(existed: bool) -> ui.LayoutView:
    """Done."""
    said = "Everything about you is deleted." if existed else "There was nothing to delete."
    return card(f"{said} `/start` begins anew, whenever you like.", accent=SLATE)


def _worded(data: Stored) -> dict[str, list[dict[str, Any]]]:
    return {
        _name(table): [{_name(column): _plain(value) for column, value in row.items()} for row in rows]
        for table, rows in data.items()
    }


def _name(own: str) -> str:
    return _NAMES.get(own, own.replace("_", " "))


def _plain(value: object) -> object:
    """Times as ISO 8601, in UTC."""
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, date) else value
