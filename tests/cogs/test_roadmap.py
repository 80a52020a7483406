"""`/roadmap` and `/phase`."""

import re

import pytest

from bot.content.live import LiveContent
from bot.domain.roadmap import actions_of
from bot.trial.drawing import menus_of
from bot.trial.world import World
from tests.cogs.conftest import Follow, Know
from tests.interactions import press

PHASES = ["Foundations", "Core tools", "Portfolio", "Job search"]


async def test_the_role_at_a_glance(world: World) -> None:
    card = await world.robin.slash("roadmap")
    assert card.private
    for figure in ("$100,000 \N{EN DASH} $250,000", "+35 %", "8\N{EN DASH}12 months", "Advanced"):
        assert figure in card.text
    assert "Source: " in card.text
    assert "2026" in card.text
    for title in PHASES:
        assert f"**{title}**, months" in card.text


async def test_the_phases_carry_the_members_own_progress(world: World) -> None:
    await world.robin.slash("done", action="ml-course")
    assert "**Foundations**, months 1 to 3 · 1 of 4 actions" in (await world.robin.slash("roadmap")).text
    assert "**Foundations**, months 1 to 3 · 0 of 4 actions" in (await world.mona.slash("roadmap")).text


@pytest.mark.parametrize("title", PHASES)
async def test_the_menu_opens_each_phase_in_place(world: World, title: str) -> None:
    card = await world.robin.slash("roadmap")
    opened = await card.choose(title)
    assert opened.message.id == card.message.id
    assert f"## {title}" in opened.text


async def test_phase_shows_the_members_own_one(world: World) -> None:
    assert "## Foundations" in (await world.robin.slash("phase")).text
    await world.robin.slash("start", phase="portfolio")
    assert "## Portfolio" in (await world.robin.slash("phase")).text


@pytest.mark.parametrize(
    "name",
    [
        "core-tools", "mlops-engineer/core-tools", "Core tools", "CORE TOOLS", "Core tools.", "core  tools",
        "Core\u00a0tools\u200b", "\uff23ore tools", "Core to…",
    ],
)  # fmt: skip
async def test_phase_takes_ids_and_titles(world: World, name: str) -> None:
    card = await world.robin.in_dm().slash("phase", phase=name)
    assert card.private
    assert "## Core tools\n-# Months 4 to 6 · 0 of 5 actions" in card.text
    assert card.buttons == ["My next action"]


@pytest.mark.parametrize("path", [(), ("AWS, with SageMaker AI", "LLMOps: retrieval, evaluation, vLLM")])
async def test_an_action_takes_as_long_in_its_phase_as_in_its_details(
    world: World, content: LiveContent, path: tuple[str, ...]
) -> None:
    for option in path:
        await (await world.robin.slash("roadmap")).choose(option)
    growing = 0
    for phase in content.library.default.current_phases:
        for action in actions_of(phase):
            card = await world.robin.slash("phase", phase=phase.id)
            lines = card.text.split("\n")
            (length,) = re.findall("about.+(?= .)", lines[lines.index(f"**{action.title}**") + 1])
            details = await card.choose(action.title)
            assert details.text.split("\n")[1].endswith(f" · {length}")
            growing += length.endswith(" and what your path adds")
    assert growing == (0 if path else 6)


async def test_an_unknown_phase(world: World) -> None:
    answer = await world.robin.slash("phase", phase="numpy-pandas")
    assert answer.text == "I don't know a phase called “numpy-pandas”. `/roadmap` shows them all."


async def test_the_states_of_actions_are_told_in_words(world: World) -> None:
    await world.robin.slash("done", action="linux-git-cloud/shell")
    await world.robin.slash("done", action="numpy-pandas")
    await press(world, world.robin, f"b:skip:{world.robin.id}:ml-course").arrives()
    card = await world.robin.slash("phase")
    linux = (
        r"\*\*Get to know Linux, Git and a cloud's free tier\*\*\n-# Next · 1 of 11 steps done · about .* ◆\n"
    )
    assert re.search(linux, card.text)
    assert "**Work with NumPy, Pandas and SQL**\n-# Done ●" in card.text
    assert "**Finish an introductory ML course**\n-# Skipped ◌" in card.text
    flask = r"\*\*Serve a simple ML model as a local Flask API\*\*\n-# Open · 9 steps · about .* ○\n"
    assert re.search(flask, f"{card.text}\n")


