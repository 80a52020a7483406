"""`/update`: the post itself, its preview, the list, and what was done with it."""

from typing import Any

import discord
from discord import ButtonStyle, SelectOption, TextStyle, ui

from bot.domain.guilds import GuildSettings
from bot.domain.press import ANYONE
from bot.domain.updates import TEXT, TITLE, Remark, Stage, Trouble, Update, Wording
from bot.limits import OPTION_TEXT
from bot.views.controls import button, form, menu
from bot.views.kit import AMBER, MOSS, SLATE, card, clip, escape, link, row, small, stamp
from bot.views.letters import Letter

_TROUBLES = {
    Trouble.NO_CHANNEL: "There is no updates channel yet: choose one in `/setup`.",
    Trouble.GONE: "The updates channel was deleted: choose another one in `/setup`.",
    Trouble.WRONG_KIND: "The updates channel is no text or announcement channel: choose another in `/setup`.",
    Trouble.PERMISSIONS: "I may not post in the updates channel: `/setup` says which permission is missing.",
    Trouble.NOT_MODERATOR: "Its author is no moderator any more, so it waits for another one to post it.",
    Trouble.TOO_LATE: "I was away when it was due, so it waits as a draft.",
    Trouble.EMPTY: "The title or the text is empty. Press **Edit** and write something there.",
    Trouble.TOO_LONG: f"A title has at most {TITLE} characters, a text {TEXT:,}. **Edit** shortens it.",
    Trouble.REFUSED: "Discord did not take it. The draft is kept; try again in a while.",
}


_REMARKS = {
    Remark.MENTIONS: "Mentions in it ping nobody; the role that is pinged is chosen in `/setup`.",
    Remark.LINKS: "It has links behind words: look where they lead.",
    Remark.CODE: "A code block in it is not closed.",
}


def post(update: Update, settings: GuildSettings, phase: str | None) -> Letter:
    """The post: title in the notification, text below, signed; pings the configured role and nobody else."""
    ping = f"<@&{settings.ping_role}> " if settings.ping_role else ""
    embed = discord.Embed(description=update.wording.text, colour=MOSS)
    embed.set_footer(text=" · ".join(filter(None, (f"— {update.signature}", phase))))
    return Letter(
        f"{ping}**{escape(update.wording.title)}**",
        (button("My next action", "next", ANYONE, update.id, style=ButtonStyle.primary),),
        embed,
        pings=settings.ping_role,
    )


def preview(
    update: Update, settings: GuildSettings, phase: str | None, owner: int, trouble: Trouble | None
) -> Letter:
    """The post exactly as it will look, with what can be done with it; a notice says where it goes."""
    letter = post(update, settings, phase)
    return Letter(
        letter.content, _draft_buttons(update, owner), letter.embed, _notice(update, settings, trouble)
    )


def posted(update: Update) -> Letter:
    """What became of a draft."""
    return Letter(outcome_words(update), ())


def outcome_words(update: Update) -> str:
    """Where an update stands, in a sentence or two."""
    title = f"**{escape(update.wording.title)}**"
    match update.stage:
        case Stage.POSTED:
            return f"✓ Posted: {title}. {link('Open it', update.link or '')}"
        case Stage.SCHEDULED:
            return f"✓ {title} will be posted on {stamp(update.scheduled_at or 0)}. `/update list` shows it."
        case Stage.DISCARDED:
            return f"Discarded: {title}. Nothing was posted."
        case Stage.RETRACTED:
            return f"Retracted: {title}. The post is gone; `/update list` keeps the record."
        case Stage.CLAIMED | Stage.WAITING:
            return f"{title} is on its way; Discord takes a little longer. `/update list` shows how it goes."
        case Stage.DRAFT:
            why = _TROUBLES[update.trouble] if update.trouble else "It is kept as a draft."
            return f"{title} is not posted. {why} `/update list` has it."


def wording_form(verb: str, owner: int, *args: object, now: Wording | None = None) -> ui.Modal:
    """Exactly two fields: *Title* and *Text*; filled in when there is something already."""
    title: ui.TextInput[Any] = ui.TextInput(
        style=TextStyle.short, max_length=TITLE, default=now.title if now else None
    )
    text: ui.TextInput[Any] = ui.TextInput(
        style=TextStyle.paragraph, max_length=TEXT, default=now.text if now else None
    )
    return form(
        "A roadmap update",
        {
            "title": ui.Label(text="Title", description="The line that a phone shows", component=title),
            "text": ui.Label(text="Text", description="Markdown works; mentions do not", component=text),
        },
        verb,
        owner,
        *args,
    )


def moment_form(update_id: int, owner: int, zone: str, example: str) -> ui.Modal:
    """When to post."""
    text: ui.TextInput[Any] = ui.TextInput(style=TextStyle.short, placeholder=example, max_length=20)
    label: ui.Label[Any] = ui.Label(text="When", description=f"Like {example}, {zone} time", component=text)
    return form("When shall I post it?", {"when": label}, "uwhen", owner, update_id)


