"""Members, where they were met, and the clicks that count once."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, false, true

from bot.store.tables.columns import Day, Moment, Snowflake, metadata

# SQLite keeps a row under its key itself only where the key is declared INTEGER.
members = Table(
    "members",
    metadata,
    Column("user_id", Snowflake().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False),
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
    Column("hours", Integer),
    Column("hours_at", Moment),
    Column("every", Integer, nullable=False, server_default="1"),
    Column("pause_from", Moment),
    Column("pause_to", Moment),
    Column("paths", JSON, nullable=False, server_default="{}"),
)
# What few rows have is indexed for those alone. To say the same for PostgreSQL would load its dialect.
for _rare in (members.c.wake_at, members.c.refused_at):
    Index(None, _rare, sqlite_where=_rare.is_not(None))

# So that a click which is delivered twice changes a member once; forgotten after a day.
clicks = Table(
    "clicks",
    metadata,
    Column("interaction_id", Snowflake, primary_key=True, autoincrement=False),
    Column(
        "user_id", Snowflake, ForeignKey("members.user_id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("at", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)

member_guilds = Table(
    "member_guilds",
    metadata,
    Column(
        "user_id",
        Snowflake,
        ForeignKey("members.user_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Index(None, "guild_id", "user_id"),
    sqlite_with_rowid=False,
)
