"""Words without their endings: in all their forms, with their kin, and what each says by itself."""

from functools import lru_cache

from snowballstemmer.english_stemmer import EnglishStemmer

from bot.domain.search.english import COMMON, FRAME, KIN
from bot.domain.search.words import words

_stemmer = EnglishStemmer()


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


_SAYS = {stem(word): 0.5 for word in COMMON} | {stem(word): 0.15 for word in FRAME}
_FAMILIES = [frozenset(map(stem, family)) for family in KIN]
