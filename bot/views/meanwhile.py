"""After silence: **Carry on**, or tell what was done meanwhile."""

from datetime import date

from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.journey import Outcome
from bot.domain.progress import Progress
from bot.limits import SELECT_OPTIONS
from bot.views.actions import each_words, plan_words, ref_of, settled
from bot.views.components import AMBER, SLATE, card, row
from bot.views.controls import button, field, form, menu, option
from bot.views.meanings import TYPED_TIME, day_before
from bot.views.wording import place_words


def back(owner: int) -> ui.LayoutView:
    """To somebody who was away: everything is as it was, and two ways to go on."""
    return card("Good to see you. Your progress is as you left it.", accent=AMBER, below=[
        row(
            button("Carry on", Verb.NEXT, owner, style=ButtonStyle.primary),
            button("I did more meanwhile", Verb.MEANWHILE, owner),
        )
    ])  # fmt: skip


def offered(progress: Progress, owner: int, on: date | None) -> ui.LayoutView:
    """The next open steps in a menu, to tick several at once: for today, or for another day."""
    steps = progress.fitting(progress.hours().open, SELECT_OPTIONS)
    if not steps:
        return card("Nothing is open on your roadmap.", accent=SLATE)
    options = [option(each.step.title, ref_of(progress, each), place_words(each)) for each in steps]
    when = f"on {on.isoformat()}" if on else "today"
    day = () if on is None else (on.isoformat(),)
    return card(f"What did you do meanwhile? It counts as done {when}.", accent=AMBER, below=[
        row(menu("Choose what is done", options, Verb.MEANWHILE_DONE, owner, *day, several=True)),
        row(button("On another day…", Verb.MEANWHILE_DAY, owner)),
    ])  # fmt: skip


def day_form(owner: int, at: int) -> ui.Modal:
    """On which day it was done; `at` is now (epoch seconds)."""
    day = field("Done on", f"Like yesterday, Friday or {day_before(at)}", max_length=TYPED_TIME)
    return form("On another day", {"day": day}, Verb.MEANWHILE_DAY, owner)


def ticked(outcome: Outcome, owner: int) -> ui.LayoutView:
    """What was ticked by it, what comes next, and **Undo**."""
    said = f"{each_words(outcome)}{plan_words(outcome)}"
    return settled(outcome.after, owner, said, outcome.change)
