"""What the page's server answers to requests that the page itself would not send."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from yarl import URL


class Caller:
    """Somebody who has the address, and asks what they like there."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def gets(self, path: str) -> tuple[int, str]:
        """What is at a path, which is sent as it is written."""
        async with self._session.get(URL(self._address + path, encoded=True)) as answer:
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
