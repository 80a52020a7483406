"""`python -m bot run`: it comes up, answers, ends when told, and says in one sentence why it can't."""

import asyncio
import fcntl
import json
import os
import platform
import shutil
import signal
import socket
import sqlite3
import sys
import termios
import time
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

from bot import __version__
from bot.store.revisions import revisions
from tests.process.command import cairn
from tests.process.conftest import ADA, CHECKOUT, Start
from tests.process.people import enrol
from tests.standin.faults import Fault
from tests.standin.server import StandIn

UNAVAILABLE, MISCONFIGURED = 69, 78
FIRST_EDITION = CHECKOUT / "tests" / "upgrade" / "first_edition.db"
CALLBACK = "POST /interactions/{interaction}/{token}/callback"


async def test_it_comes_up_answers_and_ends_when_told(standin: StandIn, start: Start) -> None:
    bot = await start()
    await standin.gateway.ready()
    assert {"start", "next", "done"} <= {command["name"] for command in standin.world.commands}
    assert standin.gateway.identified[0]["intents"] == 1
    answer = await standin.member(ADA).command("next")
    assert "0 of 22 actions" in answer.text
    assert answer.shown[0].ephemeral
    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < 10
    assert not standin.limits.refused
    assert bot.said == []


async def test_garbage_is_collected_once_it_runs(standin: StandIn, start: Start, tmp_path: Path) -> None:
    """While it starts there is none, and looking for it would take a part of the start."""
    tell = "import atexit, gc\natexit.register(lambda: print('collected:', gc.isenabled(), flush=True))\n"
    (tmp_path / "sitecustomize.py").write_text(tell)
    bot = await start(PYTHONPATH=f"{CHECKOUT}{os.pathsep}{tmp_path}")
    await standin.gateway.ready()
    assert await bot.stop() == 0
    assert "collected: True" in bot.output


async def test_it_takes_care_of_what_is_kept_too_long(standin: StandIn, start: Start, tmp_path: Path) -> None:
    await enrol(f"sqlite+aiosqlite:///{tmp_path}/cairn.db", [])
    with closing(sqlite3.connect(tmp_path / "cairn.db")) as database:
        database.execute("INSERT INTO questions VALUES (1, 'mlops-engineer', 'asked in 1970', 'by', 1)")
        database.commit()
        bot = await start()
        await standin.gateway.ready()
        for _ in range(100):
            if not database.execute("SELECT 1 FROM questions").fetchone():
                break
            await asyncio.sleep(0.1)
        else:
            pytest.fail(f"it is still there:\n{bot.output}")


async def test_a_lost_gateway_is_no_reason_to_end(standin: StandIn, start: Start) -> None:
    bot = await start()
    await standin.gateway.ready()
    await standin.gateway.drop(4000)
    assert "0 of 22 actions" in (await standin.member(ADA).command("next")).text
    assert await bot.stop() == 0


async def test_a_tick_that_was_answered_survives_a_kill(standin: StandIn, start: Start) -> None:
    bot = await start()
    await standin.gateway.ready()
    member = standin.member(ADA)
    first = (await member.typing("done", "action", ""))[0]
    await member.command("done", action=first["value"])
    await bot.kill()

    await start()
    await standin.world.until(lambda: len(standin.gateway.identified) == 2)
    await standin.gateway.ready()
    assert "step 2 of 11" in (await member.command("progress")).text


async def test_buttons_of_an_earlier_process_work(standin: StandIn, start: Start) -> None:
    bot = await start()
    await standin.gateway.ready()
    member = standin.member(ADA)
    message = (await member.command("next")).shown[0]
    assert await bot.stop() == 0

    await start()
    await standin.world.until(lambda: len(standin.gateway.identified) == 2)
    await member.press(message, "Done")
    assert "step 2 of 11" in (await member.command("progress")).text


async def test_a_refused_token(start: Start) -> None:
    bot = await start(DISCORD_TOKEN="stand-in.another-token")
    assert await bot.ended() == UNAVAILABLE
    (said,) = bot.said
    assert said.startswith("Discord refused the token (401). Copy it again from the Developer Portal")
    assert "stand-in.another-token" not in bot.output


