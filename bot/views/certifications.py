"""`/certs`: the certifications, and what became of those that can't be taken any more."""

from datetime import date
from typing import Any

from discord import SelectOption, ui

from bot.domain.roadmap import Certification, Roadmap
from bot.limits import OPTION_TEXT, TEXT_PER_MESSAGE
from bot.views.controls import button, menu
from bot.views.kit import AMBER, MOSS, SLATE, card, clip, link, row, small


def certifications(roadmap: Roadmap, owner: int) -> ui.LayoutView:
    """All of them with their status, and a menu that opens one."""
    heading = f"## Certifications for {roadmap.title}"
    full = "\n".join(f"**{c.title}**\n{small(f'{c.issuer} · {_status(c)}')}" for c in _listed(roadmap))
    short = "\n".join(f"**{c.title}** · {_status(c)}" for c in _listed(roadmap))
    lines = full if len(heading) + len(full) <= TEXT_PER_MESSAGE else short
    return card(
        heading,
        lines or "This roadmap names none.",
        accent=SLATE,
        below=[row(_menu(roadmap, owner))] if lines else [],
    )


def certification(roadmap: Roadmap, chosen: Certification, owner: int) -> ui.LayoutView:
    """Who issues it, what it proves, its status, and what replaces it."""
    phase = roadmap.phase(chosen.phase)
    return card(
        f"## {chosen.title}\n{small(f'{chosen.issuer} · {_status(chosen)}')}",
        _retirement(chosen),
        chosen.validates,
        chosen.note,
        f"Fits the phase **{phase.title}**.",
        link("Its official page", chosen.url),
        small(f"Checked on {day(chosen.checked_on)}, {link('source', chosen.source)}"),
        accent=MOSS if chosen.status == "active" else AMBER,
        below=[row(_menu(roadmap, owner, chosen)), row(button("All certifications", "certs", owner))],
    )


def day(when: date) -> str:
    """A date that is the same for everybody: "31 March 2026"."""
    return f"{when.day} {when:%B %Y}"


def _listed(roadmap: Roadmap) -> list[Certification]:
    return [c for c in roadmap.certifications if not c.retired][:25]


def _status(chosen: Certification) -> str:
    if chosen.status == "active" or chosen.retired_on is None:
        return "can be taken"
    if chosen.status == "retiring":
        return f"can be taken until {day(chosen.retired_on)}"
    return f"can't be taken any more (since {day(chosen.retired_on)})"


def _retirement(chosen: Certification) -> str:
    if chosen.status == "active":
        return ""
    said = f"**{chosen.title}** {_status(chosen)}."
    successor = chosen.replaced_by
    if successor is None:
        return said
    return f"{said} What took its place: **{successor.title}**.\n{link('See it', successor.url)}"


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
