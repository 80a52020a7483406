"""What is sent in the member's own click: the welcome, which opens and tests the DM; a test; another try."""

from dataclasses import dataclass, replace

from bot.delivery.courier import Courier
from bot.delivery.sender import Refusal
from bot.domain import enrolment
from bot.domain.due import TOO_LATE, overdue
from bot.domain.errors import NotEnrolled
from bot.domain.journey import Journey
from bot.domain.library import Library
from bot.domain.members import Member
from bot.domain.nudge_state import Kind
from bot.domain.nudges import Nudge, State, still_wanted
from bot.domain.progress import skip_before
from bot.domain.roadmap import Phase, Roadmap
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.store.nudges import NudgeStore


@dataclass(frozen=True, slots=True)
class Click:
    """Who clicked, in which guild (None where the bot is no member) and interaction, when (epoch seconds).

    The time is the click's own: delivered twice, it is the same.
    """

    user: int
    guild: int | None
    interaction: int
    at: int


@dataclass(frozen=True, slots=True)
class Started:
    """What `/start` came to. `refusal` says why the DM could not be reached, if it could not."""

    member: Member
    journey: Journey
    refusal: Refusal | None


class Welcome:
    """Enrols members and writes to them because they just asked for it; such letters wait for no rate."""

    def __init__(
        self, courier: Courier, nudges: NudgeStore, members: MemberStore, journeys: JourneyStore
    ) -> None:
        self._courier = courier
        self._nudges = nudges
        self._members = members
        self._journeys = journeys
        self._sending: set[tuple[int, Kind]] = set()

    async def start(
        self, click: Click, request: enrolment.Request, library: Library, known: tuple[Roadmap, Phase] | None
    ) -> Started:
        """Enrol or change; `known` is the phase before which everything is already known.

        The enrolment is stored before the DM is tried, and stands whatever comes of that.
        """
        member = await self._members.put(
            click.user,
            lambda m: enrolment.start(m, click.user, request, library.default.id, click.at),
            at=click.at,
            guild_id=click.guild,
            click=click.interaction,
        )
        if known is not None:
            roadmap, phase = known
            await self._journeys.change(
                click.user, roadmap, click.interaction, click.at, lambda p: skip_before(p, phase)
            )
        refusal = await self.reach(member, click.at)
        journey = await self._journeys.load(click.user, library)
        return Started(journey.member or member, journey, refusal)

    async def reach(self, member: Member, at: int) -> Refusal | None:
        """Welcome somebody who asked to be written to, unless their DM is known to be open."""
        if member.dm_channel is not None and member.nudges.refused_at is None:
            return None
        return await self._send(member.id, Kind.WELCOME, at)

    async def test(self, user_id: int, at: int) -> Refusal | None:
        """Send a test nudge, which does not count as the week's. Raises NotEnrolled."""
        return await self._send(user_id, Kind.TEST, at)

    async def try_again(self, user_id: int, at: int) -> tuple[Member, Refusal | None]:
        """After a refusal: this week's nudge if it is under three days old, else a test.

        The member as they are afterwards, and what stood in the way. Raises NotEnrolled.
        """
        await self._members.seen(user_id, at)  # until then a pause that is over stays on record
        refusal = await self._once_more(await self._member(user_id), at)
        return await self._member(user_id), refusal

    async def _once_more(self, member: Member, at: int) -> Refusal | None:
        refused = await self._nudges.last_refused(member.id)
        if (
            refused is not None
            and still_wanted(refused, member)
            and at - refused.due_at <= TOO_LATE
            and (again := await self._nudges.reclaim(refused, at))
        ):
            return await self._deliver(again, at)
        due_at = overdue(member, at)
        return await self._send(member.id, Kind.TEST if due_at is None else Kind.WEEKLY, at, due_at)

    async def _member(self, user_id: int) -> Member:
        member = await self._members.get(user_id)
        if member is None:
            raise NotEnrolled
        return member

    async def _send(self, user_id: int, kind: Kind, at: int, due_at: int | None = None) -> Refusal | None:
        await self._member(user_id)
        nudge = await self._nudges.add(user_id, kind, at, due_at)
        if isinstance(nudge, Nudge):
            return await self._deliver(nudge, at)
        if nudge in (State.CLAIMED, State.WAITING):
            # What a twin of this click is sending right now is no trouble.
            return None if (user_id, kind) in self._sending else Refusal.LATER
        if due_at is not None:
            return await self._send(user_id, Kind.TEST, at)
        return Refusal.CLOSED if nudge is State.REFUSED else None

    async def _deliver(self, nudge: Nudge, at: int) -> Refusal | None:
        """Deliver while the member waits; a refusal is told in that answer, so not once more after it."""
        self._sending.add((nudge.user, nudge.kind))
        try:
            refusal = await self._courier.deliver(nudge, clicked=True)
        finally:
            self._sending.discard((nudge.user, nudge.kind))
        if refusal in (Refusal.CLOSED, Refusal.NOBODY):
            await self._members.put(nudge.user, _told, at=at)
        return refusal


def _told(member: Member | None) -> Member:
    if member is None:
        raise NotEnrolled
    return replace(member, nudges=replace(member.nudges, told=True))
