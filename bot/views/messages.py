"""What Cairn sends unasked: classic messages, whose first line is what a phone's notification shows."""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

import discord
from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.jobs import JobKey, JobKind
from bot.domain.journey import Outcome
from bot.domain.marks import MarkState
from bot.domain.members import UNTIL_BACK, Member
from bot.domain.nudges import Subject
from bot.domain.paths import Choice
from bot.domain.progress import NextStep, Progress
from bot.domain.roadmap import Action
from bot.domain.steps import Step
from bot.views.actions import (
    choice_menu,
    done_button,
    plan_words,
    ref_of,
    skip_words,
    tick_words,
    walked_words,
)
from bot.views.certifications import day, retirement_words
from bot.views.components import (
    AMBER,
    LEGEND,
    MOSS,
    SLATE,
    count,
    done_of,
    escape,
    hours,
    link,
    rhythm_line,
    stamp,
    trail_line,
    way_line,
)
from bot.views.controls import button
from bot.views.wording import (
    beginning,
    look_back,
    more_steps,
    opening,
    since_words,
    step_words,
    way,
)

MOST_NEWS = 3
PICTURE = "picture.png"


class ClassicMessage(NamedTuple):
    """A classic message: `content`, an embed, a notice below it, and rows of buttons.

    `pings` is the only role that it may ping, `picture` (a PNG) what its embed may show, `alt` the same in
    words.

    It is not Components V2, because such a message gives an empty push notification
    (discord-api-docs issue 7854).
    """

    content: str
    buttons: tuple[ui.Item[Any], ...]
    embed: discord.Embed | None = None
    notice: discord.Embed | None = None
    pings: int | None = None
    picture: bytes | None = None
    alt: str | None = None

    @property
    def files(self) -> list[discord.File]:
        """The picture, as the embed refers to it; anew each time, as a file is read once."""
        if self.picture is None:
            return []
        return [discord.File(io.BytesIO(self.picture), PICTURE, description=self.alt)]

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


def write(subject: Subject, member: Member) -> ClassicMessage:
    """The message of a job to a member as they will be when it has arrived."""
    match subject.kind:
        case JobKind.WELCOME:
            return welcome(subject, member)
        case JobKind.REST:
            return rest(subject)
        case JobKind.FINISHED:
            return finished(subject)
        case JobKind.FAREWELL:
            return farewell(subject)
        case _ if subject.step is None:
            return tested(subject) if subject.kind is JobKind.TEST else finished(subject)
        case _:
            return nudge(subject, subject.step)


def nudge(subject: Subject, step: NextStep) -> ClassicMessage:
    """The next step: how to begin, when it is done, its page; what else fits the week; the trail."""
    parts = (
        _meant_for(subject.job.due_at) if subject.late else "",
        way(subject, step),
        since_words(subject),
        more_steps(subject.steps),
        look_back(subject.back),
        way_line(subject.progress),
        f"The roadmap grew by {hours(subject.grown)}. What you've done stays done." if subject.grown else "",
        _too_big(subject) if subject.asks else "",
        *(f"{day(event.on)}: {event.what}" for event in subject.events),
        _about_goal(subject),
        *_news(subject),
        _fork(subject.choice),
        _keeps_coming("Carry on" if subject.asks else "Still on it") if subject.rests else "",
    )
    return ClassicMessage(
        opening(subject, step),
        tuple(_nudge_buttons(subject, step)),
        discord.Embed(description="\n".join(part for part in parts if part), colour=AMBER),
    )


def welcome(subject: Subject, member: Member) -> ClassicMessage:
    """The first DM, or the first that arrives again: what will come and when, and how little that is."""
    progress, step = subject.progress, subject.step
    title = escape(progress.roadmap.title)
    actions = count(len(progress.roadmap.actions), "action")
    greeting = f"You're on the {title} roadmap: {actions}, your own pace."
    if subject.turn:
        greeting = f"I can write to you again: {title}, {done_of(progress.tally())}."
    first = (
        f"{step_words('Next step' if subject.turn or progress.log else 'First step', step)}."
        if step
        else "Nothing is open on it."
    )
    buttons = (
        button("My progress", Verb.PROGRESS, member.id, subject.job.key),
        button("Message settings", Verb.NUDGES, member.id, subject.job.key),
    )
    stones = f"{trail_line(progress)}\nEach stone is an action.\n{LEGEND}"
    return ClassicMessage(
        f"{greeting}\n{first} {_promise(member, 'next' if subject.turn else 'first')}",
        buttons,
        discord.Embed(description=stones, colour=MOSS),
    )


