"""A simulated server with the real bot in it, and checks that hold for everything the bot ever sends."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import discord
import hypothesis
import pytest

from bot import app
from bot.content.live import LiveContent
from bot.domain.custom_id import Unkept, read
from bot.domain.errors import MemberError
from bot.host.zone_data import use_newest
from bot.settings import read_settings
from bot.store.sqlite.migrate import migrate
from bot.store.store import Store
from bot.trial.world import World, a_world, at_once
from tests import looks
from tests.needs import lacking
from tests.postgres import HOW, Server, started
from tests.request_faults import custom_ids, faults, record
from tests.stored import address

Restart = Callable[[], Awaitable[None]]


# The processors are shared, and how long one example takes says nothing.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare our own options."""
    parser.addoption("--all", action="store_true", help="fail where something that a test needs is missing")
    parser.addoption(
        "--postgres", action="store_true", help="let the whole bot keep what it knows in PostgreSQL"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Declare our own markers."""
    use_newest()  # as the bot does: else what some tests read would hang on which ran before in their process
    config.addinivalue_line("markers", "breaks: the test makes something go wrong inside the bot")
    config.addinivalue_line("markers", "long: the test takes minutes; it runs with --all, or when named")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes unless it is asked for; it begins first, and all else runs beside it."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if config.getoption("--all") or any("::" in argument for argument in config.args):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: --all runs it, too"))


@pytest.fixture(scope="session")
def shipped() -> LiveContent:
    """The content that ships."""
    return LiveContent.open(read_settings().content_dir)


@pytest.fixture
def content(shipped: LiveContent) -> LiveContent:
    """The content the bot works with; a module that wants other content overrides this."""
    return LiveContent(shipped.folder, shipped.library)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at the newest revision, without rows; copied, not used."""
    file = tmp_path_factory.mktemp("migrated") / "cairn.db"
    asyncio.run(migrate(address(file)))
    return file


@pytest.fixture
def database_file(pytestconfig: pytest.Config, migrated: Path, tmp_path: Path) -> Path:
    """The file of the bot's database."""
    if pytestconfig.getoption("--postgres"):
        pytest.skip("it looks into the file itself, and with --postgres there is none")
    return Path(shutil.copy(migrated, tmp_path / "world.db"))


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[Server]:
    """A PostgreSQL server, for as long as this process tests."""
    with started() as server:
        if server is None:
            lacking(pytestconfig, HOW)
        yield server


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of the bot's database."""
    if request.config.getoption("--postgres"):
        server: Server = request.getfixturevalue("postgres")
        return server.emptied()
    return address(request.getfixturevalue("database_file"))


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """That database, open."""
    opened = Store.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def world(
    request: pytest.FixtureRequest, content: LiveContent, database_url: str
) -> AsyncIterator[World]:
    """A server with Robin, Mona and the bot; at the end everything the bot sent is checked."""
    async with a_world(content, database_url, datetime(2026, 1, 1, tzinfo=UTC)) as world:
        yield world
        kept = kept_views(world.env.bot)
        errors = [error for error in world.env.errors if not _of_the_member(error)]
    wrong = list(unanswered(world))
    for entry in world.env.http_requests:
        wrong += faults(entry.method, entry.path, entry.json)
        wrong += looks.faults(entry.json)
        record(entry.method, entry.path, entry.json)
    if wrong:
        pytest.fail("what the bot sent is wrong:\n" + "\n".join(wrong))
    if kept:
        pytest.fail(f"discord.py keeps objects of answered messages: {kept}")
    if errors and not request.node.get_closest_marker("breaks"):
        raise BaseExceptionGroup("the bot raised", errors)


@pytest.fixture
async def restart(world: World, content: LiveContent, database_url: str) -> AsyncIterator[Restart]:
    """Ends the bot's process, as it were, and starts another one on the same database."""
    built: list[app.App] = []

    async def again() -> None:
        built.append(await app.build(database_url, content, world.now, wait=at_once))
        await world.env.restart_bot(built[-1].client)

    yield again
    for each in built:
        await each.store.close()


def kept_views(client: discord.Client) -> list[object]:
    """Views and forms that discord.py holds on to; old messages must work without."""
    store = client._connection._view_store
    return [*store._views.values(), *store._modals.values(), *store._synced_message_views.values()]


def unanswered(world: World) -> Iterator[str]:
    """Buttons, menus and forms that were sent and that nothing would answer."""
    for custom_id in custom_ids(entry.json for entry in world.env.http_requests):
        press = read(custom_id)
        if press is None or press.verb not in world.app.client._presses:
            yield f"nothing answers {custom_id}"


def _of_the_member(error: BaseException) -> bool:
    cause = getattr(error, "original", error)
    return isinstance(cause.why if isinstance(cause, Unkept) else cause, MemberError)
