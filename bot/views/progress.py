"""`/progress`: how far a member is, in words and stones."""

from discord import ui

from bot.domain.progress import Progress
from bot.domain.weeks import ActiveWeeks
from bot.views.controls import button
from bot.views.kit import LEGEND, card, count, hours, months, row, rule, small, trail


def progress_card(
    progress: Progress, weeks: ActiveWeeks, owner: int, shared_by: str | None = None
) -> ui.LayoutView:
    """The member's own card with buttons; with `shared_by` (a mention) the one for a channel, without."""
    tally = progress.tally()
    heading = f"{shared_by} on the trail" if shared_by else "Your trail"
    return card(
        f"## {heading}: {progress.roadmap.title}\n{trail(progress)}\n{small(LEGEND)}",
        f"**{tally.words}**, {tally.percent} %" + (f" · {tally.skipped} skipped" if tally.skipped else ""),
        rule(),
        "\n".join(
            f"**{phase.title}**, {months(phase)} · {progress.tally(phase).words}"
            for phase in progress.roadmap.current_phases
        ),
        _weeks_words(weeks),
        _next_words(progress),
        below=[] if shared_by else [row(button("My next action", "next", owner))],
    )


def _weeks_words(weeks: ActiveWeeks) -> str:
    if weeks.total == 0:
        return ""
    run = f", {weeks.run} of them in the current run" if weeks.run > 1 else ""
    return f"{count(weeks.total, 'active week')}{run}"


def _next_words(progress: Progress) -> str:
    action = progress.next_action
    return f"Next: **{action.title}**, {hours(action.effort_hours)}" if action else "The trail is walked."
