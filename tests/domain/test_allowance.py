"""How often one person may do what costs others something."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.allowance import Allowance

ROBIN, MONA = 1, 2


def take(allowance: Allowance, who: int, now: int) -> int | None:
    """Somebody does it, if they may; else when they may again."""
    with allowance.turn(who, now) as again_at:
        return again_at


def fail(allowance: Allowance, who: int, now: int, until: int | None = None) -> int | None:
    """Somebody tries, and it fails, once it is `until`; when they may again, if they might not."""
    told: list[int | None] = []
    with suppress(OSError), allowance.turn(who, now) as again_at:
        told.append(again_at)
        allowance.wait(MONA, until or now)
        raise OSError
    return told[0]


def test_so_many_times_and_then_the_first_has_to_be_over() -> None:
    allowance = Allowance(2, 60)
    assert [take(allowance, ROBIN, at) for at in (0, 10, 20)] == [None, None, 60]
    assert take(allowance, ROBIN, 59) == 60
    assert [take(allowance, ROBIN, at) for at in (60, 61)] == [None, 70]


def test_never_for_others() -> None:
    allowance = Allowance(1, 60)
    assert take(allowance, ROBIN, 0) is None
    assert take(allowance, MONA, 0) is None
    assert take(allowance, ROBIN, 1) == 60


def test_who_only_asks_spends_nothing() -> None:
    allowance = Allowance(1, 60)
    assert [allowance.wait(ROBIN, at) for at in range(3)] == [None] * 3


def test_what_fails_is_not_counted() -> None:
    allowance = Allowance(1, 60)
    assert [fail(allowance, ROBIN, now) for now in (0, 1)] == [None, None]
    assert allowance._spent == {}
    assert take(allowance, ROBIN, 2) is None
    assert [fail(allowance, ROBIN, now) for now in (3, 4)] == [62, 62]
    assert take(allowance, ROBIN, 5) == 62


def test_of_two_at_once_one_is_too_many() -> None:
    allowance = Allowance(1, 60)
    with allowance.turn(ROBIN, 0) as first, allowance.turn(ROBIN, 0) as second:
        assert (first, second) == (None, 60)


def test_what_came_to_nothing_is_given_back() -> None:
    allowance = Allowance(2, 60)
    for now in (0, 5, 5):
        take(allowance, ROBIN, now)
    allowance.give_back(ROBIN, 5)
    assert [take(allowance, ROBIN, at) for at in (6, 7)] == [None, 60]


def test_what_takes_longer_than_it_is_kept_may_fail_too() -> None:
    allowance = Allowance(1, 60)
    assert fail(allowance, ROBIN, 0, until=100) is None
    assert take(allowance, ROBIN, 100) is None


def test_nobody_is_kept_for_longer_than_needed() -> None:
    allowance = Allowance(2, 60)
    for person in range(1000):
        take(allowance, person, person)
    assert len(allowance._spent) <= 61


@given(st.lists(st.integers(0, 30), max_size=60), st.integers(1, 4))
def test_in_no_stretch_of_time_more_than_allowed(steps: list[int], most: int) -> None:
    allowance, now, taken = Allowance(most, 60), 0, list[int]()
    for step in steps:
        now += step
        if take(allowance, ROBIN, now) is None:
            taken.append(now)
    assert all(len([at for at in taken if start <= at < start + 60]) <= most for start in taken)
