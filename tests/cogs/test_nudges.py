"""`/nudges` and the letters in the DM: every control, every button, today and weeks later."""

import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.custom_id import read
from bot.domain.members import UNTIL_BACK, Member, NudgeSchedule
from bot.domain.schedule import DAY, next_due
from bot.store.members import MemberStore
from bot.trial.drawing import buttons_of
from bot.trial.people import Screen
from bot.trial.world import World
from bot.views.components import stamp
from tests.cogs.conftest import Follow, Know
from tests.conftest import Restart
from tests.interactions import form, press

HOUR, WEEK = 60 * 60, 7 * DAY
DM, LETTER = "/users/@me/channels", "/channels/*/messages"
NOT_YOURS = "That button belongs to someone else's roadmap. `/next` shows yours."
NOTHING_KEPT = "I keep nothing about you, so I don't write to you either. `/start` changes that."
BUTTONS = ["Done", "Skip", "Snooze", "Pause", "Stop"]
FIRST_WORDS = "Next stone: work with NumPy and Pandas, about 30 hours."


async def stands(known: Know, world: World) -> Member:
    """Robin as stored."""
    member = await known(world.robin)
    assert member is not None
    return member


async def nudged(world: World, weeks: int = 1) -> Screen:
    """Robin in Berlin, so many weeks later: the newest letter."""
    await world.robin.slash("start", timezone="Berlin")
    await world.pass_time(weeks * WEEK)
    return world.robin.inbox()[-1]


def ids(screen: Screen) -> dict[str, str]:
    """The custom_id of every button, by its label."""
    return {button["label"]: button["custom_id"] for button in buttons_of(screen.data)}


def keys_of(screen: Screen) -> set[str]:
    """The first argument of every button."""
    presses = [read(custom_id) for custom_id in ids(screen).values()]
    return {each.args[0] for each in presses if each is not None}


# The letters


async def test_the_welcome_says_what_will_come(world: World) -> None:
    enrolled = world.now()
    await world.robin.slash("start", timezone="Berlin")
    (letter,) = world.robin.inbox()
    due = next_due(NudgeSchedule(zone="Europe/Berlin"), world.now())
    assert f"Monday at 09:00, Berlin time, first on {stamp(due or 0)}." in letter.text
    assert letter.buttons == ["My progress", "Nudge settings"]
    assert keys_of(letter) == {f"h{enrolled}"}
    settings = await letter.click("Nudge settings")
    assert settings.private
    assert "## Your weekly message" in settings.text
    assert "0 of 19 actions" in (await letter.click("My progress")).text


