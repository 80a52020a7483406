"""The rules of an update: what can be posted, what is remarked on, and how it moves from stage to stage."""

from dataclasses import replace

import pytest

from bot.content.live import LiveContent
from bot.domain.errors import NoSuchUpdate
from bot.domain.updates import (
    TEXT,
    TITLE,
    TOO_LATE,
    Remark,
    Stage,
    Trouble,
    Wording,
    number_of,
    phase_touched,
)
from tests.domain.samples import MODERATOR, NOW, update

CHANNEL, DIRECT = 11, 33


@pytest.mark.parametrize(
    ("title", "text", "trouble"),
    [
        ("a", "b", None),
        ("a" * TITLE, "b" * TEXT, None),
        ("", "b", Trouble.EMPTY),
        ("a", "", Trouble.EMPTY),
        ("a" * (TITLE + 1), "b", Trouble.TOO_LONG),
        ("a", "b" * (TEXT + 1), Trouble.TOO_LONG),
    ],
)
def test_words_that_can_be_posted(title: str, text: str, trouble: Trouble | None) -> None:
    assert Wording(title, text).trouble is trouble


@pytest.mark.parametrize(
    ("title", "text", "remarks"),
    [
        ("Plain", "Just words, and https://example.org/a_b.", ()),
        ("Plain", "Mail me@everyone.example", (Remark.MENTIONS,)),
        ("@here", "Words", (Remark.MENTIONS,)),
        ("Plain", "<@&1> <@2> <@!3>", (Remark.MENTIONS,)),
        ("Plain", "[here](https://example.org)", (Remark.LINKS,)),
        ("Plain", "```py\ncode\n```", ()),
        ("Plain", "```py\ncode", (Remark.CODE,)),
        ("Plain", "```\na\n``` then ``` [x](y) @everyone", (Remark.MENTIONS, Remark.LINKS, Remark.CODE)),
    ],
)
def test_what_is_remarked_on(title: str, text: str, remarks: tuple[Remark, ...]) -> None:
    assert Wording(title, text).remarks == remarks


def test_a_draft_is_scheduled_claimed_and_posted() -> None:
    planned = update(scheduled_at=NOW).scheduled(NOW + 60, MODERATOR, DIRECT)
    assert (planned.stage, planned.scheduled_at, planned.author_channel) == (
        Stage.SCHEDULED,
        NOW + 60,
        DIRECT,
    )
    sent = planned.claimed(NOW + 61, CHANNEL)
    assert (sent.stage, sent.claimed_at, sent.channel, sent.unsure) == (
        Stage.CLAIMED,
        NOW + 61,
        CHANNEL,
        False,
    )
    done = sent.posted(NOW + 62, 99)
    assert done.stage is Stage.POSTED
    assert done.link == f"https://discord.com/channels/1/{CHANNEL}/99"


def test_what_was_claimed_before_keeps_its_channel_and_may_have_arrived() -> None:
    first = update().claimed(NOW, CHANNEL)
    again = first.claimed(NOW + 600, CHANNEL + 1)
    assert (again.channel, again.claimed_at, again.unsure) == (CHANNEL, NOW, True)


def test_what_is_kept_begins_anew() -> None:
    sent = replace(update().scheduled(NOW, MODERATOR, DIRECT).claimed(NOW, CHANNEL), attempts=4)
    kept = sent.kept(Trouble.GONE)
    assert kept == replace(update(), author_channel=DIRECT, trouble=Trouble.GONE)
    assert kept.scheduled(NOW + 60, MODERATOR, DIRECT).trouble is None


@pytest.mark.parametrize("stage", Stage)
def test_what_can_still_be_done(stage: Stage) -> None:
    made = update(stage)
    assert made.pending == (stage in (Stage.DRAFT, Stage.SCHEDULED))
    assert made.over == (stage in (Stage.RETRACTED, Stage.DISCARDED))
    assert made.ready == made.pending
    assert not replace(made, wording=Wording("", "Text")).ready
    assert made.link is None


@pytest.mark.parametrize(("at", "planned"), [(NOW - 1, None), (NOW, None), (NOW + 1, NOW + 1)])
def test_a_draft_outlives_its_time(at: int, planned: int | None) -> None:
    assert update(scheduled_at=at).timed(NOW).scheduled_at == planned
    assert update(Stage.SCHEDULED, scheduled_at=at).timed(NOW).scheduled_at == at


def test_six_hours_after_its_time_or_its_claim_it_is_too_late() -> None:
    clicked = update(Stage.CLAIMED, claimed_at=NOW)
    planned = update(Stage.CLAIMED, claimed_at=NOW + TOO_LATE, scheduled_at=NOW)
    for made in (clicked, planned):
        assert not made.too_late(NOW + TOO_LATE - 1)
        assert made.too_late(NOW + TOO_LATE)


@pytest.mark.parametrize("text", ["0", "7", "9" * 18])
def test_numbers(text: str) -> None:
    assert number_of(text) == int(text)


@pytest.mark.parametrize("text", ["", " 7", "-7", "7.0", "²", "\u0667", "seven", "9" * 19])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(NoSuchUpdate):
        number_of(text)


@pytest.mark.parametrize(
    ("about", "phase"),
    [
        ("mlops-engineer/core-tools", "core-tools"),
        ("mlops-engineer/mlflow", "core-tools"),
        ("mlops-engineer/aws-ml-specialty", "portfolio"),
        ("mlops-engineer/degree", None),
        ("mlops-engineer/nothing", None),
        ("data-engineer/core-tools", None),
        ("core-tools", None),
        ("-", None),
        (None, None),
    ],
)
def test_the_phase_that_is_touched(shipped: LiveContent, about: str | None, phase: str | None) -> None:
    touched = phase_touched(shipped.library.default, about)
    assert (touched.id if touched else None) == phase
