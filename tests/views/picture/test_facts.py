"""What the picture shows, and the words for those who don't see it."""

import pytest

from bot.domain.marks import MarkState
from bot.domain.progress import Progress
from bot.domain.weeks import ActiveWeeks
from bot.limits import ALT_TEXT
from bot.trial.drawing import text_of
from bot.views.picture.facts import alt_text, sketch
from bot.views.progress import LookBack, progress_card
from tests.domain.samples import action, phase, roadmap
from tests.marked import logged
from tests.views import longest

ROADMAP = roadmap(phase("low", action("a"), action("b")), phase("high", action("c"), action("d")))
NO_WEEKS, WEEKS = ActiveWeeks(0, 0), ActiveWeeks(3, 2)


def walked(states: str) -> Progress:
    """A letter an action: d is done, s skipped, anything else open."""
    known = {"d": MarkState.DONE, "s": MarkState.SKIPPED}
    pairs = zip(ROADMAP.actions, states, strict=True)
    log = (logged(n, each.id, known[state], 0) for n, (each, state) in enumerate(pairs) if state in known)
    return Progress(ROADMAP, tuple(log))


@pytest.mark.parametrize(
    ("states", "weeks", "said"),
    [
        (
            "....",
            NO_WEEKS,
            "A trail of stones, Trail: 0 %, 0 of 4 actions. Next: Do a, about 1 hour. "
            "Low: 0 of 2; High: 0 of 2.",
        ),
        (
            "ss.d",
            WEEKS,
            "A trail of stones, Trail: 50 %, 1 of 2 actions, 3 active weeks. Next: Do c, about 1 hour. "
            "Low: skipped; High: 1 of 2.",
        ),
        (
            "ds..",
            WEEKS,
            "A trail of stones, Trail: 33 %, 1 of 3 actions, 3 active weeks. Next: Do c, about 1 hour. "
            "Low: 1 of 1, just done; High: 0 of 2.",
        ),
        (
            "dddd",
            WEEKS,
            "A trail of stones, Trail: 100 %, 4 of 4 actions, 3 active weeks. You finished the roadmap! "
            "Every stone is yours. Low: 2 of 2; High: 2 of 2.",
        ),
    ],
)
def test_the_picture_in_words(states: str, weeks: ActiveWeeks, said: str) -> None:
    assert alt_text(sketch(walked(states), weeks)) == said


@pytest.mark.parametrize("states", ["....", "d...", "dd..", "ddd.", "ss..", "ds.d", "dddd", "ssss"])
def test_the_card_says_what_the_picture_shows(states: str) -> None:
    progress = walked(states)
    facts = sketch(progress, WEEKS)
    said = text_of({"components": progress_card(LookBack(progress, WEEKS), owner=1).to_components()})  # type: ignore[no-untyped-call]
    for fact in (
        facts.title,
        facts.words,
        f"{facts.percent} %",
        facts.weeks,
        facts.next,
        facts.hours,
        facts.moment,
    ):
        assert fact in said
    for stretch in facts.stretches:
        assert f"**{stretch.title}**" in said
        assert stretch.words in said
    assert " ".join(stretch.stones for stretch in facts.stretches) in said


@pytest.mark.parametrize(
    ("states", "moment"), [("d...", ""), ("dd..", "Low done!"), ("ddd.", ""), ("ss..", ""), ("dd.d", "")]
)
def test_a_finished_phase_shines_until_the_next_stone(states: str, moment: str) -> None:
    facts = sketch(walked(states), WEEKS)
    assert facts.moment == moment
    assert [stretch.fresh for stretch in facts.stretches] == [bool(moment), False]


@pytest.mark.parametrize("states", longest.STATES.values(), ids=longest.STATES)
def test_the_longest_roadmap_is_told_whole(states: tuple[MarkState, ...]) -> None:
    said = alt_text(sketch(longest.progress(states), ActiveWeeks(520, 520)))
    assert len(said) <= ALT_TEXT
    assert said.endswith(".")
