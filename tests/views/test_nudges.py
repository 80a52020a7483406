"""`/nudges` in words, and what the buttons of a letter answer."""

import re
from typing import Any

import pytest
from discord import ui

from bot.domain.errors import Outdated
from bot.domain.jobs import JobKey, JobKind, Refusal
from bot.domain.members import UNTIL_BACK, Member, NudgeSchedule, NudgeState
from bot.domain.schedule import DAY
from bot.trial.drawing import buttons_of, menus_of, text_of
from bot.views import nudges as views
from bot.views.start import CLOSED_DM, FOLLOWS, trouble
from tests.domain.somebody import HOUR, MONDAY
from tests.request_faults import view_faults
from tests.views.test_messages import BLAME

NOW = 1_790_000_000
WISH = NudgeSchedule(1, 9 * 60, "Europe/Berlin")
ON = Member(
    7, "trail", NOW, started=True, nudged=True, schedule=WISH, nudges=NudgeState(weekly_at=NOW, wake_at=NOW)
)


def member(**rhythm: Any) -> Member:
    """Somebody in this state."""
    return ON._replace(nudges=ON.nudges._replace(**rhythm))


OFF = ON._replace(nudged=False, nudges=NudgeState())
STATES = {
    "on": (
        ON,
        f"One direct message a week, Mondays at 09:00, Berlin time. Next message: <t:{NOW}:F> (<t:{NOW}:R>).",
    ),
    "off": (OFF, "Off. If you turn it on: Monday at 09:00, Berlin time."),
    "no zone": (
        ON._replace(schedule=NudgeSchedule(), nudges=NudgeState()),
        "One direct message a week, Mondays at 09:00. Choose your time zone below and it starts.",
    ),
    "paused": (
        member(paused_until=NOW - DAY),
        f"Berlin time. Paused until <t:{NOW - DAY}:D>. Next message: <t:{NOW}:F>",
    ),
    "paused until back": (
        member(paused_until=UNTIL_BACK, weekly_at=None),
        "Berlin time. Paused until you come back: any command on another day ends it.",
    ),
    "snoozed": (
        member(snooze_at=NOW - 5, wake_at=NOW - 5),
        f"Next message: <t:{NOW - 5}:F> (snoozed), then <t:{NOW}:F>.",
    ),
    "resting": (member(resting=True, weekly_at=None), "Berlin time. Resting. Any command starts it again."),
    "waiting for the morning": (member(wake_at=NOW + 9), f"Next message: <t:{NOW + 9}:F> (<t:{NOW + 9}:R>)."),
    "paused without a zone": (
        ON._replace(schedule=NudgeSchedule(), nudges=NudgeState(paused_until=NOW)),
        f"Choose your time zone below and it starts. Paused until <t:{NOW}:D>.",
    ),
    "paused while refused": (
        member(refused_at=NOW, weekly_at=None, paused_until=NOW),
        f"It waits until I can write to you. Paused until <t:{NOW}:D>.",
    ),
    "refused": (member(refused_at=NOW, weekly_at=None), CLOSED_DM),
}


def shown(view: ui.LayoutView) -> dict[str, Any]:
    """The message as Discord has it."""
    return {"components": view.to_components()}  # type: ignore[no-untyped-call]  # discord.py's own


def options(view: ui.LayoutView) -> list[dict[str, Any]]:
    """The options of all its menus."""
    return [option for menu in menus_of(shown(view)) for option in menu["options"]]


def text(view: ui.LayoutView) -> str:
    """All its words."""
    return text_of(shown(view))


def labels(view: ui.LayoutView) -> list[str]:
    """The labels of its buttons."""
    return [button["label"] for button in buttons_of(shown(view))]


@pytest.mark.parametrize(("state", "said"), STATES.values(), ids=list(STATES))
def test_the_panel_says_how_things_are(state: Member, said: str) -> None:
    view = views.panel(state)
    assert said in text(view)
    assert view_faults(view) == []
    assert not BLAME.search(text(view))


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("on", ["Turn off", "Send a test message"]),
        ("off", ["Turn on"]),
        ("no zone", ["Turn off", "Send a test message"]),
        ("paused", ["Resume", "Turn off", "Send a test message"]),
        ("paused until back", ["Resume", "Turn off", "Send a test message"]),
        ("resting", ["Resume", "Turn off", "Send a test message"]),
        ("refused", ["Try again", "Turn off", "Send a test message"]),
    ],
)
def test_the_panel_offers_what_can_be_done(state: str, buttons: list[str]) -> None:
    assert labels(views.panel(STATES[state][0])) == buttons


@pytest.mark.parametrize(("state", "pauses"), [("on", True), ("off", False), ("paused", False)])
def test_a_pause_is_offered_to_who_is_written_to(state: str, pauses: bool) -> None:
    offered = [option["label"] for option in options(views.panel(STATES[state][0]))]
    assert ("Until I come back" in offered) is pauses


