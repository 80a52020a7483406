"""`/next`, `/done`, `/undo` and their buttons."""

from collections.abc import Callable

import pytest

from bot.domain.marks import MarkState
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.conftest import Follow, Know
from tests.interactions import Delivery, command, press

FIRST, SECOND = "numpy-pandas", "ml-course"


@pytest.fixture(params=["server", "dm"])
def place(request: pytest.FixtureRequest) -> str:
    """Where Robin is."""
    return str(request.param)


async def test_next_shows_one_action_with_all_there_is_to_know(world: World, place: str) -> None:
    robin = world.robin if place == "server" else world.robin.in_dm()
    card = await robin.slash("next")
    assert card.private
    assert card.buttons == ["Done", "Skip", "Details"]
    assert "### Work with NumPy and Pandas" in card.text
    assert "*Done when*" in card.text
    assert "Foundations, months 1 to 3 · about 30 hours" in card.text
    assert "◆○○○ ○○○○○ ○○○○○ ○○○○○  0 of 19 actions" in card.text


async def test_done_answers_in_place_and_undo_takes_it_back(world: World, place: str, way: Follow) -> None:
    robin = world.robin if place == "server" else world.robin.in_dm()
    card = await robin.slash("next")
    done = await card.click("Done")
    assert done.message.id == card.message.id
    assert done.private
    assert done.text.startswith("✓ Crunched. Next: **Finish an introductory ML course**, about 30 hours.")
    assert done.buttons == ["Next action", "Undo"]
    undone = await done.click("Undo")
    assert undone.text.startswith("Taken back: **Work with NumPy and Pandas** is your next action again.")
    assert (await way(robin)).progress.tally().done == 0


async def test_undoing_twice_says_that_nothing_is_left(world: World, way: Follow) -> None:
    done = await (await world.robin.slash("next")).click("Done")
    undo = press(world, world.robin, f"b:undo:{world.robin.id}:1", on=done)
    await done.click("Undo")
    await undo.arrives()
    assert undo.screen.text == "There is nothing to take back. `/next` shows where you are."
    assert undo.screen.private
    assert undo.screen.message.id != done.message.id


async def test_undo_on_an_older_answer_takes_back_that_change(world: World, way: Follow) -> None:
    first = await world.robin.slash("done", action=FIRST)
    await world.robin.slash("done", action=SECOND)
    await first.click("Undo")
    progress = (await way(world.robin)).progress
    road = progress.roadmap
    assert progress.state(road.action(FIRST)) is MarkState.OPEN
    assert progress.state(road.action(SECOND)) is MarkState.DONE


async def test_undo_as_a_command_takes_back_the_last_change(world: World) -> None:
    await world.robin.slash("done", action=FIRST)
    await world.robin.slash("done", action=SECOND)
    answer = await world.robin.slash("undo")
    assert answer.private
    assert "Taken back: **Finish an introductory ML course**" in answer.text
    assert "1 of 19 actions" in answer.text


async def test_nothing_to_undo(world: World) -> None:
    answer = await world.robin.slash("undo")
    assert answer.private
    assert answer.text == "There is nothing to take back. `/next` shows where you are."


async def test_skip_and_undo(world: World) -> None:
    skipped = await (await world.robin.slash("next")).click("Skip")
    assert skipped.text.startswith(
        "◌ Skipped **Work with NumPy and Pandas**; it stays in `/phase`. Next: **Finish an"
    )
    assert "◌◆○○ ○○○○○ ○○○○○ ○○○○○  0 of 18 actions" in skipped.text
    undone = await skipped.click("Undo")
    assert "0 of 19 actions" in undone.text


async def test_skipping_what_is_done_changes_nothing(world: World, way: Follow) -> None:
    await world.robin.slash("done", action=FIRST)
    old = press(world, world.robin, f"b:skip:{world.robin.id}:mlops-engineer/{FIRST}")
    await old.arrives()
    assert old.screen.text.startswith("✓ **Work with NumPy and Pandas** was done already.")
    assert (await way(world.robin)).progress.tally().done == 1


async def test_details_of_an_open_action(world: World) -> None:
    card = await (await world.robin.slash("next")).click("Details")
    assert card.buttons == ["Done", "Skip", "Next action"]
    assert "**Small ways to begin**" in card.text
    assert "Crunched" in (await card.click("Done")).text


async def test_details_of_a_finished_action_show_the_evidence(world: World) -> None:
    await world.robin.slash("done", action=FIRST, evidence="https://github.com/robin/notes")
    old = press(world, world.robin, f"b:details:{world.robin.id}:{FIRST}")
    await old.arrives()
    assert old.screen.buttons == ["Next action"]
    assert "Your evidence: <https://github.com/robin/notes>" in old.screen.text


async def test_details_of_a_skipped_action_let_one_do_it_after_all(world: World) -> None:
    await (await world.robin.slash("next")).click("Skip")
    old = press(world, world.robin, f"b:details:{world.robin.id}:{FIRST}")
    await old.arrives()
    assert old.screen.buttons == ["Done", "Next action"]
    assert "◌ skipped" in old.screen.text
    assert "1 of 19 actions" in (await old.screen.click("Done")).text


@pytest.mark.parametrize(
    "name",
    [
        "ml-course",
        "mlops-engineer/ml-course",
        "Finish an introductory ML course",
        "finish an introductory ml course ",
    ],
)
async def test_done_takes_ids_and_titles(world: World, name: str) -> None:
    answer = await world.robin.slash("done", action=name)
    assert answer.private
    assert answer.text.startswith("✓ Trained.")


