"""A message in a member's DM: wanted to the last moment, looked for, sent once, refused for good or not."""

from collections.abc import Callable

import pytest

from bot.delivery.dispatcher import BACK_OFF, MOST_ATTEMPTS
from bot.delivery.rate_limit import Rule
from bot.domain import nudge_state
from bot.domain.custom_id import Verb, write
from bot.domain.due import LATE, TOO_LATE
from bot.domain.jobs import JobKind
from bot.domain.members import UNTIL_BACK, Member, NudgeSchedule
from bot.domain.schedule import DAY
from bot.store.jobs import LEASE
from bot.trial.people import Person
from tests.delivery.conftest import BERLIN, LETTERS, Gate, Office, run
from tests.interactions import press

HOUR, WEEK = 60 * 60, 7 * DAY
NOON = 12 * HOUR

Change = Callable[[Member], Member]
MINDS: dict[str, Change] = {
    "stop": lambda member: nudge_state.switched(member, False, member.enrolled_at),
    "pause": lambda member: nudge_state.paused(member, member.enrolled_at + 4 * WEEK, member.enrolled_at),
    "pause until back": lambda member: nudge_state.paused(member, UNTIL_BACK, member.enrolled_at),
}


def crash(office: Office) -> None:
    """The process ended after Discord had the message and before that was noted."""
    office.alter("UPDATE jobs SET state='claimed', sent_at=NULL, channel=NULL, message=NULL, about=NULL")


async def forget(office: Office, person: Person) -> None:
    """Somebody deletes everything about themselves."""
    async with office.store.transaction() as rows:
        await rows.members.delete(person.id)


@pytest.mark.parametrize("mind", MINDS.values(), ids=list(MINDS))
async def test_withdrawn_when_the_member_changes_their_mind_in_time(office: Office, mind: Change) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.claim()
    office.give_back()
    await office.change(robin, mind)
    await office.tick()
    assert robin.inbox() == []
    assert office.states() == ["withdrawn"]


