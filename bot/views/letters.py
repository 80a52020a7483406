"""What Cairn sends unasked: classic messages, whose first line is what a phone's notification shows."""

from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.domain.members import Member
from bot.domain.progress import Progress
from bot.views.controls import button
from bot.views.kit import MOSS, count, stamp, trail_line, wish_words


@dataclass(frozen=True, slots=True)
class Letter:
    """A classic message: `content`, perhaps an embed, and one row of buttons.

    It is not Components V2, because such a message gives an empty push notification
    (discord-api-docs issue 7854).
    """

    content: str
    buttons: tuple[ui.Item[Any], ...]
    embed: discord.Embed | None = None

    def view(self) -> ui.View:
        """The buttons as a view that discord.py need not keep: they are found by their custom_id."""
        view = ui.View(timeout=None)
        for item in self.buttons:
            view.add_item(item)
        view.stop()
        return view


def welcome(member: Member, progress: Progress, first_nudge: int | None) -> Letter:
    """The first DM: where the member is, what will come and when, and how little that is."""
    action = progress.next_action
    first = f"Your next action: **{action.title}**." if action else "Nothing is open: the trail is walked."
    roadmap = progress.roadmap
    content = (
        f"You're on the trail: {roadmap.title}, {count(len(roadmap.actions), 'action')}, your own pace.\n"
        f"{first} {_schedule(member, first_nudge)}"
    )
    embed = discord.Embed(description=trail_line(progress), colour=MOSS)
    return Letter(content, (button("My progress", "progress", member.id),), embed)


def _schedule(member: Member, first_nudge: int | None) -> str:
    if first_nudge is None:
        return "I'll write once a week, as soon as I know your time zone: `/start` asks for it."
    return (
        f"I'll write once a week, {wish_words(member.wish)}, first on {stamp(first_nudge)}. "
        "Nothing else, and one click ends it."
    )
