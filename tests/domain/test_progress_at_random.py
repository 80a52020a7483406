"""Any life against paper: ticks, skips, reopenings, undos, while the content and the path change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.personal import along
from bot.domain.roadmap import Action, Roadmap
from bot.domain.steps import Step
from tests.domain import rewriting
from tests.domain.paper import Paper
from tests.domain.rewriting import (
    CHOICE,
    Actions,
    Rewrite,
    add_step,
    change_repeat,
    first,
    move_step,
    origins,
    rename_action,
    rename_step,
)
from tests.domain.samples import phase, roadmap
from tests.domain.walking import Walk

Act = Literal["tick", "skip", "reopen", "undo", "choose"]
Event = tuple[Act | Rewrite, int]
ACTS: tuple[Act, ...] = ("tick", "tick", "tick", "tick", "skip", "reopen", "undo", "undo", "choose")
EXACT = (*rewriting.STEPS, *rewriting.ACTIONS, *rewriting.FIGURES)
"""All but the merging of actions: nobody knows whose an old id was where two had one."""


def lives(edits: tuple[Rewrite, ...]) -> st.SearchStrategy[list[Event]]:
    """What happens to somebody, one in three an edit of the content, each with what it is about."""
    events = st.sampled_from(ACTS) | st.sampled_from(ACTS) | st.sampled_from(edits)
    return st.lists(st.tuples(events, st.integers(0, 17)), min_size=12, max_size=40)


class Life:
    """A member in the product and on paper at the same time."""

    def __init__(self) -> None:
        self.actions: Actions = change_repeat(change_repeat(first(), 2, 0), 7, 0)  # three times, four times
        self.path: dict[str, str] = {}
        self.walk, self.paper = Walk(self.road()), Paper(self.road())
        self.made: list[tuple[int, int]] = []
        self.edits = 1

    def road(self) -> Roadmap:
        """Today's content along today's path."""
        return along(replace(roadmap(phase("only", *self.actions)), choices=(CHOICE,)), self.path)

    def live(self, event: Event) -> None:
        """One more thing happens."""
        kind, number = event
        if kind == "undo":
            self.undo(number)
        elif kind == "choose":
            self.path = {CHOICE.id: CHOICE.options[number % 2].id}
            self.edited()
        elif isinstance(kind, str):
            self.act(kind, number)
        else:
            self.edits += 1
            self.actions = kind(self.actions, number, self.edits * 100)
            self.edited()

    def edited(self) -> None:
        """Nothing that was ticked is lost, and what was finished stays so."""
        before = self.walk.progress
        self.walk.edit(self.road())
        self.paper.edit(self.road())
        after = self.walk.progress
        assert after.ticks == before.ticks
        assert after.finished or not before.finished or before.next_step is None

    def undo(self, number: int) -> None:
        """One of the last ten."""
        if self.made:
            last = self.made[-10:]
            change, turn = self.made.pop(self.made.index(last[number % len(last)]))
            self.walk.undo(change)
            self.paper.undo(turn)

    def act(self, kind: Act, number: int) -> None:
        action, step = self.chosen(number)
        if kind == "reopen" and self.split(action, step):
            return
        marks: dict[str, Callable[[str], int | None]] = {
            "tick": self.walk.tick,
            "skip": self.walk.skip,
            "reopen": self.walk.reopen,
        }
        change = marks[kind](action.ref(step) if step else action.id)
        turn = len(self.paper.entries)
        wrote = getattr(self.paper, kind)(action, step)
        assert (change is not None) == wrote
        if change is not None:
            self.made.append((change, turn))

    def chosen(self, number: int) -> tuple[Action, Step | None]:
        """A step, more often than not, or an action."""
        actions = self.walk.roadmap.phases[0].actions
        targets: list[tuple[Action, Step | None]] = [(a, step) for a in actions for step in a.steps]
        targets += [(action, None) for action in actions]
        return targets[number % len(targets)]

    def split(self, *chosen: Step | Action | None) -> bool:
        """Whether any of these is a part of something: that one of them is reopened has a test of its own."""
        actions = self.walk.roadmap.phases[0].actions
        things: list[Step | Action] = [*actions, *(step for action in actions for step in action.steps)]
        kin = (origins(one) & origins(each) for one in chosen if one for each in things if each is not one)
        return any(kin)

    def compare(self) -> None:
        """Everything is as on paper."""
        lines, progress = self.paper.lines(), self.walk.progress
        for action in self.walk.roadmap.phases[0].actions:
            for step in action.steps:
                assert progress.step(action, step).state == self.paper.step(step, lines)
            assert progress.state(action) == self.paper.action(action, lines)
        following = progress.next_step
        assert (following and (following.action.id, following.step.id)) == self.paper.next()
        hours, tally = progress.hours(), progress.tally()
        assert 0 <= hours.percent <= 100
        assert (hours.percent == 100) == (not hours.open) == (following is None) == (not tally.open)


MOVED_INTO_WHAT_WAS_CLOSED: list[Event] = [
    ("tick", 0),
    ("tick", 0),
    ("tick", 0),
    ("tick", 13),
    ("tick", 14),
    ("undo", 0),
    (rename_step, 0),
    (rename_step, 0),
    ("tick", 0),
    (rename_step, 0),
    (move_step, 0),
    ("undo", 2),
]
"""An action stays done that was closed before the step was ticked whose tick is taken back."""

REOPENED_TWICE: list[Event] = [
    ("tick", 8),
    ("reopen", 8),
    (rename_action, 4),
    ("tick", 8),
    ("reopen", 8),
    ("undo", 1),
]
"""An action stays open when the first of two reopenings is taken back, whatever it was called then."""


RENAMED_BETWEEN_ITS_TIMES: list[Event] = [
    (add_step, 0),
    ("tick", 3),
    (rename_step, 3),
    ("tick", 3),
    ("tick", 3),
    (change_repeat, 3),
    ("undo", 0),
]
"""A habit that was ticked under two names as often as was asked stays done when more is asked today, and is
not done any more when one of its times is taken back.
"""


@example(MOVED_INTO_WHAT_WAS_CLOSED)
@example(REOPENED_TWICE)
@example(RENAMED_BETWEEN_ITS_TIMES)
@given(lives(EXACT))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_whatever_happens_it_is_as_on_paper(events: list[Event]) -> None:
    life = Life()
    for event in events:
        life.live(event)
        life.compare()
