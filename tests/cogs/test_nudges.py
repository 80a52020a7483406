"""`/nudges`: every control of the panel."""

import pytest

from bot.domain.members import UNTIL_BACK, NudgeSchedule
from bot.domain.schedule import DAY, next_due
from bot.trial.world import World
from bot.views.components import stamp
from tests.cogs.conftest import Know
from tests.cogs.nudging import BUTTONS, DM, FIRST_WORDS, HOUR, LETTER, WEEK, midnight, nudged, panel, stands
from tests.interactions import form, press


async def test_the_panel_shows_what_is_set(world: World, known: Know) -> None:
    card = await panel(world)
    due = (await stands(known, world)).nudges.weekly_at or 0
    assert card.private
    assert "One direct message a week, Mondays at 09:00, Berlin time. Next message: " in card.text
    assert f"Next message: {stamp(due)}" in card.text
    assert card.buttons == ["Turn off", "Send a test message"]
    for control in ("Monday", "09:00", "Berlin", "Pause"):
        assert control in card.drawn


async def test_the_panel_changes_day_time_and_zone(world: World, known: Know) -> None:
    card = await panel(world)
    changed = await (await (await card.choose("Friday")).choose("18:00")).choose("Tokyo")
    assert changed.message.id == card.message.id
    member = await stands(known, world)
    assert member.schedule == NudgeSchedule(5, 18 * 60, "Asia/Tokyo")
    due = next_due(member.schedule, world.now())
    assert member.nudges.weekly_at == due
    assert f"Fridays at 18:00, Tokyo time. Next message: {stamp(due or 0)}" in changed.text


@pytest.mark.parametrize(("typed", "minute"), [("07:45", 465), ("6.15 pm", 1095), ("23h59", 1439)])
async def test_any_other_time_by_form(world: World, known: Know, typed: str, minute: int) -> None:
    card = await panel(world)
    opened = await world.robin.hands.select(card.message, ["other"], custom_id=f"s:ntime:{world.robin.id}")
    assert opened.modal is not None
    assert opened.modal["title"] == "When shall I write?"
    sent = await form(world, world.robin, f"f:ntime:{world.robin.id}", time=typed).arrives()
    assert (await stands(known, world)).schedule.minute == minute
    assert "## Your weekly message" in sent.screen.text


async def test_any_other_zone_by_form(world: World, known: Know) -> None:
    await panel(world)
    await form(world, world.robin, f"f:nzone:{world.robin.id}", zone="mumbai").arrives()
    assert (await stands(known, world)).schedule.zone == "Asia/Kolkata"


@pytest.mark.parametrize(
    ("verb", "field", "typed", "said"),
    [
        ("ntime", "time", "half past", "isn't a time"),
        ("nzone", "zone", "Xyzzy", "I don't know a place"),
    ],
)
async def test_what_can_not_be_read_changes_nothing(
    world: World, known: Know, verb: str, field: str, typed: str, said: str
) -> None:
    await panel(world)
    before = await stands(known, world)
    sent = await form(world, world.robin, f"f:{verb}:{world.robin.id}", **{field: typed}).arrives()
    assert said in sent.screen.text
    assert await stands(known, world) == before


@pytest.mark.parametrize(("choice", "weeks"), [("2 weeks", 2), ("4 weeks", 4), ("Until I come back", None)])
async def test_the_panel_pauses_and_resumes(
    world: World, known: Know, choice: str, weeks: int | None
) -> None:
    card = await panel(world)
    paused = await card.choose(choice)
    until = (await stands(known, world)).nudges.paused_until
    assert until == (UNTIL_BACK if weeks is None else midnight(world, weeks))
    assert paused.buttons == ["Resume", "Turn off", "Send a test message"]
    resumed = await paused.click("Resume")
    assert (await stands(known, world)).nudges.paused_until is None
    assert resumed.buttons == ["Turn off", "Send a test message"]


async def test_a_pause_that_is_over_is_not_shown(world: World) -> None:
    card = await panel(world)
    await card.choose("2 weeks")
    await world.pass_time(2 * WEEK + HOUR)
    again = await world.robin.slash("nudges")
    assert "Paused" not in again.text
    assert again.buttons == ["Turn off", "Send a test message"]


async def test_a_pause_chosen_first_thing_in_the_morning_holds(world: World, known: Know) -> None:
    card = await panel(world)
    await world.pass_time(DAY)
    await card.choose("Until I come back")
    assert (await stands(known, world)).nudges.paused_until == UNTIL_BACK


async def test_off_and_on(world: World, known: Know) -> None:
    card = await panel(world)
    off = await card.click("Turn off")
    assert off.text.startswith(
        "## Your weekly message\nOff. If you turn it on: Monday at 09:00, Berlin time."
    )
    assert off.buttons == ["Turn on"]
    assert not (await stands(known, world)).nudged
    on = await off.click("Turn on")
    assert on.buttons == ["Turn off", "Send a test message"]
    assert (await stands(known, world)).nudged
    assert len(world.robin.inbox()) == 1


async def test_turning_on_opens_the_dm_of_who_never_started(world: World, known: Know) -> None:
    await world.robin.slash("done", action="ml-course")
    card = await world.robin.slash("nudges")
    assert card.buttons == ["Turn on"]
    on = await card.click("Turn on")
    assert on.message.id == card.message.id
    (letter,) = world.robin.inbox()
    assert letter.buttons == ["My progress", "Message settings"]
    await on.choose("Berlin")
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 2


