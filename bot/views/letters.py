"""What Cairn sends unasked: classic messages, whose first line is what a phone's notification shows."""

from dataclasses import dataclass
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.domain.members import Member
from bot.domain.nudges import Subject
from bot.domain.progress import Change, Progress, State
from bot.domain.rhythm import Kind
from bot.domain.roadmap import Action
from bot.domain.updates import Update
from bot.views.actions import next_words, tick_words
from bot.views.certifications import retirement_words
from bot.views.controls import button
from bot.views.kit import (
    AMBER,
    MOSS,
    SLATE,
    count,
    escape,
    link,
    stamp,
    trail_line,
    wish_words,
)
from bot.views.wording import opening, page, text

MOST_NEWS = 3


@dataclass(frozen=True, slots=True)
class Letter:
    """A classic message: `content`, an embed, a notice below it, and one row of buttons.

    `pings` is the only role that it may ping.

    It is not Components V2, because such a message gives an empty push notification
    (discord-api-docs issue 7854).
    """

    content: str
    buttons: tuple[ui.Item[Any], ...]
    embed: discord.Embed | None = None
    notice: discord.Embed | None = None
    pings: int | None = None

    @property
    def embeds(self) -> list[discord.Embed]:
        """The embeds as the list that Discord takes."""
        return [embed for embed in (self.embed, self.notice) if embed]

    @property
    def mentions(self) -> discord.AllowedMentions:
        """Whom it may ping: the one role that was chosen for it, and nobody else, whatever its text says."""
        allowed = discord.AllowedMentions.none()
        if self.pings is not None:
            allowed.roles = [discord.Object(self.pings)]
        return allowed

    def view(self) -> ui.View:
        """The buttons as a view that discord.py need not keep: they are found by their custom_id."""
        view = ui.View(timeout=None)
        for item in self.buttons:
            view.add_item(item)
        view.stop()
        return view


def write(subject: Subject, member: Member, next_at: int | None) -> Letter:
    """The letter for a nudge; `next_at` is when the next weekly one is due (epoch seconds)."""
    match subject.kind:
        case Kind.WELCOME:
            return welcome(subject, member, next_at)
        case Kind.REST:
            return rest(subject)
        case Kind.FINISHED:
            return finished(subject)
        case Kind.FAREWELL:
            return farewell(subject)
        case _ if subject.action is None:
            return tested(subject) if subject.kind is Kind.TEST else finished(subject)
        case _:
            return nudge(subject, subject.action)


def nudge(subject: Subject, action: Action) -> Letter:
    """The next action, why it matters, the trail; or praise first, and then the same without urging."""
    notes = [_meant_for(subject.nudge.due_at)] if subject.late else []
    news = [_news(update) for update in subject.news[:MOST_NEWS]]
    if subject.goal is not None:
        news.insert(0, f"About your goal: {retirement_words(subject.goal)}")
    parts = (*notes, text(subject, action), *page(subject, action), trail_line(subject.progress), *news)
    return Letter(
        opening(subject, action),
        _nudge_buttons(subject.nudge.user, subject.nudge.id, subject.progress, action),
        discord.Embed(description="\n".join(parts), colour=AMBER),
    )


def welcome(subject: Subject, member: Member, first_at: int | None) -> Letter:
    """The first DM: where the member is, what will come and when, and how little that is."""
    progress, action = subject.progress, subject.action
    first = (
        f"Your next action: **{escape(action.title)}**."
        if action
        else "Nothing is open: the trail is walked."
    )
    trail = f"{escape(progress.roadmap.title)}, {count(len(progress.roadmap.actions), 'action')}"
    content = f"You're on the trail: {trail}, your own pace.\n{first} {_promise(member, first_at)}"
    buttons = (
        button("My progress", "progress", member.id, subject.nudge.id),
        button("Nudge settings", "nudges", member.id, subject.nudge.id),
    )
    return Letter(content, buttons, discord.Embed(description=trail_line(progress), colour=MOSS))


