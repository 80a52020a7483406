"""`/next`, `/done` and `/undo`: one step, what came of a tick, and the way back."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.errors import UnknownName
from bot.domain.goals import goal_of, in_phase
from bot.domain.journey import Outcome
from bot.domain.marks import Change, Mark, MarkState
from bot.domain.members import Member
from bot.domain.paths import Choice, Option
from bot.domain.progress import CLOSED, NextStep, Progress
from bot.domain.roadmap import Action, Phase, Roadmap
from bot.domain.schedule import wall
from bot.domain.steps import Step
from bot.views.certifications import day, goal_line
from bot.views.components import (
    AMBER,
    STONES,
    card,
    clip,
    count,
    escape,
    hours,
    months,
    row,
    rule,
    small,
    stamp,
    steps_and_actions,
    trail_line,
)
from bot.views.controls import Control, button, menu, option
from bot.views.steps import name_of, named, state_words, times_words, told

_GLYPHS = {
    MarkState.DONE: "✓",
    MarkState.TICKED: "✓",
    MarkState.SKIPPED: STONES[MarkState.SKIPPED],
    MarkState.OPEN: STONES[MarkState.OPEN],
}


def next_action(
    progress: Progress,
    owner: int,
    member: Member | None = None,
    choice: Choice | None = None,
    note: str = "",
    *,
    helped: bool = False,
) -> ui.LayoutView:
    """The one next step, with the goal if it belongs here; a congratulation when nothing is open.

    `choice` is asked for above it, and `note` says what was just chosen. `helped` says that there is a place
    to ask for help.
    """
    step = progress.next_step
    if step is None:
        return finished(progress, owner)
    found = goal_of(member, progress.roadmap)
    goal = goal_line(found) if in_phase(found, progress.current_phase) else ""
    asked = (
        ()
        if choice is None
        else (
            f"**{choice.question}**\n{small('The steps ahead depend on it. `/roadmap` changes it later.')}",
            row(choice_menu(progress.roadmap, choice, Verb.PATH, owner)),
            rule(),
        )
    )
    parts = (*told(progress, step), habit(step), goal, small(trail_line(progress)))
    return card(note, *asked, *parts, accent=AMBER, below=[
        row(
            done_button(progress, step, owner),
            button("Skip", Verb.SKIP, owner, ref_of(progress, step)),
            button("Details", Verb.DETAILS, owner, f"{progress.roadmap.id}/{step.action.id}"),
            button("Ask for help", Verb.ASK_FOR_HELP, owner, ref_of(progress, step)) if helped else None,
        )
    ])  # fmt: skip


def choice_menu(
    roadmap: Roadmap, choice: Choice, verb: Verb, owner: int, *before: object, taken: str = ""
) -> Control:
    """The options of a choice about one's path; the one that was taken tells what was asked.

    `before` is what this verb takes before the choice.
    """
    marked = [(each, each.id == taken) for each in choice.options]
    options = [option(e.title, e.id, choice.question if is_it else "", chosen=is_it) for e, is_it in marked]
    return menu(choice.question, options, verb, owner, *before, f"{roadmap.id}/{choice.id}")


def path_words(taken: Option) -> str:
    """What was chosen about one's path."""
    return f"✓ Your path: **{taken.title}**. `/roadmap` changes it."


def habit(step: NextStep) -> str:
    """The how-manieth time of a habit it is; nothing about what is done once."""
    return small(f"This is time {step.time} of {step.step.repeat}.") if step.step.repeat > 1 else ""


def done_button(
    progress: Progress, step: NextStep, owner: int, verb: Verb = Verb.DONE, *before: object
) -> Control:
    """**Done**: of a habit the time that it is, so that pressing it again changes nothing.

    `before` is what this verb takes before the step.
    """
    time = (step.time,) if step.step.repeat > 1 else ()
    return button("Done", verb, owner, *before, ref_of(progress, step), *time, style=ButtonStyle.success)


def ref_of(progress: Progress, step: NextStep) -> str:
    """What a button says about a step."""
    return f"{progress.roadmap.id}/{step.ref}"


class Offers(NamedTuple):
    """What a server has a place for: showing what was ticked, telling of a finished phase, a role for it."""

    showcase: bool = False
    milestone: bool = False
    role: bool = False


NO_OFFERS = Offers()


def ticked(
    outcome: Outcome, action: Action, owner: int, step: Step | None = None, offers: Offers = NO_OFFERS
) -> ui.LayoutView:
    """What came of a tick: its name, what comes next, and **Undo**. A finished phase may shine."""
    said, progress = f"{tick_words(outcome, action, step)}{plan_words(outcome)}", outcome.after
    keep = note_button(progress, action, step, owner) if outcome.change is not None else None
    road, phase = progress.roadmap.id, outcome.finished
    show_it = button("Show it", Verb.SHOW_IT, owner, f"{road}/{action.id}") if offers.showcase else None
    finished = [*on_finished(f"{road}/{phase.id}", offers, owner)] if phase else []
    return settled(progress, owner, said, outcome.change, keep, show_it, below=row(*finished))


