"""`/faq`: the answer, or what may have been meant."""

from collections.abc import Sequence

from discord import ui

from bot.domain.custom_id import ANYONE, Verb
from bot.domain.roadmap import Action, Certification, Item, Phase, Question, Roadmap, actions_of, title_of
from bot.domain.unanswered import AUTHORS_FROM, MODERATORS_FROM
from bot.limits import BUTTON_LABEL, SELECT_OPTIONS
from bot.views.certifications import availability
from bot.views.components import MOSS, SLATE, card, clip, count, escape, hours, months, row, small
from bot.views.controls import Control, button, menu, option

_OPENS = {
    Action: ("Details", Verb.DETAILS),
    Phase: ("Open the phase", Verb.PHASE),
    Certification: ("Details", Verb.CERTIFICATION),
}

_NUMBERS = {MODERATORS_FROM: "three", AUTHORS_FROM: "five"}


def answer(roadmap: Roadmap, item: Item, owner: int, note: str = "") -> ui.LayoutView:
    """The answer under its question, or where a thing stands on the trail; `note` stands above it."""
    buttons = row(_open(roadmap, item, owner), button("All questions", Verb.QUESTIONS, owner))
    return card(note, *_told(roadmap, item), accent=MOSS, below=[buttons])


def addressed(roadmap: Roadmap, item: Item, member: int) -> ui.LayoutView:
    """The same in a channel for all to read, addressed to a member."""
    return card(f"<@{member}>", *_told(roadmap, item), accent=MOSS, below=[row(_open(roadmap, item, ANYONE))])


def kept_private(in_server: bool) -> str:
    """Why an answer for somebody else is shown to nobody else."""
    if in_server:
        return "You can't write in this channel, so this is for you alone."
    return "I can address somebody in a server's channel; here this is for you alone."


def did_you_mean(
    roadmap: Roadmap, asked: str, near: Sequence[Item], owner: int, member: int | None = None
) -> ui.LayoutView:
    """A few things that may have been meant, on buttons only; `member` is whom the answer is for."""
    said = f"You asked: “{_echo(asked)}”\nDid you mean one of these?"
    choices = [_choice(roadmap, item, owner, member) for item in near]
    none = button("None of these", Verb.QUESTIONS, owner, *_for(member))
    return card(said, accent=SLATE, below=[row(each) for each in (*choices, none)])


def noted_words(*, in_server: bool) -> str:
    """What is kept of a question without an answer, and who sees it from when on."""
    few, some = _NUMBERS[MODERATORS_FROM], _NUMBERS[AUTHORS_FROM]
    shown = f"The roadmap's authors see it once {some} people have asked it."
    if in_server:
        here = f"Your moderators see it once {few} people here have asked it"
        shown = f"{here}; the roadmap's authors, once {some} have."
    return f"I've noted what it is about, without your name. {shown}"


def nothing_fits(
    roadmap: Roadmap, asked: str, owner: int, member: int | None = None, *, noted: str = ""
) -> ui.LayoutView:
    """No answer, said plainly, with everything there is; `noted` says what was kept of the question."""
    offered = _menu(roadmap, owner, member)
    common = "\nPick one of the common questions:" if offered else ""
    text = f"I have no answer to “{_echo(asked)}” yet. {noted}".rstrip()
    return card(f"{text}{common}", accent=SLATE, below=[row(offered)])


def questions(roadmap: Roadmap, owner: int, member: int | None = None) -> ui.LayoutView:
    """All questions in a menu."""
    heading = f"## Questions about {roadmap.title}"
    lines = [f"- {question.question}" for question in _listed(roadmap)]
    said = ["\n".join((heading, *lines))] if lines else [heading, "None yet."]
    return card(*said, accent=SLATE, below=[row(_menu(roadmap, owner, member))])


def _told(roadmap: Roadmap, item: Item) -> tuple[str, ...]:
    match item:
        case Question():
            see = [title_of(linked) for name in item.links if (linked := roadmap.item(name))]
            also = small("See also: " + " · ".join(see)) if see else ""
            return (f"### {item.question}\n{item.answer}", also)
        case Action():
            phase = roadmap.phase_of(item)
            nth = _nth(item, roadmap.actions, "action")
            place, told = f"{phase.title}, {months(phase)} · {hours(item.effort_hours)}{nth}", [item.why]
        case Phase():
            nth = _nth(item, roadmap.current_phases, "phase")
            actions = count(len(actions_of(item)), "action")
            place, told = f"{months(item).capitalize()} · {actions}{nth}", [item.aim]
        case Certification():
            phase = roadmap.phase(item.phase)
            place = f"{item.issuer} · fits {phase.title}, {months(phase)}"
            told = [availability(item), item.validates]
    return (f"### {item.title}\n{small(place)}", *told)


def _nth(item: Item, among: Sequence[Item], noun: str) -> str:
    return f" · {noun} {among.index(item) + 1} of {len(among)}" if item in among else ""


def _open(roadmap: Roadmap, item: Item, owner: int) -> Control | None:
    if isinstance(item, Question):
        return None
    label, verb = _OPENS[type(item)]
    return button(label, verb, owner, f"{roadmap.id}/{item.id}")


def _choice(roadmap: Roadmap, item: Item, owner: int, member: int | None) -> Control:
    # Beside a member's id, which is long, there is no room for the roadmap's; the id alone finds its way too.
    ref = f"{roadmap.id}/{item.id}" if member is None else item.id
    return button(clip(title_of(item), BUTTON_LABEL), Verb.QUESTION, owner, ref, *_for(member))


def _for(member: int | None) -> list[int]:
    return [] if member is None else [member]


def _menu(roadmap: Roadmap, owner: int, member: int | None) -> Control | None:
    options = [option(q.question, f"{roadmap.id}/{q.id}") for q in _listed(roadmap)]
    return menu("Open a question", options, Verb.QUESTION, owner, *_for(member)) if options else None


def _listed(roadmap: Roadmap) -> list[Question]:
    return [question for question in roadmap.questions if not question.retired][:SELECT_OPTIONS]


def _echo(asked: str) -> str:
    return escape(clip(asked, 200))
