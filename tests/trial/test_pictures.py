"""The pictures in the README and in `docs/` show what people see today."""

from playwright.async_api import Browser

from bot.trial.world import a_world
from tests.trial.conftest import NARROW, shown, visited
from tests.trial.pictures import WORDS, words_on_pictures

OLD = "take the pictures anew (`python -m tests.trial.pictures`), then read what the README says of them"


async def test_the_pictures_say_what_the_product_says(browser: Browser) -> None:
    async with a_world() as world, shown(world) as address:
        robin = await visited(browser, address, [], NARROW)
        assert await words_on_pictures(robin, world) == WORDS.read_text(encoding="utf-8"), OLD
