"""What belongs to the bot itself."""

from sqlalchemy import Column, String, Table

from bot.store.tables.columns import metadata

# What all of the bot shares, by name.
shared = Table(
    "shared",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    sqlite_with_rowid=False,
)
