"""One nudge on its way: claimed, looked for, asked about once more, written, sent, settled."""

from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import replace

import discord
import pytest

from bot.delivery.courier import BACK_OFF, MOST_ATTEMPTS
from bot.delivery.nudges import AHEAD
from bot.delivery.sender import DEADLINE, DiscordSender, Refusal
from bot.domain import nudge_state
from bot.domain.custom_id import read
from bot.domain.due import LATE, TOO_LATE
from bot.domain.errors import NotEnrolled
from bot.domain.members import UNTIL_BACK, Goal, Member, NudgeSchedule
from bot.domain.nudge_state import Kind
from bot.domain.nudges import Nudge, State
from bot.domain.schedule import DAY
from bot.store.claims import LEASE
from bot.views.messages import ClassicMessage
from tests.delivery.conftest import BERLIN, Office

HOUR, WEEK = 60 * 60, 7 * DAY
OPEN_DM = "/users/@me/channels"


async def test_claimed_sent_settled(office: Office) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due(5)
    (nudge,) = await office.claim()
    assert office.rows("user_id, kind, due_at, state, claimed_at, lease_until, attempts") == [
        (robin.id, "weekly", due, "claimed", due + 5, due + 5 + LEASE, 0)
    ]
    assert (await office.member(robin)).nudges.weekly_at == due + WEEK
    assert robin.inbox() == []
    with office.simulated():
        assert await office.courier.deliver(nudge) is None
    (letter,) = robin.inbox()
    assert office.rows("state, sent_at, action, channel, message") == [
        ("sent", due + 5, "numpy-pandas", letter.message.channel.id, letter.message.id)
    ]
    assert (await office.member(robin)).nudges.unanswered == 1
    assert dict(office.courier.counts) == {"sent": 1}


