"""`/faq`: the answer, what may have been meant, or that there is none."""

import gc
import weakref
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.library import Library
from bot.domain.schedule import DAY
from bot.domain.unanswered import A_DAY, Unanswered
from bot.host import reports
from bot.trial.world import World
from tests.cogs.moderating import newcomers
from tests.interactions import press

DEGREE = "### Is a PhD or a Master's degree required?"
MEANT = "Did you mean one of these?"
UNSURE = "what about a mathematical certificate"


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
    card = await world.robin.slash("faq", question=UNSURE)
    assert MEANT in card.text
    assert "### " not in card.text
    *offered, none = card.buttons
    assert 1 <= len(offered) <= 3
    assert none == "None of these"
    assert (await card.click(offered[0])).text.startswith(f"### {offered[0]}")


async def test_none_of_these_lists_them_all(world: World) -> None:
    card = await world.robin.slash("faq", question=UNSURE)
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
    typed = await world.robin.offered("faq", "question", "phd")
    assert typed[0] == "Is a PhD or a Master's degree required?"


async def test_other_things_are_offered_while_typing(world: World) -> None:
    assert "Learn Docker and Kubernetes basics" in await world.robin.offered("faq", "question", "dock")
    assert "Portfolio" in await world.robin.offered("faq", "question", "portf")
    assert "CKA: Certified Kubernetes Administrator" in await world.robin.offered("faq", "question", "cka")


@pytest.mark.parametrize(
    ("asked", "heading", "place", "button", "opened"),
    [
        (
            "when do I learn about containers",
            "### Learn Docker and Kubernetes basics",
            "Core tools, months 4 to 6 · about 30 hours · action 5 of 19",
            "Details",
            "*Done when*",
        ),
        (
            "core tools phase",
            "### Core tools",
            "Months 4 to 6 · 5 actions · phase 2 of 4",
            "Open the phase",
            "## Core tools",
        ),
        (
            "aws-ml-specialty",
            "### AWS Certified Machine Learning \u2013 Specialty",
            "Amazon Web Services (AWS) · fits Portfolio, months 7 to 9\nIt can't be taken any more",
            "Details",
            "Its official page",
        ),
    ],
)
async def test_where_a_thing_is_on_the_trail(
    world: World, asked: str, heading: str, place: str, button: str, opened: str
) -> None:
    card = await world.robin.slash("faq", question=asked)
    assert card.private
    assert card.text.startswith(f"{heading}\n-# {place}")
    assert card.buttons == [button, "All questions"]
    assert opened in (await card.click(button)).text


async def test_an_action_that_was_retired_is_still_known(world: World, content: LiveContent) -> None:
    road = content.library.default
    first, *phases = road.phases
    gone = replace(first.actions[0], retired=True)
    content.library = Library(
        (replace(road, phases=(replace(first, actions=(gone, *first.actions[1:])), *phases)),)
    )
    card = await world.robin.slash("faq", question=gone.id)
    assert card.text.startswith(f"### {gone.title}\n-# Foundations, months 1 to 3 · about 30 hours\n")
    assert gone.title not in await world.robin.offered("faq", "question", "numpy")


async def test_questions_that_found_nothing_are_kept_without_who_asked(world: World) -> None:
    questions = world.app.store.read.questions
    people = [world.robin, world.mona, *newcomers(world, 3)]
    for person in people:
        card = await person.slash("faq", question=f"Who sells <@{world.robin.id}> 2 sandals in Rome??")
        assert "without your name. Your moderators see it once three people here have asked it" in card.text
    asked = Unanswered("mlops-engineer", "sells sandals rome", 5)
    assert await questions.of_server(world.guild.id, world.now()) == (asked,)
    assert await questions.everywhere(world.now()) == (asked,)


async def test_what_is_asked_in_a_dm_is_of_no_server(world: World) -> None:
    card = await world.robin.in_dm().slash("faq", question="Who sells sandals in Rome?")
    assert "without your name. The roadmap's authors see it once five people have asked it." in card.text
    for person in newcomers(world, 2):
        await person.slash("faq", question="Who sells sandals in Rome?")
    assert await world.app.store.read.questions.of_server(world.guild.id, 0) == ()


async def test_who_asks_too_much_in_a_day_is_answered_and_not_noted(world: World) -> None:
    for number in range(A_DAY + 1):
        card = await world.robin.slash("faq", question=f"Who sells {chr(97 + number)}qx sandals?")
    assert card.text.startswith("I have no answer to")
    assert "noted" not in card.text


async def test_the_report_lists_what_found_nothing(world: World, database_file: Path) -> None:
    for person in newcomers(world, 5):
        await person.slash("faq", question="Who sells sandals in Rome?")
    lines = await reports.report(f"sqlite+aiosqlite:///{database_file}", world.now() - DAY)
    assert lines[-1] == "    5 people: sells sandals rome (mlops-engineer)"


async def test_a_question_about_nothing_is_not_kept(world: World) -> None:
    card = await world.robin.slash("faq", question="???")
    assert card.text.startswith("I have no answer to “???” yet.\nPick one of the common questions:")


async def test_only_what_found_nothing_is_kept(world: World) -> None:
    for _ in range(3):
        await world.robin.slash("faq", question=UNSURE)
        await world.robin.slash("faq", question="degree")
    assert "questions without an answer" not in (await world.robin.slash("mydata show")).text


async def test_they_are_kept_for_90_days(world: World) -> None:
    async with world.app.store.transaction() as rows:
        for days in (90, 91):
            act = Act(world.robin.id, None, days, world.now() - days * DAY)
            await rows.questions.note(act, "mlops-engineer", f"{days}")
    await world.app.retention.look()
    said = (await world.robin.slash("mydata show")).text
    assert "questions without an answer: roadmap mlops-engineer, about 90" in said


async def test_content_that_is_read_again_is_searched_anew_and_the_old_is_let_go(
    world: World, content: LiveContent
) -> None:
    await world.robin.slash("faq", question="degree of something")
    before = weakref.ref(content.index(content.library.default))
    assert content.index(content.library.default) is before()
    content.reload()
    again = content.index(content.library.default)
    assert again is not before()
    gc.collect()
    assert before() is None
