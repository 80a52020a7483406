"""Whether project guides lead to actions, steps and options that there are."""

from collections.abc import Iterator, Sequence

from bot.content.faults import Fault
from bot.content.items import Item
from bot.content.references import Names


def guides(items: Sequence[Item]) -> Iterator[Fault]:
    """Everything that a guide names and that there is not. Only fair to ask when all files could be read."""
    actions, steps, options = (Names(items, kind) for kind in ("action", "step", "option"))
    for guide in (item for item in items if item.kind == "guide"):
        yield from actions.faults(guide, guide.texts("actions"), "actions")
        yield from steps.faults(guide, guide.texts("milestones"), "milestones")
        named = {action for _, action in guide.texts("actions")}
        for index, milestone in guide.texts("milestones"):
            action = milestone.partition("/")[0]
            if milestone in steps.items and action not in named:
                sentence = f'is a step of "{action}"; add that to the actions of this guide, or take this out'
                yield guide.fault(sentence, "milestones", index)
        if sentence := options.problem(guide, guide.text("focus")):
            yield guide.fault(sentence, "focus")
