"""Sure, not sure, nothing fits; and the list while somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search.entries import ref_of
from bot.domain.search.find import Found, find, matching
from bot.domain.search.index import Index
from bot.domain.search.texts import Text, texts
from tests.benchmarks.search import ask_all, figures
from tests.domain.samples import action, phase, roadmap, step
from tests.domain.search.samples import INDEX, SHIPPED, small

QUESTIONS = SHIPPED.questions
MANY = [action(f"walk-{number}") for number in range(30)]


def test_people_are_understood_as_well_as_promised() -> None:
    """What is certain has to be right; what is not is asked."""
    shares = figures(ask_all(INDEX)["judge"])
    assert shares["off topic refused"] >= 0.90
    assert shares["wrongly"] <= 0.02
    assert shares["top-1"] >= 0.88
    assert shares["top-3"] >= 0.97


@pytest.mark.parametrize("text", list(texts(SHIPPED)), ids=lambda text: text.entry.id)
def test_every_way_to_ask_leads_to_its_answer(text: Text) -> None:
    for way in text.ways:
        assert find(INDEX, way).answer == text.entry, way


@given(st.text(max_size=200))
def test_whatever_is_asked_at_most_three_are_offered(question: str) -> None:
    found = find(INDEX, question)
    assert len(found.near) <= 3
    assert found.answer is None or found.answer == found.near[0]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("containers", "docker-kubernetes"),
        ("how do I find mlops meetups", "networking"),
        ("AWS Certified Machine Learning Specialty", "aws-ml-specialty"),
        ("core tools", "core-tools"),
    ],
)
def test_actions_phases_and_certifications_answer_too(question: str, answer: str) -> None:
    found = find(INDEX, question).answer
    assert found is not None
    assert found.id == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how do i stop the messages", "command/nudges"),
        ("delete all my data", "command/mydata"),
        ("how much does it pay", "fact/salary"),
        ("the cleanest hours tomorrow", "cleanest-hours"),
    ],
)
def test_commands_figures_and_guides_answer_too(question: str, answer: str) -> None:
    found = find(INDEX, question).answer
    assert found is not None
    assert ref_of(found) == answer


def test_a_step_is_named_where_one_is_clear() -> None:
    learn = action("learn", steps=(step("boats"), step("ropes"), step("knots")))
    index = Index.of(roadmap(phase("first", learn)))
    assert find(index, "learn about knots").step == learn.steps[2]
    assert find(index, "learn").step is None
    assert find(index, "learn ropes and knots").step is None


def test_words_that_say_nothing_find_nothing() -> None:
    assert find(INDEX, "why would you do that") == Found(None, ())


def test_an_uncertain_question_gets_the_closest_ones() -> None:
    found = find(INDEX, "what about a mathematical certificate")
    assert found.answer is None
    assert [ref_of(entry) for entry in found.near][:2] == ["mathematics", "degree"]


@pytest.mark.parametrize("question", ["", "?!", "xyzzy plugh", "who won the match last night", "数学"])
def test_of_what_has_nothing_to_do_with_it_nothing_is_found(question: str) -> None:
    found = find(INDEX, question)
    assert (found.answer, found.near) == (None, ())


def test_where_nothing_is_written_nothing_is_found() -> None:
    found = find(Index.of(roadmap()), "why")
    assert (found.answer, found.near) == (None, ())


def test_the_only_entry_can_be_certain() -> None:
    lonely = Index.of(roadmap(phase("only")))
    assert find(lonely, "only").answer is not None


def test_everything_is_offered_while_nothing_is_typed() -> None:
    index = Index.of(roadmap(phase("only", *MANY)))
    assert list(matching(index, " ", MANY)) == MANY[:25]
    assert len(matching(index, "walk", MANY)) == 25
    assert len(matching(index, "walk", MANY, 3)) == 3


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("d", 1), ("dock", 1), ("kubernets", 1), ("DO MLFL", 2), ("pandas num", 0), ("mlflw", 2)],
)
def test_beginnings_are_enough_while_typing(typed: str, offered: int) -> None:
    road = small()
    assert matching(Index.of(road), typed, road.actions)[0] == road.actions[offered]


def test_only_what_was_asked_for_is_offered() -> None:
    assert set(matching(INDEX, "certification", QUESTIONS)) <= set(QUESTIONS)
    assert matching(INDEX, "xyzzy", QUESTIONS) == ()
