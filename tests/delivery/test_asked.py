"""What is sent in a click: a welcome, a test, another try."""

import asyncio

import pytest

from bot.domain import nudge_state
from bot.domain.enrolment import Request
from bot.domain.jobs import JobKind, Refusal
from bot.domain.schedule import DAY
from bot.services.enrolment import Enrolment
from bot.store.jobs import LEASE
from bot.trial.people import Person
from bot.views.start import CLOSED_DM
from tests.delivery.conftest import OPEN_DM, Gate, Office

HOUR = 60 * 60


async def reached_again(office: Office, after: int) -> Person:
    """Somebody whose weekly one was refused, and whom a test reached so many seconds later."""
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(403, 50007)
    await office.tick()
    await office.later(after)
    assert await office.test(robin) is None
    return robin


async def test_an_old_try_again_brings_no_second_one_in_a_week(office: Office) -> None:
    robin = await reached_again(office, DAY)
    now = office.world.now
    await office.change(robin, lambda m: nudge_state.rescheduled(m, m.schedule._replace(weekday=3), now()))
    await office.later(DAY)
    await office.tick()
    await office.later(HOUR)
    await office.try_again(robin)
    assert office.rows("kind, state") == [
        ("weekly", "refused"),
        ("test", "sent"),
        ("weekly", "sent"),
        ("test", "sent"),
    ]


async def test_another_try_that_is_put_off_counts_as_its_week_s(office: Office) -> None:
    robin = await reached_again(office, HOUR)
    now = office.world.now
    await office.change(
        robin, lambda m: nudge_state.rescheduled(m, m.schedule._replace(minute=10 * 60 + 1), now())
    )
    office.refuse(503)
    assert await office.try_again(robin) is Refusal.UNSURE
    for _ in range(3):
        await office.later(2 * HOUR)
        await office.tick()
    assert office.rows("kind, state") == [("weekly", "sent"), ("test", "sent")]
    await office.until_due(-60, (await office.member(robin)).schedule)
    assert (await office.member(robin)).nudges.weekly_at == now() + 60


async def test_another_try_after_a_pause_that_is_over(office: Office) -> None:
    (robin,) = await office.crowd(1)
    now = office.world.now()
    await office.change(robin, lambda m: nudge_state.paused(nudge_state.refused(m, now), now + 14 * DAY, now))
    await office.later(14 * DAY)
    await office.until_due(HOUR)
    assert await office.try_again(robin) is None
    assert (await office.member(robin)).nudges.refused_at is None
    assert office.rows("kind, state") == [("weekly", "sent")]
    assert len(robin.inbox()) == 1


async def test_another_try_brings_nothing_from_before_it_was_wished_for(office: Office) -> None:
    robin = office.world.robin
    await robin.slash("done", action="numpy-pandas")
    await office.until_due(DAY)
    office.refuse(403, 50007)
    card = await robin.slash("start", timezone="Europe/Berlin")
    await card.click("Try again")
    assert office.rows("kind, state") == [("welcome", "refused"), ("test", "sent")]


@pytest.mark.parametrize("late", [5, 14 * HOUR])
async def test_a_test_that_is_refused_loses_nothing_that_is_due(office: Office, late: int) -> None:
    """Due and not taken up yet, or kept for the morning."""
    (robin,) = await office.crowd(1)
    await office.until_due(late)
    if late > HOUR:
        await office.tick()
    office.refuse(403, 50007)
    assert await office.test(robin) is Refusal.CLOSED
    await office.later(60)
    await office.try_again(robin)
    assert office.rows("kind, state") == [("test", "refused"), ("weekly", "sent")]


async def test_another_try_brings_nothing_from_a_pause(office: Office) -> None:
    (robin,) = await office.crowd(1)
    due = (await office.member(robin)).nudges.weekly_at or 0
    now, until = office.world.now(), due + 8 * DAY
    await office.change(robin, lambda m: nudge_state.paused(nudge_state.refused(m, now), until, now))
    await office.later(until + HOUR - now)
    await office.try_again(robin)
    assert office.rows("kind, state") == [("test", "sent")]


