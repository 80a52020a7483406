"""`/next`, `/done` and `/undo`: one action, what came of a tick, and the way back."""

from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.goals import goal_of, in_phase
from bot.domain.journey import Outcome
from bot.domain.marks import Change, MarkState
from bot.domain.members import Member
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Phase
from bot.limits import TEXT_PER_MESSAGE
from bot.views.certifications import goal_line
from bot.views.components import (
    AMBER,
    SLATE,
    card,
    count,
    escape,
    fitting,
    hours,
    links,
    months,
    paragraphs,
    row,
    small,
    trail_line,
)
from bot.views.controls import button


def next_action(progress: Progress, owner: int, member: Member | None = None) -> ui.LayoutView:
    """The one next thing to do, with the goal if it belongs here; a congratulation when nothing is open."""
    action = progress.next_action
    if action is None:
        return finished(progress, owner)
    found = goal_of(member, progress.roadmap)
    goal = goal_line(found) if in_phase(found, progress.current_phase) else ""
    return card(*_action(progress, action), goal, small(trail_line(progress)), accent=AMBER, below=[
        row(
            button("Done", Verb.DONE, owner, _ref(progress, action), style=ButtonStyle.success),
            button("Skip", Verb.SKIP, owner, _ref(progress, action)),
            button("Details", Verb.DETAILS, owner, _ref(progress, action)),
        )
    ])  # fmt: skip


def details(progress: Progress, action: Action, owner: int) -> ui.LayoutView:
    """Everything about one action, whatever its state."""
    said = progress.said(action)
    state = progress.state(action)
    evidence = f"Your evidence: <{said.evidence}>" if said.evidence else ""
    buttons = [button("Next action", Verb.NEXT, owner)]
    if state is not MarkState.DONE:
        buttons.insert(0, button("Done", Verb.DONE, owner, _ref(progress, action), style=ButtonStyle.success))
    if state is MarkState.OPEN:
        buttons.insert(1, button("Skip", Verb.SKIP, owner, _ref(progress, action)))
    heading, why, *rest = _action(progress, action)
    detail = paragraphs(action.detail)
    standing = small(_state_words(state)) if state is not MarkState.OPEN else ""
    room = TEXT_PER_MESSAGE - sum(map(len, (heading, why, detail, *rest, standing)))
    proof = fitting([evidence], room)
    steps = fitting(_first_steps(action), room - len(proof))
    accent = SLATE if state is MarkState.OPEN else AMBER
    parts = (heading, why, detail, *rest, steps, standing, proof)
    return card(*parts, accent=accent, below=[row(*buttons)])


def ticked(outcome: Outcome, action: Action, owner: int) -> ui.LayoutView:
    """What came of a tick: a short word, what comes next, and **Undo**. A finished phase may shine."""
    return _settled(outcome.after, owner, tick_words(outcome, action), outcome.change)


def tick_words(outcome: Outcome, action: Action) -> str:
    """A tick in three words and what comes next; a little more when it finished a phase, or all of them."""
    progress = outcome.after
    if outcome.change is None:
        return f"✓ **{action.title}** was done already. {next_words(progress)}"
    if progress.finished:
        return f"## {walked_words(progress)}"
    if outcome.finished is not None:
        return _phase_done(progress, outcome.finished)
    return f"✓ {action.praise} {next_words(progress)}"


def skip_words(outcome: Outcome, action: Action) -> str:
    """That it is set aside and not gone, and what comes next."""
    how = "Skipped" if outcome.change is not None else "Skipped already:"
    return f"◌ {how} **{action.title}**; it stays in `/phase`. {next_words(outcome.after)}"


def walked_words(progress: Progress) -> str:
    """The end of the trail, in a line."""
    done = progress.tally().done
    if done == 0:
        return "Nothing is open on your trail."
    return (
        f"The trail is walked! {count(done, 'stone')}, {'each one yours' if done > 1 else 'and it is yours'}."
    )


def skipped(outcome: Outcome, action: Action, owner: int) -> ui.LayoutView:
    """What came of a skip."""
    said = tick_words if outcome.after.state(action) is MarkState.DONE else skip_words
    return _settled(outcome.after, owner, said(outcome, action), outcome.change)


def undone(progress: Progress, change: Change | None, owner: int) -> ui.LayoutView:
    """What was taken back, and where that leaves the member."""
    return _settled(progress, owner, undo_words(progress, change))


def undo_words(progress: Progress, change: Change | None) -> str:
    """What was taken back and what comes next."""
    said = [mark.ref for mark in change.marks if not mark.follows] if change else []
    titles = [_title(progress, ref) for ref in said]
    if progress.next_action is not None and titles == [progress.next_action.title]:
        return f"Taken back: **{titles[0]}** is your next action again."
    what = f"**{titles[0]}** is" if len(titles) == 1 else f"{count(len(titles), 'action')} are"
    states = {_state(progress, ref) for ref in said}
    how = f"{_state_words(states.pop())} again" if len(states) == 1 else "as before"
    return f"Taken back: {what} {how}. {next_words(progress)}"


def finished(progress: Progress, owner: int) -> ui.LayoutView:
    """The end of the trail."""
    text = (
        f"## {walked_words(progress)}\nThat was the {progress.roadmap.title} roadmap. Come back whenever you "
        "want to look something up."
    )
    return card(text, small(trail_line(progress)), below=[
        row(button("My progress", Verb.PROGRESS, owner), button("All phases", Verb.ROADMAP, owner))
    ])  # fmt: skip


def _action(progress: Progress, action: Action) -> tuple[str, ...]:
    phase = progress.roadmap.phase_of(action)
    return (
        f"### {action.title}\n{small(f'{phase.title}, {months(phase)} · {hours(action.effort_hours)}')}",
        action.why,
        f"*Done when* {action.done_when}",
        links(action.resources),
    )


def _first_steps(action: Action) -> list[str]:
    if not action.first_steps:
        return []
    first, *more = (f"- {step}" for step in action.first_steps)
    return [f"**Small ways to begin**\n{first}", *more]


def _phase_done(progress: Progress, phase: Phase) -> str:
    tally = progress.tally(phase)
    line = f"## {phase.title} done!\n{count(tally.done, 'stone')}. {phase.praise}".rstrip()
    following = progress.current_phase
    return f"{line} Next phase: **{following.title}**, {months(following)}."


def next_words(progress: Progress) -> str:
    """What comes next, in a sentence."""
    action = progress.next_action
    if action is None:
        return "Nothing is left open."
    return f"Next: **{action.title}**, {hours(action.effort_hours)}."


def _settled(progress: Progress, owner: int, line: str, change: Change | None = None) -> ui.LayoutView:
    buttons = [
        button("My progress", Verb.PROGRESS, owner)
        if progress.finished
        else button("Next action", Verb.NEXT, owner, style=ButtonStyle.primary)
    ]
    if change is not None:
        buttons.append(button("Undo", Verb.UNDO, owner, change.id))
    return card(line, small(trail_line(progress)), below=[row(*buttons)])


def _state_words(state: MarkState) -> str:
    return {MarkState.OPEN: "open", MarkState.DONE: "✓ done", MarkState.SKIPPED: "◌ skipped"}[state]


def _state(progress: Progress, action_id: str) -> MarkState:
    item = progress.roadmap.item(action_id)
    return progress.state(item) if isinstance(item, Action) else MarkState.OPEN


def _title(progress: Progress, action_id: str) -> str:
    item = progress.roadmap.item(action_id)
    return item.title if isinstance(item, Action) else escape(action_id)


def _ref(progress: Progress, action: Action) -> str:
    return f"{progress.roadmap.id}/{action.id}"
