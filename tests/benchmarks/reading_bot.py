"""The floor: the bare bot, which first reads of a member what Cairn reads, with nothing before SQLite.

No bot that knows who asks can do without that.
"""

import json
import os
import sqlite3

import discord
from discord import app_commands
from sqlalchemy import make_url
from sqlalchemy.dialects import sqlite

from bot.store.changes import STANDING
from bot.store.sqlite import dialect as _renders_the_log  # noqa: F401
from tests.benchmarks.bare_bot import answer, run


def main() -> None:
    """Run it; the database is Cairn's."""
    written = STANDING.on(sqlite.dialect(paramstyle="qmark"))
    connection = sqlite3.connect(str(make_url(os.environ["DATABASE_URL"]).database))

    async def read_and_answer(interaction: discord.Interaction) -> None:
        for *_, log in connection.execute(written.sql, written.values({"user": interaction.user.id})):
            json.loads(log)
        await answer(interaction)

    run(app_commands.Command(name="next", description="…", callback=read_and_answer))


if __name__ == "__main__":
    main()
