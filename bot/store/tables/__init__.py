"""The tables as they are after the last migration; a test holds the two together."""

from bot.store.tables.columns import Day, Moment, Snowflake, metadata
from bot.store.tables.jobs import jobs
from bot.store.tables.members import clicks, member_guilds, members
from bot.store.tables.progress import changes, marks, notes, passed
from bot.store.tables.questions import question_days, questions
from bot.store.tables.servers import guilds
from bot.store.tables.shared import shared
from bot.store.tables.updates import update_changes, updates

__all__ = [
    "Day",
    "Moment",
    "Snowflake",
    "changes",
    "clicks",
    "guilds",
    "jobs",
    "marks",
    "member_guilds",
    "members",
    "metadata",
    "notes",
    "passed",
    "question_days",
    "questions",
    "shared",
    "update_changes",
    "updates",
]
