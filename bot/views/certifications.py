"""`/certs`: the certifications, a member's goal among them, and what became of those that are gone."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from discord import ButtonStyle, SelectOption, TextStyle, ui

from bot.domain.goals import Exam, Passed
from bot.domain.members import Goal
from bot.domain.roadmap import Certification, Roadmap, Successor
from bot.limits import OPTION_TEXT, TEXT_PER_MESSAGE
from bot.views.components import AMBER, MOSS, SLATE, card, clip, link, row, small
from bot.views.controls import button, form, menu


def certifications(
    roadmap: Roadmap, owner: int, passed: Sequence[Passed] = (), note: str = ""
) -> ui.LayoutView:
    """All of them with their status, and a menu that opens one."""
    heading = f"## Certifications for {roadmap.title}"
    done = {each.ref for each in passed}
    listed = [(c, "✓ passed" if f"{roadmap.id}/{c.id}" in done else _status(c)) for c in _listed(roadmap)]
    full = "\n".join(f"**{c.title}**\n{small(f'{c.issuer} · {state}')}" for c, state in listed)
    short = "\n".join(f"**{c.title}** · {state}" for c, state in listed)
    lines = full if len(note) + len(heading) + len(full) <= TEXT_PER_MESSAGE else short
    return card(
        note,
        heading,
        lines or "This roadmap names none.",
        accent=SLATE,
        below=[row(_menu(roadmap, owner))] if lines else [],
    )


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
    phase = roadmap.phase(chosen.phase)
    return card(
        note,
        f"## {chosen.title}\n{small(chosen.issuer)}",
        _mine(ref, goal, passed),
        standing(chosen),
        chosen.validates,
        chosen.note,
        f"Fits the phase **{phase.title}**.",
        link("Its official page", chosen.url),
        small(f"As of {day(chosen.checked_on)}: {link('source', chosen.source)}"),
        accent=MOSS if chosen.status == "active" else AMBER,
        below=[row(_menu(roadmap, owner, chosen)), row(*_buttons(ref, owner, goal, passed))],
    )


def goal_form(ref: str, owner: int, exam: Exam) -> ui.Modal:
    """By which day, if they like to say."""
    text: ui.TextInput[Any] = ui.TextInput(
        style=TextStyle.short, required=False, placeholder="2027-05-01", max_length=10
    )
    label: ui.Label[Any] = ui.Label(
        text="By when?", description="A date like 2027-05-01, or nothing: no date is fine.", component=text
    )
    return form(clip(f"Goal: {exam.title}", 45), {"by": label}, "goal", owner, ref)


def passed_form(ref: str, owner: int, exam: Exam, today: date) -> ui.Modal:
    """On which day, and a link that shows it."""
    on: ui.TextInput[Any] = ui.TextInput(style=TextStyle.short, default=today.isoformat(), max_length=10)
    proof: ui.TextInput[Any] = ui.TextInput(
        style=TextStyle.short, required=False, placeholder="https://…", max_length=300
    )
    return form(
        clip(f"Passed: {exam.title}", 45),
        {
            "on": ui.Label(text="When did you pass it?", component=on),
            "link": ui.Label(text="A link that shows it, if you like", component=proof),
        },
        "passed",
        owner,
        ref,
    )


def retired_goal(roadmap: Roadmap, chosen: Certification, owner: int) -> ui.LayoutView:
    """A goal that can't be reached any more: says so, and offers what took its place."""
    successor = chosen.replaced_by
    offer = (
        [
            button(
                "Set that as goal",
                "goalask",
                owner,
                f"{roadmap.id}/{successor.id}",
                style=ButtonStyle.success,
            )
        ]
        if successor
        else []
    )
    back = button("All certifications", "certs", owner)
    return card(retirement_words(chosen), accent=AMBER, below=[row(*offer, back)])


def set_as_goal(exam: Exam, goal: Goal, owner: int) -> ui.LayoutView:
    """The goal is set."""
    by = f", by {day(goal.by)}" if goal.by else ""
    said = f"Your goal: **{exam.title}**{by}. It stands in `/progress`.\n{link('Its page', exam.url)}"
    warned = ""
    if exam.certification is not None and exam.certification.status == "retiring":
        warned = retirement_words(exam.certification)
    passed = button("Passed", "passedask", owner, goal.ref, style=ButtonStyle.success)
    drop = button("Not my goal any more", "goaldrop", owner, goal.ref)
    return card(said, warned, below=[row(passed, drop, button("All certifications", "certs", owner))])


def goal_line(found: tuple[Goal, Exam] | None) -> str:
    """A goal in one line; nothing without one."""
    if found is None:
        return ""
    goal, exam = found
    by = f", by {day(goal.by)}" if goal.by else ""
    gone = " (it can't be taken any more)" if exam.gone else ""
    return f"Goal: **{exam.title}**{by}{gone}"


def day(when: date) -> str:
    """A date that is the same for everybody: "31 March 2026"."""
    return f"{when.day} {when:%B %Y}"


def retirement_words(chosen: Certification) -> str:
    """What became of it, and what took its place."""
    said = f"**{chosen.title}** {_status(chosen)}."
    if chosen.replaced_by is None:
        return said
    return f"{said} {_replacement(chosen.replaced_by)}"


def _replacement(successor: Successor) -> str:
    return f"What took its place: **{successor.title}**.\n{link(f'See {successor.title}', successor.url)}"


def _listed(roadmap: Roadmap) -> list[Certification]:
    return [c for c in roadmap.certifications if not c.retired][:25]


def _status(chosen: Certification) -> str:
    if chosen.status == "active" or chosen.retired_on is None:
        return "can be taken"
    if chosen.status == "retiring":
        return f"can be taken until {day(chosen.retired_on)}"
    return f"can't be taken any more (since {day(chosen.retired_on)})"


def standing(chosen: Certification) -> str:
    """Whether it can be taken, and what took its place."""
    if chosen.status == "active":
        return "It can be taken."
    said = f"It {_status(chosen)}."
    return f"{said} {_replacement(chosen.replaced_by)}" if chosen.replaced_by else said


def _mine(ref: str, goal: Goal | None, passed: Sequence[Passed]) -> str:
    done = next((each for each in passed if each.ref == ref), None)
    if done is not None:
        return f"✓ You passed it on {day(done.on)}." + (
            f" {link('Your link', done.link)}" if done.link else ""
        )
    if goal is not None and goal.ref == ref:
        return "◆ Your goal" + (f", by {day(goal.by)}." if goal.by else ".")
    return ""


def _buttons(ref: str, owner: int, goal: Goal | None, passed: Sequence[Passed]) -> list[ui.Item[Any]]:
    buttons: list[ui.Item[Any]] = []
    if goal is not None and goal.ref == ref:
        buttons.append(button("Not my goal any more", "goaldrop", owner, ref))
    elif all(each.ref != ref for each in passed):
        buttons.append(button("Set as goal", "goalask", owner, ref, style=ButtonStyle.primary))
    return [
        *buttons,
        button("Passed", "passedask", owner, ref, style=ButtonStyle.success),
        button("All certifications", "certs", owner),
    ]


def _menu(roadmap: Roadmap, owner: int, chosen: Certification | None = None) -> ui.Item[Any]:
    options = [
        SelectOption(
            label=clip(c.title, OPTION_TEXT),
            value=f"{roadmap.id}/{c.id}",
            description=clip(_status(c).capitalize(), OPTION_TEXT),
            default=c == chosen,
        )
        for c in _listed(roadmap)
    ]
    return menu("Open a certification", options, "cert", owner)
