"""**Still on it**, **Plan it**, a rarer rhythm, hours, a pause until a date, **Keep a note**."""

import re
from datetime import timedelta

import pytest

from bot.domain.schedule import DAY, instant, local_day
from bot.services.names import Names
from bot.services.notes import NoteService
from bot.store.store import Store
from bot.trial.people import Screen
from bot.trial.world import World
from bot.views.components import stamp
from tests.cogs.conftest import Follow, Know
from tests.cogs.nudging import FIRST_WORDS, HOUR, WEEK, ids, keys_of, nudged, panel, stands, states
from tests.interactions import form, press
from tests.stored import ask

BERLIN = "Europe/Berlin"
SHELL = "linux-git-cloud/shell"


async def monday(world: World) -> Screen:
    """Robin's first weekly message, within an hour of its coming."""
    await world.robin.slash("start", timezone="Berlin")
    while len(world.robin.inbox()) < 2:
        await world.pass_time(HOUR)
    return world.robin.inbox()[-1]


def in_days(world: World, days: int) -> int:
    """Nine o'clock in Berlin on a day to come."""
    return instant(local_day(world.now(), BERLIN) + timedelta(days=days), 9 * 60, BERLIN)


# Still on it


async def test_still_on_it_is_a_sign_of_life_and_changes_nothing_else(
    world: World, known: Know, way: Follow
) -> None:
    letter = await nudged(world, weeks=2)
    before, progress = await stands(known, world), (await way(world.robin)).progress
    answer = await letter.click("Still on it")
    member = await stands(known, world)
    assert answer.private
    assert answer.text.startswith("Good. I'll bring another side of it next time. Next message: ")
    assert (before.nudges.unanswered, member.nudges.unanswered) == (2, 0)
    assert member.nudges.weekly_at == before.nudges.weekly_at
    assert (await way(world.robin)).progress == progress
    await world.pass_time(WEEK)
    text = world.robin.inbox()[-1].text
    assert "You pressed **Still on it**: here it is in other words." in text
    assert "*Done when*" in text


async def test_who_only_presses_still_on_it_is_asked_once_how_to_go_on(world: World, known: Know) -> None:
    await nudged(world)
    asked = []
    for _ in range(6):
        letter = world.robin.inbox()[-1]
        asked.append("Another step" in letter.buttons)
        await letter.click("Carry on" if asked[-1] else "Still on it")
        await world.pass_time(WEEK)
    assert asked == [False] * 4 + [True, False]
    assert not (await stands(known, world)).nudges.resting


async def test_another_step_sets_it_aside_and_names_the_next(world: World, way: Follow) -> None:
    await world.robin.slash("start", timezone="Berlin")
    for _ in range(5):
        await world.pass_time(WEEK)
        await world.robin.slash("help")
    letter = world.robin.inbox()[-1]
    assert letter.buttons == ["Done", "Carry on", "Another step", "Every four weeks", "Pause", "Stop"]
    other = await letter.click("Another step")
    assert other.message.content.startswith("Skipped **Find your way in a Linux shell**")
    assert "Next: **Read logs with grep, sort and pipes**" in other.message.content
    progress = (await way(world.robin)).progress
    assert progress.next_step is not None
    assert progress.next_step.ref == "linux-git-cloud/pipes"


async def test_the_third_says_what_keeps_them_coming(world: World) -> None:
    said = "One click on Still on it keeps these messages coming."
    await nudged(world, weeks=4)
    told = [said in letter.text.replace("*", "") for letter in world.robin.inbox()[1:]]
    assert told == [False, False, True, False]
    assert world.robin.inbox()[-1].message.content.startswith("I'll stop writing for now.")


# Plan it


async def test_a_step_is_planned_for_a_day_and_comes_once(world: World, known: Know) -> None:
    letter = await monday(world)
    asked = await letter.click("Plan it")
    assert asked.private
    assert asked.buttons == ["Tomorrow", "Another time…"]
    planned = await asked.choose("Thursday, 09:00")
    due, weekly = in_days(world, 3), (await stands(known, world)).nudges.weekly_at or 0
    assert planned.text == (
        f"Planned: **Find your way in a Linux shell**, about 3 hours, on {stamp(due)}. "
        f"**Done** before that drops it. Your weekly message comes on {stamp(weekly)} as usual."
    )
    assert (
        f"Next message: {stamp(due)} (planned), then {stamp(weekly)}."
        in (await world.robin.slash("nudges")).text
    )
    await world.pass_time(5 * DAY)
    *_, again = world.robin.inbox()
    assert len(world.robin.inbox()) == 3
    assert again.message.content == "As planned: find your way in a Linux shell · Linux and Git."
    assert keys_of(again) == {f"p{due}"}
    await world.pass_time(4 * DAY)
    assert len(world.robin.inbox()) == 4


