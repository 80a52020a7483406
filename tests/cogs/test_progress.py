"""`/progress`, for oneself and for the channel."""

import re
from typing import Any

import discord
import pytest
from simcord.builders import ChannelHandle

from bot import app
from bot.content.live import LiveContent
from bot.delivery.pictures import LONG_PATIENCE, Pictures
from bot.domain.shown import A_DAY
from bot.store.jobs import LEASE
from bot.trial.people import Person, Screen
from bot.trial.world import World
from bot.views.picture.facts import TrailFacts
from tests.cogs.showing import deny, run, stored
from tests.cogs.test_check_in import check_ins, monday, set_up
from tests.conftest import Restart
from tests.interactions import Delivery, press
from tests.stored import ask

WEEK = 7 * 24 * 60 * 60


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
    preview = await card.click("Share")
    assert preview.message.attachments == []
    assert (await preview.click("Post")).text.startswith("✓ Posted.")
    (post,) = standing(world)
    assert (post.attachments, post.embeds[0]) == ([], preview.message.embeds[0])
    await built.store.close()


async def test_what_a_preview_drew_is_what_is_posted(
    world: World, content: LiveContent, database_url: str
) -> None:
    drawn: list[TrailFacts] = []

    def draw(facts: TrailFacts) -> bytes:
        drawn.append(facts)
        return b"as no other hand would draw it"

    built = await app.build(database_url, content, world.now, pictures=Pictures(draw, LONG_PATIENCE))
    await world.env.restart_bot(built.client)
    preview = await (await world.robin.slash("progress")).click("Share")
    before = len(drawn)
    assert before
    assert (await preview.click("Post")).text.startswith("✓ Posted.")
    (post,) = standing(world)
    assert await pictured(post) == await pictured(preview.message)
    assert len(drawn) == before
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
    found = re.fullmatch(
        r"(\d+ to \d+ months left at 5 hours a week) \(about \d+ hours and what your path adds\)", said
    )
    assert found
    assert f" {found[1]}. " in alt_text_of(card)
    await (await world.robin.slash("roadmap")).choose("AWS, with SageMaker AI")
    assert re.search(
        r" left at 5 hours a week \(about \d+ hours\)", (await world.robin.slash("progress")).text
    )


async def test_the_step_in_the_current_stone_is_in_the_picture(world: World) -> None:
    before = await (await world.robin.slash("progress")).message.attachments[0].read()
    await world.robin.slash("done", action="linux-git-cloud/pipes")
    await world.robin.slash("done", action="linux-git-cloud/commits")
    card = await world.robin.slash("progress")
    assert "Next: Linux and Git, step 1 of 11: find your way in a Linux shell, about 3 hours." in alt_text_of(
        card
    )
    assert await card.message.attachments[0].read() != before


def standing(world: World) -> list[discord.Message]:
    """What the bot wrote in #general for all to read."""
    return [each for each in world.general.history() if not each.flags.ephemeral]


async def pictured(message: discord.Message) -> list[tuple[str | None, bytes]]:
    """The pictures of a message, with what they are for those who hear them."""
    return [(each.description, await each.read()) for each in message.attachments]


async def shares(who: Person, how: str) -> Screen:
    """The preview, by the option or by the button."""
    if how == "share":
        return await who.slash("progress", share=True)
    return await (await who.slash("progress")).click("Share")


@pytest.mark.parametrize("how", ["share", "Share"])
async def test_a_trail_is_previewed_as_it_is_posted_picture_and_all(world: World, how: str) -> None:
    await world.robin.slash("start", timezone="Berlin", hours=5)
    await world.robin.slash("done", action="linux-git-cloud")
    preview = await shares(world.robin, how)
    assert preview.private
    assert preview.buttons == ["Post", "Add a line", "Discard"]
    assert f"**Post** puts it into <#{world.general.id}>, where everybody there can read it." in preview.text
    assert standing(world) == []
    seen = await pictured(preview.message)
    done = await preview.click("Post")
    assert done.text.startswith("✓ Posted. ↗ [Open it](<https://discord.com/channels/")
    assert done.message.attachments == []
    (post,) = standing(world)
    assert post.content == preview.message.content == "**Robin is on the trail: MLOps Engineer**"
    assert post.embeds[0] == preview.message.embeds[0]
    assert await pictured(post) == seen
    ((alt, _),) = seen
    assert alt == (
        "A trail of stones, MLOps Engineer: 4 %, 1 of 22 actions, 1 active week. "
        "Next: NumPy, Pandas, SQL, step 1 of 10: set up a workbench with uv, about 2 hours. "
        "Foundations: 1 of 4; Core tools: 0 of 5; Portfolio: 0 of 7; Job search: 0 of 6."
    )
    assert "**1 of 22 actions**, 4 % of the hours" in (post.embeds[0].description or "")
    assert Screen(world.mona, post).buttons == ["Take back", "Remove"]
    assert not post.flags.components_v2


