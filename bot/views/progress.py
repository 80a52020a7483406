"""`/progress`: how far a member is, as a picture and the same in words and stones."""

import io
from typing import Any

import discord
from discord import ui

from bot.domain.custom_id import Verb
from bot.domain.goals import goal_of
from bot.domain.members import Member
from bot.domain.progress import Progress
from bot.domain.roadmap import Phase
from bot.domain.weeks import ActiveWeeks
from bot.views.certifications import goal_line
from bot.views.components import (
    LEGEND,
    card,
    count,
    done_of,
    hours,
    months,
    row,
    rule,
    small,
    tally_words,
    trail,
)
from bot.views.controls import button
from bot.views.picture.facts import ARRIVED, alt_text, moment, sketch

PICTURE = "trail.png"


def progress_card(
    progress: Progress,
    weeks: ActiveWeeks,
    owner: int,
    shared_by: str | None = None,
    *,
    member: Member | None = None,
    pictured: bool = False,
) -> ui.LayoutView:
    """The member's own card with buttons; with `shared_by` (a mention) the one for a channel, without.

    With `member` their goal stands in it; `pictured` says that the picture is sent along.
    """
    tally = progress.tally()
    heading = f"{shared_by} on the trail" if shared_by else "Your trail"
    shining = moment(progress)
    return card(
        _gallery(alt_text(sketch(progress, weeks))) if pictured else None,
        f"## {heading}: {progress.roadmap.title}\n{trail(progress)}\n{small(LEGEND)}",
        f"### {shining}" if shining else None,
        f"**{done_of(tally)}**, {progress.hours().percent} %"
        + (f" · {tally.skipped} skipped" if tally.skipped else ""),
        rule(),
        "\n".join(_phase_words(progress, phase) for phase in progress.roadmap.current_phases),
        _weeks_words(weeks),
        _next_words(progress),
        goal_line(goal_of(member, progress.roadmap)) if member else "",
        below=[] if shared_by else [row(button("My next action", Verb.NEXT, owner))],
    )


def attached(picture: bytes) -> discord.File:
    """The picture (a PNG), as the card refers to it."""
    return discord.File(io.BytesIO(picture), PICTURE)


def _gallery(description: str) -> ui.MediaGallery[Any]:
    return ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{PICTURE}", description=description))


def _phase_words(progress: Progress, phase: Phase) -> str:
    tally = progress.tally(phase)
    return f"**{phase.title}**, {months(phase)} · {tally_words(tally)}"


def _weeks_words(weeks: ActiveWeeks) -> str:
    if weeks.total == 0:
        return ""
    run = f", {weeks.run} of them in the current run" if weeks.run > 1 else ""
    return f"{count(weeks.total, 'active week')}{run}"


def _next_words(progress: Progress) -> str:
    action = progress.next_action
    return f"Next: **{action.title}**, {hours(action.effort_hours)}" if action else ARRIVED
