"""Every card with the longest content that an author may write is still one that Discord takes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from discord import ui

from bot.domain.acts import Act
from bot.domain.custom_id import FORMS, Press, Unkept, Verb
from bot.domain.errors import Meaning, OtherRoadmap, Unclear, UnknownName, Unusable, Why
from bot.domain.forecast import Forecast
from bot.domain.goals import exam
from bot.domain.journey import Outcome
from bot.domain.marks import Change, Mark, MarkState
from bot.domain.notes import NOTE_LENGTH, Note
from bot.domain.places.reading import MOST
from bot.domain.portfolio import keepsakes, kept
from bot.domain.progress import NextStep, Progress
from bot.domain.search.entries import ROLE, Command, Fact
from bot.domain.updates import Trouble
from bot.domain.weeks import ActiveWeeks
from bot.domain.zones import Place
from bot.views import actions, certifications, details, drafts, errors, faqs, mydata, notes, projects, start
from bot.views import help as helping
from bot.views import nudges as panels
from bot.views import progress as progresses
from bot.views import roadmap as roadmaps
from bot.views.letter import TOLD
from bot.views.portfolio import FILE_NAME, portfolio
from tests.component_faults import of_modal
from tests.request_faults import view_faults
from tests.views.longest import FIRST, LAST, NOW, PHASE, ROADMAP, STATES, USER, member, progress, topic

CHANGE = Change(LAST, ROADMAP.id, NOW, (Mark(FIRST.id, MarkState.DONE),))
MANY = CHANGE._replace(marks=tuple(Mark(action.id, MarkState.SKIPPED) for action in ROADMAP.actions))


def outcome(after: Progress, change: Change | None = CHANGE) -> Outcome:
    """What a change came to."""
    return Outcome(after, after, change)


STEPPED = ROADMAP.actions[1]
STEP = NextStep(STEPPED, STEPPED.steps[-1], len(STEPPED.steps), len(STEPPED.steps), 20)
NOTE = actions.tick_words(Outcome(progress(()), progress(STATES["one done"]), CHANGE), FIRST)
WEEKS = ActiveWeeks(520, 520)

TOPICAL = replace(
    ROADMAP,
    topics=tuple(topic(n) for n in range(25)),
    questions=tuple(replace(each, topic=topic(0).id) for each in ROADMAP.questions),
)
NOTES = [
    Note(ROADMAP.id, action.ref(step), "*" * NOTE_LENGTH, NOW, chosen=True)
    for action in ROADMAP.actions
    for step in action.steps
]


PLACE = Place("W" * 120, "America/Argentina/Buenos_Aires")
MEANT = tuple(Meaning("America/Argentina/Buenos_Aires", f"{n}{'W' * 120}") for n in range(MOST))
UNCLEAR = {
    Verb.START_ZONE: Unclear("*" * 6000, MEANT),
    Verb.START_DAY: Unusable("*" * 6000, Why.DAY),
    Verb.START_TIME: Unusable("*" * 6000, Why.TIME),
}
MOMENTS = Unclear("*" * 6000, tuple(Meaning(f"2026-12-{n:02} 09:00") for n in range(1, 25)))


def look_back(of: Progress) -> progresses.LookBack:
    """With as much beside it as there may be."""
    exams = [exam(ROADMAP, each.id) for each in ROADMAP.certifications]
    return progresses.LookBack(of, WEEKS, member(), exams, Forecast(9999, 99.5, 23, 24))


Look = Callable[[Progress], ui.LayoutView]
BY_PROGRESS: dict[str, Look] = {
    "next": lambda p: actions.next_action(p, USER),
    "details in one go": lambda p: details.details(p, FIRST, USER),
    "details": lambda p: details.details(p, STEPPED, USER),
    "details of a step": lambda p: details.step_details(p, STEP, USER),
    "ticked": lambda p: actions.ticked(outcome(p), FIRST, USER),
    "ticked a step": lambda p: actions.ticked(outcome(p), STEPPED, USER, STEPPED.steps[0]),
    "skipped a step": lambda p: actions.skipped(outcome(p), STEPPED, USER, STEPPED.steps[0]),
    "reopened": lambda p: actions.reopened(outcome(p), STEPPED, USER, STEPPED.steps[0]),
    "ticked before": lambda p: actions.ticked(outcome(p, None), FIRST, USER),
    "skipped": lambda p: actions.skipped(outcome(p), FIRST, USER),
    "undone": lambda p: actions.undone(p, CHANGE, USER),
    "undone many": lambda p: actions.undone(p, MANY, USER),
    "finished": lambda p: actions.finished(p, USER),
    "roadmap": lambda p: roadmaps.roadmap(p, USER, {}, "N" * 100),
    "next, with a choice": lambda p: actions.next_action(p, USER, None, ROADMAP.choices[0], "N" * 100),
    "phase": lambda p: roadmaps.phase(p, PHASE, USER),
    "phase ticked": lambda p: roadmaps.phase(p, PHASE, USER, NOTE, CHANGE),
    "guides": lambda p: projects.guides(p, USER),
    "guide of all steps": lambda p: projects.guide(p, ROADMAP.guides[0], USER),
    "guide": lambda p: projects.guide(p, ROADMAP.guides[1], USER),
    **{
        f"guide, {name}": lambda p, name=name: projects.part(p, ROADMAP.guides[1], name, USER)  # type: ignore[misc]
        for name in projects.PARTS
    },
    "progress": lambda p: progresses.progress_card(look_back(p), USER, sharing=True),
    "portfolio": lambda p: portfolio(p, NOTES, [], "Asia/Tokyo", USER)[0],
    "notes and links": lambda p: notes.notes_and_links(p, keepsakes(p, NOTES), USER),
    "older notes and links": lambda p: notes.notes_and_links(p, keepsakes(p, NOTES), USER, 9),
    "a note": lambda p: notes.one(p, kept(p, STEPPED, STEPPED.steps[0], NOTES), USER, "✓ Note kept."),
    "enrolled": lambda p: start.enrolled(member(), p, start.Asked({}, None, 0)),
    "enrolled without a zone": lambda p: start.enrolled(
        member(None), p, start.Asked({}, None, 0), trouble=start.CLOSED_DM
    ),
    "enrolled with questions": lambda p: start.enrolled(
        member(None), p, start.Asked(UNCLEAR, PLACE, 0), trouble=start.CLOSED_DM
    ),
}
TO = faqs.to_message(USER, USER, USER)
MESSAGE = faqs.Whom(message=USER)
NOTED = faqs.noted_words(in_server=True)
ASKED = "*_[x](https://x.example)" * 200
COMMANDS = [helping.Use(f"command-{number} {'x' * 32}", "d" * 100, USER) for number in range(9)]
THEN = datetime(2026, 11, 26, tzinfo=UTC)
TIMES = ("enrolled_at", "seen_day", "weekly_at", "snooze_at", "refused_at", "goal_by")
ROW = dict.fromkeys(TIMES, THEN) | {
    "paused_until": THEN,
    "resting": True,
    "weekday": 3,
    "minute": 1439,
    "every": 2,
    "nudged": True,
    "hours": 40,
    "locale": "en-US",
    "zone": "Europe/Berlin",
    "roadmap": "*" * 24,
    "goal": f"trail/{'*' * 32}",
    "paths": {"trail": {"c" * 32: "*" * 32}},
}
KEPT: dict[str, list[dict[str, Any]]] = {table: [] for table in TOLD}
CARDS: dict[str, Callable[[], ui.LayoutView]] = {
    "certifications": lambda: certifications.certifications(ROADMAP, USER),
    "certification": lambda: certifications.certification(ROADMAP, ROADMAP.certifications[0], USER),
    "answer": lambda: faqs.answer(ROADMAP, ROADMAP.questions[0], USER),
    "answer kept private": lambda: faqs.answer(ROADMAP, ROADMAP.questions[0], USER, faqs.kept_private(True)),
    "answer for a member": lambda: faqs.addressed(ROADMAP, ROADMAP.questions[0], TO),
    "answer for a message": lambda: faqs.answer(
        ROADMAP, STEPPED, USER, "", faqs.More(step=STEPPED.steps[-1]), USER
    ),
    "where an action is": lambda: faqs.answer(ROADMAP, FIRST, USER),
    "where a phase is": lambda: faqs.answer(ROADMAP, PHASE, USER),
    "where a certification is": lambda: faqs.answer(ROADMAP, ROADMAP.certifications[0], USER),
    "where an action is, for a member": lambda: faqs.addressed(ROADMAP, FIRST, TO),
    "did you mean": lambda: faqs.did_you_mean(ROADMAP, ASKED, ROADMAP.questions[:3], USER),
    "did you mean, for a member": lambda: faqs.did_you_mean(
        ROADMAP, ASKED, ROADMAP.questions[:3], USER, MESSAGE
    ),
    "nothing fits": lambda: faqs.nothing_fits(ROADMAP, ASKED, USER, noted=NOTED),
    "nothing fits, for a member": lambda: faqs.nothing_fits(ROADMAP, ASKED, USER, MESSAGE, noted=NOTED),
    "questions": lambda: faqs.questions(ROADMAP, USER),
    "questions for a member": lambda: faqs.questions(ROADMAP, USER, MESSAGE),
    "topics": lambda: faqs.questions(TOPICAL, USER),
    "topics for a member": lambda: faqs.questions(TOPICAL, USER, MESSAGE),
    "nothing fits, with topics": lambda: faqs.nothing_fits(TOPICAL, ASKED, USER, MESSAGE, noted=NOTED),
    "a topic": lambda: faqs.topic(TOPICAL, TOPICAL.topics[0].id, USER),
    "a topic for a member": lambda: faqs.topic(TOPICAL, TOPICAL.topics[0].id, USER, MESSAGE),
    "where a guide is": lambda: faqs.answer(ROADMAP, ROADMAP.guides[0], USER),
    "where a step is": lambda: faqs.answer(
        ROADMAP, STEPPED, USER, faqs.kept_private(True), faqs.More(step=STEPPED.steps[-1])
    ),
    "a figure": lambda: faqs.answer(ROADMAP, Fact("x" * 16, "W" * 40, ROADMAP.highlights), USER),
    "the role, for a member": lambda: faqs.addressed(ROADMAP, Fact(ROLE, ROADMAP.title), TO),
    "a command": lambda: faqs.answer(ROADMAP, Command("community"), USER, "", faqs.More("W" * 100)),
    "did you mean, of all kinds": lambda: faqs.did_you_mean(
        ROADMAP, ASKED, (ROADMAP.guides[0], Fact("x" * 16, "W" * 40), Command("community")), USER, MESSAGE
    ),
    "help": lambda: helping.helped(
        COMMANDS, COMMANDS, "100.200.300", USER, f"https://example.org/{'x' * 200}"
    ),
    "my data": lambda: mydata.shown(
        {**KEPT, "members": [ROW], "passed": [{"exam": f"trail/{'*' * 32}"}] * 900}, USER
    ),
    "my file": lambda: mydata.export(mydata.FILE_NAME),
    "delete": lambda: mydata.delete_asked(USER),
    "nudges": lambda: panels.panel(member(), "W" * 200),
    "nudges without a zone": lambda: panels.panel(member(None)),
    "pause": lambda: panels.pause_asked(USER, LAST),
    "paused": lambda: panels.paused(member()),
    "on again": lambda: panels.on_again(member()),
    "tried again": lambda: start.tried(member(), start.CLOSED_DM),
    "error": lambda: errors.explain(ValueError("x" * 9000), 0),
    "start asked": lambda: errors.explain(
        Unkept(
            OtherRoadmap(Meaning("x" * 24, "*" * 120), Meaning("y" * 24, "_" * 120)),
            Press(Verb.START_OTHER, USER, fields=dict.fromkeys(FORMS[Verb.START_OTHER].fields, "`" * 100)),
        ),
        0,
    ),
    "start sent back": lambda: errors.explain(
        Unkept(
            UnknownName(
                "phase", "*" * 6000, tuple(Meaning(f"{'x' * 24}/{n:032}", "W" * 100) for n in range(25))
            ),
            Press(Verb.START_PHASE, USER, fields=dict.fromkeys(FORMS[Verb.START_PHASE].fields, "`" * 6000)),
        ),
        0,
    ),
    "update asked for its time": lambda: drafts.moment_asked(
        MOMENTS, Act(USER, 1, 1, 1_795_700_000), "UTC", f"{'x' * 24}/{'i' * 32}", Trouble.WRONG_KIND
    ),
    "update asked for what it is about": lambda: errors.explain(
        Unkept(
            UnknownName(
                "phase, action or certification",
                "*" * 6000,
                (*(Meaning(f"{'x' * 24}/{n:032}", "W" * 100) for n in range(24)), Meaning("-")),
            ),
            Press(Verb.UPDATE_ABOUT, USER, fields=dict.fromkeys(FORMS[Verb.UPDATE_ABOUT].fields, "`" * 6000)),
        ),
        0,
    ),
    "update timed": lambda: drafts.timed(10**10, USER, "trail/" + "x" * 32),
}


def faults(card: ui.LayoutView) -> list[str]:
    """What Discord would refuse in it."""
    return view_faults(card, [mydata.FILE_NAME, FILE_NAME])


@pytest.mark.parametrize("states", STATES.values(), ids=list(STATES))
@pytest.mark.parametrize("look", BY_PROGRESS.values(), ids=list(BY_PROGRESS))
def test_cards_about_progress(look: Look, states: tuple[MarkState, ...]) -> None:
    assert faults(look(progress(states))) == []


@pytest.mark.parametrize("make", CARDS.values(), ids=list(CARDS))
def test_other_cards(make: Callable[[], ui.LayoutView]) -> None:
    assert faults(make()) == []


@pytest.mark.parametrize(
    "form",
    [
        start.zone_form(USER, Verb.NUDGE_ZONE),
        panels.time_form(USER, 24 * 60 - 1),
        notes.note_form(progress(()), kept(progress(()), STEPPED, STEPPED.steps[0], NOTES), USER),
        notes.link_form(
            progress(STATES["one done"]), kept(progress(STATES["one done"]), FIRST, None, NOTES), USER
        ),
    ],
)
def test_forms(form: ui.Modal) -> None:
    assert list(of_modal(form.to_dict())) == []


def test_the_roadmap_is_as_long_as_the_schema_allows() -> None:
    assert {len(action.title) for action in ROADMAP.actions} == {80}
    assert len(ROADMAP.current_phases) == 8
    assert len(ROADMAP.certifications) == len(ROADMAP.questions) == 25
