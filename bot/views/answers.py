"""`/answers`: what was asked in vain, the form, the preview, the list."""

from collections.abc import Sequence

from discord import ButtonStyle, ui

from bot.domain.answers import QUESTION, TEXT, Answer, AnswerStage
from bot.domain.custom_id import NOTHING, Verb
from bot.domain.unanswered import MODERATORS_FROM, Unanswered
from bot.domain.updates import Remark
from bot.limits import CHOICE
from bot.views.components import AMBER, MOSS, SLATE, Part, card, clip, escape, row, rule, small, stamp
from bot.views.controls import button, field, form, menu, option
from bot.views.drafts import REMARKS
from bot.views.faqs import NUMBERS, own

PAGE = 8  # so many answers on one page of the list

_REMARKS = {**REMARKS, Remark.MENTIONS: "Mentions in it ping nobody."}
_STATES = {
    AnswerStage.DRAFT: "a draft",
    AnswerStage.STANDS: "in `/faq`",
    AnswerStage.RETRACTED: "retracted",
    AnswerStage.DISCARDED: "discarded",
}
_FEW = NUMBERS[MODERATORS_FROM]


def waiting(found: Sequence[Unanswered], owner: int) -> ui.LayoutView:
    """What members asked in vain, each to be answered from a menu; and the way to answer anything else."""
    lines = [f"- {escape(clip(each.gist, 100))}" for each in found]
    said = (
        f"Nothing is waiting. What {_FEW} people ask here in vain comes to this place, without names."
        if not lines
        else "\n".join((f"## Asked here in vain\nBy {_FEW} people or more, in the words that tell.", *lines))
    )
    options = [option(each.gist, each.sign) for each in found]
    choose = menu("Answer one", options, Verb.ANSWER_WRITE, owner) if options else None
    another = button("Answer something else", Verb.ANSWER_WRITE, owner, NOTHING)
    listed = button("All answers", Verb.ANSWER_LIST, owner, 0)
    return card(said, accent=SLATE, below=[row(choose), row(another, listed)])


def wording_form(verb: Verb, owner: int, *args: object, question: str = "", text: str = "") -> ui.Modal:
    """A question as people would ask it, and the answer; filled in when there is something already."""
    asked = field("Question", "As people would ask it", max_length=QUESTION, default=question or None)
    works = "Markdown works; mentions do not"
    told = field("Answer", works, long=True, max_length=TEXT, default=text or None)
    return form("An answer for this server", {"question": asked, "text": told}, verb, owner, *args)


def preview(answer: Answer, owner: int) -> ui.LayoutView:
    """A draft exactly as `/faq` will show it, with what can be done with it."""
    remarks = [_REMARKS[remark] for remark in answer.remarks]
    said = "A preview, for you alone. **Add to /faq** lets everybody here find it."
    buttons = (
        button("Add to /faq", Verb.ANSWER_KEEP, owner, answer.id, answer.words, style=ButtonStyle.primary),
        button("Edit", Verb.ANSWER_EDIT, owner, answer.id),
        button("Discard", Verb.ANSWER_DISCARD, owner, answer.id, answer.words),
    )
    parts: tuple[Part, ...] = (*own(answer.found), rule(), small("\n".join((said, *remarks))))
    return card(*parts, accent=AMBER, below=[row(*buttons)])


def opened(answer: Answer, owner: int, note: str = "") -> ui.LayoutView:
    """One answer as it is now, with what can still be done with it; `note` says what was just done."""
    if answer.stage is AnswerStage.DRAFT:
        return preview(answer, owner)
    edit = button("Edit", Verb.ANSWER_EDIT, owner, answer.id)
    retract = button("Retract", Verb.ASK_ANSWER_RETRACT, owner, answer.id, style=ButtonStyle.danger)
    buttons = (edit, retract) if answer.stage is AnswerStage.STANDS else ()
    parts: tuple[Part, ...] = (*own(answer.found), rule(), small(note or outcome_words(answer)))
    return card(*parts, accent=MOSS if buttons else SLATE, below=[row(*buttons)])


def outcome_words(answer: Answer) -> str:
    """Where an answer stands, in a sentence or two."""
    match answer.stage:
        case AnswerStage.STANDS:
            return "✓ `/faq` here answers it now. `/answers list` has it."
        case AnswerStage.RETRACTED:
            return "Retracted: nobody finds it any more. `/answers list` keeps the record."
        case AnswerStage.DISCARDED:
            return "Discarded. Nobody else saw it."
        case AnswerStage.DRAFT:
            return "A draft. `/answers list` keeps it."


def retract_asked(answer: Answer, owner: int) -> ui.LayoutView:
    """One question before an answer goes."""
    said = f"This takes **{escape(answer.question)}** out of `/faq` here and keeps the record of it."
    retract = button("Retract", Verb.ANSWER_RETRACT, owner, answer.id, style=ButtonStyle.danger)
    return card(said, accent=SLATE, below=[row(retract, button("All answers", Verb.ANSWER_LIST, owner, 0))])


def listing(
    answers: Sequence[Answer], owner: int, *, newest: bool = True, older: bool = False
) -> ui.LayoutView:
    """One page of what was answered, newest first; a menu opens one, buttons lead to other pages."""
    if not answers:
        return card("No answers yet. `/answers open` writes the first.", accent=SLATE)
    options = [option(each.question, each.id, f"{_state(each)}, by {each.signature}") for each in answers]
    back = None if newest else button("Newest", Verb.ANSWER_LIST, owner, 0)
    onward = button("Older", Verb.ANSWER_LIST, owner, answers[-1].id) if older else None
    opening = row(menu("Open an answer", options, Verb.ANSWER_OPEN, owner))
    below = [opening, row(back, onward)]
    return card("## Answers of this server", *map(_line, answers), accent=SLATE, below=below)


def choice(answer: Answer) -> str:
    """An answer as autocomplete offers it: its question, and where it stands."""
    state = f" ({_state(answer)})"
    return f"{clip(answer.question, CHOICE - len(state))}{state}"


def now_reads(answer: Answer, owner: int) -> ui.LayoutView:
    """An answer as it is by now, beside what somebody wanted to make of it."""
    said = "It reads now as below; what you wrote follows. **Edit** opens it as it is now."
    edit = button("Edit", Verb.ANSWER_EDIT, owner, answer.id)
    return card(said, *own(answer.found), below=[row(edit)], accent=SLATE)


def _state(answer: Answer) -> str:
    return _STATES[answer.stage].replace("`", "")


def _line(answer: Answer) -> str:
    state = _STATES[answer.stage].capitalize()
    below = small(f"{state}, {stamp(answer.created_at)}, {escape(answer.signature)}")
    return f"**{escape(answer.question)}**\n{below}"
