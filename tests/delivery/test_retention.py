"""The daily retention: eighteen months, thirteen months, thirty days."""

import pytest
from sqlalchemy.exc import OperationalError

from bot.delivery.dispatcher import MOST_ATTEMPTS
from bot.delivery.retention import (
    AT_ONCE,
    EVERY,
    JOB_DAYS,
    MEMBER_DAYS,
    NOBODY_DAYS,
    NOTICE_DAYS,
    ROWS_AT_ONCE,
    SERVER_DAYS,
    Retention,
)
from bot.delivery.sender import DiscordSender
from bot.domain.nudge_state import resumed, sign_of_life
from bot.domain.schedule import DAY
from bot.domain.unanswered import DAYS as QUESTION_DAYS
from bot.trial.people import Person
from bot.trial.world import at_once
from tests.cogs.moderating import draft, ready
from tests.delivery.conftest import Office
from tests.stored import numbers

NOON = 12 * 60 * 60
FAREWELL = "Your progress is kept for one more month: MLOps Engineer, 0 of 22 actions."


@pytest.fixture
def retention(office: Office) -> Retention:
    """The retention of the world's bot."""
    world = office.world
    return Retention(office.store, DiscordSender(world.app.client, wait=at_once), world.now)


async def exists(office: Office, person: Person) -> bool:
    """Whether anything is stored about somebody."""
    return await office.store.read.members.get(person.id) is not None


async def days(office: Office, retention: Retention, number: int) -> None:
    """So many days go by, each with its look and its tick."""
    for _ in range(number):
        await office.later(DAY)
        with office.simulated():
            await retention.look()
        await office.tick()


async def away(office: Office) -> Person:
    """Somebody who gets nothing weekly, and has been away until the noon on which a farewell is due."""
    (robin,) = await office.crowd(1)
    office.alter("UPDATE members SET nudged = FALSE, wake_at = NULL, weekly_at = NULL")
    await office.later((MEMBER_DAYS - NOTICE_DAYS) * DAY + NOON)
    return robin


def firsts(person: Person) -> list[str]:
    """The first line of each letter."""
    return [letter.message.content.splitlines()[0] for letter in person.inbox()]


def test_the_terms_are_the_promised_ones() -> None:
    """As in PRIVACY.md; the tests below only use the names."""
    assert (MEMBER_DAYS, JOB_DAYS) == (548, 396)
    assert (NOTICE_DAYS, NOBODY_DAYS, SERVER_DAYS, QUESTION_DAYS) == (30, 30, 30, 90)
    assert EVERY <= DAY


async def test_eighteen_months_of_silence(office: Office, retention: Retention) -> None:
    (robin,) = await office.crowd(1)
    await office.later(NOON)
    await office.change(robin, lambda member: sign_of_life(member, office.world.now()))
    await days(office, retention, MEMBER_DAYS - NOTICE_DAYS - 1)
    assert len(robin.inbox()) == 3 + 1, "three nudges and the rest"
    await days(office, retention, 1)
    assert firsts(robin)[4:] == [FAREWELL]
    await days(office, retention, NOTICE_DAYS - 1)
    assert await exists(office, robin)
    await days(office, retention, 1)
    assert not await exists(office, robin)
    assert office.rows() == []
    assert len(robin.inbox()) == 5


@pytest.mark.parametrize("comes", ["button", "command"])
async def test_who_comes_by_stays(office: Office, retention: Retention, comes: str) -> None:
    (robin,) = await office.crowd(1)
    await office.later(NOON)
    await office.change(robin, lambda member: sign_of_life(member, office.world.now()))
    office.alter("UPDATE members SET nudged = FALSE, wake_at = NULL, weekly_at = NULL")
    await office.later((MEMBER_DAYS - NOTICE_DAYS) * DAY)
    await days(office, retention, 10)
    (letter,) = robin.inbox()
    if comes == "button":
        assert "I did more meanwhile" in (await letter.click("Keep my progress")).buttons
        assert "Good to see you; everything stays as it is." in (await letter.click("Keep my progress")).text
    else:
        await robin.slash("next")
    await days(office, retention, NOTICE_DAYS)
    assert await exists(office, robin)
    assert len(robin.inbox()) == 1


