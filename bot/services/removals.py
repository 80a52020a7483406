"""What others see of a member goes again: the jobs that take it away, and what is heard of that."""

from collections.abc import Iterable, Sequence

from bot.domain.jobs import Job, JobKind, NewJob
from bot.domain.phase_roles import Deed
from bot.domain.progress import Progress
from bot.domain.roadmap import Phase
from bot.domain.shown import GoneBy, Leftover, Shown, ShownKind, ShownStage
from bot.store.rows import Rows

ON_THE_WIRE = 70  # seconds after which what was being posted has been, or never will be by that request


async def leave(
    rows: Rows, found: Iterable[Shown], at: int, by: GoneBy | None = None, *, clicked: bool = False
) -> Sequence[Job]:
    """Let all of this be removed that is not leaving already: the jobs that somebody who `clicked` waits for.

    What may be on its way is looked for once it must have arrived, whenever it set out; without a click the
    rest is for the next run.
    """
    jobs = []
    staying = [each for each in found if each.seen and each.stage is not ShownStage.LEAVING]
    for number, shown in enumerate(staying):
        await rows.shown.save(shown.leaving(by))
        await rows.shown.looked_at(shown.id, at)
        # Each is due a second after the one before: a server has but one removal a second.
        new, there = removal(shown.guild, shown.leftover, at + number), shown.message is not None
        wait = None if there and clicked else at if there else at + ON_THE_WIRE
        job = await rows.jobs.add(new, at, wait_until=wait)
        jobs += [job] if wait is None else []
    return jobs


async def undone(rows: Rows, user: int, before: Progress, after: Progress, at: int) -> None:
    """What followed from what is taken back goes with it: the post and the role of a phase, a showcase.

    A phase that has something open again was finished once, which its member keeps; others see it no more.
    """
    finished = [p for p in before.roadmap.phases if before.is_finished(p)]
    open_again = [p for p in finished if not after.is_finished(p) or _opened(before, after, p)]
    road = before.roadmap.id
    phases = {f"{road}/{name}" for phase in open_again for name in phase.ids}
    unlinked = {
        f"{road}/{action.id}"
        for phase in before.roadmap.phases
        for action in phase.actions
        if before.link_of(action) and not after.link_of(action)
    }
    if not phases and not unlinked:
        return
    followed = {ShownKind.MILESTONE: phases, ShownKind.SHOWCASE: unlinked}
    found = [each for each in await rows.shown.seen_of(user) if each.about in followed.get(each.kind, ())]
    await leave(rows, found, at)
    for guild, about, role in await rows.roles.of(user):
        if about in phases:
            await rows.roles.drop(user, guild, about)
            await take_role(rows, user, guild, role, at)


def _opened(before: Progress, after: Progress, phase: Phase) -> bool:
    return not before.tally(phase).open and after.tally(phase).open > 0


async def held_roles(rows: Rows, user: int) -> Sequence[tuple[int, int, int, int]]:
    """Whatever role somebody has by a click, or may have soon: they, the server, the role, and how many
    seconds later it is there for certain.
    """
    taken = [(user, guild, role, 0) for guild, _, role in await rows.roles.of(user)]
    under_way = [(job.owner, Deed.read(job.about or "").role) for job in await rows.jobs.roles_of(user)]
    return [*taken, *((user, guild, role, ON_THE_WIRE) for guild, role in under_way)]


async def take_role(rows: Rows, user: int, guild: int, role: int, at: int, wait: int = 0) -> None:
    """Let a role be taken from somebody by the next run after so many seconds.

    It bears their id until that is done, as Discord has to be told whose it is.
    """
    new = NewJob(JobKind.ROLE, guild, at, user=user, guild=guild, about=str(Deed(role)))
    await rows.jobs.add(new, at, wait_until=at + wait)


def removal(guild: int, left: Leftover, due_at: int) -> NewJob:
    """It names nobody, as it may outlive whoever showed it."""
    return NewJob(JobKind.REMOVE, guild, due_at, asked=True, guild=guild, about=str(left))


def of_removal(job: Job) -> Leftover:
    """What a job is to remove."""
    return Leftover.read(job.about or "")


async def stays(rows: Rows, shown: Shown) -> None:
    """Note that something could not be removed so far; its owner hears of it, if they wanted it gone."""
    if shown.stage is ShownStage.LEAVING and shown.gone_by is None:
        await tell_owner(rows, shown.staying())
    elif shown.seen:
        await rows.shown.save(shown.staying())


async def went(rows: Rows, shown: Shown, by: GoneBy | None = None) -> None:
    """Nothing of it is kept; whoever did not take it back themselves hears who did."""
    after = shown.gone(by)
    await (tell_owner(rows, after) if after.gone_by else rows.shown.save(after))


async def tell_owner(rows: Rows, after: Shown) -> None:
    """Keep what became of something without its owner's doing; they hear of it at their next command."""
    await rows.shown.save(after, told=False)
    await has_news(rows, after.user)


async def has_news(rows: Rows, user: int) -> None:
    """Let somebody hear at their next command what became of what they asked for."""
    member = await rows.members.get(user)
    if member is not None:
        await rows.members.save(member._replace(shown_told=False))
