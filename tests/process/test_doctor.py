"""`cairn doctor`: a line for each thing, ok or what to do, and an exit code that says the same."""

import asyncio
import json
import os
import re
import sqlite3
from pathlib import Path

import discord
import pytest
from aiohttp.test_utils import unused_port
from pydantic import SecretStr

from bot.app import known_commands
from bot.discord_internals import their_time
from bot.domain.guilds import Further, GuildSettings, invite_link
from bot.host.doctor import examine
from bot.settings import Settings
from bot.store.revisions import OLDEST
from bot.store.sqlite.migrate import migrate
from bot.store.store import Store
from tests.process.command import cairn
from tests.process.conftest import ADA, Start
from tests.process.people import set_up, with_updates
from tests.standin import payloads
from tests.standin.faults import Fault
from tests.standin.server import StandIn
from tests.store.samples import tick

OK, FAILED = 0, 1


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """A database at the newest revision."""
    address = f"sqlite+aiosqlite:///{tmp_path}/cairn.db"
    await migrate(address)
    await asyncio.to_thread((tmp_path / "cairn.db").chmod, 0o600)
    return address


async def doctor(standin: StandIn, folder: Path, *options: str) -> tuple[int, dict[str, str]]:
    """Run it; the exit code, and the lines by what they are about."""
    code, lines = await cairn(
        folder, "doctor", *options, DISCORD_TOKEN=standin.token, DISCORD_API_URL=standin.url
    )
    assert standin.token not in "\n".join(lines)
    assert all(line.startswith(("ok ", "✗ ")) for line in lines)
    return code, {line.split(" ", 1)[1].split(":", 1)[0]: line for line in lines}


async def put_in_step(start: Start, standin: StandIn) -> None:
    """Start the bot once, so that Discord has its commands."""
    bot = await start()
    await standin.gateway.ready()
    assert await bot.stop() == 0


async def test_all_is_well(standin: StandIn, start: Start, url: str, tmp_path: Path) -> None:
    await put_in_step(start, standin)
    await set_up(url, with_updates(payloads.GUILD))
    sessions = len(standin.gateway.identified)
    before = list(standin.world.commands)
    code, said = await doctor(standin, tmp_path)
    assert code == OK
    assert [line for line in said.values() if line.startswith("✗")] == []
    assert said["content"].startswith("ok content: 1 roadmap, 22 actions")
    assert said["database"].startswith("ok database: whole, revision 0")
    assert said["clock"] == "ok clock: agrees with Discord's"
    assert said["token"].startswith("ok token: Discord knows it as cairn")
    assert said["application"] == "ok application: Cairn"
    assert said["intents"] == "ok intents: no privileged one is needed"
    assert said["commands"] == f"ok commands: {len(before)}, in step"
    assert said["server Stand-in"] == "ok server Stand-in: all permissions in #roadmap-updates"
    assert said["invite"] == f"ok invite: {invite_link(payloads.APPLICATION)}"
    assert len(standin.gateway.identified) == sessions, "a second gateway would take clicks away"
    assert standin.world.commands == before


async def test_ticks_that_count_nowhere(url: str, tmp_path: Path) -> None:
    """A roadmap's folder was renamed, so that nothing that was ticked in it has a name any more."""
    store = Store.open(url)
    await tick(store, 1, 1)
    await store.close()
    _, lines = await cairn(tmp_path, "doctor")
    (line,) = [line for line in lines if "ticks" in line]
    assert line.startswith("✗ ticks: 1 member's ticks count nowhere: ")
    assert line.endswith("give its folder that name again.")


async def test_without_a_token_the_rest_is_checked(url: str, tmp_path: Path) -> None:
    code, lines = await cairn(tmp_path, "doctor")
    assert code == FAILED
    assert [line.split(":")[0] for line in lines] == [
        "ok content",
        "ok time zones",
        "ok database",
        "ok ticks",
        "✗ token",
    ]
    assert "Put DISCORD_TOKEN into the environment" in lines[-1]


