"""The circuit breaker at work: who can trip it, what waits and what does not, who hears of it."""

import logging

import pytest

from bot.delivery.dispatcher import BACK_OFF
from bot.delivery.retention import MEMBER_DAYS, NOTICE_DAYS, Retention
from bot.delivery.sender import DiscordSender
from bot.domain.circuit_breaker import PAUSES, PROBES, TOO_MANY
from bot.domain.jobs import JobKind, Refusal
from bot.domain.schedule import DAY
from bot.domain.shards import Share
from bot.services.asking import Asked
from bot.trial.world import at_once
from tests.cogs.moderating import TITLE, draft, ready, standing
from tests.delivery.conftest import OPEN_DM, Office, run

TRIPPED = "I stop sending for 15 minutes"


def told(office: Office, words: str) -> int:
    """How often the owner was told this."""
    return sum(words in body["content"] for body in office.sent())


async def test_one_member_alone_stops_nobody_s_messages(office: Office) -> None:
    (robin,) = await office.crowd(1)
    office.refuse(403, 50007, times=2 * TOO_MANY)
    for _ in range(2 * TOO_MANY):
        await office.later(1)
        assert await office.test(robin) is Refusal.CLOSED
    assert office.dispatcher.resting_until is None


async def test_farewells_stop_nobody_s_messages(office: Office) -> None:
    *gone, active = await office.crowd(TOO_MANY + 5)
    await office.until_due(-60)
    world, last_here = office.world, office.world.now() // DAY - (MEMBER_DAYS - NOTICE_DAYS)
    for person in gone:
        await office.change(
            person,
            lambda m: m._replace(
                seen_day=last_here, nudged=False, nudges=m.nudges._replace(weekly_at=None, wake_at=None)
            ),
        )
    await Retention(office.store, DiscordSender(world.app.client, wait=at_once), world.now).look()
    office.refuse(403, 50278, times=len(gone))
    await office.tick()
    assert set(office.rows("kind, state")) == {("farewell", "refused")}
    await office.later(60)
    await office.tick()
    assert len(active.inbox()) == 1


async def test_after_its_rest_a_few_are_tried_one_by_one(office: Office) -> None:
    people = await office.crowd(4 * TOO_MANY)
    await office.until_due()
    office.refuse(403, 50007, times=None)
    dispatcher = office.dispatcher_with(rate=1)
    await run(dispatcher)
    before = office.states().count("refused")
    await office.later(PAUSES[0])
    await run(dispatcher)
    assert office.states().count("refused") == before + PROBES
    assert dispatcher.resting_until == office.world.now() + PAUSES[1]
    assert sum(len(person.inbox()) for person in people) == 0


@pytest.mark.parametrize(("status", "code"), [(404, 10013), (403, 50278), (400, 50035)])
async def test_every_refusal_for_good_counts(office: Office, status: int, code: int) -> None:
    await office.crowd(TOO_MANY + 5)
    await office.until_due()
    office.refuse(status, code, times=None)
    await office.tick()
    assert office.dispatcher.resting_until == office.world.now() + PAUSES[0]


@pytest.mark.parametrize("status", [408, 429, 500, 503])
async def test_what_passes_by_itself_counts_for_nothing(office: Office, status: int) -> None:
    await office.crowd(TOO_MANY + 5)
    await office.until_due()
    office.refuse(status, times=None)
    await office.tick()
    assert office.dispatcher.resting_until is None
    assert office.states() == ["claimed"] * (TOO_MANY + 5)


