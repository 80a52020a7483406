"""`/start`: enrol, choose when to be written to, find the way to the DM."""

from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Cairn, on_press, open_form, show, think
from bot.cogs.names import Choices, Names
from bot.delivery.sender import Refusal
from bot.delivery.welcome import Click, Welcome
from bot.domain.custom_id import Press
from bot.domain.enrolment import Request
from bot.domain.errors import UnknownName
from bot.domain.library import Library
from bot.domain.members import WEEKDAYS
from bot.domain.when import parse_day, parse_time
from bot.domain.zones import find_zone, suggest
from bot.views import start as views

DESCRIPTION = "Enrol: your next action now, and one message a week if you like."
OPTIONS = {
    "timezone": "Your city or time zone",
    "day": "The day of your weekly message; Monday, if you leave it out",
    "time": "Its time, like 09:00",
    "phase": "Where you already are; everything before it counts as known",
}


async def zones(_: discord.Interaction[Any], typed: str) -> Choices:
    """Autocomplete for a time zone, by city."""
    return [app_commands.Choice(name=place.label, value=place.zone) for place in suggest(typed)]


async def days(_: discord.Interaction[Any], typed: str) -> Choices:
    """Autocomplete for a day of the week."""
    found = [name for name in WEEKDAYS if name.casefold().startswith(typed.strip().casefold())]
    return [app_commands.Choice(name=name, value=name) for name in found]


async def times(_: discord.Interaction[Any], typed: str) -> Choices:
    """Autocomplete for a time of day, the usual ones first."""
    found = [f"{hour:02d}:00" for hour in (*range(7, 24), *range(7))]
    return [app_commands.Choice(name=t, value=t) for t in found if t.startswith(typed.strip())]


class Start(commands.Cog):
    """Enrolment."""

    def __init__(self, names: Names, welcome: Welcome) -> None:
        self.parts = (names, welcome)
        self._names, self._welcome = names, welcome

    @app_commands.command(description=DESCRIPTION)
    @app_commands.describe(**OPTIONS)
    @app_commands.autocomplete(timezone=zones, day=days, time=times)
    async def start(
        self,
        interaction: discord.Interaction[Any],
        timezone: str | None = None,
        day: str | None = None,
        time: str | None = None,
        phase: str | None = None,
    ) -> None:
        """Enrol, or show and change what is set."""
        await self._start(interaction, _request(timezone, day, time), phase)

    @start.autocomplete("phase")
    async def _phases(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._names.phases(interaction, typed)

    @on_press("zone")
    async def zone_chosen(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A time zone from the menu or from the form."""
        if views.OTHER in press.values:
            await open_form(interaction, views.zone_form(press.owner, press.verb))
            return
        zone = find_zone((*press.values, press.fields.get("zone", ""))[0])
        await self._start(interaction, Request(zone=zone), None)

    @on_press("reach")
    async def try_again(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**Try again** after a closed DM."""
        await think(interaction)
        member, refusal = await self._welcome.try_again(press.owner, click_of(interaction).at)
        await show(interaction, views.tried(member, trouble(refusal)))

    async def _start(
        self, interaction: discord.Interaction[Any], request: Request, phase: str | None
    ) -> None:
        if phase and request.roadmap and "/" not in phase:
            phase = f"{request.roadmap}/{phase}"
        known = await self._names.phase(interaction.user.id, phase) if phase else None
        if known and not self._names.library.single:
            if request.roadmap not in (None, known[0].id):
                raise UnknownName(kind="phase", name=known[1].title)
            request = replace(request, roadmap=known[0].id)
        await think(interaction)
        started = await self._welcome.start(click_of(interaction), request, self._names.library, known)
        progress, said = started.journey.progress, trouble(started.refusal)
        await show(interaction, views.enrolled(started.member, progress, trouble=said))


class StartAmong(Start, name="Start"):
    """Enrolment where several roadmaps are loaded: `/start` also says which one."""

    @app_commands.command(description=DESCRIPTION)
    @app_commands.describe(roadmap="Which roadmap; yours, if you leave it out", **OPTIONS)
    @app_commands.autocomplete(timezone=zones, day=days, time=times)
    async def start(  # type: ignore[override]  # the same command with one option more
        self,
        interaction: discord.Interaction[Any],
        roadmap: str | None = None,
        timezone: str | None = None,
        day: str | None = None,
        time: str | None = None,
        phase: str | None = None,
    ) -> None:
        """Enrol in a roadmap or switch to it, or show and change what is set."""
        chosen = self._names.library.roadmap(roadmap).id if roadmap else None
        request = replace(_request(timezone, day, time), roadmap=chosen)
        await self._start(interaction, request, phase)

    @start.autocomplete("roadmap")
    async def _roadmaps(self, _: discord.Interaction[Any], typed: str) -> Choices:
        wanted = typed.strip().casefold()
        found = [road for road in self._names.library.roadmaps if wanted in road.title.casefold()]
        return [app_commands.Choice(name=road.title, value=road.id) for road in found[:25]]

    @start.autocomplete("phase")
    async def _phases(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._names.phases(interaction, typed)


async def offer_roadmaps(client: Cairn, library: Library) -> None:
    """Give `/start` its `roadmap` option when several are loaded, and take it away when not."""
    wanted = Start if library.single else StartAmong
    cog = client.get_cog("Start")
    if isinstance(cog, Start) and type(cog) is not wanted:
        await client.remove_cog("Start")
        await client.add_cog(wanted(*cog.parts))
        if client.is_ready():
            await client.tree.sync()


def _request(timezone: str | None, day: str | None, time: str | None) -> Request:
    return Request(
        zone=find_zone(timezone) if timezone else None,
        weekday=parse_day(day) if day else None,
        minute=parse_time(time) if time else None,
    )


def click_of(interaction: discord.Interaction[Any]) -> Click:
    """Who clicked where and when, by Discord's own clock."""
    guild = interaction.client.get_guild(interaction.guild_id or 0)
    at = int(interaction.created_at.timestamp())
    return Click(interaction.user.id, guild.id if guild else None, interaction.id, at)


def trouble(refusal: Refusal | None) -> str:
    """What stands between Cairn and the member's DM, in words; nothing if nothing does.

    Whatever is no closed DM is tried again.
    """
    if refusal is None:
        return ""
    return views.CLOSED_DM if refusal in (Refusal.CLOSED, Refusal.NOBODY) else views.FOLLOWS