async def test_a_refused_token(standin: StandIn, url: str, tmp_path: Path) -> None:
    code, lines = await cairn(
        tmp_path, "doctor", DISCORD_TOKEN="stand-in.another", DISCORD_API_URL=standin.url
    )
    assert code == FAILED
    assert lines[-1].startswith("✗ Discord: Discord refused the token (401). Copy it again")


async def test_a_discord_that_is_not_there(url: str, tmp_path: Path) -> None:
    code, lines = await cairn(
        tmp_path, "doctor", DISCORD_TOKEN="a.b.c", DISCORD_API_URL=f"http://127.0.0.1:{unused_port()}"
    )
    assert code == FAILED
    assert "refuses connections: check a firewall and, if it is set, the address in" in lines[-1]


async def test_a_discord_that_is_out_of_order(standin: StandIn, url: str, tmp_path: Path) -> None:
    standin.faults.add(Fault("GET /users/@me", status=503))
    code, said = await doctor(standin, tmp_path)
    assert code == FAILED
    assert said["Discord"].startswith("✗ Discord: Discord answered 503")


async def test_commands_that_are_not_in_step(
    standin: StandIn, start: Start, url: str, tmp_path: Path
) -> None:
    await put_in_step(start, standin)
    commands = {command["name"]: command for command in standin.world.commands}
    commands["next"]["description"] = "As it was."
    commands["setup"]["default_member_permissions"] = None
    commands["old"] = {**commands.pop("help"), "name": "old"}
    standin.world.commands = list(commands.values())
    code, said = await doctor(standin, tmp_path)
    assert code == FAILED
    assert said["commands"] == (
        "✗ commands: Discord's are others (it lacks /help; it has an older /next and /setup; it still has "
        "/old): `./cairn run` puts them in step."
    )


