"""How the bot answers: in place of the private message that was clicked, as a new one, or with a form.

A card can't become a classic message nor the other way round, and what others see is never replaced.
"""

from collections.abc import Awaitable, Callable

import pytest

from bot.trial.people import Form, Screen
from bot.trial.world import World
from tests.cogs.moderating import draft, ready

WEEK = 7 * 24 * 60 * 60
PRIVATE = 64
NEW, THINKING, PATIENCE, IN_PLACE, FORM = 4, 5, 6, 7, 9
"""What Discord calls the ways to answer an interaction."""


def answers(world: World) -> list[int]:
    """The ways in which interactions were answered so far."""
    return [
        entry.json["type"] for entry in world.env.http_requests if entry.json and "/callback" in entry.path
    ]


async def how(world: World, answer: Awaitable[Screen | Form]) -> list[int]:
    """The ways in which this was answered."""
    before = len(answers(world))
    await answer
    return answers(world)[before:]


async def letter(world: World) -> Screen:
    """A weekly message in Robin's DM."""
    await world.robin.slash("start", timezone="Berlin")
    await world.pass_time(WEEK)
    return world.robin.inbox()[-1]


async def a_command(world: World) -> Awaitable[Screen | Form]:
    return world.robin.slash("next")


async def a_command_that_takes_its_time(world: World) -> Awaitable[Screen | Form]:
    return world.robin.slash("start")


async def a_command_that_counts(world: World) -> Awaitable[Screen | Form]:
    return world.mona.slash("community")


async def a_click_on_a_card(world: World) -> Awaitable[Screen | Form]:
    return (await world.robin.slash("next")).click("Details")


async def a_click_on_a_card_that_takes_its_time(world: World) -> Awaitable[Screen | Form]:
    return (await world.robin.slash("nudges")).click("Turn on")


async def a_click_on_a_card_for_all(world: World) -> Awaitable[Screen | Form]:
    shown = await world.robin.slash("faq", question="docker-kubernetes", for_member=world.mona.user)
    return shown.click("Details")


async def a_click_that_changes_a_message(world: World) -> Awaitable[Screen | Form]:
    return (await letter(world)).click("Done")


async def a_click_on_a_message_that_opens_a_card(world: World) -> Awaitable[Screen | Form]:
    return (await letter(world)).click("Pause")


async def a_click_on_a_preview(world: World) -> Awaitable[Screen | Form]:
    await ready(world)
    return (await draft(world)).click("Discard")


async def a_click_on_a_preview_that_takes_its_time(world: World) -> Awaitable[Screen | Form]:
    await ready(world)
    return (await draft(world)).click("Post")


async def a_preview_opened_on_a_card(world: World) -> Awaitable[Screen | Form]:
    await ready(world)
    await draft(world)
    return (await world.mona.slash("update list")).choose("MLflow 3 changes the registry")


async def a_mistake_on_a_card(world: World) -> Awaitable[Screen | Form]:
    done = await (await world.robin.slash("next")).click("Done")
    await world.robin.slash("undo")
    return done.click("Undo")


async def a_click_that_opens_a_form(world: World) -> Awaitable[Screen | Form]:
    return (await world.robin.slash("certs", certification="cka")).opens("Set as goal")


async def a_form_from_a_card(world: World) -> Awaitable[Screen | Form]:
    return (await (await a_click_that_opens_a_form(world))).send(by="")  # type: ignore[union-attr]


Answered = Callable[[World], Awaitable[Awaitable[Screen | Form]]]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (a_command, NEW),
        (a_command_that_takes_its_time, THINKING),
        (a_command_that_counts, THINKING),
        (a_click_on_a_card, IN_PLACE),
        (a_click_on_a_card_that_takes_its_time, PATIENCE),
        (a_click_on_a_card_for_all, NEW),
        (a_click_that_changes_a_message, IN_PLACE),
        (a_click_on_a_message_that_opens_a_card, NEW),
        (a_click_on_a_preview, IN_PLACE),
        (a_click_on_a_preview_that_takes_its_time, PATIENCE),
        (a_preview_opened_on_a_card, NEW),
        (a_mistake_on_a_card, NEW),
        (a_click_that_opens_a_form, FORM),
        (a_form_from_a_card, IN_PLACE),
    ],
)
async def test_the_way_of_an_answer(world: World, asked: Answered, answered: int) -> None:
    assert await how(world, await asked(world)) == [answered]


async def test_a_new_one_is_private_and_pings_nobody(world: World) -> None:
    for command in ("next", "update post"):  # a card, and a classic message
        await world.mona.slash(command)
        sent = world.env.http_requests[-1].json
        assert sent is not None
        assert sent["data"]["flags"] & PRIVATE
        assert sent["data"]["allowed_mentions"] == {"parse": []}