async def test_a_token_refused_at_login(standin: StandIn, start: Start) -> None:
    standin.faults.add(Fault("GET /users/@me", status=401))
    bot = await start()
    assert await bot.ended() == UNAVAILABLE
    assert [said.split("(")[0] for said in bot.said] == ["Discord refused the token "]


async def test_a_token_refused_by_the_gateway_alone(standin: StandIn, start: Start) -> None:
    standin.gateway.refuse = 4004
    bot = await start()
    assert await bot.ended() == UNAVAILABLE
    assert [said.split("(")[0] for said in bot.said] == ["Discord refused the token "]


async def test_intents_that_are_not_granted(standin: StandIn, start: Start) -> None:
    standin.gateway.refuse = 4014
    bot = await start()
    assert await bot.ended() == UNAVAILABLE
    (said,) = bot.said
    assert said.startswith("Discord ended the connection: Shard ID 0 is requesting privileged intents")


async def test_a_gateway_that_is_not_there(standin: StandIn, start: Start) -> None:
    standin.faults.add(Fault("GET /gateway", status=503))
    bot = await start()
    assert await bot.ended() == UNAVAILABLE
    (said,) = bot.said
    assert said.startswith("Discord's gateway can't be reached: check the network")


async def test_a_port_that_is_taken(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        bot = await start(HEALTH_PORT=str(port))
        assert await bot.ended() == UNAVAILABLE
    (said,) = bot.said
    assert said.startswith(f"HEALTH_PORT {port} can't be used on 127.0.0.1 (address already in use): choose")


async def test_an_address_where_nobody_is(start: Start) -> None:
    bot = await start(DISCORD_API_URL=f"http://127.0.0.1:{unused_port()}")
    assert await bot.ended() == UNAVAILABLE
    (said,) = bot.said
    assert "refuses connections: check a firewall and, if it is set, the address in DISCORD_API_URL" in said


@pytest.mark.parametrize("route", ["GET /users/@me", "PUT /applications/{application}/commands"])
async def test_a_discord_that_is_out_of_order(standin: StandIn, start: Start, route: str) -> None:
    standin.faults.add(Fault(route, status=503))
    bot = await start()
    assert await bot.ended() == UNAVAILABLE
    (said,) = bot.said
    assert said.startswith("Discord answered 503")


async def test_bad_settings_are_all_said(start: Start) -> None:
    bot = await start(NUDGE_RATE="fast", LOG_FORMAT="xml")
    assert await bot.ended() == MISCONFIGURED
    assert [said.split(":")[0] for said in bot.said] == [
        "NUDGE_RATE is no number",
        "LOG_FORMAT can't be used as it is",
    ]


async def test_no_token(start: Start) -> None:
    bot = await start(DISCORD_TOKEN="")
    assert await bot.ended() == MISCONFIGURED
    (said,) = bot.said
    assert "put DISCORD_TOKEN into the environment" in said


async def test_broken_content(start: Start, tmp_path: Path) -> None:
    content = shutil.copytree(CHECKOUT / "content", tmp_path / "broken")
    questions = content / "mlops-engineer" / "faqs.yaml"
    questions.write_text(questions.read_text() + "surprise: 1\n")
    bot = await start(CONTENT_DIR=str(content))
    assert await bot.ended() == MISCONFIGURED
    line = len(questions.read_text().splitlines())
    assert any(said.startswith(f"{questions}:{line}:1: ") for said in bot.said)


async def test_a_database_of_a_later_version(start: Start, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "cairn.db") as database:
        for table in ("members", "changes", "marks"):
            database.execute(f"CREATE TABLE {table} (id INTEGER)")
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.close()
    bot = await start()
    assert await bot.ended() == UNAVAILABLE
    (said,) = bot.said
    assert "newer" in said


@pytest.mark.timeout(300)
async def test_an_empty_environment_needs_nothing_but_the_package(
    standin: StandIn, start: Start, tmp_path: Path
) -> None:
    environment = tmp_path / "environment"
    for command in (f"python3 -m venv {environment}", f"{environment}/bin/pip install -q -e {CHECKOUT}"):
        installing = await asyncio.create_subprocess_exec(*command.split())
        assert await installing.wait() == 0
    bot = await start(python=f"{environment}/bin/python", PYTHONPATH="")
    await standin.gateway.ready()
    assert "0 of 22 actions" in (await standin.member(ADA).command("next")).text
    assert await bot.stop() == 0


async def test_the_first_and_the_last_line_tell_of_the_day(start: Start, standin: StandIn) -> None:
    bot = await start(LOG_LEVEL="INFO", NUDGE_RATE="3")
    await standin.gateway.ready()
    assert await bot.stop() == 0
    first, *_, last = bot.output.splitlines()
    assert f"cairn {__version__} on Python {platform.python_version()}, database /" in first
    assert "/cairn.db, made new, 0 members, " in first
    assert "NUDGE_RATE=3.0" in first
    assert "LOG_LEVEL" not in first, "that is the default"
    assert last.endswith(" INFO bot.run: stopped: SIGTERM")

    again = await start(LOG_LEVEL="INFO")
    await standin.world.until(lambda: len(standin.gateway.identified) == 2)
    assert await again.stop() == 0
    assert f", revision {revisions()[-1]}, 0 members" in again.output.splitlines()[0]


async def test_a_file_of_no_bytes_is_told_as_made_new(start: Start, standin: StandIn, tmp_path: Path) -> None:
    (tmp_path / "cairn.db").touch()
    bot = await start(LOG_LEVEL="INFO")
    await standin.gateway.ready()
    assert await bot.stop() == 0
    assert "/cairn.db, made new, 0 members" in bot.output.splitlines()[0]


async def test_an_older_file_is_told_as_migrated(start: Start, standin: StandIn, tmp_path: Path) -> None:
    older = shutil.copy(FIRST_EDITION, tmp_path / "cairn.db")
    with closing(sqlite3.connect(older)) as database:
        ((revision,),) = database.execute("SELECT version_num FROM alembic_version")
        ((members,),) = database.execute("SELECT count(*) FROM members")
    bot = await start(LOG_LEVEL="INFO")
    await standin.gateway.ready()
    assert await bot.stop() == 0
    told = f"/cairn.db, migrated {revision} → {revisions()[-1]}, {members} members"
    assert told in bot.output.splitlines()[0]


async def test_debug_tells_of_commands_and_their_time(start: Start, standin: StandIn) -> None:
    bot = await start(LOG_LEVEL="DEBUG")
    await standin.gateway.ready()
    shown = (await standin.member(ADA).command("next")).shown[0]
    await standin.member(ADA).press(shown, "Done")
    assert await bot.stop() == 0
    told = [line.partition(": ")[2] for line in bot.output.splitlines() if "bot.client.answers" in line]
    assert [line.partition(" after ")[0] for line in told] == ["/next: answered", "b:done: answered"]


async def test_json_to_the_last_line(start: Start) -> None:
    bot = await start(LOG_FORMAT="json", DISCORD_API_URL=f"http://127.0.0.1:{unused_port()}")
    assert await bot.ended() == UNAVAILABLE
    lines = [json.loads(line) for line in bot.output.splitlines()]
    assert lines[-1]["level"] == "CRITICAL"
    assert "can't be reached" in lines[-1]["message"]


async def test_a_name_that_is_nearly_ours_is_told(start: Start, standin: StandIn) -> None:
    bot = await start(NUDGE_RAT="45")
    await standin.gateway.ready()
    assert await bot.stop() == 0
    assert "NUDGE_RAT is no setting of Cairn's: if you meant NUDGE_RATE, write it so" in bot.output


async def test_whoever_pressed_before_the_end_is_answered(start: Start, standin: StandIn) -> None:
    """Sixty-four at once, with a Discord that takes its time."""
    bot = await start()
    await standin.gateway.ready()
    people = [standin.member(ADA + number) for number in range(64)]
    standin.faults.add(Fault(CALLBACK, delay=0.5))
    asked = asyncio.gather(*(member.command("next") for member in people))
    await standin.world.until(lambda: standin.requests[CALLBACK] > 0)
    assert await bot.stop() == 0
    answers = await asked
    assert sum("0 of 22 actions" in answer.text for answer in answers) == 64
    assert "Traceback" not in bot.output
    assert " ERROR " not in bot.output


async def test_whoever_ticked_before_the_end_is_answered_and_saved(
    start: Start, standin: StandIn, tmp_path: Path
) -> None:
    """All of them, with a Discord that takes its time, while the bot is told to end."""
    bot = await start()
    await standin.gateway.ready()
    people = [standin.member(ADA + number) for number in range(64)]
    standin.faults.add(Fault(CALLBACK, delay=0.5))
    asked = asyncio.gather(*(member.command("done", action="numpy-pandas") for member in people))
    await standin.world.until(lambda: standin.requests[CALLBACK] > 0)
    assert await bot.stop() == 0
    assert ["✓" in answer.text for answer in await asked] == [True] * 64
    with closing(sqlite3.connect(tmp_path / "cairn.db")) as file:
        (saved,) = file.execute("SELECT count(DISTINCT user_id) FROM changes").fetchone()
    assert saved == len(people)
    assert "Traceback" not in bot.output


async def test_what_takes_too_long_is_cut_off_without_a_page(start: Start, standin: StandIn) -> None:
    bot = await start()
    await standin.gateway.ready()
    standin.faults.add(Fault(CALLBACK, delay=60))
    asked = asyncio.create_task(standin.member(ADA).command("next"))
    await standin.world.until(lambda: standin.requests[CALLBACK] > 0)
    assert await bot.stop() == 0
    assert "Traceback" not in bot.output
    asked.cancel()


async def test_a_reload_that_is_asked_for(start: Start, standin: StandIn, tmp_path: Path) -> None:
    code, (said,) = await cairn(tmp_path, "reload")
    assert code == UNAVAILABLE
    assert said.startswith("cairn: no Cairn is running on this database")
    content = shutil.copytree(CHECKOUT / "content", tmp_path / "content")
    bot = await start()
    await standin.gateway.ready()

    code, (said,) = await cairn(tmp_path, "reload")
    assert code == 0
    assert said.startswith(f"asked the running Cairn (process {bot.number}) to read its content again")
    await bot.says("content: read again")

    questions = content / "mlops-engineer" / "faqs.yaml"
    questions.write_text(questions.read_text() + "surprise: 1\n")
    code, lines = await cairn(tmp_path, "reload")
    assert code == 1
    assert lines[-1] == "nothing was changed: mend the faults above."
    bot.reload()
    await bot.says("content: the last good one stays in use")
    assert await bot.stop() == 0


async def test_a_terminal_that_closes_ends_it(standin: StandIn, tmp_path: Path) -> None:
    variables = {
        "DISCORD_TOKEN": standin.token,
        "DISCORD_API_URL": standin.url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/cairn.db",
        "CONTENT_DIR": str(CHECKOUT / "content"),
        "PYTHONPATH": str(CHECKOUT),
    }
    ours, theirs = os.openpty()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=tmp_path,
        env={**os.environ, **variables},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(theirs)
    await standin.gateway.ready()
    process.send_signal(signal.SIGHUP)  # by hand: that asks for a reload
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1):
            await process.wait()
    os.close(ours)
    async with asyncio.timeout(10):
        assert await process.wait() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_last_line_says_what_ended_it(
    start: Start, standin: StandIn, number: signal.Signals
) -> None:
    bot = await start(LOG_LEVEL="INFO")
    await standin.gateway.ready()
    bot.signal(number)
    assert await bot.ended(10) == 0
    assert bot.output.splitlines()[-1].endswith(f" INFO bot.run: stopped: {number.name}")


async def test_a_clock_that_is_wrong_is_told_at_the_start(start: Start, standin: StandIn) -> None:
    bot = await start(ahead=864_000)
    await standin.gateway.ready()
    await bot.says("seconds ahead of Discord's, so messages come at the wrong time: turn on network time")
    assert await bot.stop() == 0
