"""What is read from an interaction: who acts where and when, and which message it proves to have arrived."""

from collections.abc import Mapping
from typing import Any

import discord
import pytest

from bot.client.acts import act_of
from bot.domain.acts import Act, Clicked
from bot.domain.jobs import JobKey, JobKind
from bot.trial.people import Screen
from bot.trial.world import World
from tests import interactions
from tests.stored import the_member

HOUR = 60 * 60
WEEK = 7 * 24 * HOUR


@pytest.fixture
def acts(world: World) -> list[Act]:
    """The acts of all that was answered, in order."""
    seen: list[Act] = []

    async def note(interaction: discord.Interaction[Any]) -> None:
        seen.append(act_of(interaction))

    world.app.client.add_listener(note, "on_answered")
    return seen


async def nudged(world: World) -> tuple[Screen, JobKey]:
    """A weekly message to Robin, an hour old, and what its job is called."""
    await world.robin.slash("start", timezone="Berlin")
    await world.pass_time(WEEK + HOUR)
    member = await the_member(world.app.store, world.robin.id)
    return world.robin.inbox()[-1], JobKey.of(JobKind.WEEKLY, member.nudges.last_due or 0)


async def test_who_where_and_when(world: World, acts: list[Act]) -> None:
    made = await interactions.command(world, world.robin, "next").arrives()
    assert acts == [Act(world.robin.id, world.guild.id, made.interaction.id, world.now(), "en-US")]


async def test_delivered_later_once_more_it_is_the_same_to_the_letter(world: World, acts: list[Act]) -> None:
    made = interactions.press(world, world.robin, f"b:details:{world.robin.id}:mlflow")
    await made.arrives()
    await world.pass_time(HOUR)
    world.app.client.dispatch("answered", discord.Interaction(data=made.payload, state=state(world)))  # type: ignore[arg-type]
    await world.env.settle()
    assert acts == [acts[0]] * 2


def state(world: World) -> Any:
    """What discord.py reads an interaction with."""
    return world.app.client._connection


@pytest.mark.parametrize("place", [{"guild_id": "4711"}, {"guild_id": None}])
async def test_elsewhere_is_no_server_of_the_bot_s(
    world: World, acts: list[Act], place: Mapping[str, str | None]
) -> None:
    """A user install is used in servers where the bot is not, and everybody in the DM."""
    made = interactions.command(world, world.robin, "next")
    payload = {**made.payload, "user": made.payload["member"]["user"], **place}
    await interactions.Delivery(world, world.robin, made.interaction, payload).arrives()
    assert [act.guild for act in acts] == [None]


async def test_the_language_is_discord_s(world: World, acts: list[Act]) -> None:
    made = interactions.command(world, world.robin, "next")
    payload = {**made.payload, "locale": "pt-BR"}
    await interactions.Delivery(world, world.robin, made.interaction, payload).arrives()
    assert [act.locale for act in acts] == ["pt-BR"]


@pytest.mark.parametrize("label", ["Done", "Still on it", "Plan it", "Pause", "Stop"])
async def test_a_click_proves_when_its_message_arrived(world: World, acts: list[Act], label: str) -> None:
    letter, key = await nudged(world)
    await letter.click(label)
    arrived = int(letter.message.created_at.timestamp())
    assert arrived < world.now()
    assert acts[-1].clicked == Clicked(key, arrived)


async def test_a_card_that_a_message_opened_proves_it_by_the_click(world: World, acts: list[Act]) -> None:
    letter, key = await nudged(world)
    await (await letter.click("Pause")).click("2 weeks")
    assert acts[-1].clicked == Clicked(key, acts[-1].at)


async def test_a_message_of_the_first_edition_is_named_by_its_number(world: World, acts: list[Act]) -> None:
    await interactions.press(world, world.robin, f"b:snooze:{world.robin.id}:7").arrives()
    assert acts[-1].clicked is not None
    assert acts[-1].clicked.key == 7


@pytest.mark.parametrize(
    "custom_id",
    [
        "b:next:{}",
        "b:undo:{}:7",  # the number of a change
        "b:next:{}:seven",
        "b:next:{}:99999999999999999999",
        "b:next:0:7",  # under an update, whose number it was
        "b:next:0:u1767600000",
    ],
)
async def test_what_names_no_message_of_theirs_proves_nothing(
    world: World, acts: list[Act], custom_id: str
) -> None:
    await interactions.press(world, world.robin, custom_id.format(world.robin.id)).arrives()
    assert [act.clicked for act in acts] == [None]


async def test_a_form_is_on_no_message(world: World, acts: list[Act]) -> None:
    await interactions.form(world, world.robin, f"f:zone:{world.robin.id}", zone="Berlin").arrives()
    assert [act.clicked for act in acts] == [None]
