"""How a weekly message says it: for somebody who gets it every Monday for a year."""

from collections.abc import Iterator, Sequence
from math import lcm
from textwrap import shorten

from bot.domain.jobs import JobKind
from bot.domain.marks import LoggedMark
from bot.domain.nudges import WAYS, LookBack, Subject
from bot.domain.progress import NextStep
from bot.domain.steps import Step
from bot.views.components import clip, count, escape, hours, link, ordinal, steps_and_actions
from bot.views.steps import lowered, place_of

FIRST_LINE = 90
"""What a phone's notification shows of a message, in characters."""

# A step that comes again is led in and named in other words each time: in so many that no two messages about
# it begin alike for a year. A lead has at most eleven characters, so that every name has room behind it.
_AGAIN = (
    "This week:", "Up next:", "Your step:", "Go on with:", "Once more:", "Still open:", "To do:",
    "Next step:", "Your turn:", "Begin with:", "A start:", "This time:", "Yours now:",
)  # fmt: skip
_PLANNED = ("As planned:", "Your plan:", "Planned:", "For today:", "Here it is:")
_SNOOZED = ("As asked:", "Here it is:", "Back again:", "Snoozed:", "Once more:")
_STEP = ("{title} · {short}.", "{title} ({short}).", "{title}, {short} step {number}.", "{title}.")
_HABIT = (
    *("{title} · {short}, {time} time.", "{title}, {time} time ({short})."),
    *("{title}, step {number}, {time} time.", "{title}, {time} time."),
)
_ACTION = ("{title}.", "{title}. Bit by bit.", "{title}. A little is plenty.", "{title}. One piece of it.")
_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    "twelve",
)


def opening(subject: Subject, step: NextStep) -> str:
    """The line that stands in the notification: what was done, and the next step.

    Of all that fits the occasion the first in which the whole title has room.
    """
    lines = [*_openings(subject, step)]
    return next((line for line in lines if len(line) <= FIRST_LINE), None) or _cut(lines[-1])


def _openings(subject: Subject, step: NextStep) -> Iterator[str]:
    names = [*_names(subject, step)]
    if subject.kind is JobKind.TEST:
        yield from (f"A test, and it works. {name}" for name in names)
    if subject.kind in (JobKind.SNOOZED, JobKind.PLANNED):
        leads = _SNOOZED if subject.kind is JobKind.SNOOZED else _PLANNED
        lead, names = leads[subject.turn % len(leads)], [*_again(step, subject.turn)]
        yield from (f"{lead} {name}" for name in names)
    elif subject.ticks:
        yield from (f"{done} {name}" for name in _following(subject, step) for done in _done(subject))
    yield from names


def _names(subject: Subject, step: NextStep) -> Iterator[str]:
    """The step by its name: in full the first time, then led in and named in another way each time."""
    if not subject.nth:
        place = place_words(step)
        yield f"{place}: {lowered(_title(step))}." if place else f"{_title(step)}."
        if step.step.repeat > 1:
            yield f"{_title(step)}, {ordinal(step.time)} time."
        elif place:
            yield f"{_short(step)}: {lowered(_title(step))}."
        yield f"{_title(step)}."
        return
    turn = subject.nth - 1
    lead = _AGAIN[turn % len(_AGAIN)]
    # One further whenever leads and names would meet again as they did before.
    further = turn // lcm(len(_AGAIN), len(_STEP))
    for name in _again(step, turn + further):
        yield f"{lead} {name}"


def _following(subject: Subject, step: NextStep) -> Iterator[str]:
    """The step behind what was done: what to do first, then where that is."""
    if subject.nth:
        yield from _names(subject, step)
        return
    title, place = lowered(_title(step)), place_words(step)
    yield f"Next: {title} ({place})." if place else f"Next: {title}."
    shorter = f", {ordinal(step.time)} time" if step.step.repeat > 1 else f" ({_short(step)})"
    yield f"Next: {title}{shorter}."
    yield f"Next: {title}."


def _again(step: NextStep, turn: int) -> Iterator[str]:
    """All names of a step, beginning with the one whose turn it is."""
    names = _ACTION if not step.step.id else _HABIT if step.step.repeat > 1 else _STEP
    first, title = turn % len(names), lowered(_title(step))
    for name in (*names[first:], *names[:first]):
        yield name.format(title=title, short=_short(step), number=step.number, time=ordinal(step.time))


def place_words(step: NextStep) -> str:
    """Where a step is: "Docker, step 5 of 7", of a habit with the time; nothing for an action in one go."""
    if not step.step.id:
        return ""
    times = f", {ordinal(step.time)} of {step.step.repeat} times" if step.step.repeat > 1 else ""
    return f"{escape(place_of(step))}{times}"


