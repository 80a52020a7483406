"""`/progress`, for oneself and for the channel."""

import re

import discord
import pytest

from bot import app
from bot.cogs.pictures import Pictures
from bot.content.live import LiveContent
from bot.trial.people import Person, Screen
from bot.trial.world import World
from bot.views.picture.facts import TrailFacts
from tests.cogs.moderating import newcomers
from tests.cogs.nudging import ids
from tests.interactions import press

WEEK = 7 * 24 * 60 * 60
ANSWER = "/interactions/*/callback"


async def test_progress_in_words_and_stones(world: World) -> None:
    await world.robin.slash("done", action="linux-git-cloud")
    await press(world, world.robin, f"b:skip:{world.robin.id}:numpy-pandas").arrives()
    card = await world.robin.slash("progress")
    assert card.private
    assert "**1 of 21 actions**, 4 % of the hours · 1 skipped\n●◌◆○ ○○○○○ ○○○○○○○ ○○○○○○" in card.text
    assert "**Foundations**, months 1 to 3 · 1 of 3 actions" in card.text
    assert "1 active week" in card.text
    assert "Next: **ML basics, step 1 of 12: " in card.text
    assert card.buttons == ["My next action", "Share", "Portfolio", "Notes and links"]


async def test_nobody_new_is_shown_a_zero_of_weeks(world: World) -> None:
    card = await world.robin.in_dm().slash("progress")
    assert "**0 of 22 actions**, 0 %" in card.text
    assert "active week" not in card.text


async def test_weeks_in_a_row(world: World) -> None:
    for action in ("numpy-pandas", "ml-course", "mlflow"):
        await world.robin.slash("done", action=action)
        await world.pass_time(WEEK)
    assert "3 active weeks in a row" in (await world.robin.slash("progress")).text


async def test_shared_progress_is_for_the_whole_channel(world: World) -> None:
    shared = await world.robin.slash("progress", share=True)
    assert not shared.private
    assert f"## <@{world.robin.id}> on the trail: MLOps Engineer" in shared.text
    assert shared.buttons == ["Take back", "Remove"]
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
        "Next: NumPy, Pandas, SQL, step 1 of 10: set up a workbench with uv, about 2 hours. "
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
    assert "### You finished the roadmap!" in card.text
    assert "You finished the roadmap! Every stone is yours." in alt_text_of(card)


async def test_where_files_are_forbidden_the_text_goes_alone(world: World) -> None:
    everyone = world.env.bot.get_guild(world.guild.id).default_role  # type: ignore[union-attr]
    no_files = {everyone: discord.PermissionOverwrite(attach_files=False)}
    quiet = world.guild.create_text_channel("quiet", overwrites=no_files)
    kim = world.guild.add_member(world.env.create_user("Kim"))
    card = await Person(world.env, kim, quiet).slash("progress")
    assert card.message.attachments == []
    assert "**0 of 22 actions**, 0 %" in card.text


async def test_without_a_picture_the_text_goes_alone(
    world: World, content: LiveContent, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: TrailFacts) -> bytes:
        raise OSError("no paint")

    built = await app.build(database_url, content, world.now, pictures=Pictures(fail))
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


async def test_weeks_with_a_gap_say_how_long_the_last_run_is(world: World) -> None:
    await world.robin.slash("done", action="linux-git-cloud/shell")
    await world.pass_time(5 * WEEK)
    for step in ("pipes", "commits"):
        await world.robin.slash("done", action=f"linux-git-cloud/{step}")
        await world.pass_time(WEEK)
    assert "3 active weeks, the last 2 in a row" in (await world.robin.slash("progress")).text


async def test_a_forecast_comes_from_what_was_ticked(world: World) -> None:
    """Two steps a week, of 3 and 2 hours: the pace of four whole weeks."""
    await world.robin.slash("start", timezone="Berlin")
    assert " left at " not in (await world.robin.slash("progress")).text
    await world.pass_time(WEEK)
    for pair in (
        ("shell", "pipes"),
        ("script-ssh", "commits"),
        ("cloud-words", "conflict"),
        ("object-storage",),
    ):
        for step in pair:
            await world.robin.slash("done", action=f"linux-git-cloud/{step}")
        await world.pass_time(WEEK)
    assert " left at " not in (await world.robin.slash("progress")).text  # more than two years
    await world.robin.slash("start", phase="job-search")
    card = await world.robin.slash("progress")
    said = next(line for line in card.text.splitlines() if " left at " in line)
    found = re.fullmatch(r"(\d+ to \d+ months left at 5 hours a week) \(about \d+ hours\)", said)
    assert found
    assert f" {found[1]}. " in alt_text_of(card)


async def test_the_step_in_the_current_stone_is_in_the_picture(world: World) -> None:
    before = await (await world.robin.slash("progress")).message.attachments[0].read()
    await world.robin.slash("done", action="linux-git-cloud/pipes")
    await world.robin.slash("done", action="linux-git-cloud/commits")
    card = await world.robin.slash("progress")
    assert "Next: Linux and Git, step 1 of 11: find your way in a Linux shell, about 3 hours." in alt_text_of(
        card
    )
    assert await card.message.attachments[0].read() != before


async def test_share_shows_the_card_in_the_channel(world: World) -> None:
    card = await world.robin.slash("progress")
    shared = await card.click("Share")
    assert not shared.private
    assert shared.message.id != card.message.id
    assert f"## <@{world.robin.id}> on the trail: MLOps Engineer" in shared.text
    assert shared.buttons == ["Take back", "Remove"]
    assert [file.filename for file in shared.message.attachments] == ["trail.png"]


def standing(world: World) -> list[discord.Message]:
    """What the bot wrote in #general for all to read."""
    return [each for each in world.general.history() if not each.flags.ephemeral]