async def test_a_planned_message_is_the_only_one_until_the_next_weekly_one(world: World, known: Know) -> None:
    letter = await monday(world)
    await (await letter.click("Plan it")).click("Tomorrow")
    await world.pass_time(DAY)
    *_, again = world.robin.inbox()
    assert again.buttons == ["Done", "Still on it", "Pause", "Stop"]
    weekly = (await stands(known, world)).nudges.weekly_at or 0
    assert (await letter.click("Plan it")).text == (
        "Your planned message came already, and I send one between two weekly ones. "
        f"The next weekly one comes on {stamp(weekly)}."
    )
    assert len(world.robin.inbox()) == 3
    await world.pass_time(WEEK)
    assert "Plan it" in world.robin.inbox()[-1].buttons


async def test_a_test_message_after_a_planned_one_offers_no_other(world: World) -> None:
    letter = await monday(world)
    await (await letter.click("Plan it")).click("Tomorrow")
    await world.pass_time(2 * DAY)
    await (await world.robin.slash("nudges")).click("Send a test message")
    assert world.robin.inbox()[-1].buttons == ["Done", "Still on it", "Pause", "Stop"]


async def test_tomorrow_is_the_day_after_the_one_on_which_it_is_pressed(world: World, known: Know) -> None:
    letter = await monday(world)
    asked = await letter.click("Plan it")
    await world.pass_time(DAY - 2 * HOUR)  # an hour before the time that was tomorrow's
    assert f"on {stamp(in_days(world, 1))}" in (await asked.click("Tomorrow")).text
    assert (await stands(known, world)).nudges.snooze_at == in_days(world, 1)
    again = await letter.click("Plan it")
    assert again.buttons == ["Tomorrow", "Another time…"]
    await again.choose("Tuesday, 09:00")
    assert (await stands(known, world)).nudges.snooze_at == in_days(world, 0)
    await world.pass_time(4 * DAY)
    assert (await letter.click("Plan it")).text.startswith("Your planned message came already")


async def test_a_new_plan_replaces_the_old(world: World, known: Know) -> None:
    letter = await monday(world)
    await (await letter.click("Plan it")).click("Tomorrow")
    await (await letter.click("Plan it")).choose("Friday, 09:00")
    assert (await stands(known, world)).nudges.snooze_at == in_days(world, 4)
    await world.pass_time(5 * DAY)
    assert len(world.robin.inbox()) == 3


async def test_another_time_is_written_into_a_form(world: World, known: Know) -> None:
    letter = await monday(world)
    asked = await (await letter.click("Plan it")).opens("Another time…")
    planned = await asked.send(when="wednesday 18:30")
    due = in_days(world, 2) + 9 * HOUR + HOUR // 2
    assert f"on {stamp(due)}" in planned.text
    assert (await stands(known, world)).nudges.snooze_at == due


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("soon", "isn't a day and a time I can read"),
        ("sunday 9:30", "at least a day before your next message"),
    ],
)
async def test_what_is_no_time_to_plan_for_changes_nothing(
    world: World, known: Know, when: str, said: str
) -> None:
    letter = await monday(world)
    written = ids(await letter.click("Plan it"))["Another time…"].replace("b:", "f:", 1)
    pressed = await form(world, world.robin, written.rpartition(":")[0], when=when).arrives()
    assert said in pressed.screen.text
    nudges = (await stands(known, world)).nudges
    assert (nudges.planned, nudges.snooze_at) == (None, None)


