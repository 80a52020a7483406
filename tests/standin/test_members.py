"""What people do in front of the stand-in reaches a real discord.py bot, and its answers come back."""

import asyncio

import discord
import pytest

from tests.standin import payloads
from tests.standin.conftest import Probe
from tests.standin.faults import Fault
from tests.standin.interactions import Callback
from tests.standin.server import StandIn

ADA, BEN = 4001, 4002


async def test_a_command_is_answered_privately(standin: StandIn, probe: Probe) -> None:
    answer = await standin.member(ADA).command("ping")
    assert (answer.callback, answer.shown[0].ephemeral) == (Callback.MESSAGE, True)
    assert answer.text.startswith("pong")
    assert answer.seconds is not None
    assert standin.world.visible(payloads.GENERAL) == []
    heard = probe.heard[0]
    assert (heard.user.id, heard.guild_id, heard.channel_id) == (ADA, payloads.GUILD, payloads.GENERAL)


async def test_a_command_in_the_direct_channel(standin: StandIn, probe: Probe) -> None:
    await standin.member(ADA, direct=True).command("ping")
    heard = probe.heard[0]
    assert (heard.user.id, heard.guild_id, heard.context.dm_channel) == (ADA, None, True)


async def test_a_deferred_answer_is_filled_in_and_added_to(standin: StandIn, probe: Probe) -> None:
    answer = await standin.member(ADA).command("ping", late=0.05)
    assert answer.callback is Callback.DEFERRED_MESSAGE
    await standin.world.until(lambda: len(answer.shown) == 2)
    assert [message.content for message in answer.shown] == ["after a while", "and more"]


async def test_buttons_selects_and_forms(standin: StandIn, probe: Probe) -> None:
    member = standin.member(ADA)
    message = (await member.command("ping")).shown[0]
    pressed = await member.press(message, "Press")
    assert (pressed.callback, message.text.splitlines()[0]) == (Callback.UPDATE, "pressed")
    chosen = await member.choose(message, "pick", "Blue")
    assert chosen.text == "picked ['b']"
    form = await member.press(message, "Write")
    assert (await member.submit(form)).text == "form says as it was"
    assert (await member.submit(form, line="new")).text == "form says new"


async def test_channels_and_roles_are_chosen(standin: StandIn, probe: Probe) -> None:
    member = standin.member(ADA)
    message = (await member.command("where")).shown[0]
    assert (await member.choose(message, "channel", str(payloads.UPDATES))).text == "in roadmap-updates"
    assert (await member.choose(message, "role", str(payloads.LEARNERS))).text == "for learners"


async def test_subcommand_autocomplete_and_people_as_options(standin: StandIn, probe: Probe) -> None:
    member = standin.member(ADA)
    standin.world.person(ADA).permissions |= payloads.MANAGE_GUILD
    assert [choice["name"] for choice in await member.typing("pet feed", "food", "ha")] == ["hay", "ham"]
    assert (await member.command("pet feed", food="hay", whom=str(BEN))).text == f"hay for person{BEN}"


@pytest.mark.parametrize(
    ("direct", "permissions", "name", "options", "said"),
    [
        (False, 0, "nothing", {}, "/nothing is not among"),
        (False, 0, "pet feed", {"food": "hay"}, "/pet is hidden from this person"),
        (True, payloads.MANAGE_GUILD, "pet feed", {"food": "hay"}, "/pet is not offered in this kind"),
        (False, payloads.MANAGE_GUILD, "pet walk", {}, "/pet has no 'walk'"),
        (False, payloads.MANAGE_GUILD, "pet feed", {}, r"/pet needs \['food'\]"),
        (False, payloads.MANAGE_GUILD, "pet feed", {"food": "hay", "to": 1}, "/pet has no 'to'"),
    ],
)
async def test_only_what_discord_offers_can_be_used(
    standin: StandIn,
    probe: Probe,
    direct: bool,
    permissions: int,
    name: str,
    options: dict[str, str],
    said: str,
) -> None:
    standin.world.person(ADA).permissions = permissions
    with pytest.raises(AssertionError, match=said):
        await standin.member(ADA, direct=direct).command(name, **options)


async def test_an_answer_after_three_seconds_finds_nobody(standin: StandIn, probe: Probe) -> None:
    route = "POST /interactions/{interaction}/{token}/callback"
    standin.faults.add(Fault(route, delay=0.1))
    acting = asyncio.create_task(standin.member(ADA).command("ping"))
    await standin.world.until(lambda: standin.requests[route])
    standin.world.clock.shift(4)
    error = await probe.errors.get()
    acting.cancel()
    assert isinstance(error, discord.NotFound)
    assert error.code == 10062


async def test_a_second_answer_is_refused(standin: StandIn, probe: Probe) -> None:
    standin.faults.add(
        Fault("POST /interactions/{interaction}/{token}/callback", status=500, after=True, times=1)
    )
    answer = await standin.member(ADA).command("ping")
    assert answer.text.startswith("pong")
    error = await probe.errors.get()
    assert isinstance(error, discord.HTTPException)
    assert error.code == 40060
