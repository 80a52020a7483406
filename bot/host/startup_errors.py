"""What stands between Cairn and Discord, in one sentence for the host."""

import socket
import ssl

import aiohttp
import discord

from bot import discord_internals


class PortUnusable(Exception):
    """Nothing can be served at HEALTH_PORT; the text says what to do."""


TROUBLES = (
    discord.DiscordException,
    aiohttp.ClientError,
    TimeoutError,
    ConnectionError,
    ssl.SSLError,
    socket.gaierror,
    discord_internals.InternalsMoved,
    discord_internals.Unreachable,
)
"""What may be raised by logging in to Discord and by talking to it."""


def words(error: Exception) -> str:
    """What happened and what to do; the error is one of TROUBLES."""
    match error:
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            return (
                "Discord refused the token (401). Copy it again from the Developer Portal → Bot → Reset "
                "Token, and put it into DISCORD_TOKEN."
            )
        case discord.ConnectionClosed(code=4010 | 4011):
            return (
                f"Discord wants other shards of this bot ({error.code}): start Cairn again, and it takes "
                "as many as Discord recommends by then."
            )
        case discord_internals.InternalsMoved() | discord_internals.Unreachable():
            return str(error)
        case discord.HTTPException():
            return (
                f"Discord answered {error.status}: {error.text or 'no reason given'}. Try again in a minute."
            )
        case aiohttp.ClientError() | OSError():
            return f"Discord can't be reached: {discord_internals.cause(error)}"
        case _:
            return f"Discord ended the connection: {error} Try again in a minute."