async def test_what_is_settled_is_not_sent_again(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    (nudge,) = await office.claim()
    with office.simulated():
        await office.courier.deliver(nudge)
        await office.courier.deliver(nudge)
    assert len(robin.inbox()) == 1


async def test_one_request_for_one_nudge(office: Office) -> None:
    await office.crowd(1)
    await office.until_due()
    before = len(office.world.env.http_requests)
    await office.tick()
    assert [entry.method for entry in office.world.env.http_requests[before:]] == ["POST"]


Change = Callable[[Member], Member]
MINDS: dict[str, Change] = {
    "stop": lambda member: nudge_state.switched(member, False, member.enrolled_at),
    "pause": lambda member: nudge_state.paused(member, member.enrolled_at + 4 * WEEK, member.enrolled_at),
    "pause until back": lambda member: nudge_state.paused(member, UNTIL_BACK, member.enrolled_at),
}


@pytest.mark.parametrize("mind", MINDS.values(), ids=list(MINDS))
async def test_withdrawn_when_the_member_changes_their_mind_in_time(office: Office, mind: Change) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    (nudge,) = await office.claim()
    await office.change(robin, mind)
    with office.simulated():
        await office.courier.deliver(nudge)
    assert robin.inbox() == []
    assert office.states() == ["withdrawn"]


async def test_nothing_for_whom_nothing_is_stored_any_more(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    (nudge,) = await office.claim()
    await office.members.delete(robin.id)
    with office.simulated():
        await office.courier.deliver(nudge)
    assert robin.inbox() == []
    assert office.rows() == []


async def test_who_comes_back_before_their_rest_was_told_of_gets_the_week_s_nudge(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.change(robin, lambda m: replace(m, nudges=replace(m.nudges, unanswered=3)))
    now = await office.until_due()
    (nudge,) = await office.claim()
    assert nudge.kind is Kind.REST
    await office.change(robin, lambda member: nudge_state.sign_of_life(member, now))
    with office.simulated():
        await office.courier.deliver(nudge)
    (letter,) = robin.inbox()
    assert letter.message.content.startswith("Next stone: ")
    assert office.rows("kind, state") == [("weekly", "sent")]
    member = await office.member(robin)
    assert (member.nudges.weekly_at, member.nudges.unanswered) == (now + WEEK, 1)


def crash(office: Office) -> None:
    """The process ended after Discord had the message and before that was noted."""
    office.alter("UPDATE nudges SET state='claimed', sent_at=NULL, message=NULL, action=NULL")


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
    assert office.rows("state, message, action") == [("sent", letter.message.id, "numpy-pandas")]
    assert office.rows("sent_at") == [(due,)], "when it came, not when it was found"


async def test_what_is_found_is_this_very_nudge(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.claim()
    with office.simulated():
        await office.welcome().test(robin.id, office.world.now())
    await office.later(LEASE)
    await office.tick()
    assert [letter.message.content.split()[0] for letter in robin.inbox()] == ["A", "Next"]


async def test_a_look_up_begins_where_the_last_nudge_is(office: Office) -> None:
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


async def test_what_did_not_get_through_is_sent_with_the_same_nonce(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(500, times=2)
    office.refuse(400, 50035)
    for wait in (0, *BACK_OFF[:3]):
        await office.later(wait)
        await office.tick()
    assert len(robin.inbox()) == 1
    bodies = office.sent()
    assert len(bodies) == 4
    assert len({body["nonce"] for body in bodies}) == 1
    assert all(body["enforce_nonce"] for body in bodies)
    assert office.rows("state, attempts") == [("sent", 1)]


async def test_every_nudge_has_a_nonce_of_its_own(office: Office) -> None:
    await office.crowd(2)
    for _ in range(2):
        await office.until_due()
        await office.tick()
    assert len({body["nonce"] for body in office.sent()}) == 4


async def test_a_look_up_that_fails_is_not_not_found(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.tick()
    crash(office)
    await office.later(LEASE)
    office.world.env.inject_error("GET", "/channels/*/messages", status=403, code=50001)
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
    office.world.env.inject_error("GET", "/channels/*/messages", status=404, code=10003, times=None)
    await office.later(TOO_LATE + 1)
    await office.tick()
    assert office.states() == ["claimed"]
    await office.later(DAY)
    await office.tick()
    assert office.states() == ["failed"]
    (letter,) = robin.inbox()
    saturday = await office.change(
        robin, lambda m: nudge_state.rescheduled(m, replace(m.schedule, weekday=6), office.world.now())
    )
    assert (saturday.nudges.weekly_at or 0) > due + WEEK, "as it may have arrived, its week has had one"
    await letter.click("Pause")
    assert office.states() == ["sent"], "a click proves that it did"


class Meanwhile(DiscordSender):
    """An sender in whose looking around and opening of a DM something else happens."""

    def __init__(self, client: discord.Client, happens: Callable[[], Awaitable[object]]) -> None:
        super().__init__(client)
        self._happens = happens

    async def find(
        self, channel_id: int, names: Collection[str], since: int
    ) -> tuple[int, str | None] | Refusal | None:
        """Look, and take one's time."""
        found = await super().find(channel_id, names, since)
        await self._happens()
        return found

    async def open_dm(self, user_id: int) -> int | Refusal:
        """Open it, and take one's time."""
        opened = await super().open_dm(user_id)
        await self._happens()
        return opened


async def test_who_stops_while_it_is_looked_for_is_obeyed(office: Office) -> None:
    (robin,) = await office.crowd(1)
    now = await office.until_due()
    (nudge,) = await office.claim()
    sender = Meanwhile(
        office.world.app.client, lambda: office.change(robin, lambda m: nudge_state.switched(m, False, now))
    )
    with office.simulated():
        await office.courier_with(sender).deliver(replace(nudge, unsure=True))
    assert robin.inbox() == []
    assert office.states() == ["withdrawn"]


@pytest.mark.parametrize("what", ["stops", "deletes everything"])
async def test_who_changes_their_mind_while_the_dm_is_opened_is_obeyed(office: Office, what: str) -> None:
    (robin,) = await office.crowd(1)
    now = await office.until_due()
    office.refuse(403, 50007)
    await office.tick()

    async def meanwhile() -> None:
        if what == "stops":
            await office.change(robin, lambda m: nudge_state.switched(m, False, now))
        else:
            await office.members.delete(robin.id)

    welcome = office.welcome(Meanwhile(office.world.app.client, meanwhile))
    with office.simulated(), suppress(NotEnrolled):
        await welcome.try_again(robin.id, now)
    assert robin.inbox() == []
    assert office.states() == (["withdrawn"] if what == "stops" else [])


REFUSALS = [
    # status, code, what the row says, its reason, whether the member is told
    (403, 50007, "refused", "closed", True),
    (403, 50278, "refused", "closed", True),
    (404, 10003, "refused", "closed", True),
    (404, 10013, "refused", "nobody", True),
    (403, 40003, "claimed", None, False),
    (403, 20026, "claimed", None, False),
    (403, 50001, "claimed", None, False),
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
    assert office.rows("state, reason") == [(state, reason)]
    member = await office.member(robin)
    assert member.nudged
    assert member.schedule == BERLIN
    assert member.nudges.refused_at == (due if told else None)
    assert member.nudges.weekly_at == (None if told else due + WEEK)


@pytest.mark.parametrize("code", [50001, 50035])
async def test_what_is_refused_for_no_known_reason_is_given_up_after_a_while(
    office: Office, code: int
) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due()
    office.refuse(403, code, times=None)
    tries = 0
    while office.states() in ([], ["claimed"]):
        await office.tick()
        tries += 1
        await office.later(BACK_OFF[-1])
    assert tries == MOST_ATTEMPTS
    assert office.rows("state, reason") == [("failed", "failed")]
    assert robin.inbox() == []
    assert (await office.member(robin)).nudges.weekly_at == due + WEEK


@pytest.mark.parametrize("status", [429, 502])
async def test_what_may_pass_is_tried_less_and_less_often(office: Office, status: int) -> None:
    await office.crowd(1)
    due = await office.until_due()
    office.refuse(status, times=None)
    tries: list[int] = []
    while (after := office.world.now() - due) <= 3 * HOUR:
        before = len(office.sent())
        await office.tick()
        tries += [after] * (len(office.sent()) - before)
        await office.later(60)
    assert tries == [0, 60, 120, 240, 480, 960, 1920, 3840, 7440], "an hour apart at most"


async def test_what_works_again_is_not_given_up(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(502, times=6)
    for wait in (0, *BACK_OFF, *BACK_OFF[-1:] * 3):
        await office.later(wait)
        await office.tick()
    assert office.states() == ["sent"]
    (letter,) = robin.inbox()
    assert "Meant for <t:" in letter.text


async def test_one_member_s_refusal_reaches_nobody_else(office: Office) -> None:
    people = await office.crowd(3)
    await office.until_due()
    office.refuse(403, 50007)
    await office.tick()
    assert sorted(len(person.inbox()) for person in people) == [0, 1, 1]
    assert sorted(office.states()) == ["refused", "sent", "sent"]


@pytest.mark.parametrize("who", ["a crash", "a closed gate"])
async def test_what_was_claimed_in_the_evening_does_not_come_at_night(office: Office, who: str) -> None:
    (robin,) = await office.crowd(1, evening := NudgeSchedule(1, 20 * 60, "Europe/Berlin"))
    await office.until_due(schedule=evening)
    await office.claim()
    if who == "a closed gate":
        office.alter("UPDATE nudges SET state = 'waiting'")
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
    office.alter("UPDATE members SET refused_at = 1")
    with office.simulated():
        nudge = await office.nudges.add(robin.id, Kind.TEST, office.world.now() - LATE - 1)
        assert not isinstance(nudge, State)
        await office.courier.deliver(nudge, clicked=True)
    assert len(robin.inbox()) == 1


@pytest.mark.parametrize(("late", "note"), [(LATE, False), (LATE + 1, True), (DAY, True)])
async def test_late_is_told_in_a_note(office: Office, late: int, note: bool) -> None:
    (robin,) = await office.crowd(1)
    due = await office.until_due(after=late)
    await office.tick()
    (letter,) = robin.inbox()
    assert (f"Meant for <t:{due}:" in letter.text) is note
    assert letter.message.content.startswith("Next stone: work with NumPy")


async def test_what_became_too_old_while_it_waited_is_missed(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.claim()
    await office.later(TOO_LATE + 1)
    await office.tick()
    assert robin.inbox() == []
    assert office.states() == ["missed"]


async def test_a_test_is_no_nudge_of_the_past(office: Office) -> None:
    (robin,) = await office.crowd(1)
    with office.simulated():
        assert await office.welcome().test(robin.id, office.world.now()) is None
    await office.until_due()
    (nudge,) = await office.claim()
    standing = await office.nudges.standing(nudge)
    assert standing is not None
    assert standing.past == ()


def test_a_look_up_and_a_send_fit_into_a_lease() -> None:
    assert AHEAD + 2 * DEADLINE <= LEASE


async def test_a_click_settles_what_nobody_knew_to_have_arrived(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.tick()
    crash(office)
    office.alter("UPDATE members SET unanswered = 0")
    ((row, due),) = office.rows("id, due_at")
    now = office.world.now()
    for name in (str(row), f"w{due}"):
        await office.nudges.clicked(name, robin.id + 1, now, now)
    for name in (f"w{due + 1}", f"s{due}", f"q{due}", "w", "docker", f"{row}0", "9" * 30):
        await office.nudges.clicked(name, robin.id, now, now)
    assert office.states() == ["claimed"], "what somebody else clicks, or another button, proves nothing"
    (letter,) = robin.inbox()
    await letter.click("Snooze")
    assert office.states() == ["sent"]


async def test_what_was_posted_while_it_was_sent_is_for_the_next_one(office: Office) -> None:
    await office.crowd(1)
    due = await office.until_due()
    (nudge,) = await office.claim()
    sender = DiscordSender(office.world.app.client)

    class Slow(DiscordSender):
        async def send(self, channel_id: int, letter: ClassicMessage, *, nonce: str) -> int | Refusal:
            await office.later(20)
            return await sender.send(channel_id, letter, nonce=nonce)

    with office.simulated():
        await office.courier_with(Slow(office.world.app.client)).deliver(nudge)
    assert office.rows("state, sent_at") == [("sent", due)]


@pytest.mark.parametrize("first", ["welcome", "rest"])
async def test_a_goal_that_was_retired_is_told_of_once(office: Office, first: str) -> None:
    (robin,) = await office.crowd(1)
    gone = Goal("mlops-engineer/aws-ml-specialty", told=False)
    unanswered = 3 if first == "rest" else 0
    await office.change(
        robin, lambda m: replace(m, goal=gone, nudges=replace(m.nudges, unanswered=unanswered))
    )
    if first == "welcome":
        welcome = await office.nudges.add(robin.id, Kind.WELCOME, office.world.now())
        assert isinstance(welcome, Nudge)
        with office.simulated():
            await office.courier.deliver(welcome, clicked=True)
    for _ in range(2 if first == "welcome" else 3):
        await office.until_due()
        await office.tick()
        await office.change(robin, lambda m: nudge_state.sign_of_life(m, office.world.now()))
    told = ["About your goal: " in letter.text for letter in robin.inbox()]
    assert told == [False, True, False]


async def test_a_click_on_a_button_of_the_first_edition_settles_as_well(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.tick()
    crash(office)
    ((row,),) = office.rows("id")
    await office.nudges.clicked(str(row), robin.id, office.world.now(), office.world.now())
    assert office.states() == ["sent"]


async def test_every_letter_says_which_one_it_is(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.tick()
    (row,) = office.rows("due_at")
    (sent,) = office.sent()
    presses = [read(button["custom_id"]) for button in sent["components"][0]["components"]]
    assert {press.args[0] for press in presses if press} == {f"w{row[0]}"}
    assert {press.owner for press in presses if press} == {robin.id}


async def test_a_rest_that_never_got_through_is_none(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.change(robin, lambda m: replace(m, nudges=replace(m.nudges, unanswered=3)))
    due = await office.until_due()
    office.refuse(400, 50035, times=None)
    for _ in range(MOST_ATTEMPTS):
        await office.tick()
        await office.later(BACK_OFF[-1])
    assert office.rows("kind, state") == [("rest", "failed")]
    rest = (await office.member(robin)).nudges
    assert (rest.resting, rest.weekly_at) == (False, due + WEEK)


async def test_only_what_discord_refused_counts_towards_giving_up(office: Office) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(429, times=MOST_ATTEMPTS)
    for _ in range(MOST_ATTEMPTS):
        await office.tick()
        await office.later(BACK_OFF[-1])
    office.refuse(400, 50035)
    for _ in range(2):
        await office.tick()
        await office.later(BACK_OFF[-1])
    assert office.states() == ["sent"]
    assert len(robin.inbox()) == 1


async def test_a_fault_of_our_own_is_tried_less_and_less_often_and_not_for_ever(
    office: Office,
) -> None:
    await office.crowd(1)
    await office.until_due()
    nudge = (await office.claim())[0]
    for number in range(MOST_ATTEMPTS):
        assert office.rows("state, attempts") == [("claimed", number)]
        await office.courier.stumbled(replace(nudge, attempts=number))
    assert office.states() == ["failed"]


async def test_a_farewell_is_not_for_who_has_come_back(office: Office) -> None:
    (robin,) = await office.crowd(1)
    now = office.world.now()
    await office.change(robin, lambda m: replace(m, seen_day=now // DAY - 500))
    farewell = await office.nudges.add(robin.id, Kind.FAREWELL, now)
    assert not isinstance(farewell, State)
    await office.change(robin, lambda m: nudge_state.sign_of_life(m, now))
    with office.simulated():
        await office.courier.deliver(farewell)
    assert office.rows("kind, state") == [("farewell", "withdrawn")]
    assert robin.inbox() == []
