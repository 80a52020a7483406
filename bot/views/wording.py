"""How a weekly message says it: for somebody who gets it every Monday for a year."""

from collections.abc import Iterator, Sequence
from math import lcm
from textwrap import shorten

from bot.domain.jobs import JobKind
from bot.domain.nudges import Subject
from bot.domain.roadmap import Action
from bot.views.components import clip, escape, hours, link

FIRST_LINE = 90
"""What a phone's notification shows of a message, in characters."""

AROUND_EVERY = 6
"""After so many messages about one action a way around it is shown."""

# Openings go round by the message and texts by the action, so that no two messages about an action are alike
# for more than a year, and who ticks something every week is not met by the same line every week either.
_WEEKLY = (
    "Next stone: {title}, {hours}.",
    "Just ahead: {title}.",
    "Up next: {title}.",
    "{Title}. That's the next stone.",
    "One stone, whenever you like: {title}.",
    "Your trail goes on here: {title}.",
    "{Title}. Bit by bit.",
    "The next one up: {title}.",
    "The stone at hand: {title}.",
    "{Title}. A little of it is plenty.",
    "You're here: {title}.",
    "On the trail next: {title}.",
    "Ready when you are: {title}.",
)
_SNOOZED = (
    "As you asked: {title}.",
    "Here it is again: {title}.",
    "The one you snoozed: {title}.",
    "Back, as you asked: {title}.",
    "Back with your stone: {title}.",
)
_PRAISE = (
    "{Many} since last time. Next: {title}.",
    "{Many} further. Next: {title}.",
    "{More} on your cairn. Next: {title}.",
    "{Many} higher. Next: {title}.",
    "{Many} laid. Up next: {title}.",
    "Your cairn grew by {many}. Next: {title}.",
    "{Many}, well set. Ahead: {title}.",
)
_PRAISED = "{Many}. Next: {title}."
_PHASE = ("{phase} done! Next: {title}.",)
_LAST_PRAISED = ("{Many}. The last one: {title}.",)
_LAST = ("The last stone on this trail: {title}.", "The last stone: {title}.")
_TEST = ("A test, and it works. Next stone: {title}.",)
_WAYS = (
    "*A small piece.* {step}",
    "*Another piece.* {step}",
    "*Or this one.* {step}",
    "*Something small.* {step}",
    "*Another way in.* {step}",
    "*This is part of it, too.* {step}",
    "*Or begin here.* {step}",
)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def opening(subject: Subject, action: Action) -> str:
    """The line that stands in the notification: the next action, put another way each time.

    Of all that fits the occasion the first in which the whole title has room.
    """
    templates = [*_templates(subject, action)]
    lines = (_filled(template, subject, action) for template in templates)
    whole = next((line for line in lines if len(line) <= FIRST_LINE), None)
    return whole or _cut(templates[-1 if subject.ticks else 0], subject, action)


def _templates(subject: Subject, action: Action) -> Iterator[str]:
    last = subject.progress.tally().open == 1
    if subject.kind is JobKind.TEST:
        yield from _TEST
    elif subject.ticks:
        yield from _PHASE if subject.finished else ()
        yield from _LAST_PRAISED if last else ()
        yield from _from(_PRAISE if subject.turn else _PRAISE[1:], subject.turn)
        yield _PRAISED
    else:
        yield from _LAST if last and not subject.nth else ()
        # Snoozed is what was told of before, and nothing else.
        openings = _SNOOZED if subject.kind is JobKind.SNOOZED and subject.nth else _WEEKLY
        # One further whenever openings and texts would meet again as they did before.
        again = lcm(len(openings), len(_texts(action)))
        yield from _from(openings, subject.turn + subject.turn // again)


def _from(templates: Sequence[str], turn: int) -> Iterator[str]:
    """All of them, beginning with the one whose turn it is."""
    first = turn % len(templates)
    yield from (*templates[first:], *templates[:first])


def _filled(template: str, subject: Subject, action: Action, title: str | None = None) -> str:
    """`{Title}` begins a sentence, `{title}` stands in one."""
    title = escape(action.title) if title is None else title
    number = _NUMBERS[subject.ticks] if subject.ticks < len(_NUMBERS) else str(subject.ticks)
    many = f"{number} stone{'' if subject.ticks == 1 else 's'}"
    return template.format(
        title=title[:1].lower() + title[1:] if title[1:2].islower() else title,
        Title=title,
        hours=hours(action.effort_hours),
        many=many,
        Many=many.capitalize(),
        More=f"{number} more".capitalize(),
        phase=escape(subject.finished.title) if subject.finished else "",
    )


def _cut(template: str, subject: Subject, action: Action) -> str:
    """For a title that no line has room for: as much of it as fits, in whole words."""
    room = FIRST_LINE - len(_filled(template, subject, action, title=""))
    title = escape(action.title)
    words = shorten(title, room, placeholder="…")
    fitting = words if len(words) > room // 2 else clip(title, room)
    return _filled(template, subject, action, fitting).replace("….", "…")


def text(subject: Subject, action: Action) -> str:
    """What stands below it: why it matters, a small piece of it, when it is done; with a page that fits."""
    texts = _texts(action)
    return texts[subject.nth % len(texts)]


def way_around(subject: Subject) -> str:
    """For an action that has come many times: that it may be set aside."""
    if not subject.nth or subject.nth % AROUND_EVERY:
        return ""
    return "Not the one for now? **Skip** sets it aside; it stays in `/phase`."


def _texts(action: Action) -> tuple[str, ...]:
    """In the order in which they are read: a Done button wants to know early what done means."""
    pages = [link(page.title, page.url) for page in action.resources]
    steps = [
        _below(_WAYS[n % len(_WAYS)].format(step=step), pages, n) for n, step in enumerate(action.first_steps)
    ]
    done = f"*Done when* {action.done_when}"
    return (_below(action.why, pages, 0), *steps[:1], done, *steps[1:])


def _below(said: str, pages: Sequence[str], number: int) -> str:
    """With the page of that number below it; they stand in the order of the steps."""
    return f"{said}\n{pages[number % len(pages)]}" if pages else said
