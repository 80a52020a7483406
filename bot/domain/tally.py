"""Counting for whoever watches: how long things took, in steps that a chart can be drawn from."""

from bisect import bisect_left
from dataclasses import dataclass, field

STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper bounds in seconds; what took longer is counted beyond the last."""


@dataclass(slots=True)
class Durations:
    """How many took how long; `total` is the sum of their seconds."""

    total: float = 0.0
    _counts: list[int] = field(default_factory=lambda: [0] * (len(STEPS) + 1))

    def add(self, seconds: float) -> None:
        """One more."""
        self.total += seconds
        self._counts[bisect_left(STEPS, seconds)] += 1

    def up_to(self) -> list[tuple[float, int]]:
        """For every step, how many took no longer; the last one, without end, holds all."""
        steps, sums, number = (*STEPS, float("inf")), [], 0
        for step, count in zip(steps, self._counts, strict=True):
            number += count
            sums.append((step, number))
        return sums
