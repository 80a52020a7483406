"""The rules of an update: what can be posted, what is remarked on, and how it moves from stage to stage."""

import pytest

from bot.content.live import LiveContent
from bot.domain.errors import BadWording, NoSuchUpdate, UpdateOver
from bot.domain.jobs import JobKey, JobKind
from bot.domain.updates import (
    TEXT,
    TITLE,
    TOO_LATE,
    Remark,
    Stage,
    Trouble,
    Update,
    Wording,
    number_of,
    phase_touched,
    too_late,
)
from tests.domain.samples import MODERATOR, NOW, update

CHANNEL, DIRECT = 11, 33
KEY = JobKey.of(JobKind.POST, NOW)


def on_its_way() -> Update:
    """What was scheduled and may stand in its channel by now."""
    return update().scheduled(NOW, MODERATOR, DIRECT).under(KEY).on_its_way(CHANNEL)


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
        ("Plain", "[[here]](https://example.org)", (Remark.LINKS,)),
        ("Plain", "```py\ncode\n```", ()),
        ("Plain", "```py\ncode", (Remark.CODE,)),
        ("Plain", "```\na\n``` then ``` [x](y) @everyone", (Remark.MENTIONS, Remark.LINKS, Remark.CODE)),
    ],
)
def test_what_is_remarked_on(title: str, text: str, remarks: tuple[Remark, ...]) -> None:
    assert Wording(title, text).remarks == remarks


def test_a_draft_is_scheduled_claimed_and_posted() -> None:
    planned = update(scheduled_at=NOW).scheduled(NOW + 60, MODERATOR, DIRECT).under(KEY)
    assert (planned.stage, planned.scheduled_at, planned.author_channel, planned.key) == (
        Stage.SCHEDULED,
        NOW + 60,
        DIRECT,
        KEY,
    )
    sent = planned.on_its_way(CHANNEL)
    assert (sent.stage, sent.scheduled_at, sent.channel, sent.key) == (Stage.CLAIMED, NOW + 60, CHANNEL, KEY)
    done = sent.posted(NOW + 62, 99)
    assert done.stage is Stage.POSTED
    assert done.link == f"https://discord.com/channels/1/{CHANNEL}/99"


def test_what_was_on_its_way_before_keeps_its_channel() -> None:
    assert update().on_its_way(CHANNEL).on_its_way(CHANNEL + 1).channel == CHANNEL


def test_what_is_kept_begins_anew() -> None:
    kept = on_its_way().kept(Trouble.GONE)
    assert kept == update()._replace(author_channel=DIRECT, trouble=Trouble.GONE)
    assert kept.scheduled(NOW + 60, MODERATOR, DIRECT).trouble is None


def test_posted_at_once_it_has_no_time_of_its_own() -> None:
    planned = update().scheduled(NOW + 60, MODERATOR, DIRECT)
    assert planned.posting() == planned._replace(stage=Stage.CLAIMED, scheduled_at=None)


@pytest.mark.parametrize("stage", Stage)
def test_what_becomes_of_it_where_it_stands(stage: Stage) -> None:
    """What can't be done any more, or not yet, leaves everything as it is."""
    made = update(stage, channel=CHANNEL)
    changes = {
        Stage.SCHEDULED: made.scheduled(NOW + 60, MODERATOR, DIRECT),
        Stage.CLAIMED: made.posting(),
        Stage.DRAFT: made.cancelled(),
        Stage.DISCARDED: made.discarded(),
        Stage.RETRACTED: made.retracted(Trouble.DELETED),
    }
    changed = {to for to, after in changes.items() if after != made}
    pending = {Stage.SCHEDULED, Stage.CLAIMED, Stage.DISCARDED}
    assert changed == {
        Stage.DRAFT: pending,
        Stage.SCHEDULED: pending | {Stage.DRAFT},
        Stage.POSTED: {Stage.RETRACTED},
    }.get(stage, set())
    assert all(changes[to].stage is to for to in changed)
    assert changes[Stage.RETRACTED].trouble is (Trouble.DELETED if stage is Stage.POSTED else None)


@pytest.mark.parametrize("stage", Stage)
def test_other_words(stage: Stage) -> None:
    made, better = update(stage), Wording("Better", "Words", "trail/a")
    if made.over:
        with pytest.raises(UpdateOver):
            made.reworded(better)
    else:
        assert made.reworded(better) == made._replace(wording=better)


@pytest.mark.parametrize("wording", [Wording("", "Text"), Wording("Title", "x" * (TEXT + 1))])
def test_only_a_draft_may_be_left_without_words_that_can_be_posted(wording: Wording) -> None:
    assert update().reworded(wording).wording == wording
    for stage in (Stage.SCHEDULED, Stage.CLAIMED, Stage.POSTED):
        with pytest.raises(BadWording):
            update(stage).reworded(wording)


@pytest.mark.parametrize("stage", Stage)
def test_what_can_still_be_done(stage: Stage) -> None:
    made = update(stage)
    assert made.pending == (stage in (Stage.DRAFT, Stage.SCHEDULED))
    assert made.over == (stage in (Stage.RETRACTED, Stage.DISCARDED))
    assert made.ready == made.pending
    assert not made._replace(wording=Wording("", "Text")).ready
    assert made.link is None


@pytest.mark.parametrize(("at", "planned"), [(NOW - 1, None), (NOW, None), (NOW + 1, NOW + 1)])
def test_a_draft_outlives_its_time(at: int, planned: int | None) -> None:
    assert update(scheduled_at=at).timed(NOW).scheduled_at == planned
    assert update(Stage.SCHEDULED, scheduled_at=at).timed(NOW).scheduled_at == at


def test_six_hours_after_it_was_due_it_is_too_late() -> None:
    assert not too_late(NOW, NOW + TOO_LATE - 1)
    assert too_late(NOW, NOW + TOO_LATE)


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
