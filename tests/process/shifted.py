"""`python -m tests.process.shifted SECONDS`: what `cairn run` does, with a clock that is so much ahead."""

import asyncio
import sys

from bot import logs
from bot.clocks import clock
from bot.content.live import LiveContent
from bot.run import run
from bot.settings import read_settings


def run_ahead(ahead: int) -> None:
    """Run the bot as the environment says until SIGTERM."""
    settings = read_settings()
    logs.set_up(settings.log_level, settings.log_format)
    assert settings.discord_token, "DISCORD_TOKEN is not set"
    token, content = settings.discord_token.get_secret_value(), LiveContent.open(settings.content_dir)
    asyncio.run(run(settings, token, content, now=lambda: clock() + ahead))


if __name__ == "__main__":
    run_ahead(int(sys.argv[1]))
