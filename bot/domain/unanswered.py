"""What is kept of a question that found nothing: the words that tell what it was about, and never by whom."""

import hashlib
import hmac
import re
import unicodedata
from typing import NamedTuple

from bot.domain.search.words import content, words

DAYS = 90  # so long it is kept after it was asked last
MODERATORS_FROM = 3  # so many different people of a server ask the same before its moderators see it
AUTHORS_FROM = 5  # so many different people ask the same, anywhere, before authors see it
A_DAY = 10  # so many questions of one person are kept on one day
LONGEST = 100
_FIRST_WORDS = 12

# Mentions, addresses and mails lead to persons; so may any number: an id, a telephone number, a birthday.
_PERSONAL = re.compile(
    r"<[@#:a-z/][^>\s]*>|\S+://\S+|\S*\w\.\w\S*|\S*@\S+|\S+#\d+|(?<![^\W\d_])\d[\d\s().:/,-]*", re.IGNORECASE
)
_UNSEEN = ("Cf", "Cc", "Cs")


class Unanswered(NamedTuple):
    """A question without an answer in a roadmap, and how many different people asked it."""

    roadmap: str
    gist: str
    askers: int

    @property
    def sign(self) -> str:
        """A short word for it, where the whole has no room."""
        return hashlib.blake2s(f"{self.roadmap}\n{self.gist}".encode(), digest_size=6).hexdigest()


def gist(asked: str) -> str:
    """The telling words of a question in their order, without anything that leads to a person.

    "What's the SALARY in Berlin, <@1>?" and "salary in berlin 2026" are both "salary berlin". Empty if no
    word tells anything.
    """
    plain = unicodedata.normalize("NFKC", asked)
    seen = "".join(c if c.isspace() else "" if unicodedata.category(c) in _UNSEEN else c for c in plain)
    telling = [word for word in content(words(_PERSONAL.sub(" ", seen))) if not word.isnumeric()]
    return " ".join(telling[:_FIRST_WORDS])[:LONGEST].strip()


def mark(key: bytes, asker: int, *what: object) -> str:
    """What stands for an asker beside one thing they asked, or beside one day.

    It can be made again by whoever has the key and knows the asker, and leads from neither to the other; two
    marks of one person have nothing in common.
    """
    said = "\n".join(map(str, (asker, *what)))
    return hmac.digest(key, said.encode(), "sha256").hex()
