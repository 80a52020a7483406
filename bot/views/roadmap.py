"""`/roadmap` and `/phase`: the role at a glance, and a phase with its actions."""

from itertools import groupby
from typing import Any

from discord import ButtonStyle, SelectOption, ui

from bot.domain.custom_id import Verb
from bot.domain.marks import Change, MarkState
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Highlight, Phase, actions_of
from bot.limits import OPTION_TEXT
from bot.views.components import (
    LEGEND,
    MOSS,
    NEXT_STONE,
    SLATE,
    STONES,
    beside,
    card,
    clip,
    hours,
    months,
    paragraphs,
    row,
    rule,
    small,
    tally_words,
    trail_line,
)
from bot.views.controls import button, menu


def roadmap(progress: Progress, owner: int) -> ui.LayoutView:
    """The role at a glance, the phases with the member's own progress, and a menu that opens one."""
    road = progress.roadmap
    return card(
        f"## {road.title}\n{paragraphs(road.summary)}",
        rule(),
        figures(road.highlights),
        rule(),
        "\n".join(_phase_line(progress, phase) for phase in road.current_phases),
        small(f"{trail_line(progress)}\n{LEGEND}"),
        below=[row(_phase_menu(progress, owner)), row(button("My next action", Verb.NEXT, owner))],
    )


def phase(
    progress: Progress, chosen: Phase, owner: int, note: str = "", change: Change | None = None
) -> ui.LayoutView:
    """Months, aim and the actions of a phase; each open one can be ticked here.

    `note` says what was just done, and `change` is what **Undo** would take back.
    """
    buttons = [button("My next action", Verb.NEXT, owner)]
    if change is not None:
        buttons.append(button("Undo", Verb.UNDO, owner, change.id))
    state = f"{months(chosen).capitalize()} · {tally_words(progress.tally(chosen))}"
    return card(
        note,
        f"## {chosen.title}\n{small(state)}\n{chosen.aim}",
        rule(),
        *(_action(progress, chosen, action, owner) for action in actions_of(chosen)),
        accent=SLATE if progress.tally(chosen).open else MOSS,
        below=[row(_phase_menu(progress, owner, chosen)), row(*buttons)],
    )


def figures(highlights: tuple[Highlight, ...]) -> str:
    """Each figure with who says so and as of when; said once where several come from one place."""
    groups = groupby(highlights, key=lambda h: (h.source, h.as_of))
    return "\n".join(
        "\n".join((*(f"**{h.label}**: {h.figure}" for h in figures), small(f"Source: {source}, {as_of}")))
        for (source, as_of), figures in groups
    )


def _phase_line(progress: Progress, chosen: Phase) -> str:
    tally = progress.tally(chosen)
    if tally.total == 0:
        mark = STONES[MarkState.SKIPPED]
    elif tally.open == 0:
        mark = "✓"
    else:
        mark = NEXT_STONE if chosen == progress.current_phase else STONES[MarkState.OPEN]
    return f"{mark} **{chosen.title}**, {months(chosen)} · {tally_words(tally)}"


def _action(progress: Progress, chosen: Phase, action: Action, owner: int) -> ui.Item[Any] | str:
    state = progress.state(action)
    stone = NEXT_STONE if action == progress.next_action else STONES[state]
    word = {MarkState.OPEN: hours(action.effort_hours), MarkState.DONE: "done", MarkState.SKIPPED: "skipped"}[
        state
    ]
    text = f"{stone} **{action.title}**\n{small(word)}"
    if state is MarkState.DONE:
        return text
    ref = f"{progress.roadmap.id}/{action.id}"
    return beside(text, button("Done", Verb.PHASE_DONE, owner, ref, style=ButtonStyle.success))


def _phase_menu(progress: Progress, owner: int, chosen: Phase | None = None) -> ui.Item[Any]:
    options = [
        SelectOption(
            label=clip(p.title, OPTION_TEXT),
            value=f"{progress.roadmap.id}/{p.id}",
            description=f"{months(p).capitalize()} · {tally_words(progress.tally(p))}",
            default=p == chosen,
        )
        for p in progress.roadmap.current_phases
    ]
    return menu("Open a phase", options, Verb.PHASE, owner)
