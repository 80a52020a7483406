"""What a member is told beside the answer to something else."""

from discord import ui

from bot.domain.custom_id import Verb
from bot.domain.progress import Progress
from bot.views.components import SLATE, card, done_of, row
from bot.views.controls import button


def counted_in_hours(progress: Progress, owner: int) -> ui.LayoutView:
    """To whoever ticked before there were steps: what is new, and why the percentage is another one."""
    return card(
        "**The trail goes in steps now.** Each is an evening or two, and you tick it by itself. "
        "All that you did is kept.",
        "Percentages count hours instead of actions, because hours say how much is left: you have done "
        f"{done_of(progress.tally())}, {progress.hours().percent} % of the hours.",
        accent=SLATE,
        below=[row(button("My next action", Verb.NEXT, owner))],
    )
