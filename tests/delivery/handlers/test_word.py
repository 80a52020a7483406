"""Words of the bot's own: to an update's author, and to whoever owns the application; each said once."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.delivery.handlers.handler import GIVEN_UP
from bot.delivery.handlers.word import NEWS
from bot.delivery.rate_limit import Rule
from bot.domain.circuit_breaker import TOO_MANY
from bot.domain.schedule import DAY
from bot.domain.updates import Stage, Trouble
from bot.services.data import DataService
from bot.store.jobs import LEASE
from tests.cogs.moderating import TITLE, draft, newest, ready
from tests.delivery.conftest import LETTERS, OPEN_DM, Office, run

OWNED = "/oauth2/applications/@me"


async def author_is_to_be_told(office: Office) -> None:
    """Mona's update could not be posted as its channel is gone, and she does not know yet."""
    world = office.world
    await ready(world)
    await (await draft(world, when="2026-01-05 09:00")).click("Schedule")
    world.env.backend.delete_channel(world.updates.id)
    await office.later(((await newest(world)).scheduled_at or 0) - world.now())
    await office.tick()
    assert (await newest(world)).trouble is Trouble.GONE
    assert states(office) == ["waiting"]


async def owner_is_to_be_told(office: Office) -> None:
    """Discord takes the bot for a spammer, and Mona, its owner, does not know yet."""
    (robin,) = await office.crowd(1)
    office.refuse(403, 20026)
    await office.test(robin)
    office.alter("UPDATE jobs SET lease_until = lease_until + 864000 WHERE kind = 'test'")
    assert office.rows("state, about", "kind = 'owner'") == [("waiting", "15")]


