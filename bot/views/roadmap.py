"""`/roadmap` and `/phase`: the role at a glance, and a phase with its actions."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from discord import SelectOption, ui

from bot.domain.custom_id import Verb
from bot.domain.marks import Change, MarkState
from bot.domain.paths import Path, settled
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Highlight, Phase, Roadmap, actions_of
from bot.limits import OPTION_TEXT
from bot.views.actions import NO_OFFERS, Offers, choice_menu, on_finished
from bot.views.components import (
    LEGEND,
    MOSS,
    NEXT_STONE,
    SLATE,
    STONES,
    Part,
    card,
    clip,
    done_of,
    months,
    paragraphs,
    row,
    rule,
    small,
    stones,
    tally_words,
)
from bot.views.controls import button, menu, option
from bot.views.steps import standing_words, state_words


def roadmap(progress: Progress, owner: int, path: Path, note: str = "") -> ui.LayoutView:
    """The role at a glance, the phases with the member's own progress, and a menu that opens one.

    Below it a menu for each choice about the path; `note` says what was just chosen.
    """
    road = progress.roadmap
    return card(
        note,
        f"## {road.title}\n{paragraphs(road.summary)}",
        rule(),
        figures(road.highlights),
        rule(),
        "\n".join(phase_line(progress, phase) for phase in road.current_phases),
        small(f"{done_of(progress.tally())}\n{LEGEND}"),
        below=[
            row(_phase_menu(progress, owner)),
            *_choices(road, owner, settled(road.choices, path)),
            row(button("My next action", Verb.NEXT, owner)),
        ],
    )


def phase(
    progress: Progress,
    chosen: Phase,
    owner: int,
    note: str = "",
    change: Change | None = None,
    *,
    offers: Offers = NO_OFFERS,
) -> ui.LayoutView:
    """Months, aim and the actions of a phase with their state in words, and a menu that opens one.

    `note` says what was just done, `change` is what **Undo** would take back, `offers` what a server has a
    place for when the phase is finished.
    """
    buttons = [button("My next action", Verb.NEXT, owner)]
    if change is not None:
        buttons.append(button("Undo", Verb.UNDO, owner, change.id))
    state = f"{months(chosen).capitalize()} · {tally_words(progress.tally(chosen))}"
    return card(
        note,
        f"## {chosen.title}\n{small(state)}\n{chosen.aim}",
        rule(),
        "\n".join(_action(progress, action) for action in actions_of(chosen)),
        accent=SLATE if progress.tally(chosen).open else MOSS,
        below=[
            row(_action_menu(progress, chosen, owner)),
            row(_phase_menu(progress, owner, chosen)),
            row(*buttons, *on_finished(f"{progress.roadmap.id}/{chosen.id}", offers, owner)),
        ],
    )


def _choices(road: Roadmap, owner: int, taken: Path) -> Iterator[Part | None]:
    for choice in road.choices:
        yield row(choice_menu(road, choice, Verb.PATH_HERE, owner, taken=taken.get(choice.id, "")))


def figures(highlights: tuple[Highlight, ...]) -> str:
    """Each figure with who says so and as of when; said once where several come from one place."""
    groups = groupby(highlights, key=lambda h: (h.source, h.as_of))
    return "\n".join(
        "\n".join((*(f"**{h.label}**: {h.figure}" for h in figures), small(f"Source: {source}, {as_of}")))
        for (source, as_of), figures in groups
    )


def phase_line(progress: Progress, chosen: Phase) -> str:
    """A phase with what is done in it, in words and then in stones."""
    said = tally_words(progress.tally(chosen))
    return f"**{chosen.title}**, {months(chosen)} · {said} {stones(progress, chosen)}"


def _action(progress: Progress, action: Action) -> str:
    stone = NEXT_STONE if action == progress.next_action else STONES[progress.state(action)]
    return f"**{action.title}**\n{small(f'{_state_words(progress, action)} {stone}')}"


def _state_words(progress: Progress, action: Action) -> str:
    state = progress.state(action)
    if state is not MarkState.OPEN:
        return state_words(state).capitalize()
    following = "Next" if action == progress.next_action else "Open"
    return f"{following} · {standing_words(progress, action)}"


def _action_menu(progress: Progress, chosen: Phase, owner: int) -> ui.Item[Any] | None:
    options = [
        option(
            action.title,
            f"{progress.roadmap.id}/{action.id}",
            _state_words(progress, action),
        )
        for action in actions_of(chosen)
    ]
    return menu("Open an action", options, Verb.DETAILS, owner) if options else None


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
