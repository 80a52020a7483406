"""The picture of `/progress`: a trail up a mountain, a stone for every action, day breaking on the way."""

import math
from collections.abc import Sequence

from bot.domain.marks import MarkState
from bot.views.components import NEXT_STONE, STONES
from bot.views.picture.canvas import Canvas, Colour, Point, fitted, legible, mix, wrapped
from bot.views.picture.facts import ARRIVED, Stretch, TrailFacts
from bot.views.picture.scenery import climb, hill, mountains, sky

WIDTH, HEIGHT = 1000, 656
ROW = 265  # pixels that a second row of phases adds to the height
SMALL, TITLE, HUGE, LINE = 31, 36, 108, 38
"""Sizes of what is written, and from one line to the next, in pixels: a phone shows the picture 390 wide, and
so the smallest in 12."""

SIDE_BY_SIDE = 4
MARGIN = 44
LARGER = 1.42  # how much larger the next stone is than others
RING, LAID, EDGE = 3, 8, 2.5
"""How wide the ring of a stone is in pixels, what is laid of it, and the shade around every stone."""
CAIRN_ROOM = 56
SUMMIT = 925
UPPER, LOWER = (398, 186), (650, 612)
"""Where the two trails begin and end, in pixels from the top; `SUMMIT` is how far to the right they end."""

FIELD: Colour = (42, 72, 58)
FRONT: Colour = (26, 46, 40)
INK: Colour = (248, 243, 232)
QUIET: Colour = (190, 203, 195)
MOSS: Colour = (172, 205, 140)
AMBER: Colour = (248, 182, 72)
SLATE: Colour = (176, 190, 202)


def draw(facts: TrailFacts) -> bytes:
    """The picture as a PNG, 1000 pixels wide, on a ground of its own."""
    rows, ahead = _rows(facts.stretches), _ahead(facts)
    canvas = Canvas(WIDTH, HEIGHT + ROW * (len(rows) - 1) + LINE * (len(ahead) - 1))
    light = facts.percent / 100
    sky(canvas, light, rays=facts.finished)
    mountains(canvas, light)
    for row in rows:
        _trail(canvas, row, facts, lower=row != rows[0])
    _heading(canvas, facts)
    _outlook(canvas, facts, ahead)
    return canvas.png()


def _rows(stretches: tuple[Stretch, ...]) -> list[tuple[Stretch, ...]]:
    """The phases side by side, from the top down: of more than fit, the first half walks below."""
    half = math.ceil(len(stretches) / 2)
    return [stretches] if len(stretches) <= SIDE_BY_SIDE else [stretches[half:], stretches[:half]]


def _trail(canvas: Canvas, row: tuple[Stretch, ...], facts: TrailFacts, *, lower: bool) -> None:
    crest = climb(*(LOWER if lower else UPPER), SUMMIT)
    ground = mix(FIELD, FRONT, 0.5) if lower else FIELD
    hill(canvas, crest, ground)
    canvas.line([(x, crest(x)) for x in range(37, SUMMIT + 1, 8)], mix(ground, SLATE, 0.45), 6)
    width = (WIDTH - 2 * MARGIN) / len(row)
    most = max(len(stretch.stones) for stretch in facts.stretches)
    radius = min(20, 0.45 * (width - CAIRN_ROOM) / max(most, 1))
    for number, stretch in enumerate(row):
        left = MARGIN + number * width
        places = [left + (place + 0.5) * (width - CAIRN_ROOM) / len(stretch.stones)
                  for place in range(len(stretch.stones))]  # fmt: skip
        # The next one lies above its neighbours, which it is larger than.
        for x, stone in sorted(zip(places, stretch.stones, strict=True), key=lambda at: at[1] == NEXT_STONE):
            _DRAWN[stone](canvas, (x, crest(x)), radius, ground)
            if stone == NEXT_STONE:
                _steps(canvas, (x, crest(x)), radius * LARGER, facts.within)
        _label(canvas, stretch, (left, crest(left + 40) + 60), width - 16)
        foot = left + width - 34
        if facts.finished and stretch == facts.stretches[-1]:
            _cairn(canvas, (foot, crest(foot)), 5, 1.5, ground)
        elif stretch.finished:
            _cairn(canvas, (foot, crest(foot)), 3, 1, ground, shining=stretch.fresh)


def _done(canvas: Canvas, at: Point, radius: float, ground: Colour) -> None:
    x, y = at
    canvas.disc(at, radius + EDGE, ground)
    canvas.disc(at, radius, MOSS)
    tick = [(-0.42, 0.02), (-0.1, 0.36), (0.46, -0.34)]
    canvas.line([(x + radius * across, y + radius * down) for across, down in tick], ground, radius * 0.22)


def _next(canvas: Canvas, at: Point, radius: float, ground: Colour) -> None:
    x, y = at
    reach = radius * 0.9
    canvas.disc(at, radius * LARGER + EDGE, ground)
    canvas.disc(at, radius * LARGER, AMBER)
    canvas.disc(at, radius * LARGER - RING, ground)
    canvas.area([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], AMBER)


