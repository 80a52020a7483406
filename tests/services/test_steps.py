"""Steps: ticked, taken back with what followed, done on another day, along the path that a member chose."""

from datetime import UTC, date, datetime

import pytest

from bot.content.live import LiveContent
from bot.domain.errors import NoSuchChange, Outdated, Unusable, Why
from bot.domain.library import Library
from bot.domain.marks import Mark, MarkState
from bot.domain.members import Member, NudgeSchedule
from bot.domain.schedule import DAY
from bot.domain.ticks import UNDOABLE
from bot.services.progress import ProgressService
from bot.store.store import Store
from tests.services.samples import NOON, WAY, act
from tests.stored import put_member, the_member

REFS = ("b0/x", "b0/y", "b0/h", "b0", "b1/x", "b1/aws", "b1/google", "b1")


@pytest.fixture(autouse=True)
async def walker(store: Store) -> Member:
    """Somebody who walks the roadmap with steps."""
    return await put_member(
        store, Member(1, "way", NOON - 30 * DAY, schedule=NudgeSchedule(zone="Asia/Tokyo"))
    )


async def states(progress: ProgressService) -> str:
    """The first letters of what everything is."""
    made = (await progress.journey(1)).progress
    steps = {a.ref(s): made.step(a, s).state for a in made.roadmap.phases[0].actions for s in a.steps}
    actions = {a.id: made.state(a) for a in made.roadmap.phases[0].actions}
    return "".join((steps | actions)[ref][0] for ref in REFS)


async def test_steps_close_their_action_and_an_undo_opens_it_again(progress: ProgressService) -> None:
    await progress.tick(act(1), "b0/x")
    await progress.skip(act(2), "b0/h")
    target, outcome = await progress.tick(act(3), "b0/y")
    assert (target.action.id, target.step and target.step.id) == ("b0", "y")
    assert outcome.change is not None
    assert outcome.change.marks == (
        Mark("b0", MarkState.DONE, follows=True),
        Mark("b0/y", MarkState.DONE),
    )
    assert await states(progress) == "ddsdoooo"
    first = (await progress.undoable(1))[1][-1]
    undone = await progress.undo(act(4), first.id)
    assert undone.after == (await progress.journey(1)).progress
    assert await states(progress) == "odsooooo"


async def test_an_undo_delivered_again_tells_again_what_fell(progress: ProgressService) -> None:
    change = (await progress.tick(act(1), "b0/x"))[1].change
    await progress.skip(act(2), "b0/h")
    await progress.tick(act(3), "b0/y")
    assert change is not None
    first = await progress.undo(act(4), change.id)
    assert first.before.state(WAY.action("b0")) is MarkState.DONE
    assert first.after.state(WAY.action("b0")) is MarkState.OPEN
    assert await progress.undo(act(4), change.id) == first


async def test_a_habit_is_ticked_by_the_time_on_its_button(progress: ProgressService) -> None:
    for interaction, time in enumerate((1, 1, 2, 2), start=1):
        await progress.tick(act(interaction), "b0/h", time=time)
    made = (await progress.journey(1)).progress
    assert made.step(WAY.action("b0"), WAY.action("b0").steps[2]).times == {1, 2}
    _, outcome = await progress.tick(act(9), "b0/h", time=3)
    assert outcome.change is not None
    assert outcome.change.marks == (Mark("b0/h", MarkState.TICKED, ordinal=3, repeat=3),)
    assert (await states(progress))[2] == "d"


async def test_any_of_the_last_ten_changes_can_be_taken_back_and_no_older_one(
    progress: ProgressService,
) -> None:
    ticked = ("b0/x", "b0/y", "b0/h", "b0/h", "b0/h", "b1/x", "b1/aws", "trail/a0", "trail/a1", "trail/a2")
    changes = [(await progress.tick(act(n), ref))[1].change for n, ref in enumerate(("trail/a3", *ticked))]
    _, offered = await progress.undoable(1)
    assert len(offered) == UNDOABLE == 10
    assert list(offered) == list(reversed(changes[1:]))
    assert changes[0] is not None
    with pytest.raises(NoSuchChange):
        await progress.undo(act(50), changes[0].id)
    await progress.undo(act(51), offered[-1].id)
    assert (await states(progress))[0] == "o"
    assert changes[0] in (await progress.undoable(1))[1]


