"""The page of `try` in a real browser, and somebody who finds their way on it by roles and names alone."""

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial, reduce

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.trial.site import served
from bot.trial.stage import Stage
from bot.trial.world import World
from tests.needs import lacking

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = "no browser here; on Debian and Ubuntu: apt-get install chromium"
WIDE, NARROW = (1280, 800), (390, 844)
SECONDS = 60
"""For so long we wait for what must show; a busy machine may take its time."""

expect.set_options(timeout=SECONDS * 1000)


@dataclass(frozen=True)
class Visitor:
    """Somebody in front of the page."""

    page: Page
    wrong: list[str]
    """What went wrong on it, and on the pages of others here; at the end nothing may be left."""

    @asynccontextmanager
    async def goes_wrong(self, why: str) -> AsyncIterator[None]:
        """Something in here goes wrong as it should, and the console says why."""
        async with self.page.expect_event("console", lambda message: why in message.text) as told:
            yield
        self.wrong.remove((await told.value).text)

    def pane(self, name: str) -> Locator:
        """One of the three panes, by a part of its name."""
        return self.page.get_by_role("region", name=name)

    @property
    def robin(self) -> Locator:
        """Robin in the server."""
        return self.pane("Robin, a member")

    @property
    def dm(self) -> Locator:
        """Robin's direct messages."""
        return self.pane("Robin's direct messages")

    @property
    def mona(self) -> Locator:
        """The moderator."""
        return self.pane("Mona, a moderator")

    def hint(self, title: str) -> Locator:
        """A hint that is open."""
        return self.page.get_by_role("button", name=re.compile(f"^{title}: "))

    def done(self, title: str) -> Locator:
        """A hint that ticked itself off."""
        return self.page.get_by_role("button", name=f"Done: {title}", include_hidden=True)

    async def turns(self, tab: str) -> None:
        """Look at another pane, where one shows at a time."""
        if await self.page.get_by_role("tablist").is_visible():
            await self.page.get_by_role("tab", name=re.compile(f"^{tab}( ?new)?$")).click()

    async def presses(self, pane: Locator, label: str) -> None:
        """Press a button of the newest message once that is there: older ones may have one of that name."""
        await pane.get_by_role("article").last.get_by_role("button", name=label, exact=True).click()

    async def types(self, pane: Locator, command: str, **options: str) -> None:
        """Send a command, with options that are chosen from what is offered where anything is."""
        field = pane.get_by_role("combobox", name="writes")
        await field.fill(command)
        await self.page.get_by_role("option", name=command, exact=False).first.click()
        for name, value in options.items():
            roles = (pane.get_by_role(role, name=name) for role in ("combobox", "textbox", "spinbutton"))
            option = reduce(Locator.or_, roles)
            await option.fill(value)
            if await option.get_attribute("role"):
                await self.page.get_by_role("option", name=value).first.click()
        if await field.input_value():
            await pane.get_by_role("button", name="Send", exact=True).click()


async def visited(
    browser: Browser, address: str, wrong: list[str], size: tuple[int, int], scale: float = 1
) -> Visitor:
    """Open the page at a size, in Berlin, on a screen with `scale` pixels for each of the page's."""
    width, height = size
    page = await browser.new_page(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        timezone_id="Europe/Berlin",
        locale="en-GB",
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    await page.goto(address)
    await expect(page.locator("body.ready")).to_be_visible()
    return Visitor(page, wrong)


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser | None]:
    """A browser that nobody sees, or None where this machine has none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        yield None
        return
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        await opened.close()


@asynccontextmanager
async def shown(world: World) -> AsyncIterator[str]:
    """The page of this world, at an address."""
    stage = Stage(world)
    await stage.furnish()
    async with served(stage, 0) as url:
        yield url


Visit = Callable[[tuple[int, int]], Awaitable[Visitor]]


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:
    """Where the page is served."""
    async with shown(world) as url:
        yield url


@pytest.fixture
async def browser(pytestconfig: pytest.Config) -> AsyncIterator[Browser]:
    """A browser that nobody sees."""
    async with browsing() as found:
        if found is None:
            lacking(pytestconfig, NO_BROWSER)
        yield found


@pytest.fixture
async def visit(browser: Browser, address: str) -> AsyncIterator[Visit]:
    """Opens the page at a size; at the end, nothing may have gone wrong on it."""
    wrong: list[str] = []
    yield partial(visited, browser, address, wrong)
    assert wrong == []
