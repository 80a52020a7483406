"""The one way out: opens DMs, sends letters, looks for them. Discord's refusals come back as values."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from enum import StrEnum

import aiohttp
import discord

from bot import discord_internals
from bot.delivery.rate_limit import SlidingWindow
from bot.domain.custom_id import read
from bot.limits import REQUESTS_PER_SECOND
from bot.views.messages import ClassicMessage

log = logging.getLogger(__name__)

DEADLINE = 25
"""Seconds for one request: with a look-up before it no longer than a lease, because discord.py itself may
hold a request for minutes."""

WINDOW = (REQUESTS_PER_SECOND - 3, 1.04)
"""So many requests in so many seconds: what is evenly paced bunches up when the machine stalls, a bunch
comes apart on its way, and discord.py has three of its own at the start."""

LOOK_BACK = 5 * 60
"""Seconds before its claim from which a message is looked for."""


class Refusal(StrEnum):
    """Why a message was not taken, as far as that changes what to do next."""

    CLOSED = "closed"  # the member's DMs are closed to the bot, or their channel is gone
    NOBODY = "nobody"  # the account does not exist any more, or is no member of the server
    UNOPENED = "unopened"  # their DM was never opened, so Discord was not even asked
    GONE = "gone"  # the message that was to be changed was deleted
    TOO_MANY = "too many"  # Discord wants fewer DMs from this bot altogether
    FLAGGED = "flagged"  # Discord takes the bot for a spammer
    LATER = "later"  # it never reached Discord, or Discord asks to wait
    UNSURE = "unsure"  # the answer leaves open whether Discord took it
    FAILED = "failed"  # anything else


# JSON error codes (topics/opcodes-and-status-codes). 20026 is undocumented: the bot was flagged as spam.
_BY_CODE = {
    50007: Refusal.CLOSED,
    50278: Refusal.CLOSED,
    10003: Refusal.CLOSED,
    10007: Refusal.NOBODY,
    10008: Refusal.GONE,
    10013: Refusal.NOBODY,
    40003: Refusal.TOO_MANY,
    20026: Refusal.FLAGGED,
}

_TROUBLE = (TimeoutError, OSError, aiohttp.ClientError, discord.DiscordException)


class DiscordSender:
    """Sends on behalf of the client that is passed in; no request takes longer than so many seconds.

    `window` is how many requests go out in how many seconds, at most.
    """

    def __init__(
        self, client: discord.Client, seconds: float = DEADLINE, window: tuple[int, float] = WINDOW
    ) -> None:
        self._client = client
        self._seconds = seconds
        self._ceiling = SlidingWindow(*window)

    async def open_dm(self, user_id: int) -> int | Refusal:
        """Open the DM with a user, only ever because of their own click; the channel's id, or why not."""
        try:
            async with self._in_time():
                channel = await self._client.create_dm(discord.Object(user_id))
        except _TROUBLE as error:
            refusal = _refusal(error)
            # Opening twice is the same as opening once, so an answer that went astray is only a delay.
            return Refusal.LATER if refusal is Refusal.UNSURE else refusal
        return channel.id

    async def send(self, channel_id: int, letter: ClassicMessage, *, nonce: str) -> int | Refusal:
        """Send a letter; the message's id. Within minutes the same nonce makes no second message."""
        channel = self._client.get_partial_messageable(channel_id)
        try:
            async with self._in_time():
                message = await channel.send(
                    letter.content,
                    embeds=letter.embeds,
                    view=letter.view(),
                    nonce=nonce,
                    allowed_mentions=letter.mentions,
                )
        except _TROUBLE as error:
            return _refusal(error)
        return message.id

    async def edit(self, channel_id: int, message_id: int, letter: ClassicMessage) -> Refusal | None:
        """Change a message that was sent; None when Discord took it."""
        message = self._client.get_partial_messageable(channel_id).get_partial_message(message_id)
        try:
            async with self._in_time():
                await message.edit(
                    content=letter.content,
                    embeds=letter.embeds,
                    view=letter.view(),
                    allowed_mentions=letter.mentions,
                )
        except _TROUBLE as error:
            return _refusal(error)
        return None

    async def delete(self, channel_id: int, message_id: int) -> Refusal | None:
        """Delete a message that was sent; None when Discord did, GONE if somebody was quicker."""
        message = self._client.get_partial_messageable(channel_id).get_partial_message(message_id)
        try:
            async with self._in_time():
                await message.delete()
        except _TROUBLE as error:
            return _refusal(error)
        return None

    async def publish(self, channel_id: int, message_id: int) -> None:
        """Send a post in an announcement channel on to its followers; if that fails, the log has it."""
        message = self._client.get_partial_messageable(channel_id).get_partial_message(message_id)
        try:
            async with self._in_time():
                await message.publish()
        except _TROUBLE as error:
            log.warning("an update was posted, but not published to followers: %s", error)

    async def find(
        self, channel_id: int, names: Collection[str], since: int
    ) -> tuple[int, str | None] | Refusal | None:
        """Look through a channel, from a snowflake on, for our message whose buttons carry one of the names.

        The message's id, and the id of the action that its buttons name; None if it is not there. A look-up
        that failed is a Refusal, which says nothing about the message.
        """
        channel = self._client.get_partial_messageable(channel_id)
        try:
            async with self._in_time():
                async for message in channel.history(limit=None, after=discord.Object(since)):
                    for custom_id in _custom_ids(message) if message.author == self._client.user else ():
                        press = read(custom_id)
                        if press is not None and press.args and press.args[0] in names:
                            ref = press.args[1] if len(press.args) > 1 else ""
                            return message.id, ref.rpartition("/")[2] or None
        except _TROUBLE as error:
            return _refusal(error)
        return None

    async def exists(self, user_id: int) -> Refusal | None:
        """Ask Discord for an account: None if it exists, Refusal.NOBODY if not, another one for no answer."""
        try:
            async with self._in_time():
                await self._client.fetch_user(user_id)
        except _TROUBLE as error:
            return _refusal(error)
        return None

    async def member(self, guild_id: int, user_id: int) -> discord.Member | Refusal:
        """Ask Discord for somebody in a server as they are now; NOBODY if they are no member of it."""
        guild = self._client.get_guild(guild_id)
        if guild is None:
            return Refusal.NOBODY
        try:
            async with self._in_time():
                return await guild.fetch_member(user_id)
        except _TROUBLE as error:
            return _refusal(error)

    async def tell_owner(self, text: str) -> None:
        """Write to whoever owns the application, if that is possible; if not, the log has it."""
        try:
            async with self._in_time():
                owner = (await self._client.application_info()).owner
                await (await self._client.create_dm(owner)).send(text)
        except _TROUBLE as error:
            log.info("the owner could not be told: %s", error)

    @asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        await self._ceiling.turn()
        discord_internals.forget_limits(self._client)
        try:
            async with asyncio.timeout(self._seconds):
                yield
        except TimeoutError:
            discord_internals.open_gate(self._client)
            raise


