"""Ten messages in the order in which a screen reader says them: `read_aloud.txt` has it, word for word."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.content.live import LiveContent
from bot.content.new import begin
from bot.domain.schedule import DAY
from bot.trial.drawing import plain
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.moderating import draft, ready
from tests.component_faults import BUTTON, GALLERY, MENUS, TEXT, walk

WRITTEN_OUT = Path(__file__).with_name("read_aloud.txt")
ORDER = dict(
    re.findall(r"^== (.+)\n((?:(?!== ).*\n)*)", WRITTEN_OUT.read_text(encoding="utf-8"), re.MULTILINE)
)


@pytest.fixture
def content(tmp_path: Path) -> LiveContent:
    """The roadmap of `cairn new`, whose words stay."""
    begin(tmp_path / "content" / "data-analyst")
    return LiveContent.open(tmp_path / "content")


async def _enrolled(world: World) -> Screen:
    return await world.robin.slash("start", timezone="Berlin", hours=4)


async def _welcome(world: World) -> Screen:
    await _enrolled(world)
    return world.robin.inbox()[-1]


async def _next(world: World) -> Screen:
    await _enrolled(world)
    return await world.robin.slash("next")


async def _done(world: World) -> Screen:
    return await (await _next(world)).click("Done")


async def _details(world: World) -> Screen:
    return await (await _next(world)).click("Details")


async def _phase(world: World) -> Screen:
    await _done(world)
    return await world.robin.slash("phase")


async def _progress(world: World) -> Screen:
    await _done(world)
    return await world.robin.slash("progress")


async def _weekly(world: World) -> Screen:
    await _done(world)
    await world.pass_time(7 * DAY)
    return world.robin.inbox()[-1]


async def _preview(world: World) -> Screen:
    await ready(world)
    return await draft(world)


async def _setup(world: World) -> Screen:
    return await world.mona.slash("setup")


MESSAGES: dict[str, Callable[[World], Awaitable[Screen]]] = {
    "/start": _enrolled,
    "the welcome": _welcome,
    "/next": _next,
    "Done": _done,
    "Details": _details,
    "/phase": _phase,
    "/progress": _progress,
    "the weekly message": _weekly,
    "the preview of an update": _preview,
    "/setup": _setup,
}


@pytest.mark.parametrize("name", MESSAGES)
async def test_it_is_heard_as_it_is_written_out(world: World, name: str) -> None:
    screen = await MESSAGES[name](world)
    said = "".join(f"{line}\n" for line in heard(screen.data, screen.person.mentions))
    assert said == ORDER[name]


def heard(message: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """What a screen reader says of a message, a line for each thing that it stops at."""
    said = [message["content"]]
    for embed in message["embeds"]:
        said += [
            embed.get("title", ""),
            embed.get("description", ""),
            embed.get("footer", {}).get("text", ""),
        ]
    for part in said:
        yield from _words(part, names)
    for part in walk(message["components"]):
        if part["type"] == TEXT:
            yield from _words(part["content"], names)
        elif part["type"] == GALLERY:
            yield from (f"picture: {item['description']}" for item in part["items"])
        elif part["type"] == BUTTON:
            yield f"button: {part['label']}"
        elif part["type"] in MENUS:
            chosen = [option["label"] for option in part.get("options", ()) if option.get("default")]
            yield f"menu: {', '.join(chosen) or part['placeholder']}"


def _words(markdown: str, names: Mapping[str, str]) -> Iterator[str]:
    for mention, name in names.items():
        markdown = markdown.replace(mention, name)
    for line in markdown.splitlines():
        heading = "heading: " if line.startswith("#") else ""
        if line.strip():
            yield heading + plain(line)
