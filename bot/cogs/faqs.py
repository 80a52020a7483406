"""`/faq`: an answer to a question, however it is put; to oneself, or to somebody in the channel."""

from contextlib import ExitStack
from dataclasses import dataclass, field

import discord
from discord import app_commands

from bot.client import Interaction, act_of, on_press, show
from bot.cogs.access import may_speak
from bot.cogs.choices import ContentChoices
from bot.domain.allowance import HOUR, Allowance
from bot.domain.custom_id import Press, Verb
from bot.domain.errors import UnknownName
from bot.domain.roadmap import Roadmap
from bot.domain.search.entries import Command, Entry, entry
from bot.domain.search.find import Found, find
from bot.domain.signs import blank
from bot.domain.steps import Step
from bot.services.names import Names
from bot.services.questions import QuestionService
from bot.views import faqs as views


@dataclass(eq=False)
class Faqs(ContentChoices):
    """Common questions, and where things stand on the trail."""

    _questions: QuestionService
    _names: Names
    _addressed: Allowance = field(default_factory=lambda: Allowance(5, HOUR))
    _same: Allowance = field(default_factory=lambda: Allowance(1, HOUR // 6))

    @app_commands.command(description="Ask a question about the role or the way there.")
    @app_commands.describe(
        question="Your question, in your own words",
        for_member="Show the answer here in the channel, addressed to this member",
    )
    @app_commands.autocomplete(question=ContentChoices.questions)
    async def faq(
        self, interaction: Interaction, question: str, for_member: discord.Member | discord.User | None = None
    ) -> None:
        """Answer a question."""
        user, member = interaction.user.id, for_member.id if for_member else None
        roadmap, asked = await self._names.locate(user, question)
        if blank(asked):
            await show(interaction, views.questions(roadmap, user, member))
            return
        # What was chosen while typing comes as an id; everything else is searched for.
        chosen = entry(roadmap, asked)
        found = Found(chosen) if chosen else find(self._content.index(roadmap), asked)
        if found.answer is not None:
            await self._answer(interaction, roadmap, found.answer, member, found.step)
        elif found.near:
            await show(interaction, views.did_you_mean(roadmap, asked, found.near, user, member))
        else:
            act = act_of(interaction)
            kept = await self._questions.note(act, roadmap, asked)
            noted = views.noted_words(in_server=act.guild is not None) if kept else ""
            await show(interaction, views.nothing_fits(roadmap, asked, user, member, noted=noted))

    @on_press(Verb.QUESTION)
    async def chosen(self, interaction: Interaction, press: Press) -> None:
        """A question, or what else may have been meant, on a button or in the menu."""
        roadmap, name = await self._names.locate(interaction.user.id, press.ref)
        found = entry(roadmap, name)
        if found is None:
            raise UnknownName(kind="question", name=name)
        await self._answer(interaction, roadmap, found, press.member)

    @on_press(Verb.QUESTIONS)
    async def all_pressed(self, interaction: Interaction, press: Press) -> None:
        """**All questions**, **All topics**, **None of these**."""
        roadmap, _name = await self._names.locate(interaction.user.id, "")
        await show(interaction, views.questions(roadmap, interaction.user.id, press.member))

    @on_press(Verb.TOPIC)
    async def topic_chosen(self, interaction: Interaction, press: Press) -> None:
        """A topic chosen in the menu; all of them, if that one is gone."""
        roadmap, name = await self._names.locate(interaction.user.id, press.ref)
        await show(interaction, views.topic(roadmap, name, interaction.user.id, press.member))

    async def _answer(
        self,
        interaction: Interaction,
        roadmap: Roadmap,
        found: Entry,
        member: int | None,
        step: Step | None = None,
    ) -> None:
        more = views.More(_purpose(interaction, found), step)
        with ExitStack() as turns:
            note = "" if member is None else self._why_private(interaction, member, turns)
            if member is not None and not note:
                only = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(member)])
                said = views.addressed(roadmap, found, member, more)
                await show(interaction, said, public=True, mentions=only)
            else:
                await show(interaction, views.answer(roadmap, found, interaction.user.id, note, more))

    def _why_private(self, interaction: Interaction, member: int, turns: ExitStack) -> str:
        """Why an answer for somebody is not for the channel; empty, and its turns are taken, if it is."""
        act = act_of(interaction)
        if not may_speak(interaction):
            return views.kept_private(interaction.guild_id is not None)
        if act.guild is None:  # a user install brings the command along; nobody there asked for pings
            return views.NO_MEMBER_HERE
        if again_at := self._same.wait((act.user, member), act.at):
            return views.addressed_before(again_at)
        if again_at := turns.enter_context(self._addressed.turn(act.user, act.at)):
            return views.addressed_often(again_at)
        turns.enter_context(self._same.turn((act.user, member), act.at))
        return ""


def _purpose(interaction: Interaction, found: Entry) -> str:
    command = interaction.client.tree.get_command(found.id) if isinstance(found, Command) else None
    return command.description if isinstance(command, app_commands.Command | app_commands.Group) else ""
