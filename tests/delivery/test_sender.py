"""The one way out: what comes of a request, and where a look-up begins."""

import aiohttp
import discord
import pytest

from bot.client import Cairn
from bot.delivery.rate_limit import Rule
from bot.delivery.sender import DiscordSender, instant_of, look_from, snowflake_at
from bot.domain.jobs import Refusal
from bot.domain.schedule import DAY
from bot.trial.world import World, at_once
from bot.views.errors import explain
from bot.views.messages import ClassicMessage


class Broken:
    """A client whose every request ends like this."""

    http = None

    def __init__(self, error: Exception) -> None:
        self._error = error

    def get_partial_messageable(self, _: int) -> "Broken":
        return self

    async def send(self, *_: object, **__: object) -> None:
        raise self._error

    async def create_dm(self, _: object) -> None:
        raise self._error


UNREACHABLE = aiohttp.ClientConnectorError(aiohttp.client_reqrep.ConnectionKey("", 443, True, True, None, None, None), OSError(111, "refused"))  # fmt: skip # noqa: E501


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (UNREACHABLE, Refusal.LATER),
        (discord.RateLimited(60), Refusal.LATER),
        (aiohttp.ServerDisconnectedError(), Refusal.UNSURE),
        (TimeoutError(), Refusal.UNSURE),
        (ConnectionResetError(), Refusal.UNSURE),
    ],
)
async def test_what_the_network_does(error: Exception, refusal: Refusal) -> None:
    sender = DiscordSender(Broken(error))  # type: ignore[arg-type]  # all that it needs of a client
    assert await sender.send(1, ClassicMessage("Hello", ()), nonce="1") is refusal
    assert await sender.open_dm(1) is Refusal.LATER, "opened twice is opened once"


def test_a_look_up_begins_before_the_claim_also_if_the_clock_was_ahead() -> None:
    claim = 1_800_000_000
    assert instant_of(look_from(claim, claim, snowflake_at(claim + 60))) == claim - 5 * 60
    assert look_from(claim, claim, snowflake_at(claim - DAY)) == snowflake_at(claim - DAY)


def test_a_look_up_begins_before_what_was_due_long_before_the_claim() -> None:
    claim = 1_800_000_000
    assert instant_of(look_from(claim, claim - DAY)) == claim - DAY - 5 * 60
    assert instant_of(look_from(claim, claim + 60)) == claim - 5 * 60


async def test_whatever_is_asked_of_discord_takes_its_turn_in_one_window(world: World) -> None:
    turns: list[Rule] = []

    async def note(rule: Rule) -> None:
        turns.append(rule)

    sender, robin, said = DiscordSender(world.app.client, wait=note), world.robin, ClassicMessage("Hello", ())
    with world.env.time_context():
        channel = await sender.open_dm(robin.id)
        assert isinstance(channel, int)
        message = await sender.send(channel, said, nonce="1")
        assert isinstance(message, int)
        assert await sender.edit(channel, message, said) is None
        assert await sender.find(channel, (), 0) is None
        assert await sender.delete(channel, message) is None
        assert await sender.exists(robin.id) is None
        assert not isinstance(await sender.member(world.guild.id, robin.id), Refusal)
        assert len(turns) == 7
        await sender.publish(channel, message)
        await sender.open_owners_dm()
    assert len(turns) == 10, "the owner is asked for, and then their DM"
    assert len(set(turns)) == 1


async def test_of_a_server_that_the_bot_is_not_in_nobody_is_a_member(world: World) -> None:
    sender = DiscordSender(world.app.client, wait=at_once)
    assert await sender.member(4711, world.robin.id) is Refusal.ELSEWHERE


async def test_before_discord_has_told_which_servers_there_are_nobody_knows_who_is_a_member() -> None:
    sender = DiscordSender(Cairn(explain=explain), wait=at_once)
    assert await sender.member(4711, 1) is Refusal.LATER


async def test_a_post_that_can_not_be_published_is_told_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/channels/*/messages/*/crosspost", status=403, code=50013)
    with world.env.time_context():
        await DiscordSender(world.app.client, wait=at_once).publish(world.updates.id, 1)
    assert "an update was posted, but not published to followers: forbidden" in caplog.text
