"""What a member shows, with the longest content that an author may write."""

from itertools import product

import pytest

from bot.domain.goals import exam
from bot.domain.jobs import JobKey, JobKind
from bot.domain.marks import MarkState
from bot.domain.shown import WORD, Obstacle, Shown, ShownKind, ShownStage
from bot.domain.weeks import ActiveWeeks
from bot.views.picture.facts import TrailFacts, alt_text
from bot.views.progress import LookBack, look_back_words
from bot.views.shown import post, preview
from tests.request_faults import faults
from tests.views.longest import NOW, ROADMAP, STATES, USER, progress
from tests.views.test_messages import body

EVERY_EXAM = [exam(ROADMAP, each.id) for each in ROADMAP.certifications]


def trail(states: tuple[MarkState, ...], obstacle: Obstacle | None) -> Shown:
    """How far somebody is, with every exam passed and as long a line of their own as there may be."""
    seen = LookBack(progress(states), ActiveWeeks(520, 519), passed=EVERY_EXAM)
    about, key = f"{ROADMAP.id}/{ROADMAP.phases[0].id}", JobKey.of(JobKind.TRAIL, NOW)
    draft = Shown(1, USER, 2, ShownKind.TRAIL, about, ShownStage.DRAFT, NOW, "*" * 32, ROADMAP.title)
    return draft._replace(
        context=look_back_words(seen),
        text="*" * WORD,
        picture=str(seen.facts),
        place=3,
        key=key,
        obstacle=obstacle,
    )


@pytest.mark.parametrize(("name", "obstacle"), [*product(STATES, (None, *Obstacle))])
def test_a_trail_fits_with_whatever_is_in_its_way(name: str, obstacle: Obstacle | None) -> None:
    shown = trail(STATES[name], obstacle)
    for message in (post(shown, b"PNG"), preview(shown, b"PNG")):
        assert faults("POST", "/channels/1/messages", body(message)) == []
        assert message.alt == alt_text(TrailFacts.read(shown.picture or ""))


@pytest.mark.parametrize("name", STATES)
def test_what_a_picture_shows_is_written_down_and_read_again(name: str) -> None:
    facts = LookBack(progress(STATES[name]), ActiveWeeks(520, 519)).facts
    assert TrailFacts.read(str(facts)) == facts