def test_what_is_set_is_chosen_in_the_menus() -> None:
    chosen = options(views.panel(ON))
    assert [option["label"] for option in chosen if option.get("default")] == [
        "Monday",
        "09:00",
        "Berlin",
        "Every week",
    ]


def test_a_time_between_the_hours_is_shown_all_the_same() -> None:
    odd = ON._replace(schedule=WISH._replace(minute=9 * 60 + 45))
    assert "Now 09:45" in [option.get("description") for option in options(views.panel(odd))]


def test_what_stands_in_the_way_is_said_once() -> None:
    refused = STATES["refused"][0]
    assert text(views.panel(refused, CLOSED_DM)).count(CLOSED_DM) == 1
    assert FOLLOWS in text(views.panel(ON, FOLLOWS))


def test_a_long_wait_is_explained() -> None:
    assert views.gap_words(ON, NOW - 8 * DAY) == ""
    assert views.gap_words(ON, NOW - 8 * DAY - 1).startswith("This week's message has come already")
    rarer = ON._replace(schedule=WISH._replace(every=2))
    assert (
        views.gap_words(rarer, NOW - 13 * DAY) == "The weeks are counted from the last message that was due."
    )
    assert views.gap_words(OFF, NOW - 13 * DAY) == ""


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (member(snooze_at=NOW - 5), f"I'll write again on <t:{NOW - 5}:F>, and on <t:{NOW}:F> as usual."),
        (ON, f"Your next message comes on <t:{NOW}:F> anyway."),
        (OFF, "Weekly messages are off. `/nudges` turns them on."),
    ],
)
def test_snoozed_names_the_time(state: Member, said: str) -> None:
    assert text(views.snoozed(state)) == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            member(paused_until=NOW - 5),
            f"Paused until <t:{NOW - 5}:D>. My next message comes on <t:{NOW}:F>.",
        ),
        (member(paused_until=NOW, weekly_at=None), f"Paused until <t:{NOW}:D>."),
        (
            member(paused_until=UNTIL_BACK, weekly_at=None),
            "Paused. **Resume** ends it now; from tomorrow any command does.",
        ),
    ],
)
def test_paused_names_the_end(state: Member, said: str) -> None:
    view = views.paused(state)
    assert text(view) == said
    assert labels(view) == ["Resume"]


def test_a_pause_that_was_ended_meanwhile_is_not_named() -> None:
    view = views.paused(member())
    assert text(view).startswith("One direct message a week")
    assert labels(view) == []


@pytest.mark.parametrize(("key", "days"), [("2", 14), ("4", 28), ("back", None)])
def test_how_long_a_pause_is(key: str, days: int | None) -> None:
    assert key in views.PAUSES
    assert views.pause_length(key) == days


def test_a_pause_that_was_never_offered_is_none() -> None:
    with pytest.raises(Outdated):
        views.pause_length("9")


@pytest.mark.parametrize("refusal", [None, *Refusal])
def test_a_dm_that_is_closed_is_for_the_member_to_open_and_all_else_is_tried_again(
    refusal: Refusal | None,
) -> None:
    closed = CLOSED_DM if refusal in (Refusal.CLOSED, Refusal.NOBODY) else FOLLOWS
    assert trouble(refusal) == (closed if refusal else "")


def test_every_answer_fits_and_blames_nobody() -> None:
    answers = [
        views.snoozed(ON),
        views.pause_asked(7, 5),
        views.paused(member(paused_until=NOW)),
        views.stopped(7),
        views.kept(ON),
        *(views.tested(said, 7) for said in ("", CLOSED_DM, FOLLOWS)),
    ]
    for view in answers:
        assert view_faults(view) == []
        assert not BLAME.search(text(view))
        assert not re.search(r"!", text(view))


def test_a_test_that_could_not_be_delivered_can_be_tried_again() -> None:
    assert labels(views.tested(CLOSED_DM, 7)) == ["Try again", "Message settings"]
    assert labels(views.tested(FOLLOWS, 7)) == ["Message settings"]
    assert labels(views.tested("", 7)) == ["Message settings"]


def test_no_tomorrow_is_offered_where_the_next_message_is_too_near_for_it() -> None:
    soon = ON._replace(nudges=NudgeState(weekly_at=MONDAY + 2 * DAY))
    early = MONDAY + DAY - HOUR
    view = views.plan_asked(soon, JobKey.of(JobKind.WEEKLY, MONDAY), early)
    assert [(each["label"], each["description"]) for each in options(view)] == [
        ("Tuesday, 09:00", "2 June 2026")
    ]
    assert labels(view) == ["Another time…"]
    later = soon._replace(nudges=NudgeState(weekly_at=MONDAY + 3 * DAY))
    assert labels(views.plan_asked(later, JobKey.of(JobKind.WEEKLY, MONDAY), early)) == [
        "Tomorrow",
        "Another time…",
    ]
