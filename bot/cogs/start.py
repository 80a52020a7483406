"""`/start`: enrol, choose when to be written to, find the way to the DM."""

from dataclasses import dataclass, replace

from discord import app_commands

from bot.client import Interaction, act_of, on_press, open_form, show, think
from bot.cogs.choices import Choices, ContentChoices
from bot.delivery.dispatcher import Dispatcher
from bot.domain.custom_id import Press, Verb
from bot.domain.enrolment import Request
from bot.domain.errors import UnknownName
from bot.domain.members import WEEKDAYS
from bot.domain.when import parse_day, parse_time
from bot.domain.zones import find_zone, suggest
from bot.services.enrolment import Enrolment
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.views import start as views
from bot.views.components import place_line


async def zones(_: Interaction, typed: str) -> Choices:
    """Autocomplete for a time zone, by city."""
    return [app_commands.Choice(name=place_line(place), value=place.zone) for place in suggest(typed)]


async def days(_: Interaction, typed: str) -> Choices:
    """Autocomplete for a day of the week."""
    found = [name for name in WEEKDAYS if name.casefold().startswith(typed.strip().casefold())]
    return [app_commands.Choice(name=name, value=name) for name in found]


async def times(_: Interaction, typed: str) -> Choices:
    """Autocomplete for a time of day, the usual ones first."""
    found = [f"{hour:02d}:00" for hour in (*range(7, 24), *range(7))]
    return [app_commands.Choice(name=t, value=t) for t in found if t.startswith(typed.strip())]


@dataclass(eq=False)
class Start(ContentChoices):
    """Enrolment."""

    _enrolment: Enrolment
    _progress: ProgressService
    _names: Names
    _dispatcher: Dispatcher

    @app_commands.command(description="Enrol: your next action now, and one message a week if you like.")
    @app_commands.describe(
        timezone="Your city or time zone",
        day="The day of your weekly message; Monday, if you leave it out",
        time="Its time, like 09:00",
        hours="How many hours a week you have",
        phase="Where you already are; everything before it counts as known",
        roadmap="Which roadmap; yours, if you leave it out",
    )
    @app_commands.autocomplete(timezone=zones, day=days, time=times)
    @app_commands.autocomplete(phase=ContentChoices.phases, roadmap=ContentChoices.roadmaps)
    async def start(
        self,
        interaction: Interaction,
        timezone: str | None = None,
        day: str | None = None,
        time: str | None = None,
        hours: app_commands.Range[int, 1, 40] | None = None,
        phase: str | None = None,
        roadmap: str | None = None,
    ) -> None:
        """Enrol, or show and change what is set."""
        request = Request(
            roadmap=self._names.library.roadmap(roadmap).id if roadmap else None,
            zone=find_zone(timezone) if timezone else None,
            weekday=parse_day(day) if day else None,
            minute=parse_time(time) if time else None,
            hours=hours,
        )
        await self._start(interaction, request, phase)

    @on_press(Verb.START_ZONE)
    async def zone_chosen(self, interaction: Interaction, press: Press) -> None:
        """A time zone from the menu or from the form."""
        if views.OTHER in press.values:
            await open_form(interaction, views.zone_form(press.owner, press.verb))
            return
        zone = find_zone((*press.values, press.fields.get("zone", ""))[0])
        await self._start(interaction, Request(zone=zone), None)

    async def _start(self, interaction: Interaction, request: Request, phase: str | None) -> None:
        if phase and request.roadmap and "/" not in phase:
            phase = f"{request.roadmap}/{phase}"
        act = act_of(interaction)
        known = await self._names.phase(act.user, phase) if phase else None
        if known and not self._names.library.single:
            if request.roadmap not in (None, known[0].id):
                raise UnknownName(kind="phase", name=known[1].title)
            request = replace(request, roadmap=known[0].id)
        await think(interaction)
        started = await self._enrolment.start(act, request, known)
        refusal = await self._dispatcher.deliver(started.asked) if started.asked else None
        journey = await self._progress.journey(act.user) if started.asked else started.journey
        member, said = journey.member or started.member, views.trouble(refusal)
        await show(interaction, views.enrolled(member, journey.progress, trouble=said))
