"""SQLite, as the rest of the store sees it."""

from bot.store.sqlite import dialect  # noqa: F401 - to load it is to let statements know it
from bot.store.sqlite.backup import backup
from bot.store.sqlite.checkup import check_up, holds_anything, in_step
from bot.store.sqlite.database import Database
from bot.store.sqlite.migrate import migrate

database = Database.open

__all__ = ["backup", "check_up", "database", "holds_anything", "in_step", "migrate"]
