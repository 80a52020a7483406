"""`/answers` with the longest that fits into its forms is still what Discord takes."""

from collections.abc import Callable

import pytest
from discord import ui

from bot.domain.answers import QUESTION, TEXT, Answer, AnswerStage, with_own
from bot.domain.custom_id import Verb
from bot.domain.unanswered import LONGEST, Unanswered, gist
from bot.limits import CHOICE, SELECT_OPTIONS
from bot.views import answers as views
from bot.views import faqs
from tests.component_faults import of_modal
from tests.request_faults import view_faults
from tests.views.longest import LAST, NOW, ROADMAP, USER

A_NAME = 32
"""How long a display name may be."""

# What is escaped needs twice the room.
ANSWER = Answer(
    LAST,
    LAST,
    USER,
    "*" * A_NAME,
    "r" * 24,
    "_" * LONGEST,
    "*" * QUESTION,
    "@everyone ".ljust(TEXT, "*"),
    AnswerStage.DRAFT,
    NOW,
)
STAGES = [ANSWER._replace(stage=stage) for stage in AnswerStage]
PAGE = [STAGES[n % len(STAGES)]._replace(id=LAST - n) for n in range(views.PAGE)]
TELLING = gist(f"{'c' * LONGEST}")
IN_VAIN = [Unanswered("r" * 24, f"{TELLING[3:]} {n:02}", 10**6) for n in range(SELECT_OPTIONS)]
WITH_OWN = with_own(ROADMAP, [ANSWER._replace(id=LAST - n).found for n in range(100)])

CARDS: dict[str, Callable[[], ui.LayoutView]] = {
    "nothing in vain": lambda: views.waiting((), USER),
    "asked in vain": lambda: views.waiting(IN_VAIN, USER),
    "preview": lambda: views.preview(ANSWER, USER),
    **{f"opened, {each.stage}": lambda each=each: views.opened(each, USER) for each in STAGES},  # type: ignore[misc]
    "retract": lambda: views.retract_asked(ANSWER, USER),
    "no answers": lambda: views.listing((), USER),
    "listed": lambda: views.listing(PAGE, USER, newest=False, older=True),
    "now reads": lambda: views.now_reads(ANSWER, USER),
    "in /faq": lambda: faqs.answer(ROADMAP, ANSWER.found, USER),
    "in /faq, to a message": lambda: faqs.answer(ROADMAP, ANSWER.found, USER, message=LAST),
    "in /faq, for a member": lambda: faqs.addressed(ROADMAP, ANSWER.found, faqs.to_member(USER)),
    "among the questions": lambda: faqs.questions(WITH_OWN, USER, faqs.Whom(message=LAST)),
    "meant": lambda: faqs.did_you_mean(ROADMAP, "*" * 6000, [each.found for each in PAGE[:3]], USER),
}


@pytest.mark.parametrize("make", CARDS.values(), ids=list(CARDS))
def test_the_longest_fits(make: Callable[[], ui.LayoutView]) -> None:
    assert view_faults(make()) == []


def test_the_forms_fit_filled_in() -> None:
    for form in (
        views.wording_form(Verb.ANSWER_DRAFT, USER, IN_VAIN[0].sign),
        views.wording_form(
            Verb.ANSWER_REWORD, USER, LAST, ANSWER.words, question=ANSWER.question, text=ANSWER.text
        ),
    ):
        assert list(of_modal(form.to_dict())) == []


@pytest.mark.parametrize("answer", STAGES, ids=[each.stage for each in STAGES])
def test_what_autocomplete_offers_fits(answer: Answer) -> None:
    assert len(views.choice(answer)) <= CHOICE


def test_a_longer_one_would_not_fit() -> None:
    with pytest.raises(ValueError, match="characters of text in one message"):
        views.preview(ANSWER._replace(text="*" * 4000), USER)
