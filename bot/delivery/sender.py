"""The one way out: opens DMs, sends messages, looks for them. Discord's refusals come back as values."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import aiohttp
import discord

from bot import discord_internals
from bot.client.shards import untold
from bot.client.troubles import trouble_of
from bot.delivery.lease import LeaseOver
from bot.delivery.rate_limit import SlidingWindow, Wait, by_the_loop
from bot.domain.custom_id import Arg, Press, read
from bot.domain.jobs import JobKey, Refusal
from bot.domain.outcomes import Outcomes
from bot.limits import REQUESTS_PER_SECOND
from bot.views.messages import ClassicMessage

log = logging.getLogger(__name__)

DEADLINE = 25
"""Seconds for one request: with a look-up before it no longer than a lease, because discord.py itself may
hold a request for minutes."""

WINDOW = (REQUESTS_PER_SECOND - 3, 1.04)
"""So many requests in so many seconds: what is evenly paced bunches up when the machine stalls, a bunch
comes apart on its way, and discord.py has a few of its own at the start."""

# JSON error codes (topics/opcodes-and-status-codes). 20026 is undocumented: the bot was flagged as spam.
_BY_CODE = {
    50007: Refusal.CLOSED,
    50278: Refusal.CLOSED,
    10003: Refusal.CLOSED,
    10007: Refusal.ELSEWHERE,
    10011: Refusal.GONE,
    10008: Refusal.GONE,
    10013: Refusal.NOBODY,
    20016: Refusal.LATER,  # slow mode
    20026: Refusal.FLAGGED,
    20028: Refusal.LATER,  # too much in one channel
    40003: Refusal.TOO_MANY,
    40067: Refusal.UNTAGGED,
    160004: Refusal.THERE,
    50013: Refusal.FORBIDDEN,
    50083: Refusal.LOCKED,
    160005: Refusal.LOCKED,
}

T = TypeVar("T")

_TROUBLE = (
    *(TimeoutError, OSError, aiohttp.ClientError, discord.DiscordException),
    discord_internals.SentBefore,
)


class DiscordSender:
    """Sends on behalf of the client that is passed in; no request takes longer than so many seconds.

    `window` is how many requests go out in how many seconds, at most; `wait` waits for their turns;
    `outcomes` is told how they end.
    """

    def __init__(
        self,
        client: discord.Client,
        seconds: float = DEADLINE,
        window: tuple[int, float] = WINDOW,
        wait: Wait = by_the_loop,
        outcomes: Outcomes | None = None,
    ) -> None:
        self.client = client
        self._seconds = seconds
        self._window = SlidingWindow(*window)
        # While nothing gets through, no more is sent than may arrive at once when it does.
        self._on_the_way = asyncio.Semaphore(window[0])
        self._span = window[1]
        self._sent: dict[object, float] = {}
        self._wait = wait
        self._outcomes = outcomes or Outcomes()

    async def open_dm(self, user_id: int) -> int | Refusal:
        """Open the DM with a user, only ever because of their own click; the channel's id, or why not."""
        opened = await self.ask(lambda: self.client.create_dm(discord.Object(user_id)))
        if isinstance(opened, Refusal):
            # Opening twice is the same as opening once, so an answer that went astray is only a delay.
            return Refusal.LATER if opened is Refusal.UNSURE else opened
        return opened.id

    async def open_owners_dm(self) -> int | Refusal:
        """Open the DM with whoever owns the application; the channel's id, or why not."""
        application = await self.ask(self.client.application_info)
        return application if isinstance(application, Refusal) else await self.open_dm(application.owner.id)

    async def send(self, channel_id: int, message: ClassicMessage, *, nonce: str) -> int | Refusal:
        """Send a message; its id. Within minutes the same nonce makes no second one."""
        channel = self.client.get_partial_messageable(channel_id)
        sent = await self.ask(lambda: channel.send(**_parts(message), nonce=nonce))
        return sent if isinstance(sent, Refusal) else sent.id

    async def edit(self, channel_id: int, message_id: int, message: ClassicMessage) -> Refusal | None:
        """Change a message that was sent; None when Discord took it."""
        sent = self._message(channel_id, message_id)
        edited = await self.ask(lambda: sent.edit(**_parts(message)))
        return edited if isinstance(edited, Refusal) else None

    async def delete(self, channel_id: int, message_id: int) -> Refusal | None:
        """Delete a message that was sent; None when Discord did, GONE if somebody was quicker."""
        return await self.ask(self._message(channel_id, message_id).delete)

    async def publish(self, channel_id: int, message_id: int) -> None:
        """Send a post in an announcement channel on to its followers; if that fails, the log has it."""
        published = await self.ask(self._message(channel_id, message_id).publish)
        if isinstance(published, Refusal):
            log.warning("an update was posted, but not published to followers: %s", published)

    async def find(
        self, channel_id: int, names: Collection[JobKey | int], since: int, until: int | None = None
    ) -> tuple[int, str | None] | Refusal | None:
        """Look through a channel, from a snowflake on, for our message whose buttons carry one of the names.

        The message's id, and what it is about as its buttons name it; None if it is not there. A look-up
        that failed is a Refusal, which says nothing about the message.
        """
        channel = self.client.get_partial_messageable(channel_id)
        before = None if until is None else discord.Object(until)

        async def look() -> tuple[int, str | None] | None:
            async for message in channel.history(limit=None, after=discord.Object(since), before=before):
                if (press := self._ours(message, names)) is not None:
                    return message.id, _about(press)
            return None

        return await self.ask(look)

    async def says(self, channel_id: int, text: str, since: int) -> bool | Refusal:
        """Whether a card of ours in a channel, from a snowflake on, has this text in it."""
        channel = self.client.get_partial_messageable(channel_id)

        async def look() -> bool:
            async for message in channel.history(limit=None, after=discord.Object(since)):
                ours = message.author == self.client.user
                if ours and any(text in said for said in _texts(message.components)):
                    return True
            return False

        return await self.ask(look)

    async def find_thread(
        self,
        forum: discord.ForumChannel,
        names: Collection[JobKey | int],
        since: int,
        until: int | None = None,
    ) -> tuple[int, int] | Refusal | None:
        """Look through a forum, from a snowflake on, for our post whose buttons carry one of the names.

        The thread's id, and that of the message that began it; as with `find`.
        """
        me = self.client.user

        async def look() -> tuple[int, int] | None:
            active = [thread for thread in await forum.guild.active_threads() if thread.parent_id == forum.id]
            for thread in (*active, *[thread async for thread in _archived_since(forum, since)]):
                begun = since < thread.id < (until or thread.id + 1)
                if begun and me and thread.owner_id == me.id:
                    async for first in thread.history(limit=1, oldest_first=True):
                        if self._ours(first, names) is not None:
                            return thread.id, first.id
            return None

        return await self.ask(look)

    def _ours(self, message: discord.Message, names: Collection[JobKey | int]) -> Press | None:
        """What a button of our message means that carries one of the names, if one does."""
        ids = _custom_ids(message) if message.author == self.client.user else ()
        presses = (press for press in map(read, ids) if press is not None)
        return next((press for press in presses if press.key in names), None)

    async def open_thread(self, channel_id: int, message_id: int, name: str) -> Refusal | None:
        """Open a thread below a message; None when it is open, THERE if it was before."""
        channel = self.client.get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            return Refusal.CLOSED
        message = channel.get_partial_message(message_id)
        opened = await self.ask(lambda: message.create_thread(name=name, auto_archive_duration=10080))
        return opened if isinstance(opened, Refusal) else None

    async def written_in(self, thread_id: int) -> int | Refusal:
        """How much stands in a thread, beside what it began with."""
        thread = await self.ask(lambda: self.client.fetch_channel(thread_id))
        if isinstance(thread, Refusal):
            return thread
        return thread.message_count if isinstance(thread, discord.Thread) else 0

    async def post(
        self,
        forum: discord.ForumChannel,
        name: str,
        message: ClassicMessage,
        tags: Sequence[discord.ForumTag],
    ) -> tuple[int, int] | Refusal:
        """Begin a thread in a forum with a message; the ids of both. Discord knows no nonce for it."""
        ids = [tag.id for tag in tags]
        return await self.ask(
            lambda: discord_internals.begin_thread(self.client, forum.id, name, ids, **_parts(message))
        )

    async def exists(self, user_id: int) -> Refusal | None:
        """Ask Discord for an account: None if it exists, Refusal.NOBODY if not, another one for no answer."""
        user = await self.ask(lambda: self.client.fetch_user(user_id))
        return user if isinstance(user, Refusal) else None

    async def member(self, guild_id: int, user_id: int) -> discord.Member | Refusal:
        """Ask Discord for somebody in a server as they are now; ELSEWHERE if they or we are not in it, LATER
        while Discord has not told yet which servers there are.
        """
        guild = self.client.get_guild(guild_id)
        if guild is None:
            return Refusal.LATER if untold(self.client, guild_id) else Refusal.ELSEWHERE
        return await self.ask(lambda: guild.fetch_member(user_id))

    def _message(self, channel_id: int, message_id: int) -> discord.PartialMessage:
        return self.client.get_partial_messageable(channel_id).get_partial_message(message_id)

    async def ask(self, request: Callable[[], Awaitable[T]]) -> T | Refusal:
        """What Discord answers to any request, in time and in its turn, or why it does not."""
        async with self._on_the_way:
            await self._wait(self._window)
            return await self._asked(request)

    async def _asked(self, request: Callable[[], Awaitable[T]]) -> T | Refusal:
        discord_internals.forget_limits(self.client)
        this = object()
        self._sent[this] = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self._seconds):
                answer = await request()
        except LeaseOver:
            return Refusal.LATER
        except _TROUBLE as error:
            self._outcomes.note(trouble_of(error))
            if isinstance(error, TimeoutError):
                discord_internals.open_gate(self.client)
            return _refusal(error)
        finally:
            self._recount()
            del self._sent[this]
        self._outcomes.note()
        return answer

    def _recount(self) -> None:
        """What was on the way for long may have arrived just now, all in one bunch: it counts again."""
        now = asyncio.get_running_loop().time()
        for each, since in self._sent.items():
            if now - since > self._span:
                self._window.take(now)
                self._sent[each] = now


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
    since = snowflake_at(min(claimed_at, due_at) - 5 * 60)
    return since if older is None else min(since, older)


