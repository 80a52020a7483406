"""**Notes and links**: the lines and addresses that a member keeps beside what they did."""

from collections.abc import Sequence
from itertools import accumulate

from discord import ui

from bot.domain.custom_id import Verb
from bot.domain.journey import Outcome
from bot.domain.links import LONGEST
from bot.domain.notes import NOTE_LENGTH
from bot.domain.portfolio import Kept
from bot.domain.progress import Progress
from bot.limits import SELECT_OPTIONS
from bot.views.components import SLATE, card, escape, row, small
from bot.views.controls import button, field, form, menu, option
from bot.views.steps import name_of

_ROOM = 3_400  # for a page of the list, in characters; one of them takes at most a third of it


def notes_and_links(progress: Progress, found: Sequence[Kept], owner: int, after: int = 0) -> ui.LayoutView:
    """One page of everything with a note or a link, the newest first, `after` so many of them.

    A menu opens one, buttons lead to other pages.
    """
    after = after if after < len(found) else 0
    shown = _page(found[after:])
    end = after + len(shown)
    options = [
        option(_name(kept), _ref(progress, kept), kept.note.text if kept.note else "") for kept in shown
    ]
    nothing = "Nothing yet. A tick's **Keep a note** begins one; a link comes with `/done`."
    return card(
        f"## Your notes and links\n{small('Seen by you alone.')}",
        "\n".join(map(_line, shown)) or nothing,
        small(f"{after + 1} to {end} of {len(found)}.") if len(shown) < len(found) else "",
        accent=SLATE,
        below=[
            row(menu("Open one", options, Verb.NOTE, owner)) if options else None,
            row(
                button("Newest", Verb.NOTES, owner) if after else None,
                button("Older", Verb.NOTES, owner, end) if end < len(found) else None,
                button("Portfolio", Verb.PORTFOLIO, owner),
                button("My progress", Verb.PROGRESS, owner),
            ),
        ],
    )


def one(progress: Progress, kept: Kept, owner: int, said: str = "") -> ui.LayoutView:
    """The note and the link of one step or action, to change, to choose, to let go of."""
    ref, note, link = _ref(progress, kept), kept.note, kept.record.evidence
    choose = None
    if note:
        chosen = (
            ("Out of the portfolio", Verb.NOTE_LEAVE)
            if note.chosen
            else ("Into the portfolio", Verb.NOTE_CHOOSE)
        )
        choose = button(*chosen, owner, ref)
    about_link = button("Change the link" if link else "Add a link", Verb.LINK_WRITE, owner, ref)
    return card(
        said,
        f"### {_name(kept)}",
        f"> {escape(note.text)}" if note else small("No note yet."),
        small("In your portfolio." if note.chosen else "Not in your portfolio.") if note else "",
        f"Link: <{link}>" if link else "",
        accent=SLATE,
        below=[
            row(
                button("Change the note" if note else "Write a note", Verb.NOTE_WRITE, owner, ref),
                choose,
                button("Delete the note", Verb.NOTE_DELETE, owner, ref) if note else None,
            ),
            row(
                about_link if kept.done else None,
                button("Delete the link", Verb.LINK_DELETE, owner, ref) if link else None,
                button("Notes and links", Verb.NOTES, owner),
            ),
        ],
    )


def note_words(*, stands: bool) -> str:
    """What became of a note."""
    return "✓ Note kept." if stands else "✓ Note deleted."


def link_words(outcome: Outcome) -> str:
    """What became of the link; nothing where all is as it was."""
    if outcome.change is None:
        return ""
    return "✓ Link kept." if outcome.linked else "✓ Link deleted."


def note_form(progress: Progress, kept: Kept, owner: int) -> ui.Modal:
    """One line about it."""
    text = kept.note.text if kept.note else None
    hint = "What did you learn, what broke? One line, for you alone."
    line = field("Your note", hint, default=text, max_length=NOTE_LENGTH, required=False)
    return form(_name(kept), {"note": line}, Verb.NOTE_KEEP, owner, _ref(progress, kept))


def link_form(progress: Progress, kept: Kept, owner: int) -> ui.Modal:
    """An address that shows it."""
    address = field(
        "A link that shows it",
        default=kept.record.evidence,
        placeholder="https://…",
        max_length=LONGEST,
        required=False,
    )
    return form(_name(kept), {"link": address}, Verb.LINK_KEEP, owner, _ref(progress, kept))


def link_refused(why: str, ref: str, owner: int) -> ui.LayoutView:
    """A tick counts, and the link that came with it could not be kept."""
    said = f"{why}\nYour tick counts; the link can come later."
    return card(said, accent=SLATE, below=[row(button("Add a link", Verb.LINK_WRITE, owner, ref))])


def _page(found: Sequence[Kept]) -> Sequence[Kept]:
    """As many as there is room for, from the first on: in the text and in the menu."""
    ends = accumulate(len(_line(kept)) + 1 for kept in found[:SELECT_OPTIONS])
    return found[: sum(end <= _ROOM for end in ends)]


def _line(kept: Kept) -> str:
    parts = (f"**{_name(kept)}**", escape(kept.note.text) if kept.note else "", _link_line(kept))
    return "\n".join(part for part in parts if part)


def _link_line(kept: Kept) -> str:
    return small(f"<{kept.record.evidence}>") if kept.record.evidence else ""


def _name(kept: Kept) -> str:
    return name_of(kept.action, kept.step)


def _ref(progress: Progress, kept: Kept) -> str:
    return f"{progress.roadmap.id}/{kept.ref}"
