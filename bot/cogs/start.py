"""`/start`: enrol, choose when to be written to, find the way to the DM."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from discord import app_commands

from bot.client import Interaction, act_of, on_press, open_form, show, think
from bot.cogs.choices import Choices, ContentChoices, Typed
from bot.cogs.heard import Heard
from bot.delivery.dispatcher import Dispatcher
from bot.domain.custom_id import OTHER, Press, Unkept, Verb
from bot.domain.enrolment import Request
from bot.domain.errors import Meaning, OtherRoadmap, UnknownName
from bot.domain.members import HOURS_A_WEEK
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
from bot.views.meanings import place_choices

Known = tuple[Roadmap, Phase]


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
        return [app_commands.Choice(name=name, value=value) for name, value in place_choices(found)]

    @app_commands.command(description="Enrol: your next step now, and one direct message a week if you like.")
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
        timezone: Typed | None = None,
        day: Typed | None = None,
        time: Typed | None = None,
        hours: app_commands.Range[int, HOURS_A_WEEK[0], HOURS_A_WEEK[-1]] | None = None,
        phase: Typed | None = None,
        roadmap: Typed | None = None,
    ) -> None:
        """Enrol, or show and change what is set."""
        given = {
            "timezone": timezone,
            "day": day,
            "time": time,
            "hours": hours and str(hours),
            "phase": phase,
            "roadmap": roadmap,
        }
        await self._begin(interaction, {name: text for name, text in given.items() if text})

    @on_press(Verb.START_ZONE)
    async def zone_chosen(self, interaction: Interaction, press: Press) -> None:
        """A place from a menu or from the form."""
        if not press.fields and press.choice == OTHER:
            await open_form(interaction, views.zone_form(press.owner, press.verb))
            return
        place = self._place_of(interaction)((*press.values, press.fields.get("zone", ""))[0])
        await self._start(interaction, Request(zone=place.zone), Heard(), place)

    @on_press(Verb.START_DAY)
    async def day_chosen(self, interaction: Interaction, press: Press) -> None:
        """A day from the menu, where the one that was typed was none."""
        await self._start(interaction, Request(weekday=read_day(press.choice)), Heard())

    @on_press(Verb.START_TIME)
    async def time_chosen(self, interaction: Interaction, press: Press) -> None:
        """A time from the menu or from the form, where the one that was typed was none."""
        if not press.fields and press.choice == OTHER:
            await open_form(interaction, views.time_form(press.owner, press.verb))
            return
        minute = read_time((*press.values, press.fields.get("time", ""))[0])
        await self._start(interaction, Request(minute=minute), Heard())

    @on_press(Verb.START_ROADMAP, Verb.START_PHASE)
    async def sent_again(self, interaction: Interaction, press: Press) -> None:
        """The command once more, with what was chosen for a roadmap or phase that nobody knows."""
        await self._begin(interaction, press.fields)

    @on_press(Verb.START_OTHER)
    async def roadmap_chosen(self, interaction: Interaction, press: Press) -> None:
        """The command once more: on the roadmap that was named, or, without its phase, on the one walked."""
        walked = await self._walked(press.owner)
        stays = walked is not None and press.typed("roadmap") == walked.id
        typed = {**press.fields, "phase": ""} if stays else press.fields
        await self._begin(interaction, typed, sure=True)

    def _place_of(self, interaction: Interaction) -> Callable[[str], Place]:
        return lambda typed: read_place(typed, self._gazetteer, act_of(interaction).at)

    async def _begin(self, interaction: Interaction, typed: Mapping[str, str], *, sure: bool = False) -> None:
        """The command as it was typed, option by option.

        Without the roadmap or phase that was meant there is nothing to begin: the command comes back then,
        and where another roadmap than theirs was named, or is this server's, unless they are `sure`.
        """
        user = interaction.user.id
        roadmap, known = await self._where(user, typed)
        meant = None if sure else roadmap or await self._enrolment.roadmap_here(act_of(interaction))
        walked = await self._walked(user) if meant else None
        if meant and walked and walked.id != meant.id:
            named, theirs = (Meaning(each.id, each.title) for each in (meant, walked))
            raise Unkept(OtherRoadmap(named, theirs), Press(Verb.START_OTHER, user, fields=typed))
        heard = Heard()
        place = heard.take(Verb.START_ZONE, self._place_of(interaction), typed.get("timezone"))
        request = Request(
            roadmap=roadmap.id if roadmap else None,
            zone=place.zone if place else None,
            weekday=heard.take(Verb.START_DAY, read_day, typed.get("day")),
            minute=heard.take(Verb.START_TIME, read_time, typed.get("time")),
            hours=next((hours for hours in HOURS_A_WEEK if str(hours) == typed.get("hours")), None),
        )
        await self._start(interaction, request, heard, place, known)

    async def _walked(self, user: int) -> Roadmap | None:
        return (await self._progress.journey(user)).walked

    async def _where(self, user: int, typed: Mapping[str, str]) -> tuple[Roadmap | None, Known | None]:
        """The roadmap that was asked for, and the phase before which everything is known."""
        verb, library, roadmap, known = Verb.START_ROADMAP, self._names.library, None, None
        try:
            if name := typed.get("roadmap"):
                roadmap = library.roadmap(name)
            verb = Verb.START_PHASE
            if name := typed.get("phase"):
                known = await self._names.phase_in(roadmap, user, name)
        except UnknownName as error:
            raise Unkept(error, Press(verb, user, fields=typed)) from error
        if known and not library.single:
            roadmap = known[0]
        return roadmap, known

    async def _start(
        self,
        interaction: Interaction,
        request: Request,
        heard: Heard,
        place: Place | None = None,
        known: Known | None = None,
    ) -> None:
        act = act_of(interaction)
        await think(interaction)
        started = await self._enrolment.start(act, request, known)
        refusal = await self._dispatcher.deliver(started.asked) if started.asked else None
        journey = await self._progress.journey(act.user) if started.asked else started.journey
        member, said = journey.member or started.member, views.trouble(refusal)
        asked = views.Asked(heard.unclear, place, act.at)
        await show(interaction, views.enrolled(member, journey.progress, asked, trouble=said))
