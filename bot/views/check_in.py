"""The weekly check-in of a server: this week's question, and the name of its thread."""

from datetime import date

import discord
from discord import ButtonStyle

from bot.domain.custom_id import ANYONE, Verb
from bot.domain.jobs import JobKey
from bot.views.components import MOSS, escape
from bot.views.controls import button
from bot.views.messages import ClassicMessage

_ANY = "What are you working on this week?"


def check_in(question: str, roadmap: str, key: JobKey) -> ClassicMessage:
    """The post: the question, which a phone shows, and the two ways on."""
    invited = (
        f"Check-in for the {escape(roadmap)} roadmap: write in the thread, share the step you're on, or just "
        "read.\n**Share my step** shows you a preview first; nothing is posted before you press **Post**."
    )
    return ClassicMessage(
        f"**{escape(question or _ANY)}**",
        (
            button("Share my step", Verb.SHARE_STEP, ANYONE, key, style=ButtonStyle.primary),
            button("My next action", Verb.NEXT, ANYONE, key),
        ),
        discord.Embed(description=invited, colour=MOSS),
    )


def thread_name(day: date) -> str:
    """What its thread is called."""
    return f"Check-in, {day.day} {day:%B}"