async def test_how_much_time_somebody_has_and_their_goal_are_theirs(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    goal = await (await world.robin.slash("certs", certification="cka")).opens("Set as goal")
    await goal.send(by="")
    await world.pass_time(WEEK)
    pairs = ("shell", "pipes"), ("script-ssh", "commits"), ("cloud-words", "conflict"), ("object-storage",)
    for steps in pairs:
        for step in steps:
            await world.robin.slash("done", action=f"linux-git-cloud/{step}")
        await world.pass_time(WEEK)
    await world.robin.slash("start", phase="job-search")
    own = await world.robin.slash("progress")
    assert ("Goal: " in own.text, "hours a week" in own.text) == (True, True)
    await (await own.click("Share")).click("Post")
    (post,) = standing(world)
    said = Screen(world.mona, post).text + str([alt for alt, _ in await pictured(post)])
    assert ("Goal: " in said, "hours a week" in said) == (False, False)


async def test_a_line_of_ones_own_keeps_the_picture(world: World) -> None:
    preview = await shares(world.robin, "share")
    after = await (await preview.opens("Add a line")).send(text="Half a year in.")
    assert await pictured(after.message) == await pictured(preview.message)
    await after.click("Post")
    (post,) = standing(world)
    assert (post.embeds[0].description or "").startswith("Half a year in.\n**0 of 22 actions**")
    assert await pictured(post) == await pictured(after.message)


async def test_what_is_posted_is_what_was_previewed_whatever_was_done_since(world: World) -> None:
    preview = await shares(world.robin, "share")
    seen = await pictured(preview.message)
    await world.robin.slash("done", action="linux-git-cloud")
    await preview.click("Post")
    (post,) = standing(world)
    assert (post.embeds[0], await pictured(post)) == (preview.message.embeds[0], seen)


@pytest.mark.breaks
async def test_what_is_posted_later_by_another_process_has_the_same_picture(
    world: World, restart: Restart
) -> None:
    preview = await shares(world.robin, "share")
    seen = await pictured(preview.message)
    world.env.inject_error("POST", f"/channels/{world.general.id}/messages", status=429)
    assert (await preview.click("Post")).text == "Discord is slow right now. Your post will follow."
    await world.robin.slash("done", action="linux-git-cloud")
    await restart()
    await run(world, LEASE * 2)
    (post,) = standing(world)
    assert await pictured(post) == seen


async def test_what_others_see_of_a_trail_names_it(world: World) -> None:
    await (await shares(world.robin, "share")).click("Post")
    card = await (await world.robin.slash("mydata show")).click("What others see of you")
    assert "**MLOps Engineer**, shared trail in Model Trail" in card.text
    listed = await (await world.mona.slash("community")).click("Posted by members")
    assert f"<@{world.robin.id}>, shared trail" in listed.text


async def test_a_trail_counts_into_the_posts_of_a_day_and_may_stand_twice(world: World) -> None:
    for _ in range(A_DAY):
        assert (await (await shares(world.robin, "share")).click("Post")).text.startswith("✓ Posted.")
    told = await (await shares(world.robin, "share")).click("Post")
    assert told.text.startswith(f"That's {A_DAY} posts within a day, which is the limit.")
    assert len(standing(world)) == A_DAY


async def test_a_version_before_can_read_a_trail_and_posts_none(world: World, database_url: str) -> None:
    """It knows other kinds alone; what it can't post as it was previewed it must not take up."""
    await (await shares(world.robin, "share")).click("Post")
    assert ask(database_url, "SELECT kind FROM shown") == [("showcase",)]
    assert ask(database_url, "SELECT kind FROM jobs WHERE about = '2'") == [("trail",)]


async def in_thread(world: World) -> tuple[Person, ChannelHandle]:
    """Robin in a thread of #general."""
    world.env.backend.create_thread(world.general.id, "Aside", owner_id=world.mona.id)
    (thread,) = world.general.threads
    return Person(world.env, world.robin.member, thread), thread


async def test_a_trail_is_shown_in_the_thread_it_is_shared_in(world: World) -> None:
    robin, thread = await in_thread(world)
    await deny(world, world.general, discord.Permissions(send_messages=True))
    await (await shares(robin, "share")).click("Post")
    (post,) = [each for each in thread.history() if not each.flags.ephemeral]
    assert post.content == "**Robin is on the trail: MLOps Engineer**"
    await Screen(robin, post).click("Take back")
    assert [each for each in thread.history() if not each.flags.ephemeral] == []


async def test_a_trail_is_shown_in_the_chat_of_a_voice_channel(world: World) -> None:
    talk = world.guild.create_voice_channel("talk")
    await (await shares(Person(world.env, world.robin.member, talk), "share")).click("Post")
    (post,) = [each for each in talk.history() if not each.flags.ephemeral]
    await Screen(world.robin, post).click("Take back")
    assert [each for each in talk.history() if not each.flags.ephemeral] == []


async def test_a_trail_in_a_check_in_leaves_room_for_a_step(world: World) -> None:
    channel = await set_up(world)
    await monday(world)
    (asked,), (thread,) = check_ins(channel), channel.threads
    await (await shares(Person(world.env, world.robin.member, thread), "share")).click("Post")
    step = await Screen(world.robin, asked).click("Share my step")
    assert (await step.click("Post")).text.startswith("✓ Posted.")


async def test_a_locked_thread_is_closed_to_whoever_may_not_moderate_it(world: World) -> None:
    robin, thread = await in_thread(world)
    world.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    told = await shares(robin, "share")
    assert "The thread for it is closed. Nothing was posted." in told.text


@pytest.mark.parametrize(
    "permission", ["view_channel", "send_messages", "attach_files", "embed_links", "read_message_history"]
)
async def test_what_the_bot_lacks_is_told_with_where_to_give_it(world: World, permission: str) -> None:
    await deny(world, world.general, discord.Permissions(**{permission: True}))
    preview = await shares(world.robin, "share")
    assert (
        "✗ I'm not allowed to post there. A moderator can change that: Edit Channel → Permissions → Cairn → "
        "turn on *View Channel*, *Read Message History*, *Send Messages*, *Embed Links* and *Attach Files*, "
        "for a thread in its channel and with *Send Messages in Threads*. Nothing was posted."
    ) in preview.text
    assert "I'm not allowed to post there." in (await preview.click("Post")).text
    assert standing(world) == []
    await deny(world, world.general, discord.Permissions.none())
    await (await shares(world.robin, "share")).click("Post")
    assert len(standing(world)) == 1


async def test_in_a_thread_it_is_the_right_to_speak_in_threads(world: World) -> None:
    robin, _ = await in_thread(world)
    await deny(world, world.general, discord.Permissions(send_messages_in_threads=True))
    assert "I'm not allowed to post there." in (await shares(robin, "share")).text


@pytest.mark.parametrize("how", ["share", "Share"])
async def test_whose_posts_are_turned_off_sees_their_own_card_with_the_reason(world: World, how: str) -> None:
    async with world.app.store.transaction() as rows:
        await rows.blocks.put(world.guild.id, world.robin.id, world.now())
    card = await shares(world.robin, how)
    assert card.private
    assert card.text.startswith(
        "A moderator here has turned off your posts through me, so only you see this."
    )
    assert "**0 of 22 actions**" in card.text


async def test_who_may_not_write_there_posts_nothing(world: World) -> None:
    await deny(world, world.general, discord.Permissions(send_messages=True), world.robin.id)
    preview = await shares(world.robin, "share")
    assert "You can't write in that channel yourself, so I don't post there for you." in preview.text
    await preview.click("Post")
    assert standing(world) == []


async def test_where_the_bot_is_no_member_their_own_card_says_why(world: World) -> None:
    """In a direct message, or in a server to which only a member brought it along."""
    made = press(world, world.robin, f"b:share:{world.robin.id}")
    elsewhere = {**made.payload, "guild_id": "77", "guild": {"id": "77", "features": [], "locale": "en-US"}}
    for private in (
        await world.robin.in_dm().slash("progress", share=True),
        (await Delivery(world, world.robin, made.interaction, elsewhere).arrives()).screen,
    ):
        assert private.private
        assert private.text.startswith(
            "I post only where you can take it back, in servers that I'm a member of, so only you see this. "
            "To show it here, save the picture and send it yourself."
        )
        assert "**0 of 22 actions**" in private.text
        assert "Share" not in private.buttons
    assert await stored(world) == ()


@pytest.mark.parametrize("label", ["Take back", "Remove"])
async def test_buttons_of_an_earlier_version_take_away_what_it_shared(world: World, label: str) -> None:
    robin = world.robin.id
    rows = [button_row(("Take back", f"b:sharedback:{robin}"), ("Remove", "b:sharedoff:0"))]
    world.env.backend.create_message(
        world.general.id, world.env.backend.bot_user.id, "Robin on the trail", components=rows
    )
    (post,) = standing(world)
    if label == "Take back":
        told = await Screen(world.mona, post).click("Take back")
        assert told.text.startswith("That button belongs to someone else's roadmap.")
    else:
        told = await Screen(world.robin, post).click("Remove")
        assert "That takes *Manage Server* or the moderator role" in told.text
    assert len(standing(world)) == 1
    who = world.robin if label == "Take back" else world.mona
    assert (await Screen(who, post).click(label)).text.startswith("✓ ")
    assert standing(world) == []


def button_row(*buttons: tuple[str, str]) -> dict[str, Any]:
    """A row of buttons as Discord stores it."""
    made = [{"type": 2, "style": 2, "label": label, "custom_id": name} for label, name in buttons]
    return {"type": 1, "components": made}


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


async def test_many_pictures_and_then_words_alone(world: World) -> None:
    for _ in range(20):
        assert (await world.robin.slash("progress")).message.attachments
    card = await world.robin.slash("progress")
    assert not card.message.attachments
    assert "The same as a picture again <t:" in card.text
    assert "0 of 22 actions" in card.text
    assert (await world.mona.slash("progress")).message.attachments
