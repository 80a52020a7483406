"""Whether what is said of money and figures can be trusted: how much, how it ends, who says so, and when."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.content.consistency import CHECK_EVERY
from bot.content.faults import Fault
from bot.content.items import Item

Items = Sequence[Item]

# "USD 0" costs nothing, and "USD 0.10" does.
_PRICE = re.compile(r"(?:USD|EUR|GBP|[$€£])\s?(?!0(?![.,]?\d))\d")
_FIGURE = re.compile(r"\d\s?%|\b20\d\d\b")
_ENDS = re.compile(
    r"\b(?:cancel|costs nothing|delet|destroy|down\.sh|remov|stop|switch\w* off|turn\w* off)", re.I
)


def costs(items: Items) -> Iterator[Fault]:
    """What costs money without a word on how much, or on how it ends."""
    for item in items:
        if item.kind == "guide":
            yield from _ending(item, "costs")
        if item.kind == "action" and item.live:
            paid = [page for page in _pages(item) if page.text("cost") == "paid"]
            if paid and not _PRICE.search(item.text("detail")):
                sentence = "is paid for; say in the action's detail how much, for what, and how to stop it"
                yield paid[0].fault(sentence, "cost")
            yield from _ending(item, "detail")


def answers(items: Items, today: date) -> Iterator[Fault]:
    """Answers with figures whose source is missing, and with prices that are not of today."""
    for item in items:
        if item.kind != "question" or not item.live:
            continue
        answer, source, checked = item.text("answer"), item.text("source"), item.data.get("checked_on")
        priced = bool(_PRICE.search(answer))
        if not source and (priced or _FIGURE.search(answer) or checked):
            yield item.fault('states figures; add "source:", the page where they were read', "answer")
        if priced and not checked:
            yield item.fault('names prices; add "checked_on:", the day on which they were true', "answer")
        if priced and isinstance(checked, date) and today - checked > CHECK_EVERY:
            days = (today - checked).days
            yield item.fault(
                f"prices looked up {days} days ago; look again and write the new date", "checked_on"
            )


def _pages(action: Item) -> list[Item]:
    return [page for owner in (action, *action.inside("step")) for page in owner.inside("resource")]


def _ending(item: Item, key: str) -> Iterator[Fault]:
    said = item.text(key)
    if _PRICE.search(said) and not _ENDS.search(said):
        yield item.fault("names a price and not how it ends; say what to delete, cancel or switch off", key)
