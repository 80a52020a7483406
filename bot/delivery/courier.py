"""Delivers one claimed message: look for it if it may be there, ask once more, write, send, settle."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.delivery.outbox import LOOK_BACK, Outbox, Refusal, snowflake_at
from bot.delivery.pace import Pace
from bot.domain.breaker import Breaker
from bot.domain.members import Member
from bot.domain.nudges import Nudge, State, still_wanted, subject
from bot.domain.rhythm import TOO_LATE, Kind, delivered, refused
from bot.packs.shelf import Shelf
from bot.store.journeys import JourneyStore
from bot.store.members import MemberStore
from bot.store.nudges import NudgeStore, Standing
from bot.store.updates import UpdateStore
from bot.views.letters import write

log = logging.getLogger(__name__)

BACK_OFF = (60, 5 * 60, 15 * 60, 60 * 60)
"""Seconds until the next try, after each one that came to nothing; the last again and again."""

MOST_ATTEMPTS = 5
"""Tries at what Discord refuses for no reason that we know."""

OPENINGS_PER_SECOND = 2
OPENINGS_REST = 2 * 60 * 60
"""Seconds without a new DM after Discord asked to open fewer."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A nudge that Discord has: where, as which message, about which action.

    `told` says that it told of a goal's retirement.
    """

    nudge: Nudge
    channel: int
    message: int
    action: str | None
    told: bool = False


class Courier:
    """Delivers what was claimed. `counts` says what became of it since they were last cleared."""

    def __init__(
        self,
        outbox: Outbox,
        nudges: NudgeStore,
        journeys: JourneyStore,
        members: MemberStore,
        updates: UpdateStore,
        shelf: Shelf,
        now: Callable[[], int],
    ) -> None:
        self._outbox = outbox
        self._nudges = nudges
        self._journeys = journeys
        self._members = members
        self._updates = updates
        self._shelf = shelf
        self._now = now
        self._openings = Pace(OPENINGS_PER_SECOND)
        self._no_openings_until = 0
        self.breaker = Breaker()
        self.counts: Counter[str] = Counter()

    async def deliver(self, nudge: Nudge, *, clicked: bool = False) -> Refusal | None:
        """Deliver a claimed nudge and settle it; a Refusal if Discord did not take it now.

        `clicked` says that the member is waiting for it, so that their DM may be opened at once.
        """
        standing = await self._nudges.standing(nudge)
        if standing is None:
            return None
        found = await self._look(standing) if nudge.unsure else None
        outcome = found or await self._attempt(standing, clicked=clicked)
        match outcome:
            case Sent():
                await self._arrived(outcome)
                return None
            case State():
                await self._nudges.settle(nudge, outcome, self._now())
                self.counts[outcome] += 1
                return None
            case _:
                await self._put_off(nudge, outcome)
                return outcome

    async def _look(self, standing: Standing) -> Sent | Refusal | None:
        """Whether an earlier try got through after all. A look-up that fails is no answer."""
        nudge, channel = standing.nudge, standing.member.dm_channel
        if channel is None:
            return None
        found = await self._outbox.find(channel, nudge.id, _since(standing))
        if isinstance(found, Refusal):
            return Refusal.UNSURE
        return found and Sent(nudge, channel, *found)

    async def _attempt(self, standing: Standing, *, clicked: bool) -> Sent | Refusal | State:
        """Ask once more whether it is wanted, and send it."""
        nudge, member = standing.nudge, standing.member
        if not still_wanted(nudge, member):
            return State.WITHDRAWN
        if nudge.kind is not Kind.WELCOME and self._now() - nudge.due_at > TOO_LATE:
            return State.MISSED
        channel = await self._channel(nudge, member, clicked=clicked)
        if isinstance(channel, Refusal):
            return channel
        journey = await self._journeys.load(member.id, self._shelf.library)
        since = max((past.sent_at for past in standing.past), default=member.enrolled_at - 1)
        posted = await self._updates.news_for(member.id, since)
        about = subject(nudge, journey.progress, standing.past, posted, member)
        if about.kind is not nudge.kind:
            await self._nudges.becomes(nudge, about.kind)
        letter = write(about, member, member.rhythm.weekly_at)
        message = await self._outbox.send(channel, letter, nonce=_nonce(nudge))
        if isinstance(message, Refusal):
            return message
        sent = replace(nudge, kind=about.kind)
        action = about.action.id if about.action else None
        return Sent(sent, channel, message, action, told=about.goal is not None)

    async def _channel(self, nudge: Nudge, member: Member, *, clicked: bool) -> int | Refusal:
        """The DM as it was opened once; opened anew in a click after it was refused, as it may be gone."""
        known = member.dm_channel
        if known is not None and not (clicked and member.rhythm.refused_at is not None):
            return known
        return await self._open(nudge, clicked=clicked)

    async def _open(self, nudge: Nudge, *, clicked: bool) -> int | Refusal:
        """Open the DM: in a click, or from the queue of welcomes that Discord asked to put off."""
        if self._now() < self._no_openings_until:
            return Refusal.TOO_MANY
        if not clicked:
            if nudge.kind is not Kind.WELCOME:
                return Refusal.CLOSED
            await self._openings.turn()
        opened = await self._outbox.open_dm(nudge.user)
        if isinstance(opened, Refusal):
            if opened is Refusal.TOO_MANY:
                self._no_openings_until = self._now() + OPENINGS_REST
            return opened
        await self._members.set_dm_channel(nudge.user, opened)
        return opened

    async def _arrived(self, sent: Sent) -> None:
        at, nudge = self._now(), sent.nudge
        await self._nudges.settle(
            nudge,
            State.SENT,
            at,
            lambda member: _goal_told(delivered(member, nudge.kind, at), sent),
            channel=sent.channel,
            message=sent.message,
            action=sent.action,
        )
        self.counts["late" if nudge.late else "sent"] += 1
        if self.breaker.sent(at):
            log.warning("sending works again")
            await self._outbox.tell_owner("Sending works again.")

    async def _put_off(self, nudge: Nudge, refusal: Refusal) -> None:
        """Settle what was refused for good; try the rest again later.

        That looks for the message first, whatever the refusal says: discord.py tries several times by itself,
        and an earlier one may have got through.
        """
        self.counts[refusal] += 1
        now = self._now()
        wait = BACK_OFF[min(nudge.attempts, len(BACK_OFF) - 1)]
        match refusal:
            case Refusal.CLOSED | Refusal.NOBODY:
                change = partial(refused, at=now)
                await self._nudges.settle(nudge, State.REFUSED, now, change, reason=refusal.value)
            case Refusal.UNSURE if now - nudge.due_at > TOO_LATE:
                await self._nudges.settle(nudge, State.FAILED, now, reason=refusal.value)
            case Refusal.TOO_MANY if now < self._no_openings_until:
                await self._nudges.wait([nudge.id], self._no_openings_until)
            case Refusal.TOO_MANY:
                await self._count_refusal(at_once=True)
                await self._nudges.hold(nudge, self.breaker.open_until or now + wait)
            case Refusal.FAILED if nudge.attempts + 1 >= MOST_ATTEMPTS:
                await self._nudges.settle(nudge, State.FAILED, now, reason=refusal.value)
            case _:
                await self._nudges.hold(nudge, now + wait)
        if refusal in (Refusal.CLOSED, Refusal.NOBODY, Refusal.FAILED):
            await self._count_refusal(at_once=False)

    async def _count_refusal(self, *, at_once: bool) -> None:
        now = self._now()
        if self.breaker.refused(now, at_once=at_once):
            rest = ((self.breaker.open_until or now) - now) // 60
            log.error("Discord refuses too many messages: all sending stops for %s minutes", rest)
            await self._outbox.tell_owner(
                f"Discord refuses too many of my messages. I stop sending for {rest} minutes and then try "
                "again; nothing is lost."
            )


def _goal_told(member: Member, sent: Sent) -> Member:
    if not sent.told or member.goal is None:
        return member
    return replace(member, goal=replace(member.goal, told=True))


def _since(standing: Standing) -> int:
    """From where on to look: five minutes before the claim, or the last message known to be older.

    The second bound holds when the clock was wrong as the nudge was claimed; it is the channel itself, as
    long as no message is known.
    """
    claim = snowflake_at(standing.nudge.claimed_at - LOOK_BACK)
    channel = standing.member.dm_channel or claim
    known = max((past.message for past in standing.past if past.message), default=channel)
    return min(claim, known)


def _nonce(nudge: Nudge) -> str:
    """The same for every try at the same nudge, and for no other; Discord takes 25 characters."""
    return hashlib.sha256(f"{nudge.user}:{nudge.due_at}".encode()).hexdigest()[:25]
