"""`/community`: where a server's members are and whether they move, for its moderators."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.community import STEP, WEEKS, Community, Figure, Position, Sending
from bot.domain.custom_id import ANYONE, Verb
from bot.domain.jobs import JobKey
from bot.domain.library import Library
from bot.domain.unanswered import MODERATORS_FROM, Unanswered
from bot.domain.updates import Update
from bot.views.components import SLATE, card, clip, escape, row, rule, small, stamp
from bot.views.controls import button
from bot.views.messages import PICTURE, ClassicMessage

_FEW = f"fewer than {STEP}"
_SMALL = f"Every figure here is still under {STEP}, and I show none that could single somebody out."
QUESTIONS = 5  # how many questions there is room for
ALT = "A bar for each phase with how many members are in it, and one for each week with what was ticked."

_HOW_COUNTED = (
    f"Members who used `/start` here, in steps of {STEP}, rounded down; sums are of what is shown. Figures "
    "are rounded so that nobody can be singled out."
)


def figures(
    community: Community,
    library: Library,
    owner: int,
    questions: Sequence[Unanswered] = (),
    *,
    pictured: bool = False,
) -> ui.LayoutView:
    """Everything in text; `questions` are this server's without an answer, as the words that tell.

    `pictured` says that the chart is sent along.
    """
    chart: discord.MediaGalleryItem = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=ALT)
    return card(
        ui.MediaGallery(chart) if pictured else None,
        "## This community",
        *((_SMALL,) if community.empty else (*_blocks(community, library), small(_HOW_COUNTED))),
        *((rule(), _unanswered(questions)) if questions else ()),
        below=[row(button("Posted by members", Verb.SHOWERS, owner))],
    )


def digest(
    community: Community,
    library: Library,
    questions: Sequence[Unanswered],
    scheduled: Sequence[Update],
    key: JobKey,
    picture: bytes | None,
) -> ClassicMessage:
    """The week of a server, in its moderators' channel: the same figures, and what waits for them."""
    waiting = [f"{escape(update.wording.title)}, {stamp(update.scheduled_at or 0)}" for update in scheduled]
    parts = (
        "\n\n".join(_blocks(community, library)) if not community.empty else "",
        _unanswered(questions) if questions else "",
        "\n- ".join(("**Updates scheduled**", *waiting)) if waiting else "",
        small(_HOW_COUNTED) if not community.empty else "",
    )
    embed = discord.Embed(description=clip("\n\n".join(part for part in parts if part), 4000), colour=SLATE)
    if picture:
        embed.set_image(url=f"attachment://{PICTURE}")
    said = f"**Your community's week**: {_figure(community.active)} active."
    if community.empty:
        said = f"**Your community's week**: {_SMALL[0].lower()}{_SMALL[1:]}"
    numbers = button("Figures of today", Verb.COMMUNITY, ANYONE, key)
    return ClassicMessage(said, (numbers,), embed if embed.description else None, picture=picture)


def bars(community: Community, library: Library) -> Sequence[tuple[str, Sequence[tuple[str, int, str]]]]:
    """What a chart of it shows: where members are, and what was ticked each week."""
    where = [(_name(position, library), number) for position, number in community.positions.items()]
    groups = (("Where they are", where[:12]), ("Actions ticked", _ticked(community)))
    return [(head, [(name, number, _figure(number)) for name, number in named]) for head, named in groups]


def _ticked(community: Community) -> list[tuple[str, Figure]]:
    return [(f"Week of {monday.day} {monday:%B}", ticks) for monday, ticks in community.ticks.items()]


def _blocks(community: Community, library: Library) -> tuple[str, ...]:
    return (
        _where(community, library),
        f"**Active this week**: {_figure(community.active)}",
        _block("Actions ticked", _ticked(community)),
        _messages(community.sending),
    )


def _figure(figure: Figure) -> str:
    return str(figure) if figure else _FEW


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
    """Figures by their names, one a line, and their sum; what is too small for one is named together."""
    lines = [f"{name}: {figure}" for name, figure in named if figure]
    few = [name for name, figure in named if not figure]
    if not lines:
        return f"**{title}**: {_FEW} each"
    if few:
        lines.append(f"{', '.join(few)}: {_FEW}{' each' if len(few) > 1 else ''}")
    return "\n- ".join((f"**{title}**", *lines, f"In all: {sum(figure for _, figure in named)}"))


def _unanswered(questions: Sequence[Unanswered]) -> str:
    gists = (escape(clip(question.gist, 100)) for question in questions[:QUESTIONS])
    asked = f"**Asked here by {MODERATORS_FROM} people or more, without an answer yet**"
    return "\n- ".join((asked, *gists)) + "\n" + small("`/answers open` answers them.")
