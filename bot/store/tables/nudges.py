"""Everything that is sent to members unasked."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from bot.store.tables.columns import Moment, Snowflake, metadata

# Everything that was sent unasked, and what is being sent. Numbers are never given twice: they stand in
# buttons that live for ever.
nudges = Table(
    "nudges",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, doc="number"),
    Column("user_id", Snowflake, ForeignKey("members.user_id", ondelete="CASCADE"), nullable=False),
    Column("kind", String, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("claimed_at", Moment, nullable=False),
    Column("lease_until", Moment, nullable=False, doc="claimed until"),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", Moment),
    Column("action", String),
    Column("channel", Snowflake),
    Column("message", Snowflake),
    Column("reason", String),
    UniqueConstraint("user_id", "due_at"),
    Index(None, "due_at"),
    sqlite_autoincrement=True,
)
_OPEN = nudges.c.state.in_(("claimed", "waiting"))
Index(None, nudges.c.lease_until, sqlite_where=_OPEN)
