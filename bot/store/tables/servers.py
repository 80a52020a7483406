"""What servers set up."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from bot.store.tables.columns import Moment, Snowflake, metadata

guilds = Table(
    "guilds",
    metadata,
    Column("guild_id", Snowflake().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False),
    Column("updates_channel", Snowflake),
    Column("ping_role", Snowflake),
    Column("moderator_role", Snowflake),
    Column("zone", String),
    Column("publish", Boolean, nullable=False),
    Column("role_worked", Boolean, nullable=False),
    Column("left_at", Moment),
)
Index(None, guilds.c.left_at, sqlite_where=guilds.c.left_at.is_not(None))
