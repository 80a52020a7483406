"""Which shard has a server, and when a shard may begin."""

import pytest

from bot.domain.shards import Turns, shard_of

APART = 5.0


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


def test_one_of_a_bucket_at_a_time() -> None:
    turns = Turns(1, APART)
    assert [turns.take(shard, 100) for shard in (0, 1, 2)] == [100, 105, 110]
    assert turns.take(1, 112) == 115


def test_buckets_do_not_wait_for_each_other() -> None:
    turns = Turns(3, APART)
    assert [turns.take(shard, 100 + shard) for shard in range(6)] == [100, 101, 102, 105, 106, 107]


def test_nobody_waits_when_there_is_no_need() -> None:
    turns = Turns(1, APART)
    assert [turns.take(0, now) for now in (100, 105, 200.5)] == [100, 105, 200.5]
