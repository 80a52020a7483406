"""The chart of a server's figures: a bar for each, under headings; words beside it say the same."""

from collections.abc import Sequence

from bot.views.picture.canvas import Canvas, Colour, fitted, legible

WIDTH, ROW, HEAD, MARGIN = 1000, 44, 66, 44
LABEL = 360  # pixels for the name of a bar
FIELD: Colour = (31, 48, 42)
INK: Colour = (248, 243, 232)
MOSS: Colour = (172, 205, 140)
QUIET: Colour = (64, 84, 76)

Bars = Sequence[tuple[str, Sequence[tuple[str, int, str]]]]
"""By heading, the bars: what each stands for, how long it is, and how that is said."""


def draw(groups: Bars) -> bytes:
    """The picture as a PNG, 1000 pixels wide."""
    rows = sum(len(bars) for _, bars in groups)
    canvas = Canvas(WIDTH, 2 * MARGIN + HEAD * len(groups) + ROW * rows)
    canvas.area([(0, 0), (WIDTH, 0), (WIDTH, canvas.height), (0, canvas.height)], FIELD)
    top = float(MARGIN)
    for heading, bars in groups:
        canvas.text((MARGIN, top + 30), legible(heading, ""), 28, INK, bold=True)
        top += HEAD
        longest = max((length for _, length, _ in bars), default=0) or 1
        for name, length, said in bars:
            _bar(canvas, top, legible(name, "…"), length / longest, said)
            top += ROW
    return canvas.png()


def _bar(canvas: Canvas, top: float, name: str, share: float, said: str) -> None:
    canvas.text((MARGIN, top + 26), fitted(name, 22, LABEL - 30), 22, INK)
    left, room = MARGIN + LABEL, WIDTH - 2 * MARGIN - LABEL - 150
    canvas.area([(left, top + 8), (left + room, top + 8), (left + room, top + 30), (left, top + 30)], QUIET)
    right = left + room * share
    if share:
        canvas.area([(left, top + 8), (right, top + 8), (right, top + 30), (left, top + 30)], MOSS)
    canvas.text((left + room + 14, top + 26), said, 20, INK)
