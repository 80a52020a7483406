"""Questions that were asked in vain, and the ways in which a moderator comes to an answer."""

from bot.domain.answers import Answer, AnswerStage
from bot.trial.people import Person, Screen
from bot.trial.world import World
from tests.cogs.moderating import newcomers

ASKED = "xyzzy plugh?"
GIST = "xyzzy plugh"
QUESTION = "When is the xyzzy evening?"
TEXT = "Every **second** Tuesday at 18:00, in the library."


async def ask_in_vain(world: World, asked: str = ASKED, number: int = 3) -> list[Person]:
    """So many people ask it, and nobody knows."""
    people = newcomers(world, number)
    for each in people:
        assert "I have no answer to" in (await each.slash("faq", question=asked)).text
    return people


async def draft(world: World, question: str = QUESTION, text: str = TEXT) -> Screen:
    """The preview of what Mona answers without being asked."""
    form = await (await world.mona.slash("answers open")).opens("Answer something else")
    return await form.send(question=question, text=text)


async def answered(world: World, question: str = QUESTION, text: str = TEXT) -> Answer:
    """An answer of Mona's that stands."""
    await (await draft(world, question=question, text=text)).click("Add to /faq")
    return await newest(world)


async def newest(world: World) -> Answer:
    """The newest answer, whatever became of it."""
    return (await world.app.store.read.answers.listed(world.guild.id, *AnswerStage))[0]
