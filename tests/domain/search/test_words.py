"""Words as the search hears them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search.english import COMMON, FRAME, KIN
from bot.domain.search.words import content, grams, kin, says, stem, words


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("What's CI/CD?", ["whats", "ci", "cd"]),
        ("I don\u2019t know_it", ["i", "dont", "know", "it"]),
        ("Résumé naïve", ["resume", "naive"]),
        ("k8s, AI-102!", ["k8s", "ai", "102"]),
        ("¿Qué? 数学", ["que", "数学"]),
        ("…  \n", []),
    ],
)
def test_words_without_case_accents_and_marks(text: str, heard: list[str]) -> None:
    assert words(text) == heard


@given(st.text(max_size=300))
def test_hearing_again_changes_nothing(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


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


def test_content_leaves_the_frame_out() -> None:
    assert content(["what", "is", "terraform"]) == ["terraform"]


def test_letter_runs_know_where_a_word_ends() -> None:
    assert grams(["ab"]) == {" ab", "ab ", " ab "}
    assert grams(["a", ""]) == {" a "}
