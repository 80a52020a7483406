"""`/mydata`: to see, to take away, to delete."""

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.limits import LARGEST_FILE
from bot.services.data import DataService
from bot.trial.people import Screen
from bot.trial.world import World
from bot.views.letter import TOLD, letter
from bot.views.mydata import FILE_NAME, file
from tests.cogs.conftest import Follow, Know
from tests.interactions import press


async def file_of(screen: Screen) -> Any:
    """What is in the file that was sent along."""
    (attachment,) = screen.message.attachments
    return json.loads(await attachment.read())


async def test_of_a_stranger_nothing_is_kept(world: World) -> None:
    card = await world.robin.slash("mydata show")
    assert card.private
    assert card.text == "I keep nothing about you. `/start` would change that."


async def test_what_is_kept_in_words(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    card = await world.robin.in_dm().slash("mydata show")
    assert card.private
    assert card.text.startswith(
        "## What I keep about you\nYou came on 1 January 2026, and walk the roadmap *MLOps Engineer*."
    )
    assert "I send you one direct message a week, Mondays at 09:00, Berlin time. The next one" in card.text
    assert "Nothing is ticked yet." in card.text
    assert "You used `/start` in 1 server." in card.text
    assert card.buttons == ["Delete everything"]


async def test_the_letter_calls_things_what_people_call_them(world: World) -> None:
    """A path, a goal: as on the cards. By its id is called what is no longer loaded."""
    await world.robin.slash("start")
    await (await world.robin.slash("roadmap")).choose("AWS, with SageMaker AI")
    await (await (await world.robin.slash("certs", certification="cka")).opens("Set as goal")).send(by="")
    text = (await world.robin.slash("mydata show")).text
    assert "walk the roadmap *MLOps Engineer*. The path you chose: *AWS, with SageMaker AI*." in text
    assert "Your goal is *CKA: Certified Kubernetes Administrator*." in text
    text = letter(await DataService(world.app.store).export(world.robin.id), {})
    assert "walk the roadmap *mlops-engineer*. The path you chose: *aws*." in text
    assert "Your goal is *cka*." in text


async def test_the_letter_tells_what_was_done_and_written(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin", hours=9)
    await world.robin.slash("done", action="mlflow", evidence="https://robin.example/run")
    undone = await world.robin.slash("done", action="ml-course")
    await undone.click("Undo")
    await (await (await world.robin.slash("certs", certification="cka")).opens("Passed")).send(
        on=" ", link=""
    )
    text = (await world.robin.slash("mydata show")).text
    for said in (
        "You have 9 hours a week.",
        "I sent you 1 message, and keep for thirteen months when each one came.",
        "You changed your progress twice, first on 1 January 2026; I keep what, and when.",
        "1 change of these you took back.",
        "Beside it I keep 1 link.",
        "You passed *CKA: Certified Kubernetes Administrator*.",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("length", "said"),
    [("2 weeks", "They are paused until <t:"), ("Until I come back", "They are paused until you come back.")],
)
async def test_the_letter_tells_of_a_pause(world: World, length: str, said: str) -> None:
    await world.robin.slash("start", timezone="Berlin")
    await (await world.robin.slash("nudges")).choose(length)
    assert said in (await world.robin.slash("mydata show")).text


async def test_the_letter_tells_moderators_what_they_set(world: World) -> None:
    await (await world.mona.slash("setup")).choose("Berlin")
    assert "You changed a server's setup once." in (await world.mona.slash("mydata show")).text


async def test_the_letter_forgets_no_table(world: World) -> None:
    """What has no sentence of its own is counted by its name."""
    await world.robin.slash("start")
    tables = set(await DataService(world.app.store).export(world.robin.id))
    assert tables - set(TOLD) <= {"blocks"}
    assert letter({**{table: [] for table in TOLD}, "blocks": [{}, {}]}, {"blocks": "blocked"}).endswith(
        "blocked: 2"
    )


async def test_the_file_holds_everything(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    await world.robin.slash("done", action="mlflow", evidence="https://robin.example/run")
    card = await world.robin.slash("mydata export")
    assert card.private
    text = json.dumps(await file_of(card))
    for kept in (
        str(world.robin.id),
        "Europe/Berlin",
        "mlflow",
        "https://robin.example/run",
        str(world.guild.id),
    ):
        assert kept in text


async def test_the_file_holds_nothing_of_anybody_else(world: World) -> None:
    await world.mona.slash("start", timezone="Tokyo")
    await world.robin.slash("start", timezone="Berlin")
    text = json.dumps(await file_of(await world.robin.slash("mydata export")))
    assert str(world.mona.id) not in text
    assert "Tokyo" not in text


async def test_deleting_asks_once_and_then_deletes(world: World, known: Know, way: Follow) -> None:
    await world.robin.slash("start", timezone="Berlin")
    await world.robin.slash("done", action="mlflow")
    asked = await world.robin.slash("mydata delete")
    assert asked.private
    assert "There is no way back" in asked.text
    assert await known(world.robin) is not None
    gone = await asked.click("Delete")
    assert gone.text.startswith("Everything about you is deleted.")
    assert gone.buttons == []
    assert await known(world.robin) is None
    assert (await way(world.robin)).progress.tally().done == 0
    assert (await world.robin.slash("mydata show")).text.startswith("I keep nothing about you.")


async def test_deleting_from_the_list(world: World, known: Know) -> None:
    await world.robin.slash("start")
    card = await world.robin.slash("mydata show")
    await (await card.click("Delete everything")).click("Delete")
    assert await known(world.robin) is None


async def test_deleting_twice(world: World) -> None:
    await world.robin.slash("start")
    asked = await world.robin.slash("mydata delete")
    await asked.click("Delete")
    again = await press(world, world.robin, f"b:forget:{world.robin.id}").arrives()
    assert again.screen.text.startswith("There was nothing to delete.")


async def test_only_one_is_deleted(world: World, known: Know) -> None:
    await world.mona.slash("start")
    await world.robin.slash("start")
    await (await world.robin.slash("mydata delete")).click("Delete")
    assert await known(world.mona) is not None


async def test_nobody_deletes_for_somebody_else(world: World, known: Know) -> None:
    await world.robin.slash("start")
    pressed = await press(world, world.mona, f"b:forget:{world.robin.id}").arrives()
    assert pressed.screen.text.startswith("That button belongs to someone else's roadmap.")
    assert await known(world.robin) is not None


async def test_starting_anew_after_deletion(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    await (await world.robin.slash("mydata delete")).click("Delete")
    card = await world.robin.slash("start")
    assert "## You're on the trail: MLOps Engineer" in card.text
    assert len(world.robin.inbox()) == 2


async def test_an_old_try_again_after_deletion(world: World, known: Know) -> None:
    old = await press(world, world.robin, f"b:reach:{world.robin.id}").arrives()
    assert old.screen.private
    assert "/start" in old.screen.text
    assert await known(world.robin) is None


def test_a_file_that_discord_would_not_take_is_packed() -> None:
    rows = [{"ref": "x" * 900, "at": datetime(2026, 1, 1, tzinfo=UTC)}] * 11_000
    packed = file({"marks": rows, "members": [{"user_id": "812345678901234567"}]})
    assert packed.filename == f"{FILE_NAME}.zip"
    body = packed.fp.read()
    assert len(body) <= LARGEST_FILE
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.namelist() == [FILE_NAME]
        whole = archive.read(FILE_NAME)
    assert len(whole) > LARGEST_FILE
    assert b"812345678901234567" in whole


async def test_a_few_files_an_hour(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    for _ in range(3):
        assert (await world.robin.slash("mydata export")).message.attachments
    told = await world.robin.slash("mydata export")
    assert not told.message.attachments
    assert told.text.startswith("You've had three files within the hour. I can make the next one <t:")
    assert (await world.mona.slash("mydata export")).message.attachments
    await world.env.advance_time(60 * 60)
    assert (await world.robin.slash("mydata export")).message.attachments


@pytest.mark.breaks
async def test_a_file_that_never_came_is_not_counted(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    for _ in range(3):
        world.env.inject_error("PATCH", "/webhooks/*", status=400, code=50035)
        assert not (await world.robin.slash("mydata export")).message.attachments
    assert (await world.robin.slash("mydata export")).message.attachments
