"""Every real card of the content that we ship is one that Discord takes, along every path."""

from collections.abc import Mapping

import pytest

from bot.content.live import LiveContent
from bot.domain.paths import combinations
from bot.domain.personal import along
from bot.domain.progress import NextStep, Progress
from bot.domain.weeks import ActiveWeeks
from bot.views.actions import next_action
from bot.views.details import details, step_details
from bot.views.picture.canvas import legible, wrapped
from bot.views.picture.drawing import MARGIN, SMALL, TITLE, WIDTH
from bot.views.picture.facts import alt_text, sketch
from bot.views.progress import LookBack, progress_card
from bot.views.roadmap import phase, roadmap
from bot.views.steps import named
from tests.request_faults import view_faults
from tests.views.longest import USER

WEEKS = ActiveWeeks(52, 52)


def paths(shipped: LiveContent) -> list[Mapping[str, str]]:
    """Nothing chosen, and every way to choose everything."""
    return [{}, *combinations(shipped.library.default.choices)]


@pytest.fixture(scope="module")
def roads(shipped: LiveContent) -> list[Progress]:
    """The roadmap along each path, with nothing done."""
    return [Progress(along(shipped.library.default, path)) for path in paths(shipped)]


def steps(progress: Progress) -> list[NextStep]:
    """Every step of the roadmap."""
    return [each for action in progress.roadmap.actions for each in progress.open_steps(action)]


def test_every_step_has_its_cards(roads: list[Progress]) -> None:
    for progress in roads:
        choices = progress.roadmap.choices
        for step in steps(progress):
            assert view_faults(step_details(progress, step, USER)) == [], step.ref
            here = Progress(progress.roadmap)
            here.__dict__["next_step"] = step
            for choice in (None, *choices):
                assert view_faults(next_action(here, USER, None, choice)) == [], step.ref
            assert len(alt_text(sketch(here, WEEKS))) < 1024


def test_every_action_and_phase_has_its_card(roads: list[Progress]) -> None:
    for progress in roads:
        for action in progress.roadmap.actions:
            assert view_faults(details(progress, action, USER)) == [], action.id
        for each in progress.roadmap.current_phases:
            assert view_faults(phase(progress, each, USER)) == [], each.id
        assert view_faults(roadmap(progress, USER, {})) == []
        assert view_faults(progress_card(LookBack(progress, WEEKS), USER, sharing=True)) == []


def test_there_are_as_many_steps_as_are_shipped(roads: list[Progress], shipped: LiveContent) -> None:
    seen = {step.ref for progress in roads for step in steps(progress)}
    written = {a.ref(step) for a in shipped.library.default.actions for step in a.current_steps}
    assert seen == written


def test_the_picture_cuts_no_step_and_no_phase(roads: list[Progress]) -> None:
    for progress in roads:
        names = [legible(named(step), "") for step in steps(progress)]
        phases, aside = progress.roadmap.current_phases, (WIDTH - 2 * MARGIN) / 4 - 16
        lines = [wrapped(name, TITLE, WIDTH - 2 * MARGIN) for name in names]
        lines += [wrapped(each.title, SMALL, aside) for each in phases]
        assert [line for line in lines if line[-1].endswith("…")] == []
