"""`/community`: round figures for moderators, nothing for anybody else."""

from dataclasses import replace

import discord

from bot.domain.community import Survey
from bot.domain.library import Library
from bot.domain.unanswered import Unanswered
from bot.trial.world import World
from bot.views.community import figures
from tests import interactions
from tests.cogs.moderating import guide, newcomers
from tests.request_faults import view_faults
from tests.views.longest import NOW, ROADMAP

LONGEST = Library((ROADMAP, replace(ROADMAP, id="other")))


async def test_a_small_community_shows_no_number(world: World) -> None:
    await world.robin.slash("start", timezone="Berlin")
    screen = await world.mona.slash("community")
    assert screen.private
    sentence = "Every figure here is still under 5, and I show none that could single somebody out."
    assert screen.text == f"## This community\n{sentence}"


async def test_members_of_this_server_are_counted_in_steps(world: World) -> None:
    people = newcomers(world, 6)
    for person in people:
        await person.slash("start", timezone="Berlin")
    for person in people[:5]:
        await (await person.slash("next")).click("Done")
    text = (await world.mona.slash("community")).text
    assert "- Foundations: 5\n" in text
    assert "- Core tools, Portfolio, Job search, Finished: fewer than 5 each\n- In all: 5" in text
    assert "**Active this week**: 5" in text
    assert "**Weekly messages, last 4 weeks**: fewer than 5 each" in text
    assert text.count("fewer than 5") < text.count("\n")


async def test_the_moderator_role_may_and_others_may_not(world: World) -> None:
    max_, _ = await guide(world)
    shown = await interactions.command(world, max_, "community").arrives()
    assert "## This community" in shown.screen.text
    told = await interactions.command(world, world.robin, "community").arrives()
    assert "That takes *Manage Server* or the moderator role" in told.screen.text


async def test_it_is_for_servers_and_hidden_from_members(world: World) -> None:
    (sent,) = [c for c in world.app.client.tree.get_commands() if c.name == "community"]
    said = sent.to_dict(world.app.client.tree)
    assert (said["contexts"], said["integration_types"]) == ([0], [0])
    assert said["default_member_permissions"] == discord.Permissions(manage_guild=True).value


async def test_what_was_asked_often_in_vain_is_shown_to_moderators(world: World) -> None:
    for _ in range(3):
        await world.robin.slash("faq", question="zebra stripes vivarium")
    assert "zebra" not in (await world.mona.slash("community")).text
    for person in newcomers(world, 2):
        await person.slash("faq", question="zebra stripes vivarium")
    assert "zebra" in (await world.mona.slash("community")).text


def test_questions_without_an_answer_are_listed() -> None:
    view = figures(
        Survey(LONGEST, "UTC", NOW).result({}), LONGEST, 1, [Unanswered("trail", "*rust* worth", 3)]
    )
    said = str(view.to_components())  # type: ignore[no-untyped-call]
    assert "Asked here by 3 people or more, without an answer yet" in said
    assert "- \\\\*rust\\\\* worth" in said


def test_the_longest_content_fits() -> None:
    view = figures(
        Survey(LONGEST, "UTC", NOW).result({}), LONGEST, 1, [Unanswered("trail", "*" * 500, 3)] * 10
    )
    assert view_faults(view) == []
