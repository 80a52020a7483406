"""Members, where they were met, and the clicks that count once."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, false, true

from bot.store.tables.columns import Day, Moment, Snowflake, metadata

# A column's `doc` and a table's `words` are what the export calls them, where the name alone won't do.
# SQLite keeps a row under its key itself only where the key is declared INTEGER.
members = Table(
    "members",
    metadata,
    Column("user_id", Snowflake().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False),
    Column("roadmap", String, nullable=False),
    Column("enrolled_at", Moment, nullable=False),
    Column("started", Boolean, nullable=False, doc="used /start"),
    Column("nudged", Boolean, nullable=False, doc="weekly nudges"),
    Column("weekday", Integer, nullable=False, doc="nudge on weekday, 1 is Monday"),
    Column("minute", Integer, nullable=False, doc="nudge at, in minutes after midnight"),
    Column("zone", String, doc="time zone"),
    Column("dm_channel", Snowflake, doc="direct message channel"),
    Column("seen_day", Day, nullable=False, doc="last seen on"),
    Column("weekly_at", Moment, doc="next weekly nudge"),
    Column("snooze_at", Moment, doc="snoozed nudge"),
    Column("wake_at", Moment, doc="looked at next"),
    Column("last_due", Moment, doc="last weekly nudge was due"),
    Column("last_week", Integer, doc="in week, counted from the year 1"),
    Column("paused_until", Moment),
    Column("resting", Boolean, nullable=False, server_default=false()),
    Column(
        "unanswered", Integer, nullable=False, server_default="0", doc="nudges since the last sign of life"
    ),
    Column("refused_at", Moment, doc="delivery refused at"),
    Column("told", Boolean, nullable=False, server_default=false(), doc="told about the refusal"),
    Column("goal", String, doc="certification goal"),
    Column("goal_by", Day, doc="by"),
    Column("goal_told", Boolean, nullable=False, server_default=true(), doc="told about its retirement"),
    info={"words": "member"},
)
# What few rows have is indexed for those alone. To say the same for PostgreSQL would load its dialect.
Index(
    None,
    members.c.wake_at,
    sqlite_where=members.c.wake_at.is_not(None),
)

# So that a click which is delivered twice changes a member once; forgotten after a day.
clicks = Table(
    "clicks",
    metadata,
    Column("interaction_id", Snowflake, primary_key=True, autoincrement=False),
    Column(
        "user_id", Snowflake, ForeignKey("members.user_id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("at", Moment, nullable=False),
    info={"words": "clicks of the last day"},
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
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False, doc="server"),
    Column("at", Moment, nullable=False, doc="first at"),
    info={"words": "servers where /start was used"},
    sqlite_with_rowid=False,
)
