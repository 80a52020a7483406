"""What a message says: as of the moment in which it is sent, and what was told before is not told again."""

import pytest

from bot.delivery.rate_limit import Rule
from bot.domain import nudge_state
from bot.domain.custom_id import read
from bot.domain.jobs import JobKey, JobKind
from bot.domain.members import Goal
from bot.domain.schedule import DAY
from bot.trial.world import World
from tests.cogs.moderating import TEXT, TITLE, draft, ready
from tests.delivery.conftest import Office, run

WEEK = 7 * DAY


async def test_every_message_says_which_one_it_is(office: Office) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due()
    await office.tick()
    (sent,) = office.sent()
    presses = [read(button["custom_id"]) for button in sent["components"][0]["components"]]
    assert {press.key for press in presses if press} == {JobKey.of(JobKind.WEEKLY, due)}
    assert {press.owner for press in presses if press} == {robin.id}


async def test_a_test_is_no_message_of_the_past(office: Office) -> None:
    """The next one still names the step for the first time, and a tick since a test counts."""
    (robin,) = await office.crowd(1)
    await robin.slash("done", action="linux-git-cloud")
    assert await office.test(robin) is None
    await office.until_due()
    await office.tick()
    assert robin.inbox()[-1].message.content.startswith("One action done. Next: ")


async def test_what_was_posted_while_it_was_sent_is_for_the_next_one(office: Office) -> None:
    await office.crowd(1)
    due = await office.until_due()

    async def take_time(_: Rule) -> None:
        await office.later(20)

    with office.simulated():
        await run(office.dispatcher_with(take_time))
    assert office.rows("state, sent_at") == [("sent", due)]


@pytest.mark.parametrize("first", ["welcome", "rest"])
async def test_a_goal_that_was_retired_is_told_of_once(office: Office, first: str) -> None:
    (robin,) = await office.crowd(1)
    gone = Goal("mlops-engineer/aws-ml-specialty", told=False)
    unanswered = 3 if first == "rest" else 0
    await office.change(
        robin, lambda m: m._replace(goal=gone, nudges=m.nudges._replace(unanswered=unanswered))
    )
    if first == "welcome":
        await office.add(JobKind.WELCOME, robin, wait_until=office.world.now())
        await office.tick()
    for _ in range(2 if first == "welcome" else 3):
        await office.until_due()
        await office.tick()
        await office.change(robin, lambda m: nudge_state.sign_of_life(m, office.world.now()))
    told = ["About your goal: " in letter.text for letter in robin.inbox()]
    assert told == [False, True, False]


async def nudge(world: World) -> str:
    """Robin's next weekly message."""
    await world.pass_time(WEEK)
    return world.robin.inbox()[-1].text


async def test_an_update_stands_in_the_next_message_of_whom_it_concerns(world: World) -> None:
    await ready(world)
    await world.robin.slash("start", timezone="Berlin")
    title = "[NumPy](https://evil.example) *2.0*"
    await (await draft(world, title=title, about="linux-git-cloud")).click("Post")
    await (await draft(world, title="About a later phase", about="docker-kubernetes")).click("Post")
    await (await draft(world, title="About nothing")).click("Post")
    text = await nudge(world)
    link = (world.updates.history()[0]).jump_url
    assert f"New in <#{world.updates.id}>: ↗ [\\[NumPy\\](https://evil.example) \\*2.0\\*](<{link}>)" in text
    assert "About a later" not in text
    assert "About nothing" not in text
    assert "New in" not in await nudge(world)


async def test_what_was_posted_before_somebody_came_is_no_news_to_them(world: World) -> None:
    await ready(world)
    await (await draft(world, about="foundations")).click("Post")
    await world.pass_time(60 * 60)
    await world.robin.slash("start", timezone="Berlin")
    assert "New in" not in await nudge(world)


@pytest.mark.parametrize("about", ["foundations", "numpy-pandas"])
async def test_phases_and_actions_touch_their_phase(world: World, about: str) -> None:
    await ready(world)
    await world.robin.slash("start", timezone="Berlin")
    await (await draft(world, about=about)).click("Post")
    assert f"[{TITLE}]" in await nudge(world)


async def test_news_are_told_as_they_were_edited_and_not_once_retracted(world: World) -> None:
    await ready(world)
    await world.robin.slash("start", timezone="Berlin")
    for title in ("Stays", "Goes"):
        await (await draft(world, title=title, about="foundations")).click("Post")
    await (await world.mona.slash_form("update edit", update="1")).send(title="Edited", text=TEXT)
    await (await world.mona.slash("update retract", update="2")).click("Retract")
    text = await nudge(world)
    assert "[Edited]" in text
    assert "Goes" not in text


async def test_news_are_for_members_of_the_server_where_they_started(world: World) -> None:
    await ready(world)
    await world.robin.in_dm().slash("start", timezone="Berlin")
    await (await draft(world, about="foundations")).click("Post")
    assert "New in" not in await nudge(world)


async def test_words_of_a_moderator_reach_the_message_escaped_however_long(world: World) -> None:
    await ready(world)
    await world.robin.slash("start", timezone="Berlin")
    for number in range(5):
        await (await draft(world, title=f"{number}".ljust(100, "*"), about="foundations")).click("Post")
    text = await nudge(world)
    assert text.count("New in") == 3
    assert "\\*\\*" in text
