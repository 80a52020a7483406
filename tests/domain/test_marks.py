"""What all that was said about one ref comes to."""

from itertools import product

from bot.domain.marks import NOTHING, LoggedMark, Mark, MarkState, records

TIMES = (None, 1, 2)
MARKS = [
    Mark("a", state, link, ordinal, repeat, follows)
    for state, link, ordinal, repeat, follows in product(
        MarkState, (None, "", "https://example.org/a"), TIMES, TIMES, (False, True)
    )
]


def test_whatever_is_said_first_and_then_is_told_one_after_the_other() -> None:
    """The first as well, for which nearly always less is to be done."""
    for said in product(MARKS, repeat=2):
        first, then = (LoggedMark(number, 100 * number, mark) for number, mark in enumerate(said, start=1))
        assert records([first, then]) == {"a": NOTHING.after(first).after(then)}


def test_a_link_that_was_taken_away_is_none_also_where_its_tick_is_taken_back() -> None:
    (record,) = records([LoggedMark(2, 200, Mark("a", MarkState.DONE, ""))]).values()
    assert record.evidence is None
