"""Words in all their forms, with their kin."""

from bot.domain.search.english import COMMON, FRAME, KIN
from bot.domain.search.stems import kin, says, stem


def test_forms_of_a_word_are_one() -> None:
    assert len({stem(word) for word in ("deploy", "deploys", "deployed", "deploying")}) == 1


def test_a_rare_word_says_more_than_a_common_one() -> None:
    assert says(stem("terraform")) > says(stem("tonight")) > says(stem("the")) > 0


def test_kin_is_mutual_and_not_oneself() -> None:
    assert stem("resume") in kin(stem("cv"))
    assert stem("cv") in kin(stem("resume"))
    assert stem("cv") not in kin(stem("cv"))
    assert kin("xyzzy") == frozenset()


def test_no_family_is_about_words_that_say_nothing() -> None:
    assert not FRAME & {word for family in KIN for word in family}
    assert not FRAME & COMMON
