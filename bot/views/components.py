"""The parts that every message is made of: frame, texts, rows, the trail of stones, times, links."""

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

import discord
from discord import ui

from bot.domain.marks import MarkState
from bot.domain.members import WEEKDAYS, NudgeSchedule
from bot.domain.progress import Hours, Progress, Tally
from bot.domain.roadmap import Phase, actions_of
from bot.domain.signs import upright
from bot.domain.steps import Resource
from bot.domain.when.clocks import clock
from bot.domain.zones import city
from bot.limits import TEXT_PER_MESSAGE

MOSS = 0x5A7D4F
SLATE = 0x64748B
AMBER = 0xC98A1B

STONES = {MarkState.DONE: "●", MarkState.OPEN: "○", MarkState.SKIPPED: "◌"}
NEXT_STONE = "◆"
LEGEND = "● done   ◆ next   ○ open   ◌ skipped"

# An address is left alone, or its underscores would get backslashes that lead elsewhere.
_MARKUP = re.compile(r"(https?://[^\s\\*~`|\[\]<>]+)|[\\*_~`|\[\]<>]|(?<!\S)(?:-#|#{1,3}|[-+])(?=\s)")

Part = str | ui.Item[Any]


def card(*parts: Part | None, accent: int = MOSS, below: Iterable[Part | None] = ()) -> ui.LayoutView:
    """An answer: a framed container, with `below` under the frame; texts become text displays."""
    view = ui.LayoutView(timeout=None)
    for item in (ui.Container(*_items(parts), accent_colour=accent), *_items(below)):
        view.add_item(item)
    if view.content_length() > TEXT_PER_MESSAGE:
        raise ValueError(f"{view.content_length()} characters of text in one message")
    return view


def _items(parts: Iterable[Part | None]) -> list[ui.Item[Any]]:
    return [ui.TextDisplay(part) if isinstance(part, str) else part for part in parts if part]


def row(*items: ui.Item[Any] | None) -> ui.ActionRow[Any] | None:
    """Buttons side by side, or one menu; without those that are None, and None if that leaves nothing."""
    shown = [item for item in items if item]
    return ui.ActionRow(*shown) if shown else None


def rule() -> ui.Separator[Any]:
    """A thin line between two parts."""
    return ui.Separator()


def small(text: str) -> str:
    """Discord's small, quiet print."""
    return "\n".join(f"-# {line}" for line in text.splitlines())


def link(title: str, url: str) -> str:
    """A masked link; ↗ says that it opens a page."""
    return f"↗ [{escape(title)}](<{url}>)"


def links(resources: Iterable[Resource]) -> str:
    """Resources, one a line."""
    return "\n".join(link(resource.title, resource.url) for resource in resources)


def escape(text: str) -> str:
    """Text that people wrote, so that none of it acts as markup or as a mention, or turns the line around."""
    plain = discord.utils.escape_mentions(upright(text))
    return _MARKUP.sub(lambda found: found[1] or f"\\{found[0]}", plain)


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def fitting(lines: Iterable[str], room: int) -> str:
    """The first lines, as many as there is room for, in characters."""
    kept = ""
    for text in accumulate(lines, "{}\n{}".format):
        if len(text) > room:
            break
        kept = text
    return kept


def paragraphs(text: str) -> str:
    """A long text with air between its paragraphs; lists stay together."""
    airy = (line if line.startswith("- ") or not line else f"{line}\n" for line in text.splitlines())
    return "\n".join(airy).strip()


def done_of(tally: Tally) -> str:
    """A count: "2 of 19 actions"."""
    return f"{tally.done} of {count(tally.total, 'action')}"


def tally_words(tally: Tally) -> str:
    """The same for a stretch; one that was skipped as a whole has none to count."""
    return done_of(tally) if tally.total else "skipped"


def stamp(at: int, style: discord.utils.TimestampStyle = "F") -> str:
    """An instant (epoch seconds) that every reader sees in their own time: `F` in full, `R` relative."""
    return f"<t:{at}:{style}>"


def trail(progress: Progress) -> str:
    """The way in stones: one glyph an action, one group a phase."""
    return " ".join(stones(progress, phase) for phase in progress.roadmap.current_phases)


def stones(progress: Progress, phase: Phase) -> str:
    """One phase in stones."""
    here = progress.next_action.id if progress.next_action else ""
    return "".join(
        NEXT_STONE if action.id == here else STONES[progress.state(action)] for action in actions_of(phase)
    )


def way_line(progress: Progress) -> str:
    """A count of actions with the share of the hours, which each step moves, and the same as a trail."""
    effort = progress.hours()
    share = f", {share_of(effort)}" if effort.done else ""
    return f"{done_of(progress.tally())}{share}\n{trail(progress)}"


def share_of(effort: Hours) -> str:
    """How much of the hours is done; a first step is more than nothing."""
    least = "less than 1" if effort.done and not effort.percent else effort.percent
    return f"{least} % of the hours"


def trail_line(progress: Progress) -> str:
    """A count of actions, and the same as a trail."""
    return f"{done_of(progress.tally())} {trail(progress)}"


def months(phase: Phase) -> str:
    """When a phase is: "month 3" or "months 4 to 6"."""
    if phase.first_month == phase.last_month:
        return f"month {phase.first_month}"
    return f"months {phase.first_month} to {phase.last_month}"


def hours(effort: float) -> str:
    """An effort: "about 6 hours", "about 1.5 hours", "about half an hour"."""
    if effort == 0.5:
        return "about half an hour"
    return f"about {effort:g} hour{'' if effort == 1 else 's'}"


def ordinal(number: int) -> str:
    """A place in a row: "1st", "2nd", "13th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def count(number: int, noun: str) -> str:
    """A number of things: "1 stone", "2 stones"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def steps_and_actions(steps: int, actions: int) -> str:
    """How many of both: "2 steps", "1 step and 3 actions"; nothing of none."""
    parts = ((steps, "step"), (actions, "action"))
    return " and ".join(count(number, noun) for number, noun in parts if number)


def schedule_line(schedule: NudgeSchedule) -> str:
    """A schedule: "Monday at 09:00, Berlin time"; without a zone just day and time."""
    where = f", {city(schedule.zone)} time" if schedule.zone else ""
    return f"{WEEKDAYS[schedule.weekday - 1]} at {clock(schedule.minute)}{where}"


def rhythm_line(schedule: NudgeSchedule) -> str:
    """What a schedule promises: "one direct message a week, Mondays at 09:00, Berlin time"."""
    often = {1: "a week", 2: "every two weeks", 4: "every four weeks"}[schedule.every]
    where = f", {city(schedule.zone)} time" if schedule.zone else ""
    day = WEEKDAYS[schedule.weekday - 1]
    return f"one direct message {often}, {day}s at {clock(schedule.minute)}{where}"
