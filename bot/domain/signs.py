"""Signs that nobody sees, or that turn others around: what is blank, what may be shown, what logged."""

import re
import unicodedata

# Beside spaces, controls and formats these show nothing: fillers, selectors, joiners, the empty Braille cell.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\uffff"
    "\U0001d159\U000e0000-\U000e0fff]"
)
_UNSEEN_KINDS = ("Cc", "Cf", "Cn", "Cs", "Zl", "Zp", "Zs")
# Where each year adds signs, which may be unknown here and still be seen: emoji, Chinese characters.
_TO_COME = re.compile("[\U0001f000-\U0001faff\U00020000-\U0003fffd]")
_MARKUP = re.compile(r"[*_~|`>#\\-]")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")

_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
_TURNED = re.compile(f"[{_DIRECTIONS}]")
_LINE_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_UNPRINTABLE = re.compile(f"[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029{_DIRECTIONS}\ud800-\udfff]")


def blank(text: str) -> bool:
    """Whether a reader would see nothing."""
    return all(map(_unseen, text))


def blank_as_markup(text: str) -> bool:
    """Whether a reader would see nothing once Discord has read the markup: `_ _`, `** **`, `[ ](address)`."""
    around = _MARKUP.sub("", _LINK.sub(r"\1", text))
    return blank(around) and (around != "" or not text)


def _unseen(sign: str) -> bool:
    known = unicodedata.category(sign) in _UNSEEN_KINDS and not _TO_COME.match(sign)
    return known or _UNSEEN.match(sign) is not None


def upright(text: str) -> str:
    """A text that can't turn the direction of itself or of what stands beside it.

    Letters that are written from right to left still are.
    """
    return _TURNED.sub("", text)


def clean(text: str) -> str:
    """What somebody typed, upright and without control characters; line breaks and tabs stay."""
    return upright(_CONTROL.sub("", _LINE_BREAK.sub("\n", text)))


def printable(text: str) -> str:
    r"""A text in one line that does nothing to a terminal or a log: what would, shows as `\u001b`."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
