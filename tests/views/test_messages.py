"""What Cairn sends by itself: classic messages that Discord takes and that say the main thing first."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.content.live import LiveContent
from bot.delivery.handlers.member_message import Farewell, MemberMessage
from bot.domain.custom_id import read
from bot.domain.due import late as comes_late
from bot.domain.forecast import Forecast
from bot.domain.jobs import Job, JobKey, JobKind
from bot.domain.journey import Outcome
from bot.domain.marks import Change, LoggedMark, Mark, MarkState
from bot.domain.members import UNTIL_BACK, Member, NudgeSchedule, NudgeState
from bot.domain.nudges import MOST_STEPS, LookBack, Past, Subject, subject
from bot.domain.personal import along
from bot.domain.progress import NextStep, Progress
from bot.domain.schedule import DAY
from bot.domain.steps import Event
from bot.domain.updates import Stage
from bot.views.components import link
from bot.views.messages import ClassicMessage, nudge_again, nudge_ticked, write
from bot.views.wording import FIRST_LINE
from tests.domain.samples import action as plain_action
from tests.domain.samples import phase, roadmap, step, update
from tests.marked import acted, logged
from tests.request_faults import faults
from tests.views.longest import FIRST, LAST, NOW, STATES, USER, choice, member, progress

CHANGE = Change(LAST, "trail", NOW, (Mark(FIRST.id, MarkState.DONE),))
TO_MEMBERS = sorted(MemberMessage.kinds | Farewell.kinds)
"""The kinds of what a member is sent."""


def job(kind: JobKind = JobKind.WEEKLY, due_at: int = NOW) -> Job:
    """A message to a member with as long a number as there is."""
    return Job(LAST, kind, USER, due_at, NOW, NOW)


def letter(
    kind: JobKind, states: tuple[MarkState, ...] = (), *, nth: int = 0, ticks: int = 0, late: int = 0
) -> ClassicMessage:
    """The letter of a kind with the longest content, `late` seconds after it was due, with all it may say."""
    made, this = progress(states), job(kind, NOW - late)
    about = Subject(
        this,
        made,
        tuple(made.fitting(100, MOST_STEPS)),
        nth,
        ticks=tuple(logged(n, "a/b", MarkState.DONE, NOW) for n in range(ticks)),
        turn=nth,
        since=NOW - 7 * DAY,
        finished=made.roadmap.current_phases[0] if ticks else None,
        still=not ticks,
        rests=True,
        late=comes_late(kind, this.due_at, NOW),
        back=LookBack(4, 60, 12, 120.5, None, Forecast(1000, 8, 20, 24)),
        events=tuple(Event(date(2027, 1, day), "W" * 200) for day in (1, 2)),
        choice=choice(1),
    )
    return write(about, member())


def begins_small(below: str) -> bool:
    """Whether a letter names a beginning, of at most 20 minutes."""
    minutes = re.findall(r"First (\d+) minutes", below)
    return bool(minutes) and all(int(number) <= 20 for number in minutes)


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
    about = named(progress(()), news=(*news,))
    said = str(write(about, member()).embeds[0].description).splitlines()
    assert sum(line.startswith("New in <#") for line in said) == 3
    assert [line for line in said if line.startswith("And ")] == ([told] if told else [])


@pytest.mark.parametrize("nth", range(12))
@pytest.mark.parametrize("ticks", [0, 1, 3, 60])
@pytest.mark.parametrize("kind", [JobKind.WEEKLY, JobKind.SNOOZED, JobKind.TEST])
def test_a_notification_shows_the_whole_first_line(kind: JobKind, nth: int, ticks: int) -> None:
    assert len(letter(kind, nth=nth, ticks=ticks).content.splitlines()[0]) <= FIRST_LINE


@pytest.mark.parametrize("kind", [JobKind.REST, JobKind.FINISHED])
@pytest.mark.parametrize("done", range(23))
def test_a_notification_shows_the_whole_first_line_of_the_others_too(
    shipped: LiveContent, kind: JobKind, done: int
) -> None:
    sent = write(named(walked(shipped, done), kind=kind), member())
    assert len(sent.content.splitlines()[0]) <= FIRST_LINE


def test_what_happens_is_told_with_its_day() -> None:
    """A message may come late, and may tell of more than one day."""
    about = named(progress(()), events=(Event(date(2027, 1, 2), "The exam changes."),))
    assert "2 January 2027: The exam changes." in str(write(about, member()).embeds[0].description)


def named(made: Progress, *, kind: JobKind = JobKind.WEEKLY, **more: Any) -> Subject:
    """A letter of a kind about the next step."""
    return Subject(job(kind), made, tuple(made.fitting(0, MOST_STEPS)), **more)


def walked(shipped: LiveContent, done: int, finished: int = 0) -> Progress:
    """The shipped roadmap with so many actions done, at NOW; so many of them before that."""
    road = along(shipped.library.default, {})
    times = [NOW - DAY] * finished + [NOW] * (done - finished)
    ids = [action.id for action in road.actions[:done]]
    return acted(road, *((name, MarkState.DONE, at) for name, at in zip(ids, times, strict=True)))


def steps_of(shipped: LiveContent) -> list[NextStep]:
    """Every step of the shipped roadmap, of a habit every time, as it is the next."""
    road = along(shipped.library.default, {})
    return [
        NextStep(action, step, number, len(action.current_steps), time)
        for action in road.actions
        for number, step in enumerate(action.current_steps, start=1)
        for time in range(1, step.repeat + 1)
    ]


def about_step(made: Progress, step: NextStep, nth: int = 0, kind: JobKind = JobKind.WEEKLY) -> Subject:
    """A letter about this step, the nth time it comes."""
    return Subject(job(kind), made, (step,), nth, nth, turn=nth)


def test_no_two_letters_about_a_step_begin_alike_for_a_year(shipped: LiveContent) -> None:
    made = walked(shipped, 0)
    for each in steps_of(shipped):
        lines = [write(about_step(made, each, nth), member()).content for nth in range(52)]
        assert len(set(lines)) == 52
        assert max(map(len, lines)) <= FIRST_LINE
        assert not [line for line in lines if "…" in line]


def test_a_step_comes_in_four_ways_that_differ_in_all_they_say(shipped: LiveContent) -> None:
    made = walked(shipped, 0)
    for each in steps_of(shipped):
        ways = [write(about_step(made, each, nth), member()).embeds[0].description for nth in range(4)]
        assert len(set(ways)) == 4


def test_each_letter_names_a_beginning_of_at_most_twenty_minutes(shipped: LiveContent) -> None:
    made = walked(shipped, 0)
    for each in steps_of(shipped):
        for nth in range(4):
            below = str(write(about_step(made, each, nth), member()).embeds[0].description)
            assert begins_small(below), below


def test_the_fifth_about_a_step_asks_once_how_to_go_on(shipped: LiveContent) -> None:
    made = walked(shipped, 0)
    (first,) = made.fitting(0, 1)
    asking = [nth for nth in range(20) if "Carry on" in labels(write(about_step(made, first, nth), member()))]
    assert asking == [4]
    asked = write(about_step(made, first, 4), member())
    assert labels(asked) == ["Done", "Carry on", "Another step", "Every four weeks", "Pause", "Stop"]


def test_who_has_the_rarest_rhythm_is_not_asked_for_it() -> None:
    made = Progress(roadmap(phase("p", plain_action("a"))))
    (step,) = made.fitting(0, 1)
    asked = write(about_step(made, step, 4)._replace(rarer=False), member())
    assert labels(asked) == ["Done", "Carry on", "Another step", "Pause", "Stop"]
    assert "**Carry on** keeps it, and **Another step** sets it aside." in str(asked.embeds[0].description)


def test_the_last_before_a_rest_names_the_button_that_is_there() -> None:
    made = Progress(roadmap(phase("p", plain_action("a"))))
    (step,) = made.fitting(0, 1)
    asks = write(about_step(made, step, 4)._replace(rests=True), member())
    assert "One click on **Carry on** keeps" in str(asks.embeds[0].description)
    assert "Carry on" in labels(asks)


def test_still_on_it_is_said_of_a_step_that_was_named_before() -> None:
    made = Progress(roadmap(phase("p", plain_action("a"))))
    assert "in other words" not in str(write(named(made, still=True), member()).embeds[0].description)


def test_undo_on_a_planned_message_offers_no_second_plan() -> None:
    made = Progress(roadmap(phase("p", plain_action("a"))))
    for kind, offered in ((JobKind.PLANNED, False), (JobKind.WEEKLY, True)):
        undone = nudge_again(made, "Taken back.", USER, JobKey.of(kind, NOW))
        assert ("Plan it" in labels(undone)) is offered


def labels(sent: ClassicMessage) -> list[str]:
    """What its buttons say, in order."""
    return [str(getattr(item, "label", "")) for item in sent.buttons]


@pytest.mark.parametrize(
    ("finished", "ticked", "said"),
    [
        ((), ("a/x",), "One step done last week. "),
        ((), ("a/x", "a/y", "b"), "Three steps done last week. "),
        ((), ("a", "b"), "Two actions done last week. "),
        ((), tuple(f"a/{n}" for n in range(14)), "14 steps done last week. "),
        (("p",), ("a/x",), "P done! "),
    ],
)
def test_who_ticked_reads_it_first(finished: tuple[str, ...], ticked: tuple[str, ...], said: str) -> None:
    road = roadmap(phase("p", plain_action("a"), plain_action("b")))
    made = Progress(road)
    ticks = tuple(logged(n, ref, MarkState.DONE, NOW) for n, ref in enumerate(ticked))
    closed = road.phases[0] if finished else None
    about = named(made, ticks=ticks, finished=closed, since=NOW - 7 * DAY)
    assert write(about, member()).content == f"{said}Next: do a."


def test_who_ticked_reads_what_is_next_before_where_it_is(shipped: LiveContent) -> None:
    """And the trail says how far each step brings them, long before an action is done."""
    road = along(shipped.library.default, {})
    first = road.actions[0]
    ticked = logged(1, f"{first.id}/{first.steps[0].id}", MarkState.DONE, NOW)
    made = Progress(road, (ticked,))
    sent = write(named(made, ticks=made.log, since=NOW - 7 * DAY), member())
    assert sent.content == (
        "One step done. Next: read logs with grep, sort and pipes (Linux and Git, step 2 of 11)."
    )
    assert "0 of 22 actions, less than 1 % of the hours" in str(sent.embeds[0].description)


def test_what_was_done_in_more_than_a_week_was_not_done_last_week() -> None:
    made = Progress(roadmap(phase("p", plain_action("a"))))
    about = named(made, ticks=(logged(1, "a/x", MarkState.DONE, NOW),), since=NOW - 14 * DAY)
    assert write(about, member()).content == "One step done. Next: do a."


def test_who_is_still_on_it_is_told_so_and_not_urged() -> None:
    made = Progress(roadmap(phase("p", plain_action("a"))))
    assert "You pressed **Still on it**" in str(
        write(named(made, nth=1, still=True), member()).embeds[0].description
    )
    assert "You pressed **Still on it**" not in str(write(named(made, nth=1), member()).embeds[0].description)
    planned = str(write(named(made, nth=1, planned=True), member()).embeds[0].description)
    assert "You planned it for last week; it can have another day." in planned


def test_as_many_steps_as_fit_the_week_are_named() -> None:
    steps = [step(name, hours=3) for name in ("x", "y", "z")]
    made = Progress(roadmap(phase("p", plain_action("a", steps=steps))))
    for hours, said in ((0, None), (6, "**Go y** (about 3 hours)"), (9, "(about 3 hours) and **Go z**")):
        about = Subject(job(), made, tuple(made.fitting(hours, MOST_STEPS)))
        below = str(write(about, member()).embeds[0].description)
        assert ("Your week has room for" in below) is (said is not None)
        assert (said or "") in below


def test_a_look_back_tells_what_was_done_and_asks_for_a_note() -> None:
    made = Progress(roadmap(phase("p", plain_action("a"))))
    back = LookBack(4, 6, 0, 15, "a/x", Forecast(60, 4, 3, 6))
    sent = write(named(made, back=back), member())
    assert (
        "The last four weeks: 6 steps, about 15 hours. "
        "At this pace the rest of the roadmap takes 3 to 6 months. Anything worth a note?"
    ) in str(sent.embeds[0].description)
    assert labels(sent)[-1] == "Keep a note"
    assert str(getattr(sent.buttons[-1], "custom_id", "")).endswith(":trail/a/x")
    both = write(named(made, back=LookBack(4, 1, 2, 90, "a", None)), member())
    assert "The last four weeks: 1 step and 2 actions, about 90 hours." in str(both.embeds[0].description)
    quiet = write(named(made, back=LookBack(4, 0, 0, 0, None, None)), member())
    assert "The last four weeks: anything worth a note?" in str(quiet.embeds[0].description)


@pytest.mark.parametrize(("weeks", "said"), [(4, "four"), (8, "eight"), (12, "twelve"), (16, "16")])
def test_a_look_back_names_its_weeks_in_every_rhythm(weeks: int, said: str) -> None:
    made = Progress(roadmap(phase("p", plain_action("a"))))
    sent = write(named(made, back=LookBack(weeks, 0, 0, 0, None, None)), member())
    assert f"The last {said} weeks: anything worth a note?" in str(sent.embeds[0].description)


def test_the_last_before_a_rest_says_what_keeps_them_coming() -> None:
    made = Progress(roadmap(phase("p", plain_action("a"))))
    said = "One click on **Still on it** keeps these messages coming."
    assert said in str(write(named(made, rests=True), member()).embeds[0].description)
    assert said not in str(write(named(made), member()).embeds[0].description)


def test_a_finished_phase_shines_once(shipped: LiveContent) -> None:
    road = along(shipped.library.default, {})
    first = len(road.phases[0].actions)
    done = [(a.id, MarkState.DONE, NOW) for a in road.actions[:first]]
    marks = [Mark(name, state) for name, state, _ in done]
    closing = LoggedMark(first, NOW, *Mark("foundations", MarkState.DONE, follows=True))
    finished = Progress(road, (*(LoggedMark(n, NOW, *mark) for n, mark in enumerate(marks)), closing))
    line = about_now(finished, [Past(NOW - DAY, "x")])
    assert line.startswith("Foundations done! ")
    assert "done!" not in about_now(finished, [Past(NOW + 1, "x")])


def about_now(made: Progress, past: list[Past], kind: JobKind = JobKind.WEEKLY) -> str:
    """The first line of a letter as it follows from what was done and sent."""
    somebody = member()._replace(enrolled_at=NOW - 9 * DAY)
    return write(subject(job(kind), made, past, NOW, member=somebody), somebody).content


def welcomed(somebody: Member, done: int = 0, turn: int = 0) -> str:
    """What a welcome says."""
    road = roadmap(phase("p", *(plain_action(f"a{n}") for n in range(3))))
    made = Progress(road, tuple(logged(n, f"a{n}", MarkState.DONE, NOW) for n in range(done)))
    return write(named(made, kind=JobKind.WELCOME, turn=turn), somebody).content


def test_a_welcome_promises_what_will_be() -> None:
    somebody = member()._replace(
        nudged=True, schedule=NudgeSchedule(zone="Europe/Berlin"), nudges=NudgeState(weekly_at=NOW)
    )
    weekly = "I'll send you one direct message a week, Mondays at 09:00, Berlin time"
    assert f"{weekly}, first on <t:{NOW}:F>. Nothing else" in welcomed(somebody)
    assert f"{weekly}, next on <t:{NOW}:F>. Nothing else" in welcomed(somebody, turn=1)
    away = somebody._replace(nudges=NudgeState(paused_until=UNTIL_BACK))
    assert f"{weekly}, as soon as you're back. Nothing else" in welcomed(away)
    nowhere = somebody._replace(schedule=NudgeSchedule(), nudges=NudgeState())
    assert (
        "once you've chosen your time zone, in my answer to `/start` or under **Message settings**."
        in welcomed(nowhere)
    )
    assert "I won't write by myself" in welcomed(somebody._replace(nudged=False))


def test_a_welcome_knows_whom_it_has_written_to_before() -> None:
    assert welcomed(member()).startswith("You're on the Trail roadmap: 3 actions, your own pace.")
    assert welcomed(member(), done=2, turn=5).startswith("I can write to you again: ")
    assert "2 of 3 actions." in welcomed(member(), done=2, turn=5)


BLAME = re.compile(
    r"\b(late|behind|fail\w*|miss\w*|only|still haven|don't forget|streak|overdue|should have|sorry)\b",
    re.IGNORECASE,
)


def test_no_letter_blames_anybody(shipped: LiveContent) -> None:
    made = walked(shipped, 0)
    for each in steps_of(shipped):
        for kind in TO_MEMBERS:
            for nth in range(9 if kind is JobKind.WEEKLY else 2):
                about = about_step(made, each, nth, kind)._replace(
                    still=bool(nth % 2),
                    planned=nth > 4,
                    late=True,
                    rests=True,
                )
                sent = write(about, member())
                own = f"{sent.content}\n{sent.embeds[0].description}"
                pages = [link(p.title, p.url) for p in (*each.step.resources, *each.action.resources)]
                title = each.step.title
                theirs = (each.action.why, each.step.done_when, each.step.start, title, *pages)
                for text in (*theirs, title[:1].lower() + title[1:]):
                    own = own.replace(text, "")
                start = each.step.start
                own = own.replace(start[: start.find(". ") + 1] if ". " in start else start, "")
                assert not BLAME.search(own), own


def test_what_authors_write_into_titles_does_nothing() -> None:
    wild = plain_action("a")._replace(title="**Loud** @everyone [x](https://x.example) <@1> `code`")
    road = replace(roadmap(phase("p", wild)), title="_Trail_ <#1>")
    made = Progress(road)
    for kind in TO_MEMBERS:
        sent = write(named(made, kind=kind), member())
        for alive in ("**Loud", "@everyone", "[x](", " <@1>", "`code`", "_Trail_"):
            assert alive not in sent.content


def test_letters_are_classic_and_their_buttons_stand_in_two_rows_at_most() -> None:
    for kind in TO_MEMBERS:
        components = letter(kind).view().to_components()
        assert [row["type"] for row in components] == [1] * len(components)
        assert len(components) == (3 if kind in _WITH_STEPS else 1), kind  # the third is a menu's


_WITH_STEPS = (JobKind.WEEKLY, JobKind.SNOOZED, JobKind.PLANNED, JobKind.TEST, JobKind.FINISHED)


def test_nothing_done_and_nothing_left_is_an_end_as_well() -> None:
    road = roadmap(phase("p", plain_action("a")))
    made = Progress(road, (logged(1, "a", MarkState.SKIPPED, NOW),))
    assert write(named(made), member()).content == "Nothing is open on your roadmap."


@pytest.mark.parametrize("key", [JobKey.of(JobKind.WEEKLY, NOW), 10**10], ids=["key", "number"])
@pytest.mark.parametrize("states", STATES.values(), ids=list(STATES))
def test_a_letter_that_was_answered_still_fits_and_can_be_found(
    states: tuple[MarkState, ...], key: JobKey | int
) -> None:
    made = progress(states)
    for sent in (
        nudge_ticked(Outcome(made, made, CHANGE, NOW), FIRST, FIRST.steps[0], USER, key, choice(1)),
        nudge_ticked(Outcome(made, made, None), FIRST, None, USER, key),
        nudge_again(made, "Taken back.", USER, key, choice(1)),
    ):
        assert faults("PATCH", "/channels/1/messages/2", body(sent)) == []
        assert f":{USER}:{key}" in str(body(sent)["components"])
