"""Shards: which one a server belongs to, and when each may begin a session with Discord."""


def shard_of(guild_id: int, count: int) -> int:
    """The shard, of so many, to which Discord sends a server's events. Direct messages come to shard 0."""
    return (guild_id >> 22) % count


class Turns:
    """When shards may begin: one of each bucket (Discord's `max_concurrency`) within so many seconds.

    Instants are seconds by any clock that only runs forward.
    """

    def __init__(self, buckets: int, seconds: float) -> None:
        self._buckets = buckets
        self._seconds = seconds
        self._next: dict[int, float] = {}

    def take(self, shard: int, now: float) -> float:
        """Take the next turn of the shard's bucket; the instant when it comes, `now` if nobody is before."""
        bucket = shard % self._buckets
        at = max(now, self._next.get(bucket, now))
        self._next[bucket] = at + self._seconds
        return at