def _done(subject: Subject) -> Iterator[str]:
    """What was ticked since the last message, as fully as there is room: "Two steps done last week."."""
    if subject.finished:
        yield f"{escape(subject.finished.title)} done!"
    elif 0 < subject.job.due_at - subject.since <= _A_WEEK:
        yield f"{ticked_words(subject.ticks)} done last week."
    yield f"{ticked_words(subject.ticks)} done."


def ticked_words(ticks: Sequence[LoggedMark]) -> str:
    """A number of ticks: "Two steps", "One action"."""
    noun = "step" if any("/" in each.ref for each in ticks) else "action"
    number = len(ticks)
    return f"{_in_words(number).capitalize()} {noun}{'' if number == 1 else 's'}"


def _in_words(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


_A_WEEK = 8 * 24 * 60 * 60


def way(subject: Subject, step: NextStep) -> str:
    """How to begin, how one knows that it is done, its page: said in four ways, each with a beginning."""
    said, action = step.step, step.action
    done = f"*Done when* {said.done_when}"
    about = f"{_about(said)}."
    turn = subject.nth + step.time - 1  # a habit is put in another way each time, too
    pages = said.resources or [page for page in action.resources if page.cost != "paid"] or action.resources
    page = pages[turn % len(pages)] if pages else None
    match turn % WAYS:
        case 0:
            text = (f"{about} {_begin(15, said.start)}", done)
        case 1:
            text = (_begin(5, _sentence(said.start)), f"{about} {done}")
        case 2:
            read = "open the page below and try the first thing it shows." if page else said.start
            text = (f"{_begin(10, read)} {done}", about)
        case _:
            text = (_begin(15, said.start), f"{about} What it is for: {action.why}")
    return "\n".join((*text, link(page.title, page.url) if page else "")).rstrip()


_OPEN = "open its page and read to the first thing you can try."


def _begin(minutes: int, text: str) -> str:
    return f"First {minutes} minutes: {text or _OPEN}"


def _sentence(text: str) -> str:
    """The first sentence of a text; what stands in backquotes is left whole."""
    code = False
    for at, letter in enumerate(text):
        code ^= letter == "`"
        if letter == "." and not code and text[at + 1 : at + 2] in ("", " "):
            return text[: at + 1]
    return text


def beginning(step: NextStep) -> str:
    """The next step on a message that was answered: what it is, how it begins, when it is done."""
    return f"{_begin(15, step.step.start)}\n*Done when* {step.step.done_when}"


def step_words(lead: str, step: NextStep) -> str:
    """A step in a sentence: what it is called, how long it takes."""
    return f"{lead}: **{_title(step)}**, {hours(step.step.hours)}"


def more_steps(steps: Sequence[NextStep]) -> str:
    """What else fits the week."""
    named = [f"**{escape(_title(step))}** ({hours(step.step.hours)})" for step in steps[1:]]
    return f"Your week has room for {' and '.join(named)} too." if named else ""


def since_words(subject: Subject) -> str:
    """What was said of the step since the last message, without a tick."""
    if subject.asks or subject.ticks:
        return ""
    if subject.still and subject.nth:
        again = "here it is in other words" if subject.nth < WAYS else "no hurry"
        return f"You pressed **Still on it**: {again}."
    return "You planned it for last week; it can have another day." if subject.planned and subject.nth else ""


def look_back(back: LookBack | None) -> str:
    """The last weeks in figures, what the rest may take, and an invitation to keep a line."""
    if back is None:
        return ""
    weeks = f"The last {_in_words(back.weeks)} weeks"
    took = f", {hours(back.hours)}" if back.hours else ""
    number = steps_and_actions(back.steps, back.actions)
    done = f"{weeks}: {number}{took}." if number else ""
    coming = back.forecast
    months = coming and f"At this pace the rest of the roadmap takes {_range(coming.least, coming.most)}."
    question = "Anything worth a note?" if number else f"{weeks}: anything worth a note?"
    return " ".join(part for part in (done, months, question) if part)


def _range(least: int, most: int) -> str:
    return count(most, "month") if least == most else f"{least} to {most} months"


def _about(step: Step) -> str:
    return hours(step.hours).capitalize()


def _short(step: NextStep) -> str:
    return escape(step.action.short or step.action.title)


def _title(step: NextStep) -> str:
    return escape(step.step.title)


def _cut(line: str) -> str:
    """As much of a line as fits, in whole words."""
    words = shorten(line, FIRST_LINE, placeholder="…")
    return words if len(words) > FIRST_LINE // 2 else clip(line, FIRST_LINE)
