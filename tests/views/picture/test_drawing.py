"""The picture: its size, its stones, its words, whatever the roadmap and however far one is."""

import io
from itertools import combinations
from typing import Any

import pytest
from PIL import Image, ImageChops

from bot.domain.marks import MarkState
from bot.domain.weeks import ActiveWeeks
from bot.views.components import NEXT_STONE, STONES
from bot.views.picture.drawing import (
    AMBER,
    HEIGHT,
    INK,
    LINE,
    MARGIN,
    MOSS,
    QUIET,
    ROW,
    SMALL,
    WIDTH,
    draw,
)
from bot.views.picture.facts import Stretch, TrailFacts, sketch
from tests.views import longest

DONE, OPEN, SKIPPED = (STONES[state] for state in (MarkState.DONE, MarkState.OPEN, MarkState.SKIPPED))


def stretch(number: int, stones: str, *, finished: bool = False) -> Stretch:
    """A phase of these stones."""
    return Stretch(number, "Somewhere", stones, "words", finished=finished, fresh=False, current=False)


def facts(*stones: str, percent: int = 0) -> TrailFacts:
    """Facts of which the stones matter."""
    stretches = tuple(stretch(number, each) for number, each in enumerate(stones, start=1))
    return TrailFacts("Trail", stretches, percent, "words", "", "Do it", "about 1 hour", "")


