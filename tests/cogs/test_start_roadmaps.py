"""`/start` and its `roadmap` option: where one roadmap is loaded, where several are, when one joins them."""

import shutil
from pathlib import Path

import pytest

from bot.content.live import LiveContent
from bot.domain.guilds import GuildSettings
from bot.host.reload import reload
from bot.trial.people import Person
from bot.trial.world import World
from tests.cogs.conftest import Follow, Know
from tests.stored import put_settings


@pytest.fixture
def content(shipped: LiveContent, tmp_path: Path) -> LiveContent:
    """A copy of the shipped content, beside which another roadmap may be laid."""
    return LiveContent.open(shutil.copytree(shipped.folder, tmp_path / "content"))


@pytest.fixture
async def second(world: World, content: LiveContent) -> None:
    """Another roadmap with the same phases and actions is read in while the bot runs."""
    folder = shutil.copytree(content.folder / "mlops-engineer", content.folder / "second")
    file = folder / "roadmap.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title: MLOps Engineer", "title: Second way"), encoding="utf-8")
    assert await reload(content)


async def test_one_roadmap_is_all_that_is_offered(world: World) -> None:
    assert await world.robin.offered("start", "roadmap") == ["MLOps Engineer"]
    assert await world.robin.offered("start", "roadmap", "sec") == []
    card = await world.robin.slash("start", roadmap="mlops-engineer", phase="core-tools")
    assert "## You're on the trail: MLOps Engineer" in card.text
    assert "◌◌◌◌ ◆○○○○" in card.text


async def test_one_that_is_read_in_is_offered_at_once(world: World, second: None) -> None:
    assert await world.robin.offered("start", "roadmap") == ["MLOps Engineer", "Second way"]
    assert await world.robin.offered("start", "roadmap", " SEC") == ["Second way"]


@pytest.mark.parametrize("named", ["second", "Second way", "second WAY "])
async def test_it_is_taken_by_its_id_and_by_its_title(
    world: World, known: Know, second: None, named: str
) -> None:
    card = await world.robin.slash("start", roadmap=named, timezone="Berlin")
    assert "## You're on the trail: Second way" in card.text
    assert "Second way" in world.robin.inbox()[0].text
    member = await known(world.robin)
    assert member is not None
    assert member.roadmap == "second"


async def test_the_one_that_is_walked_stays_unless_another_is_named(
    world: World, known: Know, second: None
) -> None:
    await world.robin.slash("start", roadmap="second")
    await world.robin.slash("start", day="Friday")
    member = await known(world.robin)
    assert member is not None
    assert (member.roadmap, member.schedule.weekday) == ("second", 5)


async def test_switching_keeps_what_was_done_in_each(world: World, second: None) -> None:
    await world.robin.slash("done", action="numpy-pandas")
    await (await world.robin.slash("start", roadmap="second")).choose("Second way")
    assert "0 of 22 actions" in (await world.robin.slash("progress")).text
    await world.robin.slash("done", action="ml-course")
    await world.robin.slash("done", action="mlflow")
    await (await world.robin.slash("start", roadmap="mlops-engineer")).choose("MLOps Engineer")
    assert "1 of 22 actions" in (await world.robin.slash("progress")).text
    await (await world.robin.slash("start", roadmap="second")).choose("Second way")
    assert "2 of 22 actions" in (await world.robin.slash("progress")).text


ANOTHER = [
    {"roadmap": "second"},
    {"phase": "second/core-tools"},
    {"roadmap": "Second way", "phase": "core-tools"},
]
BEGUN = [("start", {"timezone": "Tokyo"}), ("done", {"action": "numpy-pandas"})]


@pytest.mark.parametrize("another", ANOTHER)
@pytest.mark.parametrize(("begun", "how"), BEGUN)
async def test_another_one_than_theirs_is_asked_about_and_the_rest_is_kept(
    world: World,
    known: Know,
    way: Follow,
    second: None,
    begun: str,
    how: dict[str, str],
    another: dict[str, str],
) -> None:
    await world.robin.slash(begun, **how)
    before = await known(world.robin)
    asked = await world.robin.slash("start", timezone="Berlin", day="Friday", hours=5, **another)
    assert asked.private
    assert "You're on the trail *MLOps Engineer*." in asked.text
    assert await known(world.robin) == before
    assert "Second way" in (await asked.choose("Second way")).text
    member, progress = await known(world.robin), (await way(world.robin)).progress
    assert member is not None
    assert (member.roadmap, member.schedule.zone, member.schedule.weekday) == ("second", "Europe/Berlin", 5)
    assert member.hours == 5
    assert progress.tally().skipped == (4 if "phase" in another else 0)


@pytest.mark.parametrize("another", ANOTHER)
@pytest.mark.parametrize(("begun", "how"), BEGUN)
async def test_who_stays_on_theirs_is_not_told_that_its_first_phases_are_known(
    world: World,
    known: Know,
    way: Follow,
    second: None,
    begun: str,
    how: dict[str, str],
    another: dict[str, str],
) -> None:
    await world.robin.slash(begun, **how)
    asked = await world.robin.slash("start", timezone="Berlin", **another)
    assert "## You're on the trail: MLOps Engineer" in (await asked.choose("MLOps Engineer")).text
    member, progress = await known(world.robin), (await way(world.robin)).progress
    assert member is not None
    assert (member.roadmap, member.schedule.zone) == ("mlops-engineer", "Europe/Berlin")
    assert progress.tally().skipped == 0


