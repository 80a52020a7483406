"""What the page's server answers to requests that the page itself would not send."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import fields

import aiohttp
import pytest
from yarl import URL

from bot.trial.drawing import CHANNELS, controls_of
from bot.trial.stage import Stage
from bot.trial.world import World
from tests.cogs.moderating import ready

ROBIN = {"who": "robin", "where": "dm"}
START = {**ROBIN, "command": "start"}
GONE = (404, "That is not there any more.")
UNREADABLE = (422, "That is nothing that this page sends.")


class Caller:
    """Somebody who has the address, and asks what they like there."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def gets(self, path: str) -> tuple[int, str]:
        """What is at a path, which is sent as it is written."""
        async with self._session.get(URL(self._address + path, encoded=True)) as answer:
            return answer.status, await answer.text()

    async def acts(self, deed: str, sent: Mapping[str, object] | bytes) -> tuple[int, str]:
        """What an act is answered; bytes are sent as they are."""
        body = sent if isinstance(sent, bytes) else json.dumps(sent)
        async with self._session.post(f"{self._address}act/{deed}", data=body) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def caller(address: str) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(session, address)


async def test_the_page_has_its_own_files_and_no_others(caller: Caller) -> None:
    assert (await caller.gets("static/page.js"))[0] == 200
    outside = ("%2Fetc%2Fhostname", "..%2Fsite.py", "%2E%2E%2F..%2F..%2Fpyproject.toml", "%00", "none.js")
    for file in outside:
        assert (await caller.gets(f"static/{file}"))[0] == 404, file
    assert (await caller.gets("static/"))[0] == 403


async def test_nobody_can_type_where_nobody_is(caller: Caller) -> None:
    assert (await caller.gets("commands/robin/dm"))[0] == 200
    for path in ("commands/nobody/dm", "commands/robin/1", "commands/%00/%00"):
        assert await caller.gets(path) == GONE, path


@pytest.mark.parametrize(
    ("deed", "sent"),
    [
        ("say", b""),
        ("say", b"{"),
        ("say", b"[]"),
        ("say", b"null"),
        ("say", b"\xff\xfe"),
        ("say", b"\xff\xff{}"),
        ("say", b"[" * 100_000),
        ("say", ROBIN),
        ("say", {**ROBIN, "text": None}),
        ("say", {**ROBIN, "who": ["robin"], "text": "Hello"}),
        ("slash", {**START, "options": []}),
        ("slash", {**START, "options": {"day": {}}}),
        ("offer", {**START, "option": "timezone", "typed": 1}),
        ("submit", {**ROBIN, "form": {}, "values": {}}),
        ("pass", {"span": ["hour"]}),
        ("pass", {}),
    ],
)
async def test_what_can_not_be_read_is_told(
    caller: Caller, deed: str, sent: Mapping[str, object] | bytes
) -> None:
    assert await caller.acts(deed, sent) == UNREADABLE


@pytest.mark.parametrize(
    ("deed", "sent"),
    [
        ("say", {"who": "nobody", "where": "dm", "text": "Hello"}),
        ("slash", {**ROBIN, "command": "none", "options": {}}),
        ("slash", {**START, "options": {"day": {"user": "1"}}}),
        ("offer", {**ROBIN, "command": "none", "option": "timezone", "typed": ""}),
        ("pass", {"span": "year"}),
    ],
)
async def test_what_is_not_there_is_told(caller: Caller, deed: str, sent: dict[str, object]) -> None:
    assert await caller.acts(deed, sent) == GONE


@pytest.mark.parametrize(
    ("deed", "sent", "why"),
    [
        ("say", {**ROBIN, "text": "x" * 5000}, "2000 or fewer characters"),
        ("slash", {**START, "options": {"hours": 99}}, "Option 'hours' of 'start' must be ≤ 40, got 99."),
        ("slash", {**START, "options": {"hours": None}}, "expects int"),
        ("slash", {**START, "options": {"command": "next"}}, "no option 'command'"),
        ("offer", {**START, "option": "none", "typed": ""}, "no option 'none'"),
    ],
)
async def test_what_discord_does_not_take_is_told_in_its_words(
    caller: Caller, deed: str, sent: dict[str, object], why: str
) -> None:
    status, said = await caller.acts(deed, sent)
    assert (status, said.startswith("Discord does not take that: ")) == (422, True)
    assert why in said


async def test_a_button_that_went_from_its_message_can_not_be_pressed(caller: Caller, world: World) -> None:
    screen = await world.robin.in_dm().slash("start")
    there = {**ROBIN, "message": str(screen.message.id)}
    assert await caller.acts("press", {**there, "custom_id": "b:next:1"}) == GONE
    assert await caller.acts("choose", {**there, "custom_id": "s:none", "values": []}) == GONE


@pytest.mark.parametrize("where", ["dm", "general"])
async def test_only_what_is_in_the_menu_of_a_message_that_is_there_is_done(
    caller: Caller, world: World, where: str
) -> None:
    screen = await (world.robin.in_dm() if where == "dm" else world.robin).slash("start")
    place = "dm" if where == "dm" else str(world.general.id)
    sent = {"who": "robin", "where": place, "message": str(screen.message.id)}
    name = "None of it" if where == "general" else "Answer from the roadmap"
    assert await caller.acts("menu", {**sent, "command": name}) == GONE
    assert await caller.acts("menu", {**sent, "command": name, "message": "1"}) == GONE
    assert await caller.acts("menu", {**sent, "command": [name]}) == UNREADABLE


async def test_a_channel_that_nobody_has_can_not_be_chosen(caller: Caller, world: World) -> None:
    mona = {"who": "mona", "where": str(world.general.id)}
    screen = await world.mona.slash("setup")
    (menu,) = (each for each in controls_of(screen.data).values() if each["type"] == CHANNELS)
    sent = {**mona, "message": str(screen.message.id), "custom_id": menu["custom_id"]}
    nobodys: tuple[object, ...] = ("1", [], {})
    for channel in nobodys:
        assert await caller.acts("choose", {**sent, "values": [channel]}) == GONE
    assert await caller.acts("choose", {**sent, "values": "1"}) == UNREADABLE
    assert await caller.acts("choose", {**sent, "values": [str(world.updates.id)]}) == (200, "{}")


async def test_a_form_can_be_sent_until_it_is_taken(caller: Caller, world: World) -> None:
    await ready(world)
    mona = {"who": "mona", "where": str(world.general.id)}
    _, opened = await caller.acts("slash", {**mona, "command": "update post", "options": {}})
    form = json.loads(opened)["form"]
    title, text = (each["component"]["custom_id"] for each in form["components"][:2])
    sent = {**mona, "form": form["custom_id"]}
    assert (await caller.acts("submit", {**sent, "values": {title: "x" * 5000, text: "Text"}}))[0] == 422
    assert (await caller.acts("submit", {**sent, "values": []})) == UNREADABLE
    assert (await caller.acts("submit", {**sent, "values": {title: "Title", text: "Text"}}))[0] == 200
    assert (await caller.acts("submit", {**sent, "values": {title: "Title", text: "Text"}})) == GONE


class Broken(World):
    """A world with a bug in it."""

    def turn_dm(self) -> None:
        """Look for what was never there."""
        raise KeyError(self.robin.id)


async def test_a_bug_is_not_told_as_something_that_went(world: World) -> None:
    broken = Broken(**{each.name: getattr(world, each.name) for each in fields(world)})
    with pytest.raises(KeyError):
        await Stage(broken).act("dm", {})
