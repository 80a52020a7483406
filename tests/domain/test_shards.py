"""Which shard has a server."""

import pytest

from bot.domain.shards import shard_of


@pytest.mark.parametrize(
    ("guild", "count", "shard"),
    [
        (900_000_000_000_000_010, 1, 0),
        (900_000_000_000_000_010, 2, 1),
        (900_000_000_000_000_010, 4, 3),
        ((1 << 22) - 1, 7, 0),
        (1 << 22, 7, 1),
        (16 << 22 | 4711, 7, 2),
    ],
)
def test_a_server_belongs_to_a_shard_by_its_number(guild: int, count: int, shard: int) -> None:
    assert shard_of(guild, count) == shard
