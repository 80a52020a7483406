"""The weekly message in the DM, and what its buttons do."""

import pytest

from bot.domain.members import UNTIL_BACK, NudgeSchedule
from bot.domain.schedule import DAY, next_due
from bot.trial.world import World
from bot.views.components import stamp
from tests.cogs.conftest import Follow, Know
from tests.cogs.nudging import (
    BUTTONS,
    FIRST_WORDS,
    HOUR,
    WEEK,
    ids,
    keys_of,
    midnight,
    nudged,
    old_press,
    stands,
)
from tests.interactions import press


async def test_the_welcome_says_what_will_come(world: World) -> None:
    enrolled = world.now()
    await world.robin.slash("start", timezone="Berlin")
    (letter,) = world.robin.inbox()
    due = next_due(NudgeSchedule(zone="Europe/Berlin"), world.now())
    assert f"Mondays at 09:00, Berlin time, first on {stamp(due or 0)}." in letter.text
    assert letter.buttons == ["My progress", "Message settings"]
    assert keys_of(letter) == {f"h{enrolled}"}
    settings = await letter.click("Message settings")
    assert settings.private
    assert "## Your weekly message" in settings.text
    assert "0 of 22 actions" in (await letter.click("My progress")).text


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
    assert len(letter.message.components) == 2
    assert "0 of 22 actions" in letter.text


async def test_who_ticked_gets_praise_and_still_the_next_one(world: World) -> None:
    await nudged(world)
    await world.robin.slash("done", action="linux-git-cloud/shell")
    await world.robin.slash("done", action="linux-git-cloud/pipes")
    await world.pass_time(WEEK)
    content = world.robin.inbox()[-1].message.content
    assert content.startswith(
        "Two steps done. Next: write a shell script and use ssh (Linux and Git, step 3 of 11)."
    )


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
    for action in world.app.content.library.default.actions:
        await world.robin.slash("done", action=action.id)
    await world.pass_time(3 * WEEK)
    _, _, *rest = world.robin.inbox()
    (letter,) = rest
    assert letter.message.content == "You finished the roadmap! 22 actions."
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
    assert done.message.content == (
        "✓ **Find your way in a Linux shell** done. "
        "Next: **Read logs with grep, sort and pipes**, about 2 hours."
    )
    assert "First 15 minutes: " in done.text
    assert done.buttons == ["Done", "Next step", "Undo"]
    assert keys_of(done) == row
    assert not done.message.flags.components_v2
    assert (await way(world.robin)).progress.hours().done == 3
    assert len(world.robin.inbox()) == 2
    again = await done.click("Done")
    assert again.message.content.startswith("✓ **Read logs with grep, sort and pipes** done.")
    assert keys_of(again) == row
    assert (await way(world.robin)).progress.hours().done == 5


async def test_undo_on_the_letter_gives_its_buttons_back(world: World, way: Follow) -> None:
    letter = await nudged(world)
    undone = await (await letter.click("Done")).click("Undo")
    assert undone.message.id == letter.message.id
    assert undone.message.content.startswith("Taken back: **Find your way in a Linux shell**")
    assert undone.buttons == BUTTONS
    assert keys_of(undone) == keys_of(letter)
    assert (await way(world.robin)).progress.hours().done == 0
    assert "✓ **Find your way" in (await undone.click("Done")).message.content


async def test_skip_on_a_letter_of_the_first_edition(world: World, way: Follow) -> None:
    letter = await nudged(world)
    skipped = await old_press(world, letter, "nskip", "mlops-engineer/linux-git-cloud")
    assert skipped.message.content.startswith("Skipped **Get to know Linux, Git and a cloud's free tier**")
    assert skipped.buttons == ["Done", "Next step", "Undo"]
    assert keys_of(skipped) == keys_of(letter)
    assert (await way(world.robin)).progress.tally().skipped == 1


async def test_done_on_a_letter_of_the_first_edition_is_the_whole_action(world: World, way: Follow) -> None:
    letter = await nudged(world)
    done = await old_press(world, letter, "ndone", "mlops-engineer/linux-git-cloud")
    assert done.message.content.startswith("✓ **Get to know Linux, Git and a cloud's free tier** done.")
    assert (await way(world.robin)).progress.tally().done == 1


async def test_done_on_the_letter_for_what_was_done_elsewhere(world: World, way: Follow) -> None:
    letter = await nudged(world)
    await world.robin.slash("done", action="linux-git-cloud/shell")
    done = await letter.click("Done")
    assert done.message.content.startswith("✓ **Find your way in a Linux shell** was done already.")
    assert done.buttons == ["Done", "Next step"]
    assert keys_of(done) == keys_of(letter)
    assert (await way(world.robin)).progress.hours().done == 3


async def test_next_step_on_the_letter_answers_below_it(world: World) -> None:
    done = await (await nudged(world)).click("Done")
    following = await done.click("Next step")
    assert following.private
    assert following.message.id != done.message.id
    assert "### Linux and Git, step 2 of 11" in following.text


