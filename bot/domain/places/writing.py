"""How a name may be written: the keys under which it is kept, and under which it is looked for."""

from collections.abc import Sequence
from unicodedata import normalize

from bot.domain.typed import key, plain

CODE = "#"
"""Before the key of a code, as of a country; no name begins like this."""

NICKNAME = "~"
"""Before a place that has this name elsewhere only."""

LEAST_OWN = 4
"""A nickname in Latin letters has at least so many."""

_SHORT = {"saint": "st", "sankt": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "and": "", "&": ""}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def name_key(text: str) -> str:
    """What a name comes down to: "Saint John's" and "St. Johns" are one, "The Hague" is "hague"."""
    words = plain(text).replace("'", "").replace(".", ". ").replace("-", " ").split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return "".join(_SHORT.get(key(word) or word, key(word)) for word in words)


def spelled(name: str) -> Sequence[str]:
    """The keys of a name: as it is, and with its umlauts written out."""
    out = name_key(normalize("NFC", name).casefold().translate(_UMLAUTS))
    return tuple(dict.fromkeys((name_key(name), out)))
