"""`/faq`: an answer to a question, however it is put; to oneself, or to somebody in the channel."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import on_press, show
from bot.cogs.access import may_speak
from bot.cogs.names import Choices, Names
from bot.cogs.start import click_of
from bot.domain.custom_id import Press
from bot.domain.errors import UnknownName
from bot.domain.roadmap import Entry, Roadmap
from bot.domain.search.find import Found, find
from bot.domain.unanswered import gist
from bot.store.questions import QuestionStore
from bot.views import faqs as views


class Faqs(commands.Cog):
    """Common questions, and where things stand on the trail."""

    def __init__(self, names: Names, questions: QuestionStore) -> None:
        self._names = names
        self._questions = questions

    @app_commands.command(description="Ask a question about the role or the way there.")
    @app_commands.describe(
        question="Your question, in your own words",
        for_member="Show the answer here in the channel, addressed to this member",
    )
    async def faq(
        self,
        interaction: discord.Interaction[Any],
        question: str,
        for_member: discord.Member | discord.User | None = None,
    ) -> None:
        """Answer a question."""
        user, member = interaction.user.id, for_member.id if for_member else None
        roadmap, asked = await self._names.locate(user, question)
        found = self._find(roadmap, asked)
        if found.answer is not None:
            await self._answer(interaction, roadmap, found.answer, member)
        elif found.near:
            await show(interaction, views.did_you_mean(roadmap, asked, found.near, user, member))
        else:
            noted = await self._note(interaction, roadmap, asked)
            await show(interaction, views.nothing_fits(roadmap, asked, user, member, noted=noted))

    @faq.autocomplete("question")
    async def _choices(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._names.questions(interaction, typed)

    @on_press("faq")
    async def chosen(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """A question, or what else may have been meant, on a button or in the menu."""
        ref, *member = (*press.values, *press.args)
        roadmap, name = await self._names.locate(interaction.user.id, ref)
        entry = roadmap.entry(name)
        if entry is None:
            raise UnknownName(kind="question", name=name)
        await self._answer(interaction, roadmap, entry, int(member[0]) if member else None)

    @on_press("questions")
    async def all_pressed(self, interaction: discord.Interaction[Any], press: Press) -> None:
        """**All questions**, **None of these**."""
        user, member = interaction.user.id, press.number() if press.args else None
        roadmap, _name = await self._names.locate(user, "")
        await show(interaction, views.questions(roadmap, user, member))

    def _find(self, roadmap: Roadmap, asked: str) -> Found:
        """What was chosen while typing comes as an id; everything else is searched for."""
        chosen = roadmap.entry(asked)
        return Found(chosen, ()) if chosen else find(self._names.index(roadmap), asked)

    async def _note(self, interaction: discord.Interaction[Any], roadmap: Roadmap, asked: str) -> str:
        """Keep what the question was about, if it was about anything; in words, who will see that."""
        click, about = click_of(interaction), gist(asked)
        kept = about and await self._questions.note(click.user, click.guild, roadmap.id, about, click.at)
        return views.noted_words(in_server=click.guild is not None) if kept else ""

    async def _answer(
        self, interaction: discord.Interaction[Any], roadmap: Roadmap, entry: Entry, member: int | None
    ) -> None:
        if member is not None and may_speak(interaction):
            only = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(member)])
            await show(interaction, views.addressed(roadmap, entry, member), public=True, mentions=only)
        else:
            note = "" if member is None else views.kept_private(interaction.guild_id is not None)
            await show(interaction, views.answer(roadmap, entry, interaction.user.id, note))