@pytest.mark.parametrize("days", [0, 4, 5])
@pytest.mark.parametrize(
    "when", ["soon", "yesterday 9:00", "30 Feb 9:00", "in 40 days at 9:00", "2030-01-01 9:00"]
)
async def test_the_time_that_an_answer_gives_as_an_example_is_taken(
    world: World, known: Know, when: str, days: int
) -> None:
    """Also a day before the last on which anything can be planned."""
    letter = await monday(world)
    asked = await letter.click("Plan it")
    await world.pass_time(days * DAY)
    told = await (await asked.opens("Another time…")).send(when=when)
    (example,) = re.findall(r"`(\d{4}-\d\d-\d\d \d\d:\d\d)`", told.text)
    planned = await (await told.opens("Edit and send again")).send(when=example)
    assert planned.text.startswith("Planned: ")
    assert (await stands(known, world)).nudges.planned is not None


async def test_what_is_asked_about_can_be_planned(world: World) -> None:
    letter = await monday(world)
    asked = await letter.click("Plan it")
    await world.pass_time(5 * DAY)
    told = await (await asked.opens("Another time…")).send(when="tomorrow")
    assert "12:00" not in told.drawn
    planned = await told.choose(f"{local_day(world.now() + DAY, BERLIN):%A %-d %B %Y}, 09:00")
    assert planned.text.startswith("Planned: ")


@pytest.mark.parametrize("when", ["soon", "tomorrow 8:00"])
async def test_a_time_for_which_it_is_too_late_is_told_as_that(world: World, when: str) -> None:
    letter = await monday(world)
    asked = await letter.click("Plan it")
    await world.pass_time(6 * DAY)
    told = await (await asked.opens("Another time…")).send(when=when)
    assert told.text.startswith("A plan has to lie ahead, and at least a day before your next message")


async def test_a_step_that_was_ticked_needs_no_plan(world: World, known: Know) -> None:
    letter = await monday(world)
    await (await letter.click("Plan it")).choose("Thursday, 09:00")
    done = await letter.click("Done")
    assert f"What you planned for {stamp(in_days(world, 3), 'f')} won't come." in done.message.content
    assert "(planned)" not in (await world.robin.slash("nudges")).text
    await world.pass_time(4 * DAY)
    assert len(world.robin.inbox()) == 2


async def test_a_command_that_ticks_it_says_so_too(world: World) -> None:
    letter = await monday(world)
    await (await letter.click("Plan it")).choose("Thursday, 09:00")
    said = f"What you planned for {stamp(in_days(world, 3), 'f')} won't come."
    assert said not in (await world.robin.slash("done", action="linux-git-cloud/pipes")).text
    assert said in (await world.robin.slash("done", action=SHELL)).text


async def test_undo_brings_a_plan_back(world: World) -> None:
    letter = await monday(world)
    await (await letter.click("Plan it")).choose("Thursday, 09:00")
    await (await letter.click("Done")).click("Undo")
    await world.pass_time(4 * DAY)
    assert len(world.robin.inbox()) == 3


@pytest.mark.parametrize("how", ["Stop", "Pause"])
async def test_stop_and_pause_drop_a_plan(world: World, known: Know, how: str) -> None:
    letter = await monday(world)
    await (await letter.click("Plan it")).choose("Thursday, 09:00")
    pressed = await letter.click(how)
    if how == "Pause":
        await pressed.click("2 weeks")
    assert (await stands(known, world)).nudges.planned is None
    await world.pass_time(4 * DAY)
    assert len(world.robin.inbox()) == 2


async def test_no_day_is_left_and_no_messages_are_on(world: World) -> None:
    letter = await monday(world)
    await world.pass_time(6 * DAY)
    assert "at least a day before your next message" in (await letter.click("Plan it")).text
    await letter.click("Stop")
    assert (await letter.click("Plan it")).text.startswith("Weekly messages are off.")


async def test_a_plan_that_is_more_than_a_day_late_is_dropped(world: World, database_url: str) -> None:
    letter = await monday(world)
    await (await letter.click("Plan it")).click("Tomorrow")
    ask(database_url, "UPDATE members SET snooze_at = snooze_at - 172800, wake_at = wake_at - 172800")
    await world.pass_time(HOUR)
    assert len(world.robin.inbox()) == 2
    assert states(database_url)[-1] == "missed"


# Rhythm, hours, pause


