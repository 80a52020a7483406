"""Whether names hold together: ids are unique, links lead somewhere, no two entries are called the same."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.content.faults import Fault, did_you_mean
from bot.content.items import Item

Items = Sequence[Item]

_WORD = re.compile(r"\w+")

# What /faq can point to.
LINKED = ("phase", "action", "certification", "question")
NAMED = ("phase", "action", "step", "certification", "choice", "option", "topic", "guide")


def ids(items: Items) -> Iterator[Fault]:
    """Every id that is given twice."""
    owners: dict[object, Item] = {}
    for item in items:
        owner = owners.setdefault((item.family, item.id), item)
        if item.id and owner is not item and not _same_exam(owner, item):
            yield item.fault(f'"{item.id}" is the id of {who(owner)} already; choose another', "id")


def links(items: Items) -> Iterator[Fault]:
    """Every link that leads nowhere. Only fair to ask when all files could be read."""
    linked, phases = Names(items, *LINKED), Names(items, "phase")
    for item in items:
        if item.kind == "question":
            yield from linked.faults(item, item.texts("links"), "links", itself=True)
        if item.kind == "certification" and (sentence := phases.problem(item, item.text("phase"))):
            yield item.fault(sentence, "phase")


def topics(items: Items) -> Iterator[Fault]:
    """Questions without a topic where there are any, topics that are none, topics without a question."""
    known, faults = Names(items, "topic"), []
    questions = [item for item in items if item.kind == "question"]
    for item in questions:
        if sentence := known.problem(item, item.text("topic")):
            faults.append(item.fault(sentence, "topic"))
        if item.live and known.items and "topic" not in item.data:
            faults.append(item.fault(f'is missing; add "topic:", one of {", ".join(known.items)}', "topic"))
    yield from faults
    taken = {item.text("topic") for item in questions if item.live}
    for item in items if not faults else ():
        if item.kind == "topic" and item.id and not taken.intersection(item.names):
            yield item.fault("has no question; give it one, or take it out")


def titles(items: Items) -> Iterator[Fault]:
    """Every title that two entries of a kind share: people could not tell them apart."""
    owners: dict[object, list[Item]] = {}
    for item in (item for item in items if item.kind in NAMED and item.live and item.title):
        others = owners.setdefault((item.kind, item.family, _heard(item.title)), [])
        if owner := next((other for other in others if _side_by_side(other, item)), None):
            key = "question" if item.kind == "choice" else "title"
            yield item.fault(f"{who(owner)} has the same title; say what sets this one apart", key)
        others.append(item)


def wordings(items: Items) -> Iterator[Fault]:
    """Every wording that leads to a question already, be it the same or another."""
    owners: dict[str, Item] = {}
    for item in items:
        if item.kind != "question" or not item.live:
            continue
        ways = [(("question",), item.title), *((("aliases", at), text) for at, text in item.texts("aliases"))]
        for loc, text in ways:
            heard = _heard(text)
            owner = owners.get(heard)
            if owner and text:
                where = "this question" if owner is item else who(owner)
                yield item.fault(f'"{text}" leads to {where} already; keep it once', *loc)
            owners.setdefault(heard, item)


def who(item: Item) -> str:
    """An entry, for a sentence that points to it from elsewhere."""
    return f'the {item.kind} "{item.title or item.id}" ({item.place})'


class Names:
    """The entries of some kinds by their ids, and what is wrong with a name that should be one of them."""

    def __init__(self, items: Items, *kinds: str) -> None:
        mine = [item for item in items if item.kind in kinds]
        self.kind = f"{', '.join(kinds[:-1])} or {kinds[-1]}" if len(kinds) > 1 else kinds[0]
        # In their order; of two with one id, which is told of itself, the first.
        named = [item for item in mine if item.id]
        self.items = {item.ref: item for item in (*named, *reversed(named))}
        # An id that is none, is missing or is somebody else's is told where it stands and not again wherever
        # it is named.
        self.meant = {name for item in mine for name in item.names}
        borne = Counter((item.family, item.id) for item in items if item.kind != "successor")
        self.unnamed = any(not item.id or borne[item.family, item.id] > 1 for item in mine)
        self.heirs: dict[str, list[str]] = {}
        for item in mine:
            for _, old in item.former:
                self.heirs.setdefault(old, []).append(item.ref)

    def problem(self, item: Item, name: str) -> str:
        """Why an item should not name this; empty if it may."""
        if not name:
            return ""
        if name in self.items:
            shown = item.live and not self.items[name].live
            return f'"{name}" is retired; name what took its place, or take it out' if shown else ""
        if heirs := [heir for heir in self.heirs.get(name, ()) if heir in self.items]:
            has = "several new ids" if len(heirs) > 1 else "a new id"
            return f'"{name}" has {has}; write ' + " or ".join(f'"{heir}"' for heir in heirs)
        if name in self.meant or self.unnamed:
            return ""
        return f'"{name}" is no {self.kind} of this roadmap{self.advice(name)}'

    def faults(
        self, item: Item, listed: Iterable[tuple[int, str]], *loc: str | int, itself: bool = False
    ) -> Iterator[Fault]:
        """Every name in an item's list that should not be there; `itself` forbids its own id."""
        seen = {item.id: "the entry itself"} if itself else {}
        for index, name in listed:
            needless = f'"{name}" is {seen[name]}; take it out' if name in seen else ""
            if sentence := self.problem(item, name) or needless:
                yield item.fault(sentence, *loc, index)
            seen.setdefault(name, "in this list already")

    def advice(self, name: str) -> str:
        """What to write instead of a name that leads nowhere."""
        known = "" if " " in self.kind else ", ".join(self.items)
        listed = f"; the {self.kind}s are {known}" if known else "; take it out"
        return did_you_mean(name, self.items) or listed


def _same_exam(one: Item, other: Item) -> bool:
    """A successor may be listed as a certification too, and may take the place of several."""
    kinds = {one.kind, other.kind}
    return "successor" in kinds and kinds <= {"certification", "successor"} and one.title == other.title


def _side_by_side(one: Item, other: Item) -> bool:
    """Whether somebody can come across both: they are not meant for different paths."""
    options = {condition.choice: set(condition.options) for condition in one.only_for}
    return all(
        not options.get(each.choice, {*each.options}).isdisjoint(each.options) for each in other.only_for
    )


def _heard(text: str) -> str:
    """A wording without case and punctuation, which the search does not hear either."""
    return " ".join(_WORD.findall(text.casefold()))
