"""`/nudges`, and the buttons of a nudge."""

import pytest

from bot.domain.members import UNTIL_BACK, Wish
from bot.domain.schedule import DAY, next_due
from bot.trial.people import Screen
from bot.trial.world import World
from bot.views.kit import stamp
from tests.cogs.conftest import Know
from tests.deliver import press


async def enrolled(world: World) -> Screen:
    """Robin, with everything set."""
    await world.robin.slash("start", timezone="Berlin")
    return await world.robin.slash("nudges")


async def nudge(world: World) -> Screen:
    """Robin's first weekly message, as it lies in the DM."""
    await enrolled(world)
    due = next_due(Wish(zone="Europe/Berlin"), world.now())
    assert due is not None
    await world.pass_time(due - world.now())
    await world.app.engine.tick()
    await world.env.settle()
    return world.robin.inbox()[-1]


async def test_the_panel_says_when_the_next_one_comes(world: World) -> None:
    card = await enrolled(world)
    assert card.private
    due = next_due(Wish(zone="Europe/Berlin"), world.now())
    assert due is not None
    assert f"Monday at 09:00, Berlin time, next on {stamp(due)}" in card.text
    assert card.buttons == ["Turn off", "Send a test nudge"]


@pytest.mark.parametrize(
    ("choice", "wish"),
    [
        ("Friday", Wish(5, 540, "Europe/Berlin")),
        ("18:00", Wish(1, 1080, "Europe/Berlin")),
        ("Tokyo", Wish(1, 540, "Asia/Tokyo")),
    ],
)
async def test_day_time_and_zone_from_menus(world: World, known: Know, choice: str, wish: Wish) -> None:
    card = await enrolled(world)
    changed = await card.choose(choice)
    assert changed.message.id == card.message.id
    member = await known(world.robin)
    assert member is not None
    assert member.wish == wish
    assert member.rhythm.weekly_at == next_due(wish, world.now())


@pytest.mark.parametrize(
    ("verb", "field", "typed", "wish"),
    [
        ("ntime", "time", "6:15 pm", Wish(1, 18 * 60 + 15, "Europe/Berlin")),
        ("nzone", "zone", "Mumbai", Wish(1, 540, "Asia/Kolkata")),
    ],
)
async def test_other_times_and_zones_by_form(
    world: World, known: Know, verb: str, field: str, typed: str, wish: Wish
) -> None:
    card = await enrolled(world)
    result = await world.robin.hands.select(card.message, ["other"], custom_id=f"s:{verb}:{world.robin.id}")
    assert result.modal is not None
    await world.robin.hands.submit_modal(result, {field: typed})
    member = await known(world.robin)
    assert member is not None
    assert member.wish == wish


@pytest.mark.parametrize(("choice", "days"), [("2 weeks", 14), ("4 weeks", 28), ("Until I come back", None)])
async def test_pausing_and_resuming(world: World, known: Know, choice: str, days: int | None) -> None:
    card = await enrolled(world)
    paused = await card.choose(choice)
    member = await known(world.robin)
    assert member is not None
    until = member.rhythm.paused_until
    assert until == UNTIL_BACK if days is None else abs((until or 0) - world.now() - days * DAY) <= 1
    assert "paused" in paused.text.lower()
    resumed = await paused.click("Resume")
    assert "next on <t:" in resumed.text
    assert "Pause" not in " ".join(resumed.buttons)


async def test_off_and_on(world: World, known: Know) -> None:
    card = await enrolled(world)
    off = await card.click("Turn off")
    assert off.buttons == ["Turn on"]
    assert "Weekly messages are off." in off.text
    on = await off.click("Turn on")
    assert "next on <t:" in on.text
    member = await known(world.robin)
    assert member is not None
    assert member.nudged


async def test_a_test_nudge_does_not_count_as_the_weeks(world: World, known: Know) -> None:
    card = await enrolled(world)
    before = await known(world.robin)
    await world.pass_time(60)
    sent = await card.click("Send a test nudge")
    assert sent.text == "Sent. Have a look at your direct messages."
    assert "A test, and it works." in world.robin.inbox()[-1].text
    after = await known(world.robin)
    assert before is not None
    assert after is not None
    assert after.rhythm.weekly_at == before.rhythm.weekly_at


async def test_a_test_nudge_tells_of_a_closed_dm(world: World) -> None:
    card = await enrolled(world)
    await world.pass_time(60)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    sent = await card.click("Send a test nudge")
    assert sent.text.startswith("Discord won't let me write to you")
    await world.pass_time(60)
    assert "It works" in (await sent.click("Try again")).text


async def test_who_never_started_may_look_and_turn_it_on(world: World, known: Know) -> None:
    card = await world.robin.slash("nudges")
    assert card.buttons == ["Turn on"]
    assert await known(world.robin) is None
    on = await card.click("Turn on")
    assert "as soon as I know your time zone" in on.text


async def test_a_nudge_is_a_classic_message_with_one_row(world: World) -> None:
    letter = await nudge(world)
    assert letter.text.startswith("Next stone: ")
    assert letter.buttons == ["Done", "Skip", "Snooze", "Pause", "Stop"]
    assert not letter.message.flags.components_v2


async def test_done_on_a_nudge_and_undo(world: World) -> None:
    letter = await nudge(world)
    done = await letter.click("Done")
    assert done.message.id == letter.message.id
    assert not done.message.flags.components_v2
    assert "✓ Crunched." in done.text
    undone = await done.click("Undo")
    assert undone.buttons == ["Done", "Skip", "Snooze", "Pause", "Stop"]
    assert "0 of 19 actions" in undone.text


async def test_skip_on_a_nudge(world: World) -> None:
    skipped = await (await nudge(world)).click("Skip")
    assert "◌ Skipped" in skipped.text
    assert skipped.buttons == ["Next action", "Undo"]


async def test_snooze_means_tomorrow_at_the_same_time(world: World, known: Know) -> None:
    letter = await nudge(world)
    answer = await letter.click("Snooze")
    assert answer.private
    member = await known(world.robin)
    assert member is not None
    assert member.rhythm.snooze_at == world.now() + DAY
    assert stamp(world.now() + DAY) in answer.text
    again = await letter.click("Snooze")
    assert again.text == answer.text


async def test_pause_on_a_nudge_opens_its_choices(world: World, known: Know) -> None:
    letter = await nudge(world)
    asked = await letter.click("Pause")
    assert asked.buttons == ["2 weeks", "4 weeks", "Until I come back"]
    paused = await asked.click("4 weeks")
    assert "I'll be quiet until <t:" in paused.text
    member = await known(world.robin)
    assert member is not None
    assert member.rhythm.paused_until is not None


async def test_stop_on_a_nudge(world: World, known: Know) -> None:
    letter = await nudge(world)
    stopped = await letter.click("Stop")
    assert stopped.text == "No more weekly messages. Your progress stays. `/nudges` turns them on again."
    member = await known(world.robin)
    assert member is not None
    assert not member.nudged


@pytest.mark.parametrize("verb", ["ndone", "nskip", "snooze", "pause", "stop", "keep", "nundo"])
async def test_a_nudge_is_for_its_member(world: World, known: Know, verb: str) -> None:
    pressed = await press(world, world.mona, f"b:{verb}:{world.robin.id}:1:numpy-pandas").arrives()
    assert pressed.screen.private
    assert pressed.screen.text.startswith("That button belongs to someone else's roadmap.")
    assert await known(world.mona) is None