def rest(subject: Subject) -> Letter:
    """The last one for a while, until the member does anything."""
    done = subject.progress.tally().done
    stones = f"Your {count(done, 'stone')} stay where they are" if done > 1 else "Your trail stays as it is"
    owner, row = subject.nudge.user, subject.nudge.id
    return Letter(
        f"I'll be quiet for a while. {stones}; `/next` picks up right there.",
        (
            button("Keep writing weekly", "keep", owner, row, style=ButtonStyle.primary),
            button("My progress", "progress", owner, row),
        ),
        discord.Embed(description=trail_line(subject.progress), colour=SLATE),
    )


def finished(subject: Subject) -> Letter:
    """The congratulation at the end; no weekly message follows."""
    progress, done = subject.progress, subject.progress.tally().done
    return Letter(
        f"The trail is walked! {count(done, 'stone')}, each one yours." if done else "The trail is walked!",
        (button("My progress", "progress", subject.nudge.user, subject.nudge.id),),
        discord.Embed(
            description=f"Nothing is open on the {escape(progress.roadmap.title)} roadmap, so my weekly "
            f"messages end here. I'm around whenever you want to look something up.\n{trail_line(progress)}",
            colour=MOSS,
        ),
    )


def tested(subject: Subject) -> Letter:
    """A test where nothing is left to do; it ends nothing."""
    return Letter(
        "A test, and it works. Nothing is open: the trail is walked.",
        (button("My progress", "progress", subject.nudge.user, subject.nudge.id),),
        _trail(subject.progress),
    )


def farewell(subject: Subject) -> Letter:
    """A month before everything about a member is deleted, because they have not been here for so long."""
    return Letter(
        "In a month I'll delete what I keep about you, unless you come by.\n"
        "Any command is enough, or this button; then everything stays as it is.",
        (
            button(
                "Keep my progress", "keep", subject.nudge.user, subject.nudge.id, style=ButtonStyle.primary
            ),
        ),
        discord.Embed(description=trail_line(subject.progress), colour=SLATE),
    )


def nudge_ticked(progress: Progress, action: Action, change: Change | None, owner: int, row: int) -> Letter:
    """A nudge on which **Done** or **Skip** was pressed: what came of it, what is next, and **Undo**."""
    if progress.state(action) is State.SKIPPED and change is not None:
        words = f"◌ Skipped **{action.title}**. {next_words(progress)}"
    else:
        words = tick_words(progress, action, change)
    buttons = [button("Next action", "next", owner, row, style=ButtonStyle.primary)]
    if change is not None:
        buttons.append(button("Undo", "nundo", owner, row, change.id))
    return Letter(words.removeprefix("## "), tuple(buttons), _trail(progress))


def nudge_undone(progress: Progress, words: str, owner: int, row: int) -> Letter:
    """A nudge on which **Undo** was pressed: the next action again, with the buttons it had."""
    action = progress.next_action
    buttons = _nudge_buttons(owner, row, progress, action) if action else ()
    return Letter(words, buttons or (button("My progress", "progress", owner, row),), _trail(progress))


def _nudge_buttons(owner: int, row: int, progress: Progress, action: Action) -> tuple[ui.Item[Any], ...]:
    ref = f"{progress.roadmap.id}/{action.id}"
    return (
        button("Done", "ndone", owner, row, ref, style=ButtonStyle.success),
        button("Skip", "nskip", owner, row, ref),
        button("Snooze", "snooze", owner, row),
        button("Pause", "pause", owner, row),
        button("Stop", "stop", owner, row),
    )


def _news(update: Update) -> str:
    return f"New in <#{update.channel}>: {link(update.wording.title, update.link or '')}"


def _meant_for(due_at: int) -> str:
    return f"Meant for {stamp(due_at, 'f')}. The next one comes at your usual time."


def _promise(member: Member, first_at: int | None) -> str:
    if not member.nudged:
        return "I won't write by myself; `/nudges` changes that."
    if first_at is None:
        return "I'll write once a week, as soon as I know your time zone: `/start` asks for it."
    weekly = f"I'll write once a week, {wish_words(member.wish)}, first on {stamp(first_at)}."
    return f"{weekly} Nothing else, and one click ends it."


def _trail(progress: Progress) -> discord.Embed:
    return discord.Embed(description=trail_line(progress), colour=MOSS)
