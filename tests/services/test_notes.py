"""A note is kept beside a step or an action, changed, chosen, let go of, and goes with its member."""

import pytest

from bot.content.live import LiveContent
from bot.domain.errors import UnknownName
from bot.domain.library import Library
from bot.domain.notes import Note
from bot.services.data import DataService
from bot.services.notes import NoteService
from bot.services.progress import ProgressService
from bot.store.store import Store
from tests.domain.samples import action, phase, roadmap, step
from tests.services.samples import NOON, act


async def test_a_note_is_kept_and_written_anew(notes: NoteService) -> None:
    assert await notes.keep(act(1), "way/b0/x", " It took\ntwo evenings ") == Note(
        "way", "b0/x", "It took two evenings", NOON
    )
    await notes.keep(act(2), "way/b0", "All of it")
    await notes.choose(act(3), "way/b0/x", True)
    await notes.keep(act(4, at=NOON + 60), "way/b0/x", "One evening")
    assert await notes.notes(1, "way") == (
        Note("way", "b0", "All of it", NOON),
        Note("way", "b0/x", "One evening", NOON + 60, chosen=True),
    )
    assert await notes.notes(1, "trail") == ()
    assert await notes.notes(2, "way") == ()


async def test_a_note_is_chosen_and_not(notes: NoteService) -> None:
    assert await notes.choose(act(1), "way/b0/x", True) is None
    written = await notes.keep(act(2), "way/b0/x", "Well")
    assert written is not None
    assert await notes.choose(act(3), "way/b0/x", True) == written._replace(chosen=True)
    assert await notes.choose(act(4), "way/b0/x", False) == written


@pytest.mark.parametrize("how", ["delete", "write nothing"])
async def test_a_note_is_let_go_of(notes: NoteService, how: str) -> None:
    await notes.keep(act(1), "way/b0/x", "Well")
    if how == "delete":
        await notes.delete(act(2), "way/b0/x")
    else:
        assert await notes.keep(act(2), "way/b0/x", "  ") is None
    assert await notes.notes(1, "way") == ()


async def test_a_note_follows_its_step_to_another_name(notes: NoteService, content: LiveContent) -> None:
    await notes.keep(act(1), "way/b0/x", "Well")
    renamed = roadmap(phase("only", action("b0", steps=[step("u", "b0/x"), step("y")])), name="way")
    content.library = Library((renamed,))
    await notes.choose(act(2), "b0/u", True)
    assert await notes.notes(1, "way") == (Note("way", "b0/x", "Well", NOON, chosen=True),)
    await notes.keep(act(3), "b0/u", "Better")
    assert await notes.notes(1, "way") == (Note("way", "b0/u", "Better", NOON, chosen=True),)


async def test_delivered_again_nothing_is_written_over(notes: NoteService) -> None:
    await notes.keep(act(1), "way/b0/x", "First")
    second = await notes.keep(act(2), "way/b0/x", "Second")
    assert await notes.keep(act(1), "way/b0/x", "First") == second
    assert await notes.notes(1, "way") == (second,)


async def test_what_there_is_none_of_has_no_note(notes: NoteService, store: Store) -> None:
    with pytest.raises(UnknownName):
        await notes.keep(act(1), "way/nothing", "Well")
    assert await store.read.members.get(1) is None


async def test_notes_are_exported_and_deleted_with_their_member(
    notes: NoteService, data: DataService, progress: ProgressService
) -> None:
    await progress.tick(act(1), "way/b0/x")
    await notes.keep(act(2), "way/b0/x", "Well")
    (told,) = (await data.export(1))["notes"]
    assert (told["ref"], told["text"], told["chosen"]) == ("b0/x", "Well", False)
    assert await data.delete(1, NOON)
    assert await notes.notes(1, "way") == ()
