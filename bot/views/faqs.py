"""`/faq`: the answer, or what may have been meant."""

from typing import Any

from discord import SelectOption, ui

from bot.domain.roadmap import Question, Roadmap, title_of
from bot.limits import BUTTON_LABEL, OPTION_TEXT, SELECT_OPTIONS
from bot.views.controls import button, menu
from bot.views.kit import MOSS, SLATE, card, clip, escape, row, small


def answer(roadmap: Roadmap, question: Question, owner: int, for_member: str = "") -> ui.LayoutView:
    """The answer under its question; in a channel addressed to a member by their mention."""
    see = [title_of(entry) for name in question.links if (entry := roadmap.entry(name))]
    return card(
        for_member,
        f"### {question.question}\n{question.answer}",
        small("See also: " + " · ".join(see)) if see else "",
        accent=MOSS,
        below=[] if for_member else [row(button("All questions", "questions", owner))],
    )


def did_you_mean(roadmap: Roadmap, asked: str, near: tuple[Question, ...], owner: int) -> ui.LayoutView:
    """A few questions that may have been meant, on buttons only."""
    buttons = [
        button(clip(question.question, BUTTON_LABEL), "faq", owner, f"{roadmap.id}/{question.id}")
        for question in near[:3]
    ]
    listing = button("None of these", "questions", owner)
    return card(
        f"You asked: “{_echo(asked)}”\nDid you mean one of these?", accent=SLATE,
        below=[*(row(item) for item in buttons), row(listing)],
    )  # fmt: skip


def nothing_fits(roadmap: Roadmap, asked: str, owner: int) -> ui.LayoutView:
    """No answer, said plainly, with everything there is."""
    said = f"I have no answer to “{_echo(asked)}” yet."
    if not _listed(roadmap):
        return card(said, accent=SLATE)
    return card(f"{said} This is what people ask:", accent=SLATE, below=[row(_menu(roadmap, owner))])


def questions(roadmap: Roadmap, owner: int) -> ui.LayoutView:
    """All questions in a menu."""
    listed = _listed(roadmap)
    if not listed:
        return card(f"## Questions about {roadmap.title}", "None yet.", accent=SLATE)
    lines = "\n".join(f"- {question.question}" for question in listed)
    return card(
        f"## Questions about {roadmap.title}\n{lines}", accent=SLATE, below=[row(_menu(roadmap, owner))]
    )


def _menu(roadmap: Roadmap, owner: int) -> ui.Item[Any]:
    options = [
        SelectOption(label=clip(q.question, OPTION_TEXT), value=f"{roadmap.id}/{q.id}")
        for q in _listed(roadmap)
    ]
    return menu("Open a question", options, "faq", owner)


def _listed(roadmap: Roadmap) -> list[Question]:
    return [question for question in roadmap.questions if not question.retired][:SELECT_OPTIONS]


def _echo(asked: str) -> str:
    return escape(clip(asked, 200))
