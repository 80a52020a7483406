"""A small real discord.py bot, connected to a stand-in of its own in the same process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from bot.discord_internals import connect_through
from tests.standin.server import StandIn

Probed = discord.Interaction["Probe"]


class Probe(discord.AutoShardedClient):
    """Answers `/ping`, `/pet feed`, a button, a select and a form; it shows what discord.py makes of it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_ratelimit_timeout=30, **options)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(ping)
        self.tree.add_command(where)
        self.tree.add_command(Pet())
        self.tree.error(self.failed)
        self.heard: list[Probed] = []
        self.errors: asyncio.Queue[Exception] = asyncio.Queue()

    async def failed(self, _: Probed, error: app_commands.AppCommandError) -> None:
        self.errors.put_nowait(getattr(error, "original", error))

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for nothing."""

    async def on_interaction(self, interaction: Probed) -> None:
        self.heard.append(interaction)
        if interaction.type is discord.InteractionType.component:
            await self.pressed(interaction)
        elif interaction.type is discord.InteractionType.modal_submit:
            data: Any = interaction.data
            await interaction.response.send_message(
                f"form says {data['components'][0]['component']['value']}"
            )

    async def pressed(self, interaction: Probed) -> None:
        data: Any = interaction.data
        if data["custom_id"] == "write":
            form = ui.Modal(title="Form", custom_id="form")
            form.add_item(
                ui.Label(text="Line", component=ui.TextInput(custom_id="line", default="as it was"))
            )
            await interaction.response.send_modal(form)
        elif data["custom_id"] == "pick":
            await interaction.response.send_message(f"picked {data['values']}", ephemeral=True)
        elif data["custom_id"] == "press":
            await interaction.response.edit_message(view=card("pressed"))


def card(text: str) -> ui.LayoutView:
    """A message with a text, two buttons and a select."""
    view = ui.LayoutView(timeout=None)
    options = [discord.SelectOption(label="Red", value="r"), discord.SelectOption(label="Blue", value="b")]
    view.add_item(
        ui.Container(
            ui.TextDisplay(text),
            ui.ActionRow(
                ui.Button(label="Press", custom_id="press"), ui.Button(label="Write", custom_id="write")
            ),
            ui.ActionRow(ui.Select(custom_id="pick", options=options)),
        )
    )
    view.stop()
    return view


@app_commands.command()
async def ping(interaction: Probed, late: float = 0.0) -> None:
    """Answer, or think first."""
    if late:
        await interaction.response.defer(ephemeral=True)
        await asyncio.sleep(late)
        await interaction.edit_original_response(content="after a while")
        await interaction.followup.send("and more", ephemeral=True)
    else:
        await interaction.response.send_message(view=card("pong"), ephemeral=True)


class Places(ui.View):
    """A classic message with a select for a channel and one for a role."""

    @ui.select(cls=ui.ChannelSelect, custom_id="channel")
    async def channel(self, interaction: Probed, select: ui.ChannelSelect[Any]) -> None:
        await interaction.response.send_message(f"in {select.values[0].name}")

    @ui.select(cls=ui.RoleSelect, custom_id="role")
    async def role(self, interaction: Probed, select: ui.RoleSelect[Any]) -> None:
        await interaction.response.send_message(f"for {select.values[0].name}")


@app_commands.command()
async def where(interaction: Probed) -> None:
    """Ask for a channel and a role."""
    await interaction.response.send_message("where?", view=Places())


class Pet(app_commands.Group):
    """A command with a subcommand that only managers of a server see."""

    def __init__(self) -> None:
        super().__init__(
            name="pet",
            description="pet",
            default_permissions=discord.Permissions(manage_guild=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False),
        )

    @app_commands.command()
    async def feed(self, interaction: Probed, food: str, whom: discord.Member | None = None) -> None:
        """Feed."""
        await interaction.response.send_message(f"{food} for {whom and whom.name}")

    @feed.autocomplete("food")
    async def foods(self, _: Probed, typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=food, value=food) for food in ("hay", "ham") if food.startswith(typed)
        ]


@asynccontextmanager
async def connected(standin: StandIn, **options: Any) -> AsyncIterator[Probe]:
    """A probe that is ready; closed at the end."""
    await connect_through(standin.url, standin.token)
    async with Probe(**options) as probe:
        await probe.login(standin.token)
        running = asyncio.create_task(probe.connect())
        await standin.gateway.ready()
        yield probe
        await probe.close()
        await running


@pytest.fixture
async def standin(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    """A stand-in; discord.py's own addresses come back after the test."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    socket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(socket, "DEFAULT_GATEWAY", socket.DEFAULT_GATEWAY)
    async with StandIn() as there:
        yield there


def limited(client: discord.Client) -> set[int]:
    """The channels whose rate limits discord.py remembers."""
    places = (key.rpartition(":")[2] for key in client.http._buckets)
    return {int(place) for place in places if place.isdecimal()}


@pytest.fixture
async def probe(standin: StandIn) -> AsyncIterator[Probe]:
    """A bot that is connected to the stand-in."""
    async with connected(standin) as bot:
        yield bot
