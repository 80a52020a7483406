"""Drawing at twice the size and scaling down: shapes, and words in Pillow's own font without empty boxes."""

import io
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import cast

from PIL import Image, ImageDraw, ImageFont

from bot.views.components import clip

SCALE = 2

GLYPHS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("©«°±´·»‘’“”…‹›™")  # noqa: RUF001 - meant so
"""What the built-in font can write; anything else would be an empty box."""

# Signs and letters that Unicode itself does not take apart into a plain one and an accent.
_NEAREST = {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"} | dict(
    zip("–—‑−×„‚→øØłŁđĐı", "----x“‘>oOlLdDi", strict=True)  # noqa: RUF001 - meant so
)

Colour = tuple[int, int, int]
Glaze = tuple[int, int, int, int]
"""A colour that lets what is below shine through; the last number is how dense it is, up to 255."""

Point = tuple[float, float]


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two: `share` of the other, from 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def legible(text: str, instead: str) -> str:
    """The text as the font can write it, accents dropped; `instead` if a quarter or more would be lost."""
    letters = [_nearest(letter) for letter in unicodedata.normalize("NFC", text)]
    lost = letters.count("")
    return " ".join("".join(letters).split()) if lost * 4 < len(letters) else instead


def _nearest(letter: str) -> str:
    if letter in GLYPHS:
        return letter
    return _NEAREST.get(letter) or "".join(c for c in unicodedata.normalize("NFKD", letter) if c in GLYPHS)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    # With a size it is never the bitmap font, which the annotation allows for.
    return cast(ImageFont.FreeTypeFont, ImageFont.load_default(size * SCALE))


class Canvas:
    """A picture in the making; places and sizes are pixels of the finished one."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width * SCALE, height * SCALE))
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def area(self, points: Sequence[Point], fill: Colour | Glaze) -> None:
        """A filled polygon."""
        self._draw.polygon(_scaled(points), fill)

    def line(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        """A line with round ends and bends."""
        self._draw.line(_scaled(points), fill, round(width * SCALE), joint="curve")
        for end in (points[0], points[-1]):
            self.disc(end, width / 2, fill)

    def disc(self, centre: Point, radius: float, fill: Colour | Glaze, flat: float = 1) -> None:
        """A filled circle, or an ellipse of which `flat` is height by width."""
        x, y = centre
        self._draw.ellipse(_scaled([(x - radius, y - radius * flat), (x + radius, y + radius * flat)]), fill)

    def text(self, at: Point, text: str, size: int, fill: Colour, *, bold: bool = False) -> None:
        """A line of text; `at` is where its baseline begins."""
        # The font has no bold; a thin outline of the same colour stands in for it.
        stroke = size / 40 if bold else 0
        self._draw.text(_scaled([at])[0], text, fill, _font(size), anchor="ls", stroke_width=stroke)

    def png(self) -> bytes:
        """The finished picture."""
        file = io.BytesIO()
        self._image.reduce(SCALE).save(file, "PNG")
        return file.getvalue()


def fitted(text: str, size: int, width: float) -> str:
    """The text, cut with an ellipsis if it is wider than `width` pixels."""
    cuts = (clip(text, length) for length in range(len(text), 0, -1))
    return next((cut for cut in cuts if _fits(cut, size, width)), "…")


def wrapped(text: str, size: int, width: float) -> list[str]:
    """The text in one line of `width` pixels, or in two that break between words; the rest is cut.

    A word that is too long for a line of its own is broken itself.
    """
    words = text.split(" ")
    ends = [*accumulate(len(word) + 1 for word in words)]
    whole = next((end for end in reversed(ends) if _fits(text[: end - 1], size, width)), None)
    if whole is not None:
        lines = (text[: whole - 1], text[whole:])
    else:
        broken = next(
            (at for at in range(len(words[0]) - 1, 1, -1) if _fits(f"{text[:at]}-", size, width)), 1
        )
        lines = (f"{text[:broken]}-", text[broken:])
    return [fitted(line, size, width) for line in lines if line]


def _fits(text: str, size: int, width: float) -> bool:
    return _font(size).getlength(text) <= width * SCALE


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]
