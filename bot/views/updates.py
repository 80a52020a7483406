"""`/update`: the list, what was done with an update, and what stood in its way."""

from collections.abc import Sequence

import discord
from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.jobs import JobKey
from bot.domain.updates import TEXT, TITLE, Stage, Trouble, Update
from bot.limits import CHOICE
from bot.views.components import SLATE, card, clip, escape, link, row, small, stamp
from bot.views.controls import button, menu, option
from bot.views.messages import ClassicMessage

PAGE = 8  # so many updates on one page of the list

_UNTITLED = "(no title)"

TROUBLES = {
    Trouble.NO_CHANNEL: "There is no updates channel yet: choose one in `/setup`.",
    Trouble.GONE: "The updates channel was deleted: choose another one in `/setup`.",
    Trouble.WRONG_KIND: "The updates channel is no text or announcement channel: choose another in `/setup`.",
    Trouble.PERMISSIONS: "I may not post in the updates channel: `/setup` says which permission is missing.",
    Trouble.NOT_MODERATOR: "Who scheduled it is no moderator any more, so it waits for another one.",
    Trouble.TOO_LATE: "I couldn't post it within six hours of its time, so it waits for you to decide.",
    Trouble.REFUSED: "Discord didn't take it. Try again in a while.",
    Trouble.UNSURE: "It may be posted already. Check the channel first.",
    Trouble.EMPTY: "The title or the text is empty. Press **Edit** and write something there.",
    Trouble.TOO_LONG: f"A title has at most {TITLE} characters, a text {TEXT:,}. **Edit** shortens it.",
    Trouble.DELETED: "Somebody deleted it by hand in Discord.",
}

_STATES = {stage: stage.value for stage in Stage} | {Stage.CLAIMED: "on its way"}


def titled(update: Update) -> str:
    """The title of an update, as a text that acts as no markup."""
    return escape(clip(update.wording.title, TITLE)) or _UNTITLED


def outcome(update: Update) -> ClassicMessage:
    """What became of an update."""
    return ClassicMessage(outcome_words(update), ())


def outcome_words(update: Update) -> str:
    """Where an update stands, in a sentence or two."""
    title = f"**{titled(update)}**"
    match update.stage:
        case Stage.POSTED:
            return f"✓ Posted: {title}. {link('Open it', update.link or '')}"
        case Stage.SCHEDULED:
            return f"✓ {title} will be posted on {stamp(update.scheduled_at or 0)}. `/update list` shows it."
        case Stage.DISCARDED:
            return f"Discarded: {title}. Nothing was posted."
        case Stage.RETRACTED:
            how = TROUBLES[update.trouble] if update.trouble else "The post is gone."
            return f"Retracted: {title}. {how} `/update list` keeps the record."
        case Stage.CLAIMED:
            return f"{title} is on its way; Discord takes a little longer. `/update list` shows how it goes."
        case Stage.DRAFT:
            why = f"{TROUBLES[update.trouble]} " if update.trouble else ""
            return f"{title} isn't posted. {why}`/update list` keeps the draft."


def listing(
    updates: Sequence[Update], owner: int, *, newest: bool = True, older: bool = False
) -> ui.LayoutView:
    """One page of what was written, newest first; a menu opens one, buttons lead to other pages."""
    if not updates:
        return card("No updates yet. `/update post` writes the first.", accent=SLATE)
    options = [
        option(update.wording.title or _UNTITLED, update.id, f"{_state(update)}, by {update.signature}")
        for update in updates
    ]
    back = None if newest else button("Newest", Verb.UPDATE_LIST, owner, 0)
    onward = button("Older", Verb.UPDATE_LIST, owner, updates[-1].id) if older else None
    opening = row(menu("Open an update", options, Verb.UPDATE_OPEN, owner))
    return card("## Updates", *map(_line, updates), accent=SLATE, below=[opening, row(back, onward)])


def choice(update: Update) -> str:
    """An update as autocomplete offers it: its title, and where it stands."""
    state = f" ({_state(update)})"
    return f"{clip(update.wording.title, CHOICE - len(state)) or _UNTITLED}{state}"


def opened(update: Update, message: ClassicMessage, owner: int) -> ClassicMessage:
    """One update that is no draft any more, as it was posted, with what can still be done with it."""
    edit = button("Edit", Verb.UPDATE_EDIT, owner, update.id)
    retract = button("Retract", Verb.ASK_RETRACT, owner, update.id, style=ButtonStyle.danger)
    buttons = (edit, retract) if update.stage is Stage.POSTED else ()
    notice = discord.Embed(description=outcome_words(update), colour=SLATE)
    return ClassicMessage(message.content, buttons, message.embed, notice)


def retract_asked(update: Update, owner: int) -> ClassicMessage:
    """One question before a post goes."""
    said = f"This removes the post **{titled(update)}** and keeps the record of it."
    retract = button("Retract", Verb.UPDATE_RETRACT, owner, update.id, style=ButtonStyle.danger)
    return ClassicMessage(said, (retract, button("All updates", Verb.UPDATE_LIST, owner, 0)))


def edited(update: Update, *, reached: bool, gone: bool) -> ClassicMessage:
    """What an edit came to."""
    if gone:
        said = f"{TROUBLES[Trouble.DELETED]} Your text is saved: `/update list` shows it."
    elif reached:
        said = f"✓ Edited. {link('Open it', update.link or '')}"
    else:
        said = "Your text is saved, but Discord didn't take the edit. `/update edit` tries again."
    return ClassicMessage(said, ())


def not_retracted(update: Update) -> ClassicMessage:
    """A post that Discord did not let go."""
    said = f"Discord didn't remove **{titled(update)}**. Nothing changed; try again in a while."
    return ClassicMessage(said, ())


def not_posted(update: Update, server: str | None, owner: int, key: JobKey) -> ClassicMessage:
    """For the DM of whoever scheduled it: an update that could not be posted."""
    where = f"In {escape(server)}: " if server else ""
    seen = button("Got it", Verb.MESSAGE_SEEN, owner, key)
    return ClassicMessage(f"{where}{outcome_words(update)}", (seen,))


def _state(update: Update) -> str:
    return "waits for you" if update.pending and update.trouble else _STATES[update.stage]


def _line(update: Update) -> str:
    at = update.posted_at or update.scheduled_at or update.created_at
    title = titled(update)
    name = f"[{title}](<{update.link}>)" if update.stage is Stage.POSTED else title
    below = small(f"{_state(update).capitalize()}, {stamp(at)}, {escape(update.signature)}")
    return f"**{name}**\n{below}"