async def _archived_since(forum: discord.ForumChannel, since: int) -> AsyncIterator[discord.Thread]:
    """Discord gives first what was archived last: older than it is begun, nothing is archived."""
    begun = discord.utils.snowflake_time(since)
    async for thread in forum.archived_threads(limit=None):
        if thread.archive_timestamp < begun:
            return
        yield thread


def _parts(message: ClassicMessage) -> dict[str, Any]:
    parts = {
        "content": message.content,
        "embeds": message.embeds,
        "view": message.view(),
        "allowed_mentions": message.mentions,
    }
    return parts | ({"files": message.files} if message.files else {})


def _custom_ids(message: discord.Message) -> list[str]:
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    return [item.custom_id for row in rows for item in row.children if item.custom_id]


def _texts(parts: Iterable[object]) -> Iterator[str]:
    """What a card says, part by part."""
    for part in parts:
        if isinstance(part, discord.TextDisplay):
            yield part.content
        yield from _texts(getattr(part, "children", ()))


def _refusal(error: Exception) -> Refusal:
    match error:
        case discord.RateLimited() | aiohttp.ClientConnectorError() | discord.HTTPException(status=429):
            return Refusal.LATER
        # A proxy in between says 408 when Discord takes too long, and may have handed it on by then.
        case discord.HTTPException() if error.status < 500 and error.status != 408:
            refusal = _BY_CODE.get(error.code, Refusal.FAILED)
        case _:
            return Refusal.UNSURE
    if refusal is Refusal.FAILED:
        log.warning("Discord refused a message: %s %s", error.status, error.code)
    return refusal


def _about(press: Press) -> str | None:
    """What a message is about whose button this is; of a habit with the how-manieth time."""
    ref, time = press.args.get(Arg.REF, "").partition("/")[2], press.args.get(Arg.TIME)
    return (f"{ref}#{time}" if time else ref) or None
