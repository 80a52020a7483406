"""What holds for every command, button, menu and form: who may, and what is said when it goes wrong."""

import logging
import re
from collections.abc import Sequence
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.client.bot import Cairn, on_press
from bot.domain.custom_id import Verb
from bot.trial.world import World
from bot.views.errors import explain
from tests.conftest import Restart
from tests.interactions import command, form, press
from tests.stored import taken, without

SORRY = "Something on my side went wrong. Your progress is as it was; try again in a moment."
NOT_YOURS = "That button belongs to someone else's roadmap. `/next` shows yours."
OUTDATED = "That button no longer works. `/help` lists the commands."
NO_NOTES = "I can't reach my database right now. Nothing was changed; try again in a minute."
MEMBER_COMMANDS = {
    "start": ["timezone", "day", "time", "hours", "phase", "roadmap"],
    "roadmap": [],
    "phase": ["phase"],
    "next": [],
    "done": ["action", "evidence"],
    "undo": ["change"],
    "progress": ["share"],
    "certs": ["certification"],
    "nudges": [],
    "mydata show": [],
    "mydata export": [],
    "mydata delete": [],
    "help": [],
}
FREE_TEXT = {"evidence"}
SHOWN_AGAIN = {("start", name) for name in ("timezone", "day", "time", "phase", "roadmap")}
SHOWN_AGAIN |= {("update post", name) for name in ("when", "about")}


def commands(world: World) -> dict[str, app_commands.Command[Any, ..., Any]]:
    """Every command that can be typed, by its whole name."""
    walked = world.app.client.tree.walk_commands()
    return {each.qualified_name: each for each in walked if isinstance(each, app_commands.Command)}


