"""`/update post` with an option that could not be taken: what is asked, while the other one is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from discord import ui

from bot.domain.acts import Act
from bot.domain.custom_id import NOTHING, Verb
from bot.domain.fences import TYPED, fenced
from bot.domain.when.moments import read_moment
from bot.views.components import AMBER, SLATE, card, row, stamp
from bot.views.controls import button, field, form, menu, option, reopen
from bot.views.errors import meanings, words
from bot.views.meanings import TYPED_TIME, example_day, meaning_words


@dataclass(frozen=True, slots=True)
class Asked:
    """What could not be taken of `when` and `about`, and why; what was typed and what is kept.

    `near` are things it may be about, each with its name.
    """

    unclear: Mapping[Verb, Exception]
    when: str
    at: int
    ref: str
    near: Sequence[tuple[str, str]]
    act: Act


def post_asked(asked: Asked, zone: str) -> ui.LayoutView:
    """What could not be taken, with what may have been meant; moments are in a zone."""
    owner, now = asked.act.user, asked.act.at
    said = [words(error, now) for error in asked.unclear.values()]
    below = []
    if when := asked.unclear.get(Verb.UPDATE_TIME):
        moments = [(read_moment(each.typed, now, zone), each) for each in meanings(when)]
        options = [option(meaning_words(each), at) for at, each in moments]
        below.append(row(menu("When?", options, Verb.UPDATE_WRITE, owner, asked.ref) if options else None))
        another = reopen("Another time…", Verb.UPDATE_TIME, (asked.ref,), owner)
        below.append(row(another, button("Choose the time later", Verb.UPDATE_WRITE, owner, 0, asked.ref)))
    if Verb.UPDATE_ABOUT in asked.unclear:
        about = [option(name, ref) for ref, name in asked.near]
        below.append(row(menu("What is it about?", about, Verb.UPDATE_ABOUT, owner, asked.at)))
        below.append(row(button("Write it without", Verb.UPDATE_WRITE, owner, asked.at, NOTHING)))
    typed = ui.TextDisplay[ui.LayoutView](fenced(asked.when, TYPED_TIME), id=TYPED) if when else None
    return card("\n".join(said), typed, accent=SLATE, below=below)


def time_form(owner: int, ref: str, zone: str, at: int) -> ui.Modal:
    """When to post what is not written yet, in a zone; `at` is now (epoch seconds)."""
    example = f"{example_day(at)} 09:00"
    when = field("When", f"Like {example} or tomorrow 18:30, {zone} time", max_length=TYPED_TIME)
    return form("When shall I post it?", {"when": when}, Verb.UPDATE_TIME, owner, ref)


def timed(at: int, owner: int, ref: str) -> ui.LayoutView:
    """The time is understood (epoch seconds); the way to the words."""
    said = f"It goes out on {stamp(at)}. Now the words; you see it before anybody else does."
    return card(said, accent=AMBER, below=[row(button("Write it", Verb.UPDATE_WRITE, owner, at, ref))])


def moment_line(words: str, text: str) -> str:
    """How a moment is offered: "tomorrow 09:00 (2026-11-27 09:00)"."""
    return text if words == text else f"{words} ({text})"
