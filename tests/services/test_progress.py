"""A tick is kept once, whatever happens, and can be taken back."""

import asyncio

import pytest

from bot.content.live import LiveContent
from bot.domain.errors import NoSuchChange, NothingToUndo, UnknownName
from bot.domain.journey import Journey, Outcome
from bot.domain.library import Library
from bot.domain.marks import Mark, MarkState
from bot.domain.members import Member
from bot.domain.progress import Progress
from bot.services.data import DataService
from bot.services.names import Target
from bot.services.progress import ProgressService
from bot.store.store import Store
from tests.services.samples import NOON, PATH, TRAIL, act
from tests.stored import put_member, reads


async def states(progress: ProgressService) -> str:
    """The states of the member's actions, by their first letters."""
    made = (await progress.journey(1)).progress
    return "".join(made.state(action).value[0] for action in made.roadmap.actions)


async def ticked(progress: ProgressService, interaction: int, ref: str, user: int = 1) -> Outcome:
    """What came of a tick."""
    return (await progress.tick(act(interaction, user), ref))[1]


async def changes(store: Store, user: int = 1) -> int:
    """How many of somebody's changes stand."""
    return len((await store.read.changes.of(user)).standing)


async def test_who_is_unknown_has_everything_open(progress: ProgressService) -> None:
    assert await progress.journey(1) == Journey(None, Progress(TRAIL))