def picture(of: TrailFacts) -> Image.Image:
    """The picture as Pillow reads it back."""
    return Image.open(io.BytesIO(draw(of)))


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """How well two colours are told apart, as WCAG counts it: 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    linear = (((c / 255 + 0.055) / 1.055) ** 2.4 if c > 10 else c / 255 / 12.92 for c in colour)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("phases", range(1, 9))
@pytest.mark.parametrize("actions", [1, 5, 8])
def test_any_roadmap_has_its_picture(phases: int, actions: int) -> None:
    drawn = picture(facts(*[NEXT_STONE.ljust(actions, OPEN)] * phases))
    assert drawn.format == "PNG"
    assert drawn.size == (WIDTH, HEIGHT if phases <= 4 else HEIGHT + ROW)


@pytest.mark.parametrize("part", ["title", "words", "weeks", "next", "hours", "moment", "outlook"])
def test_a_phone_shows_no_word_smaller_than_twelve_pixels(part: str) -> None:
    """The picture is 390 pixels wide there; a capital takes two thirds of the size of its line."""
    plain = facts(OPEN * 5)
    texts: list[dict[str, Any]] = [{part: "I"}, {part: "IH"}]
    one, other = (picture(plain._replace(**text)) for text in texts)
    assert _height(one, other) * 390 / WIDTH > 12 * 0.66


@pytest.mark.parametrize("part", ["title", "words"])
def test_a_phone_shows_no_phase_smaller_than_that(part: str) -> None:
    plain = facts(OPEN * 5)
    texts: list[dict[str, Any]] = [{part: "I"}, {part: "IH"}]
    phases = (plain.stretches[0]._replace(**text) for text in texts)
    one, other = (picture(plain._replace(stretches=(phase,))) for phase in phases)
    assert _height(one, other) * 390 / WIDTH > 12 * 0.66


def test_the_day_is_bright_before_the_first_stone() -> None:
    """In shades of grey from 0 to 255: all of it on average, and the sky where it meets the hills."""
    drawn = picture(facts(OPEN * 5)).convert("L")
    level, of = sum(n * times for n, times in enumerate(drawn.histogram())), drawn.width * drawn.height
    assert level / of > 75
    low = drawn.getpixel((300, 320))
    assert isinstance(low, float | int)
    assert low > 140


def test_a_long_title_of_a_phase_takes_two_lines() -> None:
    """Both lines are written, and its count stands below them."""
    plain = facts(OPEN * 5, OPEN * 5, OPEN * 5, OPEN * 5)
    titles = ("Kubernetes", "Kubernetes operations", "Kubernetes H")
    one, two, same = (
        picture(plain._replace(stretches=(plain.stretches[0]._replace(title=title), *plain.stretches[1:])))
        for title in titles
    )
    _, top, right, bottom = ImageChops.difference(one, two).getbbox() or (0, 0, 0, 0)
    assert bottom - top > 2 * LINE - SMALL
    assert right < MARGIN + WIDTH / 4 - 16
    assert _height(one, same) < LINE


def test_kinds_of_stones_are_told_apart_without_colour() -> None:
    grey = {stone: picture(facts(stone * 5)).convert("L") for stone in (DONE, NEXT_STONE, OPEN, SKIPPED)}
    for one, other in combinations(grey.values(), 2):
        clear = ImageChops.difference(one, other).point(lambda level: 255 if level > 80 else 0)
        assert sum(clear.histogram()[255:]) / 5 > 100  # pixels a stone


def test_a_tick_changes_one_stone() -> None:
    before, after = (picture(facts(OPEN * 5, stones)) for stones in (OPEN * 5, OPEN * 2 + DONE + OPEN * 2))
    left, _, right, _ = ImageChops.difference(before, after).getbbox() or (0, 0, 0, 0)
    assert 20 < right - left < 50
    assert left > WIDTH / 2


def test_the_current_stone_is_laid_step_by_step() -> None:
    """Its ring turns from the colour of what is next to that of what is done, and nothing else changes."""
    begun = facts(OPEN * 2 + NEXT_STONE + OPEN * 2)
    drawn = [picture(begun._replace(within=(done, 8))) for done in (0, 2, 4, 8)]
    assert sorted(_count(each, MOSS) for each in drawn) == [_count(each, MOSS) for each in drawn]
    assert len({each.tobytes() for each in drawn}) == 4
    left, top, right, bottom = ImageChops.difference(drawn[0], drawn[-1]).getbbox() or (0, 0, 0, 0)
    assert max(right - left, bottom - top) <= 64


def test_the_forecast_stands_in_the_sky() -> None:
    plain = facts(OPEN * 5)
    told = picture(plain._replace(outlook="10 to 19 months left at 9 hours a week"))
    left, top, right, bottom = ImageChops.difference(picture(plain), told).getbbox() or (0, 0, 0, 0)
    assert (left >= MARGIN - 4, right <= WIDTH / 2 + 110) == (True, True)
    assert 188 < top < bottom < 240


def test_stones_of_the_first_phases_lie_below_those_of_the_last() -> None:
    rows = []
    for lit in range(6):
        stones = [(DONE if number == lit else OPEN) * 4 for number in range(6)]
        box = ImageChops.difference(picture(facts(*[OPEN * 4] * 6)), picture(facts(*stones))).getbbox()
        assert box is not None
        rows.append(box[3])
    assert min(rows[:3]) > max(rows[3:])


@pytest.mark.parametrize("percent", [0, 25, 50, 75, 99, 100])
@pytest.mark.parametrize("next_title", ["Do it", ""])
def test_words_stand_out_from_the_sky(percent: int, next_title: str) -> None:
    drawn = picture(facts(OPEN * 5, percent=percent)._replace(title="I", words="I", next=next_title))
    behind = [drawn.getpixel((x, y)) for x in (10, 350, 480) for y in range(30, 240)]
    assert min(contrast(INK, colour) for colour in behind if isinstance(colour, tuple)) > 4.5


@pytest.mark.parametrize("colour", [INK, QUIET, MOSS, AMBER])
def test_words_stand_out_from_the_ground(colour: tuple[int, int, int]) -> None:
    drawn = picture(facts(OPEN * 5, OPEN * 5))
    for y in (470, HEIGHT - 5):
        ground = drawn.getpixel((WIDTH // 2, y))
        assert isinstance(ground, tuple)
        assert contrast(colour, ground) > 4.5


def test_what_the_font_lacks_is_said_otherwise() -> None:
    known = facts(DONE + NEXT_STONE, OPEN * 3)
    foreign = [each._replace(title="基础" * 5) for each in known.stretches]
    plain = [each._replace(title=f"Phase {each.number}") for each in known.stretches]
    assert draw(known._replace(title="机器学习", next="学习", stretches=tuple(foreign))) == draw(
        known._replace(title="Your trail", next="See the text below.", stretches=tuple(plain))
    )


@pytest.mark.parametrize("states", longest.STATES.values(), ids=longest.STATES)
def test_the_longest_words_stay_inside(states: tuple[MarkState, ...]) -> None:
    drawn = picture(sketch(longest.progress(states), ActiveWeeks(520, 520)))
    edge = drawn.crop((WIDTH - MARGIN + 10, 0, WIDTH, drawn.height))
    colours = {colour for _, colour in edge.getcolors(maxcolors=1 << 20) or ()}
    assert not colours & {INK, QUIET, MOSS}


def test_a_finished_phase_gets_a_cairn() -> None:
    known = facts(DONE * 3, OPEN * 3)
    finished = known._replace(stretches=(stretch(1, DONE * 3, finished=True), known.stretches[1]))
    fresh = finished._replace(stretches=(finished.stretches[0]._replace(fresh=True), known.stretches[1]))
    plain, cairn, shining = (_count(picture(each), AMBER) for each in (known, finished, fresh))
    assert plain < cairn < shining


def test_a_finished_roadmap_gets_the_sun_and_a_great_cairn() -> None:
    last = facts(OPEN * 3, DONE * 3, percent=100)._replace(next="", hours="")
    done = last._replace(stretches=tuple(stretch(n, DONE * 3, finished=True) for n in (1, 2)))
    nearly = facts(DONE * 3, DONE * 2 + NEXT_STONE, percent=83)
    high = (WIDTH - 150, 0, WIDTH, 150)
    assert _count(picture(nearly).crop(high), AMBER) == 0
    assert _count(picture(done).crop(high), AMBER) > 300


def _height(one: Image.Image, other: Image.Image) -> int:
    """How high that is in which two pictures differ."""
    _, top, _, bottom = ImageChops.difference(one, other).getbbox() or (0, 0, 0, 0)
    return bottom - top


def _count(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """How many pixels are of exactly this colour."""
    return sum(number for number, each in image.getcolors(maxcolors=1 << 20) or () if each == colour)
