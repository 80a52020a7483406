"""Running one command of the command line to its end, as a host would, away from the checkout's own .env."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

from bot.settings import Settings
from tests.process.conftest import CHECKOUT


async def cairn(
    folder: Path, *arguments: str, seconds: float = 60, **variables: str
) -> tuple[int, list[str]]:
    """Run `python -m bot ...` in a folder with these variables set; its exit code and what it printed."""
    own = {name.upper() for name in Settings.model_fields}
    rest = {name: value for name, value in os.environ.items() if name not in own}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        env={**rest, "PYTHONPATH": str(CHECKOUT), **variables},
        cwd=folder,
        stdout=PIPE,
        stderr=STDOUT,
    )
    async with asyncio.timeout(seconds):
        output, _ = await process.communicate()
    return process.returncode or 0, output.decode().splitlines()
