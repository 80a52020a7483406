"""The circuit breaker at work: who can trip it, what comes after its rest, who hears of it."""

import logging
from dataclasses import replace

import pytest

from bot.delivery.retention import MEMBER_DAYS, NOTICE_DAYS, Retention
from bot.delivery.sender import DiscordSender, Refusal
from bot.domain.circuit_breaker import PAUSES, PROBES, TOO_MANY
from bot.domain.schedule import DAY
from bot.store.retention import RetentionStore
from tests.delivery.conftest import Office

OPEN_DM = "/users/@me/channels"


async def test_one_member_alone_stops_nobody_s_messages(office: Office) -> None:
    (robin,) = await office.crowd(1)
    office.refuse(403, 50007, times=2 * TOO_MANY)
    with office.simulated():
        for _ in range(2 * TOO_MANY):
            await office.later(1)
            assert await office.welcome().test(robin.id, office.world.now()) is Refusal.CLOSED
    assert office.engine.resting_until is None


async def test_farewells_stop_nobody_s_messages(office: Office) -> None:
    *gone, active = await office.crowd(TOO_MANY + 5)
    await office.until_due(-60)
    world, last_here = office.world, office.world.now() // DAY - (MEMBER_DAYS - NOTICE_DAYS)
    for person in gone:
        await office.change(
            person,
            lambda m: replace(
                m, seen_day=last_here, nudged=False, nudges=replace(m.nudges, weekly_at=None, wake_at=None)
            ),
        )
    await Retention(
        RetentionStore(world.app.database), office.nudges, DiscordSender(world.app.client), world.now
    ).look()
    office.refuse(403, 50278, times=len(gone))
    await office.tick()
    await office.later(60)
    await office.tick()
    assert len(active.inbox()) == 1


async def test_after_its_rest_a_few_are_tried_one_by_one(office: Office) -> None:
    people = await office.crowd(4 * TOO_MANY)
    await office.until_due()
    office.refuse(403, 50007, times=None)
    await office.tick()
    before = office.states().count("refused")
    await office.later(PAUSES[0])
    await office.tick()
    assert office.states().count("refused") == before + PROBES
    assert office.engine.resting_until == office.world.now() + PAUSES[1]
    assert sum(len(person.inbox()) for person in people) == 0


@pytest.mark.parametrize(("status", "code"), [(404, 10013), (403, 50278), (400, 50035)])
async def test_every_refusal_for_good_counts(office: Office, status: int, code: int) -> None:
    await office.crowd(TOO_MANY + 5)
    await office.until_due()
    office.refuse(status, code, times=None)
    await office.tick()
    assert office.engine.resting_until == office.world.now() + PAUSES[0]


async def test_what_is_found_from_before_says_nothing_about_now(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.crowd(2)
    await office.until_due()
    await office.tick()
    office.alter("UPDATE nudges SET state = 'claimed', sent_at = NULL, message = NULL WHERE id = 1")
    office.courier.breaker.refused(office.world.now(), 1, at_once=True)
    await office.later(PAUSES[0])
    with caplog.at_level(logging.WARNING):
        await office.tick()
    assert office.states() == ["sent", "sent"]
    assert office.courier.breaker.trying
    assert "sending works again" not in caplog.text


@pytest.mark.breaks
async def test_a_bot_that_is_taken_for_a_spammer_when_it_opens_a_dm_stops(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    world = office.world
    office.refuse(403, 20026, path=OPEN_DM)
    card = await world.robin.slash("start", timezone="Berlin")
    assert "my message follows by DM. You're enrolled all the same." in card.text
    assert world.app.engine.resting_until == world.now() + PAUSES[0]
    assert "all sending stops for 15 minutes" in caplog.text
    await world.pass_time(PAUSES[0] + 120)
    assert len(world.robin.inbox()) == 1


async def test_half_of_fifty_refused_stops_all_sending_for_a_while(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    people = await office.crowd(TOO_MANY + 5)
    now = await office.until_due()
    office.refuse(403, 50007, times=TOO_MANY)
    with office.simulated(), caplog.at_level(logging.WARNING):
        for nudge in await office.claim():
            await office.courier.deliver(nudge)
        await office.tick()
    assert office.engine.resting_until == now + PAUSES[0]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "all sending stops for 15 minutes" in caplog.text
    assert "I stop sending for 15 minutes" in office.sent()[-1]["content"]
    assert office.states() == ["refused"] * TOO_MANY + ["waiting"] * 5
    await office.later(PAUSES[0])
    with caplog.at_level(logging.WARNING):
        await office.tick()
    assert office.courier.breaker.open_until is None
    assert [len(person.inbox()) for person in people] == [0] * TOO_MANY + [1] * 5
    assert office.states() == ["refused"] * TOO_MANY + ["sent"] * 5
    assert "sending works again" in caplog.text
    assert sum(body["content"] == "Sending works again." for body in office.sent()) == 1


@pytest.mark.parametrize("code", [40003, 20026])
async def test_one_is_enough_where_the_bot_itself_is_meant(office: Office, code: int) -> None:
    people = await office.crowd(2)
    now = await office.until_due()
    (first, second) = await office.claim()
    office.refuse(403, code)
    with office.simulated():
        await office.courier.deliver(first)
        # … and what was claimed with it waits as well, clicked or not
        assert await office.courier.deliver(second, clicked=True) is Refusal.LATER
    assert office.engine.resting_until == now + PAUSES[0]
    assert [len(person.inbox()) for person in people] == [0, 0]
    await office.later(PAUSES[0])
    await office.tick()
    assert [len(person.inbox()) for person in people] == [1, 1]
