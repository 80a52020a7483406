"""An update on its way to its post: the forms, the preview, and the post itself."""

from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.domain.custom_id import ANYONE, Verb
from bot.domain.updates import TEXT, TITLE, Remark, Stage, Trouble, Update, Wording
from bot.views.components import AMBER, MOSS, SLATE, stamp
from bot.views.controls import button, field, form
from bot.views.meanings import TYPED_TIME, example_day
from bot.views.messages import ClassicMessage
from bot.views.updates import TROUBLES, titled

_REMARKS = {
    Remark.MENTIONS: "Mentions in it ping nobody; the role that is pinged is chosen in `/setup`.",
    Remark.LINKS: "It has links behind words: look where they lead.",
    Remark.CODE: "A code block in it is not closed.",
}


def post(update: Update, ping: int | None, phase: str | None) -> ClassicMessage:
    """The post: title in the notification, text below, signed; pings the role `ping` and nobody else."""
    embed = discord.Embed(description=update.wording.text, colour=MOSS)
    embed.set_footer(text=" · ".join(filter(None, (f"— {update.signature}", phase))))
    said = f"{f'<@&{ping}> ' if ping else ''}**{titled(update)}**"
    following = button(
        "My next action", Verb.NEXT, ANYONE, update.key or update.id, style=ButtonStyle.primary
    )
    return ClassicMessage(said, (following,), embed, pings=ping)


def preview(
    update: Update, message: ClassicMessage, channel: int | None, owner: int, trouble: Trouble | None
) -> ClassicMessage:
    """A post exactly as it will look, with what can be done with it; a notice says where it goes."""
    buttons, notice = _draft_buttons(update, owner), _notice(update, channel, trouble)
    return ClassicMessage(message.content, buttons, message.embed, notice)


def blocked(trouble: Trouble, owner: int, at: int, ref: str) -> ClassicMessage:
    """What stands between any update and the channel, told before somebody writes one."""
    return ClassicMessage(TROUBLES[trouble], (button("Write it anyway", Verb.UPDATE_WRITE, owner, at, ref),))


def wording_form(verb: Verb, owner: int, *args: object, now: Wording | None = None) -> ui.Modal:
    """Exactly two fields: *Title* and *Text*; filled in when there is something already."""
    known = (now.title[:TITLE], now.text[:TEXT]) if now else (None, None)
    title = field("Title", "The line that a phone shows", max_length=TITLE, default=known[0])
    text = field("Text", "Markdown works; mentions do not", long=True, max_length=TEXT, default=known[1])
    return form("A roadmap update", {"title": title, "text": text}, verb, owner, *args)


def moment_form(update_id: int, owner: int, zone: str, at: int) -> ui.Modal:
    """When to post, in a zone; `at` is now (epoch seconds)."""
    example = f"{example_day(at)} 09:00"
    hint = f"Like {example} or tomorrow 18:30, {zone} time"
    when = field("When", hint, placeholder=example, max_length=TYPED_TIME)
    return form("When shall I post it?", {"when": when}, Verb.UPDATE_WHEN, owner, update_id)


def _notice(update: Update, channel: int | None, trouble: Trouble | None) -> discord.Embed:
    remarks = [_REMARKS[remark] for remark in update.wording.remarks]
    when = stamp(update.scheduled_at) if update.scheduled_at else ""
    if trouble is None:
        said, colour = f"A preview. It goes to <#{channel}>{f' on {when}' if when else ''}.", SLATE
    else:
        kept = f"It is still scheduled for {when}." if when else "The draft is kept."
        said, colour = f"✗ {TROUBLES[trouble]} {kept}", AMBER
    return discord.Embed(description="\n".join((said, *remarks)), colour=colour)


def _draft_buttons(update: Update, owner: int) -> tuple[ui.Item[Any], ...]:
    """With a time given, scheduling comes first."""
    post, edit = ("Post", Verb.UPDATE_POST), ("Edit", Verb.UPDATE_EDIT)
    schedule, discard = ("Schedule", Verb.UPDATE_SCHEDULE), ("Discard", Verb.UPDATE_DISCARD)
    ways = (post, schedule) if update.scheduled_at is None else (schedule, post)
    offered = (*ways, edit, discard)
    if update.stage is Stage.SCHEDULED:
        offered = (post, ("Move", Verb.UPDATE_MOVE), edit, ("Cancel", Verb.UPDATE_CANCEL))
    styles = (ButtonStyle.success, ButtonStyle.secondary, ButtonStyle.secondary, ButtonStyle.danger)
    styled = zip(offered, styles, strict=True)
    return tuple(button(label, verb, owner, update.id, style=style) for (label, verb), style in styled)
