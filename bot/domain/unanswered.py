"""What is kept of a question that found nothing: the words that say what it was about, and how often."""

import re
from dataclasses import dataclass

from bot.domain.search.words import content, words

DAYS = 90
"""So long it is kept, in days."""

SHOWN_FROM = 3
"""So many askings it takes before anybody sees it: what one person asked once stays unseen."""

LONGEST = 100
_FIRST_WORDS = 12

# Mentions, addresses and mails lead to persons; so do long numbers, which are ids or telephone numbers.
_PERSONAL = re.compile(r"<[@#:a-z][^>\s]*>|\S+://\S+|\S*@\S+|\d[\d\s().-]{4,}\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer in a roadmap, and how often it was asked."""

    roadmap: str
    gist: str
    askings: int


def gist(asked: str) -> str:
    """The telling words of a question in their order, without anything that leads to a person.

    "What's the SALARY in Berlin, <@1>?" and "salary in berlin" are both "salary berlin". Empty if no word
    tells anything.
    """
    telling = content(words(_PERSONAL.sub(" ", asked)))[:_FIRST_WORDS]
    return " ".join(telling)[:LONGEST].strip()
