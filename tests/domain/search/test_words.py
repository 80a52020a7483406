"""Words as the search hears them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search.words import content, grams, spoken, words


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


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("<@123> <@!45> do i need a phd?", "do i need a phd?"),
        ("in <#1> <:cairn:77> <a:wave:8> </faq:9> <t:17:R>\nat last", "in at last"),
        ("see https://example.org/a?b=c for 3 < 4 > 2", "see for 3 < 4 > 2"),
        ("<@1>", ""),
    ],
)
def test_of_a_message_what_is_said(message: str, said: str) -> None:
    assert spoken(message) == said


def test_content_leaves_the_frame_out() -> None:
    assert content(["what", "is", "terraform"]) == ["terraform"]


def test_letter_runs_know_where_a_word_ends() -> None:
    assert grams(["ab"]) == {" ab", "ab ", " ab "}
    assert grams(["a", ""]) == {" a "}
