"""`/faq`: the answer, what may have been meant, or that there is none."""

import gc
import weakref
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.domain.library import Library
from bot.domain.unanswered import Unanswered
from bot.packs.shelf import Shelf
from bot.store.questions import QuestionStore
from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests.deliver import press

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


async def test_an_action_that_was_retired_is_still_known(world: World, shelf: Shelf) -> None:
    road = shelf.library.default
    first, *phases = road.phases
    gone = replace(first.actions[0], retired=True)
    shelf.library = Library(
        (replace(road, phases=(replace(first, actions=(gone, *first.actions[1:])), *phases)),)
    )
    card = await world.robin.slash("faq", question=gone.id)
    assert card.text.startswith(f"### {gone.title}\n-# Foundations, months 1 to 3 · about 30 hours\n")
    assert gone.title not in await world.robin.offered("faq", "question", "numpy")


async def test_questions_that_found_nothing_are_kept_without_who_asked(world: World) -> None:
    questions = QuestionStore(world.app.database)
    for person in (world.robin, world.mona, world.robin.in_dm()):
        card = await person.slash("faq", question=f"Who sells <@{world.robin.id}> sandals in Rome??")
        assert "I've noted the question" in card.text
    assert await questions.frequent(world.now()) == (Unanswered("mlops-engineer", "sells sandals rome", 3),)


async def test_a_question_about_nothing_is_not_kept(world: World) -> None:
    card = await world.robin.slash("faq", question="???")
    assert card.text.startswith("I have no answer to “???” yet. This is what people ask:")


async def test_only_what_found_nothing_is_kept(world: World) -> None:
    questions = QuestionStore(world.app.database)
    for _ in range(3):
        await world.robin.slash("faq", question=UNSURE)
        await world.robin.slash("faq", question="degree")
    assert await questions.frequent(0) == ()


async def test_an_answer_for_a_member_stands_in_the_channel_and_pings_nobody_else(world: World) -> None:
    card = await world.robin.slash("faq", question="do i need a phd?", for_member=world.mona.user)
    assert not card.private
    assert card.text.startswith(f"<@{world.mona.id}>\n{DEGREE}")
    assert card.buttons == []
    assert mentions(world) == {"parse": [], "users": [world.mona.id]}


async def test_an_answer_to_oneself_pings_nobody(world: World) -> None:
    await world.robin.slash("faq", question="do i need a phd?")
    assert mentions(world) == {"parse": []}


async def test_everybody_can_open_what_stands_in_the_channel(world: World) -> None:
    card = await world.robin.slash("faq", question="docker-kubernetes", for_member=world.mona.user)
    for person in (world.robin, world.mona):
        opened = await Screen(person, card.message).click("Details")
        assert opened.private
        assert "*Done when*" in opened.text


async def test_an_uncertain_answer_for_a_member_is_chosen_first(world: World) -> None:
    card = await world.robin.slash("faq", question=UNSURE, for_member=world.mona.user)
    assert card.private
    label = card.buttons[0]
    chosen = await card.click(label)
    assert not chosen.private
    assert chosen.text.startswith(f"<@{world.mona.id}>\n### {label}")
    assert mentions(world) == {"parse": [], "users": [world.mona.id]}


@pytest.mark.parametrize("asked", [UNSURE, "xyzzy"])
async def test_an_answer_for_a_member_from_the_list(world: World, asked: str) -> None:
    card = await world.robin.slash("faq", question=asked, for_member=world.mona.user)
    listed = await card.click("None of these") if asked == UNSURE else card
    chosen = await listed.choose("Will AI tools replace MLOps Engineers?")
    assert chosen.text.startswith(f"<@{world.mona.id}>\n### Will AI tools")
    assert not chosen.private


@pytest.mark.parametrize("asked", ["degree", UNSURE])
async def test_who_may_not_write_in_a_channel_gets_the_answer_alone(world: World, asked: str) -> None:
    everyone = world.env.bot.get_guild(world.guild.id).default_role  # type: ignore[union-attr]
    silent = {everyone: discord.PermissionOverwrite(send_messages=False)}
    lobby = world.guild.create_text_channel("lobby", overwrites=silent)
    kim = Person(world.env, world.guild.add_member(world.env.create_user("Kim")), lobby)
    card = await kim.slash("faq", question=asked, for_member=world.mona.user)
    answer = await card.click(card.buttons[0]) if asked == UNSURE else card
    assert answer.private
    assert answer.text.startswith("You can't write in this channel, so this is for you alone.\n### ")
    assert mentions(world) in (None, {"parse": []})


async def test_in_a_dm_nobody_is_addressed(world: World) -> None:
    card = await world.robin.in_dm().slash("faq", question="degree", for_member=world.robin.user)
    assert card.private
    assert card.text.startswith("I can address somebody in a server's channel; here this is for you alone.")


async def test_content_that_is_read_again_is_searched_anew_and_the_old_is_let_go(
    world: World, shelf: Shelf
) -> None:
    names = world.app.client.cogs["Faqs"]._names  # type: ignore[attr-defined]
    await world.robin.slash("faq", question="degree of something")
    before = weakref.ref(names.index(shelf.library.default))
    assert names.index(shelf.library.default) is before()
    shelf.reload()
    again = names.index(shelf.library.default)
    assert again is not before()
    gc.collect()
    assert before() is None


def mentions(world: World) -> Any:
    """Whom the last answer could notify."""
    bodies: list[Any] = [each.json for each in world.env.http_requests if each.path.endswith("/callback")]
    return bodies[-1]["data"].get("allowed_mentions")
