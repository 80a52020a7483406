"""Words for everything that can go wrong: what happened, what is safe, what to do."""

from functools import singledispatch

from discord import ui

from bot.domain.errors import (
    BadDate,
    BadDay,
    BadLink,
    BadMoment,
    BadTime,
    BadWording,
    EveryonesRole,
    NoSuchUpdate,
    NotEnrolled,
    NothingToUndo,
    NotInstalled,
    NotManager,
    NotModerator,
    NotSetUp,
    NotYours,
    Outdated,
    StoreUnavailable,
    Unkept,
    UnknownName,
    UnknownZone,
    UpdateOver,
    Why,
)
from bot.domain.updates import TEXT, TITLE
from bot.domain.zones import city
from bot.views.components import SLATE, card, clip, escape, small

_ECHO = 80
_TYPED = 3_600
"""Room for what was typed into a form, in characters; the form takes less."""


def explain(error: Exception) -> ui.LayoutView:
    """One private sentence or two about an error; what could not be kept comes back with them."""
    if isinstance(error, Unkept):
        kept = small("So that it isn't lost, here is what you wrote:")
        return card(words(error.why), kept, _as_typed("\n\n".join(error.texts)), accent=SLATE)
    return card(words(error), accent=SLATE)


@singledispatch
def words(_: Exception) -> str:
    """What a member reads; this one for everything that is our fault."""
    return "Something on my side went wrong. Your progress is as it was; try again in a moment."


@words.register
def _(error: UnknownName) -> str:
    where = {
        "phase": "`/roadmap` shows them all.",
        "action": "`/phase` shows the ones of your phase.",
        "certification": "`/certs` shows them all.",
        "question": "`/faq` shows what people ask.",
        "roadmap": "Pick one from the list while you type.",
        "phase, action or certification": "Pick one from the list while you type.",
    }
    article = "an" if error.kind == "action" else "a"
    return f"I don't know {article} {error.kind} called “{_echo(error.name)}”. {where.get(error.kind, '')}"


@words.register
def _(error: UnknownZone) -> str:
    near = ", ".join(f"`{zone}` ({city(zone)})" for zone in error.near)
    hint = f"Close to it: {near}." if near else "Try the nearest big city, like `Berlin` or `New York`."
    return f"I don't know a time zone called “{_echo(error.name)}”. {hint}"


@words.register
def _(error: BadTime) -> str:
    return f"“{_echo(error.text)}” isn't a time I can read. Write it like `09:00` or `18:30`."


@words.register
def _(error: BadDay) -> str:
    return f"“{_echo(error.text)}” isn't a day of the week. Write it like `Monday`."


@words.register
def _(error: BadMoment) -> str:
    text = _echo(error.text)
    return {
        Why.UNREADABLE: f"“{text}” isn't a date and time I can read. Write it like `2026-12-01 09:00`.",
        Why.SKIPPED: f"“{text}” doesn't exist: the clocks skip that hour on that day. Choose one beside it.",
        Why.PAST: f"“{text}” is in the past. Choose a later time.",
        Why.FAR: f"“{text}” is more than a year away. Choose an earlier time.",
    }[error.why] + " Nothing was posted, and nothing is lost."


@words.register
def _(_: NoSuchUpdate) -> str:
    return "This server has no such update. `/update list` shows what there is."


@words.register
def _(_: BadWording) -> str:
    return f"A post has a title of 1 to {TITLE} characters and a text of 1 to {TEXT:,}, so it stays as it is."


@words.register
def _(_: UpdateOver) -> str:
    return "That update was retracted or discarded, so it stays as it is. `/update post` writes a new one."


@words.register
def _(_: NotSetUp) -> str:
    return "This server isn't ready for that yet: `/setup` shows what is missing (it needs Manage Server)."


@words.register
def _(error: BadDate) -> str:
    return f"“{_echo(error.text)}” isn't a date I can read. Write it like `2027-05-01`."


@words.register
def _(error: BadLink) -> str:
    return (
        f"“{_echo(error.text)}” isn't a link I can keep. Write the whole address, starting with "
        "`https://`, and send the command again; nothing was changed."
    )


@words.register
def _(_: NothingToUndo) -> str:
    return "There is nothing to take back. `/next` shows where you are."


@words.register
def _(_: NotEnrolled) -> str:
    return "I keep nothing about you, so I don't write to you either. `/start` changes that."


@words.register
def _(_: NotYours) -> str:
    return "That button belongs to someone else's roadmap. `/next` shows yours."


@words.register
def _(_: NotManager) -> str:
    return "That takes *Manage Server* in this server. Somebody who has it can do it; nothing was changed."


@words.register
def _(_: NotModerator) -> str:
    return (
        "That takes *Manage Server* or the moderator role of this server. `/setup` says which role that is; "
        "nothing was changed."
    )


@words.register
def _(_: NotInstalled) -> str:
    return "That works in a server that I am a member of. Nothing was changed."


@words.register
def _(_: EveryonesRole) -> str:
    return (
        "*@everyone* is too many: I ping nobody who didn't choose it. Take another role; nothing was changed."
    )


@words.register
def _(_: Outdated) -> str:
    return "That one is from another version of me and has no meaning now. `/help` lists what I do today."


@words.register
def _(_: StoreUnavailable) -> str:
    return "I can't reach my notes right now. Nothing was changed; try again in a minute."


def _as_typed(text: str) -> str:
    """A text with its markup showing, to be copied; fences in it don't end the one around it."""
    safe = text.replace("```", "`\u200b`\u200b`")
    return f"```\n{clip(safe, _TYPED)}\n```"


def _echo(text: str) -> str:
    return escape(clip(text, _ECHO))
