"""`/progress`: how far a member is, as a picture and the same in words and stones."""

import io
from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple

import discord
from discord import ui

from bot.domain.custom_id import Verb
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
    clip,
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
from bot.views.steps import MORE_BY_PATH

PICTURE = "trail.png"
OTHERS_READ = 3400  # characters at most, which leaves room in an embed for a line of one's own
BLOCKED = "A moderator here has turned off your posts through me, so only you see this."
NO_MEMBER_HERE = (
    "I post only where you can take it back, in servers that I'm a member of, so only you see this. "
    "To show it here, save the picture and send it yourself."
)


class LookBack(NamedTuple):
    """What there is to see of somebody's way: `member` is theirs if it is told who they are, `passed` are
    exams, `ahead` is how long the rest may take.
    """

    progress: Progress
    weeks: ActiveWeeks
    member: Member | None = None
    passed: Sequence[Exam] = ()
    ahead: Forecast | None = None

    @property
    def for_others(self) -> "LookBack":
        """Without how much time somebody has and what they aim for, which are theirs to tell."""
        return self._replace(member=None, ahead=None)

    @property
    def facts(self) -> TrailFacts:
        """What the picture shows of it."""
        return sketch(self.progress, self.weeks, self.ahead)


def progress_card(
    seen: LookBack,
    owner: int,
    *,
    pictured: bool = False,
    sharing: bool = False,
    note: str = "",
) -> ui.LayoutView:
    """The member's own card, with buttons.

    `pictured` says that the picture is sent along, `sharing` that there is a channel to show it in.
    """
    progress, member, ahead = seen.progress, seen.member, seen.ahead
    shining = moment(progress)
    return card(
        note,
        _gallery(alt_text(seen.facts)) if pictured else None,
        f"## Your trail: {progress.roadmap.title}",
        f"### {shining}" if shining else None,
        _stones_words(progress),
        rule(),
        _phases_words(progress),
        _weeks_words(seen.weeks),
        _next_words(progress),
        _ahead_words(progress, ahead) if ahead else "",
        goal_line(goal_of(member, progress.roadmap)) if member else "",
        _passed_words(seen.passed),
        below=[_ways_on(owner, sharing=sharing)],
    )


def look_back_words(seen: LookBack) -> str:
    """What others read of it, beside its picture."""
    progress, shining = seen.progress, moment(seen.progress)
    blocks = (
        (f"**{shining}**" if shining else "", _stones_words(progress)),
        (_phases_words(progress),),
        (_weeks_words(seen.weeks), _next_words(progress), _passed_words(seen.passed)),
    )
    return clip("\n\n".join("\n".join(filter(None, block)) for block in blocks), OTHERS_READ)


def _ways_on(owner: int, *, sharing: bool) -> ui.ActionRow[Any] | None:
    return row(
        button("My next action", Verb.NEXT, owner),
        button("Share", Verb.SHARE, owner) if sharing else None,
        button("Portfolio", Verb.PORTFOLIO, owner),
        button("Notes and links", Verb.NOTES, owner),
    )


def taken_away(*, by_moderator: bool) -> ui.LayoutView:
    """What was shared with an earlier version is gone."""
    return card("✓ Removed." if by_moderator else "✓ Taken back. Your progress is as it was.", accent=SLATE)


def drawn_often(again_at: int) -> str:
    """Why there is no picture."""
    return small(f"The same as a picture again {stamp(again_at, 'R')}.")


def attached(picture: bytes) -> discord.File:
    """The picture (a PNG), as the card refers to it."""
    return discord.File(io.BytesIO(picture), PICTURE)


def _gallery(description: str) -> ui.MediaGallery[Any]:
    return ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{PICTURE}", description=description))


def _stones_words(progress: Progress) -> str:
    tally = progress.tally()
    skipped = f" · {tally.skipped} skipped" if tally.skipped else ""
    totals = f"**{done_of(tally)}**, {share_of(progress.hours())}{skipped}"
    return f"{totals}\n{trail(progress)}\n{small(LEGEND)}"


def _phases_words(progress: Progress) -> str:
    return "\n".join(_phase_words(progress, phase) for phase in progress.roadmap.current_phases)


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


def _ahead_words(progress: Progress, ahead: Forecast) -> str:
    more = MORE_BY_PATH if progress.grows else ""
    return f"{forecast_words(ahead)} ({hours(ceil(ahead.hours))}{more})"


def _next_words(progress: Progress) -> str:
    return next_words(progress) if progress.next_step else ARRIVED


def _passed_words(passed: Sequence[Exam]) -> str:
    return f"Passed: {', '.join(f'**{exam.title}**' for exam in passed)}" if passed else ""
