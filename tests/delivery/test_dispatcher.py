"""The dispatcher: each job once, at its pace, given up or not, and nothing lost on the way down."""

import asyncio
import logging
from itertools import count

import pytest

from bot import app
from bot.content.live import LiveContent
from bot.delivery.dispatcher import (
    AHEAD,
    AT_ONCE,
    BACK_OFF,
    MOST_ATTEMPTS,
    PATIENCE,
    STARTING,
    Dispatcher,
)
from bot.delivery.rate_limit import Rule
from bot.delivery.sender import DEADLINE
from bot.domain.circuit_breaker import TOO_MANY
from bot.domain.due import LATE
from bot.domain.errors import StoreUnavailable
from bot.domain.jobs import JobKind, Refusal
from bot.domain.schedule import DAY
from bot.services.asking import Asked
from bot.store.jobs import LEASE
from tests.delivery.conftest import OPEN_DM, Gate, Office, Turnstile, run
from tests.interactions import command
from tests.stored import changing, statements, taken

HOUR, WEEK = 60 * 60, 7 * DAY


def requests(office: Office, method: str, since: int = 0) -> int:
    """How many requests for a DM's messages there were, but for the first so many of any kind."""
    entries = office.world.env.http_requests[since:]
    return sum(entry.method == method and entry.path.endswith("/messages") for entry in entries)


async def held_up(office: Office, gate: Gate) -> Dispatcher:
    """A dispatcher that has begun what is due, with the first request waiting at the gate."""
    dispatcher = office.dispatcher_with(gate)
    await dispatcher.tick()
    await gate.reached.wait()
    return dispatcher


async def gone(_: int) -> Rule:
    """What gives out turns while the database is away."""
    raise StoreUnavailable("the database can't be reached")


async def finish(dispatcher: Dispatcher, gate: Gate) -> None:
    """Let everything through."""
    gate.open.set()
    await dispatcher.drain()


def test_a_look_up_and_a_send_fit_into_a_lease() -> None:
    assert AHEAD + 2 * DEADLINE <= LEASE


async def test_claimed_sent_settled(office: Office) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due(5)
    dispatcher = await held_up(office, gate := Gate())
    assert office.rows("owner, user_id, kind, key, due_at, state, claimed_at, lease_until, attempts") == [
        (robin.id, robin.id, "weekly", f"w{due}", due, "claimed", due + 5, due + 5 + LEASE, 0)
    ]
    assert (await office.member(robin)).nudges.weekly_at == due + WEEK
    assert robin.inbox() == []
    await finish(dispatcher, gate)
    (letter,) = robin.inbox()
    assert office.rows("state, sent_at, about, channel, message") == [
        ("sent", due + 5, "linux-git-cloud/shell", letter.message.channel.id, letter.message.id)
    ]
    assert (await office.member(robin)).nudges.unanswered == 1


