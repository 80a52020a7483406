"""Words as the search hears them: without case, accents, apostrophes and endings."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer

from bot.domain.search.english import COMMON, FRAME, KIN

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'\u2019")

_stemmer = EnglishStemmer()


def words(text: str) -> list[str]:
    """The words of a text in order, in lower case, without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_APOSTROPHES)
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without its ending: "deployed", "deploys" and "deploy" are one."""
    return str(_stemmer.stemWord(word))


def stems(text: str) -> set[str]:
    """The stems of the words of a text."""
    return set(map(stem, words(text)))


def says(stemmed: str) -> float:
    """How much a word says by itself, from 0 to 1."""
    return _SAYS.get(stemmed, 1.0)


def kin(stemmed: str) -> frozenset[str]:
    """Stems of the words that mean nearly the same."""
    return frozenset[str]().union(*(family for family in _FAMILIES if stemmed in family)) - {stemmed}


def content(heard: Iterable[str]) -> list[str]:
    """The words that say what a text is about."""
    return [word for word in heard if word not in FRAME]


def grams(heard: Iterable[str]) -> set[str]:
    """The runs of three and four letters in words; both ends of a word count as a letter."""
    marked = [f" {word} " for word in heard]
    return {word[at : at + size] for word in marked for size in (3, 4) for at in range(len(word) - size + 1)}


_SAYS = {stem(word): 0.5 for word in COMMON} | {stem(word): 0.15 for word in FRAME}
_FAMILIES = [frozenset(map(stem, family)) for family in KIN]
