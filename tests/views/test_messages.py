"""What Cairn sends by itself: classic messages that Discord takes and that say the main thing first."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from bot.content.live import LiveContent
from bot.domain.custom_id import read
from bot.domain.due import late as comes_late
from bot.domain.jobs import Job, JobKey, JobKind
from bot.domain.journey import Outcome
from bot.domain.marks import Change, Mark, MarkState
from bot.domain.members import UNTIL_BACK, Member, NudgeSchedule, NudgeState
from bot.domain.nudges import Past, Subject, subject
from bot.domain.progress import Progress
from bot.domain.roadmap import Action
from bot.domain.schedule import DAY
from bot.domain.updates import Stage
from bot.views.components import link
from bot.views.messages import ClassicMessage, nudge_ticked, nudge_undone, write
from bot.views.wording import FIRST_LINE
from tests.domain.samples import action as plain_action
from tests.domain.samples import phase, roadmap, update
from tests.marked import acted, logged
from tests.request_faults import faults
from tests.views.longest import FIRST, LAST, NOW, STATES, USER, member, progress

CHANGE = Change(LAST, "trail", NOW, (Mark(FIRST.id, MarkState.DONE),))
TO_MEMBERS = [kind for kind in JobKind if kind not in (JobKind.POST, JobKind.NOTE, JobKind.OWNER)]
"""The kinds of what a member is sent."""


def job(kind: JobKind = JobKind.WEEKLY, due_at: int = NOW) -> Job:
    """A message to a member with as long a number as there is."""
    return Job(LAST, kind, USER, due_at, NOW, NOW)


def letter(
    kind: JobKind, states: tuple[MarkState, ...] = (), *, nth: int = 0, ticks: int = 0, late: int = 0
) -> ClassicMessage:
    """The letter of a kind with the longest content, `late` seconds after it was due."""
    made, this = progress(states), job(kind, NOW - late)
    finished = made.roadmap.current_phases[0] if ticks else None
    late_by_now = comes_late(kind, this.due_at, NOW)
    about = Subject(this, made, made.next_action, nth, ticks, nth, finished, late=late_by_now)
    return write(about, member())


def body(sent: ClassicMessage) -> dict[str, object]:
    """The message as it is sent."""
    return {
        "content": sent.content,
        "embeds": [embed.to_dict() for embed in sent.embeds],
        "components": sent.view().to_components(),
        "allowed_mentions": {"parse": []},
    }


@pytest.mark.parametrize("states", STATES.values(), ids=list(STATES))
@pytest.mark.parametrize("kind", TO_MEMBERS)
@pytest.mark.parametrize("nth", [0, 1, 44])
def test_letters_fit(kind: JobKind, states: tuple[MarkState, ...], nth: int) -> None:
    sent = letter(kind, states, nth=nth, ticks=nth, late=3 * 60 * 60)
    assert faults("POST", "/channels/1/messages", body(sent)) == []


@pytest.mark.parametrize("states", [(), STATES["all done"]], ids=["nothing done", "all done"])
@pytest.mark.parametrize("kind", TO_MEMBERS)
def test_a_look_up_finds_every_letter_by_the_key_in_its_buttons(
    kind: JobKind, states: tuple[MarkState, ...]
) -> None:
    buttons = letter(kind, states).view().children
    assert buttons
    for child in buttons:
        press = read(str(getattr(child, "custom_id", "")))
        assert press is not None
        assert (press.owner, press.key) == (USER, JobKey.of(kind, NOW))


@pytest.mark.parametrize(
    ("channels", "told"),
    [
        ((1, 1, 1), None),
        ((1, 2, 3, 4), "And 1 more in <#4>."),
        ((1, 1, 1, 2, 2), "And 2 more in <#2>."),
        ((1, 1, 1, 2, 3), "And 2 more."),
    ],
)
def test_more_news_than_there_is_room_for(channels: tuple[int, ...], told: str | None) -> None:
    news = [update(Stage.POSTED, channel=channel) for channel in channels]
    made = progress(())
    about = Subject(job(), made, made.next_action, 0, 0, news=(*news,))
    said = str(write(about, member()).embeds[0].description).splitlines()
    assert sum(line.startswith("New in <#") for line in said) == 3
    assert [line for line in said if line.startswith("And ")] == ([told] if told else [])


@pytest.mark.parametrize("nth", range(12))
@pytest.mark.parametrize("ticks", [0, 1, 3, 60])
@pytest.mark.parametrize("kind", [JobKind.WEEKLY, JobKind.SNOOZED, JobKind.TEST])
def test_a_notification_shows_the_whole_first_line(kind: JobKind, nth: int, ticks: int) -> None:
    assert len(letter(kind, nth=nth, ticks=ticks).content.splitlines()[0]) <= FIRST_LINE


@pytest.mark.parametrize("kind", [JobKind.REST, JobKind.FINISHED])
@pytest.mark.parametrize("done", range(20))
def test_a_notification_shows_the_whole_first_line_of_the_others_too(
    shipped: LiveContent, kind: JobKind, done: int
) -> None:
    made = walked(shipped, done)
    sent = write(Subject(job(kind), made, made.next_action, 0, 0), member())
    assert len(sent.content.splitlines()[0]) <= FIRST_LINE


def walked(shipped: LiveContent, done: int, finished: int = 0) -> Progress:
    """The shipped roadmap with so many actions done, at NOW; so many of them before that."""
    road = shipped.library.default
    times = [NOW - DAY] * finished + [NOW] * (done - finished)
    ids = [action.id for action in road.actions[:done]]
    return acted(road, *((name, MarkState.DONE, at) for name, at in zip(ids, times, strict=True)))


def texts(action: Action, kind: JobKind, number: int, before: int = 0) -> list[tuple[str, str | None]]:
    """What somebody reads who gets the same action so many times, after so many letters about others."""
    road = roadmap(phase("p", action, plain_action("other")))
    first = 1 if kind is JobKind.SNOOZED else 0  # what is snoozed has come before
    abouts = [Subject(job(kind), Progress(road), action, first + n, 0, before + n) for n in range(number)]
    letters = [write(about, member()) for about in abouts]
    return [(sent.content, sent.embeds[0].description) for sent in letters]


STEPS = tuple(f"Step {n}. 10 minutes." for n in range(8))


@pytest.mark.parametrize("kind", [JobKind.WEEKLY, JobKind.SNOOZED])
@pytest.mark.parametrize("steps", range(9))
def test_no_two_letters_about_an_action_are_alike_until_all_were_read(kind: JobKind, steps: int) -> None:
    made = replace(plain_action("a"), beginnings=STEPS[:steps])
    openings = 13 if kind is JobKind.WEEKLY else 5
    read_once = texts(made, kind, openings * (steps + 2))
    assert len(set(read_once)) == len(read_once)


def test_a_year_of_mondays_with_each_shipped_action(shipped: LiveContent) -> None:
    for before, each in enumerate(shipped.library.default.actions):
        year = texts(each, JobKind.WEEKLY, 52, before)
        assert len(set(year)) == 52
        for (line, below), (next_line, next_below) in pairwise(year):
            assert line != next_line
            assert below != next_below
        assert max(len(line) for line, _ in year) <= FIRST_LINE
        assert not [line for line, _ in year if "…" in line]


def praised(ticks: int, done: int, turn: int) -> str:
    """The first line for somebody who ticked so many since the last letter, and so many in all."""
    road = roadmap(phase("p", *(plain_action(f"a{n}") for n in range(60))))
    log = tuple(logged(n, f"a{n}", MarkState.DONE, NOW) for n in range(done))
    made = Progress(road, log)
    return write(Subject(job(), made, made.next_action, 0, ticks, turn), member()).content


@pytest.mark.parametrize(("ticks", "said"), [(1, "one "), (2, "two "), (12, "12 ")])
@pytest.mark.parametrize("turn", range(8))
def test_who_ticked_is_praised_and_not_urged(ticks: int, said: str, turn: int) -> None:
    line = praised(ticks, 20, turn)
    assert said in line.lower()
    assert "do a20" in line


@pytest.mark.parametrize("ticks", [1, 5, 7])
def test_who_ticks_every_week_is_praised_in_other_words_each_time(ticks: int) -> None:
    lines = [praised(ticks, 20, turn) for turn in range(1, 8)]
    assert len(set(lines)) == 7


def test_at_the_first_letter_there_is_no_last_time() -> None:
    assert "since last time" not in praised(2, 2, 0)


@pytest.mark.parametrize("ticks", [1, 3, 9])
def test_a_year_of_mondays_for_whoever_is_quick(shipped: LiveContent, ticks: int) -> None:
    for done in range(1, 19):
        made = walked(shipped, done)
        assert made.next_action is not None
        for turn in range(8):
            line = write(Subject(job(), made, made.next_action, 0, ticks, turn), member()).content
            assert len(line) <= FIRST_LINE
            assert "…" not in line


def test_who_ticks_every_other_week_does_not_read_the_same_line_every_other_week(
    shipped: LiveContent,
) -> None:
    """Half a year: a tick, then a week without one, again and again."""
    read_so_far: list[str] = []
    for week in range(26):
        made = walked(shipped, week // 2)
        assert made.next_action is not None
        about = Subject(job(), made, made.next_action, week % 2, 1 - week % 2, week)
        line = write(about, member()).content
        read_so_far.append(line.lower().replace(made.next_action.title.lower(), "…"))
    plain = read_so_far[1::2]
    assert len(set(plain)) == len(plain)


def about_now(progress: Progress, past: list[Past], kind: JobKind = JobKind.WEEKLY) -> str:
    """The first line of a letter as it follows from what was done and sent."""
    somebody = replace(member(), enrolled_at=NOW - 9 * DAY)
    return write(subject(job(kind), progress, past, NOW, member=somebody), somebody).content


def test_a_finished_phase_shines_once(shipped: LiveContent) -> None:
    past = [Past(NOW - DAY, "flask-api")]
    line = about_now(walked(shipped, 4), past)
    assert line == "Foundations done! Next: learn Docker and Kubernetes basics."
    assert "done!" not in about_now(walked(shipped, 5, finished=4), past)


def test_a_skipped_action_that_is_ticked_later_finishes_no_phase_again(shipped: LiveContent) -> None:
    road = shipped.library.default
    skipped = [(each.id, MarkState.SKIPPED, NOW - 8 * DAY) for each in road.actions[:4]]
    made = acted(road, *skipped, (road.actions[0].id, MarkState.DONE, NOW))
    assert "done!" not in about_now(made, [Past(NOW - DAY, "docker-kubernetes")])


def test_the_last_stone_is_called_so(shipped: LiveContent) -> None:
    last, past = "consider contract and internship roles", [Past(NOW - 60, "behavioural-stories")]
    assert about_now(walked(shipped, 18, finished=18), past) == f"The last stone on this trail: {last}."
    assert about_now(walked(shipped, 18, finished=17), past) == f"One stone. The last one: {last}."


def test_what_was_snoozed_and_then_skipped_comes_as_something_new(shipped: LiveContent) -> None:
    road = shipped.library.default
    made = Progress(road, (logged(1, road.actions[0].id, MarkState.SKIPPED, NOW),))
    snoozed = [Past(NOW - DAY, road.actions[0].id)]
    assert about_now(made, snoozed, JobKind.SNOOZED).startswith(
        "Next stone: finish an introductory ML course"
    )
    again = [Past(NOW - DAY, road.actions[1].id)]
    assert about_now(made, again, JobKind.SNOOZED) == "As you asked: finish an introductory ML course."


def test_a_page_stands_below_the_piece_that_it_is_about(shipped: LiveContent) -> None:
    mlflow = shipped.library.default.action("mlflow")
    read_below = [below or "" for _, below in texts(mlflow, JobKind.WEEKLY, 7)]
    step = next(below for below in read_below if "`champion`" in below)
    assert "MLflow: model registry" in step


def test_what_done_means_is_told_early(shipped: LiveContent) -> None:
    for each in shipped.library.default.actions:
        told = ["*Done when*" in (below or "") for _, below in texts(each, JobKind.WEEKLY, 3)]
        assert told == [False, False, True]


def test_a_way_around_is_shown_to_whom_it_has_come_many_times(shipped: LiveContent) -> None:
    offered = [
        "sets it aside" in (below or "")
        for _, below in texts(shipped.library.default.actions[0], JobKind.WEEKLY, 18)
    ]
    assert [nth for nth, there in enumerate(offered) if there] == [6, 12]


WELCOMED = job(JobKind.WELCOME)


def welcomed(somebody: Member, done: int = 0, turn: int = 0) -> str:
    """What a welcome says."""
    road = roadmap(phase("p", *(plain_action(f"a{n}") for n in range(3))))
    made = Progress(road, tuple(logged(n, f"a{n}", MarkState.DONE, NOW) for n in range(done)))
    return write(Subject(WELCOMED, made, made.next_action, 0, 0, turn), somebody).content


def test_a_welcome_promises_what_will_be() -> None:
    somebody = replace(
        member(), nudged=True, schedule=NudgeSchedule(zone="Europe/Berlin"), nudges=NudgeState(weekly_at=NOW)
    )
    weekly = "I'll write once a week, Monday at 09:00, Berlin time"
    assert f"{weekly}, first on <t:{NOW}:F>. Nothing else" in welcomed(somebody)
    assert f"{weekly}, next on <t:{NOW}:F>. Nothing else" in welcomed(somebody, turn=1)
    away = replace(somebody, nudges=NudgeState(paused_until=UNTIL_BACK))
    assert f"{weekly}, as soon as you're back. Nothing else" in welcomed(away)
    nowhere = replace(somebody, schedule=NudgeSchedule(), nudges=NudgeState())
    assert "as soon as I know your time zone: **Nudge settings** asks for it." in welcomed(nowhere)
    assert "I won't write by myself" in welcomed(replace(somebody, nudged=False))


def test_a_welcome_knows_whom_it_has_written_to_before() -> None:
    assert welcomed(member()).startswith("You're on the trail: ")
    assert welcomed(member(), done=2, turn=5).startswith("I can write to you again: ")
    assert "2 of 3 actions." in welcomed(member(), done=2, turn=5)


BLAME = re.compile(
    r"\b(late|behind|fail\w*|miss\w*|only|still haven|don't forget|streak|overdue|should have|sorry)\b",
    re.IGNORECASE,
)


def test_no_letter_blames_anybody(shipped: LiveContent) -> None:
    road = shipped.library.default
    for number, each in enumerate(road.actions):
        made = Progress(
            road, tuple(logged(n, a.id, MarkState.DONE, NOW) for n, a in enumerate(road.actions[:number]))
        )
        for kind in TO_MEMBERS:
            for nth in range(80 if kind is JobKind.WEEKLY else 6):
                about = Subject(job(kind, NOW - DAY), made, each, nth, nth % 3, nth, late=True)
                sent = write(about, member())
                own = f"{sent.content}\n{sent.embeds[0].description}"
                pages = [link(page.title, page.url) for page in each.resources]
                for theirs in (each.why, each.done_when, *each.first_steps, each.title, *pages):
                    own = own.replace(theirs, "")
                assert not BLAME.search(own), own


def test_what_authors_write_into_titles_does_nothing() -> None:
    wild = replace(plain_action("a"), title="**Loud** @everyone [x](https://x.example) <@1> `code`")
    road = replace(roadmap(phase("p", wild)), title="_Trail_ <#1>")
    made = Progress(road)
    for kind in TO_MEMBERS:
        sent = write(Subject(job(kind), made, wild, 0, 0), member())
        for alive in ("**Loud", "@everyone", "[x](", " <@1>", "`code`", "_Trail_"):
            assert alive not in sent.content


def test_letters_are_classic_and_their_buttons_stand_in_one_row() -> None:
    for kind in TO_MEMBERS:
        components = letter(kind).view().to_components()
        assert [row["type"] for row in components] == [1]


def test_nothing_done_and_nothing_left_is_an_end_as_well() -> None:
    road = roadmap(phase("p", plain_action("a")))
    made = Progress(road, (logged(1, "a", MarkState.SKIPPED, NOW),))
    sent = write(Subject(job(), made, None, 0, 0), member())
    assert sent.content == "Nothing is open on your trail."


@pytest.mark.parametrize("key", [JobKey.of(JobKind.WEEKLY, NOW), 10**10], ids=["key", "number"])
@pytest.mark.parametrize("states", STATES.values(), ids=list(STATES))
def test_a_letter_that_was_answered_still_fits_and_can_be_found(
    states: tuple[MarkState, ...], key: JobKey | int
) -> None:
    made = progress(states)
    for sent in (
        nudge_ticked(Outcome(made, made, CHANGE), FIRST, USER, key),
        nudge_ticked(Outcome(made, made, None), FIRST, USER, key),
        nudge_undone(made, "Taken back.", USER, key),
    ):
        assert faults("PATCH", "/channels/1/messages/2", body(sent)) == []
        assert f":{USER}:{key}" in str(body(sent)["components"])
