"""`/next`, `/done` and `/undo`: one action, what came of a tick, and the way back."""

from discord import ButtonStyle, ui

from bot.domain.goals import goal_of, in_phase
from bot.domain.members import Member
from bot.domain.progress import Change, Progress, State
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
            button("Done", "done", owner, _ref(progress, action), style=ButtonStyle.success),
            button("Skip", "skip", owner, _ref(progress, action)),
            button("Details", "details", owner, _ref(progress, action)),
        )
    ])  # fmt: skip


def details(progress: Progress, action: Action, owner: int) -> ui.LayoutView:
    """Everything about one action, whatever its state."""
    entry = progress.entry(action)
    state = progress.state(action)
    evidence = f"Your evidence: <{entry.evidence}>" if entry and entry.evidence else ""
    buttons = [button("Next action", "next", owner)]
    if state is not State.DONE:
        buttons.insert(0, button("Done", "done", owner, _ref(progress, action), style=ButtonStyle.success))
    if state is State.OPEN:
        buttons.insert(1, button("Skip", "skip", owner, _ref(progress, action)))
    heading, why, *rest = _action(progress, action)
    detail = paragraphs(action.detail)
    standing = small(_state_words(state)) if state is not State.OPEN else ""
    room = TEXT_PER_MESSAGE - sum(map(len, (heading, why, detail, *rest, standing)))
    proof = fitting([evidence], room)
    steps = fitting(_first_steps(action), room - len(proof))
    accent = SLATE if state is State.OPEN else AMBER
    parts = (heading, why, detail, *rest, steps, standing, proof)
    return card(*parts, accent=accent, below=[row(*buttons)])


def ticked(progress: Progress, action: Action, change: Change | None, owner: int) -> ui.LayoutView:
    """What came of a tick: a short word, what comes next, and **Undo**. A finished phase may shine."""
    return _settled(progress, owner, tick_words(progress, action, change), change)


def tick_words(progress: Progress, action: Action, change: Change | None) -> str:
    """A tick in three words and what comes next; a little more when it finished a phase, or all of them."""
    if change is None:
        return f"✓ **{action.title}** was done already. {next_words(progress)}"
    if progress.finished:
        return f"## {walked_words(progress)}"
    phase = progress.roadmap.phase_of(action)
    closing = progress.closing(phase)
    if closing is not None and closing.change == change.id:
        return _phase_done(progress, phase)
    return f"✓ {action.praise} {next_words(progress)}"


def skip_words(progress: Progress, action: Action, change: Change | None) -> str:
    """That it is set aside and not gone, and what comes next."""
    how = "Skipped" if change is not None else "Skipped already:"
    return f"◌ {how} **{action.title}**; it stays in `/phase`. {next_words(progress)}"


def walked_words(progress: Progress) -> str:
    """The end of the trail, in a line."""
    done = progress.tally().done
    if done == 0:
        return "Nothing is open on your trail."
    return (
        f"The trail is walked! {count(done, 'stone')}, {'each one yours' if done > 1 else 'and it is yours'}."
    )


def skipped(progress: Progress, action: Action, change: Change | None, owner: int) -> ui.LayoutView:
    """What came of a skip."""
    said = tick_words if progress.state(action) is State.DONE else skip_words
    return _settled(progress, owner, said(progress, action, change), change)


def undone(progress: Progress, change: Change | None, owner: int) -> ui.LayoutView:
    """What was taken back, and where that leaves the member."""
    return _settled(progress, owner, undo_words(progress, change))


def undo_words(progress: Progress, change: Change | None) -> str:
    """What was taken back and what comes next."""
    titles = [_title(progress, mark.action) for mark in change.marks] if change else []
    if progress.next_action is not None and titles == [progress.next_action.title]:
        return f"Taken back: **{titles[0]}** is your next action again."
    what = f"**{titles[0]}** is" if len(titles) == 1 else f"{count(len(titles), 'action')} are"
    states = {_state(progress, mark.action) for mark in change.marks} if change else set()
    how = f"{_state_words(states.pop())} again" if len(states) == 1 else "as before"
    return f"Taken back: {what} {how}. {next_words(progress)}"


def finished(progress: Progress, owner: int) -> ui.LayoutView:
    """The end of the trail."""
    text = (
        f"## {walked_words(progress)}\nThat was the {progress.roadmap.title} roadmap. Come back whenever you "
        "want to look something up."
    )
    return card(text, small(trail_line(progress)), below=[
        row(button("My progress", "progress", owner), button("All phases", "roadmap", owner))
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
        button("My progress", "progress", owner)
        if progress.finished
        else button("Next action", "next", owner, style=ButtonStyle.primary)
    ]
    if change is not None:
        buttons.append(button("Undo", "undo", owner, change.id))
    return card(line, small(trail_line(progress)), below=[row(*buttons)])


def _state_words(state: State) -> str:
    return {State.OPEN: "open", State.DONE: "✓ done", State.SKIPPED: "◌ skipped"}[state]


def _state(progress: Progress, action_id: str) -> State:
    entry = progress.roadmap.entry(action_id)
    return progress.state(entry) if isinstance(entry, Action) else State.OPEN


def _title(progress: Progress, action_id: str) -> str:
    entry = progress.roadmap.entry(action_id)
    return entry.title if isinstance(entry, Action) else escape(action_id)


def _ref(progress: Progress, action: Action) -> str:
    return f"{progress.roadmap.id}/{action.id}"