async def test_every_four_weeks_counts_from_the_last(world: World, known: Know) -> None:
    letter = await monday(world)
    last = (await stands(known, world)).nudges.last_due or 0
    answer = await press(
        world, world.robin, f"b:rarer:{world.robin.id}:{next(iter(keys_of(letter)))}"
    ).arrives()
    assert "One direct message every four weeks, Mondays at 09:00, Berlin time." in answer.screen.text
    assert (await stands(known, world)).nudges.weekly_at == last + 4 * WEEK
    await world.pass_time(9 * WEEK)
    assert len(world.robin.inbox()) == 2 + 2


async def test_the_panel_sets_rhythm_and_hours(world: World, known: Know) -> None:
    card = await panel(world)
    changed = await (await card.choose("Every two weeks")).choose("6 hours a week")
    assert "One direct message every two weeks, Mondays at 09:00" in changed.text
    member = await stands(known, world)
    assert (member.schedule.every, member.hours) == (2, 6)
    await changed.choose("I can't say")
    assert (await stands(known, world)).hours is None


async def test_start_takes_hours_and_the_message_fills_the_week(world: World, known: Know) -> None:
    await world.robin.slash("start", timezone="Berlin", hours=9)
    assert (await stands(known, world)).hours == 9
    await world.pass_time(WEEK)
    letter = world.robin.inbox()[-1]
    assert letter.message.content == FIRST_WORDS
    assert "Your week has room for" in letter.text


@pytest.mark.parametrize(
    ("custom_id", "value"),
    [
        *(("s:nevery:{}", value) for value in ("3", "0", "x", "99999999999")),
        *(("s:nhours:{}", value) for value in ("0", "x", "41", "99999999999")),
        *(("s:nday:{}", value) for value in ("0", "x", "8", "9" * 18)),
        *((f"b:planfor:{{}}:w1:{value}", None) for value in ("0", "x", "9" * 18)),
    ],
)
async def test_a_day_rhythm_or_hours_that_were_never_offered(
    world: World, known: Know, custom_id: str, value: str | None
) -> None:
    await panel(world)
    before = await stands(known, world)
    pressed = press(world, world.robin, custom_id.format(world.robin.id), values=[value] if value else [])
    await pressed.arrives()
    assert await stands(known, world) == before


async def test_a_pause_until_a_date(world: World, known: Know) -> None:
    letter = await monday(world)
    asked = await (await letter.click("Pause")).opens("Until a date…")
    day = local_day(world.now(), BERLIN) + timedelta(days=20)
    paused = await asked.send(day=day.isoformat())
    until = instant(day, 0, BERLIN)
    assert f"Paused until {stamp(until, 'D')}." in paused.text
    member = await stands(known, world)
    assert (member.nudges.paused_until, member.nudges.pause_to) == (until, until)
    assert member.nudges.pause_from is not None
    resumed = await (await world.robin.slash("nudges")).click("Resume")
    assert "Paused" not in resumed.text
    assert ((await stands(known, world)).nudges.pause_to or 0) <= world.now() + 60


@pytest.mark.parametrize("day", ["2020-01-01", "2040-01-01", "whenever"])
async def test_a_pause_until_what_is_no_later_day(world: World, known: Know, day: str) -> None:
    await panel(world)
    before = await stands(known, world)
    pressed = await form(world, world.robin, f"f:npause:{world.robin.id}", day=day).arrives()
    assert "“" in pressed.screen.text
    assert await stands(known, world) == before


# Keep a note


async def test_every_fourth_looks_back_and_keeps_a_note(world: World, store: Store) -> None:
    await world.robin.slash("start", timezone="Berlin", hours=15)
    await world.pass_time(2 * WEEK)
    await world.robin.slash("done", action=SHELL)
    await world.pass_time(2 * WEEK)
    _, *letters = world.robin.inbox()
    assert ["Keep a note" in letter.buttons for letter in letters] == [False, False, False, True]
    assert (
        "The last four weeks: 1 step, about 3 hours. At this pace the rest of the roadmap takes "
        in letters[-1].text
    )
    asked = await letters[-1].opens("Keep a note")
    kept = await asked.send(note="`man ls`\nis enough")
    assert "✓ Note kept." in kept.text
    notes = NoteService(store, world.app.content, Names(store, world.app.content))
    (note,) = await notes.notes(world.robin.id, "mlops-engineer")
    assert (note.ref, note.text) == (SHELL, "`man ls` is enough")
