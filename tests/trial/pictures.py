"""Makes the pictures of the README and of `docs/` from the page of `try`, driven as people drive it.

python -m tests.trial.pictures           writes them into docs/pictures
python -m tests.trial.pictures FOLDER    writes every station of the way, wide and on a phone, to be looked at

It needs Chromium.
"""

import asyncio
import io
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.async_api import Locator, expect

from bot.trial.world import World, a_world
from tests.trial.conftest import NARROW, NO_BROWSER, WIDE, Visitor, browsing, shown, visited

DOCS = Path(__file__).parents[2] / "docs" / "pictures"
WORDS = Path(__file__).with_name("pictures.txt")
"""What can be read on each picture, as it was when they were taken: a test holds it against today's."""

CARDS = ("weekly", "ticked", "plan", "look-back", "preview", "check-in")
"""The messages that the README shows, as a phone has them."""

SHOWN = (*CARDS, "progress")

TALL = 3000  # the page's height while a message is taken: none is higher
COLOURS, SHARP = 128, 2

LOOKS: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("help", "help", {}, "Privacy"),
    ("roadmap", "roadmap", {}, "Core tools"),
    ("phase", "phase", {}, "Foundations"),
    ("faq", "faq", {"question": "degree"}, "degree"),
    ("retired", "certs", {"certification": "Specialty"}, "Replaced by"),
    ("certs", "certs", {}, "Open a certification"),
    ("projects", "project", {}, "guides"),
    ("begun", "progress", {}, "Notes and links"),
    ("nudges", "nudges", {}, "Send a test message"),
    ("mydata", "mydata show", {}, "Delete everything"),
)
"""What Robin types to look around: the station's name, the command with its options, words of the answer."""

Station = tuple[str, Locator]
"""Where somebody is on the way: its name, and the message that came last there."""


async def main(folder: Path | None) -> None:
    """Write the pictures, or all stations if a folder is given."""
    async with browsing() as browser:
        if browser is None:
            sys.exit(NO_BROWSER)
        for size in (NARROW, WIDE):
            wrong: list[str] = []
            read: list[str] = []
            async with a_world() as world, shown(world) as address:
                it = await visited(browser, address, wrong, size, SHARP)
                async for name, seen in _way(it, world):
                    if folder:
                        _write(folder / f"{name}-{size[0]}.png", await it.page.screenshot())
                    elif taken := await _taken(it, size == WIDE, name, seen):
                        _write(DOCS / f"{taken[0]}.png", taken[1])
                        read.append(await words_on(name, seen))
            if wrong:
                sys.exit(f"went wrong on the page: {wrong}")
            if size == NARROW and not folder:
                WORDS.write_text("\n".join(read), encoding="utf-8")


async def words_on_pictures(it: Visitor, world: World) -> str:
    """What could be read on the pictures of messages if they were taken now."""
    return "\n".join([await words_on(name, seen) async for name, seen in _way(it, world) if name in SHOWN])


async def words_on(name: str, seen: Locator) -> str:
    """What can be read on the picture of a message, or is said of what is drawn on it."""
    drawn = [await each.get_attribute("alt") or "" for each in await seen.locator("img:not(.face)").all()]
    lines = [line for line in (await seen.inner_text()).splitlines() if line.strip()]
    return "\n".join((f"== {name}", *lines, *drawn, ""))


async def _taken(it: Visitor, wide: bool, name: str, seen: Locator) -> tuple[str, bytes] | None:
    """The picture of this station and what it is called, if there is one."""
    if wide:
        return ("try", await it.page.screenshot()) if name == "preview" else None
    if name == "progress":
        return name, await _drawn(it, seen)
    return (name, await _card(it, seen)) if name in CARDS else None


async def _way(it: Visitor, world: World) -> AsyncIterator[Station]:
    """All of it, once, as Robin and Mona go it."""
    yield "begins", _last(it.robin)
    for part in (_enrols, _hears, _posts, _looks_around, _looks_back, _sets_up):
        async for station in part(it, world):
            yield station


async def _enrols(it: Visitor, _: World) -> AsyncIterator[Station]:
    await it.types(it.robin, "/start", timezone="Berlin", hours="9")
    yield await _says(it.robin, "enrolled", "Mondays at 09:00, Berlin time.")
    await it.turns("Robin's DMs")
    yield await _says(it.dm, "welcome", "your own pace")
    await it.turns("Robin")
    await it.types(it.robin, "/next")
    yield await _says(it.robin, "next", "step 1 of 11")
    await it.presses(it.robin, "Done")
    yield await _says(it.robin, "ticked", "done. Next:")


async def _looks_around(it: Visitor, _: World) -> AsyncIterator[Station]:
    await it.turns("Robin")
    for name, command, options, words in LOOKS:
        await it.types(it.robin, f"/{command}", **options)
        yield await _says(it.robin, name, words)


