"""What `cairn report` and `cairn check --against` look up: a database that may be in use, or not there."""

from collections.abc import Mapping

from bot.domain.edits import differences
from bot.domain.library import Library
from bot.store.checkup import in_step
from bot.store.database import Database, file_of
from bot.store.holders import holders
from bot.store.questions import QuestionStore
from bot.store.report import ReportStore
from bot.views.report import by_week, edit_lines, unanswered


async def report(database_url: str, since: int) -> list[str]:
    """The nudges and the questions without an answer since an instant (epoch seconds), as lines to print.

    Raises StoreUnavailable.
    """
    await in_step(database_url)
    database = Database.open(database_url)
    try:
        nudges = by_week(await ReportStore(database).by_week(since))
        return [*nudges, "", *unanswered(await QuestionStore(database).everywhere(since))]
    finally:
        await database.close()


async def edits(database_url: str, before: Library, after: Library) -> list[str]:
    """What an edit of the content means to members, as lines to print.

    Where there is a database, they say how many members hold each id. Raises StoreUnavailable.
    """
    held: Mapping[tuple[str, str], int] = {}
    if file_of(database_url).exists():
        await in_step(database_url)
        database = Database.open(database_url)
        try:
            held = await holders(database)
        finally:
            await database.close()
    return edit_lines(differences(before, after), held)
