"""`/certs`: what can be taken, and what took the place of the rest."""

import pytest

from bot.trial.world import World

AWS = "It can't be taken any more (since 31 March 2026)."


async def test_all_of_them_with_their_status(world: World) -> None:
    card = await world.robin.slash("certs")
    assert card.private
    assert card.text.count("can be taken") == 3
    assert "can't be taken any more (since 31 March 2026)" in card.text
    assert "can't be taken any more (since 30 June 2026)" in card.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("aws-ml-specialty", AWS),
        (
            "aws-ml-specialty",
            "What took its place: **AWS Certified Machine Learning Engineer \N{EN DASH} Associate**.",
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
    assert len(await world.robin.offered("certs", "certification")) == 5
    assert await world.robin.offered("certs", "certification", "specialty") == [
        "AWS Certified Machine Learning \N{EN DASH} Specialty"
    ]
