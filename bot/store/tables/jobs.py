"""What is sent or done unasked or later."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, UniqueConstraint

from bot.store.tables.columns import Moment, Snowflake, metadata

# `key` is what the buttons of a job's message carry; `number` what they carried in the first edition.
jobs = Table(
    "jobs",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
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
_OPEN = jobs.c.state.in_(("claimed", "waiting"))
Index(None, jobs.c.lease_until, sqlite_where=_OPEN)