async def test_everybody_who_is_due_gets_one(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    people = await office.crowd(12)
    await office.until_due()
    with caplog.at_level(logging.INFO, "bot.delivery.dispatcher"):
        await office.tick()
        await office.tick()
    assert [len(person.inbox()) for person in people] == [1] * 12
    assert [record.getMessage() for record in caplog.records] == ["jobs: 12 sent"]


async def test_one_request_for_one_message(office: Office) -> None:
    await office.crowd(1)
    await office.until_due()
    before = len(office.world.env.http_requests)
    await office.tick()
    assert [entry.method for entry in office.world.env.http_requests[before:]] == ["POST"]


async def test_what_is_settled_is_not_sent_again(office: Office) -> None:
    (robin,) = await office.crowd(1)
    with office.simulated():
        asked = await office.nudges.test(office.act(robin))
        for _ in range(2):
            assert await office.dispatcher.deliver(asked) is None
    assert len(robin.inbox()) == 1


async def test_a_tick_with_nothing_due_writes_nothing(office: Office) -> None:
    await office.crowd(3)
    with statements() as asked:
        await office.tick()
    assert not changing(asked)


@pytest.mark.parametrize(("rate", "most"), [(0.05, 1), (0.5, 5)])
async def test_no_more_is_claimed_than_ten_seconds_can_send(office: Office, rate: float, most: int) -> None:
    assert most == max(1, int(rate * AHEAD))
    await office.crowd(8)
    await office.until_due()
    dispatcher = office.dispatcher_with(turnstile := Turnstile(), rate=rate)
    running = asyncio.create_task(dispatcher.tick())
    for _ in range(most):
        await turnstile.arrived.acquire()
    assert office.states() == ["claimed"] * most
    for _ in range(8):
        turnstile.free.release()
    await running
    await dispatcher.drain()
    assert office.states() == ["sent"] * 8


async def test_what_is_in_flight_counts_towards_the_ten_seconds(office: Office) -> None:
    await office.crowd(8)
    await office.until_due()
    dispatcher = office.dispatcher_with(turnstile := Turnstile(), rate=3.5 / AHEAD)
    running = asyncio.create_task(dispatcher.tick())
    await turnstile.arrived.acquire()
    await turnstile.arrived.acquire()
    for through in range(6):
        await turnstile.arrived.acquire()
        assert sorted(office.states()) == ["claimed"] * 3 + ["sent"] * through
        turnstile.free.release()
    turnstile.free.release()
    turnstile.free.release()
    await running
    await dispatcher.drain()
    assert office.states() == ["sent"] * 8


@pytest.mark.parametrize(("rate", "most"), [(2, 2), (44.5, 45), (1_000, AT_ONCE)])
async def test_hundreds_are_claimed_little_by_little(office: Office, rate: float, most: int) -> None:
    await office.crowd(AT_ONCE + 2)
    await office.until_due()
    dispatcher = office.dispatcher_with(turns=(gate := Gate()), rate=rate)
    running = asyncio.create_task(dispatcher.tick())
    await gate.reached.wait()
    assert office.states() == ["claimed"] * most
    await dispatcher.stop(0)
    gate.open.set()
    await running


async def test_a_look_up_takes_a_turn_as_well(office: Office) -> None:
    turns: list[Rule] = []

    async def note(rule: Rule) -> None:
        turns.append(rule)

    await office.crowd(3)
    await office.until_due()
    dispatcher = office.dispatcher_with(turns=note)
    await run(dispatcher)
    assert len(turns) == 3
    office.alter("UPDATE jobs SET state = 'claimed', message = NULL")
    await office.later(LEASE)
    await run(dispatcher)
    assert len(turns) == 3 + 2 * 3


@pytest.mark.parametrize(("late", "looks"), [(LATE, 0), (LATE + 1, 1)])
async def test_what_is_long_due_is_looked_for_as_a_restored_backup_may_not_know(
    office: Office, late: int, looks: int
) -> None:
    await office.crowd(1)
    await office.until_due(late)
    before = len(office.world.env.http_requests)
    await office.tick()
    assert requests(office, "GET", before) == looks


@pytest.mark.parametrize(("down", "looks"), [(STARTING, 0), (STARTING + 1, 1)])
async def test_so_is_what_was_due_before_the_start_unless_its_nonce_still_holds(
    office: Office, down: int, looks: int
) -> None:
    await office.crowd(1)
    await office.until_due(down)
    before, dispatcher = len(office.world.env.http_requests), office.dispatcher_with()
    await run(dispatcher)
    assert requests(office, "GET", before) == looks
    assert office.states() == ["sent"]


async def test_stop_gives_back_only_what_never_went_on_the_wire(office: Office) -> None:
    people = await office.crowd(8)
    await office.until_due()
    gate, turns = Gate(), Turnstile()
    dispatcher = office.dispatcher_with(gate, turns, rate=5)
    running = asyncio.create_task(dispatcher.tick())
    turns.free.release()
    await gate.reached.wait()
    await dispatcher.stop(0)
    # The first was on its way: nobody knows whether Discord has it. The others can go at once.
    assert office.rows("state, attempts") == [("claimed", 0)] + [("waiting", 0)] * 4
    gate.open.set()
    turns.free.release()
    await running
    await dispatcher.drain()
    assert office.sent() == [], "what was cut off is cut off, and nothing more begins"
    await office.tick()
    assert [len(person.inbox()) for person in people] == [0] + [1] * 7
    await office.later(LEASE)
    await office.tick()
    assert [len(person.inbox()) for person in people] == [1] * 8


async def test_stop_leaves_what_may_have_been_sent_before_to_be_looked_for(office: Office) -> None:
    await office.crowd(4)
    await office.until_due()
    await office.claim()
    await office.later(LEASE)
    dispatcher = office.dispatcher_with(turns=(gate := Gate()), rate=0.5)
    running = asyncio.create_task(dispatcher.tick())
    await gate.reached.wait()
    await dispatcher.stop(0)
    gate.open.set()
    await running
    assert office.states() == ["claimed"] * 4


@pytest.mark.breaks
async def test_stop_cuts_off_what_it_cannot_give_back(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.crowd(6)
    await office.until_due()
    gate, turns = Gate(), Turnstile()
    dispatcher = office.dispatcher_with(gate, turns, rate=0.5)
    running = asyncio.create_task(dispatcher.tick())
    turns.free.release()
    await gate.reached.wait()
    async with taken(office.url):
        await dispatcher.stop(0)
    turns.free.release()
    await running
    await dispatcher.drain()
    assert {*office.states()} == {"claimed"}
    assert "so they are looked for at the next start" in caplog.text


async def test_stop_lets_finish_what_is_under_way(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    dispatcher = await held_up(office, gate := Gate())
    stopping = asyncio.create_task(dispatcher.stop(60))
    await asyncio.sleep(0)
    gate.open.set()
    await stopping
    assert office.states() == ["sent"]
    assert len(robin.inbox()) == 1


async def test_after_stop_nothing_is_claimed(office: Office) -> None:
    await office.crowd(2)
    await office.until_due()
    await office.claim(1)
    office.give_back()
    await office.dispatcher.stop(0)
    await office.tick()
    assert office.states() == ["waiting"]


async def test_what_was_claimed_and_got_no_turns_comes_once_its_lease_is_over(office: Office) -> None:
    """Several processes take their turns from the database, which may go away right then."""
    people = await office.crowd(3)
    await office.until_due()
    dispatcher = office.dispatcher_with()
    turns, dispatcher.turns = dispatcher.turns, gone
    with pytest.raises(StoreUnavailable):
        await dispatcher.tick()
    dispatcher.turns = turns
    await run(dispatcher)
    assert office.states() == ["claimed"] * 3
    await office.later(LEASE)
    await run(dispatcher)
    assert office.states() == ["sent"] * 3
    assert [len(person.inbox()) for person in people] == [1] * 3


async def test_what_is_in_flight_is_not_claimed_again(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    dispatcher = await held_up(office, gate := Gate())
    await office.later(10 * LEASE)
    await dispatcher.tick()
    await finish(dispatcher, gate)
    await dispatcher.tick()
    assert len(robin.inbox()) == 1
    assert office.rows("state, attempts") == [("sent", 0)]
    assert requests(office, "GET") == 0, "nobody had to look for it"


async def test_what_a_click_has_in_flight_is_not_claimed_again(office: Office) -> None:
    """As when the bot's clock is ahead of Discord's, by which the click was claimed."""
    robin = office.world.robin
    await office.enrol(robin)
    welcome = await office.add(JobKind.WELCOME, robin)
    dispatcher = office.dispatcher_with(gate := Gate())
    await office.later(LEASE)
    with office.simulated():
        delivering = asyncio.create_task(dispatcher.deliver(Asked(welcome, fresh=True)))
        await gate.reached.wait()
        await dispatcher.tick()
        await finish(dispatcher, gate)
        assert await delivering is None
        await dispatcher.tick()
    assert len(robin.inbox()) == 1
    assert office.rows() == [("sent",)]
    assert gate.requests == 2, "one opens the DM, one sends"


async def test_a_click_that_is_delivered_twice_waits_for_the_same(office: Office) -> None:
    (robin,) = await office.crowd(1)
    act, dispatcher = office.act(robin), office.dispatcher_with(gate := Gate())
    with office.simulated():
        first = asyncio.create_task(dispatcher.deliver(await office.nudges.test(act)))
        await gate.reached.wait()
        twin = asyncio.create_task(dispatcher.deliver(await office.nudges.test(act)))
        await finish(dispatcher, gate)
        assert [await first, await twin] == [None, None]
    assert len(robin.inbox()) == 1


async def test_what_another_click_asked_for_and_waits_is_told_to_come_later(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.add(JobKind.TEST, robin, wait_until=office.world.now() + HOUR)
    assert await office.test(robin) is Refusal.LATER
    assert robin.inbox() == []


async def test_a_click_waits_for_ten_seconds_and_is_told_that_it_follows(
    office: Office, content: LiveContent
) -> None:
    world, slow = office.world, asyncio.Event()

    async def hold(_: Rule) -> None:
        await world.env.external_wait(slow.wait(), reason="Discord is slow")

    built = await app.build(office.url, content, world.now, wait=hold)
    await world.env.restart_bot(built.client)
    start = await command(world, world.robin, "start", timezone="Berlin").arrives()
    await world.env.advance_time(PATIENCE - 1)
    assert start.screen.text == ""
    await world.env.advance_time(1)
    assert "My message will follow. You're enrolled all the same." in start.screen.text
    assert world.robin.inbox() == []
    slow.set()
    await world.env.settle()
    assert len(world.robin.inbox()) == 1
    assert office.rows("kind, state") == [("welcome", "sent")]
    await built.store.close()


async def test_what_did_not_get_through_is_sent_with_the_same_nonce(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(500, times=2)
    office.refuse(400, 50035)
    for wait in (0, *BACK_OFF[:3]):
        await office.later(wait)
        await office.tick()
    assert len(robin.inbox()) == 1
    bodies = office.sent()
    assert len(bodies) == 4
    assert len({body["nonce"] for body in bodies}) == 1
    assert all(body["enforce_nonce"] for body in bodies)
    assert office.rows("state, attempts") == [("sent", 1)]


async def test_every_message_has_a_nonce_of_its_own(office: Office) -> None:
    await office.crowd(2)
    for _ in range(2):
        await office.until_due()
        await office.tick()
    assert len({body["nonce"] for body in office.sent()}) == 4


@pytest.mark.parametrize("code", [50001, 50035])
async def test_what_is_refused_for_no_known_reason_is_given_up_after_a_while(
    office: Office, code: int
) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due()
    office.refuse(403, code, times=None)
    tries: list[int] = []
    while office.states() in ([], ["claimed"]):
        before = len(office.sent())
        await office.tick()
        tries += [office.world.now() - due] * (len(office.sent()) - before)
        await office.later(60)
    assert tries == [sum(BACK_OFF[:n]) for n in range(MOST_ATTEMPTS)]
    assert office.rows("state, reason") == [("failed", "failed")]
    assert robin.inbox() == []
    assert (await office.member(robin)).nudges.weekly_at == due + WEEK


@pytest.mark.parametrize("status", [408, 429, 502])
async def test_what_may_pass_is_tried_less_and_less_often(office: Office, status: int) -> None:
    await office.crowd(1)
    due = await office.until_due()
    office.refuse(status, times=None)
    tries: list[int] = []
    while (after := office.world.now() - due) <= 3 * HOUR:
        before = len(office.sent())
        await office.tick()
        tries += [after] * (len(office.sent()) - before)
        await office.later(60)
    assert tries == [0, 60, 120, 240, 480, 960, 1920, 3840, 7440], "an hour apart at most"


async def test_what_another_run_settled_meanwhile_counts_once(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.tick()
    office.alter("UPDATE jobs SET state = 'claimed', message = NULL")
    await office.later(LEASE)

    async def settle(_: Rule) -> None:
        office.alter("UPDATE jobs SET state = 'sent'")

    with office.simulated():
        await run(office.dispatcher_with(settle))
    assert (await office.member(robin)).nudges.unanswered == 1
    assert len(robin.inbox()) == 1


async def test_what_works_again_is_not_given_up(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(502, times=6)
    for wait in (0, *BACK_OFF, *BACK_OFF[-1:] * 3):
        await office.later(wait)
        await office.tick()
    assert office.states() == ["sent"]
    (letter,) = robin.inbox()
    assert "Meant for <t:" in letter.text


async def test_only_what_discord_refused_counts_towards_giving_up(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(429, times=MOST_ATTEMPTS)
    for _ in range(MOST_ATTEMPTS):
        await office.tick()
        await office.later(BACK_OFF[-1])
    office.refuse(400, 50035)
    for _ in range(2):
        await office.tick()
        await office.later(BACK_OFF[-1])
    assert office.states() == ["sent"]
    assert len(robin.inbox()) == 1


async def test_one_member_s_refusal_reaches_nobody_else(office: Office) -> None:
    people = await office.crowd(3)
    await office.until_due()
    office.refuse(403, 50007)
    await office.tick()
    assert sorted(len(person.inbox()) for person in people) == [0, 1, 1]
    assert sorted(office.states()) == ["refused", "sent", "sent"]


async def stumble(_: Rule) -> None:
    """A mistake in our own code, whenever something is to be sent."""
    raise RuntimeError("a mistake")


async def test_one_member_s_trouble_reaches_nobody_else(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    people, sends = await office.crowd(3), count(1)
    await office.until_due()

    async def stumble_once(rule: Rule) -> None:
        if next(sends) == 2:
            await stumble(rule)

    await run(office.dispatcher_with(stumble_once))
    assert sorted(office.states()) == ["claimed", "sent", "sent"]
    ((job, unlucky),) = office.rows("id, owner", "state = 'claimed'")
    assert [len(person.inbox()) for person in people] == [int(person.id != unlucky) for person in people]
    assert f"job {job} (weekly) failed" in caplog.text
    assert str(unlucky) not in caplog.text
    await office.later(BACK_OFF[0])
    await office.tick()
    assert [len(person.inbox()) for person in people] == [1, 1, 1]


async def test_a_fault_of_our_own_is_tried_less_and_less_often_and_not_for_ever(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    dispatcher = office.dispatcher_with(stumble)
    for number, wait in enumerate((*BACK_OFF, 1)):
        await run(dispatcher)
        await office.later(wait - 1)
        await run(dispatcher)
        assert office.rows("attempts") == [(min(number + 1, MOST_ATTEMPTS - 1),)]
        await office.later(1)
    assert office.rows("state, reason") == [("failed", "failed")]
    await office.tick()
    assert robin.inbox() == []


async def test_a_fault_of_our_own_says_nothing_about_discord(office: Office) -> None:
    await office.crowd(TOO_MANY)
    await office.until_due()
    dispatcher = office.dispatcher_with(stumble)
    await run(dispatcher)
    assert office.rows("state, attempts") == [("claimed", 1)] * TOO_MANY
    assert dispatcher.resting_until is None


@pytest.mark.breaks
async def test_a_click_is_told_to_wait_when_the_database_can_not_note_what_came_of_it(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    (robin,) = await office.crowd(1)
    dispatcher = office.dispatcher_with(gate := Gate())
    with office.simulated():
        asked = await office.nudges.test(office.act(robin))
        delivering = asyncio.create_task(dispatcher.deliver(asked))
        await gate.reached.wait()
        async with taken(office.url):
            gate.open.set()
            assert await delivering is Refusal.LATER
    assert "waits for the database" in caplog.text
    assert office.states() == ["claimed"]
    await office.later(LEASE)
    await office.tick()
    assert office.states() == ["sent"], "it is found"
    assert len(robin.inbox()) == 1


async def test_what_is_put_off_is_told_as_that(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    robin = office.world.robin
    await office.enrol(robin)
    await office.add(JobKind.WELCOME, robin, wait_until=office.world.now())
    office.refuse(400, 40003, path=OPEN_DM)
    with caplog.at_level(logging.INFO, "bot.delivery.dispatcher"):
        await office.tick()
        await office.tick()
    assert caplog.messages[-1] == "jobs: 1 put off"
    assert office.rows("kind, state, attempts") == [("welcome", "waiting", 0)]
