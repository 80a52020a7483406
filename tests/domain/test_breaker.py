"""The circuit breaker."""

import pytest

from bot.domain.breaker import PAUSES, TOO_MANY, WINDOW, Breaker

NOW = 1_790_000_000


def after(*answers: bool) -> Breaker:
    """A breaker that saw these sends: True got through, False was refused."""
    breaker = Breaker()
    for answer in answers:
        if answer:
            breaker.sent(NOW)
        else:
            breaker.refused(NOW, at_once=False)
    return breaker


def test_a_new_one_lets_everything_through() -> None:
    assert not Breaker().blocks(NOW)
    assert not Breaker().sent(NOW)


def test_twenty_four_of_fifty_are_borne() -> None:
    assert not after(*[True] * 26, *[False] * 24).blocks(NOW)
    assert not after(*[False, True] * 24, True, True).blocks(NOW)


def test_twenty_five_of_fifty_are_not() -> None:
    breaker = after(*[True] * 25, *[False] * 24)
    assert breaker.refused(NOW, at_once=False)
    assert breaker.blocks(NOW)
    assert breaker.open_until == NOW + PAUSES[0]


def test_at_the_start_twenty_five_are_enough() -> None:
    assert not after(*[False] * (TOO_MANY - 1)).blocks(NOW)
    assert after(*[False] * TOO_MANY).blocks(NOW)


def test_what_lies_longer_back_than_fifty_is_forgotten() -> None:
    breaker = after(*[False] * 24, *[True] * WINDOW, *[False] * 24)
    assert not breaker.blocks(NOW)
    assert breaker.refused(NOW, at_once=False)


def test_one_is_enough_where_the_bot_itself_is_meant() -> None:
    breaker = Breaker()
    assert breaker.refused(NOW, at_once=True)
    assert breaker.blocks(NOW + PAUSES[0] - 1)
    assert not breaker.blocks(NOW + PAUSES[0])


def test_the_first_that_gets_through_afterwards_closes_it() -> None:
    breaker, later = Breaker(), NOW + PAUSES[0]
    breaker.refused(NOW, at_once=True)
    assert breaker.sent(later)
    assert breaker.open_until is None
    assert not breaker.sent(later)


def test_what_was_on_the_wire_as_it_opened_neither_closes_nor_opens_it() -> None:
    breaker = Breaker()
    breaker.refused(NOW, at_once=True)
    assert not breaker.sent(NOW + 1)
    assert not breaker.refused(NOW + 1, at_once=True)
    assert breaker.open_until == NOW + PAUSES[0]


@pytest.mark.parametrize("trips", [1, 2, 3, 4])
def test_each_time_in_a_row_it_rests_longer(trips: int) -> None:
    breaker, now = Breaker(), NOW
    for _ in range(trips):
        assert breaker.refused(now, at_once=True)
        opened, now = now, breaker.open_until or 0
    assert now - opened == PAUSES[min(trips, len(PAUSES)) - 1]


def test_after_it_closed_it_rests_as_at_first() -> None:
    breaker = Breaker()
    breaker.refused(NOW, at_once=True)
    breaker.refused(NOW + PAUSES[0], at_once=True)
    later = NOW + PAUSES[0] + PAUSES[1]
    breaker.sent(later)
    breaker.refused(later, at_once=True)
    assert breaker.open_until == later + PAUSES[0]
