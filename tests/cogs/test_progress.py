"""`/progress`, for oneself and for the channel."""

from pathlib import Path

import discord
import pytest

from bot import app
from bot.cogs.pictures import Pictures
from bot.content.live import LiveContent
from bot.trial.people import Person, Screen
from bot.trial.world import World
from bot.views.picture.facts import TrailFacts
from tests.interactions import press

WEEK = 7 * 24 * 60 * 60


async def test_progress_in_words_and_stones(world: World) -> None:
    await world.robin.slash("done", action="linux-git-cloud")
    await press(world, world.robin, f"b:skip:{world.robin.id}:numpy-pandas").arrives()
    card = await world.robin.slash("progress")
    assert card.private
    assert "## Your trail: MLOps Engineer\n●◌◆○ ○○○○○ ○○○○○○○ ○○○○○○" in card.text
    assert "**1 of 21 actions**, 4 % · 1 skipped" in card.text
    assert "**Foundations**, months 1 to 3 · 1 of 3 actions" in card.text
    assert "1 active week" in card.text
    assert card.buttons == ["My next action"]


async def test_nobody_new_is_shown_a_zero_of_weeks(world: World) -> None:
    card = await world.robin.in_dm().slash("progress")
    assert "**0 of 22 actions**, 0 %" in card.text
    assert "active week" not in card.text


async def test_weeks_in_a_row(world: World) -> None:
    for action in ("numpy-pandas", "ml-course", "mlflow"):
        await world.robin.slash("done", action=action)
        await world.pass_time(WEEK)
    assert "3 active weeks, 3 of them in the current run" in (await world.robin.slash("progress")).text


async def test_shared_progress_is_for_the_whole_channel(world: World) -> None:
    shared = await world.robin.slash("progress", share=True)
    assert not shared.private
    assert f"## <@{world.robin.id}> on the trail: MLOps Engineer" in shared.text
    assert shared.buttons == []
    mona = Screen(world.mona, shared.message)
    assert mona.text == shared.text


async def test_progress_leads_to_the_next_action(world: World) -> None:
    card = await (await world.robin.slash("progress")).click("My next action")
    assert card.buttons == ["Done", "Skip", "Details"]


async def test_the_picture_says_what_the_text_says(world: World) -> None:
    await world.robin.slash("done", action="linux-git-cloud")
    card = await world.robin.slash("progress")
    assert [file.filename for file in card.message.attachments] == ["trail.png"]
    assert alt_text_of(card) == (
        "A trail of stones, MLOps Engineer: 4 %, 1 of 22 actions, 1 active week. "
        "Next: Work with NumPy, Pandas and SQL, about 36 hours. "
        "Foundations: 1 of 4; Core tools: 0 of 5; Portfolio: 0 of 7; Job search: 0 of 6."
    )


async def test_the_next_card_comes_without_the_picture(world: World) -> None:
    card = await (await world.robin.slash("progress")).click("My next action")
    assert card.message.attachments == []


async def test_shared_progress_has_its_picture(world: World) -> None:
    shared = await world.robin.slash("progress", share=True)
    assert [file.filename for file in shared.message.attachments] == ["trail.png"]
    sent = world.env.http_requests[-1].json
    assert sent is not None
    assert sent["data"]["allowed_mentions"] == {"parse": []}


async def test_a_finished_phase_has_its_moment(world: World) -> None:
    for action in ("numpy-pandas", "ml-course", "linux-git-cloud", "flask-api"):
        await world.robin.slash("done", action=action)
    assert "### Foundations done!" in (await world.robin.slash("progress")).text
    await world.robin.slash("done", action="docker-kubernetes")
    assert "Foundations done!" not in (await world.robin.slash("progress")).text


async def test_a_walked_trail_has_its_moment(world: World, content: LiveContent) -> None:
    for action in content.library.roadmaps[0].actions:
        await world.robin.slash("done", action=action.id)
    card = await world.robin.slash("progress")
    assert "### The trail is walked!" in card.text
    assert "The trail is walked! Every stone is yours." in alt_text_of(card)


async def test_where_files_are_forbidden_the_text_goes_alone(world: World) -> None:
    everyone = world.env.bot.get_guild(world.guild.id).default_role  # type: ignore[union-attr]
    no_files = {everyone: discord.PermissionOverwrite(attach_files=False)}
    quiet = world.guild.create_text_channel("quiet", overwrites=no_files)
    kim = world.guild.add_member(world.env.create_user("Kim"))
    card = await Person(world.env, kim, quiet).slash("progress")
    assert card.message.attachments == []
    assert "**0 of 22 actions**, 0 %" in card.text


async def test_without_a_picture_the_text_goes_alone(
    world: World, content: LiveContent, database_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: TrailFacts) -> bytes:
        raise OSError("no paint")

    built = await app.build(
        f"sqlite+aiosqlite:///{database_file}", content, world.now, pictures=Pictures(fail)
    )
    await world.env.restart_bot(built.client)
    card = await world.robin.slash("progress")
    assert card.message.attachments == []
    assert "**0 of 22 actions**, 0 %" in card.text
    assert "no paint" in caplog.text
    await built.store.close()


def alt_text_of(card: Screen) -> str:
    """The description of the picture on a card."""
    gallery = card.data["components"][0]["components"][0]
    return str(gallery["items"][0]["description"])
