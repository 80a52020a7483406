"""The second floor: the bare bot, which says what Cairn says, with nothing of Cairn around it.

It reads a member, works out their next step and lays out its card; it has no services, counts no answers,
notes no sign of life and knows no other command.
"""

import gc
import os
from pathlib import Path

import discord
from discord import app_commands

from bot.content.live import LiveContent
from bot.domain.crossroads import choice_ahead
from bot.domain.journey import journey_of
from bot.store.changes import Changes
from bot.store.sqlite import dialect as _renders_the_log  # noqa: F401
from bot.store.sqlite.database import engine_of
from bot.store.sqlite.writer import AtOnce
from bot.views.actions import next_action
from tests.benchmarks.bare_bot import run


def main() -> None:
    """Run it; the database is Cairn's."""
    library = LiveContent.open(Path(os.environ["CONTENT_DIR"])).library
    changes = Changes(AtOnce(engine_of(os.environ["DATABASE_URL"]).connect()))

    async def read_and_say(interaction: discord.Interaction) -> None:
        user = interaction.user.id
        log = await changes.of(user)
        journey = journey_of(library, log.member, log.marked)
        written = library.active(journey.progress.roadmap.id)
        choice = choice_ahead(written, journey.progress, journey.path)
        view = next_action(journey.progress, user, journey.member, choice)
        view.stop()
        await interaction.response.send_message(view=view, ephemeral=True)

    gc.freeze()  # as Cairn does
    run(app_commands.Command(name="next", description="…", callback=read_and_say))


if __name__ == "__main__":
    main()
