"""`/start`: enrol, choose when to be written to, find the way to the DM."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from discord import app_commands

from bot.client import Interaction, act_of, on_press, open_form, show, think
from bot.cogs.choices import Choices, ContentChoices
from bot.cogs.heard import Heard
from bot.delivery.dispatcher import Dispatcher
from bot.domain.custom_id import OTHER, Press, Verb
from bot.domain.enrolment import Request
from bot.domain.errors import UnknownName
from bot.domain.places.gazetteer import Gazetteer
from bot.domain.places.offering import offered
from bot.domain.places.reading import read_place
from bot.domain.roadmap import Phase, Roadmap
from bot.domain.when.clocks import read_time
from bot.domain.when.days import read_day
from bot.domain.when.offering import offered_days, offered_times
from bot.domain.zones import Place
from bot.limits import CHOICES
from bot.services.enrolment import Enrolment
from bot.services.names import Names
from bot.services.progress import ProgressService
from bot.views import start as views
from bot.views.meanings import place_line


async def days(_: Interaction, typed: str) -> Choices:
    """Autocomplete for a day of the week."""
    return [app_commands.Choice(name=name, value=name) for name in offered_days(typed)]


async def times(_: Interaction, typed: str) -> Choices:
    """Autocomplete for a time of day: what it means, then the usual ones."""
    return [app_commands.Choice(name=time, value=time) for time in offered_times(typed)[:CHOICES]]


@dataclass(eq=False)
class Start(ContentChoices):
    """Enrolment."""

    _enrolment: Enrolment
    _progress: ProgressService
    _names: Names
    _dispatcher: Dispatcher
    _gazetteer: Gazetteer

    async def zones(self, interaction: Interaction, typed: str) -> Choices:
        """Autocomplete for a place."""
        found = offered(typed, self._gazetteer, act_of(interaction).at, CHOICES)
        return [app_commands.Choice(name=place_line(place), value=place.zone) for place in found]

    @app_commands.command(description="Enrol: your next action now, and one message a week if you like.")
    @app_commands.describe(
        timezone="Your city, country or time zone",
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
        heard = Heard()
        place = heard.take(Verb.START_ZONE, self._place_of(interaction), timezone)
        wanted = heard.take(Verb.START_ROADMAP, self._names.library.roadmap, roadmap)
        request = Request(
            roadmap=wanted.id if wanted else None,
            zone=place.zone if place else None,
            weekday=heard.take(Verb.START_DAY, read_day, day),
            minute=heard.take(Verb.START_TIME, read_time, time),
            hours=hours,
        )
        await self._start(interaction, request, phase, heard, place)

    @on_press(Verb.START_ZONE)
    async def zone_chosen(self, interaction: Interaction, press: Press) -> None:
        """A place from a menu or from the form."""
        if not press.fields and press.choice == OTHER:
            await open_form(interaction, views.zone_form(press.owner, press.verb))
            return
        place = self._place_of(interaction)((*press.values, press.fields.get("zone", ""))[0])
        await self._start(interaction, Request(zone=place.zone), None, Heard(), place)

    @on_press(Verb.START_DAY)
    async def day_chosen(self, interaction: Interaction, press: Press) -> None:
        """A day from the menu, where the one that was typed was none."""
        await self._start(interaction, Request(weekday=read_day(press.choice)), None, Heard())

    @on_press(Verb.START_TIME)
    async def time_chosen(self, interaction: Interaction, press: Press) -> None:
        """A time from the menu or from the form, where the one that was typed was none."""
        if not press.fields and press.choice == OTHER:
            await open_form(interaction, views.time_form(press.owner, press.verb))
            return
        minute = read_time((*press.values, press.fields.get("time", ""))[0])
        await self._start(interaction, Request(minute=minute), None, Heard())

    @on_press(Verb.START_PHASE)
    async def phase_chosen(self, interaction: Interaction, press: Press) -> None:
        """A phase from the menu, where the one that was typed was none."""
        await self._start(interaction, Request(), press.ref, Heard())

    @on_press(Verb.START_ROADMAP)
    async def roadmap_chosen(self, interaction: Interaction, press: Press) -> None:
        """A roadmap from the menu, where the one that was typed was none."""
        wanted = self._names.library.roadmap(press.choice)
        await self._start(interaction, Request(roadmap=wanted.id), None, Heard())

    def _place_of(self, interaction: Interaction) -> Callable[[str], Place]:
        return lambda typed: read_place(typed, self._gazetteer, act_of(interaction).at)

    async def _start(
        self,
        interaction: Interaction,
        request: Request,
        phase: str | None,
        heard: Heard,
        place: Place | None = None,
    ) -> None:
        act = act_of(interaction)
        known = await self._known(act.user, request, phase, heard)
        if known and not self._names.library.single:
            request = replace(request, roadmap=known[0].id)
        await think(interaction)
        started = await self._enrolment.start(act, request, known)
        refusal = await self._dispatcher.deliver(started.asked) if started.asked else None
        journey = await self._progress.journey(act.user) if started.asked else started.journey
        member, said = journey.member or started.member, views.trouble(refusal)
        asked = views.Asked(heard.unclear, self._names.library, place, act.at)
        await show(interaction, views.enrolled(member, journey.progress, asked, trouble=said))

    async def _known(
        self, user: int, request: Request, phase: str | None, heard: Heard
    ) -> tuple[Roadmap, Phase] | None:
        """The phase before which everything is known; one of another roadmap than was asked for is none."""
        if phase and request.roadmap and "/" not in phase:
            phase = f"{request.roadmap}/{phase}"
        try:
            known = await self._names.phase(user, phase) if phase else None
            if known and request.roadmap not in (None, known[0].id):
                raise UnknownName(kind="phase", name=known[1].title)
        except UnknownName as error:
            heard.unclear[Verb.START_PHASE] = error
            return None
        return known
