"""`/community`: where a server's members are and whether they move, for its moderators."""

from collections.abc import Sequence

from discord import ui

from bot.domain.community import STEP, WEEKS, Community, Figure, Position, Sending
from bot.domain.custom_id import Verb
from bot.domain.library import Library
from bot.domain.unanswered import MODERATORS_FROM, Unanswered
from bot.views.components import card, clip, escape, row, rule, small
from bot.views.controls import button

QUESTIONS = 5  # how many questions there is room for


def figures(
    community: Community, library: Library, owner: int, questions: Sequence[Unanswered] = ()
) -> ui.LayoutView:
    """Everything in text; `questions` are this server's without an answer, as the words that tell."""
    ticked = [(f"Week of {monday.day} {monday:%B}", ticks) for monday, ticks in community.ticks.items()]
    return card(
        "## This community",
        _where(community, library),
        f"**Active this week**: {_figure(community.active)}",
        _block("Actions ticked", ticked),
        _messages(community.sending),
        *((rule(), _unanswered(questions)) if questions else ()),
        small(
            f"Members who used `/start` here, in steps of {STEP}, rounded down; sums are of what is shown. "
            "Nobody can be singled out, by you or by me."
        ),
        below=[row(button("Posted by members", Verb.SHOWERS, owner))],
    )


def _figure(figure: Figure) -> str:
    return str(figure) if figure else f"fewer than {STEP}"


def _where(community: Community, library: Library) -> str:
    named = [(_name(position, library), figure) for position, figure in community.positions.items()]
    return clip(_block("Where they are", named), 2000)


def _name(position: Position, library: Library) -> str:
    roadmap = library.roadmap(position.roadmap)
    title = roadmap.phase(position.phase).title if position.phase else "Finished"
    return title if library.single else f"{roadmap.title}, {title}"


def _messages(sending: Sending) -> str:
    named = [
        ("Sent on time", sending.sent),
        ("Sent late", sending.late),
        ("Refused by Discord, mostly closed DMs", sending.refused),
        ("Too old to send", sending.missed),
    ]
    return _block(f"Weekly messages, last {WEEKS} weeks", named)


def _block(title: str, named: Sequence[tuple[str, Figure]]) -> str:
    """Figures by their names, one a line, and their sum where there is one."""
    lines = [f"{name}: {_figure(figure)}" for name, figure in named]
    if in_all := sum(figure for _, figure in named):
        lines.append(f"In all: {in_all}")
    return "\n- ".join((f"**{title}**", *lines))


def _unanswered(questions: Sequence[Unanswered]) -> str:
    gists = (escape(clip(question.gist, 100)) for question in questions[:QUESTIONS])
    return "\n- ".join((f"**Asked here by {MODERATORS_FROM} people or more, without an answer yet**", *gists))
