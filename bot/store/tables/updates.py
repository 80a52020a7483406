"""What moderators write."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from bot.store.tables.columns import Moment, Snowflake, metadata

# An update belongs to its server. Its author's id is forgotten with the author; the signature stays.
updates = Table(
    "updates",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, doc="number"),
    Column("guild_id", Snowflake, nullable=False, doc="server"),
    Column("interaction_id", Snowflake, nullable=False, unique=True),
    Column("author_id", Snowflake),
    Column("author_channel", Snowflake, doc="direct message channel"),
    Column("signature", String, nullable=False),
    Column("title", String, nullable=False),
    Column("text", String, nullable=False),
    Column("about", String),
    Column("created_at", Moment, nullable=False),
    Column("scheduled_at", Moment),
    Column("state", String, nullable=False),
    Column("claimed_at", Moment),
    Column("lease_until", Moment, doc="claimed until"),
    Column("attempts", Integer, nullable=False),
    Column("posted_at", Moment),
    Column("channel", Snowflake),
    Column("message", Snowflake),
    Column("reason", String),
    Index(None, "guild_id", "id"),
    info={"words": "updates written"},
    sqlite_autoincrement=True,
)
_UNPOSTED = updates.c.state.in_(("scheduled", "claimed", "waiting"))
Index(None, updates.c.lease_until, sqlite_where=_UNPOSTED)

update_changes = Table(
    "update_changes",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, doc="number"),
    Column("update_id", BigInteger, ForeignKey("updates.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("interaction_id", Snowflake, nullable=False, unique=True),
    Column("author_id", Snowflake),
    Column("at", Moment, nullable=False),
    Column("what", String, nullable=False),
    Column("title_before", String),
    Column("text_before", String),
    info={"words": "updates changed"},
)
