"""What is kept of a question that found nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.unanswered import LONGEST, gist, mark


@pytest.mark.parametrize(
    "asked",
    [
        "What's the SALARY in Berlin?",
        "salary, berlin",
        "what is the salary in <@123456789012345678> berlin!!",
    ],
)
def test_one_question_however_it_is_framed(asked: str) -> None:
    assert gist(asked) == "salary berlin"


@pytest.mark.parametrize(
    "personal",
    [
        "<@123456789012345678>",
        "<@!123456789012345678>",
        "<@&123456789012345678>",
        "<#123456789012345678>",
        "123456789012345678",
        "robin@mail.example",
        "https://robin.example/cv?id=1",
        "+49 151 23 45 67",
        "@robin",
        "robin#1234",
        "12.03.1990",
        "2 500",
        "１２３４",  # noqa: RUF001 - meant so
        "<@\u200b123456789012345678>",
        "</next:123456789012345678>",
        "<t:1790000000:F>",
        "discord.gg/abc",
        "www.robin.example",
        "robin.example/cv",
        "javascript:alert(1)//robin.example",
    ],
)
def test_nothing_leads_to_a_person(personal: str) -> None:
    assert gist(f"salary {personal} berlin") == "salary berlin"


def test_words_with_a_digit_in_them_are_words() -> None:
    assert gist("is k8s harder than python3, ec2 or ai-102?") == "k8s harder python3 ec2 ai"


def test_a_mark_can_be_made_again_and_leads_nowhere_else() -> None:
    key = b"key"
    made = mark(key, 1, "trail", "salary")
    assert made == mark(key, 1, "trail", "salary")
    others = {
        mark(key, 2, "trail", "salary"),
        mark(key, 1, "trail", "rust"),
        mark(b"other", 1, "trail", "salary"),
    }
    assert len(others | {made}) == 4


@pytest.mark.parametrize("nothing", ["", "???", "what is it", "<@123456789012345678>"])
def test_of_a_question_about_nothing_nothing_is_kept(nothing: str) -> None:
    assert gist(nothing) == ""


@given(st.text(max_size=6000))
def test_it_is_short_and_plain(asked: str) -> None:
    kept = gist(asked)
    assert len(kept) <= LONGEST
    assert kept == kept.strip()
    assert "\n" not in kept
