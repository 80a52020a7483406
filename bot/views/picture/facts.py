"""What the picture of a trail shows, as plain facts: equal facts make equal pictures and the same words."""

import json
from typing import NamedTuple

from bot.domain.forecast import Forecast
from bot.domain.marks import MarkState
from bot.domain.progress import Progress
from bot.domain.roadmap import Action, Phase
from bot.domain.weeks import ActiveWeeks
from bot.limits import ALT_TEXT
from bot.views.components import clip, count, done_of, hours, stones
from bot.views.steps import named

ARRIVED = "Every stone is yours."


class Stretch(NamedTuple):
    """A phase: its number from 1, its stones as glyphs, and "2 of 5" or "skipped".

    `finished` phases get a cairn, and the `fresh` one, finished last, shines. `current` is being walked.
    """

    number: int
    title: str
    stones: str
    words: str
    finished: bool
    fresh: bool
    current: bool


class TrailFacts(NamedTuple):
    """Everything in the picture. `next` and `hours` are empty when nothing is open; `within` says how many
    steps of the next action are done, of how many; `moment` is a word for a phase or a roadmap that was
    finished just now, `outlook` how long the rest may take, else empty.
    """

    title: str
    stretches: tuple[Stretch, ...]
    percent: int
    words: str
    weeks: str
    next: str
    hours: str
    moment: str
    within: tuple[int, int] = (0, 1)
    outlook: str = ""

    @property
    def finished(self) -> bool:
        """Whether nothing is open any more."""
        return not self.next

    @classmethod
    def read(cls, text: str) -> "TrailFacts":
        """As they were written down."""
        found = json.loads(text)
        stretches = tuple(Stretch(**each) for each in found.pop("stretches"))
        return cls(stretches=stretches, within=tuple(found.pop("within")), **found)

    def __str__(self) -> str:
        stretches = [each._asdict() for each in self.stretches]
        return json.dumps(self._asdict() | {"stretches": stretches}, ensure_ascii=False)


def sketch(progress: Progress, weeks: ActiveWeeks, ahead: Forecast | None = None) -> TrailFacts:
    """The facts about how far somebody is, and `ahead` of them."""
    tally, following = progress.tally(), progress.next_step
    phases = enumerate(progress.roadmap.current_phases, start=1)
    return TrailFacts(
        title=progress.roadmap.title,
        stretches=tuple(_stretch(progress, number, phase) for number, phase in phases),
        percent=progress.hours().percent,
        words=done_of(tally),
        weeks=count(weeks.total, "active week") if weeks.total else "",
        next=named(following) if following else "",
        hours=hours(following.step.hours) if following else "",
        moment=moment(progress),
        within=_within(progress, following.action) if following else (0, 1),
        outlook=forecast_words(ahead),
    )


def alt_text(facts: TrailFacts) -> str:
    """The picture for those who hear it."""
    totals = ", ".join(part for part in (f"{facts.percent} %", facts.words, facts.weeks) if part)
    following = f"Next: {facts.next}, {facts.hours}." if facts.next else f"{facts.moment} {ARRIVED}"
    ahead = f" {facts.outlook}." if facts.outlook else ""
    phases = (f"{each.title}: {each.words}{', just done' if each.fresh else ''}" for each in facts.stretches)
    return clip(
        f"A trail of stones, {facts.title}: {totals}. {following}{ahead} {'; '.join(phases)}.", ALT_TEXT
    )


def forecast_words(ahead: Forecast | None) -> str:
    """How long the rest may take; nothing where nobody can say."""
    if ahead is None:
        return ""
    some = f"{ahead.least} to {ahead.most}" if ahead.least != ahead.most else f"{ahead.most}"
    return f"{some} month{'' if ahead.most == 1 else 's'} left at {ahead.pace:g} hours a week"


def _within(progress: Progress, action: Action) -> tuple[int, int]:
    steps = progress.steps(action)
    return sum(progress.step(action, step).state is MarkState.DONE for step in steps), len(steps)


def moment(progress: Progress) -> str:
    """A word for the roadmap, or for a phase until the first stone of the next one is laid; else nothing."""
    if progress.finished:
        return "You finished the roadmap!"
    fresh = progress.just_finished
    return f"{fresh.title} done!" if fresh else ""


def _stretch(progress: Progress, number: int, phase: Phase) -> Stretch:
    tally = progress.tally(phase)
    return Stretch(
        number=number,
        title=phase.title,
        stones=stones(progress, phase),
        words=f"{tally.done} of {tally.total}" if tally.total else "skipped",
        finished=tally.open == 0 and tally.done > 0,
        fresh=phase == progress.just_finished,
        current=not progress.finished and phase == progress.current_phase,
    )
