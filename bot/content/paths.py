"""Whether a roadmap holds on every path that members can choose: what is meant for whom, and what is left."""

from collections.abc import Iterable, Iterator, Sequence

from bot.content.faults import Fault
from bot.content.items import Item, texts_in
from bot.content.references import Names
from bot.domain.paths import Choice, Option, Path, combinations, depends, fitting

Items = Sequence[Item]


def conditions(items: Items) -> Iterator[Fault]:
    """Every `for` that names no choice, or no option of it. Only fair to ask when all files could be read."""
    choices = Names(items, "choice")
    options = {name: Names(choice.inside("option"), "option") for name, choice in choices.items.items()}
    for item in items:
        written = item.data.get("for")
        for name, listed in written.items() if isinstance(written, dict) else ():
            if name in options:
                yield from options[name].faults(item, texts_in(listed), "for", name)
            elif sentence := choices.problem(item, name):
                loc = (*item.loc, "for", name)
                yield item.source.fault(loc, sentence, item.source.keys[loc])


def leftovers(items: Items) -> Iterator[Fault]:
    """Phases and actions of which nothing is left on some path, and steps that are on none."""
    choices = choices_in(items)
    for item in (item for item in items if item.live and item.kind in ("phase", "action")):
        kind = "action" if item.kind == "phase" else "step"
        inside = [part for part in item.inside(kind) if part.live]
        if not inside or not depends(item, *inside) or not _sound((item, *inside), choices):
            continue
        paths = [path for path in combinations(choices) if fitting([item], choices, path)]
        empty = next((path for path in paths if not fitting(inside, choices, path)), None)
        if empty is not None:
            lack = f'leave none for {_words(empty, inside)}; add one for that, or one without "for:"'
            yield item.fault(lack, f"{kind}s")
        for part in inside:
            if part.only_for and not any(fitting([part], choices, path) for path in paths):
                yield part.fault(f"is for nobody whom the {item.kind} is for; change one of the two", "for")


def choices_in(items: Items) -> tuple[Choice, ...]:
    """The choices of a roadmap, as far as they are readable."""
    found = []
    for choice in (item for item in items if item.kind == "choice" and item.id):
        options = tuple(Option(each.id, each.title) for each in choice.inside("option"))
        found += [Choice(choice.id, choice.title, options)] if options else []
    return tuple(found)


def _sound(things: Iterable[Item], choices: Iterable[Choice]) -> bool:
    """Whether all conditions are ones that can hold; the others are told of."""
    known = {(choice.id, option.id) for choice in choices for option in choice.options}
    conditions = [condition for thing in things for condition in thing.only_for]
    return all((each.choice, option) in known for each in conditions for option in each.options)


def _words(path: Path, things: Iterable[Item]) -> str:
    """A path, as far as these things depend on it: "cloud: azure, focus: llmops"."""
    named = {condition.choice for thing in things for condition in thing.only_for}
    return ", ".join(f"{choice}: {option}" for choice, option in path.items() if choice in named)
