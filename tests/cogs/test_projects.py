"""`/project`: the guides, one with the member's milestones, and its long parts."""

import re
from dataclasses import replace

import pytest

from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.library import Library
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.trial.world import World
from tests.interactions import press

POWER = "Tomorrow's power: a forecast that retrains itself"
DAILY = "Fetch data daily with GitHub Actions"


async def test_all_guides_with_how_far_one_is(world: World, content: LiveContent) -> None:
    await world.robin.slash("done", action="portfolio-project/one-page")
    card = await world.robin.slash("project")
    assert card.private
    assert "## Project guides for MLOps Engineer" in card.text
    for guide in content.library.default.guides:
        assert guide.title in card.text
    assert card.text.count("milestones done · Platform: KServe, feature store, scaling\n") == 1
    assert f"**{POWER}**\n-# 1 of 9 milestones done" in card.text
    assert (await card.choose(POWER)).text.startswith(f"## {POWER}\n-# 1 of 9 milestones done")


@pytest.mark.parametrize("name", ["tomorrows-power", POWER, f"mlops-engineer/{'tomorrows-power'}"])
async def test_a_guide_by_id_or_title(world: World, name: str) -> None:
    card = await world.robin.in_dm().slash("project", guide=name)
    assert card.private
    for said in (
        f"## {POWER}",
        "Metric: the mean absolute error in megawatts",
        "**Milestones**",
        "Cap: USD 5 a month",
    ):
        assert said in card.text
    assert "- Write the project on one page · next, Portfolio project, 3 h ◆" in card.text


async def test_a_tick_counts_in_the_guide_too(world: World) -> None:
    await world.robin.slash("done", action="portfolio-project/one-page")
    card = await world.robin.slash("project", guide="tomorrows-power")
    assert "- Write the project on one page · done ●" in card.text
    assert re.search("^- Notice a missing day · next, .* ◆$", card.text, re.MULTILINE)


async def test_an_action_that_was_ticked_as_a_whole_has_its_milestones_done(world: World) -> None:
    await world.robin.slash("done", action="portfolio-project")
    card = await world.robin.slash("project", guide="tomorrows-power")
    assert "-# 4 of 9 milestones done" in card.text
    assert "- Put the baseline online first · done ●" in card.text


async def test_a_milestone_of_another_path_is_said_to_be_one(world: World, content: LiveContent) -> None:
    progress = ProgressService(world.app.store, content, Names(world.app.store, content))
    await progress.choose(Act(world.robin.id, None, 1, world.now()), "mlops-engineer", "cloud", "aws")
    card = await world.robin.slash("project", guide="cleanest-hours")
    assert f"- {DAILY} · depends on your path ○" in card.text
    await progress.choose(Act(world.robin.id, None, 2, world.now()), "mlops-engineer", "cloud", "no-card")
    card = await world.robin.slash("project", guide="cleanest-hours")
    assert re.search(f"^- {DAILY} · Portfolio project, .* ○$", card.text, re.MULTILINE)
    assert "-# 0 of 9 milestones done" in card.text


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("The data", "Energy-Charts by Fraunhofer ISE"),
        ("The architecture", "Energy-Charts ─> daily job"),
        ("How it is judged", "- Purpose: the README's first screen"),
        ("What usually goes wrong", "- A random split."),
        ("How to show it", "Be ready for: why this metric"),
        ("The same in other ways", "- AWS: a Lambda on a schedule"),
    ],
)
async def test_its_long_parts_are_one_choice_away(world: World, title: str, said: str) -> None:
    card = await world.robin.slash("project", guide="tomorrows-power")
    assert said not in card.text
    part = await card.choose(title)
    assert part.message.id == card.message.id
    assert part.text.startswith(f"## {title}\n-# {POWER}\n")
    assert said in part.text
    assert (await part.click("The guide")).text == card.text


async def test_its_actions_open_and_the_way_back_is_there(world: World) -> None:
    card = await world.robin.slash("project", guide="tomorrows-power")
    action = await card.choose("Build a portfolio project on data that keeps coming")
    assert "*Done when*" in action.text
    listed = await (await world.robin.slash("project", guide="tomorrows-power")).click("All guides")
    assert "## Project guides for MLOps Engineer" in listed.text


async def test_guides_are_offered_while_typing(world: World) -> None:
    assert len(await world.robin.offered("project", "guide")) == 4
    assert (await world.robin.offered("project", "guide", "power"))[0] == POWER


async def test_an_unknown_guide(world: World) -> None:
    card = await world.robin.slash("project", guide="degree")
    assert card.private
    assert card.text == "I don't know a guide called “degree”. `/project` shows them all."


async def test_a_part_that_is_gone_leads_to_the_guide(world: World) -> None:
    old = await press(
        world, world.robin, f"b:project:{world.robin.id}:mlops-engineer/tomorrows-power/gone"
    ).arrives()
    assert old.screen.text.startswith(f"## {POWER}")


async def test_a_roadmap_without_guides_says_so(world: World, content: LiveContent) -> None:
    content.library = Library((replace(content.library.default, guides=()),))
    card = await world.robin.slash("project")
    assert card.text == "## Project guides for MLOps Engineer\nThis roadmap has none."
