"""`/certs`: what can be taken, what took the place of the rest, a goal, and what was passed."""

from datetime import date
from pathlib import Path

import pytest

from bot.content.check import load
from bot.content.live import LiveContent
from bot.domain.members import Goal
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.conftest import Know
from tests.interactions import form, press

AWS = "This exam can't be taken any more (since 31 March 2026)."


async def test_all_of_them_with_their_status(world: World) -> None:
    card = await world.robin.slash("certs")
    assert card.private
    assert card.text.count("can be taken") == 8
    assert card.text.count("can be taken, in beta") == 2
    assert "can't be taken any more (since 31 March 2026)" in card.text
    assert "can't be taken any more (since 30 June 2026)" in card.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("aws-ml-specialty", AWS),
        (
            "aws-ml-specialty",
            "Replaced by: **AWS Certified Machine Learning Engineer \N{EN DASH} Associate**.",
        ),
        ("azure-ai-engineer", "can't be taken any more (since 30 June 2026)."),
        ("azure-ai-engineer", "AI-103"),
        ("cka", "can be taken"),
        ("google-ml-engineer", "Google"),
        ("databricks-spark", "Databricks"),
    ],
)
async def test_one_says_who_issues_it_and_whether_it_can_be_taken(world: World, name: str, said: str) -> None:
    card = await world.robin.in_dm().slash("certs", certification=name)
    assert card.private
    assert said in card.text
    assert "Fits the phase **" in card.text
    assert "As of " in card.text
    assert "↗ [Its official page](<https://" in card.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("databricks-spark", "**."),
        ("cka", "**."),
        ("aws-ml-engineer-associate", ", on the path **AWS, with SageMaker AI**."),
    ],
)
async def test_one_says_which_phase_and_path_it_fits(world: World, name: str, said: str) -> None:
    card = await world.robin.slash("certs", certification=name)
    fits = next(line for line in card.text.splitlines() if line.startswith("Fits the phase"))
    assert fits.endswith(said)


async def test_what_an_exam_costs_and_asks_is_said_before_somebody_pays(world: World) -> None:
    card = await world.robin.slash("certs", certification="aws-ml-engineer-associate")
    assert "This exam can be taken, in beta." in card.text
    for said in (
        "Price: USD 75",
        "Valid for: 3 years",
        "Study: 50 to 120 hours",
        "Languages: Beta: English.",
    ):
        assert said in card.text
    assert "Look again by 14 January 2027: this is known to change." in card.text


async def test_what_nobody_knows_of_an_exam_is_left_out(world: World) -> None:
    card = await world.robin.slash("certs", certification="cka")
    assert "Price: USD 445" in card.text
    assert "Study:" not in card.text
    assert "known to change" not in card.text


async def test_the_menu_opens_one_and_the_button_leads_back(world: World) -> None:
    card = await world.robin.slash("certs")
    one = await card.choose("AWS Certified Machine Learning \N{EN DASH} Specialty")
    assert one.message.id == card.message.id
    assert AWS in one.text
    assert (await one.click("All certifications")).text == card.text


async def test_an_unknown_certification(world: World) -> None:
    answer = await world.robin.slash("certs", certification="degree")
    assert answer.private
    assert answer.text == "I don't know a certification called “degree”. `/certs` shows them all."


async def test_the_certifications_are_offered_while_typing(world: World) -> None:
    assert len(await world.robin.offered("certs", "certification")) == 11
    typed = await world.robin.offered("certs", "certification", "specialty")
    assert typed[0] == "AWS Certified Machine Learning \N{EN DASH} Specialty"


async def opened(world: World, name: str) -> Screen:
    """A certification as Robin sees it."""
    return await world.robin.slash("certs", certification=name)


async def test_a_goal_is_set_shown_and_dropped(world: World, known: Know) -> None:
    card = await opened(world, "cka")
    assert card.buttons == ["Set as goal", "Passed", "All certifications"]
    asked = await card.opens("Set as goal")
    assert asked.modal["title"] == "Goal: CKA: Certified Kubernetes Administrator"
    done = await asked.send(by="2027-05-01")
    assert done.text.startswith("Your goal: **CKA: Certified Kubernetes Administrator**, by 1 May 2027.")
    assert done.buttons == ["Passed", "Not my goal any more", "All certifications"]
    member = await known(world.robin)
    assert member is not None
    assert (member.goal, member.started) == (Goal("mlops-engineer/cka", date(2027, 5, 1), told=False), False)
    assert "Goal: **CKA: Certified Kubernetes Administrator**, by 1 May 2027" in (
        (await world.robin.slash("progress")).text
    )
    card = await opened(world, "cka")
    assert "Your goal, by 1 May 2027 ◆" in card.text
    assert card.buttons == ["Passed", "Not my goal any more", "All certifications"]
    assert "## Certifications for MLOps Engineer" in (await card.click("Not my goal any more")).text
    assert "Your goal" not in (await opened(world, "cka")).text


async def test_an_old_button_that_drops_a_goal_makes_nobody_a_member_again(world: World, known: Know) -> None:
    done = await (await (await opened(world, "cka")).opens("Set as goal")).send(by="")
    await (await world.robin.slash("mydata delete")).click("Delete")
    await done.click("Not my goal any more")
    assert await known(world.robin) is None


async def test_a_goal_needs_no_day(world: World) -> None:
    done = await (await (await opened(world, "cka")).opens("Set as goal")).send(by="")
    assert done.text.startswith(
        "Your goal: **CKA: Certified Kubernetes Administrator**. `/progress` shows it."
    )
    assert "Your goal ◆" in (await opened(world, "cka")).text


