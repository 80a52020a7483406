"""Which of a roadmap's words a typed word may mean."""

import pytest

from bot.domain.search.stems import stem
from bot.domain.search.vocabulary import Vocabulary

UNKNOWN = 9.0
KNOWN = ("mlops", "kubernetes", "certification", "resume", "training", "api")
VOCABULARY = Vocabulary(KNOWN, {stem(word): 2.0 for word in KNOWN}, UNKNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kubernetes", "kubernetes"),
        ("kubernets", "kubernetes"),
        ("cv", "resume"),
        ("kube", "kubernetes"),
        ("trainings", "training"),
    ],
)
def test_a_word_its_kin_its_typos_its_beginning(typed: str, meant: str) -> None:
    heard = VOCABULARY.hear(typed)
    assert [each for each, _ in heard.stems] == [stem(meant)]
    assert heard.weight == 2
    likeness = heard.stems[0][1]
    assert likeness == 1 if stem(typed) == stem(meant) else 0.7 < likeness < 1


@pytest.mark.parametrize("typed", ["xyzzy", "raining", "ap", "kub"])
def test_an_unknown_word_weighs_and_means_nothing(typed: str) -> None:
    heard = VOCABULARY.hear(typed)
    assert heard.stems == ()
    assert heard.weight == UNKNOWN


def test_an_unknown_word_that_everybody_uses_weighs_less() -> None:
    assert 0 < VOCABULARY.hear("the").weight < VOCABULARY.hear("tonight").weight < UNKNOWN


def test_a_word_that_is_being_typed_is_every_word_that_begins_so() -> None:
    assert VOCABULARY.hear_beginning("k").stems == ((stem("kubernetes"), 1),)
    assert VOCABULARY.hear_beginning("kubernets").stems[0][0] == stem("kubernetes")
    assert VOCABULARY.hear_beginning("x").stems == ()


def test_two_words_are_one_where_that_is_a_word_here() -> None:
    assert list(VOCABULARY.join(["is", "ml", "ops", "ml"])) == ["is", "mlops", "ml"]
    assert list(VOCABULARY.join([])) == []
