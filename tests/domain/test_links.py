"""Which links can be kept."""

import pytest

from bot.domain.errors import Unusable, Why
from bot.domain.links import LONGEST, parse_link


@pytest.mark.parametrize(
    "typed",
    [
        "https://github.com/robin/notes",
        "http://x.example",
        "https://x.example:8080/a?b=c#d",
        "HTTPS://X.example/Ü",
    ],
)
def test_a_link_is_kept_as_typed(typed: str) -> None:
    assert parse_link(f" {typed} ") == typed


@pytest.mark.parametrize("typed", [None, "", "  "])
def test_nothing_is_no_link(typed: str | None) -> None:
    assert parse_link(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "github.com/robin", "ftp://x.example", "https://", "https://localhost", "my notes", "data:x",
        "https://x.example/a b", "https://x.example/>evil", "https://x.example/[a](b)", "https://[::1",
        "https://x.example/" + "x" * LONGEST, "file:///etc/passwd", "https://x.example/\nhttps://y.example",
    ],
)  # fmt: skip
def test_what_can_not_be_kept(typed: str) -> None:
    with pytest.raises(Unusable) as caught:
        parse_link(typed)
    assert (caught.value.text, caught.value.why) == (typed, Why.LINK)


def test_the_longest_link() -> None:
    longest = "https://x.example/".ljust(LONGEST, "x")
    assert parse_link(longest) == longest