async def test_another_goal_takes_the_place_of_the_first(world: World) -> None:
    for name in ("cka", "databricks-spark"):
        await (await (await opened(world, name)).opens("Set as goal")).send(by="")
    assert "Your goal" not in (await opened(world, "cka")).text
    assert "Your goal" in (await opened(world, "databricks-spark")).text


async def test_what_is_gone_becomes_no_goal_and_offers_what_took_its_place(world: World) -> None:
    told = await (await opened(world, "aws-ml-specialty")).click("Set as goal")
    assert "can't be taken any more (since 31 March 2026)" in told.text
    assert told.buttons == ["Set that as goal", "All certifications"]
    done = await (await told.opens("Set that as goal")).send(by="")
    assert done.text.startswith("Your goal: **AWS Certified Machine Learning Engineer")
    assert "Goal: **AWS Certified Machine Learning Engineer" in (await world.robin.slash("progress")).text


async def test_an_exam_that_was_passed_is_noted_with_its_day_and_link(world: World, known: Know) -> None:
    asked = await (await opened(world, "cka")).opens("Passed")
    assert asked.modal["title"] == "Passed: CKA: Certified Kubernetes Administra…"
    assert asked.modal["components"][0]["component"]["value"] == "2026-01-01"
    done = await asked.send(on="2025-11-30", link="https://robin.example/cka")
    assert done.text.startswith("✓ **CKA: Certified Kubernetes Administrator**, passed.")
    assert "You passed it on 30 November 2025 ✓ ↗ [Your link](<https://robin.example/cka>)" in done.text
    assert done.buttons == ["Change day or link", "Take back", "All certifications"]
    listed = await done.click("All certifications")
    assert "passed ✓" in listed.text
    member = await known(world.robin)
    assert member is not None
    assert not member.started


async def test_without_a_day_it_was_today_and_the_later_word_counts(world: World) -> None:
    done = await (await (await opened(world, "cka")).opens("Passed")).send(on=" ", link="")
    assert "You passed it on 1 January 2026 ✓" in done.text
    again = await (await done.opens("Change day or link")).send(on="2025-12-24", link="")
    assert "You passed it on 24 December 2025 ✓" in again.text


@pytest.mark.parametrize(("passed", "left"), [("cka", False), ("databricks-spark", True)])
async def test_a_goal_that_is_reached_is_one_no_more(
    world: World, known: Know, passed: str, left: bool
) -> None:
    await (await (await opened(world, "cka")).opens("Set as goal")).send(by="")
    await (await (await opened(world, passed)).opens("Passed")).send(on=" ", link="")
    member = await known(world.robin)
    assert member is not None
    assert (member.goal is not None) is left


async def test_what_has_no_page_of_its_own_can_be_passed_too(world: World, content: LiveContent) -> None:
    content.library = load(Path(__file__).parents[1] / "content" / "first_edition")
    told = await (await opened(world, "aws-ml-specialty")).click("Set as goal")
    goal = await (await told.opens("Set that as goal")).send(by="")
    done = await (await goal.opens("Passed")).send(on=" ", link="")
    assert done.text.startswith("✓ **AWS Certified Machine Learning Engineer")
    assert "## Certifications for MLOps Engineer" in done.text


@pytest.mark.parametrize(
    ("label", "fields", "said"),
    [
        ("Set as goal", {"by": "next year"}, "“next year” isn't a date I can read."),
        ("Passed", {"on": "someday", "link": ""}, "“someday” isn't a date I can read."),
        ("Passed", {"on": " ", "link": "my wall"}, "“my wall” has a space in it."),
    ],
)
async def test_what_can_not_be_read_changes_nothing(
    world: World, known: Know, label: str, fields: dict[str, str], said: str
) -> None:
    told = await (await (await opened(world, "cka")).opens(label)).send(**fields)
    assert told.private
    assert said in told.text
    assert await known(world.robin) is None


@pytest.mark.parametrize("verb", ["cert", "goalask", "passedask"])
async def test_a_certification_that_is_gone_from_the_content(world: World, verb: str) -> None:
    old = await press(world, world.robin, f"b:{verb}:{world.robin.id}:mlops-engineer/gone").arrives()
    assert old.screen.private
    assert old.screen.text == "I don't know a certification called “gone”. `/certs` shows them all."


@pytest.mark.breaks
async def test_a_form_that_is_delivered_again_puts_nothing_back(world: World, known: Know) -> None:
    ref = f"{world.robin.id}:mlops-engineer/cka"
    goal = await form(world, world.robin, f"f:goal:{ref}", by="2027-05-01").arrives()
    passed = await form(world, world.robin, f"f:passed:{ref}", on="2025-11-30", link="").arrives()
    await (await (await opened(world, "cka")).opens("Change day or link")).send(on="2025-12-24", link="")
    for each in (goal, passed):
        await each.arrives()
    assert "You passed it on 24 December 2025 ✓" in (await opened(world, "cka")).text
    member = await known(world.robin)
    assert member is not None
    assert member.goal is None


async def test_what_was_noted_as_passed_can_be_taken_back(world: World) -> None:
    done = await (await (await opened(world, "cka")).opens("Passed")).send(on="2025-11-30", link="")
    assert "Passed: **CKA: Certified Kubernetes Administrator**" in (await world.robin.slash("progress")).text
    back = await done.click("Take back")
    assert back.text.startswith(
        "Taken back: **CKA: Certified Kubernetes Administrator** isn't noted as passed"
    )
    assert back.buttons == ["Set as goal", "Passed", "All certifications"]
    assert "Passed: " not in (await world.robin.slash("progress")).text