async def _hears(it: Visitor, _: World) -> AsyncIterator[Station]:
    await _week(it)
    yield await _says(it.dm, "weekly", "One step done. Next:")
    await it.presses(it.dm, "Plan it")
    yield await _says(it.dm, "plan", "Tomorrow")
    await it.dm.get_by_role("button", name="Done", exact=True).last.click()
    await expect(it.dm.get_by_role("button", name="Undo")).to_be_visible()
    yield "pressed", it.dm.get_by_role("article").nth(1)


async def _posts(it: Visitor, _: World) -> AsyncIterator[Station]:
    await it.turns("Mona")
    await it.types(it.mona, "/setup")
    yield await _says(it.mona, "setup", "Moderators")
    await it.mona.get_by_role("button", name="Channel for updates").click()
    await it.page.get_by_role("option", name="#roadmap-updates").click()
    await expect(it.mona.get_by_text("Updates go to #roadmap-updates")).to_be_visible()
    await it.mona.get_by_role("button", name="Role to ping").click()
    await it.page.get_by_role("option", name="@learners").click()
    await it.types(it.mona, "/update post")
    form = it.page.get_by_role("dialog", name="A roadmap update")
    await form.get_by_role("textbox", name="Title").fill("MLflow 3 changes the registry")
    await form.get_by_role("textbox", name="Text").fill(
        "*Track experiments with MLflow* now uses aliases instead of stages. If you finished it, nothing "
        "to redo; the new page is worth ten minutes."
    )
    yield "form", form
    await form.get_by_role("button", name="Submit").click()
    yield await _says(it.mona, "preview", "worth ten minutes")
    await it.presses(it.mona, "Post")
    await expect(_last(it.mona).get_by_role("button", name="My next action")).to_be_visible()
    yield "posted", _last(it.mona)


async def _looks_back(it: Visitor, _: World) -> AsyncIterator[Station]:
    for _each in range(2):
        await _week(it)
        await it.presses(it.dm, "Done")
        await expect(_last(it.dm).get_by_role("button", name="Undo")).to_be_visible()
    await _week(it)
    yield await _says(it.dm, "look-back", "weeks:")


async def _sets_up(it: Visitor, world: World) -> AsyncIterator[Station]:
    await it.turns("Mona")
    await it.types(it.mona, "/setup")
    await it.presses(it.mona, "Community")
    yield await _says(it.mona, "places", "check-in")
    await it.presses(it.mona, "Channel: check-in")
    await it.page.get_by_role("option", name="#general").click()
    await it.page.get_by_role("button", name="Thirty members join").click()
    await expect(it.page.get_by_role("button", name="Thirty members joined")).to_be_visible()
    await it.types(it.mona, "/community")
    yield await _says(it.mona, "community", "In all")
    await _week(it)
    await it.turns("Robin")
    check_in = it.robin.get_by_role("article").filter(has=it.page.get_by_role("button", name="Share my step"))
    await expect(check_in).to_be_visible()
    yield "check-in", check_in
    for action in world.app.content.library.default.actions[:9]:
        await world.robin.slash("done", action=action.id)
    for _each in range(5):
        await (await world.robin.slash("next")).click("Done")
    await it.types(it.robin, "/progress")
    yield await _says(it.robin, "progress", "9 of 22")
    await it.types(it.robin, "/undo")
    yield await _says(it.robin, "undo", "back")


async def _week(it: Visitor) -> None:
    """Let a week pass, and look at the direct messages."""
    await it.turns("Robin's DMs")
    known = await it.dm.get_by_role("article").count()
    await it.page.get_by_role("button", name="A week passes").click()
    await expect(it.dm.get_by_role("article")).to_have_count(known + 1)


async def _says(pane: Locator, name: str, words: str) -> Station:
    """The station that is reached when the newest message says these words."""
    await expect(_last(pane)).to_contain_text(words)
    return name, _last(pane)


async def _card(it: Visitor, seen: Locator) -> bytes:
    """One message, however high it is."""
    width, height = NARROW
    await it.page.set_viewport_size({"width": width, "height": TALL})
    taken = await seen.screenshot()
    await it.page.set_viewport_size({"width": width, "height": height})
    return taken


async def _drawn(it: Visitor, seen: Locator) -> bytes:
    """The picture on a message, as Cairn attached it."""
    address = await seen.locator("img:not(.face)").get_attribute("src") or ""
    return await (await it.page.request.get(urljoin(it.page.url, address))).body()


def _write(file: Path, png: bytes) -> None:
    """Write it in few colours: that is a third of the size, and nobody sees it."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size // 1024} KiB", flush=True)


def _last(pane: Locator) -> Locator:
    return pane.get_by_role("article").last


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
