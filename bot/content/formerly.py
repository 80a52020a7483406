"""Whether old ids lead on: nobody loses progress, and no progress counts where it does not belong."""

from collections.abc import Iterator, Sequence

from bot.content.faults import Fault, did_you_mean
from bot.content.items import Item
from bot.content.references import who

Items = Sequence[Item]

# Progress on one of these counts for every part that it was split into.
SPLIT = ("action", "step")


def former_ids(items: Items) -> Iterator[Fault]:
    """Every former id that is in use, that leads to two entries where one is meant, or that stands twice."""
    current = {_key(item, item.ref): item for item in reversed(items)}
    owners: dict[object, Item] = {}
    for item in items:
        listed = set()
        for index, old in item.former:
            key = _key(item, old)
            owner = owners.setdefault(key, item)
            if key in current:
                still = f'"{old}" is still the id of {who(current[key])}; take it out'
                yield item.fault(still, "formerly", index)
            elif key in listed:
                yield item.fault(f'"{old}" is in this list already; take it out', "formerly", index)
            elif owner is not item and not {owner.kind, item.kind} <= {*SPLIT}:
                also = f'"{old}" is a former id of {who(owner)} as well'
                yield item.fault(
                    f"{also}; only actions may share one, and steps (a split)", "formerly", index
                )
            listed.add(key)


def former_actions(items: Items) -> Iterator[Fault]:
    """Every former id of a step that names an action which never was one."""
    actions = [item for item in items if item.kind == "action"]
    known = {name for item in actions for name in (*item.names, *(old for _, old in item.texts("formerly")))}
    for item in (item for item in items if item.kind == "step"):
        for index, old in item.former:
            owner, _, _ = old.partition("/")
            if item.parent and owner not in (*known, item.parent.id):
                keep = "; keep that action with retired: true, or list it under the formerly of another"
                sentence = f'"{owner}" is no action of this roadmap, now or formerly'
                yield item.fault(sentence + (did_you_mean(owner, known) or keep), "formerly", index)


def inherited(items: Items) -> Iterator[Fault]:
    """Ids that steps of two actions with a common past would both have had: ticks would count for either."""
    steps = [item for item in items if item.kind == "step"]
    listed = {ref for step in steps for _, ref in step.former}
    owners: dict[str, Item] = {}
    for step in steps:
        for _, old in step.parent.texts("formerly") if step.parent else ():
            owner = owners.setdefault(f"{old}/{step.id}", step)
            if owner is not step and f"{old}/{step.id}" not in listed:
                shared = f'"{old}/{step.id}" would be a former id of {who(owner)} as well'
                yield step.fault(f"{shared}; list it under the formerly of whichever it was", "id")


def _key(item: Item, ref: str) -> object:
    return ("step", ref) if item.kind == "step" else (item.family, ref)
