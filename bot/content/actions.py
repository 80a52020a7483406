"""Whether the parts of an action hold together: its steps and hours, its pages, and what has room for it."""

from collections.abc import Iterator, Sequence

from bot.content.faults import Fault
from bot.content.items import Item
from bot.content.models import Action
from bot.content.paths import choices_in
from bot.content.references import who
from bot.domain.custom_id import LARGEST_NUMBER
from bot.domain.paths import combinations, fitting
from bot.limits import CUSTOM_ID, TEXT_PER_MESSAGE

Items = Sequence[Item]

FEWEST_STEPS, STEPS = 3, 12
STEP_PAGES = 2
# What a card says around an action's own texts: phase, month, effort, the trail.
CARD_FRAME = 400
# Brackets around a link's title and address.
LINK_FRAME = 6
# Beside a step's ref a button may carry a verb of up to 8 letters, any owner, the key of a weekly message and
# how often a habit was ticked.
REF = CUSTOM_ID - len(f"b:{'x' * 8}:{LARGEST_NUMBER}:w1790000000::20")
"""The most characters of `<roadmap>/<action>/<step>`."""

CARD_TEXTS = ("title", "why", "detail", "done_when", "needs")
FIRST_EDITION = ("effort_hours", "first_steps")


def steps_or_hours(items: Items) -> Iterator[Fault]:
    """Actions of which nobody can tell how long they take, or that say it twice."""
    for action in _actions(items):
        stepped = action.data.get("steps", []) != []
        hours = [key for key in ("hours", "effort_hours") if key in action.data]
        if not stepped and not hours:
            yield action.fault('is missing; add "steps:", or "hours:" for an action in one go', "steps")
        if len(hours) == 2:
            yield action.fault('says the same as "hours:"; take it out', "effort_hours")
        if stepped and "short" not in action.data:
            described = Action.model_fields["short"].description or ""
            yield action.fault(f'is missing; add "short:" ({described[:1].lower()}{described[1:]})', "short")
        for key in (*hours, "first_steps"):
            if stepped and key in action.data:
                yield action.fault("does not go with steps, which have their own; take it out", key)


def amounts(items: Items) -> Iterator[Fault]:
    """Too few steps in an action, or too many, retired ones left out."""
    for action in (action for action in _actions(items) if action.live):
        steps, live = action.inside("step"), _live_steps(action)
        if steps and len(live) < FEWEST_STEPS:
            count = f"{len(live)} step{'' if len(live) == 1 else 's'}"
            yield action.fault(f'{count}; write {FEWEST_STEPS} to {STEPS}, or "hours:" instead', "steps")
        if len(live) > STEPS:
            count = f"{len(live)} steps in this action, and at most {STEPS} fit"
            yield live[STEPS].fault(f"is one too many: {count}")


def pages(items: Items) -> Iterator[Fault]:
    """Pages that stand twice in an action with steps: each step has the one that is its own."""
    for action in _actions(items):
        steps = _live_steps(action)
        owners: dict[str, Item] = {}
        for place in (action, *steps) if steps else ():
            for page in place.inside("resource"):
                address = page.text("url").rstrip("/")
                owner = owners.setdefault(address, page)
                if address and owner is not page:
                    yield page.fault(f"stands at {who(owner)} already; once in an action is enough", "url")


def step_pages(items: Items) -> Iterator[Fault]:
    """Steps with more pages than their card has room for, on the path that has most of them."""
    choices = choices_in(items)
    for step in (item for item in items if item.kind == "step"):
        if len(listed := step.inside("resource")) <= STEP_PAGES:
            continue
        most = max(len(fitting(listed, choices, path)) for path in combinations(choices))
        if most > STEP_PAGES:
            yield step.fault(f"{most} pages for one reader; at most {STEP_PAGES} fit", "resources")


def buttons(items: Items, roadmap: str) -> Iterator[Fault]:
    """Ids that are too long together for a button about a step; of each action the longest."""
    for action in _actions(items):
        longest = max(action.inside("step"), key=lambda step: len(step.id), default=None)
        ref = f"{roadmap}/{longest.ref}" if longest else ""
        if longest and len(ref) > REF:
            sentence = (
                f'"{ref}" has {len(ref)} characters, and a button has room for {REF}; choose a shorter id'
            )
            yield longest.fault(f"{sentence} for the step or (with formerly) for its action", "id")


def cards(items: Items) -> Iterator[Fault]:
    """Actions whose texts are each short enough, but together more than one message of Discord holds."""
    most, choices = TEXT_PER_MESSAGE - CARD_FRAME, choices_in(items)
    for action in _actions(items):
        if not action.sound(*CARD_TEXTS):
            continue
        texts = sum(len(action.text(key)) for key in CARD_TEXTS)
        listed = action.inside("resource")
        links = max(_links_size(fitting(listed, choices, path)) for path in combinations(choices))
        if texts + links > most:
            counted = "title, why, detail, done_when, needs and resources"
            size = f"{texts + links} characters in {counted} together"
            yield action.fault(f"{size}; at most {most} fit on its card")


def first_edition(items: Items) -> Iterator[Fault]:
    """What still loads, and is to be written in another way by the next edition."""
    for action in _actions(items):
        old = [key for key in FIRST_EDITION if key in action.data]
        if old and action.live:
            hours = action.data.get("effort_hours")
            instead = f'each with its hours, or "hours: {hours}"' if hours else "each with its start"
            yield action.fault(f'is of the first edition; write "steps:", {instead}', old[0])


def _actions(items: Items) -> list[Item]:
    return [item for item in items if item.kind == "action"]


def _live_steps(action: Item) -> list[Item]:
    return [step for step in action.inside("step") if step.live]


def _links_size(links: Sequence[Item]) -> int:
    return sum(len(link.text("title")) + len(link.text("url")) + LINK_FRAME for link in links)
