"""`/faq`: an answer to a question, however it is put."""

from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import on_press, show
from bot.cogs.names import Choices, Names
from bot.domain.press import Press
from bot.domain.roadmap import Question, Roadmap
from bot.domain.search import find_question
from bot.views import faqs as views


class Faqs(commands.Cog):
    """Common questions."""

    def __init__(self, names: Names) -> None:
        self._names = names

    @app_commands.command(description="Ask a question about the role or the way there.")
    @app_commands.describe(question="Your question, in your own words")
    async def faq(self, interaction: discord.Interaction[Any], question: str) -> None:
        """Answer a question."""
        await show(interaction, await self._reply(interaction.user.id, question))

    @faq.autocomplete("question")
    async def _questions(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._names.questions(interaction, typed)

    @on_press("faq")
    async def chosen(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A question on a button or in the menu."""
        user = interaction.user.id
        roadmap, name = await self._names.locate(user, (*press.values, *press.args)[0])
        await show(interaction, views.answer(roadmap, roadmap.question(name), user))

    @on_press("questions")
    async def all_pressed(self, interaction: discord.Interaction[Any], _: Press) -> None:
        """**All questions**, **None of these**."""
        roadmap, _name = await self._names.locate(interaction.user.id, "")
        await show(interaction, views.questions(roadmap, interaction.user.id))

    async def _reply(self, user: int, asked: str) -> ui.LayoutView:
        roadmap, name = await self._names.locate(user, asked)
        found = find_question(_live(roadmap), name)
        chosen = roadmap.entry(name)
        answer = chosen if isinstance(chosen, Question) else found.answer
        if answer is not None:
            return views.answer(roadmap, answer, user)
        if found.near:
            return views.did_you_mean(roadmap, asked, found.near, user)
        return views.nothing_fits(roadmap, asked, user)


def _live(roadmap: Roadmap) -> list[Question]:
    return [question for question in roadmap.questions if not question.retired]
