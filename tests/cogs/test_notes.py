"""Notes and links: what a member keeps beside what they did."""

import pytest

from bot.content.live import LiveContent
from bot.domain.marks import MarkState
from bot.store.store import Store
from bot.trial.drawing import menus_of
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.conftest import Follow, Know
from tests.interactions import form, press

STEP = "linux-git-cloud/shell"
REF = f"mlops-engineer/{STEP}"
TITLE = "Find your way in a Linux shell"
LINK = "https://robin.example/shell"
NOT_TICKED = "That isn't ticked, and a link goes with a tick, so it wasn't kept."


async def noted(world: World, text: str = "Tab completes.") -> Screen:
    """A note beside a tick with a link."""
    ticked = await world.robin.slash("done", action=STEP, evidence=LINK)
    return await (await ticked.opens("Keep a note")).send(note=text)


async def listed(world: World) -> Screen:
    """What there is, as a list."""
    return await (await world.robin.slash("progress")).click("Notes and links")


async def test_a_note_is_kept_with_a_tick(world: World) -> None:
    card = await noted(world, " Tab\ncompletes [x](https://x.example). ")
    assert card.private
    assert "✓ Note kept." in card.text
    assert f"### {TITLE}" in card.text
    assert "> Tab completes \\[x\\](https://x.example)." in card.text
    assert f"Link: <{LINK}>" in card.text
    assert "Not in your portfolio." in card.text
    assert card.buttons == [
        "Change the note",
        "Into the portfolio",
        "Delete the note",
        "Change the link",
        "Delete the link",
        "Notes and links",
    ]


async def test_the_list_opens_one(world: World) -> None:
    await noted(world)
    card = await listed(world)
    assert f"**{TITLE}**\nTab completes.\n-# <{LINK}>" in card.text
    opened = await card.choose(TITLE)
    assert opened.message.id == card.message.id
    assert "> Tab completes." in opened.text
    assert f"**{TITLE}**" in (await opened.click("Notes and links")).text


async def test_however_many_there_are_each_is_reached(world: World, content: LiveContent) -> None:
    road = content.library.default
    steps = [(action.ref(step), step.title) for action in road.actions for step in action.current_steps][:40]
    for ref, _ in steps:
        await world.env.advance_time(60)
        text = f"About {ref}. ".ljust(200, "x")
        await form(world, world.robin, f"f:notekeep:{world.robin.id}:{road.id}/{ref}", note=text).arrives()
    card, seen = await listed(world), list[str]()
    while True:
        named = [line.strip("*") for line in card.text.splitlines() if line.startswith("**")]
        assert named == [option["label"] for menu in menus_of(card.data) for option in menu["options"]]
        first, seen = len(seen) + 1, [*seen, *named]
        assert f"-# {first} to {len(seen)} of 40." in card.text
        assert ("Newest" in card.buttons) is (first > 1)
        if "Older" not in card.buttons:
            break
        card = await card.click("Older")
    assert seen == [title for _, title in reversed(steps)]
    assert "> About linux-git-cloud/shell." in (await card.choose(TITLE)).text
    assert "-# 1 to " in (await card.click("Newest")).text


async def test_a_page_that_is_gone_is_the_first(world: World) -> None:
    await noted(world)
    card = (await press(world, world.robin, f"b:notes:{world.robin.id}:30").arrives()).screen
    assert f"**{TITLE}**\nTab completes." in card.text


async def test_nothing_kept_is_said(world: World) -> None:
    card = await listed(world)
    assert "Nothing yet." in card.text
    assert card.buttons == ["Portfolio", "My progress"]


async def test_a_note_is_changed_in_a_form_that_knows_it(world: World) -> None:
    opened = await (await noted(world)).opens("Change the note")
    assert opened.modal["title"] == TITLE
    assert "Tab completes." in str(opened.modal)
    changed = await opened.send(note="Tab twice.")
    assert "> Tab twice." in changed.text
    gone = await (await changed.opens("Change the note")).send(note="  ")
    assert "✓ Note deleted." in gone.text
    assert "No note yet." in gone.text


async def test_a_note_is_chosen_and_left_out(world: World) -> None:
    chosen = await (await noted(world)).click("Into the portfolio")
    assert "-# In your portfolio." in chosen.text
    left = await chosen.click("Out of the portfolio")
    assert "-# Not in your portfolio." in left.text


