"""The country behind the trail: a sky in which day breaks the farther one is, far mountains, hills."""

import math
from collections.abc import Callable
from itertools import pairwise

from bot.views.picture.canvas import Canvas, Colour, Point, mix

HORIZON = 400
HEIGHTS = (0, 150, 240, HORIZON)
MORNING: tuple[Colour, ...] = ((46, 82, 116), (62, 96, 126), (74, 104, 128), (240, 234, 208))
DAY: tuple[Colour, ...] = ((36, 62, 104), (78, 84, 120), (102, 80, 100), (255, 214, 136))
"""The sky at these heights, before the first stone and after the last; it is written on above the third."""

SUN: Colour = (255, 228, 166)
SNOW: Colour = (248, 243, 232)

Crest = Callable[[float], float]
"""How far from the top the edge of a hill is, by the distance from the left."""


def sky(canvas: Canvas, light: float, rays: bool) -> None:
    """The sky when `light` (0 to 1) of the way is done, with the sun behind the summit."""
    colours = [mix(morning, day, light) for morning, day in zip(MORNING, DAY, strict=True)]
    bands = zip(pairwise(HEIGHTS), pairwise(colours), strict=True)
    for (top, bottom), (above, below) in bands:
        for y in range(top, bottom):
            colour = mix(above, below, (y - top) / (bottom - top))
            canvas.area([(0, y), (canvas.width, y), (canvas.width, y + 1), (0, y + 1)], colour)
    sun = 880, 330 - 195 * light
    if rays:
        _rays(canvas, sun)
    for radius in (190, 150, 112):
        canvas.disc(sun, radius, (*SUN, round(34 + 20 * light)))
    canvas.disc(sun, 72, mix((255, 240, 206), SUN, light))


def _rays(canvas: Canvas, sun: Point) -> None:
    (x, y), count, far = sun, 24, 1200
    for ray in range(count):
        edges = (math.tau * (ray + half) / count for half in (0.25, 0.75))
        ends = [(x + far * math.cos(edge), y + far * math.sin(edge)) for edge in edges]
        canvas.area([(x, y), *ends], (*SUN, 20))


def mountains(canvas: Canvas, light: float) -> None:
    """Two ranges far away; the higher one has snow on it."""
    far = mix((84, 116, 138), (124, 100, 124), light)
    near = mix((66, 96, 112), (92, 82, 104), light)
    canvas.area([(380, 400), (470, 270), (508, 240), (540, 252), (620, 148), (676, 216), (704, 196),
                 (800, 300), (900, 400)], far)  # fmt: skip
    canvas.area([(592, 184), (620, 148), (651, 186), (638, 196), (626, 182), (612, 199)],
                mix(far, SNOW, 0.6))  # fmt: skip
    canvas.area([(0, 330), (60, 296), (150, 350), (300, 330), (430, 276), (520, 330), (730, 250), (900, 400),
                 (0, 400)], near)  # fmt: skip


def hill(canvas: Canvas, crest: Crest, fill: Colour) -> None:
    """A hill that fills the picture from its crest down."""
    edge = [(x, crest(x)) for x in range(0, canvas.width + 8, 8)]
    canvas.area([(0, canvas.height), *edge, (canvas.width + 8, canvas.height)], fill)


def climb(start: float, end: float, summit: float) -> Crest:
    """A crest that winds up from `start` at the left to `end` at `summit`, and falls away behind it."""

    def crest(x: float) -> float:
        along = min(x, summit) / summit
        behind = max(0, x - summit)
        return start + (end - start) * math.pow(along, 1.6) - 9 * math.sin(along * 12) + behind * 0.9

    return crest
