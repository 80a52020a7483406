"""`/metrics`: what is counted anyway, put into Prometheus' text format when somebody asks. No ids in it."""

import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isinf
from typing import Any, Protocol

import discord
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot import __version__, discord_internals
from bot.client.answers import Answers
from bot.content.live import LiveContent
from bot.domain.errors import StoreUnavailable
from bot.domain.tally import Durations
from bot.store.store import Store

Values = Mapping[Any, float]
"""Numbers by what stands in the labels, in their order."""

FORMAT = "text/plain; version=0.0.4; charset=utf-8"


class Sends(Protocol):
    """What sends, as far as it is counted."""

    ended: dict[tuple[str, str], int]
    refusals: dict[str, int]

    @property
    def resting_until(self) -> int | None:
        """Epoch seconds, None while it does not rest."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Reads every count; `now` gives epoch seconds."""

    _client: discord.AutoShardedClient
    _answers: Answers
    _store: Store
    _sends: Sends
    _content: LiveContent
    _now: Callable[[], int]

    async def text(self) -> bytes:
        """All of it. What the database would have to tell is left out while it can't be read."""
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        registry.register(_Found([*self._counted(), *await self._stored()]))
        return generate_latest(registry)

    def _counted(self) -> Iterator[Metric]:
        build = {"version": __version__, "python": platform.python_version(), "discord": discord.__version__}
        yield _gauge("build", "What runs; always 1.", {tuple(build.values()): 1}, *build)
        yield _counter(
            "answers",
            "Commands, buttons and forms, by how they ended.",
            self._answers.counts,
            "name",
            "outcome",
        )
        yield _histogram("answer", "From an interaction to its answer.", self._answers.seconds, "name")
        yield _counter("jobs", "Jobs that came to their end, by how.", self._sends.ended, "kind", "state")
        yield _counter(
            "refusals", "What Discord refused to send, by reason.", _single(self._sends.refusals), "reason"
        )
        resting = self._sends.resting_until is not None
        yield _gauge("breaker_open", "1 while all sending to members rests.", {(): resting})
        yield _histogram("database", "Reads and transactions.", self._store.pulse.seconds, "what")
        version = self._content.version
        yield _gauge("content", "The content in use; always 1.", {(version,): 1}, "version")
        faults = len(self._content.faults)
        yield _gauge("content_faults", "What keeps a newer content from being used.", {(): faults})
        away = discord_internals.away(self._client)
        some = self._client.shard_ids  # of one of several processes, which may have none
        own = range(self._client.shard_count or 1) if some is None else some
        up = {(str(shard),): shard not in away for shard in own}
        yield _gauge("gateway_up", "1 while a shard is connected.", up, "shard")

    async def _stored(self) -> list[Metric]:
        try:
            under_way = await self._store.read.jobs.open()
            due = [await self._store.read.jobs.next_due(), await self._store.read.members.next_due()]
        except StoreUnavailable:
            return []
        now = self._now()
        since = max(0, now - min((each for each in due if each is not None), default=now))
        return [
            _gauge("jobs_open", "Jobs that wait or are under way.", under_way, "kind", "state"),
            _gauge("oldest_due_seconds", "For how long something has been due that waits.", {(): since}),
        ]


class _Found(Collector):
    """What was found, in the manner of a collector."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        """All of it."""
        return iter(self._families)


def _single(counts: Mapping[str, int]) -> dict[tuple[str], int]:
    return {(name,): count for name, count in counts.items()}


def _gauge(name: str, about: str, values: Values, *labels: str) -> Metric:
    family = GaugeMetricFamily(f"cairn_{name}", about, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def _counter(name: str, about: str, values: Values, *labels: str) -> Metric:
    family = CounterMetricFamily(f"cairn_{name}", about, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def _histogram(name: str, about: str, values: Mapping[str, Durations], label: str) -> Metric:
    family = HistogramMetricFamily(f"cairn_{name}_seconds", about, labels=[label])
    for key, seconds in values.items():
        steps = [("+Inf" if isinf(step) else str(step), count) for step, count in seconds.up_to()]
        family.add_metric([key], steps, seconds.total)
    return family
