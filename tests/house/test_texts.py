"""Every text of the product: the listing of them is current, and it says nothing that we don't say."""

import re

import pytest

from tests.house.texts import LISTING, listing

WRITTEN = LISTING.read_text(encoding="utf-8")
TEXTS, TO_MEMBERS = (
    [line for line in part.splitlines() if not line.startswith("== ")]
    for part in (WRITTEN, WRITTEN.partition("== bot/host/")[0])
)
"""What members and moderators read; hosts read the rest."""

CLEVER = """
    crunched · rooted · codified · keep knocking · until you come by · stands in `/ · it can be taken
    that one is yours · a link i can keep · this is what people ask · another version of me · reach my notes
    updates come quietly · turns to ✓ · may not look · words are kept · keeps your words · by you or by me
    or this one · part of it, too · trail is walked · current run · how long would you like · keeps me waiting
"""
"""What was cleverer than clear, and is said otherwise by now."""

UNKIND = """
    (?<!sent )late · behind(?! words) · fail(ed)? · missed · forgot(ten)? · don't forget · still haven't
    streak · lazy · oops · sorry · please · unfortunately
"""
"""What blames, or is sorry instead of saying what to do."""

OTHERWISE = "(?<!/)nudges? · letters? · reminders? · tasks? · lessons? · modules?"
"""What is called action, step and weekly message everywhere; `/nudges` is the name of a command."""

SHINES = "done!", "finished the roadmap!"


def listed(words: str) -> list[str]:
    """The entries of a list above."""
    return [word.strip() for line in words.strip().splitlines() for word in line.split(" · ")]


def test_the_listing_is_current() -> None:
    assert listing() == WRITTEN, "`python -m tests.house.texts` writes it anew; then read what changed in it"


@pytest.mark.parametrize("words", listed(CLEVER))
def test_nothing_is_cleverer_than_clear(words: str) -> None:
    assert [line for line in TEXTS if words in line.casefold()] == []


@pytest.mark.parametrize("word", [*listed(UNKIND), *listed(OTHERWISE)])
def test_one_word_for_one_thing_and_none_that_blames(word: str) -> None:
    assert [line for line in TO_MEMBERS if re.search(rf"\b{word}\b", line, re.IGNORECASE)] == []


def test_only_what_is_finished_shines() -> None:
    loud = [line for line in TO_MEMBERS if re.search(r"[\w…]!", line)]
    assert loud
    assert [line for line in loud if not any(shining in line for shining in SHINES)] == []
