"""Words as the search hears them: without case, accents and apostrophes."""

import re
import unicodedata
from collections.abc import Iterable

from bot.domain.search.english import FRAME

_WORD = re.compile(r"[^\W_]+")
_DRAWN = re.compile(r"<[@#:a-z/][^>\s]*>|https?://\S+", re.IGNORECASE)
_APOSTROPHES = str.maketrans("", "", "'\u2019")


def words(text: str) -> list[str]:
    """The words of a text in order, in lower case, without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_APOSTROPHES)
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def spoken(message: str) -> str:
    """What is said in a message, without mentions, emojis and times as Discord writes them, and addresses."""
    return " ".join(_DRAWN.sub(" ", message).split())


def content(heard: Iterable[str]) -> list[str]:
    """The words that say what a text is about."""
    return [word for word in heard if word not in FRAME]


def grams(heard: Iterable[str]) -> set[str]:
    """The runs of three and four letters in words; both ends of a word count as a letter."""
    marked = [f" {word} " for word in heard]
    return {word[at : at + size] for word in marked for size in (3, 4) for at in range(len(word) - size + 1)}
