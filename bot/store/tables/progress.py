"""The log of what members did, and what they passed."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, false

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
    Column(
        "change_id",
        BigInteger,
        ForeignKey("changes.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("ref", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("evidence", String),
    Column("ordinal", Integer),
    Column("repeat", Integer),
    Column("follows", Boolean, nullable=False, server_default=false()),
    Column("undone_by", Snowflake),
    sqlite_with_rowid=False,
)

passed = Table(
    "passed",
    metadata,
    Column(
        "user_id",
        Snowflake,
        ForeignKey("members.user_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("exam", String, primary_key=True),
    Column("day", Day, nullable=False),
    Column("link", String),
    sqlite_with_rowid=False,
)

notes = Table(
    "notes",
    metadata,
    Column(
        "user_id",
        Snowflake,
        ForeignKey("members.user_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("roadmap", String, primary_key=True),
    Column("ref", String, primary_key=True),
    Column("text", String, nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_with_rowid=False,
)