@pytest.mark.parametrize("why", ["never opened", "closed"])
async def test_who_can_not_be_told_is_deleted_at_the_same_time(
    office: Office, retention: Retention, why: str
) -> None:
    (robin,) = await office.crowd(1)
    await office.later(NOON)
    await office.change(robin, lambda member: sign_of_life(member, office.world.now()))
    office.alter("UPDATE members SET nudged = FALSE, wake_at = NULL, weekly_at = NULL")
    if why == "closed":
        office.refuse(403, 50278)
    else:
        office.alter("UPDATE members SET dm_channel = NULL")
    await office.later((MEMBER_DAYS - NOTICE_DAYS) * DAY)
    await days(office, retention, 1)
    assert office.states() == ["refused"]
    member = await office.member(robin)
    assert member.nudges.refused_at is None, "nothing to tell them of, should they come by"
    await days(office, retention, NOTICE_DAYS)
    assert not await exists(office, robin)
    assert robin.inbox() == []


async def test_who_hears_of_it_at_last_has_a_month_from_then(office: Office, retention: Retention) -> None:
    robin = await away(office)
    for _ in range(4):
        await retention.look()
        office.alter("UPDATE jobs SET state = 'failed'")
        await office.later(7 * DAY)
    await retention.look()
    await office.tick()
    assert firsts(robin) == [FAREWELL]
    await days(office, retention, NOTICE_DAYS - 1)
    assert await exists(office, robin)
    await days(office, retention, 1)
    assert not await exists(office, robin)


async def test_nothing_of_who_was_deleted_stays_in_the_file(office: Office, retention: Retention) -> None:
    robin = office.world.robin
    await robin.slash("done", action="ml-course", evidence="https://example.org/my-secret-project")
    office.alter("UPDATE members SET seen_day = 0")
    await retention.look()
    office.alter("UPDATE jobs SET state = 'sent', sent_at = claimed_at")
    await office.later(NOTICE_DAYS * DAY)
    await retention.look()
    assert not await exists(office, robin)
    for part in office.file.parent.iterdir():
        assert b"my-secret-project" not in part.read_bytes(), part.name


async def test_a_farewell_comes_by_day(office: Office, retention: Retention) -> None:
    (robin,) = await office.crowd(1)
    await office.change(robin, lambda member: sign_of_life(member, office.world.now()))
    office.alter("UPDATE members SET nudged = FALSE, wake_at = NULL, weekly_at = NULL")
    await office.later((MEMBER_DAYS - NOTICE_DAYS + 1) * DAY)
    hours = []
    for _ in range(24):
        await days_part(office, retention)
        hours.append(len(robin.inbox()))
    # The clock began at 00:00 UTC; in Berlin the night ends at 08:00, which in July is 06:00.
    assert hours.index(1) == 5


async def days_part(office: Office, retention: Retention) -> None:
    """An hour goes by, with its look and its tick."""
    await office.later(60 * 60)
    await retention.look()
    await office.tick()


async def test_farewells_are_said_a_few_at_a_time(office: Office, retention: Retention) -> None:
    await office.crowd(AT_ONCE + 2)
    await office.later((MEMBER_DAYS - NOTICE_DAYS + 1) * DAY)
    office.alter("UPDATE members SET seen_day = 1, wake_at = NULL")
    await retention.look()
    assert len(office.rows(where="kind = 'farewell'")) == AT_ONCE
    await retention.look()
    assert len(office.rows(where="kind = 'farewell'")) == AT_ONCE + 2
    assert {state for (state,) in office.rows()} == {"waiting"}


async def test_a_farewell_that_could_not_be_said_in_time_is_said_all_the_same(
    office: Office, retention: Retention
) -> None:
    robin = await away(office)
    await retention.look()
    await office.later(10 * DAY)
    await days(office, retention, 1)
    assert firsts(robin) == [FAREWELL]
    await days(office, retention, NOTICE_DAYS - 1)
    assert await exists(office, robin), "a month from when it was said"
    await days(office, retention, 1)
    assert not await exists(office, robin)


