"""**Details**: everything about an action, with its steps to open, and about one of those."""

from typing import Any

from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.marks import MarkState
from bot.domain.progress import CLOSED, NextStep, Progress
from bot.domain.roadmap import Action
from bot.domain.steps import Step
from bot.limits import TEXT_PER_MESSAGE
from bot.views.actions import done_button, habit, note_button, ref_of
from bot.views.components import (
    AMBER,
    SLATE,
    STONES,
    card,
    fitting,
    hours,
    links,
    months,
    paragraphs,
    row,
    small,
)
from bot.views.controls import button, menu, option
from bot.views.steps import standing_words, state_words, times_words, told


def details(progress: Progress, action: Action, owner: int) -> ui.LayoutView:
    """Everything about one action, whatever its state, and a menu that opens its steps."""
    ref, state = f"{progress.roadmap.id}/{action.id}", progress.state(action)
    phase, stepped = progress.roadmap.phase_of(action), any(step.id for step in progress.steps(action))
    place = f"{phase.title}, {months(phase)} · {standing_words(progress, action)}"
    parts = (
        f"### {action.title}\n{small(place)}",
        f"*You need:* {action.needs}" if action.needs else "",
        action.why,
        paragraphs(action.detail),
        f"*Done when* {action.done_when}",
        links(action.resources),
        small(_state_line(state)) if state in CLOSED else "",
    )
    room = TEXT_PER_MESSAGE - sum(map(len, parts))
    evidence = progress.said(action).evidence
    proof = fitting([f"Your evidence: <{evidence}>"] if evidence else [], room)
    begin = fitting(_beginnings(action), room - len(proof)) if not stepped else ""
    done = "Whole action done" if stepped else "Done"
    return card(*parts, begin, proof, accent=AMBER if state in CLOSED else SLATE, below=[
        row(_step_menu(progress, action, owner)) if stepped else None,
        row(
            None
            if state is MarkState.DONE
            else button(done, Verb.DONE, owner, ref, style=ButtonStyle.success),
            button("Reopen", Verb.REOPEN, owner, ref)
            if state in CLOSED
            else button("Skip action" if stepped else "Skip", Verb.SKIP, owner, ref),
            note_button(progress, action, None, owner) if state is MarkState.DONE else None,
            button("Next step", Verb.NEXT, owner),
        ),
    ])  # fmt: skip


def step_details(progress: Progress, step: NextStep, owner: int) -> ui.LayoutView:
    """One step of an action, whatever its state."""
    record, ref = progress.step(step.action, step.step), ref_of(progress, step)
    closed, all_closed = record.state in CLOSED, progress.state(step.action) in CLOSED
    times = times_words(record, step.step)
    return card(
        *told(progress, step),
        small(_state_line(record.state)) if closed else small(times),
        "" if closed else habit(step),
        f"Your evidence: <{record.evidence}>" if record.evidence else "",
        accent=AMBER if closed else SLATE,
        below=[
            row(_step_menu(progress, step.action, owner, step.step)),
            row(
                None if record.state is MarkState.DONE else done_button(progress, step, owner),
                button("Reopen", Verb.REOPEN, owner, ref)
                if closed
                else None
                if all_closed
                else button("Skip", Verb.SKIP, owner, ref),
                note_button(progress, step.action, step.step, owner) if record.ticked else None,
                button("Whole action", Verb.DETAILS, owner, f"{progress.roadmap.id}/{step.action.id}"),
            ),
        ],
    )


def _beginnings(action: Action) -> list[str]:
    """Small ways to begin an action that is done in one go."""
    if not action.beginnings:
        return []
    first, *more = (f"- {each}" for each in action.beginnings)
    return [f"**Small ways to begin**\n{first}", *more]


def _step_menu(progress: Progress, action: Action, owner: int, chosen: Step | None = None) -> ui.Item[Any]:
    placed = (progress.placed(action, step) for step in progress.steps(action))
    options = [
        option(
            f"{step.number}. {step.step.title}",
            ref_of(progress, step),
            _about(progress, step),
            chosen=chosen is not None and chosen.id == step.step.id,
        )
        for step in placed
        if step
    ]
    return menu("Open a step", options, Verb.DETAILS, owner)


def _about(progress: Progress, step: NextStep) -> str:
    record = progress.step(step.action, step.step)
    following = progress.next_step
    is_next = following is not None and following.ref == step.ref
    state = "next" if is_next else state_words(record.state)
    length = "" if record.state in CLOSED else hours(step.step.hours)
    return " · ".join(filter(None, (state.capitalize(), length, times_words(record, step.step))))


def _state_line(state: MarkState) -> str:
    return f"{state_words(state).capitalize()} {'✓' if state is MarkState.DONE else STONES[state]}"
