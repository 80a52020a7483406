"""The one way out: opens DMs and sends letters. Discord's refusals come back as values, not as exceptions."""

import logging
from dataclasses import dataclass
from enum import StrEnum

import discord

from bot.views.letters import Letter

log = logging.getLogger(__name__)


class Refusal(StrEnum):
    """Why Discord did not take a message, as far as that changes what to do next."""

    CLOSED = "the member's DMs are closed to the bot"
    TOO_FAST = "Discord asks to open fewer DMs"
    FAILED = "Discord did not take it this time"


# JSON error codes (topics/opcodes-and-status-codes). 20026 is undocumented: the bot was flagged as spam.
_REFUSALS = {
    50007: Refusal.CLOSED,
    50278: Refusal.CLOSED,
    10003: Refusal.CLOSED,
    40003: Refusal.TOO_FAST,
    20026: Refusal.TOO_FAST,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """Discord took the message."""

    channel: int
    message: int


class Outbox:
    """Sends on behalf of the client that is passed in."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def open_dm(self, user_id: int) -> int | Refusal:
        """Open the DM with a user, only ever in their own click; the channel's id, or why not."""
        try:
            channel = await self._client.create_dm(discord.Object(user_id))
        except (discord.HTTPException, discord.RateLimited) as error:
            return _refusal(error)
        return channel.id

    async def send(self, channel_id: int, letter: Letter, *, nonce: str) -> Sent | Refusal:
        """Send a letter into a channel; within minutes the same nonce never makes a second message."""
        channel = self._client.get_partial_messageable(channel_id)
        view, embeds = letter.view(), [letter.embed] if letter.embed else []
        try:
            message = await channel.send(letter.content, embeds=embeds, view=view, nonce=nonce)
        except (discord.HTTPException, discord.RateLimited) as error:
            return _refusal(error)
        return Sent(channel_id, message.id)


def _refusal(error: discord.HTTPException | discord.RateLimited) -> Refusal:
    code = error.code if isinstance(error, discord.HTTPException) else None
    refusal = _REFUSALS.get(code or 0, Refusal.FAILED)
    if refusal is not Refusal.CLOSED:
        log.warning("a message was not taken: %s", error)
    return refusal
