"""What is shown goes again: the jobs that remove it, and what its owner hears of that."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.jobs import Job, JobKind, NewJob
from bot.domain.shown import GoneBy, Leftover, Shown, ShownStage
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
    member = await rows.members.get(after.user)
    if member is not None:
        await rows.members.save(replace(member, shown_told=False))
