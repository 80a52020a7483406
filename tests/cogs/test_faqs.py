"""`/faq`: the answer, what may have been meant, or that there is none."""

import pytest

from bot.trial.world import World
from tests.deliver import press

DEGREE = "### Is a PhD or a Master's degree required?"
MEANT = "Did you mean one of these?"


@pytest.mark.parametrize(
    "asked",
    [
        "degree",
        "Is a PhD or a Master's degree required?",
        "do i need a phd?",
        "DO I NEED A PHD",
        "mlops-engineer/degree",
    ],
)
async def test_the_answer_stands_under_the_question_as_written(world: World, asked: str) -> None:
    card = await world.robin.slash("faq", question=asked)
    assert card.private
    assert card.text.startswith(DEGREE)
    assert "See also: " in card.text
    assert card.buttons == ["All questions"]


@pytest.mark.parametrize(
    "name",
    [
        "degree",
        "mlops-vs-ml-engineer",
        "mathematics",
        "certifications",
        "career-change",
        "biggest-challenge",
        "automation",
    ],
)
async def test_every_question_has_an_answer(world: World, name: str) -> None:
    card = await world.robin.in_dm().slash("faq", question=name)
    assert card.text.startswith("### ")


async def test_all_questions_lead_to_each(world: World) -> None:
    card = await world.robin.slash("faq", question="degree")
    listed = await card.click("All questions")
    assert listed.text.count("\n- ") == 7
    again = await listed.choose("Is a PhD or a Master's degree required?")
    assert again.text == card.text
    assert again.message.id == card.message.id


async def test_what_may_have_been_meant_is_on_buttons_only(world: World) -> None:
    card = await world.robin.slash("faq", question="what about a mathematical certificate")
    assert MEANT in card.text
    assert "### " not in card.text
    *offered, none = card.buttons
    assert 1 <= len(offered) <= 3
    assert none == "None of these"
    assert (await card.click(offered[0])).text.startswith(f"### {offered[0]}")


async def test_none_of_these_lists_them_all(world: World) -> None:
    card = await world.robin.slash("faq", question="what about a mathematical certificate")
    assert (await card.click("None of these")).text.count("\n- ") == 7


async def test_nothing_fits_is_said_plainly(world: World) -> None:
    card = await world.robin.slash("faq", question="xyzzy `plugh` @everyone")
    assert card.text.startswith("I have no answer to “xyzzy \\`plugh\\` @\u200beveryone” yet.")
    assert (await card.choose("Is a PhD or a Master's degree required?")).text.startswith(DEGREE)


async def test_a_very_long_question(world: World) -> None:
    card = await world.robin.slash("faq", question="qwx " * 1500)
    assert "…” yet." in card.text


async def test_a_question_that_is_gone(world: World) -> None:
    old = await press(world, world.robin, f"b:faq:{world.robin.id}:mlops-engineer/gone").arrives()
    assert old.screen.private
    assert old.screen.text == "I don't know a question called “gone”. `/faq` shows what people ask."


async def test_the_questions_are_offered_while_typing(world: World) -> None:
    assert len(await world.robin.offered("faq", "question")) == 7
    assert await world.robin.offered("faq", "question", "phd") == ["Is a PhD or a Master's degree required?"]