@pytest.mark.parametrize(
    ("chosen", "walks"), [("Second way", "second"), ("MLOps Engineer", "mlops-engineer")]
)
async def test_in_another_server_with_another_roadmap_they_are_asked_once(
    world: World, known: Know, second: None, chosen: str, walks: str
) -> None:
    """Nobody is moved, nor left behind, because a second server of theirs walks another one."""
    await world.robin.in_dm().slash("start", timezone="Berlin", day="Friday")
    await put_settings(world.app.store, GuildSettings(world.guild.id, roadmap="second"))
    asked = await world.robin.slash("start", hours=5)
    assert asked.private
    assert "You're on the trail *MLOps Engineer*." in asked.text
    assert f"## You're on the trail: {chosen}" in (await asked.choose(chosen)).text
    member = await known(world.robin)
    assert member is not None
    assert (member.roadmap, member.hours, member.schedule.weekday) == (walks, 5, 5)
    assert f"## You're on the trail: {chosen}" in (await world.robin.slash("start")).text


async def test_setup_chooses_the_one_that_is_taken_here(world: World, known: Know, second: None) -> None:
    """By whoever manages the server, also where everything else is chosen and the page is at its longest."""
    page = await (await world.mona.slash("setup")).click("Community")
    for name in ("check-in", "moderators' channel"):
        page = await page.choose_channel(world.guild.create_text_channel(name[:8]), f"Channel: {name}")
    assert "✓ `/start` takes **MLOps Engineer** here" in page.text
    page = await page.choose("Second way")
    assert "✓ `/start` takes **Second way** here" in page.text
    assert f"Last change: this server's roadmap, by <@{world.mona.id}>" in page.text
    await world.robin.slash("start", timezone="Berlin")
    member = await known(world.robin)
    assert member is not None
    assert member.roadmap == "second"


async def test_where_it_is_theirs_or_they_have_none_nobody_is_asked(
    world: World, known: Know, second: None
) -> None:
    await put_settings(world.app.store, GuildSettings(world.guild.id, roadmap="second"))
    assert "## You're on the trail: Second way" in (await world.robin.slash("start")).text
    there = world.env.create_guild("Elsewhere")
    hall = there.create_text_channel("general")
    await put_settings(world.app.store, GuildSettings(there.id, roadmap="second"))
    robin = Person(world.env, there.add_member(world.robin.user), hall)
    assert "## You're on the trail: Second way" in (await robin.slash("start")).text
    await put_settings(world.app.store, GuildSettings(there.id, roadmap="gone"))
    kim = Person(world.env, there.add_member(world.env.create_user("Kim")), hall)
    assert "## You're on the trail: MLOps Engineer" in (await kim.slash("start")).text


async def test_who_took_their_only_tick_back_is_asked_nothing(
    world: World, known: Know, second: None
) -> None:
    await world.robin.slash("done", action="numpy-pandas")
    await world.robin.slash("undo")
    await world.robin.slash("start", roadmap="second")
    member = await known(world.robin)
    assert member is not None
    assert member.roadmap == "second"


async def test_a_phase_is_that_of_the_roadmap_beside_it(world: World, way: Follow, second: None) -> None:
    await world.robin.slash("start", roadmap="second", phase="core-tools")
    progress = (await way(world.robin)).progress
    assert (progress.roadmap.id, progress.tally().skipped) == ("second", 4)


async def test_a_phase_that_is_chosen_while_typing_brings_its_roadmap(
    world: World, way: Follow, second: None
) -> None:
    assert "Second way: Core tools" in await world.robin.offered("start", "phase", "core")
    await world.robin.slash("start", phase="second/core-tools")
    progress = (await way(world.robin)).progress
    assert (progress.roadmap.id, progress.tally().skipped) == ("second", 4)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"roadmap": "gardening"},
            "I don't know a roadmap called “gardening”. Pick one from the list while you type.",
        ),
        (
            {"roadmap": "second", "phase": "mlops-engineer/core-tools"},
            "I don't know a phase called “Core tools”. `/roadmap` shows them all.",
        ),
        (
            {"roadmap": "second", "phase": "retirement"},
            "I don't know a phase called “retirement”. `/roadmap` shows them all.",
        ),
    ],
)
async def test_what_goes_with_no_roadmap_changes_nothing(
    world: World, known: Know, second: None, options: dict[str, str], said: str
) -> None:
    answer = await world.robin.slash("start", timezone="Berlin", **options)
    assert answer.private
    assert answer.text.startswith(said)
    assert await known(world.robin) is None


async def test_both_are_chosen_one_after_the_other_and_the_rest_is_kept(
    world: World, way: Follow, known: Know, second: None
) -> None:
    asked = await world.robin.slash("start", timezone="Berlin", roadmap="gardening", phase="retirement")
    asked = await asked.choose("Second way")
    assert "I don't know a phase called “retirement”" in asked.text
    assert await known(world.robin) is None
    assert "Berlin time" in (await asked.choose("Core tools")).text
    progress = (await way(world.robin)).progress
    assert (progress.roadmap.id, progress.tally().skipped) == ("second", 4)


async def test_a_phase_is_taken_by_the_name_under_which_it_is_offered(
    world: World, way: Follow, second: None
) -> None:
    await world.robin.slash("start", roadmap="second", phase="Second way: Core tools")
    progress = (await way(world.robin)).progress
    assert (progress.roadmap.id, progress.tally().skipped) == ("second", 4)


async def test_a_roadmap_that_is_gone_is_offered_no_more_and_its_walkers_get_the_first(
    world: World, content: LiveContent, second: None
) -> None:
    await world.robin.slash("start", roadmap="second")
    await world.robin.slash("done", action="ml-course")
    shutil.rmtree(content.folder / "second")
    assert await reload(content)
    assert await world.robin.offered("start", "roadmap") == ["MLOps Engineer"]
    assert "## Your trail: MLOps Engineer" in (await world.robin.slash("progress")).text
