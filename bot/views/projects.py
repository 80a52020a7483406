"""`/project`: the project guides, one of them with the member's milestones, and its long parts one by one."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.custom_id import Verb
from bot.domain.marks import MarkState
from bot.domain.progress import Progress
from bot.domain.projects import Milestone, done_of, milestones
from bot.domain.roadmap import Guide
from bot.views.components import (
    MOSS,
    NEXT_STONE,
    SLATE,
    STONES,
    card,
    count,
    fitting,
    paragraphs,
    row,
    small,
)
from bot.views.controls import button, menu, option

PARTS = {
    "data": "The data",
    "architecture": "The architecture",
    "rubric": "How it is judged",
    "pitfalls": "What usually goes wrong",
    "show": "How to show it",
    "variants": "The same in other ways",
}
"""What is too long for the first card, by its key in the content."""

_ROOM = 2_000  # for the milestones, in characters; the other texts of the card take at most 1,400


def guides(progress: Progress, owner: int) -> ui.LayoutView:
    """All of them, each with how many of its milestones are done, and a menu that opens one."""
    road = progress.roadmap
    lines = [f"**{guide.title}**\n{small(_about(progress, guide))}" for guide in road.guides]
    said = "\n".join(lines) or "This roadmap has none."
    return card(
        f"## Project guides for {road.title}", said, accent=SLATE, below=[row(_menu(progress, owner))]
    )


def guide(progress: Progress, chosen: Guide, owner: int) -> ui.LayoutView:
    """What is built, its milestones with their state, what it costs; the rest in a menu."""
    found = milestones(progress, chosen)
    return card(
        f"## {chosen.title}\n{small(_standing(found))}",
        paragraphs(chosen.brief),
        f"**Milestones**\n{_lines(found)}",
        f"**What it costs**\n{chosen.costs}",
        accent=SLATE if any(each.state is MarkState.OPEN for each in found) else MOSS,
        below=[row(_parts(progress, chosen, owner)), row(_actions(progress, chosen, owner)), _back(owner)],
    )


def part(progress: Progress, chosen: Guide, name: str, owner: int) -> ui.LayoutView:
    """One long part of a guide; the guide itself, where there is no such part."""
    if name not in PARTS or not getattr(chosen, name):
        return guide(progress, chosen, owner)
    whole = button("The guide", Verb.PROJECT, owner, f"{progress.roadmap.id}/{chosen.id}")
    return card(
        f"## {PARTS[name]}\n{small(chosen.title)}",
        _text(chosen, name),
        accent=SLATE,
        below=[row(_parts(progress, chosen, owner, name)), _back(owner, whole)],
    )


def _text(chosen: Guide, name: str) -> str:
    if name == "architecture":
        return f"```\n{chosen.architecture.rstrip()}\n```"
    written = getattr(chosen, name)
    return paragraphs(written) if isinstance(written, str) else "\n".join(f"- {each}" for each in written)


def _about(progress: Progress, guide: Guide) -> str:
    """How far they are, and the direction that it is for, if it is not for every one."""
    directions = (option for choice in progress.roadmap.choices for option in choice.options)
    focus = next((option.title for option in directions if option.id == guide.focus), "")
    standing = _standing(milestones(progress, guide))
    return f"{standing} · {focus}" if focus else standing


def _standing(found: Sequence[Milestone]) -> str:
    done, of = done_of(found)
    return f"{done} of {count(of, 'milestone')} done"


def _lines(found: Sequence[Milestone]) -> str:
    following = next((each for each in found if each.state is MarkState.OPEN), None)
    lines = [_line(each, each is following) for each in found]
    shown = fitting(lines, _ROOM)
    left = len(lines) - (shown.count("\n") + 1)
    return f"{shown}\n{small(f'and {left} more, in their actions')}" if left else shown


def _line(each: Milestone, following: bool) -> str:
    stone = NEXT_STONE if following else STONES[each.state or MarkState.OPEN]
    words = {
        None: "depends on your path",
        MarkState.DONE: "done",
        MarkState.SKIPPED: "skipped",
    }.get(each.state, f"{each.action.short or each.action.title}, {each.step.hours * each.step.repeat:g} h")
    return f"- {each.step.title} · {'next, ' if following else ''}{words} {stone}"


def _menu(progress: Progress, owner: int) -> ui.Item[Any] | None:
    road = progress.roadmap
    options = [option(each.title, f"{road.id}/{each.id}") for each in road.guides]
    return menu("Open a guide", options, Verb.PROJECT, owner) if options else None


def _parts(progress: Progress, chosen: Guide, owner: int, current: str = "") -> ui.Item[Any]:
    ref = f"{progress.roadmap.id}/{chosen.id}"
    written = [(name, title) for name, title in PARTS.items() if getattr(chosen, name)]
    options = [option(title, f"{ref}/{name}", chosen=name == current) for name, title in written]
    return menu("Read on", options, Verb.PROJECT, owner)


def _actions(progress: Progress, chosen: Guide, owner: int) -> ui.Item[Any]:
    actions = map(progress.roadmap.action, chosen.actions)
    options = [option(each.title, f"{progress.roadmap.id}/{each.id}") for each in actions]
    return menu("Open an action of it", options, Verb.DETAILS, owner)


def _back(owner: int, *before: ui.Item[Any]) -> ui.ActionRow[Any] | None:
    return row(*before, button("All guides", Verb.PROJECTS, owner))
