"""The log of what members did, and what they passed."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from bot.store.tables.columns import Day, Moment, Snowflake, metadata

# The log of progress: rows are added and, when taken back, signed; never rewritten. Numbers are never
# given twice, so that an old Undo button can't hit a later change.
changes = Table(
    "changes",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("user_id", Snowflake, ForeignKey("members.user_id", ondelete="CASCADE"), nullable=False),
    Column("roadmap", String, nullable=False),
    Column("interaction_id", Snowflake, nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("undone_by", Snowflake, unique=True),
    Column("undone_at", Moment),
    Index(None, "user_id", "id"),
    sqlite_autoincrement=True,
)

marks = Table(
    "marks",
    metadata,
    Column("change_id", BigInteger, ForeignKey("changes.id", ondelete="CASCADE"), primary_key=True),
    Column("action", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("evidence", String),
    sqlite_with_rowid=False,
)

passed = Table(
    "passed",
    metadata,
    Column("user_id", Snowflake, ForeignKey("members.user_id", ondelete="CASCADE"), primary_key=True),
    Column("exam", String, primary_key=True),
    Column("day", Day, nullable=False),
    Column("link", String),
    sqlite_with_rowid=False,
)
