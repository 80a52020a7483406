"""Wherever a date is typed, one that is not clear is asked about, and nothing beside it is lost."""

from datetime import date, timedelta

import pytest

from bot.domain.schedule import DAY, instant, local_day
from bot.domain.updates import Stage
from bot.store.store import Store
from bot.trial.people import Form, Screen
from bot.trial.world import World
from tests.cogs.conftest import Follow, Know
from tests.cogs.moderating import TEXT, TITLE, draft, newest, ready
from tests.cogs.nudging import HOUR, nudged

BERLIN = "Europe/Berlin"
EITHER = "2.3."
"""The second of March, or the third of February."""

MARCH = date(2026, 3, 2)
ASKED = "can mean more than one thing. Which one is it?"


async def told(form: Form, **typed: str) -> Screen:
    """The answer to a form that is asked about."""
    answer = await form.send(**typed)
    assert ASKED in answer.text
    assert "Monday 2 March" in answer.drawn
    assert "3 February" in answer.drawn
    return answer


async def test_the_day_of_a_goal(world: World, known: Know) -> None:
    card = await world.robin.slash("certs", certification="cka")
    await (await told(await card.opens("Set as goal"), by=EITHER)).choose("Monday 2 March 2026")
    member = await known(world.robin)
    assert member is not None
    assert member.goal is not None
    assert member.goal.by == MARCH


async def test_the_day_on_which_an_exam_was_passed_with_its_link(world: World, store: Store) -> None:
    card = await world.robin.slash("certs", certification="cka")
    answer = await (await card.opens("Passed")).send(on=EITHER, link="https://example.org/cka")
    await answer.choose("Sunday 2 March 2025")
    (passed,) = await store.read.passed.of(world.robin.id)
    assert (passed.on, passed.link) == (date(2025, 3, 2), "https://example.org/cka")


async def test_the_end_of_a_pause(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin")
    panel = await world.robin.slash("nudges")
    answer = await told(await panel.choose_form("Until a date…"), day=EITHER)
    await answer.choose("Monday 2 March 2026")
    member = await known(world.robin)
    assert member is not None
    assert member.nudges.paused_until == instant(MARCH, 0, BERLIN)


async def test_a_plan(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin")
    while len(world.robin.inbox()) < 2:
        await world.pass_time(HOUR)
    day = local_day(world.now(), BERLIN) + timedelta(days=2)
    form = await (await world.robin.inbox()[-1].click("Plan it")).opens("Another time…")
    answer = await form.send(when=f"{day + timedelta(days=1):%A}, {day} 18:00")
    assert f"that date is {day:%A} {day.day} {day:%B %Y}. Which day is it?" in answer.text
    await answer.choose(f"{day:%A} {day.day} {day:%B %Y}, 18:00")
    member = await known(world.robin)
    assert member is not None
    assert member.nudges.snooze_at == instant(day, 18 * 60, BERLIN)


async def test_the_day_of_what_was_done_meanwhile(world: World, way: Follow) -> None:
    await nudged(world, weeks=12)
    offered = await (await world.robin.slash("next")).click("I did more meanwhile")
    answer = await told(await offered.opens("On another day…"), day=EITHER)
    await (await answer.choose("Monday 2 March 2026")).choose("Find your way in a Linux shell")
    (tick,) = (await way(world.robin)).progress.ticked_at
    assert local_day(tick, BERLIN) == MARCH


async def test_the_time_of_an_update_as_an_option(world: World) -> None:
    await ready(world)
    answer = await world.mona.slash("update post", when=f"{EITHER} 9:00", about="core-tools")
    assert ASKED in answer.text
    await (await answer.choose_form("Monday 2 March 2026, 09:00")).send(title=TITLE, text=TEXT)
    known = await newest(world)
    assert (known.wording.about, known.scheduled_at) == (
        "mlops-engineer/core-tools",
        instant(MARCH, 9 * 60, BERLIN),
    )


@pytest.mark.parametrize("again", [False, True])
async def test_the_time_of_an_update_in_its_form(world: World, again: bool) -> None:
    await ready(world)
    shown = await draft(world)
    if again:
        await (await shown.opens("Schedule")).send(when="tomorrow 9:00")
        shown = await (await world.mona.slash("update list")).choose(TITLE)
    form = await shown.opens("Change time" if again else "Schedule")
    await (await told(form, when=f"{EITHER} 9:00")).choose("Monday 2 March 2026, 09:00")
    known = await newest(world)
    assert (known.stage, known.scheduled_at) == (Stage.SCHEDULED, instant(MARCH, 9 * 60, BERLIN))


async def test_a_date_with_another_weekday_than_its_own_costs_nothing_beside_it(
    world: World, store: Store
) -> None:
    day = local_day(world.now() - 30 * DAY, BERLIN)
    card = await world.robin.slash("certs", certification="cka")
    wrong = f"{day + timedelta(days=1):%A}, {day}"
    answer = await (await card.opens("Passed")).send(on=wrong, link="https://example.org/cka")
    right = f"{day:%A} {day.day} {day:%B %Y}"
    assert f"“{wrong}” doesn't fit together: that date is {right}. Which day is it?" in answer.text
    await answer.choose(right)
    (passed,) = await store.read.passed.of(world.robin.id)
    assert (passed.on, passed.link) == (day, "https://example.org/cka")
