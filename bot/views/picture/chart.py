"""The chart of a server's figures: a bar for each, under headings; words beside it say the same."""

from collections.abc import Sequence

from bot.views.picture.canvas import Canvas, Colour, fitted, legible

WIDTH, ROW, HEAD, MARGIN = 1000, 56, 88, 44
LABEL, SAID = 440, 210  # pixels for the name of a bar, and for what it says
SMALL, TITLE = 31, 36
"""Sizes of what is written, in pixels: a phone shows the picture 390 wide, and so the smallest in 12."""

FIELD: Colour = (31, 48, 42)
INK: Colour = (248, 243, 232)
MOSS: Colour = (172, 205, 140)
QUIET: Colour = (64, 84, 76)

Bars = Sequence[tuple[str, Sequence[tuple[str, int, str]]]]
"""By heading, the bars: what each stands for, how long it is, and how that is said."""


def draw(groups: Bars) -> bytes:
    """The picture as a PNG, 1000 pixels wide."""
    rows = sum(len(bars) for _, bars in groups)
    canvas = Canvas(WIDTH, 2 * MARGIN - 26 + HEAD * len(groups) + ROW * rows)
    canvas.area([(0, 0), (WIDTH, 0), (WIDTH, canvas.height), (0, canvas.height)], FIELD)
    top = MARGIN - 26.0
    for heading, bars in groups:
        canvas.text((MARGIN, top + 58), legible(heading, ""), TITLE, INK, bold=True)
        top += HEAD
        longest = max((length for _, length, _ in bars), default=0) or 1
        for name, length, said in bars:
            _bar(canvas, top, legible(name, "…"), length / longest, said)
            top += ROW
    return canvas.png()


def _bar(canvas: Canvas, top: float, name: str, share: float, said: str) -> None:
    canvas.text((MARGIN, top + 34), fitted(name, SMALL, LABEL - 20), SMALL, INK)
    left, room = MARGIN + LABEL, WIDTH - 2 * MARGIN - LABEL - SAID
    for length, fill in ((room, QUIET), (room * share, MOSS)):
        if length:
            right = left + length
            canvas.area([(left, top + 10), (right, top + 10), (right, top + 36), (left, top + 36)], fill)
    canvas.text((left + room + 16, top + 34), said, SMALL, INK)
