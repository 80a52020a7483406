"""`cairn try`: the simulated server as one page in the browser, until it is told to stop."""

import asyncio
import os
import signal
import sys
import webbrowser

from bot.trial.site import served
from bot.trial.stage import Stage
from bot.trial.world import a_world

WELCOME = """\
Cairn on a simulated Discord: the real bot, a made-up server. It is here, in your browser:

  {url}

Ctrl+C ends it, and forgets everything.
"""


async def serve(port: int) -> None:
    """Serve on loopback until SIGINT or SIGTERM; port 0 is any free one. Raises PortUnusable."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    async with a_world() as world:
        stage = Stage(world)
        await stage.furnish()
        async with served(stage, port) as url:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, stop.set)
            print(WELCOME.format(url=url), flush=True)
            if _has_a_screen():
                await asyncio.to_thread(webbrowser.open, url)
            await stop.wait()


def _has_a_screen() -> bool:
    """Whether somebody sits in front of it: then the page may open by itself."""
    windows = sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return windows and sys.stdout.isatty()