async def test_a_note_is_deleted(world: World, store: Store) -> None:
    gone = await (await noted(world)).click("Delete the note")
    assert "✓ Note deleted." in gone.text
    assert await store.read.notes.of(world.robin.id, "mlops-engineer") == ()


async def test_a_link_is_changed_and_deleted(world: World, way: Follow) -> None:
    card = await noted(world)
    changed = await (await card.opens("Change the link")).send(link="https://robin.example/other")
    assert "✓ Link kept." in changed.text
    assert "Link: <https://robin.example/other>" in changed.text
    gone = await changed.click("Delete the link")
    assert "✓ Link deleted." in gone.text
    assert "Link: " not in gone.text
    progress = (await way(world.robin)).progress
    record = progress.step(*progress.roadmap.step(STEP))
    assert (record.state, record.evidence) == (MarkState.DONE, None)
    undone = await world.robin.slash("undo")
    assert undone.text.startswith(f"Taken back: the link of **{TITLE}** is as it was.")
    progress = (await way(world.robin)).progress
    assert progress.step(*progress.roadmap.step(STEP)).evidence == "https://robin.example/other"


async def test_a_bad_link_changes_nothing(world: World, way: Follow) -> None:
    answer = await (await (await noted(world)).opens("Change the link")).send(link="my notes")
    assert "“my notes” has a space in it." in answer.text
    progress = (await way(world.robin)).progress
    assert progress.step(*progress.roadmap.step(STEP)).evidence == LINK


async def test_a_link_beside_what_is_open_ticks_nothing(world: World, way: Follow) -> None:
    await world.robin.slash("next")
    sent = await form(world, world.robin, f"f:linkkeep:{world.robin.id}:{REF}", link=LINK).arrives()
    assert sent.screen.text.startswith(NOT_TICKED)
    assert LINK in sent.screen.text
    assert "Link: " not in sent.screen.text
    assert (await way(world.robin)).progress.log == ()


async def test_a_link_for_a_tick_that_was_taken_back_meanwhile_comes_back(world: World, way: Follow) -> None:
    opened = await (await noted(world)).opens("Change the link")
    await world.robin.slash("undo")
    sent = await opened.send(link="https://robin.example/other")
    assert sent.text.startswith(NOT_TICKED)
    assert "https://robin.example/other" in sent.text
    assert (await way(world.robin)).progress.ticks == []


async def test_only_a_link_that_was_there_is_deleted(world: World) -> None:
    card = await noted(world)
    await card.click("Delete the link")
    again = await press(world, world.robin, f"b:linkdrop:{world.robin.id}:{REF}").arrives()
    assert again.screen.text.startswith(f"### {TITLE}")


@pytest.mark.parametrize(
    "label", ["Delete the note", "Into the portfolio", "Out of the portfolio", "nothing"]
)
async def test_an_old_button_makes_nobody_a_member_again(world: World, known: Know, label: str) -> None:
    card = await noted(world)
    if label == "Out of the portfolio":
        card = await card.click("Into the portfolio")
    written = await card.opens("Change the note")
    await (await world.robin.slash("mydata delete")).click("Delete")
    answer = await (written.send(note=" ") if label == "nothing" else card.click(label))
    assert "No note yet." in answer.text
    assert await known(world.robin) is None
    await (await answer.opens("Write a note")).send(note="Anew.")
    assert await known(world.robin) is not None


@pytest.mark.breaks
async def test_delivered_twice_a_note_is_kept_once(world: World, store: Store) -> None:
    sent = await form(world, world.robin, f"f:notekeep:{world.robin.id}:{REF}", note="Once.").arrives()
    await form(world, world.robin, f"f:notekeep:{world.robin.id}:{REF}", note="Later.").arrives()
    await sent.arrives()
    (note,) = await store.read.notes.of(world.robin.id, "mlops-engineer")
    assert note.text == "Later."


async def test_notes_are_their_owners_alone(world: World, store: Store) -> None:
    await noted(world)
    pressed = await press(world, world.mona, f"b:note:{world.robin.id}:{REF}").arrives()
    assert pressed.screen.text == "That button belongs to someone else's roadmap. `/next` shows yours."