def rest(subject: Subject) -> ClassicMessage:
    """The last one until the member does anything."""
    owner, key = subject.job.owner, subject.job.key
    stays = f"Your progress stays: {done_of(subject.progress.tally())}."
    return ClassicMessage(
        f"I'll stop writing for now. {stays}\nAny command starts the messages again.",
        (
            button("Keep writing weekly", Verb.MESSAGE_KEEP, owner, key, style=ButtonStyle.primary),
            button("My progress", Verb.PROGRESS, owner, key),
        ),
        discord.Embed(description=trail_line(subject.progress), colour=SLATE),
    )


def finished(subject: Subject) -> ClassicMessage:
    """The congratulation at the end; no weekly message follows."""
    progress = subject.progress
    return ClassicMessage(
        walked_words(progress),
        (button("My progress", Verb.PROGRESS, subject.job.owner, subject.job.key),),
        discord.Embed(
            description=f"Nothing is open on the {escape(progress.roadmap.title)} roadmap, so my weekly "
            "messages end here. I'm around whenever you want to look something up; `/certs` has exams to aim "
            f"for.\n{trail_line(progress)}",
            colour=MOSS,
        ),
    )


def tested(subject: Subject) -> ClassicMessage:
    """A test where nothing is left to do; it ends nothing."""
    return ClassicMessage(
        "A test, and it works. Nothing is open on your roadmap.",
        (button("My progress", Verb.PROGRESS, subject.job.owner, subject.job.key),),
        _trail(subject.progress),
    )


def farewell(subject: Subject) -> ClassicMessage:
    """A month before everything about a member is deleted, because they have not been here for so long."""
    kept = f"{escape(subject.progress.roadmap.title)}, {done_of(subject.progress.tally())}"
    return ClassicMessage(
        f"Your progress is kept for one more month: {kept}.\nI keep nothing for longer than a year and a "
        "half, so then I'll delete all of it, unless you come by. Any command is enough, or this button.",
        (
            button(
                "Keep my progress",
                Verb.MESSAGE_KEEP,
                subject.job.owner,
                subject.job.key,
                style=ButtonStyle.primary,
            ),
        ),
        discord.Embed(description=trail_line(subject.progress), colour=SLATE),
    )


def seen(message: discord.Message) -> ClassicMessage:
    """A word of the bot's own on which **Got it** was pressed: the same, with its button spent."""
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    pressed = [item for row in rows for item in row.children if isinstance(item, discord.Button)]
    spent: list[ui.Item[Any]] = [
        ui.Button(label="✓ Seen", custom_id=item.custom_id, disabled=True) for item in pressed
    ]
    return ClassicMessage(message.content, tuple(spent))


def _too_big(subject: Subject) -> str:
    ways = "**Carry on** keeps it, and **Another step** sets it aside."
    if subject.rarer:
        ways = (
            "**Carry on** keeps it, **Another step** sets it aside, and **Every four weeks** makes these "
            "messages rarer."
        )
    return f"Too big, or not the one for now? {ways}"


def _fork(choice: Choice | None) -> str:
    return f"**{choice.question}** The steps ahead depend on it: choose below." if choice else ""


def _keeps_coming(label: str) -> str:
    return f"One click on **{label}** keeps these messages coming."


def nudge_ticked(
    outcome: Outcome,
    action: Action,
    step: Step | None,
    owner: int,
    key: JobKey | int,
    choice: Choice | None = None,
) -> ClassicMessage:
    """A message on which something was marked: what came of it, how the next step begins, and **Undo**.

    `choice` is asked for below it.
    """
    progress = outcome.after
    buttons = [*_on_what_follows(progress, owner, key)]
    if outcome.change is not None:
        buttons.append(button("Undo", Verb.MESSAGE_UNDO, owner, key, outcome.change.id))
    states = [progress.state(action), *([progress.step(action, step).state] if step else ())]
    words = (skip_words if MarkState.SKIPPED in states else tick_words)(outcome, action, step)
    return ClassicMessage(
        f"{words.removeprefix('## ')}{plan_words(outcome)}",
        (*buttons, *_choosing(progress, choice, owner, key)),
        discord.Embed(description=_below(progress, choice), colour=MOSS),
    )


def nudge_again(
    progress: Progress, words: str, owner: int, key: JobKey | int, choice: Choice | None = None
) -> ClassicMessage:
    """A message on which **Undo** was pressed, or a path chosen: the next step, with the buttons it had.

    `choice` is asked for below it.
    """
    step = progress.next_step
    plans = key != JobKey.of(JobKind.PLANNED, key.due_at) if isinstance(key, JobKey) else True
    buttons = [*_on_step(progress, step, owner, key, plans=plans)] if step else [_my_progress(owner, key)]
    below = discord.Embed(description=_below(progress, choice), colour=AMBER)
    return ClassicMessage(words, (*buttons, *_choosing(progress, choice, owner, key)), below)