async def test_what_is_found_from_before_says_nothing_about_now(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    lost, other = await office.crowd(2)
    await office.until_due()
    await office.tick()
    office.alter("UPDATE jobs SET state = 'claimed', message = NULL WHERE owner = ?", lost.id)
    office.refuse(403, 20026)
    assert await office.test(other) is Refusal.FLAGGED
    office.alter("UPDATE jobs SET lease_until = lease_until + 86400 WHERE owner = ?", other.id)
    await office.later(PAUSES[0])
    with caplog.at_level(logging.WARNING):
        await office.tick()
    assert office.states() == ["sent", "sent", "claimed"]
    assert "sending works again" not in caplog.text
    assert told(office, "Sending works again.") == 0


async def test_what_stands_already_is_found_while_all_sending_rests(office: Office) -> None:
    lost, other = await office.crowd(2)
    await office.until_due()
    (job,) = await office.claim(1)
    with office.simulated():
        assert await office.dispatcher.deliver(Asked(job, fresh=True)) is None
        office.alter("UPDATE jobs SET state = 'claimed', message = NULL")
        office.refuse(403, 20026)
        assert await office.test(other) is Refusal.FLAGGED
        assert await office.dispatcher.deliver(Asked(job._replace(unsure=True), fresh=True)) is None
    assert office.rows("state", f"id = {job.id}") == [("sent",)]
    assert len(lost.inbox()) == 1


@pytest.mark.breaks
async def test_a_bot_that_is_taken_for_a_spammer_when_it_opens_a_dm_stops(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    world = office.world
    office.refuse(403, 20026, path=OPEN_DM)
    card = await world.robin.slash("start", timezone="Berlin")
    assert "My message will follow. You're enrolled all the same." in card.text
    assert world.app.dispatcher.resting_until == world.now() + PAUSES[0]
    assert "all sending stops for 15 minutes" in caplog.text
    await world.pass_time(PAUSES[0] + 120)
    assert len(world.robin.inbox()) == 1


async def test_half_of_fifty_refused_stops_all_sending_for_a_while(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    people = await office.crowd(TOO_MANY + 5)
    now = await office.until_due()
    office.refuse(403, 50007, times=TOO_MANY)
    one_by_one = office.dispatcher_with(rate=0.1)
    with caplog.at_level(logging.WARNING):
        await run(one_by_one)
    assert one_by_one.resting_until == now + PAUSES[0]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "all sending stops for 15 minutes" in caplog.text
    assert told(office, TRIPPED) == 1
    assert office.states() == ["refused"] * TOO_MANY
    await office.later(PAUSES[0])
    with caplog.at_level(logging.WARNING):
        await run(one_by_one)
    assert [len(person.inbox()) for person in people] == [0] * TOO_MANY + [1] * 5
    assert office.states() == ["refused"] * TOO_MANY + ["sent"] * 5
    assert "sending works again" in caplog.text
    assert told(office, "Sending works again.") == 1


@pytest.mark.parametrize("code", [40003, 20026])
async def test_one_is_enough_where_the_bot_itself_is_meant(office: Office, code: int) -> None:
    people = await office.crowd(2)
    now = await office.until_due()
    first, second = await office.claim()
    office.refuse(403, code)
    with office.simulated():
        await office.dispatcher.deliver(Asked(first, fresh=True))
        # … and what was claimed with it waits as well, clicked or not
        assert await office.dispatcher.deliver(Asked(second, fresh=True)) is Refusal.LATER
    assert office.dispatcher.resting_until == now + PAUSES[0]
    assert [len(person.inbox()) for person in people] == [0, 0]
    await office.later(PAUSES[0])
    await office.tick()
    assert [len(person.inbox()) for person in people] == [1, 1]


async def test_while_it_rests_nothing_is_claimed_for_members(office: Office) -> None:
    """Not even to look for what is unsure: that would be asked again and again."""
    robin, other = await office.crowd(2)
    await office.until_due(-60)
    office.refuse(403, 20026)
    await office.test(other)
    await office.tick()
    before = len(office.world.env.http_requests)
    await office.later(60)
    await office.tick()
    assert office.rows("kind, state", "user_id IS NOT NULL") == [("test", "claimed")]
    assert office.world.env.http_requests[before:] == []
    assert robin.inbox() == []
    await office.later(PAUSES[0])
    await office.tick()
    assert len(robin.inbox()) == 1


async def test_while_it_rests_updates_are_posted(office: Office) -> None:
    """They go into channels: that members can't be written to says nothing about those."""
    await ready(office.world)
    await (await draft(office.world, when="2026-01-05 09:00")).click("Schedule")
    (robin,) = await office.crowd(1)
    await office.until_due(-60)
    office.refuse(403, 20026)
    await office.test(robin)
    await office.later(60)
    await office.tick()
    assert office.dispatcher.resting_until is not None
    assert standing(office.world) == [f"**{TITLE}**"]


async def test_what_rests_is_put_off_and_not_tried_less_often(office: Office) -> None:
    robin, other = await office.crowd(2)
    await office.until_due()
    await office.claim()
    office.give_back()
    office.refuse(403, 20026)
    await office.test(other)
    with office.simulated():
        job = await office.add(JobKind.TEST, robin)
        assert await office.dispatcher.deliver(Asked(job, fresh=True)) is Refusal.LATER
    until = office.dispatcher.resting_until
    assert office.rows("state, lease_until, attempts", f"id = {job.id}") == [("waiting", until, 0)]
    assert max(BACK_OFF) > PAUSES[0]


async def test_a_restart_shortens_no_rest(office: Office) -> None:
    """And it is known how often there was one before, so that the next is longer."""
    robin, other = await office.crowd(2)
    await office.until_due(-60)
    office.refuse(403, 20026)
    await office.test(other)
    until = office.dispatcher.resting_until
    again = office.dispatcher_with()
    await again.take_up()
    assert again.resting_until == until == office.world.now() + PAUSES[0]
    await office.later(60)
    with office.simulated():
        await run(again)
    assert robin.inbox() == []

    await office.later(PAUSES[0])
    office.refuse(403, 20026)
    with office.simulated():
        await run(again)
    assert again.resting_until == office.world.now() + PAUSES[1]


async def test_while_one_process_rests_so_do_the_others(office: Office) -> None:
    """Whoever sends by then, and without being started again."""
    robin, other = await office.crowd(2)
    beside = office.dispatcher_with()
    beside.share = lambda: Share(True, frozenset({0}), 1)
    await office.until_due(-60)
    office.refuse(403, 20026)
    await office.test(other)
    await office.later(60)
    with office.simulated():
        await run(beside)
    assert robin.inbox() == []
    assert beside.resting_until == office.dispatcher.resting_until

    await office.later(PAUSES[0])
    with office.simulated():
        await run(beside)
    assert len(robin.inbox()) == 1


async def test_a_rest_that_is_over_is_over_after_a_restart_too(office: Office) -> None:
    _, other = await office.crowd(2)
    await office.until_due(-60)
    office.refuse(403, 20026)
    await office.test(other)
    await office.later(PAUSES[0])
    await office.tick()
    again = office.dispatcher_with()
    await again.take_up()
    assert again.resting_until is None
