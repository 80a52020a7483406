"""What could not be taken comes back filled in, and what it can mean is one choice away."""

import re
from datetime import timedelta

import discord
import pytest

from bot.domain.schedule import instant, local_day
from bot.domain.updates import TEXT as LONGEST
from bot.domain.updates import TITLE as LONGEST_TITLE
from bot.domain.updates import Stage
from bot.store.store import Store
from bot.trial.people import Form
from bot.trial.world import World
from bot.views.components import stamp
from tests.cogs.conftest import Know
from tests.cogs.moderating import TITLE, dismiss, draft, forbid, guide, newest, ready

AGAIN = "Edit and send again"
CKA = "cka"


def filled(form: Form) -> list[str]:
    """What stands in the fields of a form."""
    return [part["component"].get("value", "") for part in form.modal["components"]]


async def test_a_place_that_can_be_several_is_chosen_in_the_answer(world: World, known: Know) -> None:
    card = await world.robin.slash("start")
    answer = await (await card.choose_form("Other…")).send(zone="IST")
    assert answer.text.startswith("“IST” can mean more than one thing. Which one is it?")
    assert "Dublin time" in (await answer.choose("Dublin (Europe/Dublin)")).text
    member = await known(world.robin)
    assert member is not None
    assert member.schedule.zone == "Europe/Dublin"


async def test_a_form_that_was_refused_opens_filled_in(world: World, known: Know) -> None:
    card = await world.robin.slash("start")
    answer = await (await card.choose_form("Other…")).send(zone="Berlni ```")
    again = await answer.opens(AGAIN)
    assert filled(again) == ["Berlni ```"]
    await again.send(zone="Berlin")
    member = await known(world.robin)
    assert member is not None
    assert member.schedule.zone == "Europe/Berlin"


async def test_every_field_of_it_comes_back(world: World, store: Store) -> None:
    card = await world.robin.slash("certs", certification=CKA)
    answer = await (await card.opens("Passed")).send(on="1 Dec 2025", link="not a link")
    again = await answer.opens(AGAIN)
    assert filled(again) == ["1 Dec 2025", "not a link"]
    await again.send(on="1 Dec 2025", link="https://example.org/cka")
    (passed,) = await store.read.passed.of(world.robin.id)
    assert (passed.on.isoformat(), passed.link) == ("2025-12-01", "https://example.org/cka")


async def test_a_day_that_can_be_two_is_chosen_and_the_link_beside_it_is_kept(
    world: World, store: Store
) -> None:
    card = await world.robin.slash("certs", certification=CKA)
    answer = await (await card.opens("Passed")).send(on="3/4/2025", link="https://example.org/cka")
    await answer.choose("Thursday 3 April 2025")
    (passed,) = await store.read.passed.of(world.robin.id)
    assert (passed.on.isoformat(), passed.link) == ("2025-04-03", "https://example.org/cka")


@pytest.mark.parametrize("day", ["tomorrow", "1999-12-31", "30 Feb"])
async def test_the_day_that_an_answer_gives_as_an_example_is_taken(
    world: World, store: Store, day: str
) -> None:
    card = await world.robin.slash("certs", certification=CKA)
    answer = await (await card.opens("Passed")).send(on=day, link="")
    (example,) = re.findall(r"`(\d{4}-\d\d-\d\d)`", answer.text)
    await (await answer.opens(AGAIN)).send(on=example, link="")
    (passed,) = await store.read.passed.of(world.robin.id)
    assert passed.on.isoformat() == example