@pytest.mark.parametrize("how", ["share", "Share"])
async def test_what_was_shared_is_taken_back_on_it_by_its_member_alone(world: World, how: str) -> None:
    card = await world.robin.slash("progress", share=how == "share")
    shared = card if how == "share" else await card.click("Share")
    told = await Screen(world.mona, shared.message).click("Take back")
    assert told.text.startswith("That button belongs to someone else's roadmap.")
    assert len(standing(world)) == 1
    taken = await shared.click("Take back")
    assert taken.private
    assert taken.text == "✓ Taken back. Your progress is as it was."
    assert standing(world) == []


async def test_what_was_shared_is_removed_by_moderators_alone(world: World) -> None:
    shared = await world.robin.slash("progress", share=True)
    (other,) = newcomers(world, 1)
    for who in (world.robin, other):
        told = await Screen(who, shared.message).click("Remove")
        assert "That takes *Manage Server* or the moderator role" in told.text
    assert len(standing(world)) == 1
    assert (await Screen(world.mona, shared.message).click("Remove")).text == "✓ Removed."
    assert standing(world) == []


async def test_taken_back_and_removed_at_once_both_are_answered(world: World) -> None:
    shared = await world.robin.slash("progress", share=True)
    pressed = [
        press(world, who, ids(shared)[label], on=shared)
        for who, label in ((world.robin, "Take back"), (world.mona, "Remove"))
    ]
    for each in pressed:
        world.env.backend.emit("INTERACTION_CREATE", dict(each.payload))
    await world.env.settle()
    assert [each.screen.text[0] for each in pressed] == ["✓", "✓"]
    assert standing(world) == []


async def test_whose_posts_are_turned_off_shares_with_nobody(world: World) -> None:
    async with world.app.store.transaction() as rows:
        await rows.blocks.put(world.guild.id, world.robin.id, world.now())
    card = await world.robin.slash("progress", share=True)
    assert card.private
    assert card.text.startswith(
        "A moderator here has turned off your posts through me, so only you see this."
    )
    assert not (await world.mona.slash("progress", share=True)).private


async def test_who_may_not_write_shares_with_nobody(world: World) -> None:
    everyone = world.env.bot.get_guild(world.guild.id).default_role  # type: ignore[union-attr]
    silent = {everyone: discord.PermissionOverwrite(send_messages=False)}
    quiet = world.guild.create_text_channel("silent", overwrites=silent)
    kim = world.guild.add_member(world.env.create_user("Kim"))
    card = await (await Person(world.env, kim, quiet).slash("progress")).click("Share")
    assert card.private
    assert "You can't write in this channel, so only you see this." in card.text


async def test_in_the_dm_there_is_nobody_to_share_with(world: World) -> None:
    card = await world.robin.in_dm().slash("progress")
    assert card.buttons == ["My next action", "Portfolio", "Notes and links"]


async def test_the_portfolio_says_what_was_done_when(world: World) -> None:
    await world.robin.slash("start", timezone="Tokyo")
    robin = world.robin
    ticked = await robin.slash("done", action="linux-git-cloud/shell", evidence="https://robin.example/a_b")
    form = await ticked.opens("Keep a note")
    kept = await form.send(note="History is a *teacher*.")
    await kept.click("Into the portfolio")
    other = await robin.slash("done", action="linux-git-cloud/pipes")
    await (await other.opens("Keep a note")).send(note="Between me and my diary.")
    await robin.slash("done", action="mlflow")
    await (await (await robin.slash("certs", certification="google-ml-engineer")).opens("Passed")).send(
        on="2025-12-24", link="https://badge.example/1"
    )
    card = await (await robin.slash("progress")).click("Portfolio")
    assert card.private
    (file,) = card.message.attachments
    assert file.filename == "portfolio.md"
    assert (await file.read()).decode() == PORTFOLIO


PORTFOLIO = """# MLOps Engineer: what I have done

1 January 2026: 1 of 22 actions, about 24 hours of work.

## Foundations

### Get to know Linux, Git and a cloud's free tier

2 of 11 steps done

- 1 January 2026: Find your way in a Linux shell ([link](<https://robin.example/a_b>))
  History is a \\*teacher\\*.
- 1 January 2026: Read logs with grep, sort and pipes

## Core tools

### Track and register models with MLflow

Done 1 January 2026

## Certifications

- 24 December 2025: Google Professional Machine Learning Engineer, passed ([link](<https://badge.example/1>))
"""


async def test_nothing_done_is_nothing_to_show(world: World) -> None:
    card = await (await world.robin.slash("progress")).click("Portfolio")
    assert card.text == "Nothing to show yet: your first tick begins it."
    assert card.message.attachments == []


async def test_a_few_shows_an_hour_and_then_for_oneself(world: World) -> None:
    for _ in range(5):
        assert not (await world.robin.slash("progress", share=True)).private
    card = await world.robin.slash("progress", share=True)
    assert card.private
    assert "You've shown your trail five times within the hour, so only you see this." in card.text
    assert not (await world.mona.slash("progress", share=True)).private


async def test_many_pictures_and_then_words_alone(world: World) -> None:
    for _ in range(20):
        assert (await world.robin.slash("progress")).message.attachments
    card = await world.robin.slash("progress")
    assert not card.message.attachments
    assert "The same as a picture again <t:" in card.text
    assert "0 of 22 actions" in card.text
    assert (await world.mona.slash("progress")).message.attachments


@pytest.mark.breaks
async def test_what_was_never_shown_is_not_counted(world: World) -> None:
    for _ in range(20):
        world.env.inject_error("POST", ANSWER, status=400, code=50035)
        assert "went wrong" in (await world.robin.slash("progress", share=True)).text
    for _ in range(5):
        assert not (await world.robin.slash("progress", share=True)).private
