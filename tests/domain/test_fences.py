"""What somebody typed, shown so that nothing in it acts, and read back."""

import pytest

from bot.domain.fences import FRAME, fenced, unfenced


@pytest.mark.parametrize("text", ["", "**a** @everyone", "one\ntwo", "```py\nx\n```", "`````", "\\`"])
def test_it_is_read_back_as_it_was(text: str) -> None:
    shown = fenced(text)
    assert shown.count("```") == 2
    assert unfenced(shown) == text


def test_nothing_in_it_turns_its_direction() -> None:
    assert unfenced(fenced("a\u202egpj.exe \u2066b\u2069")) == "agpj.exe b"


def test_its_end_is_cut() -> None:
    assert fenced("x" * 50, 10) == f"```\n{'x' * 10}\n```"
    assert len(fenced("x" * 50, 10)) == 10 + FRAME
