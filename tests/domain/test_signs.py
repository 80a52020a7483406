"""What nobody would see, what turns a line around, what a terminal would obey."""

import pytest

from bot.domain.signs import blank, blank_as_markup, clean, printable, upright


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\t\r",
        "\u200b",
        "\u200b \u200d\ufeff",
        "\u2060\u00ad",
        "\u3164",
        "\u115f\u1160",
        "\uffa0",
        "\u2800\u2800",
        "\ufe0f",
        "\u202e\u2066\u2069",
        "\U000e0041\U000e007f",
        "\x00\x1b",
        "\u00a0\u3000\u2003",
        "\u034f",
        "\u2028\u2029",
        "\u0378",
        "\ufffe\U0001ffff",
        "\U0001d159",
    ],
)
def test_what_shows_nothing(text: str) -> None:
    assert blank(text)
    assert blank_as_markup(text)


@pytest.mark.parametrize(
    "text",
    [
        "_ _",
        "** **",
        "|| ||",
        "``` ```",
        "# \u200b",
        "> ",
        "__\u3164__",
        "[\u3164](https://e.example)",
        "**[ ](https://e.example)** [\u200b](<https://e.example>)",
    ],
)
def test_what_shows_nothing_as_markup(text: str) -> None:
    assert blank_as_markup(text)


@pytest.mark.parametrize(
    "text",
    [
        "a",
        " . ",
        "\u200bx",
        "👍",
        "👨\u200d👩",
        "\u0627",
        "1",
        "\u0301a",
        "_a_",
        "?",
        "-",
        "***",
        "\U0001faef",
        "[a](b)",
    ],
)
def test_what_can_be_seen(text: str) -> None:
    assert not blank(text)
    assert not blank_as_markup(text)


def test_a_direction_is_not_turned() -> None:
    assert upright("a\u202egpj.exe\u202c b") == "agpj.exe b"
    assert upright("\u2067x\u2069") == "x"
    assert upright("שלום\u200f, سلام") == "שלום\u200f, سلام"


def test_controls_go_and_line_breaks_stay() -> None:
    assert clean("one\r\ntwo\rthree\tfour\x00\x1b[31m\x9b\ud800") == "one\ntwo\nthree\tfour[31m"
    assert clean("one\x85two\u2028three\u2029four") == "one\ntwo\nthree\nfour"
    assert clean("👨\u200d👩\u200d👧 zero\u200dwidth") == "👨\u200d👩\u200d👧 zero\u200dwidth"


def test_a_terminal_is_told_nothing() -> None:
    assert printable("\x1b[31mred\x9b\x07 \u202egpj\n2027 ERROR\u2028") == (
        "\\u001b[31mred\\u009b\\u0007 \\u202egpj\\u000a2027 ERROR\\u2028"
    )
    assert printable("Zürich → 東京, 👍") == "Zürich → 東京, 👍"
    assert printable("\udce4.yaml") == "\\udce4.yaml"
