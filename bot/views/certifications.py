"""`/certs`: the certifications, a member's goal among them, and what became of those that are gone."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.goals import Exam, Passed
from bot.domain.links import LONGEST
from bot.domain.members import Goal
from bot.domain.paths import titles
from bot.domain.roadmap import Certification, Roadmap
from bot.limits import SELECT_OPTIONS, TEXT_PER_MESSAGE
from bot.views.components import AMBER, MOSS, NEXT_STONE, SLATE, card, link, row, small
from bot.views.controls import button, field, form, menu, option
from bot.views.meanings import TYPED_TIME, example_day


def certifications(
    roadmap: Roadmap, owner: int, passed: Sequence[Passed] = (), note: str = ""
) -> ui.LayoutView:
    """All of them with their status, and a menu that opens one."""
    heading = f"## Certifications for {roadmap.title}"
    done = {each.ref for each in passed}
    listed = [(c, "passed ✓" if f"{roadmap.id}/{c.id}" in done else _status(c)) for c in _listed(roadmap)]
    full = "\n".join(f"**{c.title}**\n{small(f'{c.issuer} · {state}')}" for c, state in listed)
    short = "\n".join(f"**{c.title}** · {state}" for c, state in listed)
    lines = full if len(note) + len(heading) + len(full) <= TEXT_PER_MESSAGE else short
    opening = row(_menu(roadmap, owner)) if lines else None
    return card(note, heading, lines or "This roadmap names none.", accent=SLATE, below=[opening])


def certification(
    roadmap: Roadmap,
    chosen: Certification,
    owner: int,
    goal: Goal | None = None,
    passed: Sequence[Passed] = (),
    note: str = "",
) -> ui.LayoutView:
    """Who issues it, what it proves, its status, what replaces it; and what it is to the member."""
    ref = f"{roadmap.id}/{chosen.id}"
    mine = goal if goal and goal.ref == ref else None
    done = next((each for each in passed if each.ref == ref), None)
    return card(
        note,
        f"## {chosen.title}\n{small(chosen.issuer)}",
        _mine(mine, done),
        availability(chosen),
        chosen.validates,
        _terms(chosen),
        chosen.note,
        _fits(roadmap, chosen),
        link("Its official page", chosen.url),
        small(_as_of(chosen)),
        accent=MOSS if chosen.status == "active" else AMBER,
        below=[row(_menu(roadmap, owner, chosen)), _buttons(ref, owner, mine, done)],
    )


def goal_form(ref: str, owner: int, exam: Exam, at: int) -> ui.Modal:
    """By which day, if they like to say; `at` is now (epoch seconds)."""
    example = example_day(at, ahead=timedelta(weeks=12))
    hint = f"A date like {example}, or nothing: no date is fine."
    by = field("By when?", hint, required=False, placeholder=example, max_length=TYPED_TIME)
    return form(f"Goal: {exam.title}", {"by": by}, Verb.SET_GOAL, owner, ref)


def passed_form(ref: str, owner: int, exam: Exam, today: date) -> ui.Modal:
    """On which day, and a link that shows it."""
    on = field("When did you pass it?", default=today.isoformat(), max_length=TYPED_TIME)
    proof = field("Link to the badge (optional)", required=False, placeholder="https://…", max_length=LONGEST)
    return form(f"Passed: {exam.title}", {"on": on, "link": proof}, Verb.PASSED, owner, ref)


def retired_goal(roadmap: Roadmap, chosen: Certification, owner: int) -> ui.LayoutView:
    """A goal that can't be reached any more: says so, and offers what took its place."""
    successor, instead = chosen.replaced_by, None
    if successor:
        ref = f"{roadmap.id}/{successor.id}"
        instead = button("Set that as goal", Verb.ASK_GOAL, owner, ref, style=ButtonStyle.success)
    every = button("All certifications", Verb.CERTIFICATIONS, owner)
    return card(retirement_words(chosen), accent=AMBER, below=[row(instead, every)])


def set_as_goal(exam: Exam, goal: Goal, owner: int) -> ui.LayoutView:
    """The goal is set."""
    said = f"Your goal: **{exam.title}**{_by(goal)}. `/progress` shows it.\n{link('Its page', exam.url)}"
    known = exam.certification
    warned = retirement_words(known) if known and known.status == "retiring" else ""
    passed = button("Passed", Verb.ASK_PASSED, owner, goal.ref, style=ButtonStyle.success)
    drop = button("Not my goal any more", Verb.DROP_GOAL, owner, goal.ref)
    every = button("All certifications", Verb.CERTIFICATIONS, owner)
    return card(said, warned, below=[row(passed, drop, every)])


