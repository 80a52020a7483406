"""Threads: below a message, or as the posts of a forum, and who may do what with them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tests.standin import payloads
from tests.standin.calls import Call, Route
from tests.standin.messages import Message
from tests.standin.payloads import Json
from tests.standin.world import Refusal, World

MANAGE_THREADS = 1 << 34
_MESSAGE = frozenset({"content", "embeds", "components", "attachments", "allowed_mentions", "flags", "tts"})


@dataclass
class Thread:
    """One thread of the bot's, below a channel of a server."""

    id: int
    parent: int
    guild: int
    name: str
    tags: list[str]
    archived: bool = False
    archived_at: float | None = None

    def payload(self, world: World) -> Json:
        """The thread as Discord's API shows it."""
        messages = world.visible(self.id)
        return {
            "id": str(self.id),
            "type": 11,
            "guild_id": str(self.guild),
            "parent_id": str(self.parent),
            "owner_id": str(payloads.APPLICATION),
            "name": self.name,
            "applied_tags": self.tags,
            "last_message_id": None,
            "message_count": max(0, len(messages) - 1),
            "total_message_sent": max(0, len(messages) - 1),
            "member_count": 1,
            "rate_limit_per_user": 0,
            "flags": 0,
            "thread_metadata": {
                "archived": self.archived,
                "auto_archive_duration": 1440,
                "archive_timestamp": self.touched(world),
                "locked": False,
                "create_timestamp": world.clock.stamp(),
            },
        }

    def touched(self, world: World) -> str:
        """When it was last archived, or opened again."""
        at = world.clock.now() if self.archived_at is None else self.archived_at
        return datetime.fromtimestamp(at, UTC).isoformat()


def threads(world: World, parent: int) -> list[Thread]:
    """The threads that stand below a channel, oldest first."""
    return [thread for thread in world.threads.values() if thread.parent == parent]


def begin(world: World, call: Call) -> Json:
    """A post in a forum; unlike a message it has no nonce, so that every request makes one."""
    forum = call.number("channel")
    guild = next((each for each in world.guilds if payloads.forum_of(each) == forum), None)
    if guild is None:
        raise Refusal(404, 10003, "Unknown Channel")
    if unknown := set(call.body["message"]) - _MESSAGE:
        raise world.gap(f"{sorted(unknown)} in the message of a forum's thread")
    message = put(world, guild, call.body, call.files)
    return {**world.threads[message.id].payload(world), "message": message.payload()}


def put(world: World, guild: int, body: Json, files: dict[str, bytes]) -> Message:
    """A thread in the forum of a server, with the message that begins it and has its id."""
    number = world.clock.snowflake()
    tags = body.get("applied_tags") or []
    world.open_thread(Thread(number, payloads.forum_of(guild), guild, body["name"], tags))
    message = world.create(number, body["message"], files)
    world.renumber(message, number)
    return message


def begin_below(world: World, call: Call) -> Json:
    """A thread below a message, which has its id; there can be but one."""
    message = world.message(call.number("channel"), call.number("message"))
    if message.id in world.threads:
        raise Refusal(400, 160004, "A thread has already been created for this message")
    guild = next(each for each in world.guilds if message.channel in payloads.channels(each))
    world.open_thread(Thread(message.id, message.channel, guild, call.body["name"], []))
    return threads(world, message.channel)[-1].payload(world)


def active(world: World, call: Call) -> Json:
    """Those that are not archived, of a whole server."""
    guild = call.number("guild")
    found = [each for each in world.threads.values() if each.guild == guild and not each.archived]
    return _listed(world, found)


def archived(world: World, call: Call) -> Json:
    """Those that are, below one channel, what was archived last first."""
    found = [thread for thread in threads(world, call.number("channel")) if thread.archived]
    found.sort(key=lambda thread: thread.touched(world), reverse=True)
    before, limit = call.query.get("before"), int(call.query.get("limit", 50))
    left = [thread for thread in found if before is None or thread.touched(world) < before]
    return {**_listed(world, left[:limit]), "has_more": len(left) > limit}


def edit(world: World, call: Call) -> Json:
    """Whoever opened a thread may rename and archive it."""
    thread = _known(world, call)
    thread.name, thread.archived = (
        call.body.get("name", thread.name),
        call.body.get("archived", thread.archived),
    )
    world.changed()
    return thread.payload(world)


def delete(world: World, call: Call) -> Json:
    """To delete it takes Manage Threads."""
    thread = _known(world, call)
    if not world.bot_may & MANAGE_THREADS:
        raise Refusal(403, 50013, "Missing Permissions")
    del world.threads[thread.id]
    world.changed()
    return thread.payload(world)


def _known(world: World, call: Call) -> Thread:
    found = world.threads.get(call.number("channel"))
    if not isinstance(found, Thread):
        raise Refusal(404, 10003, "Unknown Channel")
    return found


def _listed(world: World, found: list[Thread]) -> Json:
    shown = [] if world.blind else found
    return {"threads": [thread.payload(world) for thread in shown], "members": []}


ROUTES = (
    Route(
        "POST",
        "/channels/{channel}/threads",
        begin,
        frozenset(
            {"name", "message", "applied_tags", "auto_archive_duration", "type", "rate_limit_per_user"}
        ),
    ),
    Route(
        "POST",
        "/channels/{channel}/messages/{message}/threads",
        begin_below,
        frozenset({"name", "auto_archive_duration", "rate_limit_per_user"}),
    ),
    Route("GET", "/guilds/{guild}/threads/active", active),
    Route("GET", "/channels/{channel}/threads/archived/public", archived),
    Route("PATCH", "/channels/{channel}", edit, frozenset({"name", "archived"})),
    Route("DELETE", "/channels/{channel}", delete),
)