async def test_a_phase_opens_an_action(world: World) -> None:
    card = await world.robin.slash("phase", phase="core-tools")
    opened = await card.choose("Track and register models with MLflow")
    assert opened.message.id == card.message.id
    assert "### Track and register models with MLflow" in opened.text
    assert opened.buttons == ["Whole action done", "Skip action", "Next step"]


async def test_the_old_button_of_a_phase_ticks_the_action_and_stays_there(world: World, way: Follow) -> None:
    await world.robin.slash("phase", phase="core-tools")
    ticked = (
        await press(world, world.robin, f"b:tick:{world.robin.id}:mlops-engineer/mlflow").arrives()
    ).screen
    assert "## Core tools" in ticked.text
    assert "✓ **Track and register models with MLflow** done." in ticked.text
    assert "**Track and register models with MLflow**\n-# Done ●" in ticked.text
    assert ticked.buttons == ["My next action", "Undo"]
    await ticked.click("Undo")
    assert (await way(world.robin)).progress.tally().done == 0


@pytest.mark.breaks
async def test_ticking_twice_is_ticking_once(world: World, way: Follow) -> None:
    await world.robin.slash("next")
    tick = await press(world, world.robin, f"b:tick:{world.robin.id}:mlops-engineer/mlflow").arrives()
    await tick.arrives()
    assert (await way(world.robin)).progress.tally().done == 1


async def test_a_finished_phase_is_marked(world: World) -> None:
    for action in ("linux-git-cloud", "numpy-pandas", "ml-course", "flask-api"):
        await world.robin.slash("done", action=action)
    assert "**Foundations**, months 1 to 3 · 4 of 4 actions ●●●●" in (await world.robin.slash("roadmap")).text


async def test_phase_leads_to_the_next_action(world: World) -> None:
    card = await (await world.robin.slash("phase")).click("My next action")
    assert card.buttons == ["Done", "Skip", "Details"]


async def test_the_phases_are_offered_while_typing(world: World) -> None:
    assert await world.robin.offered("phase", "phase") == PHASES
    assert await world.robin.offered("phase", "phase", "job") == ["Job search"]


async def test_a_path_is_chosen_and_changed_in_the_roadmap(world: World, known: Know, way: Follow) -> None:
    card = await world.robin.slash("roadmap")
    assert "Which cloud do your projects run on?" in card.drawn
    chosen = await card.choose("AWS, with SageMaker AI")
    assert chosen.message.id == card.message.id
    assert "✓ Your path: **AWS, with SageMaker AI**. `/roadmap` changes it." in chosen.text
    marked = [
        option["label"]
        for menu in menus_of(chosen.data)
        for option in menu["options"]
        if option.get("default")
    ]
    assert marked == ["AWS, with SageMaker AI"]
    await chosen.choose("Azure, with Container Apps")
    member = await known(world.robin)
    assert member is not None
    assert member.paths == {"mlops-engineer": {"cloud": "azure"}}
    road = (await way(world.robin)).progress.roadmap
    assert "azure-deploy" not in {step.id for step in road.action("cloud-deploy").current_steps}


async def test_an_option_that_is_no_more(world: World, known: Know) -> None:
    old = press(world, world.robin, f"s:pathhere:{world.robin.id}:mlops-engineer/cloud", values=["mainframe"])
    await old.arrives()
    assert "no longer works" in old.screen.text
    assert await known(world.robin) is None


@pytest.mark.breaks
async def test_a_path_that_was_chosen_twice_is_the_later_one(world: World, known: Know) -> None:
    await world.robin.slash("next")
    first = press(world, world.robin, f"s:pathhere:{world.robin.id}:mlops-engineer/cloud", values=["aws"])
    await first.arrives()
    await (await world.robin.slash("roadmap")).choose("Azure, with Container Apps")
    await first.arrives()
    member = await known(world.robin)
    assert member is not None
    assert member.paths == {"mlops-engineer": {"cloud": "azure"}}