async def test_turning_on_with_closed_dms(world: World) -> None:
    world.env.inject_error("POST", DM, status=403, code=50278)
    on = await (await world.robin.slash("nudges")).click("Turn on")
    assert on.text.count("Discord won't let me write to you") == 1
    assert on.buttons == ["Try again", "Turn off", "Send a test message"]
    assert "It works" in (await on.click("Try again")).text


async def test_turning_on_while_discord_wants_fewer_dms(world: World) -> None:
    world.env.inject_error("POST", DM, status=400, code=40003)
    on = await (await world.robin.slash("nudges")).click("Turn on")
    assert "My message will follow" in on.text
    assert "Try again" not in on.buttons


async def test_looking_at_the_panel_stores_nothing(world: World, known: Know) -> None:
    await world.robin.slash("nudges")
    assert await known(world.robin) is None


async def test_a_test_nudge_does_not_count(world: World, known: Know) -> None:
    card = await panel(world)
    before = await stands(known, world)
    sent = await card.click("Send a test message")
    assert sent.text == "Sent. Look in your direct messages."
    letter = world.robin.inbox()[-1]
    assert letter.message.content == f"A test, and it works. {FIRST_WORDS}"
    assert letter.buttons == BUTTONS
    assert (await stands(known, world)).nudges == before.nudges
    await world.pass_time(WEEK)
    assert world.robin.inbox()[-1].message.content == FIRST_WORDS


async def test_a_test_nudge_with_closed_dms(world: World) -> None:
    card = await panel(world)
    world.env.inject_error("POST", LETTER, status=403, code=50007)
    tested = await card.click("Send a test message")
    assert tested.text.startswith("Discord won't let me write to you")
    assert tested.buttons == ["Try again", "Message settings"]
    assert "## Your weekly message" in (await tested.click("Message settings")).text


async def test_a_test_that_is_on_its_way_is_not_joined_by_another(world: World) -> None:
    card = await panel(world)
    world.env.inject_error("POST", LETTER, status=502)
    assert "My message will follow" in (await card.click("Send a test message")).text
    assert (
        "My message will follow"
        in (await (await world.robin.slash("nudges")).click("Send a test message")).text
    )
    await world.pass_time(HOUR)
    assert len(world.robin.inbox()) == 2


async def test_a_test_where_nothing_is_left_to_do_ends_nothing(world: World, known: Know) -> None:
    card = await panel(world)
    for action in world.app.content.library.default.actions:
        await world.robin.slash("done", action=action.id)
    await card.click("Send a test message")
    letter = world.robin.inbox()[-1]
    assert letter.message.content == "A test, and it works. Nothing is open on your roadmap."
    assert "end here" not in letter.text
    assert letter.buttons == ["My progress"]
    assert (await stands(known, world)).nudged


async def test_the_menu_of_zones_opens_a_form(world: World) -> None:
    card = await panel(world)
    opened = await world.robin.hands.select(card.message, ["other"], custom_id=f"s:nzone:{world.robin.id}")
    assert opened.modal is not None
    assert opened.modal["title"] == "Your time zone"
    assert opened.modal["custom_id"] == f"f:nzone:{world.robin.id}"


async def test_two_tests_within_a_second_are_one(world: World) -> None:
    card = await panel(world)
    await card.click("Send a test message")
    letters = len(world.robin.inbox())
    again = await press(world, world.robin, f"b:ntest:{world.robin.id}").arrives()
    assert again.screen.text.startswith("You've had a test message within the hour.")
    assert len(world.robin.inbox()) == letters


async def test_two_refused_tests_within_a_second_are_one(world: World) -> None:
    card = await panel(world)
    world.env.inject_error("POST", LETTER, status=403, code=50007)
    assert (await card.click("Send a test message")).text.startswith("Discord won't let me write to you")
    again = await press(world, world.robin, f"b:ntest:{world.robin.id}").arrives()
    assert again.screen.text.startswith("Discord won't let me write to you")
    assert len(world.robin.inbox()) == 1


async def test_one_test_message_an_hour(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    card = await world.robin.slash("nudges")
    assert (await card.click("Send a test message")).text.startswith("Sent")
    before = len(world.robin.inbox())
    again = await (await world.robin.slash("nudges")).click("Send a test message")
    assert again.text.startswith("You've had a test message within the hour. The next one can go out <t:")
    assert len(world.robin.inbox()) == before
    await world.mona.slash("start", timezone="Berlin")
    assert (await (await world.mona.slash("nudges")).click("Send a test message")).text.startswith("Sent")
    await world.env.advance_time(60 * 60)
    assert (await (await world.robin.slash("nudges")).click("Send a test message")).text.startswith("Sent")


async def test_an_earlier_day_in_a_week_that_had_its_message_is_explained(world: World, known: Know) -> None:
    """From Monday to Sunday: not on this one, as no week has two."""
    await nudged(world)
    moved = await (await world.robin.slash("nudges")).choose("Sunday")
    assert "This week's message has come already" in moved.text
    due = (await stands(known, world)).nudges.weekly_at or 0
    assert WEEK < due - world.now() < 2 * WEEK
