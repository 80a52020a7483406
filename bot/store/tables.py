"""The tables as they are after the last migration; a test holds the two together."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy.schema import SchemaItem


class Snowflake(BigInteger):
    """An id that Discord gave."""


class Moment(BigInteger):
    """Epoch seconds, UTC."""


class Day(Integer):
    """A day, counted from 1970-01-01: the member's own, or where there is no member UTC's."""


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite keeps a row under its key itself only where the key is declared INTEGER.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_ID = Snowflake().with_variant(Integer(), "sqlite")


def _table(name: str, *parts: SchemaItem, **options: Any) -> Table:
    return Table(name, metadata, *parts, **options)


def _member(**options: Any) -> Column[Any]:
    return Column("user_id", Snowflake, ForeignKey("members.user_id", ondelete="CASCADE"), **options)


members = _table(
    "members",
    Column("user_id", _ID, primary_key=True, autoincrement=False),
    Column("roadmap", String, nullable=False),
    Column("enrolled_at", Moment, nullable=False),
    Column("started", Boolean, nullable=False),
    Column("nudged", Boolean, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("zone", String),
    Column("dm_channel", Snowflake),
    Column("seen_day", Day, nullable=False, index=True),
    Column("weekly_at", Moment),
    Column("snooze_at", Moment),
    Column("wake_at", Moment),
    Column("last_due", Moment),
    Column("last_week", Integer),
    Column("paused_until", Moment),
    Column("resting", Boolean, nullable=False, server_default=false()),
    Column("unanswered", Integer, nullable=False, server_default="0"),
    Column("refused_at", Moment),
    Column("told", Boolean, nullable=False, server_default=false()),
    Column("locale", String),
    Column("goal", String),
    Column("goal_by", Day),
    Column("goal_told", Boolean, nullable=False, server_default=true()),
)
# What few rows have is indexed for those alone. To say the same for PostgreSQL would load its dialect.
for _rare in (members.c.wake_at, members.c.refused_at):
    Index(None, _rare, sqlite_where=_rare.is_not(None))

# So that a click which is delivered twice changes a member once; forgotten after a day.
clicks = _table(
    "clicks",
    Column("interaction_id", Snowflake, primary_key=True, autoincrement=False),
    _member(nullable=False, index=True),
    Column("at", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# Where they used /start.
member_guilds = _table(
    "member_guilds",
    _member(primary_key=True),
    Column("guild_id", Snowflake, primary_key=True),
    Column("at", Moment, nullable=False),
    Index(None, "guild_id", "user_id"),
    sqlite_with_rowid=False,
)

# The log of progress: rows are added and, when taken back, signed; never rewritten. Numbers are never
# given twice, so that an old Undo button can't hit a later change.
changes = _table(
    "changes",
    Column("id", _NUMBER, primary_key=True),
    _member(nullable=False),
    Column("roadmap", String, nullable=False),
    Column("interaction_id", Snowflake, nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("undone_by", Snowflake, unique=True),
    Column("undone_at", Moment),
    Index(None, "user_id", "id"),
    sqlite_autoincrement=True,
)

marks = _table(
    "marks",
    Column("change_id", BigInteger, ForeignKey("changes.id", ondelete="CASCADE"), primary_key=True),
    Column("action", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("evidence", String),
    sqlite_with_rowid=False,
)

passed = _table(
    "passed",
    _member(primary_key=True),
    Column("exam", String, primary_key=True),
    Column("day", Day, nullable=False),
    Column("link", String),
    sqlite_with_rowid=False,
)

# `key` is what the buttons of a job's message carry; `number` what they carried in the first edition.
jobs = _table(
    "jobs",
    Column("id", _NUMBER, primary_key=True),
    Column("kind", String, nullable=False),
    Column("owner", Snowflake, nullable=False),
    Column("key", String, nullable=False),
    Column("user_id", Snowflake, index=True),
    Column("guild_id", Snowflake, index=True),
    Column("due_at", Moment, nullable=False, index=True),
    Column("state", String, nullable=False),
    Column("claimed_at", Moment, nullable=False),
    Column("lease_until", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("asked", Boolean, nullable=False),
    Column("about", String),
    Column("sent_at", Moment),
    Column("channel", Snowflake),
    Column("message", Snowflake),
    Column("reason", String),
    Column("number", Integer),
    UniqueConstraint("owner", "key"),
)
Index(None, jobs.c.lease_until, sqlite_where=jobs.c.state.in_(("claimed", "waiting")))

guilds = _table(
    "guilds",
    Column("guild_id", _ID, primary_key=True, autoincrement=False),
    Column("updates_channel", Snowflake),
    Column("ping_role", Snowflake),
    Column("moderator_role", Snowflake),
    Column("zone", String),
    Column("publish", Boolean, nullable=False),
    Column("role_worked", Boolean, nullable=False),
    Column("left_at", Moment),
)
Index(None, guilds.c.left_at, sqlite_where=guilds.c.left_at.is_not(None))

# An update belongs to its server. Its author's id is forgotten with the author; the signature stays.
updates = _table(
    "updates",
    Column("id", _NUMBER, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("interaction_id", Snowflake, nullable=False, unique=True),
    Column("author_id", Snowflake, index=True),
    Column("author_channel", Snowflake),
    Column("signature", String, nullable=False),
    Column("title", String, nullable=False),
    Column("text", String, nullable=False),
    Column("about", String),
    Column("created_at", Moment, nullable=False),
    Column("scheduled_at", Moment),
    Column("state", String, nullable=False),
    Column("key", String),
    Column("posted_at", Moment),
    Column("channel", Snowflake),
    Column("message", Snowflake),
    Column("reason", String),
    Index(None, "guild_id", "id"),
    sqlite_autoincrement=True,
)

update_changes = _table(
    "update_changes",
    Column("id", _NUMBER, primary_key=True),
    Column("update_id", BigInteger, ForeignKey("updates.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("interaction_id", Snowflake, nullable=False, unique=True),
    Column("author_id", Snowflake, index=True),
    Column("at", Moment, nullable=False),
    Column("what", String, nullable=False),
    Column("title_before", String),
    Column("text_before", String),
)

# Who asked is not kept, but a mark that only their id and the key in `shared` make again.
questions = _table(
    "questions",
    Column("guild_id", Snowflake, primary_key=True),
    Column("roadmap", String, primary_key=True),
    Column("gist", String, primary_key=True),
    Column("asker", String, primary_key=True),
    Column("day", Day, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# How many questions of one person were kept on a day; forgotten after it.
question_days = _table(
    "question_days",
    Column("asker", String, primary_key=True),
    Column("day", Day, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# What all of the bot shares, by name.
shared = _table(
    "shared",
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    sqlite_with_rowid=False,
)
