"""`/metrics`: the figures are those of what happened, and name nobody."""

import platform
import re
import subprocess
import sys
from pathlib import Path

import discord
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import __version__
from bot.content.live import LiveContent
from bot.domain.tally import Durations
from bot.host.metrics import Metrics
from bot.trial.people import NotThere
from tests.delivery.conftest import Office
from tests.host.conftest import metrics_at
from tests.interactions import command

GUIDE = Path(__file__).parents[2] / "docs" / "hosting.md"


@pytest.fixture
def metrics(office: Office) -> Metrics:
    """What is counted."""
    return metrics_at(office)


async def figure(metrics: Metrics, name: str, /, **labels: str) -> float | None:
    """One figure as a machine reads it; None if it is not there."""
    for family in text_string_to_metric_families((await metrics.text()).decode()):
        for sample in family.samples:
            if sample.name == f"cairn_{name}" and sample.labels == labels:
                return sample.value
    return None


async def test_answers_are_counted_by_what_was_asked_and_how_it_ended(
    office: Office, metrics: Metrics
) -> None:
    robin = office.world.robin
    card = await robin.slash("next")
    await robin.slash("done", action="no such action")
    await card.click("Skip")
    assert await figure(metrics, "answers_total", name="/next", outcome="answered") == 1
    assert await figure(metrics, "answers_total", name="/done", outcome="refused") == 1
    assert await figure(metrics, "answers_total", name="b:skip", outcome="answered") == 1
    assert await figure(metrics, "answer_seconds_count", name="/next") == 1
    assert await figure(metrics, "answer_seconds_bucket", name="/next", le="+Inf") == 1


@pytest.mark.breaks
async def test_what_failed_is_counted_as_that(office: Office, metrics: Metrics) -> None:
    office.world.env.inject_error("POST", "/interactions/*", status=503, times=None)
    with pytest.raises(NotThere):
        await office.world.robin.slash("next")
    assert await figure(metrics, "answers_total", name="/next", outcome="failed") == 1


@pytest.mark.breaks
async def test_what_the_database_or_the_time_did_not_allow_is_counted_as_that(
    office: Office, metrics: Metrics
) -> None:
    robin = office.world.robin
    away = office.file.rename(office.file.with_name("away.db"))
    await robin.slash("done", action="mlflow")
    away.rename(office.file)
    office.world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    await command(office.world, robin, "next").arrives(answered=False)
    assert await figure(metrics, "answers_total", name="/done", outcome="unavailable") == 1
    assert await figure(metrics, "answers_total", name="/next", outcome="late") == 1


async def test_jobs_are_counted_while_they_wait_and_when_they_end(office: Office, metrics: Metrics) -> None:
    await office.crowd(3)
    await office.until_due(30)
    assert await figure(metrics, "oldest_due_seconds") == 30
    await office.claim(1)
    assert await figure(metrics, "jobs_open", kind="weekly", state="claimed") == 1
    office.give_back()
    office.refuse(403, 50007)
    await office.tick()
    assert await figure(metrics, "jobs_total", kind="weekly", state="sent") == 2
    assert await figure(metrics, "jobs_total", kind="weekly", state="refused") == 1
    assert await figure(metrics, "refusals_total", reason="closed") == 1
    assert await figure(metrics, "jobs_open", kind="weekly", state="claimed") is None
    assert await figure(metrics, "oldest_due_seconds") == 0


async def test_how_it_stands(office: Office, metrics: Metrics) -> None:
    (robin,) = await office.crowd(1)
    assert await figure(metrics, "gateway_up", shard="0") == 1
    assert await figure(metrics, "breaker_open") == 0
    assert await figure(metrics, "content_faults") == 0
    assert await figure(metrics, "content", version=office.content.version) == 1
    parts = {"python": platform.python_version(), "discord": discord.__version__}
    assert await figure(metrics, "build", version=__version__, **parts) == 1
    assert (await figure(metrics, "database_seconds_count", what="write") or 0) >= 1
    office.refuse(403, 20026)
    await office.test(robin)
    assert await figure(metrics, "breaker_open") == 1


async def test_each_shard_of_its_own_is_told_of(
    office: Office, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.world.app.client, "shard_count", 2)
    assert await figure(metrics, "gateway_up", shard="0") == 1
    assert await figure(metrics, "gateway_up", shard="1") == 0
    assert await figure(metrics, "gateway_up", shard="2") is None


async def test_content_that_could_not_be_read_again_is_counted(office: Office, tmp_path: Path) -> None:
    office.content = LiveContent(tmp_path, office.content.library)
    assert await figure(metrics_at(office), "content_faults") == 0
    faults = office.content.reload()
    assert await figure(metrics_at(office), "content_faults") == len(faults) > 0


async def test_what_the_guide_names_is_served(office: Office, metrics: Metrics) -> None:
    robin, *_ = await office.crowd(2)
    await office.world.robin.slash("next")
    await office.until_due()
    await office.claim(1)
    office.refuse(403, 50007)
    await office.test(robin)
    served = set()
    for family in text_string_to_metric_families((await metrics.text()).decode()):
        served |= {family.name, *(sample.name for sample in family.samples)}
    named = set(re.findall(r"\bcairn_\w+", GUIDE.read_text(encoding="utf-8")))
    assert "cairn_refusals_total" in named
    assert named - served == set()


async def test_a_database_that_is_gone_takes_its_own_figures_only(office: Office, metrics: Metrics) -> None:
    await office.store.close()
    assert await figure(metrics, "oldest_due_seconds") is None
    assert await figure(metrics, "breaker_open") == 0


async def test_nobody_is_named(office: Office, metrics: Metrics) -> None:
    robin = office.world.robin
    await robin.slash("start", timezone="Berlin")
    await (await robin.slash("nudges")).click("Send a test message")
    assert re.search(r"(?<![.\d])\d{17}", (await metrics.text()).decode()) is None


def test_durations_are_counted_up_to_each_step() -> None:
    durations = Durations()
    for seconds in (0.004, 0.005, 0.3, 9):
        durations.add(seconds)
    counts = dict(durations.up_to())
    assert (counts[0.005], counts[0.25], counts[0.5], counts[5.0], counts[float("inf")]) == (2, 2, 3, 3, 4)
    assert durations.total == pytest.approx(9.309)


def test_without_a_port_nothing_of_it_is_loaded() -> None:
    asked = "import sys, bot.__main__; print(*(name for name in sys.modules if 'prometheus' in name))"
    ran = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == ""
