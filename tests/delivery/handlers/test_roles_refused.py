"""A role that can't be given: whoever took it hears of it, and so do the moderators, once, without asking."""

import json

import pytest
from simcord.builders import ChannelHandle

from bot.domain.phase_roles import NEWS
from bot.domain.schedule import DAY
from bot.trial.people import Screen
from bot.trial.world import World
from tests.cogs.moderating import ready
from tests.cogs.showing import made, run, showcase
from tests.cogs.test_milestones import (
    choose_role,
    delete_the_role,
    finish,
    holds,
    lose_the_chooser,
    with_role,
)
from tests.delivery.handlers.test_roles import HOUR, ROLES, Change, delete_everything, undo
from tests.stored import ask

SLOW, FORBIDDEN = (503, 0), (403, 50013)
TOLD = "You don't have the role for **Foundations** in Model Trail."
SETUP = "✗ Role for Foundations: I can't give"


async def office(world: World) -> ChannelHandle:
    """The moderators' channel."""
    channel = world.guild.create_text_channel("office")
    await ready(world, moderators_channel=channel.id)
    return channel


def words(channel: ChannelHandle) -> list[str]:
    """What the moderators were told, but for the digests."""
    return [each.content for each in channel.history() if "I couldn't give" in each.content]


def refuse(world: World, status: int, code: int) -> None:
    """Let Discord refuse the next role."""
    world.env.inject_error("PUT", ROLES, status=status, code=code, times=1)


async def take(world: World) -> Screen:
    """Robin takes the role, from `/phase`."""
    return await (await world.robin.slash("phase", phase="foundations")).click("Take the role")


async def refused_later(world: World) -> Screen:
    """Robin finishes the phase and takes the role, and Discord refuses it after the answer."""
    await finish(world)
    refuse(world, *SLOW)
    answer = await take(world)
    refuse(world, *FORBIDDEN)
    await run(world, HOUR)
    await run(world)
    return answer


async def setup(world: World) -> Screen:
    """The second page of `/setup`."""
    return await (await world.mona.slash("setup")).click("Community")


async def next_answer(world: World) -> str:
    """What Robin reads last after a command."""
    return (await world.robin.slash("help")).text


async def test_whoever_took_it_hears_of_it_once_with_the_next_command(world: World) -> None:
    await with_role(world)
    answer = await refused_later(world)
    assert answer.text.startswith("Discord is slow right now. Your role will follow")
    told = await world.robin.slash("help")
    assert told.private
    assert told.text.startswith(f"{TOLD} Discord refused it.")
    assert TOLD not in await next_answer(world)


async def test_the_moderators_are_told_in_setup_and_in_their_channel(world: World) -> None:
    channel, role = await office(world), await with_role(world)
    await refused_later(world)
    assert f"{SETUP} <@&{role.id}>: Discord refused it." in (await setup(world)).text
    (said,) = words(channel)
    assert said.startswith(
        f"I couldn't give <@&{role.id}> to somebody who finished **Foundations**: Discord refused it."
    )
    assert "Robin" not in said
    assert str(world.robin.id) not in said


async def test_they_are_told_once_however_often_it_is_refused(world: World) -> None:
    channel, _ = await office(world), await with_role(world)
    await finish(world)
    for _ in range(3):
        refuse(world, *FORBIDDEN)
        assert "Discord refused it" in (await take(world)).text
        await run(world, DAY)
    assert len(words(channel)) == 1


async def test_once_it_works_it_is_well_and_another_refusal_is_told_anew(world: World) -> None:
    channel, role = await office(world), await with_role(world)
    await refused_later(world)
    assert TOLD in await next_answer(world)
    assert (await take(world)).text.startswith("✓ You have")
    assert holds(world, role)
    assert SETUP not in (await setup(world)).text
    refuse(world, *FORBIDDEN)
    await take(world)
    await run(world)
    assert len(words(channel)) == 2