@pytest.fixture(autouse=True)
def owned(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulation's application belongs to the bot itself; here it is Mona's."""
    http, mona = office.world.app.client.http, office.world.mona
    ask = http.application_info

    async def with_owner() -> Any:
        return {
            **await ask(),
            "owner": {"id": mona.id, "username": "Mona", "discriminator": "0", "avatar": None},
        }

    monkeypatch.setattr(http, "application_info", with_owner)


def states(office: Office) -> list[str]:
    """How the words stand."""
    return [state for (state,) in office.rows(where="kind IN ('note', 'owner')")]


def said(office: Office, words: str) -> int:
    """How often these words stand anywhere."""
    channels = office.world.env.backend.messages.values()
    return sum(words in message.content for channel in channels for message in channel.values())


Begin = Callable[[Office], Awaitable[None]]
WORDS: dict[str, tuple[Begin, str]] = {
    "author": (author_is_to_be_told, "In Model Trail: "),
    "owner": (owner_is_to_be_told, "I stop sending for 15 minutes"),
}
to_both = pytest.mark.parametrize(("begin", "words"), WORDS.values(), ids=list(WORDS))


@to_both
async def test_it_is_said_once(office: Office, begin: Begin, words: str) -> None:
    await begin(office)
    for _ in range(3):
        await office.tick()
        await office.later(LEASE)
    assert said(office, words) == 1
    assert states(office) == ["sent"]


@to_both
async def test_what_was_said_before_a_crash_is_found(office: Office, begin: Begin, words: str) -> None:
    await begin(office)
    await office.tick()
    office.alter("UPDATE jobs SET state = 'claimed' WHERE kind IN ('note', 'owner')")
    await office.later(LEASE)
    await office.tick()
    assert said(office, words) == 1
    assert states(office) == ["sent"]


@to_both
async def test_a_look_up_that_fails_says_nothing(office: Office, begin: Begin, words: str) -> None:
    await begin(office)
    await office.tick()
    office.alter("UPDATE jobs SET state = 'claimed' WHERE kind IN ('note', 'owner')")
    await office.later(LEASE)
    office.world.env.inject_error("GET", LETTERS, status=403, code=50001)
    await office.tick()
    assert states(office) == ["claimed"]
    await office.later(2 * LEASE)
    await office.tick()
    assert said(office, words) == 1
    assert states(office) == ["sent"]


@to_both
@pytest.mark.parametrize(("status", "code"), [(408, 0), (429, 0), (503, 0)])
async def test_what_may_pass_is_waited_for(
    office: Office, begin: Begin, words: str, status: int, code: int
) -> None:
    await begin(office)
    office.refuse(status, code)
    await office.tick()
    assert states(office) == ["claimed"]
    await office.later(LEASE)
    await office.tick()
    assert said(office, words) == 1
    assert states(office) == ["sent"]


@to_both
@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [(403, 50007, "closed"), (400, 50035, "failed"), (403, 40003, "too many"), (403, 20026, "flagged")],
)
async def test_who_can_not_be_written_to_has_the_log(
    office: Office, begin: Begin, words: str, status: int, code: int, reason: str
) -> None:
    await begin(office)
    office.refuse(status, code)
    await office.tick()
    assert office.rows("state, reason", "kind IN ('note', 'owner')") == [("refused", reason)]
    await office.later(DAY)
    await office.tick()
    assert said(office, words) == 0


async def test_how_sending_does_is_no_news_after_a_day(office: Office) -> None:
    await owner_is_to_be_told(office)
    await office.later(NEWS + 1)
    await office.tick()
    assert states(office) == ["withdrawn"]
    assert office.world.mona.inbox() == []


async def test_an_author_is_told_however_long_the_bot_was_away(office: Office) -> None:
    await author_is_to_be_told(office)
    await office.later(10 * DAY)
    await office.tick()
    assert states(office) == ["sent"]
    assert len(office.world.mona.inbox()) == 1


@to_both
async def test_a_look_up_that_never_works_comes_to_an_end(office: Office, begin: Begin, words: str) -> None:
    await begin(office)
    await office.tick()
    office.alter("UPDATE jobs SET state = 'claimed' WHERE kind IN ('note', 'owner')")
    office.world.env.inject_error("GET", LETTERS, status=503, times=None)
    await office.later(GIVEN_UP)
    await office.tick()
    assert states(office) == ["claimed"]
    await office.later(60 * 60)
    await office.tick()
    assert office.rows("state, reason", "kind IN ('note', 'owner')") == [("refused", "unsure")]
    assert said(office, words) == 1


@to_both
async def test_what_another_run_says_while_it_is_looked_for_is_not_said_again(
    office: Office, begin: Begin, words: str
) -> None:
    await begin(office)
    office.alter("UPDATE jobs SET state = 'claimed' WHERE kind IN ('note', 'owner')")
    await office.later(LEASE)

    async def settle(_: Rule) -> None:
        office.alter("UPDATE jobs SET state = 'sent' WHERE kind IN ('note', 'owner')")

    with office.simulated():
        await run(office.dispatcher_with(settle))
    assert said(office, words) == 0


async def test_that_authors_can_not_be_written_to_stops_nobody_s_messages(office: Office) -> None:
    await author_is_to_be_told(office)
    for _ in range(TOO_MANY + 1):
        office.alter("UPDATE jobs SET state = 'waiting' WHERE kind = 'note'")
        office.refuse(403, 50007)
        await office.tick()
    assert office.dispatcher.resting_until is None


@pytest.mark.parametrize("how", ["posted", "discarded"])
async def test_an_author_is_not_told_of_what_is_settled_by_then(office: Office, how: str) -> None:
    await author_is_to_be_told(office)
    world = office.world
    await ready(world, updates_channel=world.general.id)
    opened = await (await world.mona.slash("update list")).choose(TITLE)
    await opened.click("Post" if how == "posted" else "Discard")
    assert (await newest(world)).stage is (Stage.POSTED if how == "posted" else Stage.DISCARDED)
    await office.tick()
    assert states(office) == ["withdrawn"]
    assert world.mona.inbox() == []


async def test_an_author_who_had_their_data_deleted_is_told_nothing(office: Office) -> None:
    await author_is_to_be_told(office)
    await DataService(office.store).delete(office.world.mona.id, office.world.now())
    await office.tick()
    assert states(office) == []
    assert office.world.mona.inbox() == []


@pytest.mark.parametrize("why", ["posted in a click", "no DM"])
async def test_who_sees_it_themselves_or_has_no_dm_is_not_told(office: Office, why: str) -> None:
    world = office.world
    await ready(world)
    if why == "no DM":
        office.refuse(403, 50007, path=OPEN_DM)
        await (await draft(world, when="2026-01-05 09:00")).click("Schedule")
        world.env.backend.delete_channel(world.updates.id)
        await office.later(((await newest(world)).scheduled_at or 0) - world.now())
        await office.tick()
        assert (await newest(world)).trouble is Trouble.GONE
    else:
        office.refuse(403, 50013)
        await (await draft(world)).click("Post")
        assert (await newest(world)).trouble is Trouble.PERMISSIONS
    assert states(office) == []


@pytest.mark.parametrize(
    ("status", "code", "state"), [(503, 0, "claimed"), (429, 0, "claimed"), (403, 50001, "refused")]
)
async def test_the_owner_is_whom_discord_names(office: Office, status: int, code: int, state: str) -> None:
    await owner_is_to_be_told(office)
    office.world.env.inject_error("GET", OWNED, status=status, code=code)
    await office.tick()
    assert states(office) == [state]
    await office.later(LEASE)
    await office.tick()
    assert states(office) == ["refused" if state == "refused" else "sent"]


async def test_while_discord_names_nobody_it_is_not_looked_for(office: Office) -> None:
    await owner_is_to_be_told(office)
    await office.tick()
    office.alter("UPDATE jobs SET state = 'claimed' WHERE kind = 'owner'")
    await office.later(LEASE)
    office.world.env.inject_error("GET", OWNED, status=503)
    await office.tick()
    assert states(office) == ["claimed"]
    await office.later(2 * LEASE)
    await office.tick()
    assert states(office) == ["sent"]
    assert said(office, "I stop sending for 15 minutes") == 1
