"""What was asked in vain."""

from sqlalchemy import Column, Integer, String, Table

from bot.store.tables.columns import Day, Snowflake, metadata

# Who asked is not kept, but a mark that only their id and the key in `shared` make again.
questions = Table(
    "questions",
    metadata,
    Column("guild_id", Snowflake, primary_key=True),
    Column("roadmap", String, primary_key=True),
    Column("gist", String, primary_key=True),
    Column("asker", String, primary_key=True),
    Column("day", Day, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# How many questions of one person were kept on a day; forgotten after it.
question_days = Table(
    "question_days",
    metadata,
    Column("asker", String, primary_key=True),
    Column("day", Day, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)