def listing(updates: tuple[Update, ...], owner: int) -> ui.LayoutView:
    """What was posted, is scheduled, waits or was retracted, newest first; a menu opens one."""
    if not updates:
        return card("No updates yet. `/update post` writes the first.", accent=SLATE)
    options = [
        SelectOption(
            label=clip(update.wording.title, OPTION_TEXT),
            value=str(update.id),
            description=clip(f"{update.stage.value}, by {update.signature}", OPTION_TEXT),
        )
        for update in updates[:25]
    ]
    return card(
        "## Updates",
        *(_line(update) for update in updates[:10]),
        small("The menu has the older ones, too.") if len(updates) > 10 else "",
        accent=SLATE,
        below=[row(menu("Open an update", options, "uopen", owner))],
    )


def opened(
    update: Update, settings: GuildSettings, phase: str | None, owner: int, trouble: Trouble | None
) -> Letter:
    """One update from the list, with what can be done with it at its stage."""
    if update.pending:
        return preview(update, settings, phase, owner, trouble or update.trouble)
    letter = post(update, settings, phase)
    buttons: tuple[ui.Item[Any], ...] = ()
    if update.stage is Stage.POSTED:
        buttons = (
            button("Edit", "uedit", owner, update.id),
            button("Retract", "uretract", owner, update.id, style=ButtonStyle.danger),
        )
    notice = discord.Embed(description=outcome_words(update), colour=SLATE)
    return Letter(letter.content, buttons, letter.embed, notice)


def retract_asked(update: Update, owner: int) -> Letter:
    """One question before a post goes."""
    return Letter(
        f"This removes the post **{escape(update.wording.title)}** and keeps the record of it.",
        (button("Retract", "uretractnow", owner, update.id, style=ButtonStyle.danger),),
    )


def edited(update: Update, *, reached: bool, gone: bool) -> Letter:
    """What an edit came to."""
    if gone:
        said = "The post was deleted in Discord by hand, so there is nothing to edit. The record keeps it."
    elif reached:
        said = f"✓ Edited. {link('Open it', update.link or '')}"
    else:
        said = "Your words are kept, but Discord did not take the edit. `/update edit` tries again."
    return Letter(said, ())


def not_edited(update: Update, trouble: Trouble) -> Letter:
    """Words that can't stand in a post; it stays as it is."""
    return Letter(f"The post **{escape(update.wording.title)}** stays as it is. {_TROUBLES[trouble]}", ())


def not_retracted(update: Update) -> Letter:
    """A post that Discord did not let go."""
    return Letter(
        f"Discord did not remove **{escape(update.wording.title)}**. Nothing changed; try again in a while.",
        (),
    )


def told(update: Update) -> Letter:
    """For the author's DM: a scheduled update that could not be posted."""
    return Letter(outcome_words(update), ())


def _notice(update: Update, settings: GuildSettings, trouble: Trouble | None) -> discord.Embed:
    if trouble is not None:
        return discord.Embed(description=f"✗ {_TROUBLES[trouble]}", colour=AMBER)
    where = f"<#{settings.updates_channel}>"
    when = f" on {stamp(update.scheduled_at)}" if update.scheduled_at else ""
    remarks = (_REMARKS[remark] for remark in update.wording.remarks)
    said = "\n".join((f"A preview. It goes to {where}{when}.", *remarks))
    return discord.Embed(description=said, colour=SLATE)


def _draft_buttons(update: Update, owner: int) -> tuple[ui.Item[Any], ...]:
    """With a time given, scheduling comes first."""
    publish = button("Post", "upost", owner, update.id, style=ButtonStyle.success)
    schedule = button("Schedule", "uschedule", owner, update.id)
    if update.stage is Stage.SCHEDULED:
        first = (publish, button("Move", "umove", owner, update.id))
    elif update.scheduled_at is not None:
        schedule = button("Schedule", "uschedule", owner, update.id, style=ButtonStyle.success)
        first = (schedule, button("Post", "upost", owner, update.id))
    else:
        first = (publish, schedule)
    discard = "Cancel" if update.stage is Stage.SCHEDULED else "Discard"
    return (
        *first,
        button("Edit", "uedit", owner, update.id),
        button(discard, "udiscard", owner, update.id, style=ButtonStyle.danger),
    )


def _line(update: Update) -> str:
    marks = {Stage.POSTED: "✓", Stage.SCHEDULED: "◆", Stage.RETRACTED: "✗"}
    at = update.posted_at or update.scheduled_at or update.created_at
    title = escape(update.wording.title)
    name = f"[{title}](<{update.link}>)" if update.stage is Stage.POSTED else title
    state = "waits" if update.trouble and update.pending else update.stage.value
    below = small(f"{state}, {stamp(at)}, {escape(update.signature)}")
    return f"{marks.get(update.stage, '○')} **{name}**\n{below}"
