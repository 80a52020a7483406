"""`/progress`: how far a member is, as a picture and the same in words and stones."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import discord
from discord import ui

from bot.domain.custom_id import ANYONE, Verb
from bot.domain.forecast import Forecast
from bot.domain.goals import Exam, goal_of
from bot.domain.members import Member
from bot.domain.progress import Progress
from bot.domain.roadmap import Phase
from bot.domain.weeks import ActiveWeeks
from bot.views.actions import next_words
from bot.views.certifications import goal_line
from bot.views.components import (
    LEGEND,
    SLATE,
    card,
    count,
    done_of,
    hours,
    months,
    row,
    rule,
    share_of,
    small,
    stamp,
    tally_words,
    trail,
)
from bot.views.controls import button
from bot.views.picture.facts import ARRIVED, TrailFacts, alt_text, forecast_words, moment, sketch

PICTURE = "trail.png"
BLOCKED = "A moderator here has turned off your posts through me, so only you see this."
KEPT_PRIVATE = "You can't write in this channel, so only you see this."


@dataclass(frozen=True, slots=True)
class LookBack:
    """What there is to see of somebody's way: `member` is theirs if it is told who they are, `passed` are
    exams, `ahead` is how long the rest may take.
    """

    progress: Progress
    weeks: ActiveWeeks
    member: Member | None = None
    passed: Sequence[Exam] = ()
    ahead: Forecast | None = None

    @property
    def facts(self) -> TrailFacts:
        """What the picture shows of it."""
        return sketch(self.progress, self.weeks, self.ahead)


def progress_card(
    seen: LookBack,
    owner: int,
    shared_by: str | None = None,
    *,
    pictured: bool = False,
    sharing: bool = False,
    note: str = "",
) -> ui.LayoutView:
    """The member's own card with buttons; with `shared_by` (a mention) the one for a channel, with ways back.

    `pictured` says that the picture is sent along, `sharing` that there is a channel to show it in.
    """
    progress, member, ahead = seen.progress, seen.member, seen.ahead
    tally = progress.tally()
    heading = f"{shared_by} on the trail" if shared_by else "Your trail"
    shining = moment(progress)
    skipped = f" · {tally.skipped} skipped" if tally.skipped else ""
    return card(
        note,
        _gallery(alt_text(seen.facts)) if pictured else None,
        f"## {heading}: {progress.roadmap.title}",
        f"### {shining}" if shining else None,
        f"**{done_of(tally)}**, {share_of(progress.hours())}{skipped}\n{trail(progress)}\n" + small(LEGEND),
        rule(),
        "\n".join(_phase_words(progress, phase) for phase in progress.roadmap.current_phases),
        _weeks_words(seen.weeks),
        _next_words(progress),
        f"{forecast_words(ahead)} ({hours(ceil(ahead.hours))})" if ahead else "",
        goal_line(goal_of(member, progress.roadmap)) if member else "",
        f"Passed: {', '.join(f'**{exam.title}**' for exam in seen.passed)}" if seen.passed else "",
        below=[_ways_back(owner, sharing=sharing) if shared_by else _ways_on(owner, sharing=sharing)],
    )


def _ways_on(owner: int, *, sharing: bool) -> ui.ActionRow[Any] | None:
    return row(
        button("My next action", Verb.NEXT, owner),
        button("Share", Verb.SHARE, owner) if sharing else None,
        button("Portfolio", Verb.PORTFOLIO, owner),
        button("Notes and links", Verb.NOTES, owner),
    )


def _ways_back(owner: int, *, sharing: bool) -> ui.ActionRow[Any] | None:
    return row(
        button("Take back", Verb.SHARED_BACK, owner),
        button("Remove", Verb.SHARED_REMOVE, ANYONE) if sharing else None,
    )


def taken_away(*, by_moderator: bool) -> ui.LayoutView:
    """What was shared is gone."""
    return card("✓ Removed." if by_moderator else "✓ Taken back. Your progress is as it was.", accent=SLATE)


def shared_often(again_at: int) -> str:
    """Why what should be shown to all is shown to nobody else."""
    again = stamp(again_at, "R")
    return f"You've shown your trail five times within the hour, so only you see this. You can again {again}."


def drawn_often(again_at: int) -> str:
    """Why there is no picture."""
    return small(f"The same as a picture again {stamp(again_at, 'R')}.")


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
    total = count(weeks.total, "active week")
    if weeks.run == weeks.total > 1:
        return f"{total} in a row"
    return f"{total}, the last {weeks.run} in a row" if weeks.run > 1 else total


def _next_words(progress: Progress) -> str:
    return next_words(progress) if progress.next_step else ARRIVED
