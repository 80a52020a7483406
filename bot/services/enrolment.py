"""`/start`: enrol, or change what was enrolled with."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.live import LiveContent
from bot.domain.acts import Act
from bot.domain.enrolment import Request, start
from bot.domain.journey import Journey, progress_of
from bot.domain.members import Member
from bot.domain.progress import Change, skip_before
from bot.domain.roadmap import Phase, Roadmap
from bot.services.activity import settle_clicked
from bot.services.asking import Asked, ask_welcome
from bot.store.rows import Rows
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Started:
    """What `/start` came to: the member with their progress, and the welcome, if one is to be sent."""

    member: Member
    journey: Journey
    asked: Asked | None


class Enrolment:
    """Makes members. May raise StoreUnavailable; nothing is changed then."""

    def __init__(self, store: Store, content: LiveContent) -> None:
        self._store = store
        self._content = content

    async def start(self, act: Act, request: Request, known: tuple[Roadmap, Phase] | None) -> Started:
        """Enrol or change; `known` is the phase before which everything is already known.

        Delivered twice, the second changes nothing.
        """
        library = self._content.library
        async with self._store.transaction() as rows:
            await settle_clicked(rows, act)
            log = await rows.changes.made_by(act)
            member, standing = log.member, log.standing
            if member is None or not await rows.clicks.known(act):
                new = start(member, act, request, library.default.id)
                member = await _stored(rows, act, new, known=member)
                standing += await _skipped(rows, act, standing, known)
            asked = await ask_welcome(rows, act, member)
        journey = Journey(member, progress_of(library.active(member.roadmap), standing))
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


async def _skipped(
    rows: Rows, act: Act, standing: Sequence[Change], known: tuple[Roadmap, Phase] | None
) -> tuple[Change, ...]:
    """The change that marks what is known as skipped, if that changes anything."""
    if known is None:
        return ()
    roadmap, phase = known
    marks = skip_before(progress_of(roadmap, standing), phase)
    return (await rows.changes.add(act, roadmap.id, marks),) if marks else ()