async def test_a_farewell_that_was_given_up_is_said_anew(office: Office, retention: Retention) -> None:
    robin = await away(office)
    await retention.look()
    office.alter("UPDATE jobs SET state = 'failed'")
    await days(office, retention, 6)
    assert firsts(robin) == []
    await days(office, retention, 1)
    assert firsts(robin) == [FAREWELL]
    assert office.states() == ["failed", "sent"]


async def test_a_farewell_that_always_fails_is_tried_for_a_month_and_no_longer(
    office: Office, retention: Retention
) -> None:
    robin = await away(office)
    office.refuse(400, 20009, times=None)
    await days(office, retention, NOTICE_DAYS)
    assert len(office.rows()) == 5, "one a week"
    assert await exists(office, robin)
    await days(office, retention, 1)
    assert not await exists(office, robin)
    assert len(office.sent()) <= 5 * MOST_ATTEMPTS


async def test_who_is_enrolled_was_here_that_day(office: Office, retention: Retention) -> None:
    robin = office.world.robin
    await robin.slash("start", timezone="Berlin")
    assert (await office.member(robin)).seen_day == office.world.now() // DAY
    await retention.look()
    assert office.rows(where="kind = 'farewell'") == []


async def test_jobs_are_kept_for_thirteen_months(office: Office, retention: Retention) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    await office.tick()
    await robin.slash("nudges")
    office.alter("UPDATE members SET wake_at = NULL")
    await office.later(JOB_DAYS * DAY)
    await robin.slash("nudges")
    await retention.look()
    assert len(office.rows()) == 1
    await office.later(1)
    await retention.look()
    assert office.rows() == []
    assert await exists(office, robin)


MANY = numbers(1_000, 1_000 + 2 * ROWS_AT_ONCE)


def settled_long_ago(office: Office, kind: str) -> None:
    """More jobs of this kind than are deleted in one go, each somebody else's."""
    office.alter(
        "INSERT INTO jobs "  # noqa: S608
        "(owner, user_id, kind, key, due_at, state, claimed_at, lease_until, attempts, asked) "
        f"{MANY} SELECT value, value, ?, 'f1', 1, 'sent', 1, 1, 0, FALSE FROM numbers",
        kind,
    )


async def test_however_many_jobs_are_too_old_all_of_them_go(office: Office, retention: Retention) -> None:
    settled_long_ago(office, "weekly")
    await retention.look()
    assert office.rows() == []


async def test_however_many_were_away_for_too_long_all_of_them_go(
    office: Office, retention: Retention
) -> None:
    (robin,) = await office.crowd(1)
    same = "roadmap, enrolled_at, started, nudged, weekday, minute, zone, seen_day"
    office.alter(
        f"INSERT INTO members (user_id, {same}) {MANY} SELECT value, {same} FROM members, numbers"  # noqa: S608
    )
    office.alter("UPDATE members SET seen_day = 1 WHERE user_id <> ?", robin.id)
    settled_long_ago(office, "farewell")
    await retention.look()
    assert office.ask("SELECT user_id FROM members") == [(robin.id,)]


async def test_what_a_server_had_goes_a_month_after_it_was_left(office: Office, retention: Retention) -> None:
    world = office.world
    await ready(world)
    await draft(world, text="A secret of this server's")
    await world.robin.slash("start", timezone="Berlin")
    office.alter("UPDATE guilds SET left_at = ?", world.now())
    kept = "SELECT (SELECT count(*) FROM guilds), (SELECT count(*) FROM updates)"
    await office.later(SERVER_DAYS * DAY)
    await retention.look()
    assert office.ask(kept) == [(1, 1)]
    await office.later(1)
    await retention.look()
    assert office.ask(kept) == [(0, 0)]
    assert await exists(office, world.robin)
    for part in office.file.parent.iterdir():
        assert b"A secret of this server's" not in part.read_bytes(), part.name


async def test_clicks_are_kept_for_a_day(office: Office, retention: Retention) -> None:
    robin = office.world.robin
    await robin.slash("start", timezone="Berlin")
    await (await robin.slash("nudges")).choose("Friday")
    kept = "SELECT count(*) FROM clicks"
    await office.later(DAY - 60)
    await retention.look()
    assert office.ask(kept) == [(2,)]
    await office.later(120)
    await retention.look()
    assert office.ask(kept) == [(0,)]