async def test_reopened_delivered_twice_it_is_open_once(progress: ProgressService, store: Store) -> None:
    await progress.tick(act(1), "b0")
    once = await progress.reopen(act(2), "b0")
    assert await progress.reopen(act(2), "b0") == once
    assert (await states(progress))[3] == "o"
    assert len((await store.read.changes.of(1)).standing) == 2


async def test_what_was_done_on_another_day_counts_there(progress: ProgressService) -> None:
    """At noon of the member's own day, and never after the moment at which it is told."""
    for interaction, day in enumerate((date(2025, 12, 24), date(2026, 1, 9))):
        await progress.tick_each(act(interaction), [f"trail/a{interaction}"], day)
    await progress.tick_each(act(2, at=NOON - 12 * 3600), ["trail/a2"], date(2026, 1, 9))
    made = (await progress.journey(1, "trail")).progress
    tokyo_noon = int(datetime(2025, 12, 24, 3, tzinfo=UTC).timestamp())
    assert made.ticked_at == (tokyo_noon, NOON - 9 * 3600, NOON - 12 * 3600)


@pytest.mark.parametrize("day", [date(2026, 1, 10), date(2030, 1, 1), date(2025, 1, 7), date(1, 1, 1)])
async def test_nothing_was_done_on_a_day_to_come_or_long_ago(
    progress: ProgressService, store: Store, day: date
) -> None:
    with pytest.raises(Unusable) as refused:
        await progress.tick_each(act(1), ["b0/x"], day)
    assert (refused.value.text, refused.value.why) == (day.isoformat(), Why.NOT_BACK)
    with pytest.raises(Unusable):
        await progress.tick_each(act(2, user=2), ["b0/x"], day)
    assert await states(progress) == "oooooooo"
    assert await store.read.members.get(2) is None


async def test_several_at_once_are_one_change(progress: ProgressService) -> None:
    outcome = await progress.tick_each(act(1), ["b0/x", "b1"], date(2026, 1, 1))
    assert outcome.change is not None
    assert [mark.ref for mark in outcome.change.marks] == ["b0/x", "b1"]
    assert outcome.change.at < NOON - 7 * DAY
    await progress.undo(act(2))
    assert await states(progress) == "oooooooo"


async def test_a_path_is_chosen_and_changed(progress: ProgressService, store: Store) -> None:
    await progress.tick(act(1), "b1/x")
    taken, chosen = await progress.choose(act(2), "way", "cloud", "google")
    assert taken.id == "google"
    assert chosen == await progress.journey(1)
    assert [step.id for step in chosen.progress.steps(WAY.action("b1"))] == ["x", "google"]
    await progress.tick(act(3), "b1/google")
    assert (await states(progress))[-1] == "d"
    await progress.choose(act(4), "way", "cloud", "aws")
    assert (await states(progress))[-3:] == "odd"
    await progress.choose(act(2), "way", "cloud", "google")
    assert (await the_member(store, 1)).paths == {"way": {"cloud": "aws"}}, "delivered again"


async def test_an_option_is_understood_under_its_old_id_and_none_that_never_was(
    progress: ProgressService, store: Store
) -> None:
    await progress.choose(act(1), "way", "cloud", "gcp")
    assert (await the_member(store, 1)).path("way") == {"cloud": "google"}
    for choice, option in (("cloud", "moon"), ("moon", "aws")):
        with pytest.raises(Outdated):
            await progress.choose(act(2), "way", choice, option)


async def test_who_is_no_member_becomes_one_by_choosing(progress: ProgressService, store: Store) -> None:
    await progress.choose(act(1, user=2), "way", "cloud", "aws")
    member = await the_member(store, 2)
    assert (member.roadmap, member.nudged, member.path("way")) == ("way", False, {"cloud": "aws"})


async def test_what_is_not_on_the_path_is_not_left_open(
    progress: ProgressService, content: LiveContent
) -> None:
    """Names are looked up in the whole roadmap; what they are is asked along the path."""
    content.library = Library((WAY,))
    await progress.choose(act(1), "way", "cloud", "aws")
    await progress.tick(act(2), "b1/x")
    _, outcome = await progress.tick(act(3), "b1/aws")
    assert outcome.change is not None
    assert Mark("b1", MarkState.DONE, follows=True) in outcome.change.marks
    assert (await progress.skip(act(4), "b1"))[1].change is None
