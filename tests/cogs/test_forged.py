"""What nobody was ever offered, in every button, menu and form: answered with a word, and not logged."""

import logging
import re
from collections.abc import Iterator

import pytest

from bot.domain.custom_id import Arg, Verb
from bot.trial.people import Person
from bot.trial.world import World
from bot.views.errors import words
from tests.cogs.moderating import posted, ready
from tests.interactions import MENU, Delivery, command, form, press

VALUES = (
    *("no-such", "", " ", "a:b", "mlops-engineer/no-such", "/", "👍", "2026-13-45", "9999-12-31"),
    *("x" * 100, "\u202e", "other", "w1790000000", "Europe/Nowhere", "0", "-1", "9" * 25, "\u0663"),
)
ARGS = {
    Arg.KEY: ("w1790000000", "12", "x1"),
    Arg.REF: ("mlops-engineer/python", "no-such", "mlops-engineer/no/such/thing"),
    Arg.CHANGE: ("1", "9" * 25),
    Arg.UPDATE: ("1", "no-such", "9" * 25),
    Arg.MEMBER: ("1", "no-such"),
    Arg.MESSAGE: ("1", "no-such", "9" * 25),
    Arg.AT: ("1790000000", "99999999999"),
    Arg.CHOICE: ("1", "no-such"),
    Arg.TIME: ("1", "no-such", "9" * 25),
    Arg.SHOWN: ("1", "no-such", "9" * 25),
    Arg.SERVER: ("1", "no-such", "9" * 25),
    Arg.AFTER: ("1", "no-such", "9" * 18, "9" * 25),
    Arg.SEEN: ("0123456789ab", "no-such"),
    Arg.ANSWER: ("1", "no-such", "9" * 25),
}
"""What may stand in a custom_id, the usual first."""

FIELDS = (
    *(
        "by",
        "day",
        "hours",
        "link",
        "note",
        "on",
        "phase",
        "question",
        "roadmap",
        "text",
        "time",
        "timezone",
        "title",
    ),
    *("when", "zone"),
)
TYPED = ("", "no-such", "\u200b", "9999-12-31", "x" * 4000, "\x1b[31m@everyone <@1> ```")

OURS = words(ValueError(), 0)
"""What is said when it is our own fault."""


def custom_ids(kind: str, verb: Verb, owner: int) -> Iterator[str]:
    """With nothing behind the owner, and with each of its arguments made up while the others are usual."""
    usual = [ARGS[arg][0] for arg in verb.shape]
    for number, arg in enumerate(verb.shape):
        yield ":".join((kind, verb, str(owner), *usual[:number]))
        for made_up in ARGS[arg]:
            yield ":".join((kind, verb, str(owner), *usual[:number], made_up, *usual[number + 1 :]))
    yield ":".join((kind, verb, str(owner), *usual))


def chosen(delivery: Delivery, *values: str) -> Delivery:
    """The same as a choice in a menu that never offered it."""
    delivery.payload["data"].update(component_type=MENU, values=[*values])
    return delivery


def forged(world: World, who: Person, verb: Verb) -> Iterator[Delivery]:
    """Everything that somebody could make up about a verb."""
    for custom_id in custom_ids("b", verb, who.id):
        yield press(world, who, custom_id)
    for value in VALUES:
        yield chosen(press(world, who, f"s:{verb}:{who.id}"), value)
        if len(verb.shape) > 1:
            usual = ":".join(ARGS[arg][0] for arg in verb.shape[1:])
            yield chosen(press(world, who, f"s:{verb}:{who.id}:{usual}"), value, value)
    for custom_id in custom_ids("f", verb, who.id):
        yield form(world, who, custom_id)
    whole = ":".join(("f", verb, str(who.id), *(ARGS[arg][0] for arg in verb.shape)))
    for typed in TYPED:
        yield form(world, who, whole, **dict.fromkeys(FIELDS, typed))


@pytest.mark.parametrize("verb", Verb)
async def test_a_word_for_everything_that_was_made_up(
    world: World, caplog: pytest.LogCaptureFixture, verb: Verb
) -> None:
    """By somebody who may do it all: a moderator who is enrolled."""
    await ready(world)
    await posted(world)
    await world.mona.slash("start", timezone="Europe/Berlin")
    for delivery in forged(world, world.mona, verb):
        with caplog.at_level(logging.ERROR):
            await delivery.arrives()
        made_up = delivery.payload["data"]
        assert caplog.records == [], made_up
        if delivery.result.modal is None:
            assert delivery.screen.text.strip(), made_up
            assert OURS not in delivery.screen.text, made_up


UNSEEN = "zq\x1b[31m\x00\x07\x85\u2028\u2029\u202egpj\u2066\ud83d"
OPTIONS = {
    "start": ("timezone", "day", "time", "phase", "roadmap"),
    "done": ("action", "evidence"),
    "phase": ("phase",),
    "certs": ("certification",),
    "project": ("guide",),
    "faq": ("question",),
    "undo": ("change",),
    "update post": ("when", "about"),
    "update edit": ("update",),
    "update retract": ("update",),
}
_RAW = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize(
    ("name", "option"), [(name, option) for name, options in OPTIONS.items() for option in options]
)
async def test_an_option_is_as_clean_as_a_field_of_a_form(
    world: World, caplog: pytest.LogCaptureFixture, name: str, option: str
) -> None:
    await ready(world)
    await world.mona.slash("start", timezone="Europe/Berlin")
    for typed in (UNSEEN, "\x00", "\ud83d"):
        others = {"action": "mlflow"} if option == "evidence" else {}
        delivery = await command(world, world.mona, name, **{option: typed}, **others).arrives()
        assert caplog.records == []
        if delivery.result.modal is None:
            assert delivery.screen.text.strip()
            assert OURS not in delivery.screen.text
            assert not _RAW.search(delivery.screen.text)


async def test_what_is_offered_for_half_a_sign(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await ready(world)
    await posted(world)
    for name in ("update edit", "update retract"):
        assert await world.mona.choices(name, "update", "\ud83d") == await world.mona.choices(
            name, "update", ""
        )
    assert caplog.records == []
