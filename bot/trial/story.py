"""What is worth trying, in five chapters: the page ticks them off, and the tour tells them in this order."""

from collections.abc import Container
from enum import Enum

from bot.domain.jobs import JobKind
from bot.domain.marks import MarkState
from bot.domain.updates import Stage
from bot.trial.world import World


class Chapter(Enum):
    """One thing to try: what, and how."""

    ENROL = "Enrol", "Robin types /start"
    TICK = "Tick a step", "Robin types /next and presses Done"
    WEEK = "Let a week pass", "the weekly message comes"
    PRESS = "Press on the message", "in Robin's direct messages"
    POST = "Post an update", "Mona types /setup, then /update post"

    def __init__(self, title: str, how: str) -> None:
        self.title = title
        self.how = how


async def lived(world: World, pressed: Container[int]) -> set[Chapter]:
    """The chapters that happened; `pressed` has the ids of the messages that Robin pressed something on."""
    read, robin = world.app.store.read, world.robin.id
    log, past = await read.changes.of(robin), await read.jobs.past(robin)
    marks = [mark for change in log.standing for mark in change.marks]
    weekly = [message for message in past if message.kind is JobKind.WEEKLY]
    happened = {
        Chapter.ENROL: log.member is not None and log.member.started,
        Chapter.TICK: any(mark.state is MarkState.DONE for mark in marks),
        Chapter.WEEK: bool(weekly),
        Chapter.PRESS: any(message.message in pressed for message in weekly),
        Chapter.POST: bool(await read.updates.listed(world.guild.id, Stage.POSTED)),
    }
    return {chapter for chapter, is_true in happened.items() if is_true}
