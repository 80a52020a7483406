"""Times, days, dates and moments: every word is understood, or it is asked about."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import OtherWeekday, Unclear, Unusable, Why
from bot.domain.members import WEEKDAYS
from bot.domain.schedule import DAY, local_day
from bot.domain.when.clocks import clock, read_time
from bot.domain.when.dates import read_date
from bot.domain.when.days import read_day
from bot.domain.when.moments import iso, read_moment
from bot.domain.when.spans import Span, ahead, behind, last_year, next_year
from tests.domain.typed import ASK, table

HERE = Path(__file__).parent
BERLIN = "Europe/Berlin"
TODAY = date(2026, 11, 26)
"""A Thursday."""


def at(text: str, zone: str = BERLIN) -> int:
    """Epoch seconds of a moment as ISO writes it."""
    when = datetime.fromisoformat(text)
    return int((when if when.tzinfo else when.replace(tzinfo=ZoneInfo(zone))).timestamp())


def told(read: Callable[[], object], typed: str) -> object:
    """What is read; `ask` where it is asked about, which names what was typed."""
    try:
        return read()
    except (Unusable, Unclear) as error:
        text = error.text
    assert text == typed
    return ASK


NOW = at("2026-11-26T14:00:00+01:00")


@pytest.mark.parametrize(("typed", "right"), table(HERE / "times.tsv"))
def test_times_of_day(typed: str, right: str) -> None:
    assert told(lambda: clock(read_time(typed)), typed) in right.split("|")


@pytest.mark.parametrize(("typed", "right"), table(HERE / "days.tsv"))
def test_days_of_the_week(typed: str, right: str) -> None:
    assert told(lambda: str(read_day(typed)), typed) in right.split("|")


@pytest.mark.parametrize(("number", "name"), list(enumerate(WEEKDAYS, start=1)))
def test_days_by_name_or_first_letters(number: int, name: str) -> None:
    ways = (name, name.lower(), name[:2], f" {name[:3].upper()} ", f"{name}s", f"on {name}", f"{name[:3]}.")
    assert [read_day(text) for text in ways] == [number] * len(ways)


@pytest.mark.parametrize(("typed", "right", "now", "zone"), table(HERE / "dates.tsv"))
def test_dates(typed: str, right: str, now: str, zone: str) -> None:
    today = local_day(at(now), zone)
    assert told(lambda: read_date(typed, ahead(today)).isoformat(), typed) in right.split("|")


@pytest.mark.parametrize(("typed", "right", "now", "zone"), table(HERE / "moments.tsv"))
def test_moments(typed: str, right: str, now: str, zone: str) -> None:
    assert told(
        lambda: iso(read_moment(typed, at(now), zone), zone)[:16].replace(" ", "T"), typed
    ) in right.split("|")


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("01/02/2027", ["2027-02-01", "2027-01-02"]),
        ("3/4", ["2027-04-03", "2027-03-04"]),
        ("01.12.", ["2026-12-01", "2027-01-12"]),
        ("1.12", ["2026-12-01", "2027-01-12"]),
        ("next friday", ["2026-11-27", "2026-12-04"]),
        ("thursday", ["2026-11-26", "2026-12-03"]),
        ("26-12-31", ["2031-12-26", "2026-12-31"]),
        ("26/12/31", ["2031-12-26", "2026-12-31"]),
        ("27-12-26", ["2026-12-27", "2027-12-26"]),
        ("27-03-05", ["2027-03-05"]),
        ("3/12/2026", ["2026-12-03"]),  # the other one is over
        ("next week", [f"2026-{day}" for day in ("11-30", *(f"12-0{n}" for n in range(1, 7)))]),
    ],
)
def test_a_date_that_can_be_two_is_asked_between_them(typed: str, days: list[str]) -> None:
    with pytest.raises(Unclear) as caught:
        read_date(typed, ahead(TODAY))
    assert [meaning.typed for meaning in caught.value.meanings] == days


@pytest.mark.parametrize(
    ("typed", "falls", "days"),
    [
        ("Monday, 2026-12-01", "2026-12-01", ["2026-12-01", "2026-11-30", "2026-12-07"]),
        ("2026-12-01 (Mon)", "2026-12-01", ["2026-12-01", "2026-11-30", "2026-12-07"]),
        ("mon 27 nov", "2026-11-27", ["2026-11-27", "2026-11-30"]),  # the Monday before is over
        ("friday in 2 weeks", "2026-12-10", ["2026-12-10", "2026-12-04", "2026-12-11"]),
    ],
)
def test_a_date_with_another_weekday_than_its_own_is_told_so_and_asked_about(
    typed: str, falls: str, days: list[str]
) -> None:
    with pytest.raises(OtherWeekday) as caught:
        read_date(typed, ahead(TODAY))
    assert caught.value.falls == date.fromisoformat(falls)
    assert [meaning.typed for meaning in caught.value.meanings] == days
    with pytest.raises(OtherWeekday) as at_nine:
        read_moment(f"{typed} 9:00", NOW, BERLIN)
    assert at_nine.value.falls == date.fromisoformat(falls)
    assert [meaning.typed for meaning in at_nine.value.meanings] == [f"{day} 09:00" for day in days]


@pytest.mark.parametrize("typed", ["Monday, 2020-12-01", "Monday 9999-12-31", "Monday 0001-01-02"])
def test_a_date_that_can_not_be_meant_is_refused_whatever_weekday_is_told_with_it(typed: str) -> None:
    with pytest.raises(Unusable):
        read_date(typed, ahead(TODAY))
    with pytest.raises(Unusable):
        read_moment(f"{typed} 9:00", NOW, BERLIN)


@pytest.mark.parametrize("word", ["fri ", "1.12. ", "x"])
def test_hundreds_of_words_are_no_date_and_no_moment(word: str) -> None:
    typed = word * 1500
    with pytest.raises(Unusable) as caught:
        read_date(typed, ahead(TODAY))
    assert (caught.value.text, caught.value.why) == (typed, Why.DATE)
    with pytest.raises(Unusable) as caught:
        read_moment(typed, NOW, BERLIN)
    assert (caught.value.text, caught.value.why) == (typed, Why.MOMENT)


@pytest.mark.parametrize(
    ("typed", "moments"),
    [
        ("1/12 9am", ["2026-12-01 09:00", "2027-01-12 09:00"]),
        ("01.12. 9am", ["2026-12-01 09:00", "2027-01-12 09:00"]),
        ("12/01/2026 09:00", ["2026-12-01 09:00"]),  # the other one is over
        ("next friday 6pm", ["2026-11-27 18:00", "2026-12-04 18:00"]),
        ("tomorrow", ["2026-11-27 09:00", "2026-11-27 12:00", "2026-11-27 18:00"]),
        ("9am", ["2026-11-27 09:00"]),
        ("8", ["2026-11-26 20:00", "2026-11-27 08:00", "2026-11-27 20:00"]),
        ("08:00", ["2026-11-27 08:00"]),
        ("today at 8", ["2026-11-26 20:00"]),
        ("2h", ["2026-11-26 16:00", "2026-11-27 02:00"]),
        ("1h30", ["2026-11-26 15:30", "2026-11-27 01:30"]),
        ("fri midnight", ["2026-11-27 00:00", "2026-11-28 00:00"]),
        ("midnight on thursday", ["2026-11-27 00:00", "2026-12-03 00:00", "2026-12-04 00:00"]),
        ("tonight", [f"2026-11-26 {hour}:00" for hour in (18, 19, 20, 21)]),
        ("sunday night", [f"2026-11-29 {hour}:00" for hour in (20, 21, 22)]),
        ("tomorrow morning", [f"2026-11-27 {hour}:00" for hour in ("08", "09", "10")]),
        ("the 15th", [f"2026-12-15 {hour}:00" for hour in ("09", "12", "18")]),
        ("5 Jan 27", [*(f"2027-01-05 {hour}:00" for hour in ("09", "12", "18")), "2027-01-27 05:00"]),
        ("1 dec 27", ["2026-12-27 01:00"]),  # the other one is too far away
        ("2027-10-31 02:30", ["2027-10-31 02:30+02:00", "2027-10-31 02:30+01:00"]),
        ("1 dec 9", ["2026-12-01 09:00", "2026-12-09 01:00"]),
    ],
)
def test_a_moment_that_can_be_several_is_asked_among_them(typed: str, moments: list[str]) -> None:
    with pytest.raises(Unclear) as caught:
        read_moment(typed, NOW, BERLIN)
    assert [meaning.typed for meaning in caught.value.meanings] == moments
    read = [read_moment(moment, NOW, BERLIN) for moment in moments]
    assert len(set(read)) == len(moments)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Why.MOMENT),
        ("dec 4 - 8", Why.MOMENT),
        ("friday 8 - 9 pm", Why.MOMENT),
        ("today at 2", Why.PAST),
        ("soon", Why.MOMENT),
        ("2026-02-30 09:00", Why.NO_DAY),
        ("31.11. 9am", Why.NO_DAY),
        ("9.30 on 31.11.", Why.NO_DAY),
        ("30 Feb", Why.NO_DAY),
        ("2027-03-28 02:30", Why.SKIPPED),
        ("today 9am", Why.PAST),
        ("yesterday 9pm", Why.PAST),
        ("0001-01-01 00:00", Why.PAST),
        ("2027-11-28 14:00", Why.FAR),
        ("9999-12-31 23:59", Why.FAR),
        ("<t:99999999999:F>", Why.FAR),
    ],
)
def test_what_is_no_moment(typed: str, why: Why) -> None:
    with pytest.raises(Unusable) as caught:
        read_moment(typed, NOW, BERLIN)
    assert (caught.value.text, caught.value.why) == (typed, why)


@pytest.mark.parametrize("zone", [BERLIN, "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("end", ["0001-01-01 00:00", "9999-12-31 23:59", "9999-12-31 24:00"])
def test_the_ends_of_the_calendar_are_no_moments_anywhere(zone: str, end: str) -> None:
    with pytest.raises(Unusable):
        read_moment(end, NOW, zone)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("Dec 1", "2025-12-01"),
        ("friday", "2026-11-20"),
        ("thursday", "2026-11-26"),
        ("yesterday", "2026-11-25"),
        ("3 days ago", "2026-11-23"),
        ("two days ago", "2026-11-24"),
        ("a week ago", "2026-11-19"),
        ("2 weeks ago", "2026-11-12"),
        ("a month ago", "2026-10-26"),
        ("a year ago", "2025-11-26"),
        ("the 30th", "2026-10-30"),
        ("3 Nov 26", "2026-11-03"),
        ("today 🙂", "2026-11-26"),
    ],
)
def test_what_was_done_lies_in_the_past(typed: str, right: str) -> None:
    assert read_date(typed, behind(TODAY)) == date.fromisoformat(right)


@pytest.mark.parametrize(
    ("span", "typed", "days"),
    [
        (behind(TODAY), "3/12/2026", ["2026-03-12"]),
        (behind(TODAY), "25-10-12", ["2012-10-25", "2025-10-12"]),
        (behind(TODAY), "26-11-20", ["2020-11-26", "2026-11-20"]),
        (ahead(TODAY), "11/12/2026", ["2026-12-11"]),
        (next_year(TODAY), "3/4/2027", ["2027-04-03", "2027-03-04"]),
    ],
)
def test_of_several_days_those_are_asked_about_that_can_be_meant(
    span: Span, typed: str, days: list[str]
) -> None:
    with pytest.raises(Unclear) as caught:
        read_date(typed, span)
    assert [meaning.typed for meaning in caught.value.meanings] == days
    assert [read_date(day, span).isoformat() for day in days] == days


def test_a_pause_until_thursday_that_is_asked_for_on_a_thursday_ends_in_a_week() -> None:
    assert read_date("thursday", next_year(TODAY)) == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("span", "typed"),
    [
        *(
            (behind(TODAY), typed)
            for typed in ("9999-01-01", "0001-01-01", "tomorrow", "1999-12-31", "5/6/1998")
        ),
        *((behind(TODAY), typed) for typed in ("next friday", "in 2 weeks", "1/2/2027")),
        *(
            (ahead(TODAY), typed)
            for typed in ("9999-01-01", "2020-05-01", "yesterday", "3 days ago", "1/2/2020")
        ),
        *((last_year(TODAY), typed) for typed in ("tomorrow", "2025-11-24", "29 Feb")),
        *((next_year(TODAY), typed) for typed in ("today", "last friday", "2027-11-28", "29 Feb")),
    ],
)
def test_a_day_that_can_not_be_meant_is_told_with_one_that_can(span: Span, typed: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_date(typed, span)
    assert (caught.value.text, caught.value.why) == (typed, span.why)
    assert read_date(caught.value.like, span) in span


@pytest.mark.parametrize("span", [behind(TODAY), ahead(TODAY), last_year(TODAY), next_year(TODAY)])
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("soon", Why.DATE),
        *((typed, Why.NO_DAY) for typed in ("30 Feb", "31.11.2026", "2026-13-01", "13/13", "the 32nd")),
    ],
)
def test_what_is_no_date_is_told_with_one_that_can_be_meant(span: Span, typed: str, why: Why) -> None:
    with pytest.raises(Unusable) as caught:
        read_date(typed, span)
    assert (caught.value.why, read_date(caught.value.like, span) in span) == (why, True)


@pytest.mark.parametrize("typed", ["soon", "30 Feb 9am", "yesterday 9am", "2028-01-01 9:00", "saturday 9am"])
def test_what_is_no_moment_until_the_last_is_told_with_one_that_is(typed: str) -> None:
    last = NOW + DAY
    with pytest.raises(Unusable) as caught:
        read_moment(typed, NOW, BERLIN, last)
    assert NOW < read_moment(caught.value.like, NOW, BERLIN, last) <= last
    assert caught.value.why is not Why.LATE or typed == "saturday 9am"


def test_of_several_moments_those_until_the_last_are_asked_about() -> None:
    with pytest.raises(Unclear) as caught:
        read_moment("tomorrow", NOW, BERLIN, at("2026-11-27 12:00"))
    assert [meaning.typed for meaning in caught.value.meanings] == ["2026-11-27 09:00", "2026-11-27 12:00"]


def test_a_time_that_the_clocks_skip_is_told_with_one_beside_it() -> None:
    with pytest.raises(Unusable) as caught:
        read_moment("28.3.2027 2:30", NOW, BERLIN)
    assert (caught.value.why, caught.value.like) == (Why.SKIPPED, "2027-03-28 03:30")
    with pytest.raises(Unusable) as over:
        read_moment("2026-03-29 02:30", NOW, BERLIN)
    assert over.value.why is Why.PAST


@given(
    st.integers(NOW, NOW + 360 * DAY).map(lambda at: at - at % 60),
    st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_a_moment_as_it_is_offered_is_that_moment(moment: int, zone: str) -> None:
    if moment > NOW:
        assert read_moment(iso(moment, zone), NOW, zone) == moment
        assert read_moment(f"some words ({iso(moment, zone)})", NOW, zone) == moment


@given(st.text(max_size=60) | st.from_regex(r"[0-9]{1,4}([-/. ][0-9]{1,4}){0,4}( ?[ap]m)?", fullmatch=True))
def test_whatever_is_typed_is_read_or_asked_about(typed: str) -> None:
    for read in (
        lambda: read_time(typed),
        lambda: read_day(typed),
        lambda: read_date(typed, ahead(TODAY)),
        lambda: read_moment(typed, NOW, BERLIN),
    ):
        told(read, typed)
