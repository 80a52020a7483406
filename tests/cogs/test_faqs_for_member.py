"""`/faq for_member`: an answer in the channel for somebody, by whoever may speak there."""

from typing import Any

import discord
import pytest

from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests import interactions

DEGREE = "### Is a PhD or a Master's degree required?"
UNSURE = "what about a mathematical certificate"


def mentions(world: World) -> Any:
    """Whom the last answer could notify."""
    bodies: list[Any] = [each.json for each in world.env.http_requests if each.path.endswith("/callback")]
    return bodies[-1]["data"].get("allowed_mentions")


async def test_an_answer_for_a_member_stands_in_the_channel_and_pings_nobody_else(world: World) -> None:
    card = await world.robin.slash("faq", question="do i need a phd?", for_member=world.mona.user)
    assert not card.private
    assert card.text.startswith(f"<@{world.mona.id}>\n{DEGREE}")
    assert card.buttons == []
    assert mentions(world) == {"parse": [], "users": [world.mona.id]}


async def test_an_answer_to_oneself_pings_nobody(world: World) -> None:
    await world.robin.slash("faq", question="do i need a phd?")
    assert mentions(world) == {"parse": []}


async def test_everybody_can_open_what_stands_in_the_channel(world: World) -> None:
    card = await world.robin.slash("faq", question="docker-kubernetes", for_member=world.mona.user)
    for person in (world.robin, world.mona):
        opened = await Screen(person, card.message).click("Details")
        assert opened.private
        assert "*Done when*" in opened.text


async def test_an_uncertain_answer_for_a_member_is_chosen_first(world: World) -> None:
    card = await world.robin.slash("faq", question=UNSURE, for_member=world.mona.user)
    assert card.private
    label = card.buttons[0]
    chosen = await card.click(label)
    assert not chosen.private
    assert chosen.text.startswith(f"<@{world.mona.id}>\n### {label}")
    assert mentions(world) == {"parse": [], "users": [world.mona.id]}


@pytest.mark.parametrize("asked", [UNSURE, "xyzzy"])
async def test_an_answer_for_a_member_from_the_list(world: World, asked: str) -> None:
    card = await world.robin.slash("faq", question=asked, for_member=world.mona.user)
    listed = await card.click("None of these") if asked == UNSURE else card
    topic = await listed.choose("The role")
    chosen = await topic.choose("Will AI tools replace MLOps Engineers?")
    assert chosen.text.startswith(f"<@{world.mona.id}>\n### Will AI tools")
    assert not chosen.private


@pytest.mark.parametrize("asked", ["degree", UNSURE])
async def test_who_may_not_write_in_a_channel_gets_the_answer_alone(world: World, asked: str) -> None:
    everyone = world.env.bot.get_guild(world.guild.id).default_role  # type: ignore[union-attr]
    silent = {everyone: discord.PermissionOverwrite(send_messages=False)}
    lobby = world.guild.create_text_channel("lobby", overwrites=silent)
    kim = Person(world.env, world.guild.add_member(world.env.create_user("Kim")), lobby)
    card = await kim.slash("faq", question=asked, for_member=world.mona.user)
    answer = await card.click(card.buttons[0]) if asked == UNSURE else card
    assert answer.private
    assert answer.text.startswith("You can't write in this channel, so this is for you alone.\n### ")
    assert mentions(world) in (None, {"parse": []})


async def test_in_a_dm_nobody_is_addressed(world: World) -> None:
    card = await world.robin.in_dm().slash("faq", question="degree", for_member=world.robin.user)
    assert card.private
    assert card.text.startswith("I can address somebody in a server's channel; here this is for you alone.")


async def test_who_is_in_a_time_out_speaks_through_no_bot(world: World) -> None:
    made = interactions.press(world, world.robin, f"b:faq:{world.robin.id}:degree:{world.mona.id}")
    silenced = {**made.payload["member"], "communication_disabled_until": "2199-01-01T00:00:00+00:00"}
    payload = {**made.payload, "member": silenced}
    told = await interactions.Delivery(world, world.robin, made.interaction, payload).arrives()
    assert told.screen.private
    assert told.screen.text.startswith("You can't write in this channel, so this is for you alone.")


async def test_nobody_is_pinged_again_and_again(world: World) -> None:
    """Neither the same person, nor many by one; who asks has the answer all the same."""
    asking = {"question": "degree", "for_member": world.mona.user}
    assert not (await world.robin.slash("faq", **asking)).private
    again = await world.robin.slash("faq", **asking)
    assert again.private
    assert again.text.startswith("They've just had an answer from you, so this is for you alone.")
    assert DEGREE in again.text
    assert not (await world.mona.slash("faq", question="degree", for_member=world.mona.user)).private

    people = [world.guild.add_member(world.env.create_user(f"Kim {number}")) for number in range(5)]
    cards = [await world.robin.slash("faq", question="degree", for_member=each.user) for each in people]
    assert [card.private for card in cards] == [False] * 4 + [True]
    assert cards[-1].text.startswith("You've answered five times within the hour, so this is for you alone.")
    await world.env.advance_time(60 * 60)
    assert not (await world.robin.slash("faq", **asking)).private


@pytest.mark.breaks
async def test_an_answer_that_never_came_is_not_counted(world: World) -> None:
    asking = {"question": "degree", "for_member": world.mona.user}
    for _ in range(6):
        world.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035)
        assert (await world.robin.slash("faq", **asking)).private
    assert not (await world.robin.slash("faq", **asking)).private


async def test_where_the_bot_was_never_asked_in_it_pings_nobody(world: World) -> None:
    made = interactions.press(world, world.robin, f"b:faq:{world.robin.id}:degree:{world.mona.id}")
    elsewhere = {**made.payload, "guild_id": "77", "guild": {"id": "77", "features": [], "locale": "en-US"}}
    told = await interactions.Delivery(world, world.robin, made.interaction, elsewhere).arrives()
    assert told.screen.private
    assert told.screen.text.startswith(
        "I'm no member of this server, so I answer nobody in it; this is for you"
    )