async def test_questions_without_an_answer_are_kept_for_three_months(
    office: Office, retention: Retention
) -> None:
    await office.world.robin.slash("faq", question="zzz qqq xyzzy")
    kept = "SELECT count(*) FROM questions"
    await office.later(QUESTION_DAYS * DAY)
    await retention.look()
    assert office.ask(kept) == [(1,)]
    await office.later(DAY)
    await retention.look()
    assert office.ask(kept) == [(0,)]


async def test_what_is_still_on_its_way_is_not_deleted(office: Office, retention: Retention) -> None:
    await office.crowd(1)
    await office.until_due()
    await office.claim()
    office.alter("UPDATE members SET seen_day = 99999, wake_at = NULL")
    await office.later((JOB_DAYS + 1) * DAY)
    await retention.look()
    assert office.states() == ["claimed"]


async def nobody(office: Office) -> Person:
    """A member whose account Discord says it does not know."""
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(404, 10013)
    await office.tick()
    assert office.rows("state, reason") == [("refused", "nobody")]
    await office.change(robin, lambda member: sign_of_life(member, office.world.now()))
    return robin


def asked(office: Office, person: Person) -> int:
    """How often Discord was asked for an account."""
    return [entry.path for entry in office.world.env.http_requests].count(f"/users/{person.id}")


async def test_an_account_that_is_gone_is_asked_for_once_and_deleted(
    office: Office, retention: Retention
) -> None:
    robin = await nobody(office)
    await days(office, retention, NOBODY_DAYS)
    assert asked(office, robin) == 0
    office.world.env.inject_error("GET", "/users/*", status=404, code=10013)
    await days(office, retention, 1)
    assert asked(office, robin) == 1
    assert not await exists(office, robin)


async def test_what_was_deleted_is_wiped_even_if_the_rest_fails(office: Office, retention: Retention) -> None:
    assert office.file.exists()  # the one database of all tests must not lose a table
    robin = await nobody(office)
    office.alter("UPDATE members SET locale = 'my-secret-dialect'")
    await days(office, retention, NOBODY_DAYS)
    office.world.env.inject_error("GET", "/users/*", status=404, code=10013)
    office.alter("DROP TABLE guilds")
    await office.later(DAY)
    with office.simulated(), pytest.raises(OperationalError):
        await retention.look()
    assert not await exists(office, robin)
    for part in office.file.parent.glob(f"{office.file.name}*"):
        assert b"my-secret-dialect" not in part.read_bytes(), part.name


async def test_an_account_that_is_there_after_all_stays(office: Office, retention: Retention) -> None:
    robin = await nobody(office)
    await days(office, retention, NOBODY_DAYS + 10)
    assert asked(office, robin) == 1
    assert await exists(office, robin)


async def test_an_account_that_is_gone_a_second_time_has_another_month(
    office: Office, retention: Retention
) -> None:
    robin = await nobody(office)
    await office.later(4 * DAY)
    await office.try_again(robin)
    await office.later(60 * DAY)
    office.alter("UPDATE members SET unanswered = 0, resting = FALSE")
    await office.change(robin, lambda member: resumed(member, office.world.now()))
    await office.until_due()
    office.refuse(404, 10013)
    await office.tick()
    office.world.env.inject_error("GET", "/users/*", status=404, code=10013, times=None)
    await days(office, retention, NOBODY_DAYS)
    assert await exists(office, robin)
    await days(office, retention, 1)
    assert not await exists(office, robin)


async def test_no_answer_is_no_proof(office: Office, retention: Retention) -> None:
    robin = await nobody(office)
    office.world.env.inject_error("GET", "/users/*", status=500, times=3)
    await days(office, retention, NOBODY_DAYS + 2)
    assert asked(office, robin) == 2
    assert await exists(office, robin)


async def test_a_closed_dm_is_no_account_that_is_gone(office: Office, retention: Retention) -> None:
    (robin,) = await office.crowd(1)
    await office.until_due()
    office.refuse(403, 50007)
    await office.tick()
    await office.change(robin, lambda member: sign_of_life(member, office.world.now()))
    await days(office, retention, NOBODY_DAYS + 2)
    assert asked(office, robin) == 0