def _below(progress: Progress, choice: Choice | None) -> str:
    step = progress.next_step
    parts = (beginning(step) if step else "", way_line(progress), _fork(choice))
    return "\n".join(part for part in parts if part)


def _choosing(
    progress: Progress, choice: Choice | None, owner: int, key: JobKey | int
) -> Iterator[ui.Item[Any]]:
    if choice is not None:
        item = choice_menu(progress.roadmap, choice, Verb.MESSAGE_PATH, owner, key)
        item.row = 2  # a menu fills its row
        yield item


def _on_what_follows(progress: Progress, owner: int, key: JobKey | int) -> Iterator[ui.Item[Any]]:
    step = progress.next_step
    if progress.finished or step is None:
        yield _my_progress(owner, key)
        return
    yield done_button(progress, step, owner, Verb.MESSAGE_DONE, key)
    yield button("Next step", Verb.NEXT, owner, key)


def _nudge_buttons(subject: Subject, step: NextStep) -> Iterator[ui.Item[Any]]:
    owner, key, back = subject.job.owner, subject.job.key, subject.back
    if subject.asks:
        yield done_button(subject.progress, step, owner, Verb.MESSAGE_DONE, key)
        yield button("Carry on", Verb.MESSAGE_STILL, owner, key)
        yield button("Another step", Verb.MESSAGE_SKIP, owner, key, ref_of(subject.progress, step))
        if subject.rarer:
            yield button("Every four weeks", Verb.MESSAGE_RARER, owner, key)
        yield from _second_row(owner, key)
    else:
        yield from _on_step(subject.progress, step, owner, key, plans=subject.plans)
    if back is not None:
        ref = f"{subject.progress.roadmap.id}/{back.last}" if back.last else ref_of(subject.progress, step)
        yield _second(button("Keep a note", Verb.MESSAGE_NOTE, owner, key, ref))
    yield from _choosing(subject.progress, subject.choice, owner, key)


def _on_step(
    progress: Progress, step: NextStep, owner: int, key: JobKey | int, *, plans: bool = True
) -> Iterator[ui.Item[Any]]:
    yield done_button(progress, step, owner, Verb.MESSAGE_DONE, key)
    yield button("Still on it", Verb.MESSAGE_STILL, owner, key)
    if plans:
        yield button("Plan it", Verb.MESSAGE_PLAN, owner, key)
    yield from _second_row(owner, key)


def _second_row(owner: int, key: JobKey | int) -> Iterator[ui.Item[Any]]:
    yield _second(button("Pause", Verb.MESSAGE_PAUSE, owner, key))
    yield _second(button("Stop", Verb.MESSAGE_STOP, owner, key))


def _second(item: ui.Item[Any]) -> ui.Item[Any]:
    item.row = 1
    return item


def _my_progress(owner: int, key: JobKey | int) -> ui.Item[Any]:
    return button("My progress", Verb.PROGRESS, owner, key)


def _news(subject: Subject) -> list[str]:
    shown, more = subject.news[:MOST_NEWS], subject.news[MOST_NEWS:]
    lines = [f"New in <#{each.channel}>: {link(each.wording.title, each.link or '')}" for each in shown]
    places = {each.channel for each in more}
    where = f" in <#{places.pop()}>" if len(places) == 1 else ""
    return [*lines, f"And {len(more)} more{where}."] if more else lines


def _about_goal(subject: Subject) -> str:
    if subject.goal is None:
        return ""
    way = "\n`/certs` sets the new one as your goal." if subject.goal.replaced_by else ""
    return f"About your goal: {retirement_words(subject.goal)}{way}"


def _meant_for(due_at: int) -> str:
    return f"Meant for {stamp(due_at, 'f')}; I was held up. The next one comes at your usual time."


def _promise(member: Member, which: str) -> str:
    if not member.nudged:
        return "I won't write by myself; `/nudges` changes that."
    if member.schedule.zone is None:
        return (
            "I'll send you one direct message a week. It starts once you've chosen your time zone, in my "
            "answer to `/start` or under **Message settings**."
        )
    when = f", {which} on {stamp(member.nudges.weekly_at)}" if member.nudges.weekly_at else ""
    if member.nudges.paused_until == UNTIL_BACK:
        when = ", as soon as you're back"
    weekly = f"I'll send you {rhythm_line(member.schedule)}{when}."
    return f"{weekly} Nothing else, and one click ends it."


def _trail(progress: Progress, above: str = "") -> discord.Embed:
    return discord.Embed(description=f"{above}{trail_line(progress)}", colour=MOSS)
