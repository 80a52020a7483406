"""Whole lives of members, at random: whatever they change, one weekly nudge a week, and none goes astray."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import nudge_state
from bot.domain.due import LATE, PLAN_TOO_LATE, TOO_LATE, Due, claim_due, counted_again, overdue
from bot.domain.jobs import JobKind
from bot.domain.members import UNTIL_BACK, Member, NudgeSchedule
from bot.domain.schedule import DAY, instant, local_day, week_of
from tests.domain.zones import EVERY_ZONE

HOUR, WEEK = 60 * 60, 7 * DAY
FROM, UNTIL = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2026, 2029))
# Far apart, half hours, changes at midnight, half an hour's change; then all the others.
ODD = [
    "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago",
    "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Asia/Beirut",
]  # fmt: skip
weekdays = st.sampled_from([1, 7]) | st.integers(1, 7)  # weeks begin and end at different times elsewhere
zones = st.sampled_from(ODD) | st.sampled_from(EVERY_ZONE)
minutes = st.sampled_from([0, 150, 9 * 60, 22 * 60 + 30, 24 * 60 - 1]) | st.integers(0, 24 * 60 - 1)
rhythms = st.sampled_from([1, 1, 2, 4])
spans = st.sampled_from([60, HOUR, DAY, WEEK]) | st.integers(1, 3 * WEEK)


def first_match(schedule: NudgeSchedule, after: int, sent: tuple[int, str] | None) -> int:
    """The first time the wish matches after an instant, found by trying one day after the other.

    If the last one was sent already in that week (as it was then, or as this zone has it), a later week's; in
    a rarer rhythm by so many weeks.
    """
    assert schedule.zone is not None
    start = local_day(after, schedule.zone) - timedelta(days=1)
    for day in (start + timedelta(days=number) for number in range(60)):
        match = instant(day, schedule.minute, schedule.zone)
        fits = day.isoweekday() == schedule.weekday and match > after
        week = week_of(match, schedule.zone)
        if fits and (sent is None or week >= newest_week(sent, schedule.zone) + schedule.every):
            return match
    raise AssertionError("no match in sixty days")


def newest_week(sent: tuple[int, str], zone: str) -> int:
    """The week of a nudge that was sent then and there, as seen from there and from another zone."""
    at, where = sent
    return max(week_of(at, where), week_of(at, zone))


def at_night(now: int, zone: str) -> bool:
    """Between 22:00 and 08:00."""
    return not 8 <= datetime.fromtimestamp(now, ZoneInfo(zone)).hour < 22


class Life:
    """One member, a clock, and a bot that looks every time somebody is to be woken, while it is up."""

    def __init__(self, start: int, schedule: NudgeSchedule) -> None:
        self.now = start
        self.sent: tuple[int, str] | None = None
        self.promised: int | None = None
        self.planned = False
        self.member = nudge_state.switched(
            Member(7, "trail", start, started=True, schedule=schedule), True, start
        )
        self.named()

    def named(self, *, waiting: bool = False) -> None:
        """The answer to the member names the next nudge; this is what must come.

        `waiting` says that one which waits for the morning goes on doing so.
        """
        before, self.promised = self.promised, self.member.nudges.weekly_at
        if waiting and before is not None and before <= self.now:
            assert self.promised == before
        elif self.promised is not None:
            start = max(self.now, (self.member.nudges.paused_until or 0) - 1)
            assert self.promised == first_match(self.member.schedule, start, self.sent)

    def look(self) -> None:
        """The bot takes up what is due, until nothing is."""
        sendable = 0
        while self.member.nudges.wake_at is not None and self.member.nudges.wake_at <= self.now:
            before = self.member
            self.member, due = claim_due(before, self.now)
            if due is not None:
                sendable += not due.missed
                self.taken(before, due)
        assert sendable <= 1

    def taken(self, before: Member, due: Due) -> None:
        zone = before.schedule.zone
        assert zone is not None
        late = self.now - due.due_at
        assert late >= 0
        # What may wait for a morning may come a little later than three days.
        assert due.missed or late <= TOO_LATE + 11 * HOUR
        assert late > (PLAN_TOO_LATE if due.kind is JobKind.PLANNED else TOO_LATE) or not due.missed
        if not due.missed and late > LATE and not at_night_wish(before.schedule):
            assert not at_night(self.now, zone)
        if due.kind in (JobKind.SNOOZED, JobKind.PLANNED):
            assert (due.kind is JobKind.PLANNED) is (due.about is not None)
            assert due.due_at == before.nudges.snooze_at
            if due.kind is JobKind.PLANNED and not due.missed:
                assert not self.planned
                self.planned = True
            return
        self.planned = False
        assert due.due_at == self.promised
        if self.sent is not None:
            assert week_of(due.due_at, zone) > newest_week(self.sent, zone)
        if not due.missed or before.schedule.every > 1:
            self.sent = (due.due_at, zone)
        if not due.missed:
            self.member = nudge_state.delivered(self.member, due.kind, self.now)
        self.promised = (
            None if due.kind is JobKind.REST and not due.missed else next_week(before.schedule, due)
        )

    def time_passes(self, span: int) -> None:
        end = self.now + span
        while (wake := self.member.nudges.wake_at) is not None and wake <= end:
            self.now = max(self.now, wake)
            self.look()
        self.now = end

    def the_bot_is_down(self, span: int) -> None:
        self.now += span
        self.look()

    def moves(self, zone: str) -> None:
        self.reschedules(self.member.schedule._replace(zone=zone))

    def chooses_a_day(self, weekday: int) -> None:
        self.reschedules(self.member.schedule._replace(weekday=weekday))

    def chooses_a_time(self, minute: int) -> None:
        self.reschedules(self.member.schedule._replace(minute=minute))

    def chooses_a_rhythm(self, every: int) -> None:
        self.reschedules(self.member.schedule._replace(every=every))

    def reschedules(self, schedule: NudgeSchedule) -> None:
        same = schedule == self.member.schedule
        self.member = nudge_state.rescheduled(self.member, schedule, self.now)
        if not same:
            self.named()

    def snoozes(self) -> None:
        before = self.member
        self.member = nudge_state.snoozed(before, self.now)
        assert nudge_state.snoozed(self.member, self.now) == self.member
        assert self.member.nudges.weekly_at == before.nudges.weekly_at
        if self.member != before and self.member.nudges.snooze_at is not None:
            zone = before.schedule.zone or ""
            day = local_day(self.now, zone) + timedelta(days=1)
            assert self.member.nudges.snooze_at == instant(day, before.schedule.minute, zone)

    def plans(self, number: int) -> None:
        before = self.member
        times = nudge_state.plannable(before, self.now)
        if not times:
            return
        when = times[number % len(times)]
        self.member = nudge_state.planned(before, "a/b", when, self.now)
        assert nudge_state.planned(self.member, "a/b", when, self.now) == self.member
        nudges = self.member.nudges
        assert (nudges.snooze_at, nudges.planned, nudges.weekly_at) == (when, "a/b", before.nudges.weekly_at)
        zone = before.schedule.zone or ""
        assert self.now < when
        assert local_day(when, zone) < local_day(nudges.weekly_at or 0, zone)

    def pauses(self, length: int | None) -> None:
        until = UNTIL_BACK if length is None else self.now + length
        self.member = nudge_state.paused(nudge_state.sign_of_life(self.member, self.now), until, self.now)
        assert self.member.nudges.snooze_at is None
        self.named()

    def resumes(self) -> None:
        self.member = nudge_state.resumed(self.member, self.now)
        self.named(waiting=True)

    def switches(self, on: bool) -> None:
        self.member = nudge_state.switched(self.member, on, self.now)
        self.named(waiting=on)

    def refuses(self) -> None:
        self.member = nudge_state.refused(self.member, self.now)
        self.named()

    def tries_again(self) -> None:
        self.member, zone = nudge_state.sign_of_life(self.member, self.now), self.member.schedule.zone
        due = overdue(self.member, self.now)
        if due is not None and zone is not None:
            assert self.now - TOO_LATE <= due <= self.now
            assert self.sent is None or week_of(due, zone) > newest_week(self.sent, zone)
            self.sent = (due, zone)
            self.member = counted_again(self.member, JobKind.WEEKLY, due, self.now)
            self.member = nudge_state.delivered(self.member, JobKind.WEEKLY, self.now, due)
        self.member = nudge_state.reached(self.member, self.now)
        if self.promised is None:
            self.named()

    def comes_by(self) -> None:
        before = self.promised
        self.member = nudge_state.sign_of_life(self.member, self.now)
        assert not self.member.nudges.resting
        if before is None:
            self.named()

    def what_was_promised_stands(self) -> None:
        rest = self.member.nudges
        assert rest.weekly_at == self.promised
        dues = [due for due in (rest.weekly_at, rest.snooze_at) if due is not None]
        assert (rest.wake_at is None) is (not dues)
        assert rest.snooze_at is None or rest.weekly_at is None or rest.snooze_at < rest.weekly_at
        quiet = not self.member.nudged or rest.resting or rest.refused_at or rest.paused_until == UNTIL_BACK
        assert (rest.weekly_at is None) is bool(quiet)
        # Nobody sleeps through what is due for them, but for a night.
        assert rest.wake_at is None or min(dues) <= rest.wake_at <= max(min(dues), self.now + 11 * HOUR)


def at_night_wish(schedule: NudgeSchedule) -> bool:
    """Whether the member themselves wants it at night."""
    return not 8 * 60 <= schedule.minute < 22 * 60


def next_week(schedule: NudgeSchedule, due: Due) -> int:
    """The one of the week after this one."""
    assert schedule.zone is not None
    return first_match(schedule, due.due_at, (due.due_at, schedule.zone))


Step = st.SearchStrategy[tuple[str, tuple[object, ...]]]


def a_step(method: str, *arguments: st.SearchStrategy[object], often: int = 1) -> list[Step]:
    """What may happen in a life, as often as others."""
    return [st.tuples(st.just(method), st.tuples(*arguments))] * often


steps = st.one_of(
    *a_step("time_passes", spans, often=6),
    *a_step("the_bot_is_down", spans, often=3),
    *a_step("moves", zones, often=4),
    *a_step("chooses_a_day", weekdays, often=2),
    *a_step("chooses_a_time", minutes, often=2),
    *a_step("snoozes", often=3),
    *a_step("chooses_a_rhythm", rhythms),
    *a_step("plans", st.integers(0, 6), often=3),
    *a_step("pauses", st.sampled_from([2 * WEEK, 4 * WEEK, None])),
    *a_step("resumes"),
    *a_step("switches", st.just(False)),
    *a_step("switches", st.just(True), often=2),
    *a_step("refuses"),
    *a_step("tries_again", often=2),
    *a_step("comes_by", often=3),
)


@settings(max_examples=800)
@given(
    st.integers(FROM, UNTIL),
    st.builds(NudgeSchedule, weekdays, minutes, zones, rhythms),
    st.lists(steps, min_size=30, max_size=60),
)
def test_one_a_week_and_none_goes_astray(
    start: int, schedule: NudgeSchedule, happens: list[tuple[str, tuple[object, ...]]]
) -> None:
    life = Life(start, schedule)
    for method, arguments in happens:
        getattr(life, method)(*arguments)
        life.what_was_promised_stands()
