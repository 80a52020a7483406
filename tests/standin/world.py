"""What there is: people, servers, channels, commands, and every message that was really delivered."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.standin import payloads
from tests.standin.clock import Clock
from tests.standin.interactions import Interaction
from tests.standin.messages import Message
from tests.standin.payloads import Json

T = TypeVar("T")


def shard_of(guild_id: int, count: int) -> int:
    """The shard, of so many, that gets a server's events."""
    return (guild_id >> 22) % count


@dataclass
class Refusal(Exception):
    """Discord says no: HTTP status, its own error code, and words."""

    status: int
    code: int
    message: str


@dataclass
class Person:
    """Somebody. `refuses` is the error code that a direct message to them earns, None if it arrives."""

    id: int
    name: str
    permissions: int = payloads.EVERYONE
    roles: list[int] = field(default_factory=list)
    refuses: int | None = None

    @property
    def user(self) -> Json:
        """The person as a user."""
        return payloads.user(self.id, self.name)


class World:
    """The state of the stand-in. Everything in it may be read, and people may be changed, by a test.

    While it is `blind`, every channel looks empty to a bot that reads in it.
    """

    def __init__(self, clock: Clock, nonce_minutes: float = 5) -> None:
        self.clock = clock
        self.nonce_minutes = nonce_minutes
        self.blind = False
        self.people: dict[int, Person] = {}
        self.guilds: list[int] = []
        self.direct: dict[int, int] = {}
        self.messages: dict[int, Message] = {}
        self.commands: list[Json] = []
        self.server_commands: dict[int, list[Json]] = {}
        self.interactions: dict[int, Interaction] = {}
        self.gaps: list[str] = []
        self.application = payloads.application()
        self.overwrites: dict[int, list[Json]] = {}
        self.threads: dict[int, Any] = {}
        self.bot_may = payloads.EVERYONE
        self._owners: dict[int, Person] = {}
        self._by_channel: dict[int, list[Message]] = {}
        self._nonces: dict[tuple[int, str], Message] = {}
        self._changed = asyncio.Event()
        self._add(payloads.GUILD)

    # What tests ask

    async def until(self, found: Callable[[], T], seconds: float = 60) -> T:
        """Wait until this is true, and give it back; TimeoutError after so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while not (result := found()):
                    await self._changed.wait()
        except TimeoutError:
            raise TimeoutError(f"waited {seconds:g} seconds in vain; gaps: {self.gaps}") from None
        return result

    def changed(self) -> None:
        """Wake everybody who waits for something."""
        self._changed.set()
        self._changed = asyncio.Event()

    def delivered(self, user_id: int) -> list[Message]:
        """The messages in somebody's direct channel that everybody there sees, oldest first."""
        return self.visible(self.direct[user_id]) if user_id in self.direct else []

    def visible(self, channel: int) -> list[Message]:
        """The messages that stand in a channel, oldest first."""
        return [m for m in self._by_channel[channel] if not m.deleted and not m.ephemeral]

    def person(self, user_id: int) -> Person:
        """Somebody with this id; they come into being when first asked for."""
        return self.people.setdefault(user_id, Person(user_id, f"person{user_id}"))

    def found(self, shard: int, count: int) -> int:
        """One more server with the bot in it, such that its events go to this shard of so many; its id."""
        numbers = itertools.count((payloads.GUILD >> 22) + 1)
        ids = (number << 22 for number in numbers if shard_of(number << 22, count) == shard)
        return self._add(next(guild for guild in ids if guild not in self.guilds))

    def _add(self, guild: int) -> int:
        self.guilds.append(guild)
        self._by_channel |= {channel: [] for channel in payloads.channels(guild)}
        return guild

    # What the bot does

    def gap(self, what: str) -> Refusal:
        """Note that the bot used something that the stand-in does not know."""
        self.gaps.append(what)
        return Refusal(400, 50035, f"the stand-in does not know {what}")

    def open_direct(self, user_id: int) -> Json:
        """The direct channel with somebody, the same one every time."""
        person = self.person(user_id)
        if person.refuses == 10013:
            raise Refusal(404, 10013, "Unknown User")
        if user_id not in self.direct:
            channel = self.clock.snowflake()
            self.direct[user_id], self._owners[channel], self._by_channel[channel] = channel, person, []
        return payloads.direct_channel(self.direct[user_id], person.user)

    def lose_direct(self, user_id: int) -> None:
        """The direct channel with somebody is gone; opened again, it is another one."""
        channel = self.direct.pop(user_id)
        del self._owners[channel], self._by_channel[channel]

    def post(self, channel: int, body: Json, files: dict[str, bytes]) -> Message:
        """Deliver a message, unless its enforced nonce says that it was delivered already."""
        if channel not in self._by_channel:
            raise Refusal(404, 10003, "Unknown Channel")
        if channel in self.threads:  # a message brings an archived thread back
            self.threads[channel].archived = False
        self._admit(channel)
        nonce = None if body.get("nonce") is None else str(body["nonce"])
        if nonce is not None and body.get("enforce_nonce"):
            earlier = self._nonces.get((channel, nonce))
            if earlier and self.clock.now() - earlier.sent_at < self.nonce_minutes * 60:
                if earlier.deleted:
                    raise Refusal(404, 10008, "Unknown Message")
                return earlier
        message = self.create(channel, body, files)
        if nonce is not None:
            message.nonce = nonce
            self._nonces[channel, nonce] = message
        return message

    def create(self, channel: int, body: Json, files: dict[str, bytes], **extra: Any) -> Message:
        """Put a message into a channel."""
        message = Message(self.clock.snowflake(), channel, self.clock.now(), self.clock.stamp(), **extra)
        message.take(body, files, self.clock.snowflake())
        if message.empty:
            raise Refusal(400, 50006, "Cannot send an empty message")
        self.messages[message.id] = message
        self._by_channel[channel].append(message)
        self.changed()
        return message

    def open_thread(self, thread: Any) -> None:
        """A thread begins (a threads.Thread), with nothing in it."""
        self.threads[thread.id] = thread
        self._by_channel[thread.id] = []

    def renumber(self, message: Message, number: int) -> None:
        """The message that begins a forum's thread has the thread's id."""
        del self.messages[message.id]
        message.id = number
        self.messages[number] = message

    def edit(self, message: Message, body: Json, files: dict[str, bytes]) -> Message:
        """Change a message; what it said before is kept for tests."""
        message.edits.append(message.text)
        message.take(body, files, self.clock.snowflake())
        message.edited = self.clock.stamp()
        self.changed()
        return message

    def message(self, channel: int, message_id: int) -> Message:
        """A message that stands in a channel."""
        found = self.messages.get(message_id)
        if found is None or found.channel != channel or found.deleted or found.ephemeral:
            raise Refusal(404, 10008, "Unknown Message")
        return found

    def changeable(self, channel: int, message_id: int) -> Message:
        """The same, to be edited or deleted: not in an archived thread."""
        found = self.message(channel, message_id)
        if channel in self.threads and self.threads[channel].archived:
            raise Refusal(400, 50083, "Thread is archived")
        return found

    def owner(self, channel: int) -> Person | None:
        """Whose direct channel this is, if it is one."""
        return self._owners.get(channel)

    def page(self, channel: int, before: int | None, after: int | None, limit: int) -> list[Message]:
        """Up to `limit` messages, newest first: those next to `after`, else the newest before `before`."""
        if channel not in self._by_channel:
            raise Refusal(404, 10003, "Unknown Channel")
        shown = [] if self.blind else self.visible(channel)
        rows = [m for m in shown if m.id > (after or 0) and m.id < (before or 1 << 63)]
        return list(reversed(rows[:limit] if after is not None else rows[-limit:]))

    def _admit(self, channel: int) -> None:
        owner = self.owner(channel)
        if owner is not None and owner.refuses is not None:
            raise Refusal(403, owner.refuses, "Cannot send messages to this user")
