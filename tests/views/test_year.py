"""A year of Mondays: whoever they are, no two messages begin alike, and each names a small beginning."""

import pytest

from bot.content.live import LiveContent
from bot.domain.jobs import JobKind
from bot.domain.progress import NextStep
from bot.views.wording import FIRST_LINE, way
from tests.views.test_messages import begins_small
from tests.views.year import PEOPLE, Habit, Letter, lived, marks_actions, presses_still_on_it, ticks_steps

EVERYBODY = {
    f"{habit.__name__}, {hours} h": (hours, habit) for hours in (2, 4, 9, 15) for _, habit in PEOPLE.values()
}


@pytest.mark.parametrize(("hours", "habit"), EVERYBODY.values(), ids=list(EVERYBODY))
def test_no_two_messages_begin_alike_and_each_names_a_beginning(
    shipped: LiveContent, hours: int, habit: Habit
) -> None:
    letters = lived(shipped.library.default, hours, habit).letters
    lines = [letter.message.content.splitlines()[0] for letter in letters]
    assert len(lines) > 10
    assert sorted(lines) == sorted(set(lines))
    assert max(map(len, lines)) <= FIRST_LINE
    for letter in weekly(letters):
        assert letter.message.embed is not None
        assert begins_small(str(letter.message.embed.description)), letter.message.embed.description


def weekly(letters: list[Letter]) -> list[Letter]:
    """Those that name a step."""
    return [letter for letter in letters if letter.about.kind is JobKind.WEEKLY]


def test_who_ticks_or_presses_gets_one_a_week_and_no_rest(shipped: LiveContent) -> None:
    for habit in (ticks_steps, presses_still_on_it):
        letters = lived(shipped.library.default, 2, habit).letters
        assert [letter.about.kind for letter in letters] == [JobKind.WEEKLY] * 52


@pytest.mark.parametrize("every", [2, 4])
def test_a_rarer_rhythm_gets_each_of_its_messages(shipped: LiveContent, every: int) -> None:
    letters = lived(shipped.library.default, 2, presses_still_on_it, days=2 * 364, every=every).letters
    assert [letter.about.kind for letter in letters] == [JobKind.WEEKLY] * (2 * 52 // every)


def test_who_is_away_is_let_rest_and_comes_back_to_the_same_step(shipped: LiveContent) -> None:
    hours, habit = PEOPLE["back-after-eight-weeks"]
    kinds = [letter.about.kind for letter in lived(shipped.library.default, hours, habit).letters]
    assert kinds.count(JobKind.REST) == 1
    assert kinds.index(JobKind.REST) < len(kinds) - 10


def test_every_message_to_who_works_names_something_new_or_says_it_in_another_way(
    shipped: LiveContent,
) -> None:
    letters = weekly(lived(shipped.library.default, 9, ticks_steps).letters)
    texts = [letter.message.embed.description for letter in letters if letter.message.embed]
    assert len(set(texts)) == len(texts)


def test_a_step_without_a_page_of_its_own_leads_to_none_that_is_paid_for(shipped: LiveContent) -> None:
    guided = shipped.library.default.action("guided-project")
    paid = {page.url for page in guided.resources if page.cost == "paid"}
    step = NextStep(guided, next(step for step in guided.steps if not step.resources), 1, 1, 1)
    about = lived(shipped.library.default, 2, presses_still_on_it).letters[0].about
    texts = [way(about._replace(nth=nth), step) for nth in range(2 * len(guided.resources))]
    assert paid
    assert all("https://" in text for text in texts)
    assert not any(url in text for text in texts for url in paid)


def test_who_finishes_is_congratulated_and_hears_no_more(shipped: LiveContent) -> None:
    year = lived(shipped.library.default, 40, marks_actions)
    assert [letter.about.kind for letter in year.letters].count(JobKind.FINISHED) == 1
    assert year.letters[-1].about.kind is JobKind.FINISHED
    assert not year.member.nudged
