"""The way into a DM: opened in a click or from the queue, never in the weekly run."""

import asyncio

import pytest

from bot.delivery.dm_channels import MOST_WAITING, PER_SECOND, DMChannels, Later
from bot.delivery.rate_limit import Rule
from bot.delivery.sender import DiscordSender
from bot.domain.circuit_breaker import TOO_MANY
from bot.domain.jobs import JobKind, Refusal
from bot.services.asking import Asked
from bot.store.jobs import LEASE
from bot.trial.people import Person
from bot.trial.world import at_once
from tests.delivery.conftest import OPEN_DM, Office, run

HOUR = 60 * 60


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
    assert office.dispatcher.resting_until is None
    assert world.robin.inbox() == []


def newcomer(office: Office, number: int) -> Person:
    """Somebody new, whose DM was never opened."""
    world = office.world
    return Person(world.env, world.guild.add_member(world.env.create_user(f"New {number}")), world.general)


async def test_a_welcome_that_discord_put_off_comes_once(office: Office) -> None:
    world = office.world
    office.refuse(400, 40003, path=OPEN_DM)
    card = await world.robin.slash("start")
    assert "My message will follow" in card.text
    chosen = await card.choose("Berlin")
    assert "My message will follow" in chosen.text
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
    assert office.dispatcher.resting_until is None


async def test_the_first_message_comes_as_soon_as_the_dm_is_open(office: Office) -> None:
    """Enrolled shortly before it was due, while Discord was slow: it waits for the welcome, and no longer."""
    robin = office.world.robin
    await office.enrol(robin)
    due = await office.until_due(after=-2)
    await office.add(JobKind.WELCOME, robin, wait_until=due + 60)
    await office.later(5)
    await office.tick()
    assert robin.inbox() == []
    assert office.rows("kind, state") == [("welcome", "waiting"), ("weekly", "waiting")]
    await office.later(60)
    await office.tick()
    await office.tick()
    assert office.rows("kind, state") == [("welcome", "sent"), ("weekly", "sent")]
    assert len(robin.inbox()) == 2


async def test_while_openings_rest_nobody_s_click_opens_one(office: Office) -> None:
    world = office.world
    office.refuse(400, 40003, path=OPEN_DM)
    await world.robin.slash("start", timezone="Berlin")
    asked = [entry.path for entry in world.env.http_requests].count(OPEN_DM)
    card = await world.mona.slash("start", timezone="Berlin")
    assert "You're enrolled all the same." in card.text
    assert [entry.path for entry in world.env.http_requests].count(OPEN_DM) == asked == 1


async def test_while_openings_rest_no_other_process_opens_one(office: Office) -> None:
    world = office.world
    office.refuse(400, 40003, path=OPEN_DM)
    await world.robin.slash("start", timezone="Berlin")
    await office.enrol(world.mona)
    welcome = await office.add(JobKind.WELCOME, world.mona)
    with office.simulated():
        refusal = await office.dispatcher_with().deliver(Asked(welcome, fresh=True))
    assert refusal is Refusal.LATER
    assert [entry.path for entry in world.env.http_requests].count(OPEN_DM) == 1


class Turns:
    """Nobody waits, but time goes on as if they did; it remembers when turns of which rule came."""

    def __init__(self) -> None:
        self.now = 0.0
        self.taken: dict[Rule, list[float]] = {}

    async def __call__(self, rule: Rule) -> None:
        """Take one."""
        self.now = max(self.now, rule.take(self.now))
        self.taken.setdefault(rule, []).append(self.now)


async def test_who_waits_for_it_takes_no_turn_in_the_queue(office: Office) -> None:
    await office.enrol(office.world.robin)
    welcome = await office.add(JobKind.WELCOME, office.world.robin)
    turns = Turns()
    with office.simulated():
        assert await office.dispatcher_with(turns=turns).deliver(Asked(welcome, fresh=True)) is None
    assert turns.taken == {}
    assert len(office.world.robin.inbox()) == 1


async def test_the_queue_opens_two_a_second(office: Office) -> None:
    people = [newcomer(office, number) for number in range(4)]
    for person in people:
        await office.enrol(person)
        await office.add(JobKind.WELCOME, person)
    await office.later(LEASE)
    turns = Turns()
    with office.simulated():
        await run(office.dispatcher_with(turns=turns))
    _, queue = turns.taken.values()  # the first are the dispatcher's own
    assert [at - queue[0] for at in queue] == pytest.approx([n / PER_SECOND for n in range(4)])
    assert [len(person.inbox()) for person in people] == [1, 1, 1, 1]


async def test_what_was_asked_for_opens_the_dm_from_the_queue(office: Office) -> None:
    world = office.world
    await office.enrol(world.robin)
    office.refuse(400, 40003, path=OPEN_DM)
    card = await (await world.robin.slash("nudges")).click("Send a test message")
    assert "My message will follow" in card.text
    await world.pass_time(3 * HOUR)
    assert office.rows("kind, state", "kind = 'test'") == [("test", "sent")]
    assert (await office.member(world.robin)).nudges.refused_at is None


async def test_a_weekly_one_waits_for_the_letter_that_opens_the_dm(office: Office) -> None:
    world = office.world
    await office.enrol(world.robin)
    due = await office.until_due()
    await office.add(JobKind.WELCOME, world.robin, wait_until=due + HOUR)
    await office.tick()
    assert office.rows("kind, state") == [("welcome", "waiting"), ("weekly", "waiting")]
    for _ in range(2):
        await office.later(HOUR)
        await office.tick()
    assert office.rows("kind, state") == [("welcome", "sent"), ("weekly", "sent")]


async def test_the_queue_sends_away_whom_it_has_no_room_for(office: Office) -> None:
    now, everybody = office.world.now, asyncio.Event()

    async def queue(_: Rule) -> None:
        await everybody.wait()

    sender = DiscordSender(office.world.app.client, wait=at_once)
    channels, jobs = DMChannels(office.store, sender, now, queue), []
    for n in range(MOST_WAITING + 5):
        person = newcomer(office, n)
        await office.enrol(person)
        jobs.append(await office.add(JobKind.WELCOME, person))
    with office.simulated():
        opening = [asyncio.create_task(channels.open(job, opening=True)) for job in jobs]
        await asyncio.sleep(0)
        everybody.set()
        found = await asyncio.gather(*opening)
    later = [each.until for each in found if isinstance(each, Later)]
    assert len(later) == 5
    assert later == sorted(later)
    assert later[0] >= now() + MOST_WAITING // PER_SECOND
    assert later[-1] - later[0] == 2, "they come back as they would have had their turns"
