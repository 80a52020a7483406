"""What an ordinary start does without: it is loaded where somebody needs it first."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.stored import address

CHECKOUT = Path(__file__).parents[2]
SPARED = (
    "alembic",
    "PIL",
    "rapidfuzz",
    "snowballstemmer",
    "sqlalchemy.orm",
    "aiohttp.web",
    "prometheus_client",
)
START = """
import asyncio, gc, sys
import bot.__main__
from bot.app import build
from bot.content.live import LiveContent
from bot.settings import read_settings
from bot.store import apart

async def start():
    settings = read_settings()
    await apart.migrate(settings.database_url)
    app = await build(settings.database_url, LiveContent.open(settings.content_dir), migrating=False)
    await app.store.read.members.next_due()
    await app.close()

asyncio.run(start())
print(*(name for name in sys.argv[1:] if name in sys.modules))
print(gc.isenabled(), gc.get_freeze_count() > 10_000)
"""


def started(url: str) -> list[str]:
    """What of all that is loaded once the bot is built, and how the collector stands."""
    ran = subprocess.run(
        [sys.executable, "-c", START, *SPARED],
        cwd=CHECKOUT,
        env={"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()


@pytest.mark.parametrize("state", ["new", "up to date"])
def test_a_start_loads_nothing_that_can_wait(database_file: Path, tmp_path: Path, state: str) -> None:
    file = database_file if state == "up to date" else tmp_path / "new.db"
    assert started(address(file)) == ["", "True True"]
