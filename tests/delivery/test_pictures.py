"""Where pictures are drawn: once, one at a time, beside the loop, and never in the way of the text."""

import asyncio
import logging
import threading
import time

import pytest

from bot.delivery.pictures import REMEMBERED, Pictures
from bot.domain.progress import Progress
from bot.domain.weeks import ActiveWeeks
from bot.views.picture.facts import TrailFacts, sketch
from tests.domain.samples import action, phase, roadmap

ROADMAP = roadmap(phase("low", action("a")))


def facts(number: int = 0) -> TrailFacts:
    """Facts that differ by a number."""
    return TrailFacts("Trail", (), number, "", "", "", "", "")


class Hand:
    """Draws slowly, and remembers what it drew and how many were at it."""

    def __init__(self, seconds: float = 0.02) -> None:
        self.drawn: list[TrailFacts] = []
        self.most_at_once = 0
        self.threads: set[int] = set()
        self._seconds = seconds
        self._at_it = 0

    def __call__(self, of: TrailFacts) -> bytes:
        self._at_it += 1
        self.most_at_once = max(self.most_at_once, self._at_it)
        self.threads.add(threading.get_ident())
        self.drawn.append(of)
        time.sleep(self._seconds)
        self._at_it -= 1
        return str(of.percent).encode()


async def test_equal_facts_are_drawn_once() -> None:
    hand = Hand()
    pictures = Pictures(hand)
    found = await asyncio.gather(*(pictures.picture(facts(n % 2)) for n in range(10)))
    assert found == [b"0", b"1"] * 5
    assert sorted(of.percent for of in hand.drawn) == [0, 1]


async def test_one_at_a_time_and_not_in_the_loop() -> None:
    hand = Hand()
    pictures = Pictures(hand)
    await asyncio.gather(*(pictures.picture(facts(n)) for n in range(5)))
    assert len(hand.drawn) == 5
    assert hand.most_at_once == 1
    assert threading.get_ident() not in hand.threads


async def test_only_the_last_ones_are_remembered() -> None:
    hand = Hand(0)
    pictures = Pictures(hand)
    for number in range(REMEMBERED + 1):
        await pictures.picture(facts(number))
    await pictures.picture(facts(REMEMBERED))
    assert len(hand.drawn) == REMEMBERED + 1
    await pictures.picture(facts(0))
    assert len(hand.drawn) == REMEMBERED + 2


async def test_a_failure_leaves_the_picture_out_and_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    pictures = Pictures(_broken)
    assert [await pictures.picture(facts(n)) for n in range(3)] == [None] * 3
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "out of paint" in caplog.text


async def test_a_slow_picture_is_left_out_and_what_waits_behind_it_is_never_begun() -> None:
    begun, dry = [], threading.Event()

    def wait(of: TrailFacts) -> bytes:
        begun.append(of)
        dry.wait(10)
        return b"dry"

    pictures = Pictures(wait, patience=0.5)
    assert await asyncio.gather(*(pictures.picture(facts(n)) for n in range(4))) == [None] * 4
    dry.set()
    assert await pictures.picture(begun[0]) == b"dry"
    assert len(begun) == 1


async def test_the_real_hand_draws() -> None:
    picture = await Pictures(patience=20).picture(sketch(Progress(ROADMAP), ActiveWeeks(0, 0)))
    assert picture is not None
    assert picture.startswith(b"\x89PNG")


def _broken(_: TrailFacts) -> bytes:
    raise RuntimeError("out of paint")
