"""Shards: which one a server belongs to, and whose it is."""

from dataclasses import dataclass

SERVERS_APART = 1 << 22  # what an id is divided by before the shards share the rest among them


def shard_of(guild_id: int, count: int) -> int:
    """The shard, of so many, to which Discord sends a server's events. Direct messages come to shard 0."""
    return guild_id // SERVERS_APART % count


@dataclass(frozen=True, slots=True)
class Share:
    """The part of what is due that one of several processes does.

    `members` is whether it sends to members; `shards`, of `count`, are those whose servers are its own.
    """

    members: bool
    shards: frozenset[int]
    count: int
