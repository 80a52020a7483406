"""The tables as they are after the last migration; a test holds the two together."""

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


class Snowflake(BigInteger):
    """An id that Discord gave."""


class Moment(BigInteger):
    """Epoch seconds, UTC."""


class Day(Integer):
    """Days since 1970-01-01, UTC."""


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

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

# The log of progress: rows are added and, when taken back, signed; never rewritten. Numbers are never
# given twice, so that an old Undo button can't hit a later change.
changes = Table(
    "changes",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, doc="number"),
    Column("user_id", Snowflake, ForeignKey("members.user_id", ondelete="CASCADE"), nullable=False),
    Column("roadmap", String, nullable=False),
    Column("interaction_id", Snowflake, nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("undone_by", Snowflake, unique=True, doc="taken back by interaction"),
    Column("undone_at", Moment, doc="taken back at"),
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
        doc="change number",
    ),
    Column("action", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("evidence", String),
    info={"words": "what each change marked"},
    sqlite_with_rowid=False,
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
    Column("day", Day, nullable=False, doc="on"),
    Column("link", String),
    info={"words": "certifications passed"},
    sqlite_with_rowid=False,
)

# Nobody's: who asked is not kept.
questions = Table(
    "questions",
    metadata,
    Column("roadmap", String, primary_key=True),
    Column("gist", String, primary_key=True),
    Column("day", Day, primary_key=True, autoincrement=False),
    Column("askings", Integer, nullable=False),
    sqlite_with_rowid=False,
)
