"""Enrolment and the welcome, which opens and tests the DM in the member's own click."""

from dataclasses import dataclass, replace

from bot.delivery.outbox import Outbox, Refusal, Sent
from bot.domain import enrolment
from bot.domain.journey import Journey
from bot.domain.library import Library
from bot.domain.members import Member
from bot.domain.progress import skip_before
from bot.domain.roadmap import Phase, Roadmap
from bot.domain.schedule import next_due
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.views import letters


@dataclass(frozen=True, slots=True)
class Click:
    """Who clicked, in which guild (None where the bot is no member) and interaction, when (epoch seconds)."""

    user: int
    guild: int | None
    interaction: int
    at: int


@dataclass(frozen=True, slots=True)
class Started:
    """What `/start` came to. `refusal` says why the DM could not be reached, if it could not."""

    member: Member
    journey: Journey
    first_nudge: int | None
    new: bool
    refusal: Refusal | None


class Welcome:
    """Enrols members and writes their first DM."""

    def __init__(self, outbox: Outbox, members: MemberStore, journeys: JourneyStore) -> None:
        self._outbox = outbox
        self._members = members
        self._journeys = journeys

    async def start(
        self, click: Click, request: enrolment.Request, library: Library, known: tuple[Roadmap, Phase] | None
    ) -> Started:
        """Enrol or change; `known` is the phase before which everything is already known.

        The enrolment is stored before the DM is tried, and stands whatever comes of that.
        """
        before = await self._members.get(click.user)
        default = library.default.id
        member = await self._members.put(
            click.user,
            lambda m: enrolment.start(m, click.user, request, default, click.at),
            at=click.at,
            guild_id=click.guild,
        )
        if known is not None:
            roadmap, phase = known
            await self._journeys.change(
                click.user, roadmap, click.interaction, click.at, lambda p: skip_before(p, phase)
            )
        journey = await self._journeys.load(click.user, library)
        refusal = None if member.dm_channel else await self.reach(journey, click.at)
        new = before is None or not before.started
        return Started(member, journey, _first_nudge(member, click.at), new, refusal)

    async def reach(self, journey: Journey, at: int) -> Refusal | None:
        """Open the member's DM and send the welcome; None when Discord took it.

        The channel is remembered, so that a weekly message never has to open one.
        """
        member = journey.member
        if member is None:
            raise ValueError("nobody to welcome")
        channel = await self._outbox.open_dm(member.id)
        if isinstance(channel, Refusal):
            return channel
        letter = letters.welcome(member, journey.progress, _first_nudge(member, at))
        outcome = await self._outbox.send(channel, letter, nonce=f"welcome{member.id}")
        if not isinstance(outcome, Sent):
            return outcome
        await self._members.put(member.id, lambda m: replace(m or member, dm_channel=channel), at=at)
        return None


def _first_nudge(member: Member, at: int) -> int | None:
    return next_due(member.wish, at) if member.nudged else None
