"""A note is one line, and is found under any ref that its step ever had."""

import pytest

from bot.domain.notes import NOTE_LENGTH, Note, note_about, one_line


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  It works\n on my\tmachine ", "It works on my machine"),
        (" \n ", ""),
        ("x" * 400, "x" * NOTE_LENGTH),
        ("x" * (NOTE_LENGTH - 1) + " y", "x" * (NOTE_LENGTH - 1)),
    ],
)
def test_a_note_is_one_line(text: str, kept: str) -> None:
    assert one_line(text) == kept


def test_a_note_is_found_under_any_ref_of_todays_first() -> None:
    old, new = Note("trail", "a/x", "Old", 1), Note("trail", "a/u", "New", 2)
    assert note_about([old, new], ("a/u", "a/x")) == new
    assert note_about([old], ("a/u", "a/x")) == old
    assert note_about([old], ("a/y",)) is None
