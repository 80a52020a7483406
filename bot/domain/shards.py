"""Shards: which one a server belongs to, whose it is, and when each may begin a session with Discord."""

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


class Turns:
    """When shards may begin: one of each bucket (Discord's `max_concurrency`) within so many seconds.

    Instants are seconds by any clock that only runs forward.
    """

    def __init__(self, buckets: int, seconds: float) -> None:
        self._buckets = buckets
        self._seconds = seconds
        self._next: dict[int, float] = {}

    def bucket(self, shard: int) -> int:
        """The bucket of a shard."""
        return shard % self._buckets

    def take(self, shard: int, now: float) -> float:
        """Take the next turn of the shard's bucket; the instant when it comes, `now` if nobody is before."""
        bucket = self.bucket(shard)
        at = max(now, self._next.get(bucket, now))
        self._next[bucket] = at + self._seconds
        return at
