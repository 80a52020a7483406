"""Direct messages over real HTTP: opening, sending, nonces, paging, edits, files, refusals."""

import io

import discord
import pytest

from tests.standin import payloads
from tests.standin.conftest import Probe
from tests.standin.server import StandIn

ADA = 4001


async def direct(probe: Probe) -> discord.DMChannel:
    """The bot's direct channel with Ada."""
    return await probe.create_dm(discord.Object(ADA))


async def test_one_direct_channel_for_each_person(standin: StandIn, probe: Probe) -> None:
    first, second = await probe.http.start_private_message(ADA), await probe.http.start_private_message(ADA)
    assert first["id"] == second["id"]
    assert standin.world.direct == {ADA: int(first["id"])}


async def test_a_message_is_delivered_once(standin: StandIn, probe: Probe) -> None:
    sent = await (await direct(probe)).send("hello")
    (message,) = standin.world.delivered(ADA)
    assert (message.id, message.text) == (sent.id, "hello")
    assert abs(sent.created_at.timestamp() - standin.world.clock.now()) < 5


async def test_the_same_nonce_is_the_same_message_for_some_minutes(standin: StandIn, probe: Probe) -> None:
    standin.limits.budgets.clear()
    channel = await direct(probe)
    first = await channel.send("hello", nonce="a")
    assert (await channel.send("hello", nonce="a")).id == first.id
    assert (await channel.send("hello", nonce="b")).id != first.id
    standin.world.clock.shift(standin.world.nonce_minutes * 60 + 1)
    again = await channel.send("hello", nonce="a")
    assert again.id != first.id
    assert len(standin.world.delivered(ADA)) == 3
    await again.delete()
    with pytest.raises(discord.NotFound, match="Unknown Message"):
        await channel.send("hello", nonce="a")


async def test_history_pages_both_ways(standin: StandIn, probe: Probe) -> None:
    standin.limits.budgets.clear()
    channel = await direct(probe)
    for number in range(7):
        standin.world.clock.shift(60)
        await channel.send(str(number))
    rows = standin.world.delivered(ADA)
    forth = [m.content async for m in channel.history(limit=None, after=discord.Object(rows[1].id))]
    back = [m.content async for m in channel.history(limit=3, before=discord.Object(rows[5].id))]
    assert (forth, back) == (["2", "3", "4", "5", "6"], ["4", "3", "2"])
    assert [m.content for m in standin.world.page(channel.id, None, rows[1].id, 2)] == ["3", "2"]
    assert (await channel.fetch_message(rows[0].id)).content == "0"


async def test_an_edit_keeps_what_it_does_not_name(standin: StandIn, probe: Probe) -> None:
    message = await (await direct(probe)).send("before", embed=discord.Embed(title="stays"))
    await message.edit(content="after")
    (seen,) = standin.world.delivered(ADA)
    assert (seen.text, seen.edits) == ("after\nstays", ["before\nstays"])


async def test_files_arrive_and_can_be_kept_or_dropped(standin: StandIn, probe: Probe) -> None:
    file = discord.File(io.BytesIO(b"picture"), "card.png", description="six stones")
    message = await (await direct(probe)).send(file=file)
    (seen,) = standin.world.delivered(ADA)
    assert (seen.files, seen.attachments[0]["description"]) == ({"card.png": b"picture"}, "six stones")
    await message.edit(content="text", attachments=message.attachments)
    assert len(seen.attachments) == 1
    await message.edit(attachments=[])
    assert seen.attachments == []


@pytest.mark.parametrize("code", [50007, 50278])
async def test_a_closed_direct_channel(standin: StandIn, probe: Probe, code: int) -> None:
    standin.world.person(ADA).refuses = code
    channel = await direct(probe)
    with pytest.raises(discord.Forbidden) as caught:
        await channel.send("hello")
    assert caught.value.code == code
    assert standin.world.delivered(ADA) == []


async def test_a_deleted_person(standin: StandIn, probe: Probe) -> None:
    standin.world.person(ADA).refuses = 10013
    with pytest.raises(discord.NotFound) as caught:
        await probe.fetch_user(ADA)
    assert caught.value.code == 10013
    with pytest.raises(discord.NotFound):
        await direct(probe)


async def test_unknown_channels_and_empty_messages_are_refused(standin: StandIn, probe: Probe) -> None:
    with pytest.raises(discord.NotFound, match="Unknown Channel"):
        await probe.get_partial_messageable(1).send("hello")
    with pytest.raises(discord.HTTPException, match="empty message"):
        await probe.get_partial_messageable(payloads.GENERAL).send("")


async def test_what_the_stand_in_does_not_know_is_loud(standin: StandIn, probe: Probe) -> None:
    with pytest.raises(discord.NotFound):
        await probe.fetch_widget(payloads.GUILD)
    with pytest.raises(discord.HTTPException, match="does not know"):
        await probe.http.request(discord.http.Route("POST", "/users/@me/channels"), json={"recipients": [1]})
    assert standin.world.gaps == [
        f"the route GET /api/v10/guilds/{payloads.GUILD}/widget.json",
        "['recipients'] in the body of POST /users/@me/channels",
    ]
    standin.world.gaps.clear()
