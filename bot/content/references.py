"""Whether names hold together: ids are unique, links lead somewhere, no two entries are called the same."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.content.faults import Fault, did_you_mean
from bot.content.items import Item

Items = Sequence[Item]


def ids(items: Items) -> Iterator[Fault]:
    """Every id that is given twice."""
    owners: dict[str, Item] = {}
    for item in items:
        owner = owners.setdefault(item.id, item)
        if item.id and owner is not item and not _same_exam(owner, item):
            yield item.fault(f'"{item.id}" is the id of {_who(owner)} already; choose another', "id")


def former_ids(items: Items) -> Iterator[Fault]:
    """Every former id that is in use, or that leads to two entries where only one can be meant."""
    current = {item.id: item for item in reversed(items)}
    owners: dict[str, Item] = {}
    for item in items:
        for index, old in item.texts("formerly"):
            owner = owners.setdefault(old, item)
            if old in current:
                yield item.fault(
                    f'"{old}" is still the id of {_who(current[old])}; take it out', "formerly", index
                )
            elif owner is not item and (owner.kind, item.kind) != ("action", "action"):
                also = f'"{old}" is a former id of {_who(owner)} as well'
                yield item.fault(f"{also}; only actions may share one (a split)", "formerly", index)


def links(items: Items) -> Iterator[Fault]:
    """Every link that leads nowhere. Only fair to ask when all three files could be read."""
    known = {item.id: item for item in reversed(items) if item.kind != "successor"}
    phases = {item.id: item for item in reversed(items) if item.kind == "phase"}
    renamed = _heirs(items)
    for item in items:
        seen = {item.id: "the entry itself"}
        for index, link in item.texts("links"):
            if sentence := _broken(item, "id", link, known, renamed) or _needless(link, seen):
                yield item.fault(sentence, "links", index)
            seen.setdefault(link, "in this list already")
        phase = item.text("phase") if item.kind == "certification" else ""
        if phase and (sentence := _broken(item, "phase", phase, phases, renamed)):
            yield item.fault(sentence, "phase")


def titles(items: Items) -> Iterator[Fault]:
    """Every title that two entries of a kind share: people could not tell them apart."""
    owners: dict[tuple[str, str], Item] = {}
    for item in items:
        if item.kind in ("phase", "action", "certification") and item.live and item.title:
            owner = owners.setdefault((item.kind, _heard(item.title)), item)
            if owner is not item:
                yield item.fault(f"{_who(owner)} has the same title; say what sets this one apart", "title")


def wordings(items: Items) -> Iterator[Fault]:
    """Every wording that leads to a question already, be it the same or another."""
    owners: dict[str, Item] = {}
    for item in items:
        if item.kind != "question" or not item.live:
            continue
        ways = [(("question",), item.title), *((("aliases", at), text) for at, text in item.texts("aliases"))]
        for steps, text in ways:
            owner = owners.get(_heard(text))
            if owner and text:
                where = "this question" if owner is item else _who(owner)
                yield item.fault(f'"{text}" leads to {where} already; keep it once', *steps)
            owners.setdefault(_heard(text), item)


def _same_exam(one: Item, other: Item) -> bool:
    """A successor may be listed as a certification too, and may take the place of several."""
    kinds = {one.kind, other.kind}
    return "successor" in kinds and kinds <= {"certification", "successor"} and one.title == other.title


def _heirs(items: Items) -> dict[str, list[str]]:
    """The new ids of every former one; several after a split."""
    heirs: dict[str, list[str]] = {}
    for item in items:
        for _, old in item.texts("formerly"):
            heirs.setdefault(old, []).append(item.id)
    return heirs


def _broken(
    item: Item, kind: str, name: str, known: Mapping[str, Item], renamed: Mapping[str, list[str]]
) -> str:
    if name in known:
        shown = item.live and not known[name].live
        return f'"{name}" is retired; name what took its place, or take it out' if shown else ""
    if heirs := [heir for heir in renamed.get(name, ()) if heir in known]:
        has = "several new ids" if len(heirs) > 1 else "a new id"
        return f'"{name}" has {has}; write ' + " or ".join(f'"{heir}"' for heir in heirs)
    listed = f"; the phases are {', '.join(reversed(list(known)))}" if kind == "phase" else "; take it out"
    return f'"{name}" is no {kind} in this roadmap{did_you_mean(name, known) or listed}'


def _needless(link: str, seen: Mapping[str, str]) -> str:
    return f'"{link}" is {seen[link]}; take it out' if link in seen else ""


def _heard(text: str) -> str:
    """A wording without case and punctuation, which the search does not hear either."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _who(item: Item) -> str:
    return f'the {item.kind} "{item.title or item.id}" ({item.place})'