async def test_the_last_action_done_on_a_letter(world: World) -> None:
    *most, last = world.app.content.library.default.actions
    for action in most:
        await world.robin.slash("done", action=action.id)
    letter = await nudged(world)
    done = await old_press(world, letter, "ndone", f"mlops-engineer/{last.id}")
    assert done.message.content.startswith("You finished the roadmap! 22 actions.")
    assert done.buttons == ["My progress", "Undo"]
    assert keys_of(done) == keys_of(letter)


# Snooze, Pause, Stop


async def test_snooze_brings_it_again_on_the_day_after_the_click(world: World, known: Know) -> None:
    letter = await nudged(world)
    answer = await old_press(world, letter, "snooze")
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
    answer = await old_press(world, letter, "snooze")
    assert answer.text == f"Your next message comes on {stamp(due)} anyway."


async def test_pause_opens_its_choices(world: World, known: Know) -> None:
    letter = await nudged(world)
    choices = await letter.click("Pause")
    assert choices.private
    assert choices.buttons == ["2 weeks", "4 weeks", "Until a date…", "Until I come back"]
    assert (await stands(known, world)).nudges.paused_until is None
    paused = await choices.click("2 weeks")
    member = await stands(known, world)
    until = member.nudges.paused_until or 0
    assert until == midnight(world, 2)
    assert paused.text == (
        f"Paused until {stamp(until, 'D')}. My next message comes on {stamp(member.nudges.weekly_at or 0)}."
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
    assert f"Next message: {stamp(member.nudges.weekly_at or 0)}" in panel.text


async def test_until_i_come_back_ends_with_a_command_on_another_day(world: World, known: Know) -> None:
    letter = await nudged(world)
    await world.pass_time(DAY)
    paused = press(world, world.robin, ids(letter)["Pause"].replace("pause", "pausefor") + ":back")
    await paused.arrives()
    # … though it was the first thing they did that day
    assert "Paused. **Resume** ends it now; from tomorrow any command does." in paused.screen.text
    assert (await stands(known, world)).nudges.paused_until == UNTIL_BACK
    await world.robin.slash("next")
    assert (await stands(known, world)).nudges.paused_until == UNTIL_BACK
    await world.pass_time(3 * WEEK)
    assert len(world.robin.inbox()) == 2
    told = await world.robin.slash("next")
    member = await stands(known, world)
    assert member.nudges.paused_until is None
    assert told.text.startswith(
        f"My weekly message is on again. Next message: {stamp(member.nudges.weekly_at or 0)}"
    )
    assert told.buttons == ["Message settings"]
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 3


async def test_stop_is_obeyed_at_once(world: World, known: Know) -> None:
    letter = await nudged(world)
    await old_press(world, letter, "snooze")
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
    assert "Next message:" in panel.text
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
    answer = await old_press(world, letter, "snooze")
    assert "I'll write again" not in answer.text
    assert (await stands(known, world)).nudges.snooze_at is None
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 2


# The rest


async def test_after_three_unanswered_a_rest_and_then_nothing(world: World, known: Know) -> None:
    letter = await nudged(world, weeks=8)
    assert letter.message.content.startswith(
        "I'll stop writing for now. Your progress stays: 0 of 22 actions."
    )
    assert letter.buttons == ["Keep writing weekly", "My progress"]
    assert len(world.robin.inbox()) == 1 + 3 + 1
    assert (await stands(known, world)).nudges.resting


async def test_keep_writing_ends_the_rest_and_says_when(world: World, known: Know) -> None:
    letter = await nudged(world, weeks=8)
    back = await letter.click("Keep writing weekly")
    assert back.buttons == ["Carry on", "I did more meanwhile"]
    answer = await letter.click("Keep writing weekly")
    member = await stands(known, world)
    assert not member.nudges.resting
    assert f"Next message: {stamp(member.nudges.weekly_at or 0)}" in answer.text
    await world.pass_time(WEEK)
    assert len(world.robin.inbox()) == 6


@pytest.mark.parametrize("command", ["next", "help", "nudges", "start"])
async def test_any_command_ends_the_rest(world: World, known: Know, command: str) -> None:
    await nudged(world, weeks=8)
    answer = await world.robin.slash(command)
    member = await stands(known, world)
    assert member.nudges.weekly_at is not None
    assert answer.buttons == ["Carry on", "I did more meanwhile"]
    assert f"Next message: {stamp(member.nudges.weekly_at)}" in (await world.robin.slash("nudges")).text


async def test_pausing_while_it_rests_is_a_pause(world: World, known: Know) -> None:
    letter = await nudged(world, weeks=8)
    row = next(iter(keys_of(letter)))
    await press(world, world.robin, f"b:pausefor:{world.robin.id}:{row}:4").arrives()
    member = await stands(known, world)
    assert (member.nudges.resting, member.nudges.paused_until) == (False, midnight(world, 4))