def snowflake_at(at: int) -> int:
    """The lowest id that Discord gives at an instant (epoch seconds); its ids begin on 1 January 2015."""
    return max(0, at - 1_420_070_400) * 1000 << 22


def instant_of(snowflake: int) -> int:
    """When Discord gave an id (epoch seconds)."""
    return snowflake // (1000 << 22) + 1_420_070_400


def look_from(claimed_at: int, due_at: int, older: int | None = None) -> int:
    """The id after which to look for a message: five minutes before it was claimed or due, or what is older.

    Due counts, as a database that was restored knows nothing of an earlier claim. What is known to be older,
    the channel if nothing else, holds when the clock was wrong as it was claimed.
    """
    since = snowflake_at(min(claimed_at, due_at) - LOOK_BACK)
    return since if older is None else min(since, older)


def _custom_ids(message: discord.Message) -> list[str]:
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    return [item.custom_id for row in rows for item in row.children if item.custom_id]


def _refusal(error: Exception) -> Refusal:
    match error:
        case discord.RateLimited() | aiohttp.ClientConnectorError() | discord.HTTPException(status=429):
            return Refusal.LATER
        case discord.HTTPException() if error.status < 500:
            refusal = _BY_CODE.get(error.code, Refusal.FAILED)
        case _:
            return Refusal.UNSURE
    if refusal is Refusal.FAILED:
        log.warning("Discord refused a message: %s %s", error.status, error.code)
    return refusal