def passed_words(exam: Exam) -> str:
    """It is noted as passed."""
    return f"✓ **{exam.title}**, passed. Well done."


def taken_back_words(exam: Exam) -> str:
    """It is noted no more."""
    return f"Taken back: **{exam.title}** isn't noted as passed any more."


def goal_line(found: tuple[Goal, Exam] | None) -> str:
    """A goal in one line; nothing without one."""
    if found is None:
        return ""
    goal, exam = found
    gone = " (it can't be taken any more)" if exam.gone else ""
    return f"Goal: **{exam.title}**{_by(goal)}{gone}"


def _by(goal: Goal) -> str:
    return f", by {day(goal.by)}" if goal.by else ""


def day(when: date) -> str:
    """A date that is the same for everybody: "31 March 2026"."""
    return f"{when.day} {when:%B %Y}"


def retirement_words(chosen: Certification) -> str:
    """What became of it, and what took its place."""
    return availability(chosen, f"**{chosen.title}**")


def _listed(roadmap: Roadmap) -> list[Certification]:
    return [c for c in roadmap.certifications if not c.retired][:SELECT_OPTIONS]


def _status(chosen: Certification) -> str:
    if chosen.status == "beta":
        return "can be taken, in beta"
    if chosen.status == "active" or chosen.retired_on is None:
        return "can be taken"
    if chosen.status == "retiring":
        return f"can be taken until {day(chosen.retired_on)}"
    return f"can't be taken any more (since {day(chosen.retired_on)})"


def _fits(roadmap: Roadmap, chosen: Certification) -> str:
    """The phase that it fits, and the path, if it is not for every one."""
    phase, path = roadmap.phase(chosen.phase).title, titles(chosen.only_for, roadmap.choices)
    of_path = f", on the path {' and '.join(f'**{title}**' for title in path)}" if path else ""
    return f"Fits the phase **{phase}**{of_path}."


def _terms(chosen: Certification) -> str:
    """What it costs, as far as anybody knows."""
    known = (
        ("Price", chosen.price),
        ("Valid for", chosen.valid_for),
        ("Study", chosen.study_hours and f"{chosen.study_hours} hours"),
        ("Languages", chosen.languages),
    )
    return "\n".join(f"{what}: {said}" for what, said in known if said)


def _as_of(chosen: Certification) -> str:
    said = f"As of {day(chosen.checked_on)}: {link('source', chosen.source)}"
    if chosen.until is None:
        return said
    return f"{said}\nLook again by {day(chosen.until)}: this is known to change."


def availability(chosen: Certification, called: str = "This exam") -> str:
    """Whether it can be taken, and what took its place."""
    said, successor = f"{called} {_status(chosen)}.", chosen.replaced_by
    if successor is None:
        return said
    see = link(f"See {successor.title}", successor.url)
    return f"{said} Replaced by: **{successor.title}**.\n{see}"


def _mine(goal: Goal | None, done: Passed | None) -> str:
    if done is not None:
        proof = f" {link('Your link', done.link)}" if done.link else ""
        return f"You passed it on {day(done.on)} ✓{proof}"
    return f"Your goal{_by(goal)} {NEXT_STONE}" if goal else ""


def _buttons(ref: str, owner: int, goal: Goal | None, done: Passed | None) -> ui.ActionRow[Any] | None:
    """The one thing to do first: set it as goal, then pass it; what was passed can be taken back."""
    every = button("All certifications", Verb.CERTIFICATIONS, owner)
    if done:
        change = button("Change day or link", Verb.ASK_PASSED, owner, ref)
        return row(change, button("Take back", Verb.PASSED_BACK, owner, ref), every)
    if goal:
        passed = button("Passed", Verb.ASK_PASSED, owner, ref, style=ButtonStyle.success)
        return row(passed, button("Not my goal any more", Verb.DROP_GOAL, owner, ref), every)
    set_it = button("Set as goal", Verb.ASK_GOAL, owner, ref, style=ButtonStyle.primary)
    return row(set_it, button("Passed", Verb.ASK_PASSED, owner, ref), every)


def _menu(roadmap: Roadmap, owner: int, chosen: Certification | None = None) -> ui.Item[Any]:
    options = [
        option(c.title, f"{roadmap.id}/{c.id}", _status(c).capitalize(), chosen=c == chosen)
        for c in _listed(roadmap)
    ]
    return menu("Open a certification", options, Verb.CERTIFICATION, owner)
