"""Delivers one claimed message: look for it if it may be there, ask once more, write, send, settle."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.delivery.circuit_breaker import BreakerAtWork
from bot.delivery.dm_channels import DMChannels, Later
from bot.delivery.scribe import Scribe
from bot.delivery.sender import DiscordSender, Refusal, instant_of, look_from
from bot.domain.circuit_breaker import Breaker
from bot.domain.due import TOO_LATE, deadline, night_ends
from bot.domain.members import Member
from bot.domain.nudge_state import Kind, delivered, refused, unsent
from bot.domain.nudges import Nudge, State, still_wanted
from bot.domain.schedule import DAY
from bot.store.members import MemberStore
from bot.store.nudges import NudgeStore, Standing, Trace

log = logging.getLogger(__name__)

BACK_OFF = (60, 5 * 60, 15 * 60, 60 * 60)
"""Seconds until the next try, after each that Discord refused; the last again and again."""

MOST_ATTEMPTS = 5
"""Tries at what Discord refuses for no reason that we know."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A nudge that Discord has: as of when (epoch seconds), where, as which message, about which action.

    `told` says that it told of a goal's retirement, `found` that it is from an earlier try.
    """

    nudge: Nudge
    at: int
    channel: int
    message: int
    action: str | None
    told: bool = False
    found: bool = False


class Courier:
    """Delivers what was claimed.

    `counts` says what became of it since they were last cleared, `in_flight` which nudges are under way.
    """

    def __init__(
        self,
        sender: DiscordSender,
        nudges: NudgeStore,
        members: MemberStore,
        scribe: Scribe,
        now: Callable[[], int],
    ) -> None:
        self._outbox = sender
        self._nudges = nudges
        self._scribe = scribe
        self._now = now
        self._openings = DMChannels(sender, members, now)
        self._brake = BreakerAtWork(sender, now)
        self.counts: Counter[str] = Counter()
        self.in_flight: set[int] = set()

    @property
    def breaker(self) -> Breaker:
        """Whether sending rests."""
        return self._brake.breaker

    async def deliver(self, nudge: Nudge, *, clicked: bool = False) -> Refusal | None:
        """Deliver a claimed nudge and settle it; a Refusal if Discord did not take it now.

        `clicked` says that the member is waiting for it, so that their DM may be opened at once.
        """
        self.in_flight.add(nudge.id)
        try:
            return await self._deliver(nudge, clicked=clicked)
        finally:
            self.in_flight.discard(nudge.id)

    async def _deliver(self, nudge: Nudge, *, clicked: bool) -> Refusal | None:
        match await self._outcome(nudge, clicked=clicked):
            case Sent() as sent:
                await self._arrived(sent)
            case State() as state:
                await self._end(nudge, state)
                self.counts[state] += 1
            case Later(until):
                await self._keep(nudge, until)
                return Refusal.LATER
            case Refusal() as refusal:
                await self._put_off(nudge, refusal)
                return refusal
        return None

    async def stumbled(self, nudge: Nudge) -> None:
        """Something in this very nudge is wrong on our side: a try that came to nothing."""
        self.counts[Refusal.FAILED] += 1
        await self._failed(nudge)

    async def _outcome(self, nudge: Nudge, *, clicked: bool) -> Sent | Refusal | State | Later | None:
        """What comes of a try; None if it was settled or deleted meanwhile."""
        standing = await self._nudges.standing(nudge)
        if standing is not None and nudge.unsure:
            found = await self._look(standing)
            if found is not None:
                return found
            standing = await self._nudges.standing(nudge)
        return None if standing is None else await self._attempt(standing, clicked=clicked)

    async def _look(self, standing: Standing) -> Sent | Refusal | None:
        """Whether an earlier try got through after all. A look-up that fails is no answer."""
        nudge, channel = standing.nudge, standing.member.dm_channel
        if channel is None:
            return None
        older = max((past.message for past in standing.past if past.message), default=channel)
        found = await self._outbox.find(
            channel, (nudge.key, str(nudge.id)), look_from(nudge.claimed_at, nudge.due_at, older)
        )
        if isinstance(found, Refusal):
            return Refusal.UNSURE
        return found and Sent(nudge, instant_of(found[0]), channel, *found, found=True)

    async def _attempt(self, standing: Standing, *, clicked: bool) -> Sent | Refusal | State | Later | None:
        """Ask once more whether it is wanted, and send it; None if it is gone."""
        hindrance = self._hindrance(standing, clicked=clicked)
        if hindrance is not None:
            return hindrance
        channel = self._openings.known(standing)
        if channel is not None:
            return await self._send(standing, channel)
        opened = await self._openings.open(standing, clicked=clicked)
        if not isinstance(opened, int):
            return opened
        # That took its time, and the member may not want it any more.
        again = await self._nudges.standing(standing.nudge)
        if again is None:
            return None
        return self._hindrance(again, clicked=clicked) or await self._send(again, opened)

    async def _send(self, standing: Standing, channel: int) -> Sent | Refusal:
        """Write it as of now, and hand it to Discord."""
        nudge, at = standing.nudge, self._now()
        about, letter = await self._scribe.write(standing)
        if about.kind is not nudge.kind:
            await self._nudges.becomes(nudge, about.kind)
        message = await self._outbox.send(channel, letter, nonce=_nonce(nudge))
        if isinstance(message, Refusal):
            return message
        sent = replace(nudge, kind=about.kind)
        action = about.action.id if about.action else None
        return Sent(sent, at, channel, message, action, told=about.goal is not None)

    def _hindrance(self, standing: Standing, *, clicked: bool) -> State | Later | None:
        """Why it is not to be sent, or not yet."""
        nudge, member, now = standing.nudge, standing.member, self._now()
        if not still_wanted(nudge, member, clicked=clicked):
            return State.WITHDRAWN
        if nudge.kind not in (Kind.WELCOME, Kind.FAREWELL) and now > deadline(member, nudge.due_at):
            return State.MISSED
        if member.nudges.refused_at is not None and not (nudge.asked or nudge.kind is Kind.FAREWELL):
            return State.REFUSED
        if self.breaker.open_until is not None and self.breaker.blocks(now):
            return Later(self.breaker.open_until)
        # Nobody is waiting for a farewell, so it is never in time at night.
        due_at = nudge.due_at if nudge.kind is not Kind.FAREWELL else 0
        morning = None if clicked else night_ends(member, due_at, now)
        return Later(morning) if morning else None

    async def _arrived(self, sent: Sent) -> None:
        at, nudge = self._now(), sent.nudge
        await self._nudges.settle(
            nudge,
            State.SENT,
            sent.at,
            lambda member: _goal_told(delivered(member, nudge.kind, at, nudge.due_at), sent),
            Trace(sent.channel, sent.message, sent.action),
        )
        self.counts["late" if nudge.late(sent.at) else "sent"] += 1
        if not sent.found:
            await self._brake.sent()

    async def _put_off(self, nudge: Nudge, refusal: Refusal) -> None:
        """Settle what was refused for good; try the rest again later.

        That looks for the message first, whatever the refusal says: discord.py tries several times by itself,
        and an earlier one may have got through.
        """
        self.counts[refusal] += 1
        now = self._now()
        wait = min(max(BACK_OFF[0], now - nudge.claimed_at), BACK_OFF[-1])
        match refusal:
            case Refusal.CLOSED | Refusal.NOBODY | Refusal.UNOPENED:
                change = partial(_refused, nudge=nudge, at=now)
                await self._nudges.settle(nudge, State.REFUSED, now, change, Trace(reason=refusal))
            case Refusal.UNSURE if now - nudge.due_at > TOO_LATE + DAY:
                await self._end(nudge, State.FAILED, refusal, sure=False)
            case Refusal.FAILED:
                await self._failed(nudge)
            case _:
                await self._nudges.hold(nudge.id, now + wait, tried=False)
        await self._brake.refused(nudge, refusal)

    async def _failed(self, nudge: Nudge) -> None:
        """Try again later, but not for ever."""
        if nudge.attempts + 1 >= MOST_ATTEMPTS:
            await self._end(nudge, State.FAILED, Refusal.FAILED)
        else:
            await self._nudges.hold(nudge.id, self._now() + BACK_OFF[min(nudge.attempts, len(BACK_OFF) - 1)])

    async def _end(
        self, nudge: Nudge, state: State, reason: Refusal | None = None, *, sure: bool = True
    ) -> None:
        """Settle what was not sent, or, if that is not `sure`, what nothing more can be known of."""
        now = self._now()
        change = partial(unsent, kind=nudge.kind, due_at=nudge.due_at, at=now, sure=sure)
        await self._nudges.settle(nudge, state, now, change, Trace(reason=reason))

    async def _keep(self, nudge: Nudge, until: int) -> None:
        """Keep what was not sent now for later; that was no try."""
        self.counts["put off"] += 1
        if nudge.unsure:
            await self._nudges.hold(nudge.id, until, tried=False)
        else:
            await self._nudges.wait([nudge.id], until, tried=False)


def _refused(member: Member, nudge: Nudge, at: int) -> Member:
    return (
        member if nudge.kind is Kind.FAREWELL else refused(unsent(member, nudge.kind, nudge.due_at, at), at)
    )


def _goal_told(member: Member, sent: Sent) -> Member:
    if not sent.told or member.goal is None:
        return member
    return replace(member, goal=replace(member.goal, told=True))


def _nonce(nudge: Nudge) -> str:
    """The same for every try at the same nudge, and for no other; Discord takes 25 characters."""
    return hashlib.sha256(f"{nudge.user}:{nudge.due_at}".encode()).hexdigest()[:25]
