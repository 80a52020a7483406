"""What Cairn sends by itself: classic messages that Discord takes and that say the main thing first."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.domain.nudges import Nudge, Subject
from bot.domain.press import read
from bot.domain.progress import Change, Entry, Mark, Progress, State
from bot.domain.rhythm import Kind
from bot.domain.roadmap import Action
from bot.domain.schedule import DAY
from bot.packs.shelf import Shelf
from bot.views.kit import link
from bot.views.letters import Letter, nudge_ticked, nudge_undone, write
from bot.views.wording import FIRST_LINE
from tests.bodies import faults
from tests.domain.samples import action as plain_action
from tests.domain.samples import phase, roadmap
from tests.views.longest import FIRST, NOW, STATES, USER, member, progress

ROW = 10**10
CHANGE = Change(ROW, "trail", NOW, (Mark(FIRST.id, State.DONE),))


def letter(
    kind: Kind, states: tuple[State, ...] = (), *, nth: int = 0, ticks: int = 0, late: int = 0
) -> Letter:
    """The letter of a kind with the longest content, `late` seconds after it was due."""
    nudge = Nudge(ROW, USER, kind, NOW - late, NOW)
    made = progress(states)
    return write(Subject(nudge, made, made.next_action, nth, ticks, late=nudge.late(NOW)), member(), NOW)


def body(sent: Letter) -> dict[str, object]:
    """The message as it is sent."""
    return {
        "content": sent.content,
        "embeds": [embed.to_dict() for embed in sent.embeds],
        "components": sent.view().to_components(),
        "allowed_mentions": {"parse": []},
    }


@pytest.mark.parametrize("states", STATES.values(), ids=list(STATES))
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("nth", [0, 1, 44])
def test_letters_fit(kind: Kind, states: tuple[State, ...], nth: int) -> None:
    sent = letter(kind, states, nth=nth, ticks=nth, late=3 * 60 * 60)
    assert faults("POST", "/channels/1/messages", body(sent)) == []


@pytest.mark.parametrize("kind", Kind)
def test_a_look_up_finds_every_letter_by_the_number_in_its_buttons(kind: Kind) -> None:
    for child in letter(kind).view().children:
        press = read(str(getattr(child, "custom_id", "")))
        assert press is not None
        assert (press.owner, press.args[0]) == (USER, str(ROW))


@pytest.mark.parametrize("nth", range(12))
@pytest.mark.parametrize("ticks", [0, 1, 3, 60])
@pytest.mark.parametrize("kind", [Kind.WEEKLY, Kind.SNOOZED, Kind.TEST])
def test_a_notification_shows_the_whole_first_line(kind: Kind, nth: int, ticks: int) -> None:
    assert len(letter(kind, nth=nth, ticks=ticks).content.splitlines()[0]) <= FIRST_LINE


def texts(action: Action, kind: Kind, number: int) -> list[tuple[str, str | None]]:
    """What somebody reads who gets the same action so many times."""
    road = roadmap(phase("p", action))
    letters = [
        write(Subject(Nudge(ROW, USER, kind, NOW, NOW), Progress(road), action, nth, 0), member(), NOW)
        for nth in range(number)
    ]
    return [(sent.content, sent.embeds[0].description) for sent in letters]


STEPS = tuple(f"Step {n}. 10 minutes." for n in range(8))


@pytest.mark.parametrize("kind", [Kind.WEEKLY, Kind.SNOOZED])
@pytest.mark.parametrize("steps", range(9))
def test_no_two_letters_about_an_action_are_alike_until_all_were_read(kind: Kind, steps: int) -> None:
    made = replace(plain_action("a"), first_steps=STEPS[:steps])
    openings = 13 if kind is Kind.WEEKLY else 5
    read_once = texts(made, kind, openings * (steps + 2))
    assert len(set(read_once)) == len(read_once)


def test_a_year_of_mondays_with_each_shipped_action(shipped: Shelf) -> None:
    for each in shipped.library.default.actions:
        year = texts(each, Kind.WEEKLY, 52)
        assert len(set(year)) == 52
        for (line, below), (next_line, next_below) in pairwise(year):
            assert line != next_line
            assert below != next_below
        assert max(len(line) for line, _ in year) <= FIRST_LINE
        assert not [line for line, _ in year if "…" in line]


def praised(ticks: int, done: int) -> str:
    """The first line for somebody who ticked so many since the last letter, and so many in all."""
    road = roadmap(phase("p", *(plain_action(f"a{n}") for n in range(60))))
    log = tuple(Entry(n, f"a{n}", State.DONE, NOW) for n in range(done))
    made = Progress(road, log)
    nudge = Nudge(ROW, USER, Kind.WEEKLY, NOW, NOW)
    return write(Subject(nudge, made, made.next_action, 0, ticks), member(), NOW).content


@pytest.mark.parametrize(("ticks", "said"), [(1, "one stone"), (2, "two stones"), (12, "12 stones")])
def test_who_ticked_is_praised_and_not_urged(ticks: int, said: str) -> None:
    for done in range(ticks, ticks + 5):
        line = praised(ticks, done)
        assert said in line.lower()
        assert f"do a{done}" in line


def test_who_ticks_every_week_is_praised_in_other_words_each_time() -> None:
    lines = [praised(1, done).replace(f"a{done}", "a") for done in range(1, 6)]
    assert len(set(lines)) == 5


BLAME = re.compile(
    r"\b(late|behind|fail\w*|miss\w*|only|still haven|don't forget|streak|overdue|should have|sorry)\b",
    re.IGNORECASE,
)


def test_no_letter_blames_anybody(shipped: Shelf) -> None:
    road = shipped.library.default
    for number, each in enumerate(road.actions):
        made = Progress(
            road, tuple(Entry(n, a.id, State.DONE, NOW) for n, a in enumerate(road.actions[:number]))
        )
        for kind in Kind:
            for nth in range(80 if kind is Kind.WEEKLY else 6):
                about = Subject(Nudge(ROW, USER, kind, NOW - DAY, NOW), made, each, nth, nth % 3, late=True)
                sent = write(about, member(), NOW)
                own = f"{sent.content}\n{sent.embeds[0].description}"
                pages = [link(page.title, page.url) for page in each.resources]
                for theirs in (each.why, each.done_when, *each.first_steps, each.title, *pages):
                    own = own.replace(theirs, "")
                assert not BLAME.search(own), own


def test_what_authors_write_into_titles_does_nothing() -> None:
    wild = replace(plain_action("a"), title="**Loud** @everyone [x](https://x.example) <@1> `code`")
    road = replace(roadmap(phase("p", wild)), title="_Trail_ <#1>")
    made = Progress(road)
    for kind in Kind:
        sent = write(Subject(Nudge(ROW, USER, kind, NOW, NOW), made, wild, 0, 0), member(), NOW)
        for alive in ("**Loud", "@everyone", "[x](", " <@1>", "`code`", "_Trail_"):
            assert alive not in sent.content


def test_letters_are_classic_and_their_buttons_stand_in_one_row() -> None:
    for kind in Kind:
        components = letter(kind).view().to_components()
        assert [row["type"] for row in components] == [1]


def test_nothing_done_and_nothing_left_is_an_end_as_well() -> None:
    assert letter(Kind.FINISHED).content == "The trail is walked!"


@pytest.mark.parametrize("states", STATES.values(), ids=list(STATES))
def test_a_letter_that_was_answered_still_fits_and_can_be_found(states: tuple[State, ...]) -> None:
    made = progress(states)
    for sent in (
        nudge_ticked(made, FIRST, CHANGE, USER, ROW),
        nudge_ticked(made, FIRST, None, USER, ROW),
        nudge_undone(made, "Taken back.", USER, ROW),
    ):
        assert faults("PATCH", "/channels/1/messages/2", body(sent)) == []
        assert f":{USER}:{ROW}" in str(body(sent)["components"])