async def test_who_comes_back_before_their_rest_was_told_of_gets_the_week_s_message(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.change(robin, lambda m: m._replace(nudges=m.nudges._replace(unanswered=3)))
    now = await office.until_due()
    (job,) = await office.claim()
    assert job.kind is JobKind.REST
    office.give_back()
    await office.change(robin, lambda member: nudge_state.sign_of_life(member, now))
    await office.tick()
    (letter,) = robin.inbox()
    assert letter.message.content.startswith("Linux and Git, step 1 of 11: ")
    assert office.rows("kind, state") == [("weekly", "sent")]
    member = await office.member(robin)
    assert (member.nudges.weekly_at, member.nudges.unanswered) == (now + WEEK, 1)


async def test_what_got_through_before_a_crash_is_found(office: Office) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due()
    await office.tick()
    crash(office)
    await office.tick()
    assert office.states() == ["claimed"], "its lease has not run out"
    await office.later(LEASE)
    await office.tick()
    (letter,) = robin.inbox()
    assert office.rows("state, channel, message, about") == [
        ("sent", letter.message.channel.id, letter.message.id, "linux-git-cloud/shell")
    ]
    assert office.rows("sent_at") == [(due,)], "when it came, not when it was found"


async def test_what_did_not_get_through_before_a_crash_is_sent(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.claim()
    await office.later(LEASE)
    await office.tick()
    assert len(robin.inbox()) == 1
    assert office.states() == ["sent"]


async def test_what_is_found_is_this_very_message(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.claim()
    assert await office.test(robin) is None
    await office.later(LEASE)
    await office.tick()
    assert [letter.message.content.split()[0] for letter in robin.inbox()] == ["A", "Linux"]


@pytest.mark.parametrize(("by", "found"), [("bot", True), ("another bot", False)])
async def test_what_the_first_edition_sent_is_found_by_its_number(
    office: Office, by: str, found: bool
) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.claim()
    office.alter("UPDATE jobs SET number = 4711")
    backend = office.world.env.backend
    author = backend.bot_user.id if by == "bot" else office.world.env.create_user("Copycat", bot=True).id
    ref = "mlops-engineer/ml-course"
    old = {
        "type": 2,
        "style": 3,
        "label": "Done",
        "custom_id": write("b", Verb.MESSAGE_DONE, robin.id, 4711, ref),
    }
    channel = (await office.member(robin)).dm_channel or 0
    backend.create_message(channel, author, "From then", components=[{"type": 1, "components": [old]}])
    await office.later(LEASE)
    await office.tick()
    assert office.rows("state, about") == [("sent", "ml-course" if found else "linux-git-cloud/shell")]
    assert len(robin.inbox()) == (1 if found else 2)


async def test_a_look_up_begins_where_the_last_message_is(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.tick()
    await office.until_due()
    await office.claim()
    await office.later(LEASE)
    before = len(office.world.env.http_requests)
    await office.tick()
    first, _ = robin.inbox()
    entries = office.world.env.http_requests[before:]
    (looked,) = [entry for entry in entries if entry.method == "GET" and "/messages" in entry.path]
    assert looked.params == {"limit": 100, "after": first.message.id}


async def test_a_look_up_that_fails_is_not_not_found(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.tick()
    crash(office)
    await office.later(LEASE)
    office.world.env.inject_error("GET", LETTERS, status=403, code=50001)
    await office.tick()
    assert office.states() == ["claimed"]
    await office.later(BACK_OFF[0])
    await office.tick()
    assert office.states() == ["sent"]
    assert len(robin.inbox()) == 1


async def test_a_look_up_that_never_works_comes_to_an_end(office: Office) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due()
    await office.tick()
    crash(office)
    office.world.env.inject_error("GET", LETTERS, status=404, code=10003, times=None)
    await office.later(TOO_LATE + 1)
    await office.tick()
    assert office.states() == ["claimed"]
    await office.later(DAY)
    await office.tick()
    assert office.rows("state, reason") == [("failed", "unsure")]
    (letter,) = robin.inbox()
    sunday = await office.change(
        robin, lambda m: nudge_state.rescheduled(m, m.schedule._replace(weekday=7), office.world.now())
    )
    assert (sunday.nudges.weekly_at or 0) > due + WEEK, "as it may have arrived, its week has had one"
    await letter.click("Pause")
    assert office.states() == ["sent"], "a click proves that it did"


@pytest.mark.parametrize(("what", "states"), [("stops", ["withdrawn"]), ("deletes everything", [])])
async def test_who_changes_their_mind_while_it_is_looked_for_is_obeyed(
    office: Office, what: str, states: list[str]
) -> None:
    (robin,) = await office.crowd(1)
    now = await office.until_due()
    await office.claim()
    await office.later(LEASE)

    async def meanwhile(_: Rule) -> None:
        if what == "stops":
            await office.change(robin, lambda m: nudge_state.switched(m, False, now))
        else:
            await forget(office, robin)

    with office.simulated():
        await run(office.dispatcher_with(meanwhile))
    assert robin.inbox() == []
    assert office.states() == states


@pytest.mark.parametrize(("what", "states"), [("stops", ["withdrawn"]), ("deletes everything", [])])
async def test_who_changes_their_mind_while_the_dm_is_opened_is_obeyed(
    office: Office, what: str, states: list[str]
) -> None:
    (robin,) = await office.crowd(1)
    now = await office.until_due()
    office.refuse(403, 50007)
    await office.tick()

    async def meanwhile(_: Rule) -> None:
        if what == "stops":
            await office.change(robin, lambda m: nudge_state.switched(m, False, now))
        elif await office.store.read.members.get(robin.id):
            await forget(office, robin)

    with office.simulated():
        asked = await office.nudges.try_again(office.act(robin))
        assert await office.dispatcher_with(meanwhile).deliver(asked) is None
    assert robin.inbox() == []
    assert office.states() == states


REFUSALS = [
    # status, code, what the row says, its reason, whether the member is told
    (403, 50007, "refused", "closed", True),
    (403, 50278, "refused", "closed", True),
    (404, 10003, "refused", "closed", True),
    (404, 10013, "refused", "nobody", True),
    (403, 40003, "claimed", None, False),
    (403, 20026, "claimed", None, False),
    (403, 50001, "claimed", None, False),
    (404, 10008, "claimed", None, False),
    (408, 0, "claimed", None, False),
    (429, 0, "claimed", None, False),
    (500, 0, "claimed", None, False),
    (503, 0, "claimed", None, False),
]


@pytest.mark.parametrize(("status", "code", "state", "reason", "told"), REFUSALS)
async def test_what_discord_refuses(
    office: Office, status: int, code: int, state: str, reason: str | None, told: bool
) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due()
    office.refuse(status, code)
    await office.tick()
    assert office.rows("state, reason", f"owner = {robin.id}") == [(state, reason)]
    member = await office.member(robin)
    assert member.nudged
    assert member.schedule == BERLIN
    assert member.nudges.refused_at == (due if told else None)
    assert member.nudges.told_at is None, "they were not there to hear of it"
    assert member.nudges.weekly_at == (None if told else due + WEEK)


@pytest.mark.parametrize("who", ["a crash", "an open breaker"])
async def test_what_was_claimed_in_the_evening_does_not_come_at_night(office: Office, who: str) -> None:
    (robin,) = await office.crowd(1, evening := NudgeSchedule(1, 20 * 60, "Europe/Berlin"))
    await office.until_due(schedule=evening)
    await office.claim()
    if who == "an open breaker":
        office.give_back()
    await office.later(6 * HOUR)
    await office.tick()
    assert robin.inbox() == []
    await office.later(6 * HOUR - 1)
    await office.tick()
    assert robin.inbox() == []
    await office.later(1)
    await office.tick()
    (letter,) = robin.inbox()
    assert "Meant for <t:" in letter.text
    assert office.states() == ["sent"]


async def test_who_waits_for_it_gets_it_at_night(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due(after=15 * HOUR)
    office.refuse(403, 50007)
    assert await office.test(robin) is not None
    assert await office.try_again(robin) is None
    assert office.rows("kind, state") == [("test", "refused"), ("weekly", "sent")]
    assert len(robin.inbox()) == 1


@pytest.mark.parametrize(("late", "note"), [(LATE, False), (LATE + 1, True), (DAY, True)])
async def test_late_is_told_in_a_note(office: Office, late: int, note: bool) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due(after=late)
    await office.tick()
    (letter,) = robin.inbox()
    assert (f"Meant for <t:{due}:" in letter.text) is note
    assert letter.message.content.startswith("Linux and Git, step 1 of 11")


@pytest.mark.parametrize("left", ["claimed", "waiting"])
async def test_what_became_too_old_while_it_waited_is_missed(office: Office, left: str) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due()
    await office.claim()
    if left == "waiting":
        office.give_back()
    await office.later(TOO_LATE + 1)
    await office.tick()
    assert robin.inbox() == []
    assert office.states() == ["missed"]
    assert (await office.member(robin)).nudges.weekly_at == due + WEEK


async def test_a_welcome_comes_however_long_it_had_to_wait(office: Office) -> None:
    robin = office.world.robin
    await office.enrol(robin)
    await office.add(JobKind.WELCOME, robin, wait_until=office.world.now())
    await office.later(TOO_LATE + DAY + NOON)
    await office.tick()
    assert ("welcome", "sent") in office.rows("kind, state")


async def test_a_rest_that_never_got_through_is_none(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.change(robin, lambda m: m._replace(nudges=m.nudges._replace(unanswered=3)))
    due = await office.until_due()
    office.refuse(400, 50035, times=None)
    for _ in range(MOST_ATTEMPTS):
        await office.tick()
        await office.later(BACK_OFF[-1])
    assert office.rows("kind, state") == [("rest", "failed")]
    rest = (await office.member(robin)).nudges
    assert (rest.resting, rest.weekly_at) == (False, due + WEEK)


async def test_what_became_a_congratulation_before_a_crash_is_found_as_one(office: Office) -> None:
    """It was claimed as a weekly one, and ends the messages all the same."""
    (robin,) = await office.crowd(1)
    for action in office.content.library.default.actions:
        await robin.slash("done", action=action.id)
    await office.until_due()
    dispatcher = office.dispatcher_with(gate := Gate())
    await dispatcher.tick()
    await gate.reached.wait()
    on_the_wire = office.rows("kind, state")
    gate.open.set()
    await dispatcher.drain()
    crash(office)
    assert office.rows("kind, state") == on_the_wire
    await office.change(robin, lambda m: nudge_state.switched(m, True, office.world.now()))
    await office.later(LEASE)
    await office.tick()
    assert office.rows("kind, state") == [("finished", "sent")]
    assert not (await office.member(robin)).nudged
    assert len(robin.inbox()) == 1


async def test_a_farewell_is_not_for_who_has_come_back(office: Office) -> None:
    (robin,) = await office.crowd(1)
    now = office.world.now()
    await office.change(robin, lambda m: m._replace(seen_day=now // DAY - 500))
    await office.add(JobKind.FAREWELL, robin, asked=False, wait_until=now)
    await office.change(robin, lambda m: nudge_state.sign_of_life(m, now))
    await office.tick()
    assert office.rows("kind, state") == [("farewell", "withdrawn")]
    assert robin.inbox() == []


async def test_a_farewell_is_tried_where_the_weekly_ones_were_refused(office: Office) -> None:
    (robin,) = await office.crowd(1)
    now = office.world.now()
    await office.change(robin, lambda m: nudge_state.refused(m, now)._replace(seen_day=now // DAY - 500))
    await office.later(NOON)
    await office.add(JobKind.FAREWELL, robin, asked=False, wait_until=office.world.now())
    await office.tick()
    assert office.rows("kind, state") == [("farewell", "sent")]
    assert len(robin.inbox()) == 1


async def test_a_click_settles_what_nobody_knew_to_have_arrived(office: Office) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due()
    await office.tick()
    crash(office)
    office.alter("UPDATE members SET unanswered = 0")
    world = office.world
    for name in (f"w{due + 1}", f"s{due}", f"q{due}", "w", "docker", "9" * 30):
        await press(world, robin, f"b:keep:{robin.id}:{name}").arrives()
    await press(world, world.mona, f"b:keep:{world.mona.id}:w{due}").arrives()
    assert office.states() == ["claimed"], "what somebody else clicks, or another button, proves nothing"
    (letter,) = robin.inbox()
    await letter.click("Still on it")
    assert office.states() == ["sent"]


async def test_what_a_click_settled_is_not_sent_again(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.tick()
    crash(office)
    (letter,) = robin.inbox()
    await letter.click("Still on it")
    await office.later(LEASE)
    before = len(office.world.env.http_requests)
    await office.tick()
    assert office.world.env.http_requests[before:] == []
    assert len(robin.inbox()) == 1