def _steps(canvas: Canvas, at: Point, radius: float, within: tuple[int, int]) -> None:
    """How much of the stone is laid: its ring from the top on, clockwise, as far as its steps are done."""
    done, of = within
    turns = [math.tau * (part / 64 - 0.25) for part in range(round(64 * done / of) + 1)]
    if len(turns) > 1:
        _arc(canvas, at, radius - RING / 2, turns, MOSS, LAID)


def _arc(
    canvas: Canvas, at: Point, radius: float, turns: Sequence[float], fill: Colour, width: float
) -> None:
    points = [(at[0] + radius * math.cos(turn), at[1] + radius * math.sin(turn)) for turn in turns]
    canvas.line(points, fill, width)


def _open(canvas: Canvas, at: Point, radius: float, ground: Colour) -> None:
    canvas.disc(at, radius + EDGE, ground)
    canvas.disc(at, radius, SLATE)
    canvas.disc(at, radius - RING, ground)


def _skipped(canvas: Canvas, at: Point, radius: float, ground: Colour) -> None:
    canvas.disc(at, radius + EDGE, ground)
    width = max(RING, radius * 0.24)
    for dash in range(6):
        turns = [math.tau * (dash + part / 8) / 6 for part in (0, 1, 2, 3)]
        _arc(canvas, at, radius - width / 2, turns, INK, width)


_DRAWN = {
    STONES[MarkState.DONE]: _done,
    NEXT_STONE: _next,
    STONES[MarkState.OPEN]: _open,
    STONES[MarkState.SKIPPED]: _skipped,
}


def _cairn(
    canvas: Canvas, foot: Point, stones: int, size: float, ground: Colour, *, shining: bool = False
) -> None:
    """Stones on top of each other with a flag: what a finished phase, or all of them, leave behind."""
    x, y = foot
    half = 20 * size
    y -= half * 0.3
    if shining:
        canvas.disc((x, y - 30 * size), 50 * size, (*AMBER, 60))
        canvas.disc((x, y - 30 * size), 38 * size, (*AMBER, 70))
        _glory(canvas, (x, y - 28 * size), 44 * size)
    for number in range(stones):
        middle = x + 1.5 * size * (-1) ** number, y
        canvas.disc(middle, half + 2, ground, flat=0.55)
        canvas.disc(middle, half, mix(MOSS, INK, number / stones), flat=0.5)
        y -= half * 0.9
        half *= 0.78
    y += half * 0.6
    canvas.line([(x, y), (x, y - 26 * size)], INK, 2.5)
    canvas.area([(x, y - 28 * size), (x + 22 * size, y - 20 * size), (x, y - 12 * size)], AMBER)


def _glory(canvas: Canvas, centre: Point, radius: float) -> None:
    """Rays over what was finished last."""
    for ray in range(1, 8):
        turn = math.pi * (1 + ray / 8)
        across, down = math.cos(turn), math.sin(turn)
        ends = [(centre[0] + reach * across, centre[1] + reach * down) for reach in (radius, radius * 1.3)]
        canvas.line(ends, AMBER, 4)


def _label(canvas: Canvas, stretch: Stretch, at: Point, width: float) -> None:
    x, y = at
    for line in wrapped(legible(stretch.title, f"Phase {stretch.number}"), SMALL, width):
        canvas.text((x, y), line, SMALL, AMBER if stretch.current else INK, bold=True)
        y += LINE
    canvas.text((x, y), stretch.words, SMALL, MOSS if stretch.finished else QUIET)


def _heading(canvas: Canvas, facts: TrailFacts) -> None:
    """The roadmap and how far one is, in the sky over the lower end of the trail."""
    title = fitted(legible(facts.title, "Your trail"), TITLE, 560)
    canvas.text((MARGIN, 54), title, TITLE, INK, bold=True)
    canvas.text((MARGIN - 4, 148), f"{facts.percent} %", HUGE, INK, bold=True)
    canvas.text((MARGIN, 188), " · ".join(filter(None, (facts.words, facts.weeks))), SMALL, INK)
    if facts.outlook:
        canvas.text((MARGIN, 188 + LINE), fitted(facts.outlook, SMALL, 560), SMALL, INK)


def _ahead(facts: TrailFacts) -> list[str]:
    """What comes next, or a word for having arrived, in one line or two."""
    line = legible(facts.next, "See the text below.") if facts.next else ARRIVED
    return wrapped(line, TITLE, WIDTH - 2 * MARGIN)


def _outlook(canvas: Canvas, facts: TrailFacts, ahead: list[str]) -> None:
    """The ground in front, and on it what lies ahead."""
    top = canvas.height - 108 - LINE * (len(ahead) - 1)
    hill(canvas, lambda x: top - 10 * math.sin(x / 260), FRONT)
    above = f"{facts.moment} Next, {facts.hours}".strip() if facts.next else facts.moment
    width = WIDTH - 2 * MARGIN
    canvas.text((MARGIN, top + 40), fitted(legible(above, "Next"), SMALL, width), SMALL, AMBER, bold=True)
    for number, line in enumerate(ahead):
        canvas.text((MARGIN, top + 82 + LINE * number), line, TITLE, INK)
