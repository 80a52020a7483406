"""Counts what was answered, by what was used and how it ended, and how long that took."""

import logging
from collections import Counter
from enum import StrEnum
from time import perf_counter

from bot.client.acts import Interaction
from bot.domain.tally import Durations

log = logging.getLogger(__name__)

_BEGAN = "began"


class Outcome(StrEnum):
    """How it ended for whoever asked."""

    ANSWERED = "answered"
    REFUSED = "refused"  # by a rule, which was told
    UNAVAILABLE = "unavailable"  # the database could not be used
    FAILED = "failed"
    LATE = "late"  # Discord waited no longer, or had an answer already


class Answers:
    """What was answered since the start; commands bear their names, presses those of their buttons."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, Outcome]] = Counter()
        self.seconds: dict[str, Durations] = {}

    def begin(self, interaction: Interaction) -> None:
        """One came in."""
        interaction.extras[_BEGAN] = perf_counter()

    def end(self, interaction: Interaction, name: str, outcome: Outcome) -> None:
        """It was answered, or could not be."""
        ended = perf_counter()
        took = ended - interaction.extras.get(_BEGAN, ended)
        self.counts[name, outcome] += 1
        self.seconds.setdefault(name, Durations()).add(took)
        log.debug("%s: %s after %.0f ms", name, outcome, took * 1000)
