"""The way into a DM: opened in a click or from the queue, never in the weekly run."""

import asyncio

import pytest

from bot.delivery.dm_channels import MOST_WAITING, PER_SECOND, DMChannels, Later
from bot.delivery.rate_limit import Pace
from bot.delivery.sender import DiscordSender
from bot.domain.circuit_breaker import TOO_MANY
from bot.domain.nudge_state import Kind
from bot.domain.nudges import Nudge, State
from bot.domain.schedule import DAY
from bot.store.claims import LEASE
from bot.store.nudges import Standing
from bot.trial.people import Person
from tests.delivery.conftest import Office

HOUR, WEEK = 60 * 60, 7 * DAY
OPEN_DM = "/users/@me/channels"


async def test_no_dm_is_opened_in_the_weekly_run(office: Office) -> None:
    world = office.world
    await office.enrol(world.robin)
    now = await office.until_due()
    await office.tick()
    assert not [entry for entry in world.env.http_requests if entry.path == OPEN_DM]
    assert office.rows("state, reason") == [("refused", "unopened")]
    assert (await office.member(world.robin)).nudges.refused_at == now


async def test_who_was_never_asked_does_not_count_as_a_refusal(office: Office) -> None:
    world = office.world
    for n in range(TOO_MANY):
        await office.enrol(newcomer(office, n))
    await office.until_due()
    await office.tick()
    assert office.states() == ["refused"] * TOO_MANY
    assert office.engine.resting_until is None
    assert world.robin.inbox() == []


def newcomer(office: Office, number: int) -> Person:
    """Somebody new, whose DM was never opened."""
    world = office.world
    return Person(world.env, world.guild.add_member(world.env.create_user(f"New {number}")), world.general)


async def test_a_welcome_that_discord_put_off_comes_once(office: Office) -> None:
    world = office.world
    office.refuse(400, 40003, path=OPEN_DM)
    card = await world.robin.slash("start")
    assert "my message follows by DM" in card.text
    chosen = await card.choose("Berlin")
    assert "my message follows by DM" in chosen.text
    assert office.rows("kind, state") == [("welcome", "waiting")]
    await office.tick()
    await office.later(2 * HOUR - 60)
    await office.tick()
    assert world.robin.inbox() == []
    await office.later(60)
    await office.tick()
    (letter,) = world.robin.inbox()
    assert "Berlin time" in letter.text
    assert office.rows("kind, state") == [("welcome", "sent")]
    assert office.engine.resting_until is None


async def test_while_openings_rest_nobody_s_click_opens_one(office: Office) -> None:
    world = office.world
    office.refuse(400, 40003, path=OPEN_DM)
    await world.robin.slash("start", timezone="Berlin")
    asked = [entry.path for entry in world.env.http_requests].count(OPEN_DM)
    card = await world.mona.slash("start", timezone="Berlin")
    assert "You're enrolled all the same." in card.text
    assert [entry.path for entry in world.env.http_requests].count(OPEN_DM) == asked == 1


async def test_who_has_just_clicked_waits_for_no_turn(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def turn(_: Pace) -> None:
        raise AssertionError("waited")

    monkeypatch.setattr(Pace, "turn", turn)
    for person in (office.world.robin, office.world.mona):
        await person.slash("start", timezone="Berlin")
        assert len(person.inbox()) == 1


async def test_the_queue_opens_two_a_second(office: Office) -> None:
    loop, world = asyncio.get_running_loop(), office.world
    people = [newcomer(office, number) for number in range(4)]
    for person in people:
        await office.enrol(person)
        await office.nudges.add(person.id, Kind.WELCOME, world.now())
    await office.later(LEASE)
    started = loop.time()
    await office.tick()
    assert loop.time() - started >= 1.5
    assert [len(person.inbox()) for person in people] == [1, 1, 1, 1]


async def test_what_was_asked_for_opens_the_dm_from_the_queue(office: Office) -> None:
    world = office.world
    await office.enrol(world.robin)
    office.refuse(400, 40003, path=OPEN_DM)
    card = await (await world.robin.slash("nudges")).click("Send a test nudge")
    assert "follows by DM" in card.text
    await world.pass_time(3 * HOUR)
    assert office.rows("kind, state", "kind = 'test'") == [("test", "sent")]
    assert (await office.member(world.robin)).nudges.refused_at is None


async def test_a_weekly_one_waits_for_the_letter_that_opens_the_dm(office: Office) -> None:
    world = office.world
    await office.enrol(world.robin)
    due = await office.until_due()
    welcome = await office.nudges.add(world.robin.id, Kind.WELCOME, due)
    assert not isinstance(welcome, State)
    await office.nudges.wait([welcome.id], due + HOUR, tried=False)
    await office.tick()
    assert office.rows("kind, state") == [("welcome", "waiting"), ("weekly", "waiting")]
    for _ in range(2):
        await office.later(HOUR)
        await office.tick()
    assert office.rows("kind, state") == [("welcome", "sent"), ("weekly", "sent")]


async def test_the_queue_sends_away_whom_it_has_no_room_for(office: Office) -> None:
    now = office.world.now
    dm_channels = DMChannels(DiscordSender(office.world.app.client), office.members, now)
    standings = []
    for n in range(MOST_WAITING + 5):
        person = newcomer(office, n)
        await office.enrol(person)
        nudge = Nudge(n, person.id, Kind.WELCOME, now(), now(), asked=True)
        standings.append(Standing(nudge, await office.member(person), (), opening=True))
    with office.simulated():
        found = await asyncio.gather(*(dm_channels.open(each, clicked=False) for each in standings))
    later = [each.until for each in found if isinstance(each, Later)]
    assert len(later) == 4
    assert later == sorted(later)
    assert later[0] >= now() + MOST_WAITING // PER_SECOND - 1