async def test_chosen_anew_it_is_well_until_somebody_tries(world: World) -> None:
    channel, role = await office(world), await with_role(world)
    await refused_later(world)
    assert TOLD in await next_answer(world)
    await choose_role(world, None)
    assert SETUP not in (await choose_role(world, role)).text
    refuse(world, *FORBIDDEN)
    await take(world)
    await run(world)
    assert len(words(channel)) == 2


async def test_without_a_channel_of_theirs_setup_tells_it_all_the_same(world: World) -> None:
    await with_role(world)
    await refused_later(world)
    assert SETUP in (await setup(world)).text


SEEN = {"it was deleted": delete_the_role, "whoever chose it can't give it": lose_the_chooser}


@pytest.mark.parametrize("why", SEEN)
async def test_what_setup_sees_by_itself_is_told_in_the_channel_too(world: World, why: str) -> None:
    channel, role = await office(world), await with_role(world)
    await finish(world)
    await SEEN[why](world, role)
    await world.env.settle()
    await take(world)
    await run(world)
    (said,) = words(channel)
    assert why in said


async def test_what_is_mended_is_no_cross_any_more(world: World) -> None:
    """Of what `/setup` sees by itself nothing is kept in mind."""
    role = await with_role(world)
    await finish(world)
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": 1 << 13})
    await take(world)
    assert SETUP in (await setup(world)).text
    world.env.backend.edit_role(world.guild.id, role.id, {"permissions": 0})
    assert SETUP not in (await setup(world)).text


async def leave(world: World) -> None:
    world.guild.remove_member(world.robin.user)


async def choose_none(world: World) -> None:
    await choose_role(world, None)


@pytest.mark.parametrize("meanwhile", [leave, undo, choose_none, delete_everything])
async def test_what_is_no_fault_of_theirs_they_are_not_told(world: World, meanwhile: Change) -> None:
    channel, _ = await office(world), await with_role(world)
    await finish(world)
    refuse(world, *SLOW)
    await take(world)
    await meanwhile(world)
    await run(world, HOUR)
    await run(world)
    assert words(channel) == []
    assert "Discord refused it" not in (await setup(world)).text


async def test_no_other_choice_is_spoken_of(world: World) -> None:
    """A role that is not chosen any more when the word is about to be said."""
    channel, _ = await office(world), await with_role(world)
    await finish(world)
    refuse(world, *FORBIDDEN)
    await take(world)
    await choose_role(world, None)
    await run(world)
    assert words(channel) == []


async def test_told_in_the_answer_it_is_not_told_again(world: World) -> None:
    await with_role(world)
    await finish(world)
    refuse(world, *FORBIDDEN)
    since = len(world.env.http_requests)
    assert "Discord refused it" in (await take(world)).text
    await next_answer(world)
    said = [json.dumps(each.json) for each in world.env.http_requests[since:]]
    assert len([each for each in said if "Discord refused it" in each]) == 1


async def test_it_is_told_beside_what_became_of_a_post(world: World) -> None:
    channel = await showcase(world)
    await with_role(world)
    await (await made(world)).click("Post")
    await refused_later(world)
    (post,) = channel.history()
    await Screen(world.mona, post).click("Remove")
    told = await next_answer(world)
    assert "was removed by a moderator" in told
    assert TOLD in told


async def test_after_a_month_it_is_no_news(world: World) -> None:
    await with_role(world)
    await refused_later(world)
    await world.env.advance_time(NEWS)
    assert TOLD not in await next_answer(world)


async def test_killed_before_the_word_was_noted_it_is_said_once(world: World, database_url: str) -> None:
    channel, _ = await office(world), await with_role(world)
    await refused_later(world)
    ask(database_url, "UPDATE jobs SET state = 'claimed', lease_until = 0 WHERE kind = 'notice'")
    await run(world, HOUR)
    assert len(words(channel)) == 1
