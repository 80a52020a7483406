"""How a weekly message says it: for somebody who gets it every Monday for a year."""

from math import lcm

from bot.domain.nudges import Subject
from bot.domain.rhythm import Kind
from bot.domain.roadmap import Action
from bot.views.kit import clip, escape, hours, link

FIRST_LINE = 90
"""What a phone's notification shows of a message, in characters."""

# Each time the same action comes again another opening meets another text below it: with four small steps
# that makes 78 letters, no two alike.
_WEEKLY = (
    "Next stone: {title}, {hours}.",
    "Just ahead: {title}.",
    "For a quiet hour this week: {title}.",
    "{Title}. That's the next stone.",
    "One stone, whenever you like: {title}.",
    "Where the trail goes on: {title}.",
    "{Title}, a little at a time.",
    "Something for a free evening: {title}.",
    "The path from here: {title}.",
    "{Title}. Any small piece of it counts.",
    "This week's stone: {title}.",
    "On the trail next: {title}.",
    "A few steps along: {title}.",
)
_SNOOZED = (
    "As you asked: {title}.",
    "Here again, as agreed: {title}.",
    "A better day for it, perhaps: {title}.",
    "You wanted this one today: {title}.",
    "Back with your stone: {title}.",
)
_PRAISE = (
    "{Many} since last time. Whenever you like: {title}.",
    "{Many} more on your cairn. Next: {title}.",
    "Well walked: {many}. From here: {title}.",
    "{Many}, and the view is growing. Next: {title}.",
    "{Many} laid. At your pace: {title}.",
)
_WAYS = (
    "A small way to begin: {step}",
    "Or begin here: {step}",
    "One piece of it: {step}",
    "Another way in: {step}",
)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def opening(subject: Subject, action: Action) -> str:
    """The line that stands in the notification: the next action, put another way each time."""
    if subject.kind is Kind.TEST:
        return _fitted("A test, and it works. Next stone: {title}.", action)
    if subject.ticks:
        return _fitted(_praise(subject), action)
    openings = _SNOOZED if subject.kind is Kind.SNOOZED else _WEEKLY
    # One further whenever openings and texts would meet again as they did before.
    turn = subject.nth + subject.nth // lcm(len(openings), len(_texts(action)))
    return _fitted(openings[turn % len(openings)], action)


def _praise(subject: Subject) -> str:
    """For somebody who gets this one every week, too: it goes by how many stones lie there."""
    number = _NUMBERS[subject.ticks] if subject.ticks < len(_NUMBERS) else str(subject.ticks)
    many = f"{number} stone{'' if subject.ticks == 1 else 's'}"
    said = _PRAISE[subject.progress.tally().done % len(_PRAISE)]
    return said.replace("{many}", many).replace("{Many}", many.capitalize())


def _fitted(template: str, action: Action) -> str:
    """The line with as much of the title as a notification has room for; `{Title}` begins a sentence."""
    effort = hours(action.effort_hours)
    title = clip(escape(action.title), FIRST_LINE - len(template.format(title="", Title="", hours=effort)))
    inside = title[0].lower() + title[1:] if title[1:2].islower() else title
    return template.format(title=inside, Title=title, hours=effort).replace("….", "…")


def text(subject: Subject, action: Action) -> str:
    """What stands below it: why it matters, a small way to begin, or what it comes to."""
    texts = _texts(action)
    return texts[subject.nth % len(texts)]


def _texts(action: Action) -> tuple[str, ...]:
    steps = (_WAYS[n % len(_WAYS)].format(step=step) for n, step in enumerate(action.first_steps))
    return (action.why, *steps, f"*Done when* {action.done_when}")


def page(subject: Subject, action: Action) -> list[str]:
    """One of the action's pages, another one each time."""
    if not action.resources:
        return []
    chosen = action.resources[subject.nth % len(action.resources)]
    return [link(chosen.title, chosen.url)]