async def test_once_a_week_at_the_chosen_time(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin", day="Tuesday", time="18:30")
    await world.pass_time(3 * WEEK)
    _, *letters = world.robin.inbox()
    times = [letter.message.created_at.strftime("%a %H") for letter in letters]
    assert times == ["Tue 18", "Tue 18", "Tue 18"]  # the clock is turned by the hour; 17:30 UTC lies before


async def test_a_nudge_is_a_classic_message_with_five_buttons(world: World) -> None:
    letter = await nudged(world)
    assert letter.message.content == FIRST_WORDS
    assert not letter.message.flags.components_v2
    assert letter.buttons == BUTTONS
    assert len(letter.message.components) == 1
    assert "0 of 19 actions" in letter.text


async def test_who_ticked_gets_praise_and_still_the_next_one(world: World) -> None:
    await nudged(world)
    await world.robin.slash("done", action="ml-course")
    await world.robin.slash("done", action="flask-api")
    await world.pass_time(WEEK)
    content = world.robin.inbox()[-1].message.content
    assert content.startswith("Two stones further. Next:")
    assert "work with NumPy and Pandas" in content


async def test_the_same_action_is_put_another_way(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    texts = []
    for _ in range(4):
        await world.pass_time(WEEK)
        await world.robin.slash("next")
        texts.append(world.robin.inbox()[-1].text)
    assert len(set(texts)) == 4


async def test_walked_to_the_end_one_congratulation_and_no_more(world: World, known: Know) -> None:
    await nudged(world)
    card = await world.robin.slash("next")
    for _ in range(18):
        card = await (await card.click("Done")).click("Next action")
    await card.click("Done")
    await world.pass_time(3 * WEEK)
    _, _, *rest = world.robin.inbox()
    (letter,) = rest
    assert letter.message.content == "The trail is walked! 19 stones, each one yours."
    assert letter.buttons == ["My progress"]
    member = await stands(known, world)
    assert not member.nudged
    assert member.nudges.wake_at is None


# Done, Skip, Undo


async def test_done_edits_the_letter_and_offers_undo(world: World, way: Follow) -> None:
    letter = await nudged(world)
    row = keys_of(letter)
    done = await letter.click("Done")
    assert done.message.id == letter.message.id
    assert done.message.content.startswith("✓ Crunched. Next: **Finish an introductory ML course**")
    assert "1 of 19 actions" in done.text
    assert done.buttons == ["Next action", "Undo"]
    assert keys_of(done) == row
    assert not done.message.flags.components_v2
    assert (await way(world.robin)).progress.tally().done == 1
    assert len(world.robin.inbox()) == 2


async def test_undo_on_the_letter_gives_its_buttons_back(world: World, way: Follow) -> None:
    letter = await nudged(world)
    undone = await (await letter.click("Done")).click("Undo")
    assert undone.message.id == letter.message.id
    assert undone.message.content.startswith("Taken back: **Work with NumPy and Pandas**")
    assert undone.buttons == BUTTONS
    assert keys_of(undone) == keys_of(letter)
    assert (await way(world.robin)).progress.tally().done == 0
    assert "✓ Crunched." in (await undone.click("Done")).message.content


async def test_skip_on_the_letter(world: World, way: Follow) -> None:
    letter = await nudged(world)
    skipped = await letter.click("Skip")
    assert skipped.message.content.startswith(
        "◌ Skipped **Work with NumPy and Pandas**; it stays in `/phase`."
    )
    assert skipped.buttons == ["Next action", "Undo"]
    assert keys_of(skipped) == keys_of(letter)
    assert (await way(world.robin)).progress.tally().skipped == 1


async def test_done_on_the_letter_for_what_was_done_elsewhere(world: World, way: Follow) -> None:
    letter = await nudged(world)
    await world.robin.slash("done", action="numpy-pandas")
    done = await letter.click("Done")
    assert done.message.content.startswith("✓ **Work with NumPy and Pandas** was done already.")
    assert done.buttons == ["Next action"]
    assert keys_of(done) == keys_of(letter)
    assert (await way(world.robin)).progress.tally().done == 1


async def test_next_action_on_the_letter_answers_below_it(world: World) -> None:
    done = await (await nudged(world)).click("Done")
    following = await done.click("Next action")
    assert following.private
    assert following.message.id != done.message.id
    assert "### Finish an introductory ML course" in following.text


async def test_the_last_action_done_on_a_letter(world: World) -> None:
    card = await world.robin.slash("next")
    for _ in range(18):
        card = await (await card.click("Done")).click("Next action")
    letter = await nudged(world)
    done = await letter.click("Done")
    assert done.message.content == "The trail is walked! 19 stones, each one yours."
    assert done.buttons == ["My progress", "Undo"]
    assert keys_of(done) == keys_of(letter)


# Snooze, Pause, Stop


async def test_snooze_brings_it_again_on_the_day_after_the_click(world: World, known: Know) -> None:
    letter = await nudged(world)
    answer = await letter.click("Snooze")
    assert answer.private
    again = (await stands(known, world)).nudges.snooze_at
    usual = (await stands(known, world)).nudges.weekly_at
    assert answer.text == f"I'll write again on {stamp(again or 0)}, and on {stamp(usual or 0)} as usual."
    assert letter.person.inbox()[-1].buttons == BUTTONS
    await world.pass_time(2 * DAY)
    assert len(world.robin.inbox()) == 3
    assert world.robin.inbox()[-1].message.content != FIRST_WORDS


async def test_snooze_when_the_weekly_one_is_due_by_then(world: World, known: Know) -> None:
    letter = await nudged(world)
    due = (await stands(known, world)).nudges.weekly_at or 0
    await world.pass_time(due - DAY + HOUR - world.now())
    answer = await letter.click("Snooze")
    assert answer.text == f"Your next message comes on {stamp(due)} anyway."


async def test_pause_opens_its_choices(world: World, known: Know) -> None:
    letter = await nudged(world)
    choices = await letter.click("Pause")
    assert choices.private
    assert choices.buttons == ["2 weeks", "4 weeks", "Until I come back"]
    assert (await stands(known, world)).nudges.paused_until is None
    paused = await choices.click("2 weeks")
    member = await stands(known, world)
    until = member.nudges.paused_until or 0
    assert world.now() <= until - 2 * WEEK <= world.now() + 60
    assert paused.text == (
        f"Quiet until {stamp(until, 'D')}. My next message comes on {stamp(member.nudges.weekly_at or 0)}."
    )
    await world.pass_time(2 * WEEK)
    assert len(world.robin.inbox()) == 2
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 3


async def test_resume_ends_a_pause(world: World, known: Know) -> None:
    paused = await (await (await nudged(world)).click("Pause")).click("4 weeks")
    panel = await paused.click("Resume")
    member = await stands(known, world)
    assert member.nudges.paused_until is None
    assert f"Next: {stamp(member.nudges.weekly_at or 0)}" in panel.text


async def test_until_i_come_back_ends_with_a_command_on_another_day(world: World, known: Know) -> None:
    letter = await nudged(world)
    await world.pass_time(DAY)
    paused = press(world, world.robin, ids(letter)["Pause"].replace("pause", "pausefor") + ":back")
    await paused.arrives()
    # … though it was the first thing they did that day
    assert "Quiet until you come back" in paused.screen.text
    assert (await stands(known, world)).nudges.paused_until == UNTIL_BACK
    await world.robin.slash("next")
    assert (await stands(known, world)).nudges.paused_until == UNTIL_BACK
    await world.pass_time(3 * WEEK)
    assert len(world.robin.inbox()) == 2
    told = await world.robin.slash("next")
    member = await stands(known, world)
    assert member.nudges.paused_until is None
    assert told.text.startswith(f"My weekly message is on again. Next: {stamp(member.nudges.weekly_at or 0)}")
    assert told.buttons == ["Nudge settings"]
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 3


async def test_stop_is_obeyed_at_once(world: World, known: Know) -> None:
    letter = await nudged(world)
    await letter.click("Snooze")
    stopped = await letter.click("Stop")
    assert stopped.private
    assert stopped.text == "No more weekly messages. Your progress stays. `/nudges` turns them on again."
    member = await stands(known, world)
    assert not member.nudged
    assert (member.nudges.weekly_at, member.nudges.snooze_at, member.nudges.wake_at) == (None, None, None)
    await world.pass_time(2 * WEEK)
    assert len(world.robin.inbox()) == 2


async def test_stop_can_be_taken_back(world: World, known: Know) -> None:
    stopped = await (await nudged(world)).click("Stop")
    panel = await stopped.click("Turn on again")
    assert "Next:" in panel.text
    assert (await stands(known, world)).nudged
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 3


@pytest.mark.parametrize("state", ["stopped", "paused"])
async def test_an_old_snooze_does_not_bring_back_what_was_stopped(
    world: World, known: Know, state: str
) -> None:
    letter = await nudged(world)
    if state == "stopped":
        await letter.click("Stop")
    else:
        await (await letter.click("Pause")).click("4 weeks")
    answer = await letter.click("Snooze")
    assert "I'll write again" not in answer.text
    assert (await stands(known, world)).nudges.snooze_at is None
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 2


# The rest


async def test_after_three_unanswered_a_rest_and_then_nothing(world: World, known: Know) -> None:
    letter = await nudged(world, weeks=8)
    assert letter.message.content.startswith("I'll be quiet until you come by.")
    assert letter.buttons == ["Keep writing weekly", "My progress"]
    assert len(world.robin.inbox()) == 1 + 3 + 1
    assert (await stands(known, world)).nudges.resting


async def test_keep_writing_ends_the_rest_and_says_when(world: World, known: Know) -> None:
    letter = await nudged(world, weeks=8)
    answer = await letter.click("Keep writing weekly")
    member = await stands(known, world)
    assert not member.nudges.resting
    assert f"Next: {stamp(member.nudges.weekly_at or 0)}" in answer.text
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 6


@pytest.mark.parametrize("command", ["next", "help", "nudges", "start"])
async def test_any_command_ends_the_rest(world: World, known: Know, command: str) -> None:
    await nudged(world, weeks=8)
    answer = await world.robin.slash(command)
    member = await stands(known, world)
    assert member.nudges.weekly_at is not None
    if command in ("nudges", "start"):
        assert f"Next: {stamp(member.nudges.weekly_at)}" in answer.text


async def test_pausing_while_it_rests_is_a_pause(world: World, known: Know) -> None:
    letter = await nudged(world, weeks=8)
    row = next(iter(keys_of(letter)))
    await press(world, world.robin, f"b:pausefor:{world.robin.id}:{row}:4").arrives()
    member = await stands(known, world)
    assert (member.nudges.resting, member.nudges.paused_until) == (False, world.now() + 4 * WEEK)


# The panel


async def panel(world: World) -> Screen:
    """Robin enrolled in Berlin, looking at the panel."""
    await world.robin.slash("start", timezone="Berlin")
    return await world.robin.slash("nudges")


async def test_the_panel_shows_what_is_set(world: World, known: Know) -> None:
    card = await panel(world)
    due = (await stands(known, world)).nudges.weekly_at or 0
    assert card.private
    assert f"One message a week, Monday at 09:00, Berlin time. Next: {stamp(due)}" in card.text
    assert card.buttons == ["Turn off", "Send a test nudge"]
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
    assert f"Friday at 18:00, Tokyo time. Next: {stamp(due or 0)}" in changed.text


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
        ("nzone", "zone", "Xyzzy", "I don't know a time zone"),
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
    assert until == (UNTIL_BACK if weeks is None else world.now() + weeks * WEEK)
    assert paused.buttons == ["Resume", "Turn off", "Send a test nudge"]
    resumed = await paused.click("Resume")
    assert (await stands(known, world)).nudges.paused_until is None
    assert resumed.buttons == ["Turn off", "Send a test nudge"]


async def test_a_pause_that_is_over_is_not_shown(world: World) -> None:
    card = await panel(world)
    await card.choose("2 weeks")
    await world.pass_time(2 * WEEK + HOUR)
    again = await world.robin.slash("nudges")
    assert "Paused" not in again.text
    assert again.buttons == ["Turn off", "Send a test nudge"]


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
    assert on.buttons == ["Turn off", "Send a test nudge"]
    assert (await stands(known, world)).nudged
    assert len(world.robin.inbox()) == 1


async def test_turning_on_opens_the_dm_of_who_never_started(world: World, known: Know) -> None:
    await world.robin.slash("done", action="ml-course")
    card = await world.robin.slash("nudges")
    assert card.buttons == ["Turn on"]
    on = await card.click("Turn on")
    assert on.message.id == card.message.id
    (letter,) = world.robin.inbox()
    assert letter.buttons == ["My progress", "Nudge settings"]
    await on.choose("Berlin")
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 2


async def test_turning_on_with_closed_dms(world: World) -> None:
    world.env.inject_error("POST", DM, status=403, code=50278)
    on = await (await world.robin.slash("nudges")).click("Turn on")
    assert on.text.count("Discord won't let me write to you") == 1
    assert on.buttons == ["Try again", "Turn off", "Send a test nudge"]
    assert "It works" in (await on.click("Try again")).text


async def test_turning_on_while_discord_wants_fewer_dms(world: World) -> None:
    world.env.inject_error("POST", DM, status=400, code=40003)
    on = await (await world.robin.slash("nudges")).click("Turn on")
    assert "my message follows by DM" in on.text
    assert "Try again" not in on.buttons


async def test_looking_at_the_panel_stores_nothing(world: World, known: Know) -> None:
    await world.robin.slash("nudges")
    assert await known(world.robin) is None


async def test_a_test_nudge_does_not_count(world: World, known: Know) -> None:
    card = await panel(world)
    before = await stands(known, world)
    sent = await card.click("Send a test nudge")
    assert sent.text == "Sent, as a direct message."
    letter = world.robin.inbox()[-1]
    assert letter.message.content == "A test, and it works. Next stone: work with NumPy and Pandas."
    assert letter.buttons == BUTTONS
    assert (await stands(known, world)).nudges == before.nudges
    await world.pass_time(WEEK)
    assert world.robin.inbox()[-1].message.content == FIRST_WORDS


async def test_a_test_nudge_with_closed_dms(world: World) -> None:
    card = await panel(world)
    world.env.inject_error("POST", LETTER, status=403, code=50007)
    tested = await card.click("Send a test nudge")
    assert tested.text.startswith("Discord won't let me write to you")
    assert tested.buttons == ["Try again"]


async def test_a_test_that_is_on_its_way_is_not_joined_by_another(world: World) -> None:
    card = await panel(world)
    world.env.inject_error("POST", LETTER, status=502)
    assert "follows by DM" in (await card.click("Send a test nudge")).text
    assert "follows by DM" in (await (await world.robin.slash("nudges")).click("Send a test nudge")).text
    await world.pass_time(HOUR)
    assert len(world.robin.inbox()) == 2


async def test_a_test_where_nothing_is_left_to_do_ends_nothing(world: World, known: Know) -> None:
    card = await panel(world)
    for action in world.app.content.library.default.actions:
        await world.robin.slash("done", action=action.id)
    await card.click("Send a test nudge")
    letter = world.robin.inbox()[-1]
    assert letter.message.content == "A test, and it works. Nothing is open: the trail is walked."
    assert "end here" not in letter.text
    assert letter.buttons == ["My progress"]
    assert (await stands(known, world)).nudged


# Refused


async def refused(world: World) -> None:
    """Robin's weekly nudge was refused, on Monday at nine."""
    await world.robin.slash("start", timezone="Berlin")
    world.env.inject_error("POST", LETTER, status=403, code=50007)
    due = next_due(NudgeSchedule(zone="Europe/Berlin"), world.now()) or 0
    await world.pass_time(due - world.now() + HOUR)
    assert len(world.robin.inbox()) == 1


@pytest.mark.parametrize("command", ["next", "help", "progress", "faq", "nudges"])
async def test_the_next_answer_tells_of_a_refusal_once(world: World, command: str) -> None:
    await refused(world)
    told = await world.robin.slash(command, **({"question": "degree"} if command == "faq" else {}))
    assert told.private
    assert told.text.startswith("Discord won't let me write to you")
    assert told.buttons == ["Try again"]
    again = await world.robin.slash("next")
    assert "### Work with NumPy and Pandas" in again.text


async def test_while_refused_nothing_is_tried_and_the_wish_is_kept(world: World, known: Know) -> None:
    await refused(world)
    requests = len(world.env.http_requests)
    await world.pass_time(3 * WEEK)
    assert len(world.env.http_requests) == requests
    member = await stands(known, world)
    assert member.nudged
    assert member.schedule == NudgeSchedule(zone="Europe/Berlin")


@pytest.mark.parametrize("after", [DAY, 3 * DAY - 4 * HOUR])
async def test_try_again_in_time_sends_this_weeks_and_counts_as_it(
    world: World, known: Know, after: int
) -> None:
    await refused(world)
    await world.pass_time(after)
    told = await world.robin.slash("next")
    answer = await told.click("Try again")
    assert answer.text.startswith("It works: I could write to you.")
    letter = world.robin.inbox()[-1]
    assert letter.message.content == FIRST_WORDS
    member = await stands(known, world)
    assert member.nudges.refused_at is None
    assert (member.nudges.weekly_at or 0) - world.now() > WEEK - after - DAY
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 3


async def test_try_again_after_three_days_sends_a_test(world: World) -> None:
    await refused(world)
    await world.pass_time(4 * DAY)
    await (await world.robin.slash("next")).click("Try again")
    assert world.robin.inbox()[-1].message.content.startswith("A test, and it works.")


async def test_try_again_that_fails_again(world: World) -> None:
    await refused(world)
    told = await world.robin.slash("next")
    world.env.inject_error("POST", LETTER, status=403, code=50007)
    again = await told.click("Try again")
    assert again.text.startswith("Discord won't let me write to you")
    assert "It works" in (await again.click("Try again")).text


@pytest.mark.parametrize("schedule", ["Turn off", "4 weeks"])
async def test_try_again_reaches_who_wants_no_weekly_ones_by_a_test(
    world: World, known: Know, schedule: str
) -> None:
    await refused(world)
    told = await world.robin.slash("next")
    card = await world.robin.slash("nudges")
    await (card.click(schedule) if schedule == "Turn off" else card.choose(schedule))
    answer = await told.click("Try again")
    assert answer.text.startswith("It works")
    assert world.robin.inbox()[-1].message.content.startswith("A test, and it works.")
    assert (await stands(known, world)).nudges.refused_at is None


# Every button: not somebody else's, not twice, after a restart, weeks later, after /mydata delete


VERBS = ["Done", "Skip", "Snooze", "Pause", "Stop"]


@pytest.mark.parametrize("label", VERBS)
async def test_nobody_else_may_press(world: World, known: Know, way: Follow, label: str) -> None:
    letter = await nudged(world)
    before = await stands(known, world)
    pressed = await press(world, world.mona, ids(letter)[label], on=letter).arrives()
    assert pressed.screen.text == NOT_YOURS
    assert pressed.screen.private
    assert await stands(known, world) == before
    assert (await way(world.robin)).progress.tally().open == 19
    assert await known(world.mona) is None


@pytest.mark.parametrize(
    "custom_id",
    ["s:nday:{}", "s:ntime:{}", "s:nzone:{}", "s:npause:{}", "b:nresume:{}", "b:non:{}", "b:noff:{}",
     "b:ntest:{}", "b:pausefor:{}:1:2", "b:keep:{}:1", "b:nundo:{}:1:1", "b:nudges:{}:1", "b:reach:{}"],
)  # fmt: skip
async def test_nobody_else_may_use_the_panel(world: World, known: Know, custom_id: str) -> None:
    await nudged(world)
    before = await stands(known, world)
    values = ["2"] if custom_id.startswith("s:") else []
    pressed = press(world, world.mona, custom_id.format(world.robin.id), values=values)
    await pressed.arrives()
    assert pressed.screen.text == NOT_YOURS
    assert await stands(known, world) == before


@pytest.mark.breaks
@pytest.mark.parametrize("label", VERBS)
async def test_delivered_twice_it_happens_once(world: World, known: Know, way: Follow, label: str) -> None:
    letter = await nudged(world)
    pressed = await press(world, world.robin, ids(letter)[label], on=letter).arrives()
    member, progress, shown = (
        await stands(known, world),
        (await way(world.robin)).progress,
        pressed.screen.text,
    )
    await pressed.arrives()
    assert await stands(known, world) == member
    assert (await way(world.robin)).progress == progress
    assert pressed.screen.text == shown


async def test_the_number_on_a_card_settles_no_nudge(world: World, database_file: Path) -> None:
    letter = await nudged(world)
    with closing(sqlite3.connect(database_file, isolation_level=None)) as file:
        ((row,),) = file.execute("SELECT id FROM nudges WHERE kind = 'weekly'").fetchall()
        file.execute("UPDATE nudges SET state = 'claimed' WHERE id = ?", (row,))

        def state() -> str:
            return str(file.execute("SELECT state FROM nudges WHERE id = ?", (row,)).fetchone()[0])

        card = await world.robin.in_dm().slash("next")
        second = await (await (await card.click("Done")).click("Next action")).click("Done")
        assert ids(second)["Undo"].endswith(f":{row}")
        await second.click("Undo")
        assert state() == "claimed", "on a card it is the number of a change"
        await letter.click("Snooze")
        assert state() == "sent"


@pytest.mark.breaks
async def test_a_pause_delivered_twice_is_one(world: World, known: Know) -> None:
    letter = await nudged(world)
    asked = await letter.click("Pause")
    pressed = await press(world, world.robin, ids(asked)["2 weeks"], on=asked).arrives()
    member = await stands(known, world)
    await world.pass_time(HOUR)
    await pressed.arrives()
    assert await stands(known, world) == member


@pytest.mark.breaks
async def test_delivered_again_after_another_change_it_undoes_nothing(
    world: World, known: Know, caplog: pytest.LogCaptureFixture
) -> None:
    letter = await nudged(world)
    asked = await letter.click("Pause")
    paused = await press(world, world.robin, ids(asked)["2 weeks"]).arrives()
    await (await world.robin.slash("nudges")).click("Resume")
    member = await stands(known, world)
    await paused.arrives()
    assert await stands(known, world) == member
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.breaks
async def test_a_test_nudge_delivered_twice_is_one(world: World) -> None:
    await panel(world)
    test = await press(world, world.robin, f"b:ntest:{world.robin.id}").arrives()
    letters = len(world.robin.inbox())
    await world.pass_time(HOUR)
    await test.arrives()
    assert len(world.robin.inbox()) == letters


Act = Callable[[Screen], Awaitable[Screen]]


async def _pause_two_weeks(letter: Screen) -> Screen:
    return await (await letter.click("Pause")).click("2 weeks")


ACTS: dict[str, tuple[Act, str]] = {
    "Done": (lambda letter: letter.click("Done"), "✓ Crunched."),
    "Skip": (lambda letter: letter.click("Skip"), "◌ Skipped"),
    "Snooze": (lambda letter: letter.click("Snooze"), "I'll write again on|comes on"),
    "Pause": (_pause_two_weeks, "Quiet until"),
    "Stop": (lambda letter: letter.click("Stop"), "No more weekly messages."),
}


@pytest.mark.parametrize(("act", "said"), ACTS.values(), ids=list(ACTS))
async def test_after_a_restart(world: World, restart: Restart, act: Act, said: str) -> None:
    letter = await nudged(world)
    await restart()
    assert re.search(said, (await act(letter)).text)


@pytest.mark.parametrize(("act", "said"), ACTS.values(), ids=list(ACTS))
async def test_on_a_letter_of_weeks_ago(world: World, act: Act, said: str) -> None:
    letter = await nudged(world)
    await world.pass_time(9 * WEEK)
    assert re.search(said, (await act(letter)).text)


@pytest.mark.parametrize(("act", "said"), ACTS.values(), ids=list(ACTS))
async def test_when_the_row_of_the_letter_is_gone(world: World, act: Act, said: str) -> None:
    letter = await nudged(world)
    async with world.app.database.writing() as connection:
        await connection.exec_driver_sql("DELETE FROM nudges")
    assert re.search(said, (await act(letter)).text)


@pytest.mark.parametrize("label", ["Snooze", "Pause", "Stop"])
async def test_after_mydata_delete_a_letter_brings_nothing_back(
    world: World, known: Know, stored: MemberStore, label: str
) -> None:
    letter = await nudged(world)
    await stored.delete(world.robin.id)
    answer = await letter.click(label)
    if label == "Pause":
        answer = await answer.click("4 weeks")
    assert answer.text == NOTHING_KEPT
    assert await known(world.robin) is None
    await world.pass_time(2 * WEEK)
    assert len(world.robin.inbox()) == 2


async def test_after_mydata_delete_done_begins_anew(world: World, known: Know, stored: MemberStore) -> None:
    letter = await nudged(world)
    await stored.delete(world.robin.id)
    done = await letter.click("Done")
    assert done.text.startswith("✓ Crunched.")
    member = await stands(known, world)
    assert not member.nudged
    await world.pass_time(2 * WEEK)
    assert len(world.robin.inbox()) == 2


@pytest.mark.parametrize("label", ["Keep my progress", "Keep writing weekly"])
async def test_keep_after_everything_was_deleted(world: World, known: Know, label: str) -> None:
    pressed = press(world, world.robin, f"b:keep:{world.robin.id}:5")
    await pressed.arrives()
    assert pressed.screen.text == NOTHING_KEPT
    assert await known(world.robin) is None


async def test_the_letter_of_an_action_that_was_done_long_ago(world: World) -> None:
    letter = await nudged(world)
    await letter.click("Done")
    old = press(world, world.robin, ids(letter)["Done"])
    await old.arrives()
    assert "was done already" in old.screen.text


async def test_undo_on_a_letter_twice(world: World) -> None:
    done = await (await nudged(world)).click("Done")
    undo = press(world, world.robin, ids(done)["Undo"], on=done)
    await done.click("Undo")
    await undo.arrives()
    assert undo.screen.text == "There is nothing to take back. `/next` shows where you are."


async def test_an_update_s_number_is_no_nudge(world: World, stored: MemberStore) -> None:
    await nudged(world)
    async with world.app.database.writing() as connection:
        await connection.exec_driver_sql("UPDATE nudges SET state = 'claimed', lease_until = 9999999999")
    await press(world, world.robin, "b:next:0:2").arrives()
    async with world.app.database.writing() as connection:
        rows = await connection.exec_driver_sql("SELECT DISTINCT state FROM nudges")
        assert rows.scalars().all() == ["claimed"]
