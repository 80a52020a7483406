"""How often one person may do what costs others something."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.allowance import Allowance

ROBIN, MONA = 1, 2


def test_so_many_times_and_then_the_first_has_to_be_over() -> None:
    allowance = Allowance(2, 60)
    assert [allowance.take(ROBIN, at) for at in (0, 10, 20)] == [None, None, 60]
    assert allowance.take(ROBIN, 59) == 60
    assert [allowance.take(ROBIN, at) for at in (60, 61)] == [None, 70]


def test_never_for_others() -> None:
    allowance = Allowance(1, 60)
    assert allowance.take(ROBIN, 0) is None
    assert allowance.take(MONA, 0) is None
    assert allowance.take(ROBIN, 1) == 60


def test_who_only_asks_spends_nothing() -> None:
    allowance = Allowance(1, 60)
    assert [allowance.wait(ROBIN, at) for at in range(3)] == [None] * 3


def test_nobody_is_kept_for_longer_than_needed() -> None:
    allowance = Allowance(2, 60)
    for person in range(1000):
        allowance.take(person, person)
    assert len(allowance._spent) <= 61


@given(st.lists(st.integers(0, 30), max_size=60), st.integers(1, 4))
def test_in_no_stretch_of_time_more_than_allowed(steps: list[int], most: int) -> None:
    allowance, now, taken = Allowance(most, 60), 0, list[int]()
    for step in steps:
        now += step
        if allowance.take(ROBIN, now) is None:
            taken.append(now)
    assert all(len([at for at in taken if start <= at < start + 60]) <= most for start in taken)
