"""What is kept of a question that found nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.unanswered import LONGEST, gist


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
    ],
)
def test_nothing_leads_to_a_person(personal: str) -> None:
    assert gist(f"salary {personal} berlin") == "salary berlin"


def test_short_numbers_are_part_of_a_question() -> None:
    assert gist("is ai-102 gone?") == "ai 102 gone"


@pytest.mark.parametrize("nothing", ["", "???", "what is it", "<@123456789012345678>"])
def test_of_a_question_about_nothing_nothing_is_kept(nothing: str) -> None:
    assert gist(nothing) == ""


@given(st.text(max_size=6000))
def test_it_is_short_and_plain(asked: str) -> None:
    kept = gist(asked)
    assert len(kept) <= LONGEST
    assert kept == kept.strip()
    assert "\n" not in kept
