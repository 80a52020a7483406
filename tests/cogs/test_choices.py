"""Choices while typing where there is much to choose from, and names where there are several roadmaps."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.live import LiveContent
from bot.domain.library import Library
from bot.domain.roadmap import Phase
from bot.limits import CHOICE
from bot.trial.world import World
from tests.cogs.conftest import Follow
from tests.domain.samples import action, phase, roadmap

BIG = roadmap(
    *(phase(f"phase-{n}", *(action(f"walk-{n}-{m}") for m in range(7))) for n in range(4)), name="hills"
)
LONG = roadmap(
    Phase("far", "F" * 80, 1, 1, "Aim", (action("a" * 32), action("walk-0-0"))),
    name="a-long-way-to-walk-today",
)


@pytest.fixture
def content(tmp_path: Path) -> LiveContent:
    """Two roadmaps, one of them with 28 actions."""
    return LiveContent(tmp_path, Library((BIG, LONG)))


async def test_of_many_matches_25_are_offered(world: World) -> None:
    assert len(BIG.actions) > 25
    for typed in ("", "walk", "Do walk"):
        assert len(await world.robin.offered("done", "action", typed)) == 25


async def test_choices_are_never_longer_than_discord_takes(world: World) -> None:
    offered = await world.robin.offered("phase", "phase", "FFFF")
    assert offered[0].startswith("A-Long-Way-To-Walk-Today: FFF")
    assert len(offered[0]) <= CHOICE


async def test_where_there_are_several_roadmaps_a_choice_names_its_own(world: World) -> None:
    assert "Hills: Phase-0" in await world.robin.offered("phase", "phase")
    card = await world.robin.slash("done", action="a-long-way-to-walk-today/walk-0-0")
    assert "1 of 2 actions" in card.text


async def test_a_bare_name_is_the_active_roadmaps(world: World, way: Follow) -> None:
    await world.robin.slash("start", phase="a-long-way-to-walk-today/far")
    await world.robin.slash("done", action="walk-0-0")
    progress = (await way(world.robin)).progress
    assert progress.roadmap is LONG
    assert progress.tally().done == 1


async def test_what_is_retired_is_not_offered(
    world: World, content: LiveContent, shipped: LiveContent
) -> None:
    road = shipped.library.default
    exam, *exams = road.certifications
    question, *questions = road.questions
    left = replace(
        road,
        certifications=(exam._replace(retired=True), *exams),
        questions=(replace(question, retired=True), *questions),
    )
    content.library = Library((left,))
    assert len(await world.robin.offered("certs", "certification")) == len(exams)
    offered = await world.robin.offered("faq", "question")
    assert offered == [each.question for each in questions][:25]


async def test_the_wayside_is_empty_without_exams_and_questions(world: World) -> None:
    assert "This roadmap names none." in (await world.robin.slash("certs")).text
    answer = await world.robin.slash("faq", question="why")
    assert answer.private
    assert "why" in answer.text
