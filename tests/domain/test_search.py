"""Finding what somebody means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.roadmap import Question
from bot.domain.search import find_question, matching
from bot.packs.shelf import Shelf
from bot.settings import read_settings
from tests.domain.samples import action

ACTIONS = [action("numpy-pandas"), action("docker-kubernetes"), action("mlflow")]
MANY = [action(f"walk-{n}") for n in range(30)]
ROADMAP = Shelf.open(read_settings().content_dir).library.default


def test_everything_is_offered_while_nothing_is_typed() -> None:
    assert list(matching(ACTIONS, " ")) == ACTIONS
    assert len(matching(MANY, "")) == len(matching(MANY, "walk")) == 25


@pytest.mark.parametrize(
    ("typed", "found"), [("docker", 1), ("kubernets", 1), ("DO MLFLOW", 2), ("pandas numpy", 0), ("mlflw", 2)]
)
def test_typos_and_order_do_not_matter(typed: str, found: int) -> None:
    assert matching(ACTIONS, typed)[0] == ACTIONS[found]


@given(st.text(max_size=200))
def test_whatever_is_typed_comes_from_the_list(typed: str) -> None:
    assert set(matching(MANY, typed)) <= set(MANY)
    found = find_question(ROADMAP.questions, typed)
    assert found.answer is None or found.answer in ROADMAP.questions
    assert len(found.near) <= 3


def test_of_no_questions_none_is_found() -> None:
    found = find_question([], "why")
    assert (found.answer, found.near) == (None, ())


@pytest.mark.parametrize("question", ROADMAP.questions, ids=lambda question: question.id)
def test_every_way_to_ask_leads_to_its_answer(question: Question) -> None:
    for asked in (question.question, question.id.replace("-", " "), *question.aliases):
        assert find_question(ROADMAP.questions, asked).answer == question, asked


def test_an_uncertain_question_gets_the_closest_ones() -> None:
    found = find_question(ROADMAP.questions, "what about a mathematical certificate")
    assert found.answer is None
    assert 1 <= len(found.near) <= 3
