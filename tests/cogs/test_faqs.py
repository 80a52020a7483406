"""`/faq`: the answer, what may have been meant, or that there is none."""

import gc
import re
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from discord import AppCommandType

from bot.content.check import load
from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.library import Library
from bot.domain.schedule import DAY
from bot.domain.search.commands import WAYS
from bot.domain.unanswered import A_DAY, Unanswered
from bot.host import reports
from bot.trial.drawing import plain
from bot.trial.world import World
from tests.cogs.moderating import newcomers
from tests.interactions import press

FIRST_EDITION = Path(__file__).parents[1] / "content" / "first_edition"
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
    assert card.buttons == ["All questions"]
    action = await card.choose("Build a portfolio project on data that keeps coming")
    assert action.message.id == card.message.id
    assert action.text.startswith("### Build a portfolio project on data that keeps coming\n-# Portfolio,")
    assert "*Done when*" in action.text


async def test_every_question_is_reached_by_its_topic(world: World, content: LiveContent) -> None:
    road = content.library.default
    topics = await (await world.robin.slash("faq", question="degree")).click("All questions")
    for topic in road.topics:
        questions = [each.question for each in road.questions if each.topic == topic.id]
        assert f"- {topic.title} · {len(questions)} questions" in plain(topics.text)
        listed = await topics.choose(topic.title)
        assert listed.text == "\n".join((f"## {topic.title}", *(f"- {each}" for each in questions)))
        for question in questions:
            answer = await listed.choose(question)
            assert answer.text.startswith(f"### {question}\n")
            topics = await answer.click("All questions")
            listed = await topics.choose(topic.title)
        topics = await listed.click("All topics")


async def test_a_topic_that_is_gone_leads_to_the_others(world: World) -> None:
    old = await press(world, world.robin, f"b:topic:{world.robin.id}:mlops-engineer/gone").arrives()
    assert old.screen.text.startswith("## Questions about MLOps Engineer\nPick a topic, then a question.")


async def test_questions_without_topics_are_one_list(world: World, content: LiveContent) -> None:
    content.library = load(FIRST_EDITION)
    card = await world.robin.slash("faq", question="degree")
    listed = await card.click("All questions")
    assert listed.text.count("\n- ") == 7
    again = await listed.choose("Is a PhD or a Master's degree required?")
    assert again.text == card.text
    assert again.message.id == card.message.id


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "how much do they earn",
            ("Salary range, USA\nThe role", "$100,000 \N{EN DASH} $250,000", "Source: Edirae", "$120,230"),
        ),
        ("are companies hiring", ("Job growth", "+35 %", "U.S. Bureau of Labor Statistics")),
        ("how long does it take", ("Time to career", "8\N{EN DASH}12 months")),
        ("what is an mlops engineer", ("MLOps Engineer", "makes systems out of models")),
        ("how do i stop the messages", ("`/nudges`", "pause it, stop it")),
        ("delete my data", ("`/mydata`",)),
        ("cleanest-hours", ("The cleanest hours tomorrow", "A project guide")),
    ],
)
async def test_what_is_known_besides(world: World, asked: str, said: tuple[str, ...]) -> None:
    card = await world.robin.slash("faq", question=asked)
    for words in said:
        assert words in plain(card.text)


async def test_figures_come_with_their_day_and_source(world: World) -> None:
    prices = (await world.robin.slash("faq", question="budget-alert")).text
    assert prices.endswith(
        "-# As of 7 October 2026: \N{NORTH EAST ARROW} "
        "[source](<https://docs.cloud.google.com/billing/docs/how-to/budgets-spend-caps>)"
    )
    assert "As of" not in (await world.robin.slash("faq", question="windows-only")).text
    assert "source" not in (await world.robin.slash("faq", question="skip-known")).text


async def test_hours_are_those_of_one_path(world: World) -> None:
    """The action has steps for four clouds; nobody does them all."""
    card = await world.robin.slash("faq", question="portfolio-project")
    assert "about 22 hours and what your path adds" in card.text


async def test_the_step_that_was_meant_is_named(world: World) -> None:
    card = await world.robin.slash("faq", question="how do i version the data with dvc in mlflow")
    assert "### Track and register models with MLflow" in card.text
    assert "In it: **Version the data with DVC**, " in card.text
    assert card.text.count("*Done when*") == 2
    plain = await world.robin.slash("faq", question="mlflow")
    assert plain.text.count("*Done when*") == 1


