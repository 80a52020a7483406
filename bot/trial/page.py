"""`cairn try`: the simulated server as a page in the browser, steered by keys in the terminal."""

import asyncio
import os
import secrets
import signal
import socket
import sys
import termios
import tty
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from simcord import MemberActor, UserHandle
from simcord.builders import ChannelHandle
from simcord.preview import Preview

from bot.domain.schedule import DAY
from bot.host.startup_errors import PortUnusable
from bot.trial.world import World, a_world

SPANS = {"h": DAY // 24, "w": 7 * DAY}
"""Keys that let time pass, and how many seconds."""
QUIT = "q"

WELCOME = """\
Cairn on a simulated Discord: the real bot, a made-up server. Open this in your browser:

  {url}

Type / in the message field. "Viewing as" makes you Robin, a member, or Mona, a moderator.
Time in there stands still, whatever your watch says; times are UTC."""
KEYS = """\
Keys, here in the terminal; after each one, reload the page:

  g  #general              d  Robin's direct messages       h  an hour passes
  u  #roadmap-updates      q  quit and forget everything    w  a week passes
"""
NO_KEYS = "There is no keyboard here, so the page stays in #general. Ctrl+C ends it.\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation, and who takes part in it."""

    name: str
    channel: ChannelHandle
    viewers: tuple[MemberActor | UserHandle, ...]


async def serve(port: int) -> None:
    """Serve on loopback until q, SIGINT, SIGTERM or the page's own end; port 0 is any free one.

    Raises PortUnusable.
    """
    port = _free(port)
    pressed: asyncio.Queue[str] = asyncio.Queue()
    async with a_world() as world:
        if world.app.client.user:
            await world.app.client.user.edit(username="Cairn")
        with _listening(pressed) as keyboard:
            await _steer(world, port, pressed, KEYS if keyboard else NO_KEYS)


async def _steer(world: World, port: int, pressed: asyncio.Queue[str], manual: str) -> None:
    """Show one place after the other, always at the same address.

    The page is served anew for every key, also when time passes: the simulation serves one conversation
    at a time, and takes pages for abandoned when its clock jumps.
    """
    places = _places(world)
    place, key, secret = places["g"], "", secrets.token_urlsafe(32)
    while key != QUIT:
        preview = world.env.preview(place.channel, viewers=place.viewers, layout="channel", port=port)
        preview.capability = secret
        async with preview:
            now = f"{place.name}, {world.env.now():%A %d %B %Y, %H:%M}. Reload the page."
            print(now if key else f"{WELCOME.format(url=preview.url)}\n\n{manual}", flush=True)
            key = await _next_key(pressed, preview, {*places, *SPANS, QUIT})
        place = places.get(key, place)
        await world.pass_time(SPANS.get(key, 0))


def _places(world: World) -> dict[str, Place]:
    everybody = (world.robin.hands, world.mona.hands)
    robin = world.robin.user
    return {
        "g": Place("#general", world.general, everybody),
        "u": Place("#roadmap-updates", world.updates, everybody),
        "d": Place("Robin's direct messages", robin.dm_channel, (robin,)),
    }


async def _next_key(pressed: asyncio.Queue[str], preview: Preview, known: Collection[str]) -> str:
    """The next key that means something; the page's own "End preview session" quits."""
    closing = asyncio.create_task(_report_close(preview, pressed))
    try:
        while (key := await pressed.get()) not in known:
            pass
        return key
    finally:
        closing.cancel()


async def _report_close(preview: Preview, pressed: asyncio.Queue[str]) -> None:
    await preview.wait_closed()
    pressed.put_nowait(QUIT)


def _free(port: int) -> int:
    try:
        with socket.create_server(("127.0.0.1", port)) as server:
            return int(server.getsockname()[1])
    except (OSError, OverflowError):
        raise PortUnusable(
            f"port {port} can't be used here: name another one with --port, or leave --port away."
        ) from None


@contextmanager
def _listening(pressed: asyncio.Queue[str]) -> Iterator[bool]:
    """Hear single keys, without Enter, while this lasts; SIGINT and SIGTERM quit like the key does.

    Tells whether there is a keyboard at all.
    """
    loop = asyncio.get_running_loop()
    with ExitStack() as after:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, pressed.put_nowait, QUIT)
            after.callback(loop.remove_signal_handler, number)
        if keyboard := sys.stdin.isatty():
            after.callback(termios.tcsetattr, sys.stdin, termios.TCSADRAIN, termios.tcgetattr(sys.stdin))
            tty.setcbreak(sys.stdin)
            loop.add_reader(sys.stdin, _read, pressed)
            after.callback(loop.remove_reader, sys.stdin)
        yield keyboard


def _read(pressed: asyncio.Queue[str]) -> None:
    typed = os.read(sys.stdin.fileno(), 64).decode(errors="ignore").lower()
    for key in typed or QUIT:
        pressed.put_nowait(key)