def on_finished(ref: str, offers: Offers, owner: int) -> Iterator[Control]:
    """What a finished phase leads to, by a click."""
    if offers.milestone:
        yield button("Tell the channel", Verb.TELL_CHANNEL, owner, ref)
    if offers.role:
        yield button("Take the role", Verb.TAKE_ROLE, owner, ref)


def note_button(progress: Progress, action: Action, step: Step | None, owner: int) -> Control:
    """**Keep a note** beside what was ticked."""
    ref = action.ref(step) if step else action.id
    return button("Keep a note", Verb.NOTE_WRITE, owner, f"{progress.roadmap.id}/{ref}")


def tick_words(outcome: Outcome, action: Action, step: Step | None = None) -> str:
    """What was ticked and what comes next; a little more when it finished a phase, or all of them."""
    progress, name = outcome.after, name_of(action, step)
    if outcome.change is None:
        return f"✓ **{name}** {_again(progress, action, step)}. {next_words(progress, action)}"
    if all(mark.evidence for mark in outcome.change.marks) and _state(outcome.before, action, step) in CLOSED:
        return f"✓ Link kept beside **{name}**. {next_words(progress, action)}"
    praise = f" {action.praise}" if _did(outcome, action) and action.praise else ""
    said = f"✓ **{name}** {_counted(progress, action, step)}{_with_it(outcome, action, step)}.{praise}"
    return _finishing(outcome, said) or f"{said} {next_words(progress, action)}"


def each_words(outcome: Outcome) -> str:
    """The same of several ticks at once: only what was open before counts."""
    progress, said = outcome.after, _said(outcome.change)
    if not said:
        return f"That was done already. {next_words(progress)}"
    found = _found(progress.roadmap, said[0])
    if len(said) == 1 and found:
        return tick_words(outcome, *found)
    words = f"✓ {_number_of(said)} done."
    return _finishing(outcome, words) or f"{words} {next_words(progress)}"


def skip_words(outcome: Outcome, action: Action, step: Step | None = None) -> str:
    """That it is set aside and not gone, and what comes next."""
    progress, name = outcome.after, name_of(action, step)
    if outcome.change is None and _state(progress, action, step) is MarkState.DONE:
        return tick_words(outcome, action, step)
    how = "Skipped" if outcome.change is not None else "Skipped already:"
    said = f"{how} **{name}**; it stays in `/phase`{_with_it(outcome, action, step)}."
    return _finishing(outcome, said) or f"{said} {next_words(progress, action)}"


def plan_words(outcome: Outcome) -> str:
    """That what was planned for a step which is done with now does not come."""
    return f" What you planned for {stamp(outcome.planned_at, 'f')} won't come." if outcome.planned_at else ""


def walked_words(progress: Progress) -> str:
    """The end of the roadmap, in a line."""
    done = progress.tally().done
    if done == 0:
        return "Nothing is open on your roadmap."
    return f"You finished the roadmap! {count(done, 'action')}."


def skipped(outcome: Outcome, action: Action, owner: int, step: Step | None = None) -> ui.LayoutView:
    """What came of a skip."""
    said = f"{skip_words(outcome, action, step)}{plan_words(outcome)}"
    return settled(outcome.after, owner, said, outcome.change)


def reopened(outcome: Outcome, action: Action, owner: int, step: Step | None = None) -> ui.LayoutView:
    """What came of opening something again."""
    name, details = name_of(action, step), None
    if _state(outcome.after, action, step) in CLOSED:
        said = f"**{name}** was closed by its steps. Open one of them and press **Reopen** there."
        details = button("Details", Verb.DETAILS, owner, f"{outcome.after.roadmap.id}/{action.id}")
    else:
        how = "is open again" if outcome.change is not None else "is open"
        said = f"**{name}** {how}. {next_words(outcome.after)}"
    return settled(outcome.after, owner, said, outcome.change, details)


def undone(progress: Progress, change: Change | None, owner: int) -> ui.LayoutView:
    """What was taken back, and where that leaves the member."""
    return settled(progress, owner, undo_words(progress, change))


def undo_words(progress: Progress, change: Change | None) -> str:
    """What was taken back and what comes next."""
    said = _said(change)
    following = progress.next_step
    if said and all(mark.evidence is not None and _state_of(progress, mark) in CLOSED for mark in said):
        return f"Taken back: the link of **{_title(progress, said[0])}** is as it was. {next_words(progress)}"
    if following and [mark.ref for mark in said] == [following.ref]:
        return f"Taken back: **{following.step.title}** is your next step again."
    what = f"**{_title(progress, said[0])}** is" if len(said) == 1 else f"{_number_of(said)} are"
    states = {_state_of(progress, mark) for mark in said}
    how = f"{state_words(states.pop())} again" if len(states) == 1 else "as before"
    return f"Taken back: {what} {how}. {next_words(progress)}"