async def test_a_tick_without_start_enrols_without_nudges(progress: ProgressService) -> None:
    target, outcome = await progress.tick(act(10), "a0", "https://example.org/proof")
    journey = await progress.journey(1)
    assert target == Target(TRAIL, TRAIL.action("a0"), None)
    assert journey.member == Member(1, "trail", enrolled_at=NOON, seen_day=NOON // 86_400, locale="de")
    assert journey.progress == outcome.after
    assert outcome.before == Progress(TRAIL)
    assert outcome.change is not None
    assert outcome.change.marks == (Mark("a0", MarkState.DONE, "https://example.org/proof"),)
    assert outcome.change.at == NOON


async def test_a_tick_leaves_a_member_as_they_are(progress: ProgressService, store: Store) -> None:
    ada = await put_member(store, Member(1, "path", enrolled_at=5, nudged=True))
    await progress.tick(act(10), "trail/a0")
    assert await store.read.members.get(1) == ada


async def test_the_same_click_twice_is_one_change_with_one_answer(
    progress: ProgressService, store: Store
) -> None:
    await progress.tick(act(9), "a3")
    first = await progress.tick(act(10), "a0")
    assert await progress.tick(act(10), "a0") == first
    assert await changes(store) == 2


async def test_the_same_click_at_the_same_moment_is_one_change(
    progress: ProgressService, store: Store
) -> None:
    outcomes = await asyncio.gather(*(progress.tick(act(10), "a0") for _ in range(20)))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert await changes(store) == 1


async def test_two_clicks_on_the_same_action_are_one_change(progress: ProgressService, store: Store) -> None:
    outcomes = await asyncio.gather(*(ticked(progress, n, "a0") for n in range(20)))
    assert sum(outcome.change is not None for outcome in outcomes) == 1
    assert await changes(store) == 1


async def test_a_click_that_was_undone_since_stays_undone(progress: ProgressService) -> None:
    first = await ticked(progress, 10, "a0")
    await progress.undo(act(11))
    again = await ticked(progress, 10, "a0")
    assert first.change is not None
    assert again.change == first.change._replace(undone=True)
    assert again.before == again.after == Progress(TRAIL)
    assert await states(progress) == "ooooo"


async def test_nothing_to_do_writes_nothing(progress: ProgressService, store: Store) -> None:
    first = await ticked(progress, 10, "a0")
    for again in (await ticked(progress, 11, "a0"), (await progress.skip(act(12), "a0"))[1]):
        assert again == Outcome(first.after, first.after, None)
    assert await changes(store) == 1


async def test_a_refusal_writes_nothing(progress: ProgressService) -> None:
    with pytest.raises(UnknownName):
        await progress.tick(act(10), "nothing")
    with pytest.raises(NothingToUndo):
        await progress.undo(act(11))
    assert (await progress.journey(1)).member is None


async def test_undo_takes_back_the_last_change_then_the_one_before(progress: ProgressService) -> None:
    await progress.skip(act(10), "a0")
    await progress.tick(act(11), "a0")
    await progress.tick(act(12), "a1")
    for interaction, left in ((20, "doooo"), (21, "soooo"), (22, "ooooo")):
        await progress.undo(act(interaction))
        assert await states(progress) == left
    with pytest.raises(NothingToUndo):
        await progress.undo(act(23))


async def test_any_change_can_be_undone_in_any_order(progress: ProgressService) -> None:
    made = [(await ticked(progress, 10 + n, f"a{n}")).change for n in range(3)]
    for n, left in ((1, "dodoo"), (0, "oodoo"), (2, "ooooo")):
        change = made[n]
        assert change is not None
        before = (await progress.journey(1)).progress
        outcome = await progress.undo(act(20 + n), change.id)
        assert outcome.change == change._replace(undone=True)
        assert outcome.before == before
        assert outcome.after == (await progress.journey(1)).progress
        assert await states(progress) == left
        with pytest.raises(NoSuchChange if "d" in left else NothingToUndo):
            await progress.undo(act(30 + n), change.id)


async def test_an_undo_delivered_twice_takes_back_one_change(progress: ProgressService) -> None:
    await progress.tick(act(10), "a0")
    await progress.tick(act(11), "a1")
    first = await progress.undo(act(20))
    assert await progress.undo(act(20)) == first
    assert first.before.tally().done == 2
    assert first.after.tally().done == 1
    assert await states(progress) == "doooo"


async def test_nobody_can_undo_what_is_not_theirs(progress: ProgressService) -> None:
    theirs = (await ticked(progress, 10, "a0")).change
    await progress.tick(act(11, user=2), "a1")
    assert theirs is not None
    with pytest.raises(NoSuchChange):
        await progress.undo(act(20, user=2), theirs.id)
    assert await states(progress) == "doooo"


async def test_an_old_number_never_means_a_new_change(progress: ProgressService, data: DataService) -> None:
    old = (await ticked(progress, 10, "a0")).change
    await data.delete(1, NOON)
    new = (await ticked(progress, 11, "a0")).change
    assert old is not None
    assert new is not None
    assert new.id > old.id


async def test_each_roadmap_keeps_its_own_progress(progress: ProgressService, store: Store) -> None:
    await progress.tick(act(10), "a0")
    await progress.tick(act(11), "path/a1")
    assert await states(progress) == "doooo"
    await put_member(store, Member(1, "path", enrolled_at=NOON))
    assert await states(progress) == "odo"
    assert (await progress.journey(1, "trail")).progress.tally().done == 1
    with pytest.raises(UnknownName):
        await progress.journey(1, "moon")
    assert (await progress.undo(act(20))).after == Progress(PATH)


async def test_undo_leaves_a_roadmap_alone_that_is_not_shown(
    progress: ProgressService, content: LiveContent
) -> None:
    await progress.tick(act(10), "path/a0")
    await progress.tick(act(11), "trail/a0")
    both, content.library = content.library, Library((PATH,))
    assert (await progress.undo(act(20))).after == Progress(PATH)
    with pytest.raises(NothingToUndo):
        await progress.undo(act(21))
    content.library = both
    assert (await progress.journey(1, "trail")).progress.tally().done == 1


async def test_a_journey_is_one_statement(progress: ProgressService, store: Store) -> None:
    """Every command asks for it."""
    await progress.tick(act(10), "a0")
    before = reads(store)
    await progress.journey(1)
    assert reads(store) == before + 1
