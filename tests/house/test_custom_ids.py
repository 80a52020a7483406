"""Whatever a button, a menu or a form has to say has room in its custom_id, however long the ids are."""

from zoneinfo import available_timezones

import pytest

from bot.content import models
from bot.content.actions import REF
from bot.content.folder import FOLDER_NAME
from bot.domain.custom_id import LARGEST_NUMBER, Arg, Verb, read, write
from bot.domain.jobs import JobKey, JobKind
from bot.limits import CUSTOM_ID
from bot.trial.world import World
from tests.views.longest import most

ID = "x" * most(models.Action, "id")
FAR = 10**11 - 1
"""The last instant that is read, in the year 5138."""

LONGEST = {
    Arg.KEY: JobKey.of(JobKind.WEEKLY, FAR),
    Arg.REF: f"{'x' * FOLDER_NAME}/{ID}",
    Arg.CHANGE: LARGEST_NUMBER,
    Arg.UPDATE: LARGEST_NUMBER,
    Arg.MEMBER: LARGEST_NUMBER,
    Arg.MESSAGE: LARGEST_NUMBER,
    Arg.AT: FAR,
    Arg.CHOICE: max(available_timezones(), key=len),
    Arg.SHOWN: LARGEST_NUMBER,
    Arg.SERVER: LARGEST_NUMBER,
    Arg.AFTER: LARGEST_NUMBER,
    Arg.SEEN: "0123456789ab",
    Arg.ANSWER: LARGEST_NUMBER,
    Arg.TIME: models.Step.model_fields["repeat"].metadata[1].le,
}


def longest(verb: Verb) -> list[str]:
    """The longest that can stand behind its owner: all that it takes."""
    args = {arg: str(LONGEST[arg]) for arg in verb.shape}
    if verb in (Verb.QUESTION, Verb.TOPIC, Verb.ANSWER_HERE):  # beside such ids the roadmap's has no room
        args[Arg.REF] = f"{ID}/{'x' * most(models.Step, 'id')}" if verb is Verb.ANSWER_HERE else ID
    if verb in (Verb.QUESTION, Verb.TOPIC, Verb.QUESTIONS):  # an answer is for somebody, or to a message
        args[Arg.MEMBER] = "0"
    if verb in (Verb.PATH, Verb.PATH_HERE, Verb.MESSAGE_PATH):
        args[Arg.CHOICE] = "x" * most(models.Option, "id")
        args[Arg.REF] = f"{'x' * FOLDER_NAME}/{'x' * most(models.Choice, 'id')}"
    if Arg.TIME in args:  # what has times is a step, whose ref the check of the content measures
        args[Arg.REF] = "x" * REF
    if verb is Verb.MEANWHILE_DONE:
        args[Arg.CHOICE] = "2026-11-26"
    return list(args.values())


@pytest.mark.parametrize("verb", Verb)
def test_the_longest_fits_and_is_read_back(verb: Verb) -> None:
    written = write("b", verb, LARGEST_NUMBER, *longest(verb))
    assert len(written) <= CUSTOM_ID
    press = read(written)
    assert press is not None
    assert (press.verb, press.owner) == (verb, LARGEST_NUMBER)
    assert press.args == dict(zip(verb.shape, longest(verb), strict=True))


@pytest.mark.parametrize("verb", [verb for verb in Verb if len(verb.shape) > 1])
def test_the_longest_without_what_may_be_left_out_fits(verb: Verb) -> None:
    """Here a question has its roadmap with it."""
    first, *_ = verb.shape
    assert len(write("b", verb, LARGEST_NUMBER, LONGEST[first])) <= CUSTOM_ID


@pytest.mark.parametrize(
    "model", [models.Phase, models.Action, models.Certification, models.Successor, models.Question]
)
def test_no_id_of_the_content_is_longer(model: type[models.Model]) -> None:
    assert most(model, "id") == len(ID)


async def test_every_verb_is_answered(world: World) -> None:
    assert set(world.app.client._presses) == set(Verb)
