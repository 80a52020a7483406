"""Words in the picture: only what the font can write, and no wider than there is room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from bot.views.picture.canvas import GLYPHS, fitted, legible, wrapped

FONT = ImageFont.load_default(40)


def test_the_font_can_write_what_we_trust_it_with() -> None:
    def shape(letter: str) -> tuple[tuple[int, int], bytes]:
        mask = FONT.getmask(letter)
        return mask.size, bytes(mask)

    box = shape("\uffff")
    assert [letter for letter in sorted(GLYPHS - {" "}) if shape(letter) in (box, ((0, 0), b""))] == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Docker & Kubernetes: “basics” … C++", "Docker & Kubernetes: “basics” … C++"),
        ("Zürich, Łódź, señor", "Zurich, Lodz, senor"),
        ("Straße — Œuvre — Ærø", "Strasse - OEuvre - AEro"),
        ("Ship it 🚀 today", "Ship it today"),
        ("e\u0301tude", "etude"),
        ("机器学习", "instead"),
        ("ML 机器学习", "instead"),
        ("", "instead"),
    ],
)
def test_words_without_boxes(text: str, written: str) -> None:
    assert legible(text, "instead") == written


@given(st.text())
def test_nothing_gets_through_that_would_be_a_box(text: str) -> None:
    assert set(legible(text, "instead")) <= GLYPHS


@given(st.text(alphabet=sorted(GLYPHS)), st.integers(10, 400))
def test_words_fit(text: str, width: int) -> None:
    cut = fitted(text, 30, width)
    assert ImageFont.load_default(60).getlength(cut) <= 2 * width or cut == "…"
    assert cut == text or cut.endswith("…")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Core tools", ["Core tools"]),
        ("Kubernetes operations", ["Kubernetes", "operations"]),
        ("To be or not to be a", ["To be or not to", "be a"]),
        ("Incomprehensibilities", ["Incomprehensi-", "bilities"]),
        ("Incomprehensibilities everywhere", ["Incomprehensi-", "bilities everyw…"]),
        ("Data engineering basics and more", ["Data", "engineering b…"]),
    ],
)
def test_words_go_on_in_a_second_line(text: str, lines: list[str]) -> None:
    assert wrapped(text, 30, 220) == lines
