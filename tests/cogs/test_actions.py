"""`/next`, `/done`, `/undo` and their buttons."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.content.live import LiveContent
from bot.domain.library import Library
from bot.domain.marks import MarkState
from bot.trial.drawing import buttons_of, menus_of
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.conftest import Follow, Know
from tests.domain import samples
from tests.interactions import Delivery, command, press

FIRST, SECOND = "linux-git-cloud", "numpy-pandas"
SHELL = "Find your way in a Linux shell"
PIPES = "Read logs with grep, sort and pipes"
LINUX = "Get to know Linux, Git and a cloud's free tier"
STEPS = ("shell", "pipes", "script-ssh", "commits", "conflict", "pull-request", "profile")
NO_SUCH_CHANGE = (
    "That's none of your last 10 changes, or it is taken back already. `/undo` lists them while you type, "
    "and takes back the last if you name none. Nothing was changed."
)
HABIT = "mlops-engineer/guided-project/own-part"


@pytest.fixture(params=["server", "dm"])
def place(request: pytest.FixtureRequest) -> str:
    """Where Robin is."""
    return str(request.param)


async def test_next_shows_one_step_with_all_there_is_to_know(world: World, place: str) -> None:
    robin = world.robin if place == "server" else world.robin.in_dm()
    card = await robin.slash("next")
    assert card.private
    assert card.buttons == ["Done", "Skip", "Details"]
    assert "### Linux and Git, step 1 of 11: find your way in a Linux shell" in card.text
    assert "Foundations, months 1 to 3 · about 3 hours" in card.text
    assert "*Begin:* Open a terminal" in card.text
    assert "*Done when* `history` shows" in card.text
    assert "↗ [Missing Semester: the shell](<https://" in card.text
    assert "0 of 22 actions ◆○○○ ○○○○○ ○○○○○○○ ○○○○○○" in card.text


async def test_done_answers_in_place_and_undo_takes_it_back(world: World, place: str, way: Follow) -> None:
    robin = world.robin if place == "server" else world.robin.in_dm()
    card = await robin.slash("next")
    done = await card.click("Done")
    assert done.message.id == card.message.id
    assert done.private
    assert done.text.startswith(f"✓ **{SHELL}** done. Next: **{PIPES}**, about 2 hours.")
    assert done.buttons[:2] == ["Next step", "Undo"]
    assert "step 2 of 11" in (await robin.slash("next")).text
    undone = await done.click("Undo")
    assert undone.text.startswith(f"Taken back: **{SHELL}** is your next step again.")
    assert (await way(robin)).progress.ticks == []


async def test_the_last_step_closes_its_action_and_undo_opens_it_again(world: World, way: Follow) -> None:
    answer = await world.robin.slash("next")
    for _ in range(10):
        answer = await (await answer.click("Done")).click("Next step")
    done = await answer.click("Done")
    assert done.text.startswith(f"✓ **Name the DevOps ideas with DORA** done, and with it **{LINUX}**.")
    assert "Next: **NumPy, Pandas, SQL, step 1 of 10: " in done.text
    assert "1 of 22 actions ●◆○○" in done.text
    await done.click("Undo")
    assert (await way(world.robin)).progress.tally().done == 0


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
    assert "Taken back: **Work with NumPy, Pandas and SQL** is open again." in answer.text
    assert "1 of 22 actions" in answer.text


async def test_nothing_to_undo(world: World) -> None:
    answer = await world.robin.slash("undo")
    assert answer.private
    assert answer.text == "There is nothing to take back. `/next` shows where you are."


async def test_skip_and_undo(world: World, way: Follow) -> None:
    skipped = await (await world.robin.slash("next")).click("Skip")
    assert skipped.text.startswith(f"Skipped **{SHELL}**; it stays in `/phase`. Next: **{PIPES}**")
    assert "0 of 22 actions" in skipped.text
    undone = await skipped.click("Undo")
    assert undone.text.startswith(f"Taken back: **{SHELL}** is your next step again.")


async def test_the_old_skip_means_the_whole_action(world: World) -> None:
    old = press(world, world.robin, f"b:skip:{world.robin.id}:mlops-engineer/{FIRST}")
    await old.arrives()
    assert old.screen.text.startswith(f"Skipped **{LINUX}**;")
    assert "0 of 21 actions ◌◆○○" in old.screen.text


async def test_skipping_what_is_done_changes_nothing(world: World, way: Follow) -> None:
    await world.robin.slash("done", action=FIRST)
    old = press(world, world.robin, f"b:skip:{world.robin.id}:mlops-engineer/{FIRST}")
    await old.arrives()
    assert old.screen.text.startswith(f"✓ **{LINUX}** was done already.")
    assert (await way(world.robin)).progress.tally().done == 1


async def test_details_of_an_open_action(world: World) -> None:
    card = await (await world.robin.slash("next")).click("Details")
    assert card.buttons == ["Whole action done", "Skip action", "Next step"]
    assert "Foundations, months 1 to 3 · 11 steps · about 22 hours" in card.text
    assert "*You need:* A computer" in card.text
    assert "Models live on Linux machines" in card.text
    assert "The cloud comes last" in card.text
    assert "*Done when* you have merged a branch" in card.text
    done = await card.click("Whole action done")
    assert done.text.startswith(f"✓ **{LINUX}** done. Next: **NumPy, Pandas, SQL, step 1 of 10: ")


async def test_a_step_is_opened_by_its_menu_with_its_state(world: World) -> None:
    await (await world.robin.slash("next")).click("Done")
    card = await (await world.robin.slash("next")).click("Details")
    assert "1 of 11 steps done" in card.text
    options = card.data["components"][1]["components"][0]["options"]
    assert [option["label"] for option in options[:3]] == [
        f"1. {SHELL}",
        f"2. {PIPES}",
        "3. Write a shell script and use ssh",
    ]
    assert [option["description"] for option in options[:2]] == ["Done", "Next · about 2 hours"]
    opened = await card.choose("3. Write a shell script and use ssh")
    assert "### Linux and Git, step 3 of 11: write a shell script and use ssh" in opened.text
    assert opened.buttons == ["Done", "Skip", "Whole action"]
    (menu,) = menus_of(opened.data)
    assert [option["label"][:2] for option in menu["options"] if option.get("default")] == ["3."]
    back = await opened.click("Whole action")
    assert back.buttons == ["Whole action done", "Skip action", "Next step"]
    opened = await back.choose("3. Write a shell script and use ssh")
    done = await opened.click("Done")
    assert done.text.startswith(f"✓ **Write a shell script and use ssh** done. Next: **{PIPES}**")


async def test_a_closed_step_opens_again(world: World, way: Follow) -> None:
    await (await world.robin.slash("next")).click("Done")
    card = await (await world.robin.slash("next")).click("Details")
    closed = await card.choose(f"1. {SHELL}")
    assert "Done ✓" in closed.text
    assert closed.buttons == ["Reopen", "Keep a note", "Whole action"]
    answer = await closed.click("Reopen")
    assert answer.text.startswith(f"**{SHELL}** is open again. Next: **Linux and Git, step 1 of 11")
    undone = await answer.click("Undo")
    assert undone.text.startswith(f"Taken back: **{SHELL}** is done again.")


async def test_a_habit_counts_each_time_once(world: World, way: Follow) -> None:
    card = await press(world, world.robin, f"b:details:{world.robin.id}:{HABIT}").arrives()
    assert "This is time 1 of 6." in card.screen.text
    pressed = [button["custom_id"] for button in buttons_of(card.screen.data)]
    assert pressed[0] == f"b:done:{world.robin.id}:{HABIT}:1"
    first = await press(world, world.robin, pressed[0]).arrives()
    assert "** done, 1 of 6 times. Next:" in first.screen.text
    again = await press(world, world.robin, pressed[0]).arrives()
    assert "** was counted already, 1 of 6 times." in again.screen.text
    for time in range(2, 7):
        last = await press(world, world.robin, f"b:done:{world.robin.id}:{HABIT}:{time}").arrives()
    assert "** done. Next:" in last.screen.text
    progress = (await way(world.robin)).progress
    assert progress.step(*progress.roadmap.step(HABIT.partition("/")[2])).state is MarkState.DONE


async def test_details_of_a_finished_action_show_the_evidence(world: World) -> None:
    await world.robin.slash("done", action=FIRST, evidence="https://github.com/robin/notes")
    old = press(world, world.robin, f"b:details:{world.robin.id}:{FIRST}")
    await old.arrives()
    assert old.screen.buttons == ["Reopen", "Keep a note", "Next step"]
    assert "Your evidence: <https://github.com/robin/notes>" in old.screen.text


async def test_a_whole_action_opens_again_with_its_steps_as_they_were(world: World, way: Follow) -> None:
    await (await world.robin.slash("next")).click("Done")
    await world.robin.slash("done", action=FIRST)
    old = await press(world, world.robin, f"b:details:{world.robin.id}:{FIRST}").arrives()
    await old.screen.click("Reopen")
    assert "step 2 of 11" in (await world.robin.slash("next")).text


async def test_details_of_a_skipped_action_let_one_do_it_after_all(world: World) -> None:
    await press(world, world.robin, f"b:skip:{world.robin.id}:{FIRST}").arrives()
    old = press(world, world.robin, f"b:details:{world.robin.id}:{FIRST}")
    await old.arrives()
    assert old.screen.buttons == ["Whole action done", "Reopen", "Next step"]
    assert "Skipped ◌" in old.screen.text
    assert "1 of 22 actions" in (await old.screen.click("Whole action done")).text


@pytest.mark.parametrize(
    ("name", "ticked"),
    [
        ("ml-course", "Finish an introductory ML course"),
        ("mlops-engineer/ml-course", "Finish an introductory ML course"),
        ("Finish an introductory ML course", "Finish an introductory ML course"),
        ("finish an introductory ml course ", "Finish an introductory ML course"),
        ("Finish an introductory ML course (whole action)", "Finish an introductory ML course"),
        ("linux-git-cloud/pipes", PIPES),
        ("mlops-engineer/linux-git-cloud/pipes", PIPES),
        ("linux and Git, step 2 of 11: read logs with grep, sort and pipes", PIPES),
    ],
)
async def test_done_takes_ids_and_the_names_that_are_offered(world: World, name: str, ticked: str) -> None:
    answer = await world.robin.slash("done", action=name)
    assert answer.private
    assert answer.text.startswith(f"✓ **{ticked}** done.")


async def test_done_twice_is_done_once(world: World) -> None:
    await world.robin.slash("done", action=FIRST)
    again = await world.robin.slash("done", action=FIRST)
    assert again.text.startswith(f"✓ **{LINUX}** was done already.")
    assert again.buttons == ["Next step"]


async def test_evidence_may_come_later(world: World, way: Follow) -> None:
    await world.robin.slash("done", action=FIRST)
    again = await world.robin.slash("done", action=FIRST, evidence="https://robin.example/work")
    assert again.buttons[:2] == ["Next step", "Undo"]
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


async def test_ticking_enrols_without_nudges(world: World, known: Know) -> None:
    await world.robin.slash("done", action=FIRST)
    member = await known(world.robin)
    assert member is not None
    assert not member.started
    assert not member.nudged
    assert world.robin.inbox() == []


async def test_a_finished_phase_may_shine(world: World) -> None:
    for action in (FIRST, SECOND, "ml-course"):
        await world.robin.slash("done", action=action)
    answer = await world.robin.slash("done", action="flask-api")
    ticked = "✓ **Serve a simple ML model as a local Flask API** done."
    assert f"## Foundations done!\n{ticked} 4 actions. The ground under" in answer.text
    assert "Next phase: **Core tools**, months 4 to 6." in answer.text


async def test_the_whole_roadmap(world: World, content: LiveContent) -> None:
    *others, last = content.library.default.actions
    for action in others:
        await world.robin.slash("done", action=action.id)
    done = await world.robin.slash("done", action=last.id)
    assert f"## You finished the roadmap! 22 actions.\n✓ **{last.title}** done." in done.text
    assert done.buttons[:2] == ["My progress", "Undo"]
    answer = await world.robin.slash("next")
    assert "22 actions.\nThat was MLOps Engineer." in answer.text
    assert answer.buttons == ["My progress", "All phases"]
    assert "100 %" in (await answer.click("My progress")).text
    end = await world.robin.slash("next")
    assert "## MLOps Engineer" in (await end.click("All phases")).text


async def test_steps_are_offered_first_then_actions_then_what_is_closed(world: World) -> None:
    await (await world.robin.slash("next")).click("Done")
    await world.robin.slash("done", action="mlflow")
    offered = await world.robin.offered("done", "action")
    assert offered[0] == "Linux and Git, step 2 of 11: read logs with grep, sort and pipes"
    assert offered[10] == f"{LINUX} (whole action)"
    assert len(offered) == 25
    mlflow = await world.robin.offered("done", "action", "mlflow")
    assert "✓ Track and register models with MLflow (whole action)" in mlflow
    shell = f"✓ Linux and Git, step 1 of 11: f{SHELL[1:]}"
    assert shell in await world.robin.offered("done", "action", "shell")


async def test_what_is_typed_finds_actions_and_steps(world: World) -> None:
    found = await world.robin.offered("done", "action", "kubernetes")
    assert found[0] == "Learn Docker and Kubernetes basics (whole action)"
    assert "Docker, Kubernetes, step 7 of 10: give Kubernetes probes and limits" in found
    assert await world.robin.offered("done", "action", "xyzzy plugh") == []


async def test_a_choice_carries_the_bare_id(world: World) -> None:
    choices = await world.robin.hands.autocomplete(world.general, "done", "action", "ml-course")  # type: ignore[arg-type,call-arg]
    assert "ml-course" in [choice["value"] for choice in choices]
    assert any(choice["value"].startswith("ml-course/") for choice in choices)


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
    await world.robin.slash("done", action="flask-api")
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
    return screen.text.startswith((f"✓ **{LINUX}** done.", "Skipped", "Taken back"))


CLOUD = "Which cloud do your projects run on?"


async def test_a_path_is_asked_for_once_above_the_first_step_that_depends_on_it(
    world: World, way: Follow, known: Know
) -> None:
    await world.robin.slash("start", phase="core-tools")
    for action in ("docker-kubernetes", "github-actions", "mlflow"):
        await world.robin.slash("done", action=action)
    card = await world.robin.slash("next")
    while CLOUD not in card.text:
        assert "Cloud deployment, step" in card.text
        card = await (await card.click("Done")).click("Next step")
    before = (await way(world.robin)).progress
    chosen = await card.choose("AWS, with SageMaker AI")
    assert chosen.message.id == card.message.id
    assert CLOUD not in chosen.text
    assert "✓ Your path: **AWS, with SageMaker AI**. `/roadmap` changes it." in chosen.text
    after = (await way(world.robin)).progress
    assert after.log == before.log
    assert len(after.open_steps(after.roadmap.action("cloud-deploy"))) > 1
    times = sum(step.step.repeat for step in after.open_steps(after.roadmap.action("cloud-deploy")))
    for _ in range(times):
        assert CLOUD not in chosen.text
        chosen = await (await chosen.click("Done")).click("Next step")
    assert (await way(world.robin)).progress.state(after.roadmap.action("cloud-deploy")) is MarkState.DONE


async def test_any_of_the_last_ten_changes_can_be_taken_back(world: World, way: Follow) -> None:
    await world.robin.slash("start", timezone="Tokyo")
    for step in ("shell", "pipes", "script-ssh", "commits"):
        await world.robin.slash("done", action=f"{FIRST}/{step}")
    for action in ("mlflow", "terraform", "networking", "ml-course", "flask-api"):
        await world.robin.slash("done", action=action)
    await press(world, world.robin, f"b:skip:{world.robin.id}:numpy-pandas").arrives()
    await world.robin.slash("done", action=f"{FIRST}/conflict")
    offered = await world.robin.offered("undo", "change")
    assert len(offered) == 10
    assert offered[0].startswith("✓ Merge two branches that disagree, ")
    assert offered[1].startswith("◌ Work with NumPy, Pandas and SQL, ")
    assert offered[-1].startswith(f"✓ {PIPES}, ")
    local = datetime.fromtimestamp(world.now(), ZoneInfo("Asia/Tokyo"))
    assert offered[0].endswith(f", {local.day} {local:%B %Y} at {local:%H:%M}")
    assert len(await world.robin.offered("undo", "change", "mlflow")) == 1
    (choice,) = await world.robin.hands.autocomplete(world.general, "undo", "change", "mlflow")  # type: ignore[arg-type,call-arg]
    answer = await world.robin.slash("undo", change=choice["value"])
    assert answer.text.startswith("Taken back: **Track and register models with MLflow** is open again.")
    named = await world.robin.slash("undo", change=offered[-1])
    assert named.text.startswith(f"Taken back: **{PIPES}** is your next step again.")
    assert (await way(world.robin)).progress.tally().done == 4


async def test_what_was_started_with_is_one_change(world: World) -> None:
    await world.robin.slash("start", phase="core-tools")
    (offered,) = await world.robin.offered("undo", "change")
    assert offered.startswith("◌ Serve a simple ML model as a local Flask API and 3 more, ")


@pytest.mark.parametrize("named", ["7", "yesterday", "-1"])
async def test_a_change_that_nobody_made(world: World, way: Follow, named: str) -> None:
    await world.robin.slash("done", action=FIRST)
    answer = await world.robin.slash("undo", change=named)
    assert answer.text == NO_SUCH_CHANGE
    assert (await way(world.robin)).progress.tally().done == 1


async def test_a_change_that_was_taken_back_before_or_is_too_old(world: World, way: Follow) -> None:
    await world.robin.slash("done", action="mlflow")
    done = await world.robin.slash("done", action="terraform")
    await done.click("Undo")
    again = press(world, world.robin, f"b:undo:{world.robin.id}:2")
    assert (await again.arrives()).screen.text == NO_SUCH_CHANGE
    for action in ("networking", "ml-course", "flask-api", *(f"{FIRST}/{step}" for step in STEPS)):
        await world.robin.slash("done", action=action)
    oldest = press(world, world.robin, f"b:undo:{world.robin.id}:1")
    assert (await oldest.arrives()).screen.text == NO_SUCH_CHANGE
    assert len((await way(world.robin)).progress.ticks) == 11


@pytest.mark.parametrize("named", ["7", "yesterday"])
async def test_where_nothing_was_changed_no_change_is_looked_for(world: World, named: str) -> None:
    answer = await world.robin.slash("undo", change=named)
    assert answer.text == "There is nothing to take back. `/next` shows where you are."


async def test_an_action_that_its_steps_closed_opens_by_one_of_them(world: World, way: Follow) -> None:
    answer = await world.robin.slash("next")
    for _ in range(11):
        answer = await (await answer.click("Done")).click("Next step")
    old = await press(world, world.robin, f"b:details:{world.robin.id}:{FIRST}").arrives()
    closed = await old.screen.click("Reopen")
    assert closed.text.startswith(f"**{LINUX}** was closed by its steps. Open one of them")
    assert closed.buttons == ["Next step", "Details"]
    step = await (await closed.click("Details")).choose(f"2. {PIPES}")
    await step.click("Reopen")
    assert (await way(world.robin)).progress.state(
        (await way(world.robin)).progress.roadmap.action(FIRST)
    ) is (MarkState.OPEN)


async def test_while_the_database_is_away_the_content_is_offered(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of it is logged: discord.py would name the member."""
    await world.app.store.close()
    assert (await world.robin.offered("done", "action", "mlflow"))[0].startswith("Track and register")
    assert await world.robin.offered("undo", "change") == []
    assert str(world.robin.id) not in caplog.text


async def test_an_action_in_one_go_has_no_steps_to_open(world: World, content: LiveContent) -> None:
    """As in a roadmap of the first edition."""
    content.library = Library((samples.roadmap(samples.phase("one", *map(samples.action, ("walk", "run")))),))
    card = await world.robin.slash("next")
    assert "### Do walk" in card.text
    assert "*Done when* it is done" in card.text
    details = await card.click("Details")
    assert details.buttons == ["Done", "Skip", "Next step"]
    assert "How" in details.text
    done = await details.click("Done")
    assert done.text.startswith("✓ **Do walk** done. Next: **Do run**, about 1 hour.")
    assert await world.robin.offered("done", "action") == ["Do run", "✓ Do walk"]
