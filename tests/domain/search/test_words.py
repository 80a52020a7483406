"""Words as the search hears them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search.words import content, grams, words


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


def test_content_leaves_the_frame_out() -> None:
    assert content(["what", "is", "terraform"]) == ["terraform"]


def test_letter_runs_know_where_a_word_ends() -> None:
    assert grams(["ab"]) == {" ab", "ab ", " ab "}
    assert grams(["a", ""]) == {" a "}
