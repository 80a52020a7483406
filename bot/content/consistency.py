"""Whether the parts of a roadmap make sense together: amounts, months and dates."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.content.faults import Fault
from bot.content.items import Item
from bot.limits import SELECT_OPTIONS

Items = Sequence[Item]

PHASES = 8
ACTIONS_PER_PHASE = 8
ACTIONS = 60
CHECK_EVERY = timedelta(days=180)


def amounts(items: Items) -> Iterator[Fault]:
    """Too many or too few of a kind, retired ones left out: a menu holds 25, a phase's card 8 actions."""
    phases = _live(items, "phase")
    retired = [item for item in items if item.kind == "phase" and not item.live]
    if retired and not phases:
        yield retired[0].source.fault(("phases",), "all phases are retired; keep at least one")
    yield from _at_most(PHASES, phases)
    for phase in phases:
        actions = phase.inside("action")
        live = _live(actions, "action")
        if actions and not live:
            yield phase.fault("all its actions are retired; retire the phase too (retired: true)", "actions")
        yield from _at_most(ACTIONS_PER_PHASE, live, " in this phase")
    yield from _at_most(ACTIONS, _live(items, "action"))
    yield from _at_most(SELECT_OPTIONS, _live(items, "certification"))
    for topic in dict.fromkeys(item.text("topic") for item in _live(items, "question")):
        asked = [item for item in _live(items, "question") if item.text("topic") == topic]
        yield from _at_most(SELECT_OPTIONS, asked, " of this topic" if topic else "")


def months(items: Items) -> Iterator[Fault]:
    """Phases that end before they begin, or begin before the one above."""
    latest = 0
    for phase in _live(items, "phase"):
        first, last = phase.data.get("first_month"), phase.data.get("last_month")
        if not isinstance(first, int) or not isinstance(last, int):
            continue
        if not phase.sound("first_month", "last_month"):
            continue
        if last < first:
            yield phase.fault(f"{last} comes before first_month {first}; write {first} or more", "last_month")
        if first < latest:
            yield phase.fault(
                f"{first} comes before the phase above begins (month {latest}); put the phases in order",
                "first_month",
            )
        latest = max(latest, first)


def exams(items: Items) -> Iterator[Fault]:
    """Certifications whose status, dates and successor contradict each other."""
    for item in items:
        if item.kind == "certification":
            yield from _exam(item)


def notes(items: Items, today: date) -> Iterator[Fault]:
    """What is no fault, but wants a look: exams not looked up for half a year, and days that have come."""
    for item in items:
        if item.kind != "certification" or not item.live:
            continue
        checked, retires, until = (_day(item, key) for key in ("checked_on", "retired_on", "until"))
        if checked and today - checked > CHECK_EVERY:
            days = (today - checked).days
            yield item.fault(f"looked up {days} days ago; look again and write the new date", "checked_on")
        if checked and checked > today:
            yield item.fault(
                f"{checked} is still to come; write the day on which it was looked up", "checked_on"
            )
        contradicts = checked and retires and retires < checked
        if item.text("status") == "retiring" and retires and retires < today and not contradicts:
            yield item.fault(f"the day has come ({retires}); write retired", "status")
        if until and until < today:
            yield item.fault(f"{until} has passed; look again, and write what is true now", "until")


def _live(items: Items, kind: str) -> list[Item]:
    return [item for item in items if item.kind == kind and item.live]


def _at_most(most: int, items: list[Item], where: str = "") -> Iterator[Fault]:
    if len(items) > most:
        count = f"{len(items)} {items[most].kind}s{where}"
        yield items[most].fault(f"is one too many: {count}, and at most {most} fit")


def _exam(item: Item) -> Iterator[Fault]:
    status, checked, retires = item.text("status"), _day(item, "checked_on"), _day(item, "retired_on")
    if status in ("retiring", "retired") and item.data.get("retired_on") is None:
        asked = f'is missing; a {status} exam needs "retired_on:" (the day of its retirement)'
        yield item.fault(asked, "retired_on")
    if status in ("beta", "active"):
        for key in ("retired_on", "replaced_by"):
            if item.data.get(key) is not None:
                yield item.fault(
                    f"does not go with status {status}; write retiring or retired, or take it out", key
                )
    if checked and retires and checked != retires and status in ("retiring", "retired"):
        right = "retired" if retires < checked else "retiring"
        if status != right:
            yield item.fault(f"retired_on is {retires} and checked_on {checked}; write {right}", "status")


def _day(item: Item, key: str) -> date | None:
    value = item.data.get(key)
    return value if isinstance(value, date) else None
