"""The one way out: what comes of a request, and where a look-up begins."""

import aiohttp
import discord
import pytest

from bot.delivery.sender import DiscordSender, Refusal, instant_of, look_from, snowflake_at
from bot.domain.schedule import DAY
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
