"""`/start`: enrol, or change what was enrolled with."""

from typing import NamedTuple

from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.enrolment import Request, start
from bot.domain.journey import Journey, Marked, journey_of
from bot.domain.marks import Change
from bot.domain.members import Member
from bot.domain.roadmap import Phase, Roadmap
from bot.domain.ticks import skip_before
from bot.services.activity import settle_clicked
from bot.services.asking import Asked, ask_welcome
from bot.store.rows import Rows
from bot.store.store import Store


class Started(NamedTuple):
    """What `/start` came to: the member with their progress, and the welcome, if one is to be sent."""

    member: Member
    journey: Journey
    asked: Asked | None


class Enrolment:
    """Makes members. May raise StoreUnavailable; nothing is changed then."""

    def __init__(self, store: Store, content: LiveContent) -> None:
        self._store = store
        self._content = content

    async def roadmap_here(self, act: Act) -> Roadmap | None:
        """What this server has chosen for `/start`, as long as who acts has not used it here."""
        library = self._content.library
        if act.guild is None or library.single:
            return None
        chosen = (await self._store.read.guilds.get(act.guild)).roadmap
        if chosen is None or act.guild in await self._store.read.members.guilds(act.user):
            return None
        return next((road for road in library.roadmaps if road.id == chosen), None)

    async def start(self, act: Act, request: Request, known: tuple[Roadmap, Phase] | None) -> Started:
        """Enrol or change; `known` is the phase before which everything is already known.

        Delivered twice, the second changes nothing.
        """
        library = self._content.library
        async with self._store.transaction(act.user) as rows:
            await settle_clicked(rows, act)
            log = await rows.changes.made_by(act)
            member, standing = log.member, log.standing
            if member is None or not await rows.clicks.known(act):
                here = await rows.guilds.get(act.guild) if act.guild is not None else None
                default = library.active(here.roadmap if here else None)
                new = start(member, act, request, default.id)
                member = await _stored(rows, act, new, known=member)
                if known is not None:
                    there = journey_of(library, member, log.marked, known[0])
                    standing += await _skipped(rows, act, there, known[1])
            asked = await ask_welcome(rows, act, member)
        journey = journey_of(library, member, Marked.by(standing))
        return Started(member, journey, asked)


async def _stored(rows: Rows, act: Act, member: Member, known: Member | None) -> Member:
    if known is None:
        member = await rows.members.add(member)
    else:
        await rows.members.save(member)
    await rows.clicks.add(act)
    if act.guild is not None:
        await rows.members.meet(act.user, act.guild, act.at)
    return member


async def _skipped(rows: Rows, act: Act, journey: Journey, phase: Phase) -> tuple[Change, ...]:
    """The change that marks what is known as skipped, if that changes anything."""
    marks = skip_before(journey.progress, phase)
    return (await rows.changes.add(act, journey.progress.roadmap.id, marks),) if marks else ()
