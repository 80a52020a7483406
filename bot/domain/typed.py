"""What people type, without what never decides: case, accents, width, composition, what can't be seen."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 100
"""In more characters no place, day or time is read; what is offered for one takes at most so many."""

# Letters that Unicode does not take apart, and those that one keyboard writes for another's.
_LETTERS = str.maketrans({
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h", "ŋ": "n",
    "ə": "a", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": "", "臺": "台",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u02bb": "'", "`": "'", "\u00b4": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "«": '"', "»": '"',
    "\u2212": "-", "\u301c": "-", "、": ",", "،": ",", "。": ".", "؛": ";",
})  # fmt: skip

_AROUND = " ,;!\"'*_"
_BEHIND = f"{_AROUND}.:?"
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}")


def plain(text: str) -> str:
    """A text in lower case, without accents, emoji and what is invisible, its digits and signs as in ASCII.

    "São Paulo" is "sao paulo", "９：００" is "9:00", and so is a time in Arabic digits.
    """
    # Twice, because what changes case may come apart again: "İ".
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    seen = "".join(map(_as_seen, apart))
    return " ".join(unicodedata.normalize("NFC", seen).translate(_LETTERS).split())


def bare(text: str) -> str:
    """The same without the signs around it that say nothing: of "Monday!", "Berlin, 🙂", "(fri)"."""
    shown = plain(text).lstrip(_AROUND).rstrip(_BEHIND)
    inside = _BRACKETS.fullmatch(shown)
    return bare(inside[inside.lastindex]) if inside and inside.lastindex else shown


def key(text: str) -> str:
    """The letters and digits of a plain text, and nothing between them: spaces and hyphens never decide."""
    return "".join(c for c in text if c.isalnum() or unicodedata.category(c) == "Mc")


def letters(text: str) -> str:
    """What of a name decides whether two are the same: "core tools." is "Core tools"."""
    return key(plain(text))


def misspelt(word: str, names: Iterable[str]) -> str | None:
    """The one of these names that is a letter away from a plain word; None if none is, or several are.

    A letter that is missing, too much, another, or in its neighbour's place, but never the first.
    """
    near = [name for name in names if name[:1] == word[:1] and _a_letter_away(word, name)]
    return near[0] if len(near) == 1 else None


def _a_letter_away(one: str, other: str) -> bool:
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return abs(len(one) - len(other)) == 1
    a, b = one[same:], other[same:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or swapped


def _as_seen(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() else " "
    match unicodedata.category(char):
        case "Mn" | "Me" | "Cf" | "Cc" | "Cn" | "Co" | "Cs":
            return ""
        case "Nd":
            return str(unicodedata.decimal(char))
        case "Pd":
            return "-"
        case "Zs" | "Zl" | "Zp" | "So" | "Sk":
            return " "
    return char
