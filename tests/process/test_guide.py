"""A host outgrows one machine by docs/several.md alone: what is typed here is read from there."""

import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.postgres import Server
from tests.process.command import cairn
from tests.process.conftest import CHECKOUT, Start
from tests.process.fleet_drill import AHEAD, let_clock_be_set
from tests.standin.server import StandIn
from tests.standin.world import World
from tests.stored import ask

GUIDE = CHECKOUT / "docs" / "several.md"
PASSWORD = "s3cret"
ADA, *_ = MEMBERS = range(1, 6)
SECOND = "Linux and Git, step 2 of 11"


@pytest.fixture
def host(postgres: Server) -> Iterator[str]:
    """What the guide calls HOST; what it makes there is gone afterwards."""
    parsed = make_url(postgres.url("cairn"))
    yield f"{parsed.host}:{parsed.port}"
    postgres.run("dropdb", "--if-exists", "--force", "cairn")
    postgres.run("dropuser", "--if-exists", "cairn")


def told(begins: str, host: str) -> list[str]:
    """The words of the one line of the guide that begins so."""
    lines = (line.strip() for line in GUIDE.read_text().splitlines())
    line = next(line for line in lines if line.startswith(begins))
    return shlex.split(line.replace("PASSWORD", PASSWORD).replace("HOST", host))


def inboxes(world: World) -> Counter[int]:
    """How many members have how many messages."""
    return Counter(len(world.delivered(user)) for user in MEMBERS)


async def enrolled(standin: StandIn, start: Start) -> None:
    """One process on one file, until some have enrolled and Ada has ticked something."""
    bot = await start()
    await standin.gateway.ready()
    for user in MEMBERS:
        await standin.member(user).command("start", timezone="Berlin")
    await standin.world.until(lambda: inboxes(standin.world) == {1: len(MEMBERS)})
    ada = standin.member(ADA, direct=True)
    await ada.press((await ada.command("next")).shown[0], "Done")
    assert SECOND in (await ada.command("next")).text
    assert await bot.stop() == 0


async def moved(postgres: Server, host: str, folder: Path) -> str:
    """Do as the guide says, and find what DATABASE_URL is to be."""
    postgres.run(*told("createuser", host), typed=f"{PASSWORD}\n" * 2)
    postgres.run(*told("createdb --owner=cairn cairn", host))
    _, *copying = told("./cairn copy", host)
    code, said = await cairn(folder, *copying)
    assert (code, said[-1].split(":")[0]) == (0, "copied")
    assert f"members: {len(MEMBERS)}" in said
    address = told("DATABASE_URL=", host)[0].partition("=")[2]
    _, looking = told("./cairn doctor", host)
    _, said = await cairn(folder, looking, DATABASE_URL=address)
    assert [line for line in said if line.startswith("ok database: revision ")]
    return address


async def restored(postgres: Server, host: str, folder: Path) -> list[str]:
    """Copy and try the copy as the guide says; what `doctor` says of it."""
    for begins in ("pg_dump", "createdb --owner=cairn check", "pg_restore"):
        words = (word.replace("cairn.dump", f"{folder}/cairn.dump") for word in told(begins, host))
        postgres.run(*words)
    address, _, looking = told("DATABASE_URL=postgresql+asyncpg://cairn:PASSWORD@HOST/check", host)
    _, said = await cairn(folder, looking, DATABASE_URL=address.partition("=")[2])
    postgres.run(*told("dropdb", host))
    return said


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_a_host_outgrows_one_machine_by_the_guide_alone(
    standin: StandIn, start: Start, postgres: Server, host: str, tmp_path: Path
) -> None:
    await enrolled(standin, start)
    there = {"DATABASE_URL": await moved(postgres, host, tmp_path), "NUDGE_TICK_SECONDS": "1"}
    url = postgres.url("cairn")
    let_clock_be_set(url)
    first = await start(**there)
    await first.says("this process takes shard 0")
    second = await start(**there)
    await second.says("this process stands by")
    await first.kill()
    await second.says("this process takes shard 0")
    await standin.gateway.ready()

    ((monday,),) = ask(url, "SELECT max(wake_at) FROM members")
    ahead = monday - int(standin.world.clock.now())
    standin.world.clock.shift(ahead)
    ask(url, AHEAD.format(ahead))
    await standin.world.until(lambda: inboxes(standin.world) == {2: len(MEMBERS)})
    assert SECOND in (await standin.member(ADA, direct=True).command("next")).text
    assert [line for line in await restored(postgres, host, tmp_path) if line.startswith("ok database: ")]
    assert await second.stop() == 0
    assert inboxes(standin.world) == {2: len(MEMBERS)}