def change_line(roadmap: Roadmap, change: Change, zone: str | None) -> str:
    """A change as it is offered to be taken back: "✓ Write a shell script, 26 November at 20:40"."""
    said = _said(change)
    found = _found(roadmap, said[0])
    what = name_of(*found) if found else said[0].ref
    more = f" and {len(said) - 1} more" if len(said) > 1 else ""
    when = wall(change.at, zone)
    return f"{_GLYPHS[said[0].state]} {clip(what, 60)}{more}, {day(when)} at {when:%H:%M}"


def finished(progress: Progress, owner: int) -> ui.LayoutView:
    """The end of the trail."""
    back = "Come back whenever you want to look something up."
    text = f"## {walked_words(progress)}\nThat was {progress.roadmap.title}. {back}"
    return card(text, small(trail_line(progress)), below=[
        row(button("My progress", Verb.PROGRESS, owner), button("All phases", Verb.ROADMAP, owner))
    ])  # fmt: skip


def next_words(progress: Progress, after: Action | None = None) -> str:
    """What comes next, in a sentence; by its title alone `after` something in the same action."""
    step = progress.next_step
    if step is None:
        return "Nothing is left open."
    name = step.step.title if after and after.id == step.action.id else named(step)
    return f"Next: **{name}**, {hours(step.step.hours)}."


def _again(progress: Progress, action: Action, step: Step | None) -> str:
    """That nothing was to be ticked."""
    if step is None or progress.step(action, step).state is not MarkState.TICKED:
        return "was done already"
    return f"was counted already, {times_words(progress.step(action, step), step)}"


def _counted(progress: Progress, action: Action, step: Step | None) -> str:
    """That it is done, or how often a habit is by now."""
    if step is None or progress.step(action, step).state is not MarkState.TICKED:
        return "done"
    return f"done, {times_words(progress.step(action, step), step)}"


def _with_it(outcome: Outcome, action: Action, step: Step | None) -> str:
    """That the last step closed its action."""
    return f", and with it **{action.title}**" if step and step.id and _did(outcome, action) else ""


def _did(outcome: Outcome, action: Action) -> bool:
    """Whether this is what an action was done with."""
    return outcome.before.state(action) not in CLOSED and outcome.after.state(action) is MarkState.DONE


def _finishing(outcome: Outcome, said: str) -> str:
    """What finished a phase, or the roadmap; nothing for everything else."""
    if outcome.change is None:
        return ""
    if outcome.after.finished and not outcome.before.finished:
        return f"## {walked_words(outcome.after)}\n{said}"
    return _phase_done(outcome.after, outcome.finished, said) if outcome.finished else ""


def _phase_done(progress: Progress, phase: Phase, said: str) -> str:
    tally, following = progress.tally(phase), progress.current_phase
    line = f"## {phase.title} done!\n{said} {count(tally.done, 'action')}. {phase.praise}".rstrip()
    return f"{line} Next phase: **{following.title}**, {months(following)}." if progress.next_step else line


def settled(
    progress: Progress,
    owner: int,
    line: str,
    change: Change | None = None,
    *more: Control | None,
    below: ui.ActionRow[Any] | None = None,
) -> ui.LayoutView:
    """What came of a change, in a line; the way on, and the way back."""
    buttons = (
        button("My progress", Verb.PROGRESS, owner)
        if progress.finished
        else button("Next step", Verb.NEXT, owner, style=ButtonStyle.primary),
        None if change is None else button("Undo", Verb.UNDO, owner, change.id),
        *more,
    )
    return card(line, small(trail_line(progress)), below=[row(*buttons), below])


def _state(progress: Progress, action: Action, step: Step | None) -> MarkState:
    return progress.step(action, step).state if step else progress.state(action)


def _state_of(progress: Progress, mark: Mark) -> MarkState:
    found = _found(progress.roadmap, mark)
    return _state(progress, *found) if found else MarkState.OPEN


def _title(progress: Progress, mark: Mark) -> str:
    found = _found(progress.roadmap, mark)
    return name_of(*found) if found else escape(mark.ref)


def _said(change: Change | None) -> Sequence[Mark]:
    """What somebody marked by a change; a link beside what follows from others has no more."""
    marks = change.marks if change else ()
    return [mark for mark in marks if not mark.follows] or marks


def _number_of(marks: Sequence[Mark]) -> str:
    """How many it is about: "2 steps", "1 step and 3 actions"."""
    steps = sum("/" in mark.ref for mark in marks)
    return steps_and_actions(steps, len(marks) - steps)


def _found(roadmap: Roadmap, mark: Mark) -> tuple[Action, Step | None] | None:
    """What a mark is about; None if the roadmap has it no more."""
    item = roadmap.item(mark.ref)
    if isinstance(item, Action):
        return item, None
    try:
        return roadmap.step(mark.ref)
    except UnknownName:
        return None
