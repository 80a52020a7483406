"""A file of the first edition comes up to date whole, and every button it ever sent goes on working."""

import logging
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import NotYours, Outdated
from bot.trial.drawing import plain
from bot.views.errors import words
from tests.upgrade.hands import Old
from tests.upgrade.meaning import MEANINGS, Pressed
from tests.upgrade.record import Control, Sent, ended, everything_sent, first_edition, owners
from tests.upgrade.standing import Standing

DAY = timedelta(days=1)


# The file


async def test_every_row_is_there(upgraded: Path) -> None:
    record, standing = first_edition(), Standing(upgraded)
    assert standing.rows().items() <= record["rows"].items()
    assert standing.taken_back() == record["changes taken back"]
    assert standing.evidence() == record["evidence"]
    assert standing.passed() == record["passed"]
    assert record["questions"]
    assert standing.questions() == 0, "nobody knows in which servers they were asked"


async def test_everybody_is_as_far_as_they_were(upgraded: Path) -> None:
    assert Standing(upgraded).ways() == first_edition()["ways"]


async def test_everybody_stands_as_they_did(upgraded: Path) -> None:
    standing, people = Standing(upgraded), first_edition()["people"]
    assert {name: standing.member(name) for name in people} == {
        name: known.get("is") for name, known in people.items()
    }


async def test_every_message_stands_as_it_did(upgraded: Path) -> None:
    record, standing = first_edition(), Standing(upgraded)
    assert standing.jobs() == record["jobs"]
    assert standing.reasons() == record["reasons"]
    assert [standing.job(job["number"]) for job in record["in flight"]] == [
        job["state"] for job in record["in flight"]
    ]


async def test_every_update_stands_as_it_did(upgraded: Path) -> None:
    record, standing = first_edition(), Standing(upgraded)
    assert standing.updates() == record["updates"]
    assert standing.changes_of_updates() == record["changes of updates"]


async def test_a_start_loses_no_server(old: Old) -> None:
    for name, known in first_edition()["servers"].items():
        if name != "Quiet Corner":  # nothing was ever set up there
            assert old.standing.server(name)["left"] is known.get("left", False), name


# The buttons


@pytest.mark.parametrize("owner", owners())
async def test_what_was_sent_means_what_it_meant(
    old: Old, owner: str, subtests: pytest.Subtests, caplog: pytest.LogCaptureFixture
) -> None:
    for sent, control in _to_press(owner):
        with subtests.test(f"{sent.what}: {control.label}", value=control.value):
            caplog.clear()
            pressed = await _press(old, sent, control)
            said = pressed.answer.text
            assert plain(words(Outdated(), 0)) not in said
            assert MEANINGS[control.words](pressed), f"{control.means}, and it said: {said}"
            assert not [entry for entry in caplog.records if entry.levelno >= logging.ERROR]


async def test_what_was_sent_is_for_its_owner_alone(old: Old, subtests: pytest.Subtests) -> None:
    before = old.standing.everything()
    for sent, control in _to_press(*owners()):
        with subtests.test(f"{sent.whose}'s {sent.what}: {control.label}", value=control.value):
            answer = await old.intrude(sent, control)
            assert answer.private
            assert (answer.text == plain(words(NotYours(), 0))) is not sent.everybody
    assert old.standing.everything() == before


def _to_press(*owners: str) -> Iterator[tuple[Sent, Control]]:
    """What was sent to them, once for each kind of message that it stands on, and each place."""
    seen = set()
    for sent in everything_sent():
        for control in sent.controls if sent.whose in owners else ():
            key = (sent.kind, sent.channel, control.custom_id, control.value)
            if key not in seen:
                seen.add(key)
                yield sent, control


async def _press(old: Old, sent: Sent, control: Control) -> Pressed:
    """Press it, with everything as it was then."""
    old.start_over()
    channel = first_edition()["servers"][old.places.where(sent)]["channels"]["updates"]["id"]
    was, letters, posts = old.standing.member(sent.whose), old.inbox(sent.whose), old.places.texts(channel)
    answer = await old.press(sent, control)
    return Pressed(old, sent, control, answer, was, letters, posts)


# What everybody sees first


async def test_whoever_ticked_hears_once_that_percentages_count_hours(old: Old) -> None:
    record = first_edition()
    for name in (name for name, known in record["people"].items() if known.get("in")):
        who = old.places.person(name)
        said = [(await who.slash("help")).text for _ in range(3)]
        heard = sum("Percentages count hours instead of actions" in text for text in said)
        assert heard == (name in record["ways"]), name


# What was under way


async def test_what_was_in_flight_is_settled_and_comes_once(old: Old) -> None:
    record, before = first_edition(), _letters(old)
    await old.world.pass_time(int(DAY.total_seconds()))
    assert {job["number"]: old.standing.job(job["number"]) for job in record["in flight"]} == {
        job["number"]: "sent" for job in record["in flight"]
    }
    to_come = [job["whose"] for job in record["in flight"] if not job["arrived"]]
    assert Counter(_letters(old)) - before == Counter([*to_come, *_due_within(DAY)])


async def test_updates_in_flight_are_posted_once(old: Old) -> None:
    record = first_edition()
    channel = record["servers"]["Model Trail"]["channels"]["updates"]["id"]
    under_way = {job["number"]: job for job in record["updates in flight"]}
    before = old.places.texts(channel)
    await old.world.pass_time(60 * 60)
    for number, job in under_way.items():
        update = old.standing.update(number)
        assert update["stage"] == "posted", job["what"]
        assert sum(update["title"] in plain(text) for text in old.places.texts(channel)) == 1, job["what"]
    not_yet = [job for job in under_way.values() if not job["arrived"]]
    assert len(old.places.texts(channel)) == len(before) + len(not_yet)


async def test_updates_that_are_not_due_go_on_waiting(old: Old) -> None:
    record = first_edition()
    under_way = {job["number"] for job in record["updates in flight"]}
    await old.world.pass_time(60 * 60)
    for update in record["updates"]:
        if update["number"] not in under_way:
            assert old.standing.update(update["number"]).items() >= update.items()


def _letters(old: Old) -> Counter[str]:
    """How many messages everybody has in their DM."""
    return Counter({name: len(old.inbox(name)) for name in first_edition()["people"]})


def _due_within(time: timedelta) -> list[str]:
    """Who was to get their next message in so much time."""
    people = first_edition()["people"].items()
    dues = {name: known["is"]["next"] for name, known in people if "next" in known.get("is", ())}
    return [name for name, due in dues.items() if datetime.fromisoformat(due) <= ended() + time]