async def test_a_guide_is_one_click_from_the_answer(world: World) -> None:
    card = await world.robin.slash("faq", question="cleanest-hours")
    assert "**Milestones**" in (await card.click("Open the guide")).text


async def test_the_search_knows_every_command(world: World) -> None:
    tree = world.app.client.tree.get_commands(type=AppCommandType.chat_input)
    assert set(WAYS) == {command.name for command in tree}


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
    assert (await card.click("None of these")).text.count("\n- ") == 7  # topics


async def test_nothing_fits_is_said_plainly(world: World) -> None:
    card = await world.robin.slash("faq", question="xyzzy `plugh` @everyone")
    assert card.text.startswith("I have no answer to “xyzzy \\`plugh\\` @\u200beveryone” yet.")
    topic = await card.choose("Getting in")
    assert (await topic.choose("Is a PhD or a Master's degree required?")).text.startswith(DEGREE)


async def test_a_very_long_question(world: World) -> None:
    card = await world.robin.slash("faq", question="qwx " * 1500)
    assert "…” yet." in card.text


async def test_a_question_that_is_gone(world: World) -> None:
    old = await press(world, world.robin, f"b:faq:{world.robin.id}:mlops-engineer/gone").arrives()
    assert old.screen.private
    assert old.screen.text == "I don't know a question called “gone”. `/faq` shows what people ask."


async def test_the_questions_are_offered_while_typing(world: World) -> None:
    assert len(await world.robin.offered("faq", "question")) == 25
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
            "containers",
            "### Learn Docker and Kubernetes basics",
            "Core tools, months 4 to 6 · about 28 hours · action 5 of 22",
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
            "Amazon Web Services (AWS) · fits Portfolio, months 7 to 9\nThis exam can't be taken any more",
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


async def test_an_action_takes_as_long_here_as_in_its_details(world: World, content: LiveContent) -> None:
    for action in content.library.default.actions:
        card = await world.robin.slash("faq", question=action.id)
        (length,) = re.findall(r"about \d+ hours(?: and what your path adds)?", card.text.split("\n")[1])
        assert length in (await card.click("Details")).text.split("\n")[1]
    card = await world.robin.slash("faq", question="cloud-deploy")
    assert "about 14 hours and what your path adds" in card.text
    await (await world.robin.slash("roadmap")).choose("AWS, with SageMaker AI")
    assert "path adds" not in (await card.click("Details")).text
    assert "path adds" in (await world.robin.slash("faq", question="second-project")).text, "by its focus"


async def test_an_action_that_was_retired_is_still_known(world: World, content: LiveContent) -> None:
    road = content.library.default
    first, *phases = road.phases
    shell, tables, *others = first.actions
    gone = tables._replace(retired=True)
    content.library = Library(
        (replace(road, phases=(first._replace(actions=(shell, gone, *others)), *phases)),)
    )
    card = await world.robin.slash("faq", question=gone.id)
    assert card.text.startswith(f"### {gone.title}\n-# Foundations, months 1 to 3 · about 36 hours\n")
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


async def test_the_report_lists_what_found_nothing(world: World, database_url: str) -> None:
    for person in newcomers(world, 5):
        await person.slash("faq", question="Who sells sandals in Rome?")
    lines = await reports.report(database_url, world.now() - DAY)
    assert lines[-1] == "    5 people: sells sandals rome (mlops-engineer)"


async def test_a_question_about_nothing_is_not_kept(world: World) -> None:
    card = await world.robin.slash("faq", question="???")
    assert card.text.startswith("I have no answer to “???” yet.\nPick one of the common questions:")


async def test_only_what_found_nothing_is_kept(world: World) -> None:
    for _ in range(3):
        await world.robin.slash("faq", question=UNSURE)
        await world.robin.slash("faq", question="degree")
    assert "no answer" not in (await world.robin.slash("mydata show")).text


async def test_they_are_kept_for_90_days(world: World) -> None:
    async with world.app.store.transaction() as rows:
        for days in (90, 91):
            act = Act(world.robin.id, None, days, world.now() - days * DAY)
            await rows.questions.note(act, "mlops-engineer", f"{days}")
    await world.app.retention.look()
    said = (await world.robin.slash("mydata show")).text
    assert "I had no answer to 1 question of yours, and forget each after 90 days: *90*." in said


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
