"""The parts of messages: escaping, clipping, times, amounts, the trail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.marks import MarkState
from bot.domain.members import NudgeSchedule
from bot.domain.progress import Progress
from bot.domain.roadmap import Phase
from bot.domain.when.clocks import clock, read_time
from bot.domain.zones import Place
from bot.trial.drawing import plain
from bot.views.components import (
    card,
    clip,
    count,
    done_of,
    escape,
    fitting,
    hours,
    link,
    months,
    schedule_line,
    stamp,
    trail,
    trail_line,
)
from bot.views.meanings import place_line
from tests.domain.samples import action, phase, roadmap
from tests.marked import logged


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain words, 2 of them", "plain words, 2 of them"),
        ("**loud** _soft_ ~~gone~~", r"\*\*loud\*\* \_soft\_ \~\~gone\~\~"),
        ("[free](https://evil.example)", r"\[free\](https://evil.example)"),
        ("https://x.example/a_b_c", "https://x.example/a_b_c"),
        ("https://x.example[a](https://evil.example)", r"https://x.example\[a\](https://evil.example)"),
        ("@everyone @here", "@\u200beveryone @\u200bhere"),
        ("<@123456789012345678> <#1> <t:1:R>", "\\<@\u200b123456789012345678\\> \\<#1\\> \\<t:1:R\\>"),
        ("# big\n-# small\n  - one", "\\# big\n\\-# small\n  \\- one"),
        ("`code` ||hidden||", r"\`code\` \|\|hidden\|\|"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_what_people_wrote_does_nothing(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.text(alphabet="ab*_~`|[]()<>#-\\ \n", max_size=40))
def test_no_live_bracket_or_star_is_left(text: str) -> None:
    left = escape(text).replace("\\\\", "")
    for mark in "*_~`|[]<>":
        assert left.count(mark) == left.count(f"\\{mark}")


@given(st.text(), st.integers(1, 60))
def test_clipped_text_fits(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert len(clipped) <= limit
    assert clipped == text or clipped.endswith("…")


def test_as_many_lines_as_there_is_room_for() -> None:
    assert [fitting(["one", "two", "six"], room) for room in (2, 3, 6, 7, 99)] == [
        "", "one", "one", "one\ntwo", "one\ntwo\nsix",
    ]  # fmt: skip
    assert fitting([], 9) == ""


def test_amounts_in_words() -> None:
    assert [hours(1), hours(30)] == ["about 1 hour", "about 30 hours"]
    assert [count(0, "stone"), count(1, "stone"), count(2, "stone")] == ["0 stones", "1 stone", "2 stones"]


def test_months_in_words() -> None:
    only = Phase("p", "P", 3, 3, "", ())
    several = Phase("p", "P", 4, 6, "", ())
    assert [months(only), months(several)] == ["month 3", "months 4 to 6"]


def test_how_much_is_done_in_words() -> None:
    only, several = phase("p", action("a")), phase("q", action("b"), action("c"))
    assert done_of(Progress(roadmap(only)).tally()) == "0 of 1 action"
    assert done_of(Progress(roadmap(only, several)).tally()) == "0 of 3 actions"


@given(st.integers(0, 24 * 60 - 1))
def test_a_time_of_day_in_words_is_read_back(minute: int) -> None:
    assert read_time(clock(minute)) == minute


def test_places_are_offered_with_their_zone() -> None:
    assert place_line(Place("Munich", "Europe/Berlin")) == "Munich (Europe/Berlin)"
    assert place_line(Place("UTC+2 all year", "Etc/GMT-2")) == "UTC+2 all year"
    assert len(place_line(Place("M" * 200, "Europe/Berlin"))) == 100


def test_wishes_in_words() -> None:
    assert (
        schedule_line(NudgeSchedule(2, 18 * 60 + 5, "America/New_York")) == "Tuesday at 18:05, New York time"
    )
    assert schedule_line(NudgeSchedule()) == "Monday at 09:00"


def test_times_are_discords_own() -> None:
    assert [stamp(5), stamp(5, "R")] == ["<t:5:F>", "<t:5:R>"]


def test_links_say_where_they_lead_and_show_no_preview() -> None:
    assert link("A [b]", "https://x.example/") == "↗ [A \\[b\\]](<https://x.example/>)"
    assert plain(link("A [b]", "https://x.example/")) == "↗ A [b]"


def test_the_trail_is_one_stone_an_action_one_group_a_phase() -> None:
    road = roadmap(phase("p", action("a"), action("b"), action("c")), phase("q", action("d")))
    entries = (logged(1, "a", MarkState.DONE, 1), logged(2, "b", MarkState.SKIPPED, 2))
    assert trail(Progress(road)) == "◆○○ ○"
    assert trail(Progress(road, entries)) == "●◌◆ ○"
    assert trail_line(Progress(road, entries)) == "1 of 3 actions ●◌◆ ○"


def test_a_card_with_too_much_text_is_refused_here_and_not_by_discord() -> None:
    with pytest.raises(ValueError, match="4001 characters"):
        card("x" * 4001)
