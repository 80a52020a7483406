"""When Discord does not let the bot write to somebody: told once a week, and **Try again**."""

import pytest

from bot.domain.members import NudgeSchedule
from bot.domain.schedule import DAY, next_due
from bot.trial.world import World
from tests.cogs.conftest import Know
from tests.cogs.nudging import FIRST_WORDS, HOUR, LETTER, WEEK, refused, stands, states
from tests.interactions import press
from tests.stored import ask

CLOSED = "Discord won't let me write to you"


@pytest.mark.parametrize("command", ["next", "help", "progress", "faq", "nudges"])
async def test_the_next_answer_tells_of_a_refusal_once(world: World, command: str) -> None:
    await refused(world)
    told = await world.robin.slash(command, **({"question": "degree"} if command == "faq" else {}))
    assert told.private
    assert told.text.startswith("Discord won't let me write to you")
    assert told.buttons == ["Try again"]
    again = await world.robin.slash("next")
    assert "### Linux and Git, step 1 of 11" in again.text


async def test_a_command_tells_it_again_a_week_later(world: World) -> None:
    await refused(world)
    tells = []
    for day in range(20):
        tells += [day] if (await world.robin.slash("next")).text.startswith(CLOSED) else []
        await world.pass_time(DAY)
    assert tells == [0, 7, 14]
    told = await world.robin.slash("next")
    await world.pass_time(5 * DAY)
    told = await world.robin.slash("next")
    assert "It works" in (await told.click("Try again")).text
    await world.pass_time(8 * DAY)
    assert not (await world.robin.slash("next")).text.startswith(CLOSED)


@pytest.mark.parametrize("schedule", ["Turn off", "4 weeks"])
async def test_who_wants_no_messages_is_told_no_more(world: World, schedule: str) -> None:
    await refused(world)
    await world.robin.slash("next")
    card = await world.robin.slash("nudges")
    await (card.click(schedule) if schedule == "Turn off" else card.choose(schedule))
    await world.pass_time(8 * DAY)
    assert not (await world.robin.slash("next")).text.startswith(CLOSED)


async def test_who_tries_again_in_vain_is_told_once(world: World) -> None:
    await refused(world)
    told = await world.robin.slash("next")
    await world.pass_time(8 * DAY)
    world.env.inject_error("POST", LETTER, status=403, code=50007)
    tried = await press(world, world.robin, f"b:reach:{world.robin.id}", on=told).arrives()
    assert tried.screen.text.startswith(CLOSED)
    assert tried.result.followups == []


async def test_while_refused_nothing_is_tried_and_the_wish_is_kept(world: World, known: Know) -> None:
    await refused(world)
    requests = len(world.env.http_requests)
    await world.pass_time(3 * WEEK)
    assert len(world.env.http_requests) == requests
    member = await stands(known, world)
    assert member.nudged
    assert member.schedule == NudgeSchedule(zone="Europe/Berlin")


@pytest.mark.parametrize("after", [DAY, 3 * DAY - 4 * HOUR])
async def test_try_again_in_time_sends_this_weeks_and_counts_as_it(
    world: World, known: Know, after: int
) -> None:
    await refused(world)
    await world.pass_time(after)
    told = await world.robin.slash("next")
    answer = await told.click("Try again")
    assert answer.text.startswith("It works. I've just sent you a message.")
    letter = world.robin.inbox()[-1]
    assert letter.message.content == FIRST_WORDS
    member = await stands(known, world)
    assert member.nudges.refused_at is None
    assert (member.nudges.weekly_at or 0) - world.now() > WEEK - after - DAY
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 3


async def test_start_tries_the_dm_again(world: World, known: Know) -> None:
    await refused(world)
    assert "Try again" not in (await world.robin.slash("start")).buttons
    assert world.robin.inbox()[-1].message.content.startswith("You're on the MLOps")
    assert (await stands(known, world)).nudges.refused_at is None


async def test_try_again_after_three_days_sends_a_test(world: World) -> None:
    await refused(world)
    await world.pass_time(4 * DAY)
    await (await world.robin.slash("next")).click("Try again")
    assert world.robin.inbox()[-1].message.content.startswith("A test, and it works.")


async def test_try_again_that_fails_again(world: World) -> None:
    await refused(world)
    told = await world.robin.slash("next")
    world.env.inject_error("POST", LETTER, status=403, code=50007)
    again = await told.click("Try again")
    assert again.text.startswith("Discord won't let me write to you")
    assert "It works" in (await again.click("Try again")).text


@pytest.mark.parametrize("schedule", ["Turn off", "4 weeks"])
async def test_try_again_reaches_who_wants_no_weekly_ones_by_a_test(
    world: World, known: Know, schedule: str
) -> None:
    await refused(world)
    told = await world.robin.slash("next")
    card = await world.robin.slash("nudges")
    await (card.click(schedule) if schedule == "Turn off" else card.choose(schedule))
    answer = await told.click("Try again")
    assert answer.text.startswith("It works")
    assert world.robin.inbox()[-1].message.content.startswith("A test, and it works.")
    assert (await stands(known, world)).nudges.refused_at is None


async def test_try_again_joins_no_weekly_one_that_is_on_its_way(world: World, database_url: str) -> None:
    await refused(world)
    await world.pass_time(WEEK)
    told = await world.robin.slash("next")
    ask(database_url, "UPDATE jobs SET state = 'waiting', lease_until = 9999999999 WHERE kind = 'weekly'")
    assert "My message will follow" in (await told.click("Try again")).text
    assert states(database_url) == ["waiting"]


async def test_try_again_brings_no_weekly_one_twice(world: World, database_url: str) -> None:
    """Whatever the clock did: what was due then has its end, so a test says whether the DM is open."""
    await refused(world)
    await world.pass_time(WEEK)
    told = await world.robin.slash("next")
    due = next_due(NudgeSchedule(zone="Europe/Berlin"), world.now() - WEEK) or 0
    ask(
        database_url,
        "UPDATE jobs SET state = 'missed', due_at = ?, key = ? WHERE kind = 'weekly'",
        due,
        f"w{due}",
    )
    assert (await told.click("Try again")).text.startswith("It works")
    assert world.robin.inbox()[-1].message.content.startswith("A test, and it works.")
