"""Bring a database up to date in a process of its own, so that what only that needs stays with nobody."""

import asyncio
import json
import sys
from subprocess import DEVNULL, PIPE

from bot.domain.errors import StoreUnavailable
from bot.store import engines


async def migrate(url: str) -> tuple[str | None, str]:
    """As an engine's own `migrate`, which this process does itself where there is nothing to apply.

    It also does where the other one could not, whatever the reason, and then raises what that is: an upgrade
    is done whole or not at all.
    """
    engine = engines.of(url)
    try:
        await engine.in_step(url)
    except StoreUnavailable:  # one that is not there, too old, or of no use
        if done := await _in_another(url):
            return done
    return await engine.migrate(url)


async def _in_another(url: str) -> tuple[str | None, str] | None:
    """What came of it there; None for nothing. A terminal's Ctrl-C is for this process alone to answer.

    The address is not named where everybody on this machine could read it, as it may hold a password.
    """
    itself = (sys.executable, "-m", "bot.store.apart")
    try:
        other = await asyncio.create_subprocess_exec(
            *itself, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )
    except OSError:
        return None
    said, _ = await other.communicate(url.encode())
    if other.returncode:
        return None
    try:
        before, after = json.loads(said.splitlines()[-1])  # before it a Python may say something of its own
    except (IndexError, TypeError, ValueError):
        return None
    return before, after


async def _here(url: str) -> tuple[str | None, str]:
    return await engines.of(url).migrate(url)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(_here(sys.stdin.read()))))
