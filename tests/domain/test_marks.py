"""What all that was said about one ref comes to."""

from itertools import product

from bot.domain.marks import NOTHING, LoggedMark, Mark, MarkState, Records

TIMES = (None, 1, 2)
MARKS = [
    Mark("a", state, link, ordinal, repeat, follows)
    for state, link, ordinal, repeat, follows in product(
        MarkState, (None, "", "https://example.org/a"), TIMES, TIMES, (False, True)
    )
]


def test_what_is_asked_for_is_what_was_said_of_it_one_after_the_other() -> None:
    for said in product(MARKS, repeat=2):
        first, then = (LoggedMark(number, 100 * number, *mark) for number, mark in enumerate(said, start=1))
        other = LoggedMark(3, 300, *said[0]._replace(ref="b"))
        records = Records([first, other, then])
        assert records["a"] == NOTHING.after(first).after(then)
        assert records["b"] == NOTHING.after(other)
        assert records["c"] == NOTHING


def test_a_link_that_was_taken_away_is_none_also_where_its_tick_is_taken_back() -> None:
    assert Records([LoggedMark(2, 200, *Mark("a", MarkState.DONE, ""))])["a"].evidence is None