async def test_a_pause_until_the_weekday_that_it_is_lasts_a_week(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    today = local_day(world.now(), "Europe/Berlin")
    panel = await world.robin.slash("nudges")
    paused = await (await panel.choose_form("Until a date…")).send(day=f"{today:%A}")
    until = instant(today + timedelta(days=7), 0, "Europe/Berlin")
    assert f"Paused until {stamp(until, 'D')}." in paused.text


async def test_the_longest_text_comes_back_whole_with_its_code_blocks(world: World) -> None:
    max_, role = await guide(world)
    title, text = "T" * LONGEST_TITLE, ("```py\nprint(1)\n```\n" * 40).ljust(LONGEST, "x")
    command = world.env.backend.find_command("update", world.guild.id, type=1)
    assert command is not None
    world.guild.set_command_permissions(int(command["id"]), {max_.user: True})
    form = await max_.slash_form("update post", when="tomorrow 9am")
    await dismiss(world, max_, role)
    answer = await form.send(title=title, text=text)
    world.env.backend.add_member_role(world.guild.id, max_.id, role.id)
    await world.env.settle()
    assert filled(await answer.opens(AGAIN)) == [title, text]


async def test_a_pause_takes_days_as_people_put_them(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin")
    panel = await world.robin.slash("nudges")
    await (await panel.choose_form("Until a date…")).send(day="in 3 weeks")
    member = await known(world.robin)
    assert member is not None
    day = local_day(world.now() + 21 * 24 * 60 * 60, "Europe/Berlin")
    assert member.nudges.paused_until == instant(day, 0, "Europe/Berlin")


async def test_a_time_that_can_be_two_is_chosen_for_an_update(world: World) -> None:
    await ready(world)
    preview = await draft(world)
    answer = await (await preview.opens("Schedule")).send(when="next friday 6pm")
    assert f"**{TITLE}** will be posted on" in (await answer.choose("Friday 9 January 2026, 18:00")).text
    known = await newest(world)
    assert known.stage is Stage.SCHEDULED
    assert known.scheduled_at == instant(
        local_day(world.now(), "Europe/Berlin").replace(day=9), 18 * 60, "Europe/Berlin"
    )


async def test_a_time_that_was_refused_does_not_cost_what_an_update_is_about(world: World) -> None:
    await ready(world)
    told = await world.mona.slash("update post", when="soonish", about="core-tools")
    assert "“soonish” isn't a day and a time I can read" in told.text
    asked = await told.opens("Another time…")
    assert filled(asked) == ["soonish"]
    timed = await asked.send(when="tomorrow 18:00")
    preview = await (await timed.opens("Write it")).send(title=TITLE, text="Text")
    known = await newest(world)
    assert known.wording.about == "mlops-engineer/core-tools"
    assert known.scheduled_at is not None
    assert stamp(known.scheduled_at) in preview.text


@pytest.mark.parametrize("button", ["Choose the time later"])
async def test_the_time_can_be_chosen_later(world: World, button: str) -> None:
    await ready(world)
    told = await world.mona.slash("update post", when="soonish", about="core-tools")
    await (await told.opens(button)).send(title=TITLE, text="Text")
    known = await newest(world)
    assert (known.wording.about, known.scheduled_at) == ("mlops-engineer/core-tools", None)


async def test_a_time_that_can_be_two_keeps_what_an_update_is_about(world: World) -> None:
    await ready(world)
    told = await world.mona.slash("update post", when="2/1 9am", about="core-tools")
    form = await told.choose_form("Friday 2 January 2026, 09:00")
    await form.send(title=TITLE, text="Text")
    known = await newest(world)
    assert known.wording.about == "mlops-engineer/core-tools"
    assert known.scheduled_at == instant(
        local_day(world.now(), "Europe/Berlin").replace(day=2), 9 * 60, "Europe/Berlin"
    )


async def test_what_an_update_is_about_does_not_cost_its_time(world: World) -> None:
    await ready(world)
    told = await world.mona.slash("update post", when="tomorrow 9am", about="alchemy")
    assert "I don't know a phase, action or certification called “alchemy”" in told.text
    await (await told.choose_form("Core tools")).send(title=TITLE, text="Text")
    known = await newest(world)
    assert known.wording.about == "mlops-engineer/core-tools"
    assert known.scheduled_at is not None
    told = await world.mona.slash("update post", when="tomorrow 9am", about="alchemy")
    await (await told.choose_form("Nothing in particular")).send(title=TITLE, text="Text")
    known = await newest(world)
    assert known.wording.about is None
    assert known.scheduled_at is not None


async def test_of_what_an_update_is_about_and_its_time_neither_costs_the_other(world: World) -> None:
    await ready(world)
    told = await world.mona.slash("update post", when="next friday 6pm", about="alchemy")
    assert "I don't know a phase, action or certification called “alchemy”" in told.text
    asked = await told.choose("Core tools")
    assert "“next friday 6pm” can mean more than one thing. Which one is it?" in asked.text
    form = await asked.choose_form("Friday 9 January 2026, 18:00")
    await form.send(title=TITLE, text="Text")
    known = await newest(world)
    assert known.wording.about == "mlops-engineer/core-tools"
    assert known.scheduled_at == instant(
        local_day(world.now(), "Europe/Berlin").replace(day=9), 18 * 60, "Europe/Berlin"
    )


@pytest.mark.parametrize("about", [None, "core-tools", "alchemy"])
@pytest.mark.parametrize("when", [None, "tomorrow 9am", "soonish", "next friday 6pm"])
async def test_where_nothing_can_be_posted_that_is_told_before_anybody_writes(
    world: World, when: str | None, about: str | None
) -> None:
    await ready(world)
    await forbid(world, discord.Permissions(send_messages=True))
    options = {name: text for name, text in (("when", when), ("about", about)) if text}
    told = await world.mona.slash("update post", **options)
    if about == "alchemy":
        told = await told.choose("Core tools")
    assert "I may not post in the updates channel: `/setup` says which permission is missing." in told.text


async def test_an_update_is_found_by_the_name_under_which_it_is_offered(world: World) -> None:
    await ready(world)
    await draft(world)
    (name,) = await world.mona.offered("update edit", "update")
    form = await world.mona.slash_form("update edit", update=name)
    assert filled(form)[0] == TITLE