async def test_commands_that_stand_in_one_server_alone(
    standin: StandIn, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a bot leaves them that was tried in one server first: there everybody sees them twice."""
    at_home(monkeypatch)
    assert "ok commands of servers: none beside the others (1 looked at)" in await looked(standin, url)
    old = [{"name": name, "id": "1", "description": "As it was."} for name in ("next", "old")]
    standin.world.server_commands[payloads.GUILD] = old
    assert (
        "✗ commands of Stand-in: /next and /old stand there a second time, from another version: "
        "`./cairn doctor --remove-server-commands` takes them away."
    ) in await looked(standin, url)
    assert standin.world.server_commands == {payloads.GUILD: old}
    lines = await looked(standin, url, take_away=True)
    assert "ok commands of Stand-in: /next and /old taken away there" in lines
    assert standin.world.server_commands == {}
    hidden = "GET /applications/{application}/guilds/{guild}/commands"
    standin.faults.add(Fault(hidden, status=403, code=50001))
    assert "ok commands of servers: none beside the others (1 looked at)" in await looked(standin, url)


def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py's own addresses come back after the test."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    socket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(socket, "DEFAULT_GATEWAY", socket.DEFAULT_GATEWAY)


async def looked(standin: StandIn, url: str, ahead: int = 0, *, take_away: bool = False) -> list[str]:
    """What it says here, in this process, by a clock that is ahead by so many seconds."""
    settings = Settings(discord_token=SecretStr(standin.token), discord_api_url=standin.url, database_url=url)
    now = await their_time(standin.url) + ahead
    found = examine(settings, lambda: now, known_commands, take_away=take_away)
    return [finding.line async for finding in found]


async def test_missing_permissions_in_a_configured_channel(
    standin: StandIn, url: str, tmp_path: Path
) -> None:
    await set_up(url, with_updates(payloads.GUILD))
    standin.world.overwrites[payloads.UPDATES] = [payloads.denied(1 << 15)]
    code, said = await doctor(standin, tmp_path)
    assert code == FAILED
    assert said["server Stand-in"] == (
        "✗ server Stand-in: give Cairn Attach Files (to show shared progress as a picture) in "
        "#roadmap-updates."
    )


async def test_a_choice_that_takes_more_than_the_first_invitation(
    standin: StandIn, url: str, tmp_path: Path
) -> None:
    """Told with the link that gives it, also where there is no channel for updates; the first stays small."""
    chosen = GuildSettings(payloads.GUILD, checkin_channel=payloads.UPDATES, phase_roles={"trail/a": 5})
    await set_up(url, chosen)
    code, said = await doctor(standin, tmp_path)
    assert code == FAILED
    asked = (Further.manage_roles, Further.create_public_threads, Further.send_messages_in_threads)
    told = said["server Stand-in"]
    assert told.startswith("✗ server Stand-in: its `/setup` needs Manage Roles (to give the roles ")
    assert told.endswith(f": open {invite_link(payloads.APPLICATION, asked)} for that server.")
    assert said["invite"] == f"ok invite: {invite_link(payloads.APPLICATION)}"


async def test_a_channel_and_a_server_that_are_gone(standin: StandIn, url: str, tmp_path: Path) -> None:
    gone, left = GuildSettings(7, updates_channel=8), GuildSettings(9, updates_channel=8, left_at=1)
    await set_up(url, GuildSettings(payloads.GUILD, updates_channel=1), gone, left)
    code, said = await doctor(standin, tmp_path)
    assert code == FAILED
    assert "its channel for updates is gone; `/setup` there" in said["server Stand-in"]
    assert said["server 7"].startswith("✗ server 7: Cairn was removed from it")
    assert "server 9" not in said


async def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    _, lines = await cairn(tmp_path, "doctor")
    assert (
        "✗ database: cairn.db is not there: mend DATABASE_URL; for a new bot, `./cairn migrate` makes it."
        in lines
    )
    assert not (tmp_path / "cairn.db").exists()


async def test_a_database_that_was_taken_away(standin: StandIn, start: Start, tmp_path: Path) -> None:
    bot = await start()
    await standin.gateway.ready()
    (tmp_path / "cairn.db").unlink()
    said = (
        "✗ database: cairn.db was deleted or moved: stop Cairn if it still runs, then put the file or the "
        "last good backup there."
    )
    assert said in (await cairn(tmp_path, "doctor"))[1]
    await bot.stop()
    assert said in (await cairn(tmp_path, "doctor"))[1]


async def test_a_damaged_database(url: str, tmp_path: Path) -> None:
    file = tmp_path / "cairn.db"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    _, lines = await cairn(tmp_path, "doctor")
    assert lines[2].startswith("✗ database: the database file is damaged: stop Cairn and put the last good")


async def test_a_database_of_another_version(url: str, tmp_path: Path) -> None:
    for revision, words in (
        ("0003", "ok database: whole, revision 0003, `./cairn run` brings it to"),
        ("0998", "ok database: whole, revision 0998,"),
        ("0999", "newer"),
    ):
        if revision == "0999":
            await asyncio.to_thread(raise_oldest, tmp_path / "cairn.db", revision)
        await asyncio.to_thread(set_revision, tmp_path / "cairn.db", revision)
        _, lines = await cairn(tmp_path, "doctor")
        assert words in lines[2]


def raise_oldest(file: Path, revision: str) -> None:
    """Say that a version has to know this revision to use the database."""
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE shared SET value = ? WHERE name = ?", (revision, OLDEST))
    connection.close()


def set_revision(file: Path, revision: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()


@pytest.mark.parametrize("rate", ["2", "fast"])
async def test_the_same_for_a_program(url: str, tmp_path: Path, rate: str) -> None:
    code, lines = await cairn(tmp_path, "doctor", NUDGE_RATE=rate)
    same, objects = await cairn(tmp_path, "doctor", "--json", NUDGE_RATE=rate)
    assert code == same == FAILED
    findings = [json.loads(each) for each in objects]
    told = [f"{'ok' if found['ok'] else '✗'} {found['said']}" for found in findings]
    assert [_without_room(line) for line in told] == [_without_room(line) for line in lines]


def _without_room(line: str) -> str:
    return re.sub(r"\d+ MiB free", "", line)


async def test_content_with_faults(url: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    code, lines = await cairn(tmp_path, "doctor")
    assert code == FAILED
    assert lines[0] == "✗ content: 1 fault: `./cairn check` lists them."


async def test_settings_with_faults(tmp_path: Path) -> None:
    code, lines = await cairn(tmp_path, "doctor", NUDGE_RATE="fast")
    assert code == FAILED
    assert lines[0].startswith("✗ settings: NUDGE_RATE is no number")


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (3600, "seconds ahead of Discord's, so messages come at the wrong time"),
        (-3600, "seconds behind Discord's, so messages come at the wrong time"),
        (5, "agrees with Discord's"),
    ],
)
async def test_a_clock_that_is_off(
    standin: StandIn, url: str, monkeypatch: pytest.MonkeyPatch, ahead: int, words: str
) -> None:
    at_home(monkeypatch)
    lines = await looked(standin, url, ahead)
    assert words in next(said for said in lines if "clock" in said)


async def test_what_the_portal_has_set_wrong(standin: StandIn, url: str, tmp_path: Path) -> None:
    standin.world.application = {**payloads.application(), "bot_require_code_grant": True, "flags": 1 << 19}
    _, said = await doctor(standin, tmp_path)
    assert "turn off Requires OAuth2 Code Grant" in said["application"]
    assert "Message Content Intent may be turned off" in said["intents"]
    standin.world.application["interactions_endpoint_url"] = "https://elsewhere.example"
    _, said = await doctor(standin, tmp_path)
    assert "Discord sends commands to https://elsewhere.example and not to this bot" in said["application"]


async def test_files_that_others_may_open(url: str, tmp_path: Path) -> None:
    (tmp_path / ".env").touch(mode=0o644)
    _, lines = await cairn(tmp_path, "doctor")
    assert "✗ files: others on this machine may open .env: `chmod 600 .env`." in lines
    (tmp_path / ".env").chmod(0o600)
    (tmp_path / "cairn.db").chmod(0o640)
    _, lines = await cairn(tmp_path, "doctor")
    assert any(line.startswith("✗ files: others on this machine may open cairn.db") for line in lines)


async def test_what_cairn_makes_is_its_own(tmp_path: Path) -> None:
    assert (await cairn(tmp_path, "migrate"))[0] == OK
    assert (await cairn(tmp_path, "backup", "copy.db"))[0] == OK
    assert modes(tmp_path) == {"cairn.db": 0o600, "copy.db": 0o600}


async def test_what_a_running_bot_makes_is_its_own(standin: StandIn, start: Start, tmp_path: Path) -> None:
    """Beside the database there are what is newest, what readers share, and the lock."""
    usual = os.umask(0o022)
    try:
        await start()
    finally:
        os.umask(usual)
    await standin.gateway.ready()
    await standin.member(ADA).command("start", timezone="Berlin")
    names = ("cairn.db", "cairn.db-wal", "cairn.db-shm", "cairn.db.lock")
    assert modes(tmp_path) == dict.fromkeys(names, 0o600)


def modes(folder: Path) -> dict[str, int]:
    """Who may open what is in a folder."""
    return {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}


async def test_a_misspelt_name(url: str, tmp_path: Path) -> None:
    code, lines = await cairn(tmp_path, "doctor", NUDGE_RAT="45")
    assert code == FAILED
    assert lines[0] == "✗ settings: NUDGE_RAT is no setting of Cairn's: if you meant NUDGE_RATE, write it so."
