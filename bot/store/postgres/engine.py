"""PostgreSQL, as the rest of the store sees it."""

from bot.store.postgres.backup import backup
from bot.store.postgres.checkup import check_up, holds_anything, in_step
from bot.store.postgres.database import Database
from bot.store.postgres.migrate import migrate

database = Database.open

__all__ = ["backup", "check_up", "database", "holds_anything", "in_step", "migrate"]
