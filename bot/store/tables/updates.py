"""What moderators write."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from bot.store.tables.columns import Moment, Snowflake, metadata

# An update belongs to its server. Its author's id is forgotten with the author; the signature stays.
updates = Table(
    "updates",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
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

update_changes = Table(
    "update_changes",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("update_id", BigInteger, ForeignKey("updates.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("interaction_id", Snowflake, nullable=False, unique=True),
    Column("author_id", Snowflake, index=True),
    Column("at", Moment, nullable=False),
    Column("what", String, nullable=False),
    Column("title_before", String),
    Column("text_before", String),
)