async def test_done_twice_is_done_once(world: World) -> None:
    await world.robin.slash("done", action=FIRST)
    again = await world.robin.slash("done", action=FIRST)
    assert again.text.startswith("✓ **Work with NumPy and Pandas** was done already.")
    assert again.buttons == ["Next action"]


async def test_evidence_may_come_later(world: World, way: Follow) -> None:
    await world.robin.slash("done", action=FIRST)
    again = await world.robin.slash("done", action=FIRST, evidence="https://robin.example/work")
    assert again.buttons == ["Next action", "Undo"]
    progress = (await way(world.robin)).progress
    entry = progress.said(progress.roadmap.action(FIRST))
    assert entry is not None
    assert entry.evidence == "https://robin.example/work"


async def test_an_unknown_action_is_named_without_its_markup(world: World, known: Know) -> None:
    answer = await world.robin.slash("done", action="**@everyone** [x](https://x.example)")
    assert answer.private
    assert answer.text == (
        "I don't know an action called “\\*\\*@\u200beveryone\\*\\* \\[x\\](https://x.example)”. "
        "`/phase` shows the ones of your phase."
    )
    assert await known(world.robin) is None


async def test_a_bad_link_changes_nothing(world: World, known: Know) -> None:
    answer = await world.robin.slash("done", action=FIRST, evidence="my notes")
    assert "“my notes” isn't a link I can keep." in answer.text
    assert await known(world.robin) is None


async def test_ticking_enrols_without_nudges(world: World, known: Know) -> None:
    await world.robin.slash("done", action=FIRST)
    member = await known(world.robin)
    assert member is not None
    assert not member.started
    assert not member.nudged
    assert world.robin.inbox() == []


async def test_a_finished_phase_may_shine(world: World) -> None:
    answer = await world.robin.slash("next")
    for _ in range(3):
        answer = await (await answer.click("Done")).click("Next action")
    answer = await answer.click("Done")
    assert "## Foundations done!" in answer.text
    assert "Next phase: **Core tools**, months 4 to 6." in answer.text


async def test_the_whole_trail(world: World) -> None:
    answer = await world.robin.slash("next")
    for _ in range(18):
        answer = await (await answer.click("Done")).click("Next action")
    done = await answer.click("Done")
    assert "## The trail is walked! 19 stones, each one yours." in done.text
    assert done.buttons == ["My progress", "Undo"]
    answer = await world.robin.slash("next")
    assert "each one yours.\nThat was the MLOps Engineer roadmap." in answer.text
    assert answer.buttons == ["My progress", "All phases"]
    assert "100 %" in (await answer.click("My progress")).text
    end = await world.robin.slash("next")
    assert "## MLOps Engineer" in (await end.click("All phases")).text


async def test_the_actions_are_offered_while_typing(world: World) -> None:
    assert len(await world.robin.offered("done", "action")) == 19
    assert await world.robin.offered("done", "action", "kubernetes") == ["Learn Docker and Kubernetes basics"]
    assert await world.robin.offered("done", "action", "xyzzy plugh") == []


async def test_a_choice_carries_the_bare_id(world: World) -> None:
    choices = await world.robin.hands.autocomplete(world.general, "done", "action", "ml-course")  # type: ignore[arg-type,call-arg]
    assert choices[0]["value"] == "ml-course"


async def test_a_button_about_an_action_that_is_gone(world: World) -> None:
    old = press(world, world.robin, f"b:done:{world.robin.id}:mlops-engineer/gone")
    await old.arrives()
    assert old.screen.private
    assert old.screen.text.startswith("I don't know an action called “gone”.")


def _done_command(world: World) -> Delivery:
    return command(world, world.robin, "done", action=FIRST)


def _done_button(world: World) -> Delivery:
    return press(world, world.robin, f"b:done:{world.robin.id}:{FIRST}")


def _skip_button(world: World) -> Delivery:
    return press(world, world.robin, f"b:skip:{world.robin.id}:{FIRST}")


def _undo_command(world: World) -> Delivery:
    return command(world, world.robin, "undo")


def _undo_button(world: World) -> Delivery:
    return press(world, world.robin, f"b:undo:{world.robin.id}:1")


Change = Callable[[World], Delivery]
CHANGES: list[Change] = [_done_command, _done_button, _skip_button, _undo_command, _undo_button]


@pytest.mark.breaks
@pytest.mark.parametrize("change", CHANGES)
async def test_delivered_twice_it_happens_once(world: World, way: Follow, change: Change) -> None:
    await world.robin.slash("done", action=SECOND)
    await world.robin.slash("done", action="linux-git-cloud")
    delivery = change(world)
    await delivery.arrives()
    once = (await way(world.robin)).progress
    shown = delivery.screen.text
    await delivery.arrives()
    assert (await way(world.robin)).progress == once
    assert delivery.screen.text == shown
    assert delivery.result.followups == []


@pytest.mark.breaks
@pytest.mark.parametrize("change", CHANGES)
async def test_when_the_answer_was_lost_the_second_delivery_gives_it(
    world: World, way: Follow, change: Change
) -> None:
    await world.robin.slash("done", action=SECOND)
    delivery = change(world)
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await delivery.arrives(answered=False)
    once = (await way(world.robin)).progress
    await delivery.arrives()
    assert (await way(world.robin)).progress == once
    assert _settled(delivery.screen)


def _settled(screen: Screen) -> bool:
    """Whether the answer says that something has just happened."""
    return screen.text.startswith(("✓ Crunched.", "◌ Skipped", "Taken back"))
