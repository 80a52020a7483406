"""What `cairn report`, `faqs` and `check --against` look up: a database that may be in use, or not there."""

from collections.abc import Mapping

from bot.content.faqs import written
from bot.domain.edits import differences
from bot.domain.library import Library
from bot.domain.lost import lost
from bot.store import engines
from bot.store.connection import Executes
from bot.store.report import holders, passers, weekly_messages
from bot.store.store import Store
from bot.views.report import by_week, edit_lines, lost_lines, unanswered


async def report(database_url: str, since: int) -> list[str]:
    """The nudges and the questions without an answer since an instant (epoch seconds), as lines to print.

    Raises StoreUnavailable.
    """
    await engines.of(database_url).in_step(database_url)
    store = Store.open(database_url)
    try:
        weeks = by_week(await weekly_messages(store.read.connection, since))
        return [*weeks, "", *unanswered(await store.read.questions.everywhere(since))]
    finally:
        await store.close()


async def faqs(database_url: str, library: Library, guild: int | None) -> list[str]:
    """The answers of all servers, or of one, as lines of YAML. Raises StoreUnavailable."""
    await engines.of(database_url).in_step(database_url)
    store = Store.open(database_url)
    try:
        found = await store.read.answers.everywhere(guild)
    finally:
        await store.close()
    return [*written(library, found)] or ["# No answers yet: moderators write them with /answers open."]


async def lost_ticks(connection: Executes, library: Library) -> list[str]:
    """What members ticked or passed and the content knows no more, as lines; nothing of it is deleted."""
    return lost_lines(lost(library, await holders(connection)), lost(library, await passers(connection)))


async def edits(database_url: str, before: Library, after: Library) -> list[str]:
    """What an edit of the content means to members, as lines to print.

    Where there is a database, they say how many members hold each id. Raises StoreUnavailable.
    """
    held: Mapping[tuple[str, str], int] = {}
    if await engines.of(database_url).holds_anything(database_url):
        await engines.of(database_url).in_step(database_url)
        store = Store.open(database_url)
        try:
            held = await holders(store.read.connection)
        finally:
            await store.close()
    return edit_lines(differences(before, after), held)
