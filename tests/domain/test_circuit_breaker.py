"""The circuit breaker."""

import pytest

from bot.domain.circuit_breaker import PAUSES, TOO_MANY, WINDOW, Breaker

NOW, ADA = 1_790_000_000, 4001


def after(*answers: bool) -> Breaker:
    """A breaker that saw these sends: True got through, False was refused."""
    breaker = Breaker()
    for user, answer in enumerate(answers):
        if answer:
            breaker.sent(NOW)
        else:
            breaker.refused(NOW, user, at_once=False)
    return breaker


def test_a_new_one_lets_everything_through() -> None:
    assert not Breaker().blocks(NOW)
    assert not Breaker().sent(NOW)


def test_a_rest_that_a_wrong_clock_set_is_over() -> None:
    longest = Breaker(NOW + PAUSES[-1])
    assert longest.blocks(NOW)
    assert not Breaker(NOW + PAUSES[-1] + 1).blocks(NOW)


def test_twenty_four_of_fifty_are_borne() -> None:
    assert not after(*[True] * 26, *[False] * 24).blocks(NOW)
    assert not after(*[False, True] * 24, True, True).blocks(NOW)


def test_twenty_five_of_fifty_are_not() -> None:
    breaker = after(*[True] * 25, *[False] * 24)
    assert breaker.refused(NOW, ADA, at_once=False)
    assert breaker.blocks(NOW)
    assert breaker.open_until == NOW + PAUSES[0]


def test_at_the_start_twenty_five_are_enough() -> None:
    assert not after(*[False] * (TOO_MANY - 1)).blocks(NOW)
    assert after(*[False] * TOO_MANY).blocks(NOW)


def test_what_lies_longer_back_than_fifty_is_forgotten() -> None:
    breaker = after(*[False] * 24, *[True] * 50, *[False] * 24)
    assert not breaker.blocks(NOW)
    assert breaker.refused(NOW, ADA, at_once=False)


def test_one_is_enough_where_the_bot_itself_is_meant() -> None:
    breaker = Breaker()
    assert breaker.refused(NOW, ADA, at_once=True)
    assert breaker.blocks(NOW + PAUSES[0] - 1)
    assert not breaker.blocks(NOW + PAUSES[0])


def test_the_first_that_gets_through_afterwards_closes_it() -> None:
    breaker, later = Breaker(), NOW + PAUSES[0]
    breaker.refused(NOW, ADA, at_once=True)
    assert breaker.sent(later)
    assert breaker.open_until is None
    assert not breaker.sent(later)


def test_what_was_on_the_wire_as_it_opened_neither_closes_nor_opens_it() -> None:
    breaker = Breaker()
    breaker.refused(NOW, ADA, at_once=True)
    assert not breaker.sent(NOW + 1)
    assert not breaker.refused(NOW + 1, ADA, at_once=True)
    assert breaker.open_until == NOW + PAUSES[0]


@pytest.mark.parametrize("trips", [1, 2, 3, 4])
def test_each_time_in_a_row_it_rests_longer(trips: int) -> None:
    breaker, now = Breaker(), NOW
    for _ in range(trips):
        assert breaker.refused(now, ADA, at_once=True)
        opened, now = now, breaker.open_until or 0
    assert now - opened == PAUSES[min(trips, len(PAUSES)) - 1]


def test_one_member_s_refusals_count_once() -> None:
    breaker = after(*[False] * (TOO_MANY - 2))
    for _ in range(WINDOW):
        assert not breaker.refused(NOW, ADA, at_once=False)
    assert breaker.refused(NOW, ADA + 1, at_once=False)


def test_after_its_rest_a_few_refusals_are_enough() -> None:
    breaker, later = after(*[False] * TOO_MANY), NOW + PAUSES[0]
    assert breaker.trying
    for _ in range(2):
        assert not breaker.refused(later, ADA, at_once=False)
    assert breaker.refused(later, ADA, at_once=False)
    assert breaker.open_until == later + PAUSES[1]


def test_one_that_gets_through_is_not_yet_as_at_first() -> None:
    breaker, later = after(*[False] * TOO_MANY), NOW + PAUSES[0]
    assert breaker.sent(later)
    assert not breaker.trying
    assert breaker.refused(later, ADA, at_once=True)
    assert breaker.open_until == later + PAUSES[1]


def test_after_enough_got_through_it_is_as_at_first() -> None:
    breaker, later = after(*[False] * TOO_MANY), NOW + PAUSES[0]
    for _ in range(WINDOW):
        breaker.sent(later)
    assert breaker.refused(later, ADA, at_once=True)
    assert breaker.open_until == later + PAUSES[0]
