"""An update on its way to its post: the forms, the preview, and the post itself."""

from typing import Any, NamedTuple

import discord
from discord import ButtonStyle, ui

from bot.domain.acts import Act
from bot.domain.custom_id import ANYONE, Arg, Verb
from bot.domain.errors import Unclear, Unusable
from bot.domain.fences import TYPED, fenced
from bot.domain.updates import TEXT, TITLE, Remark, Stage, Trouble, Update, Wording
from bot.domain.when.moments import read_moment
from bot.views.components import AMBER, MOSS, SLATE, card, clip, row, stamp
from bot.views.controls import button, field, form, menu, option, reopen
from bot.views.errors import meanings, words
from bot.views.meanings import TYPED_TIME, example_day, meaning_words
from bot.views.messages import ClassicMessage
from bot.views.updates import TROUBLES, titled

REMARKS = {
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


class Look(NamedTuple):
    """A post as it will look and where it goes; `seen` is its fingerprint, `note` what was done."""

    message: ClassicMessage
    channel: int | None
    seen: str
    note: str = ""


def preview(update: Update, look: Look, owner: int, trouble: Trouble | None) -> ClassicMessage:
    """A post exactly as it will look, with what can be done with it; a notice says where it goes."""
    message, buttons = look.message, _draft_buttons(update, owner, look.seen)
    notice = _notice(update, look, trouble)
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


def moment_form(verb: Verb, owner: int, zone: str, at: int, *args: object) -> ui.Modal:
    """When to post, in a zone; `at` is now (epoch seconds)."""
    example = f"{example_day(at)} 09:00"
    hint = f"Like {example} or tomorrow 18:30, {zone} time"
    when = field("When", hint, placeholder=example, max_length=TYPED_TIME)
    return form("When shall I post it?", {"when": when}, verb, owner, *args)


def moment_asked(
    why: Unclear | Unusable, act: Act, zone: str, ref: str, trouble: Trouble | None
) -> ui.LayoutView:
    """The time that could not be taken, with what may have been meant in a zone, before anything is written.

    What it is about is kept. What stands in the way of any update is told as well.
    """
    moments = [(read_moment(each.typed, act.at, zone), each) for each in meanings(why)]
    options = [option(meaning_words(each), at) for at, each in moments]
    choose = menu("When?", options, Verb.UPDATE_WRITE, act.user, ref) if options else None
    another = reopen("Another time…", Verb.UPDATE_TIME, (ref,), act.user)
    later = button("Choose the time later", Verb.UPDATE_WRITE, act.user, 0, ref)
    typed = ui.TextDisplay[ui.LayoutView](fenced(why.text, TYPED_TIME), id=TYPED)
    stands = f"✗ {TROUBLES[trouble]}" if trouble else None
    below = [row(choose), row(another, later)]
    return card(stands, words(why, act.at), typed, accent=AMBER if trouble else SLATE, below=below)


def timed(at: int, owner: int, ref: str) -> ui.LayoutView:
    """The time is understood (epoch seconds); the way to the words."""
    said = f"It goes out on {stamp(at)}. Now the words; you see it before anybody else does."
    return card(said, accent=AMBER, below=[row(button("Write it", Verb.UPDATE_WRITE, owner, at, ref))])


def now_reads(update: Update, owner: int) -> ui.LayoutView:
    """An update as it is by now, beside what somebody wanted to make of it."""
    said = "It reads now as below; what you wrote follows. **Edit** opens it as it is now."
    edit = button("Edit", Verb.UPDATE_EDIT, owner, update.id)
    return card(
        said, f"**{titled(update)}**", clip(update.wording.text, TEXT), below=[row(edit)], accent=SLATE
    )


def _notice(update: Update, look: Look, trouble: Trouble | None) -> discord.Embed:
    remarks = [REMARKS[remark] for remark in update.wording.remarks]
    when = stamp(update.scheduled_at) if update.scheduled_at else ""
    if trouble is None:
        goes = f"A preview. It goes to <#{look.channel}>{f' on {when}' if when else ''}."
        if update.stage is Stage.SCHEDULED:
            goes = f"It goes out on {when}, in <#{look.channel}>."
        said, colour = f"{look.note}{goes}", SLATE
    else:
        kept = f"It is still scheduled for {when}." if when else "The draft is kept."
        said, colour = f"{look.note}✗ {TROUBLES[trouble]} {kept}", AMBER
    return discord.Embed(description="\n".join((said, *remarks)), colour=colour)


def _draft_buttons(update: Update, owner: int, seen: str) -> tuple[ui.Item[Any], ...]:
    """With a time given, scheduling comes first; of what is scheduled nothing goes out by a quick click."""
    post, edit = ("Post", Verb.UPDATE_POST), ("Edit", Verb.UPDATE_EDIT)
    schedule, discard = ("Schedule", Verb.UPDATE_SCHEDULE), ("Discard", Verb.UPDATE_DISCARD)
    ways = (post, schedule) if update.scheduled_at is None else (schedule, post)
    offered = (*ways, edit, discard)
    if update.stage is Stage.SCHEDULED:
        now, off = ("Post now", Verb.UPDATE_POST), ("Unschedule", Verb.UPDATE_CANCEL)
        offered = (edit, ("Change time", Verb.UPDATE_MOVE), now, off)
    styles = (ButtonStyle.primary, *[ButtonStyle.secondary] * 3)
    return tuple(
        button(label, verb, owner, update.id, *((seen,) if Arg.SEEN in verb.shape else ()), style=style)
        for (label, verb), style in zip(offered, styles, strict=True)
    )
