"""What `/start` makes of a member: the first time, and again."""

from typing import NamedTuple

from bot.domain.acts import Act
from bot.domain.members import Member, NudgeSchedule, with_hours
from bot.domain.nudge_state import rescheduled, sign_of_life, switched, unplanned


class Request(NamedTuple):
    """What was asked for; None leaves a thing as it is. `roadmap` is the id of one that is loaded.

    `hours` are those of a week, `every` says in each how-manieth week a message is wanted.
    """

    zone: str | None = None
    weekday: int | None = None
    minute: int | None = None
    roadmap: str | None = None
    hours: int | None = None
    every: int | None = None


def start(member: Member | None, act: Act, request: Request, default_roadmap: str) -> Member:
    """The member after `/start`.

    Like any command it ends a rest. The first time turns the weekly message on. Later it stays as it is,
    unless the schedule is changed: who says when wants to be written to.
    """
    at = act.at
    known = sign_of_life(member, at) if member else Member(act.user, default_roadmap, enrolled_at=at)
    schedule = changed(known.schedule, request)
    there = known._replace(started=True, locale=act.locale)
    if request.roadmap is not None and request.roadmap != there.roadmap:
        there = there._replace(roadmap=request.roadmap, told_hours=None)
        there = unplanned(there, at) if there.nudges.planned else there  # it named a step of the other one
    if request.hours is not None and request.hours != there.hours:
        there = with_hours(there, request.hours, at)
    enrolled = rescheduled(there, schedule, at)
    says_when = (request.zone, request.weekday, request.minute) != (None, None, None)
    turned_on = not known.nudged and (says_when or not known.started)
    return switched(enrolled, True, at) if turned_on else enrolled


def changed(schedule: NudgeSchedule, request: Request) -> NudgeSchedule:
    """The schedule with what was asked for put in."""
    return schedule._replace(
        weekday=schedule.weekday if request.weekday is None else request.weekday,
        minute=schedule.minute if request.minute is None else request.minute,
        zone=request.zone or schedule.zone,
        every=request.every or schedule.every,
    )