def complaints(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What was logged that somebody should look at."""
    return [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_names_and_options(world: World) -> None:
    found = commands(world)
    for name, options in MEMBER_COMMANDS.items():
        assert [option.name for option in found[name].parameters] == options


async def test_member_commands_work_in_servers_in_dms_and_as_a_user_install(world: World) -> None:
    (sent,) = (entry.json for entry in world.env.http_requests if entry.method == "PUT")
    roots = {name.split()[0] for name in MEMBER_COMMANDS}
    payloads = {payload["name"]: payload for payload in sent or ()}
    assert roots <= set(payloads)
    for name in roots:
        assert sorted(payloads[name]["contexts"]) == [0, 1, 2]
        assert sorted(payloads[name]["integration_types"]) == [0, 1]
        assert payloads[name].get("default_member_permissions") is None


async def test_every_text_that_names_a_thing_is_completed(world: World) -> None:
    for name, each in commands(world).items():
        for option in each.parameters:
            if option.type is discord.AppCommandOptionType.string and option.name not in FREE_TEXT:
                assert option.autocomplete, f"/{name} {option.name}"


async def test_discord_takes_nothing_that_could_not_be_shown_again(world: World) -> None:
    found = {(name, option) for name, each in commands(world).items() for option in each.parameters}
    most = {(name, option.name): option.max_value for name, option in found}
    assert {at: most[at] for at in SHOWN_AGAIN} == dict.fromkeys(SHOWN_AGAIN, 100)


async def test_everything_is_private_until_it_is_posted(world: World) -> None:
    required = {"done": {"action": "mlflow"}, "faq": {"question": "degree"}}
    for name in (*MEMBER_COMMANDS, "faq"):
        assert (await world.robin.slash(name, **required.get(name, {}))).private, name
    assert (await world.robin.slash("progress", share=True)).private


@pytest.mark.parametrize(
    "verb", ["next", "done", "skip", "details", "undo", "tick", "progress", "roadmap", "forget"]
)
async def test_a_button_is_for_its_owner(world: World, verb: str) -> None:
    pressed = await press(world, world.mona, f"b:{verb}:{world.robin.id}:mlflow").arrives()
    assert pressed.screen.private
    assert pressed.screen.text == NOT_YOURS


async def test_a_button_for_anyone(world: World) -> None:
    pressed = await press(world, world.mona, "b:next:0").arrives()
    assert pressed.screen.buttons == ["Done", "Skip", "Details"]


@pytest.mark.parametrize(
    "custom_id", ["b:dance:0", "s:dance:0", "old-button", "b:next", "x:next:0", "{}", "b:next:"]
)
@pytest.mark.parametrize("values", [(), ("a",)])
async def test_a_control_of_another_version(world: World, custom_id: str, values: Sequence[str]) -> None:
    pressed = await press(world, world.robin, custom_id, values=values).arrives()
    assert pressed.screen.private
    assert pressed.screen.text == OUTDATED


@pytest.mark.parametrize("custom_id", ["f:dance:0", "old-form", "f:zone", ""])
async def test_a_form_of_another_version(world: World, custom_id: str) -> None:
    sent = await form(world, world.robin, custom_id, zone="Berlin").arrives()
    assert sent.screen.private
    assert sent.screen.text == OUTDATED


async def test_old_messages_work_after_a_restart(world: World, restart: Restart) -> None:
    card = await world.robin.slash("next")
    menu = await world.robin.slash("roadmap")
    await restart()
    assert "✓ **Find your way in a Linux shell** done." in (await card.click("Done")).text
    assert "## Core tools" in (await menu.choose("Core tools")).text


async def test_an_open_form_can_be_sent_after_a_restart(world: World, restart: Restart) -> None:
    opened = await (await world.robin.slash("start")).choose_form("Other…")
    await restart()
    assert "Berlin time" in (await opened.send(zone="Berlin")).text


async def test_what_was_stored_is_there_after_a_restart(world: World, restart: Restart) -> None:
    await world.robin.slash("done", action="mlflow")
    await restart()
    assert "1 of 22 actions" in (await world.robin.slash("progress")).text


@pytest.mark.breaks
async def test_a_locked_database(world: World, database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    world.env.settle_timeout = 30
    async with taken(database_url):
        answer = await world.robin.slash("done", action="mlflow")
    assert answer.private
    assert answer.text == NO_NOTES
    (complaint,) = complaints(caplog)
    assert re.search(r"\(/done\): (another program|somebody else) keeps", complaint.getMessage())
    assert str(world.robin.id) not in caplog.text
    assert "✓" in (await world.robin.slash("done", action="mlflow")).text


@pytest.mark.breaks
@pytest.mark.parametrize(("by_click", "name"), [(True, "b:done"), (False, "/done")])
async def test_a_mistake_of_ours(
    world: World,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
    by_click: bool,
    name: str,
) -> None:
    card = await world.robin.slash("next")
    delivery = (
        press(world, world.robin, f"b:done:{world.robin.id}:mlops-engineer/numpy-pandas", on=card)
        if by_click
        else command(world, world.robin, "done", action="numpy-pandas")
    )
    with without(database_url, "marks", "state"):
        await delivery.arrives()
    assert delivery.screen.private
    assert delivery.screen.text == SORRY
    assert delivery.screen.message.id != card.message.id
    (complaint,) = complaints(caplog)
    assert complaint.getMessage() == f"interaction {delivery.interaction.id} ({name}) failed"
    assert complaint.exc_info is not None
    assert str(world.robin.id) not in caplog.text


@pytest.mark.breaks
async def test_a_mistake_after_asking_for_patience(world: World, database_url: str) -> None:
    with without(database_url, "members", "roadmap"):
        assert (await world.robin.slash("start")).text == SORRY


@pytest.mark.breaks
@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060)])
@pytest.mark.parametrize("by_click", [True, False])
async def test_too_late_is_nobodys_fault(
    world: World, caplog: pytest.LogCaptureFixture, status: int, code: int, by_click: bool
) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=status, code=code)
    delivery = (
        press(world, world.robin, f"b:next:{world.robin.id}")
        if by_click
        else command(world, world.robin, "next")
    )
    await delivery.arrives(answered=False)
    assert complaints(caplog) == []


@pytest.mark.breaks
async def test_discord_in_trouble_is_logged_and_not_repeated(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", "/interactions/*/callback", status=500, times=None)
    await command(world, world.robin, "next").arrives(answered=False)
    (complaint,) = complaints(caplog)
    assert complaint.exc_info is None, "what Discord answered is said; a page of ours would say nothing more"


@pytest.mark.breaks
async def test_a_command_that_is_gone(world: World) -> None:
    gone = await command(world, world.robin, "dance").arrives()
    assert gone.screen.private
    assert gone.screen.text == OUTDATED


@pytest.mark.breaks
async def test_a_command_whose_options_were_other(world: World) -> None:
    old = await command(world, world.robin, "done", stone="mlflow").arrives()
    assert old.screen.text == OUTDATED


async def test_two_handlers_for_one_verb_are_a_mistake(world: World) -> None:
    client = Cairn(explain=explain)

    class Twice(discord.ext.commands.Cog):
        @on_press(Verb.NEXT)
        async def one(self, _: discord.Interaction[Any], __: object) -> None:
            """One."""

        @on_press(Verb.NEXT)
        async def other(self, _: discord.Interaction[Any], __: object) -> None:
            """The other."""

    with pytest.raises(ValueError, match=r"two handlers for .*next"):
        await client.add_cog(Twice())
