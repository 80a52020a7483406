"""**Portfolio**: what was done, as a Markdown file to put into an application."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.custom_id import Verb
from bot.domain.goals import Exam, Passed
from bot.domain.notes import Note
from bot.domain.portfolio import Kept, Work, works
from bot.domain.progress import Progress
from bot.domain.schedule import local_day
from bot.limits import SELECT_OPTIONS
from bot.views.certifications import day
from bot.views.components import SLATE, card, done_of, row, small
from bot.views.controls import Control, button, menu, option
from bot.views.steps import name_of, times_words

FILE_NAME = "portfolio.md"

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


def portfolio(
    progress: Progress,
    notes: Sequence[Note],
    passed: Sequence[tuple[Exam, Passed]],
    zone: str | None,
    owner: int,
    *,
    shows: bool = False,
) -> tuple[ui.LayoutView, discord.File | None]:
    """The file, and the card that it comes with; no file where nothing was done yet.

    `shows` says that there is a place where something of it can be shown.
    """
    lines = [*_lines(progress, notes, passed, zone)]
    back = row(button("My progress", Verb.PROGRESS, owner), button("Notes and links", Verb.NOTES, owner))
    if not lines:
        return card("Nothing to show yet: your first tick begins it.", accent=SLATE, below=[back]), None
    title = f"# {_plain(progress.roadmap.title)}: what I have done"
    text = "\n".join((title, "", _summary(progress, zone), *lines, ""))
    file = discord.File(io.BytesIO(text.encode()), FILE_NAME)
    said = (
        "Your portfolio: what you did and when, with your links, your exams, and the notes you chose for it."
    )
    hint = small("**Notes and links** chooses the notes. Nobody but you sees this.")
    attached = ui.File[Any](f"attachment://{FILE_NAME}")
    return card(said, attached, hint, below=[row(_to_show(progress, owner)) if shows else None, back]), file


def _to_show(progress: Progress, owner: int) -> Control | None:
    """A menu of what has a link, the newest phase first."""
    phases = reversed(progress.roadmap.phases)
    linked = [action for phase in phases for action in phase.actions if progress.link_of(action)]
    options = [
        option(action.title, f"{progress.roadmap.id}/{action.id}", progress.link_of(action) or "")
        for action in linked[:SELECT_OPTIONS]
    ]
    return menu("Show it to others: a preview first", options, Verb.SHOW_IT, owner) if options else None


def _summary(progress: Progress, zone: str | None) -> str:
    done = f"{done_of(progress.tally())}, about {progress.hours().done:g} hours of work."
    if not progress.ticked_at:
        return done
    first, last = (_day(each(progress.ticked_at), zone) for each in (min, max))
    return f"{first if first == last else f'{first} to {last}'}: {done}"


def _lines(
    progress: Progress,
    notes: Sequence[Note],
    passed: Sequence[tuple[Exam, Passed]],
    zone: str | None,
) -> Iterator[str]:
    for phase, made in works(progress, notes):
        yield from ("", f"## {_plain(phase.title)}")
        for work in made:
            yield from _work(work, progress, zone)
    if passed:
        yield from ("", "## Certifications", "")
    for exam, done in passed:
        yield f"- {day(done.on)}: {_plain(exam.title)}, passed{_link(done.link)}"


def _work(work: Work, progress: Progress, zone: str | None) -> Iterator[str]:
    whole = work.whole
    many = len(progress.steps(whole.action))
    state = f"done {_day(whole.record.at, zone)}" if whole.done else f"{len(work.steps)} of {many} steps done"
    yield from (
        "",
        f"### {_plain(whole.action.title)}",
        "",
        f"{state[:1].upper()}{state[1:]}{_link(whole.record.evidence)}",
    )
    yield from _note(whole, "\n")
    if work.steps:
        yield ""
    for step in work.steps:
        times = f" ({said})" if step.step and (said := times_words(step.record, step.step)) else ""
        title = f"{_plain(name_of(step.action, step.step))}{times}"
        yield f"- {_day(step.record.at, zone)}: {title}{_link(step.record.evidence)}"
        yield from _note(step, "  ")


def _note(kept: Kept, before: str) -> Iterator[str]:
    if kept.note and kept.note.chosen:
        yield f"{before}{_plain(kept.note.text)}"


def _link(url: str | None) -> str:
    return f" ([link](<{url}>))" if url else ""


def _day(at: int, zone: str | None) -> str:
    return day(local_day(at, zone))


def _plain(text: str) -> str:
    """What somebody wrote, so that none of it acts as Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)