async def test_another_try_that_waits_comes_in_a_pause(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(403, 50007)
    await office.tick()
    now = office.world.now()
    await office.change(robin, lambda m: nudge_state.paused(m, now + 14 * DAY, now))
    office.refuse(503)
    assert await office.try_again(robin) is Refusal.UNSURE
    await office.later(2 * LEASE)
    await office.tick()
    assert office.rows("kind, state") == [("weekly", "refused"), ("test", "sent")]
    assert (await office.member(robin)).nudges.refused_at is None


async def test_a_test_that_waits_is_not_for_who_stops(office: Office) -> None:
    (robin,) = await office.crowd(1)
    now = office.world.now()
    office.refuse(503)
    assert await office.test(robin) is Refusal.UNSURE
    await office.change(robin, lambda m: nudge_state.switched(m, False, now))
    await office.later(2 * LEASE)
    await office.tick()
    assert office.rows("kind, state") == [("test", "withdrawn")]
    assert robin.inbox() == []


async def test_another_try_is_claimed_once(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(403, 50007)
    await office.tick()
    first = await office.nudges.try_again(office.act(robin))
    second = await office.nudges.try_again(office.act(robin))
    assert [asked.job and asked.job.kind for asked in (first, second)] == [JobKind.WEEKLY, JobKind.TEST]


async def test_a_click_that_is_delivered_again_after_a_refusal_says_the_same(office: Office) -> None:
    (robin,) = await office.crowd(1)
    office.refuse(403, 50007)
    act = office.act(robin)
    for _ in range(2):
        asked = await office.nudges.test(act)
        with office.simulated():
            assert await office.dispatcher.deliver(asked) is Refusal.CLOSED
    assert office.states() == ["refused"]
    assert (await office.member(robin)).nudges.told_at is not None, "by the answer to their click"


async def test_a_weekly_one_that_waits_opens_no_dm_while_delivery_rests(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(503)
    await office.tick()
    office.refuse(403, 50007)
    await office.test(robin)
    requests = len(office.world.env.http_requests)
    await office.later(120)
    await office.tick()
    asked = [entry.path for entry in office.world.env.http_requests[requests:]]
    assert OPEN_DM not in asked
    assert office.rows("kind, state") == [("weekly", "refused"), ("test", "refused")]
    await office.try_again(robin)
    assert office.rows("kind, state")[0] == ("weekly", "sent")


async def test_another_try_that_is_put_off_may_open_the_dm_later(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(403, 50007)
    await office.tick()
    office.refuse(400, 40003, path=OPEN_DM)
    assert await office.try_again(robin) is Refusal.LATER
    await office.later(3 * HOUR)
    await office.tick()
    assert office.states() == ["sent"]
    assert (await office.member(robin)).nudges.refused_at is None


async def test_a_welcome_that_waits_is_not_for_who_has_turned_it_off(office: Office) -> None:
    robin = office.world.robin
    office.refuse(400, 40003, path=OPEN_DM)
    await robin.slash("start", timezone="Berlin")
    await (await robin.slash("nudges")).click("Turn off")
    await office.world.pass_time(4 * HOUR)
    assert robin.inbox() == []
    assert office.rows("kind, state") == [("welcome", "withdrawn")]


async def test_a_welcome_after_a_refusal_names_the_next_one(office: Office) -> None:
    robin = office.world.robin
    office.refuse(403, 50007)
    await robin.slash("start", timezone="Berlin")
    await office.later(60)
    card = await robin.slash("start", timezone="Berlin")
    due = (await office.member(robin)).nudges.weekly_at
    (letter,) = robin.inbox()
    assert f"Mondays at 09:00, Berlin time, first on <t:{due}:F>." in letter.text
    assert f"Next message: <t:{due}:F>" in card.text


async def test_a_welcome_comes_once_however_often_start_is_used(office: Office) -> None:
    robin = office.world.robin
    for zone in ("Berlin", "Berlin", "London"):
        await robin.slash("start", timezone=zone)
    assert len(robin.inbox()) == 1
    assert office.rows("kind, state") == [("welcome", "sent")]


async def test_a_welcome_that_is_on_the_wire_is_joined_by_the_next_click(office: Office) -> None:
    robin, dispatcher = office.world.robin, office.dispatcher_with(gate := Gate())
    enrolment, berlin = Enrolment(office.store, office.content), Request(zone="Europe/Berlin")
    with office.simulated():
        first = await enrolment.start(office.act(robin), berlin, None)
        assert first.asked is not None
        sending = asyncio.create_task(dispatcher.deliver(first.asked))
        await gate.reached.wait()
        second = await enrolment.start(office.act(robin), berlin, None)
        assert second.asked is not None
        joining = asyncio.create_task(dispatcher.deliver(second.asked))
        await asyncio.sleep(0)
        gate.open.set()
        assert [await sending, await joining] == [None, None]
    assert len(robin.inbox()) == 1
    assert office.rows("kind, state") == [("welcome", "sent")]


async def test_a_welcome_that_was_refused_is_tried_again_by_the_next_start(office: Office) -> None:
    robin = office.world.robin
    office.refuse(403, 50278)
    card = await robin.slash("start", timezone="Berlin")
    assert CLOSED_DM in card.text
    await office.later(1)
    card = await robin.slash("start")
    assert CLOSED_DM not in card.text
    assert office.rows("kind, state") == [("welcome", "refused"), ("welcome", "sent")]
