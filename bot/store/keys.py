"""Secret keys that the bot makes for itself, so that a mark in place of a person can't be read back."""

import secrets

from bot.store.connection import Executes
from bot.store.shared import Shared


async def key(connection: Executes, name: str) -> bytes | None:
    """The key of this name; None as long as nobody made it."""
    value = await Shared(connection).get(name)
    return bytes.fromhex(value) if value else None


async def key_or_new(connection: Executes, name: str) -> bytes:
    """The key of this name, made now if there is none."""
    known = await key(connection, name)
    if known is not None:
        return known
    made = secrets.token_bytes(32)
    await Shared(connection).put(name, made.hex())
    return made
