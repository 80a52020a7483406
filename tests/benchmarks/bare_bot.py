"""The measure of all things: a discord.py bot with one command that answers a constant."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import discord
import yarl
from discord import app_commands, ui

Control = ui.Button[ui.LayoutView]
LABELS = ("Done", "Skip", "Details")
TEXTS = (
    "### A title of some words\n-# A phase, months 1 to 3 · about 30 hours",
    "A reason. " * 20,
    "*Done when* " + "something " * 14,
    "↗ [A page](<https://example.org/a/page/with/a/rather/long/name/in/it>)\n" * 3,
    "-# ◆○○○ ○○○○○ ○○○○○ ○○○○○  0 of 19 actions",
)


class Bare(discord.Client):
    """As little as a bot can be, with the intents and caches that Cairn has."""

    def __init__(self, command: app_commands.Command[Any, ..., None]) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(command)

    async def setup_hook(self) -> None:
        await self.tree.sync()
        if file := os.environ.get("BARE_CHANNELS"):
            self.sending = asyncio.create_task(self._send(_read(file)))

    async def _send(self, channels: list[int]) -> None:
        """A message into each, so many a second."""
        await asyncio.sleep(float(os.environ["BARE_WAITS"]))
        sends = []
        for channel in channels:
            sends.append(asyncio.create_task(self.get_partial_messageable(channel).send("A week's message")))
            await asyncio.sleep(1 / float(os.environ["BARE_RATE"]))
        await asyncio.gather(*sends)


def _read(file: str) -> list[int]:
    channels: list[int] = json.loads(Path(file).read_text())
    return channels


async def answer(interaction: discord.Interaction) -> None:
    """Answer what Cairn might answer: as many components and as much text."""
    view = ui.LayoutView()
    view.add_item(ui.Container(*(ui.TextDisplay(text) for text in TEXTS), accent_colour=0xC98A1B))
    view.add_item(ui.ActionRow(*(Control(label=name, custom_id=name.ljust(36, "-")) for name in LABELS)))
    view.stop()
    await interaction.response.send_message(view=view, ephemeral=True)


def run(command: app_commands.Command[Any, ..., None]) -> None:
    """Run it against a simulated Discord, until SIGTERM."""
    discord.http.Route.BASE = os.environ["DISCORD_API_URL"] + "/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY"])
    Bare(command).run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    run(app_commands.Command(name="next", description="…", callback=answer))
