"""The chart of a server's figures: its words are large enough, its bars as long as they say."""

import io

import pytest
from PIL import Image, ImageChops

from bot.views.picture.chart import MOSS, WIDTH, Bars, draw


def picture(groups: Bars) -> Image.Image:
    """The chart as Pillow reads it back."""
    return Image.open(io.BytesIO(draw(groups)))


def group(heading: str = "I", name: str = "I", said: str = "I") -> Bars:
    """A heading and one bar, with these words."""
    return [(heading, [(name, 5, said)])]


@pytest.mark.parametrize("part", ["heading", "name", "said"])
def test_a_phone_shows_no_word_smaller_than_twelve_pixels(part: str) -> None:
    """The chart is 390 pixels wide there; a capital takes two thirds of the size of its line."""
    difference = ImageChops.difference(picture(group()), picture(group(**{part: "IH"})))
    _, top, _, bottom = difference.getbbox() or (0, 0, 0, 0)
    assert (bottom - top) * 390 / WIDTH > 12 * 0.66


def test_bars_are_as_long_as_they_say() -> None:
    drawn = picture([("Where", [("All", 10, "10"), ("Half", 5, "5"), ("None", 0, "fewer than 5")])])
    rows = [drawn.crop((0, y, WIDTH, y + 1)) for y in range(drawn.height)]
    lengths = [sum(n for n, colour in row.getcolors(maxcolors=WIDTH) or () if colour == MOSS) for row in rows]
    assert max(lengths) > 200
    assert sorted(set(lengths)) == [0, max(lengths) // 2, max(lengths)]
