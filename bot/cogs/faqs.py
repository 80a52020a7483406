"""`/faq`: an answer, however the question is put; to oneself, to somebody, or to a message in the channel."""

import asyncio
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

import discord
from discord import app_commands

from bot.client import Interaction, act_of, on_message_menu, on_press, show
from bot.cogs.access import may_speak
from bot.cogs.choices import Choices, ContentChoices
from bot.delivery.places import Places
from bot.domain.allowance import HOUR, Allowance
from bot.domain.answers import HERE, with_own
from bot.domain.custom_id import Press, Verb
from bot.domain.errors import MessageGone, NoSuchAnswer, Outdated, UnknownName
from bot.domain.roadmap import Roadmap
from bot.domain.search.entries import Command, Entry, entry
from bot.domain.search.find import Found, find, matching
from bot.domain.search.words import spoken
from bot.domain.signs import blank
from bot.domain.steps import Step
from bot.limits import CHOICES
from bot.services.answers import AnswerService, OwnAnswers
from bot.services.names import Names
from bot.services.questions import QuestionService
from bot.views import faqs as views
from bot.views.faqs import MYSELF, Whom

SAME = HOUR // 6
"""Seconds in which the same member, or the same message, is answered once."""

LOOK_SECONDS = 1
"""So long is asked whether a message is still there: Discord waits for no answer longer than three."""


@dataclass(eq=False)
class Faqs(ContentChoices):
    """Common questions, and where things stand on the trail."""

    _questions: QuestionService
    _answers: AnswerService
    _names: Names
    _places: Places
    _addressed: Allowance = field(default_factory=lambda: Allowance(5, HOUR))
    _same: Allowance = field(default_factory=lambda: Allowance(1, SAME))

    @app_commands.command(description="Ask a question about the role or the way there.")
    @app_commands.describe(
        question="Your question, in your own words",
        for_member="Show the answer here in the channel, addressed to this member",
    )
    async def faq(
        self, interaction: Interaction, question: str, for_member: discord.Member | discord.User | None = None
    ) -> None:
        """Answer a question."""
        roadmap, asked = await self._names.locate(interaction.user.id, question)
        own = await self._own(interaction)
        # What was chosen while typing comes as an id; everything else is searched for.
        chosen = own.get(asked) or entry(roadmap, asked)
        found = Found(chosen) if chosen else find(self._content.index(roadmap), asked, own.index)
        whom = Whom(member=for_member.id) if for_member else MYSELF
        noted = ""
        if not (blank(asked) or found.answer or found.near):
            act = act_of(interaction)
            kept = await self._questions.note(act, roadmap, asked)
            noted = views.noted_words(in_server=act.guild is not None) if kept else ""
        await self._show(interaction, roadmap, asked, found, whom, noted)

    @faq.autocomplete("question")
    async def _offered(self, interaction: Interaction, typed: str) -> Choices:
        """What this server answers itself, then what the roadmap does, as far as it fits."""
        own = await self._own(interaction)
        found = matching(own.index, typed, own.answers) if own.index else ()
        here = [app_commands.Choice(name=each.question, value=each.id) for each in found]
        return [*here, *await self.questions(interaction, typed)][:CHOICES]

    @on_message_menu("Answer from the roadmap")
    async def for_message(self, interaction: Interaction, message: discord.Message) -> None:
        """The same for what somebody wrote, to who asks alone; nothing of that message is kept."""
        roadmap, _ = await self._names.locate(interaction.user.id, "")
        asked = spoken(message.content)
        found = find(self._content.index(roadmap), asked, (await self._own(interaction)).index)
        await self._show(interaction, roadmap, asked, found, Whom(message=message.id))

    @on_press(Verb.ANSWER_HERE)
    async def here_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Answer in the channel**, where the message is: what was shown, for all to read."""
        if press.message is None:
            raise Outdated
        roadmap, name = await self._names.locate(interaction.user.id, press.ref)
        step = roadmap.step(name) if roadmap.item(name) is None and roadmap.knows(name) else None
        found, meant = step or (await self._found(interaction, roadmap, name), None)
        await self._answer_all(interaction, roadmap, found, Whom(message=press.message), meant)

    @on_press(Verb.QUESTION)
    async def chosen(self, interaction: Interaction, press: Press) -> None:
        """A question, or what else may have been meant, on a button or in the menu."""
        roadmap, name = await self._names.locate(interaction.user.id, press.ref)
        found = await self._found(interaction, roadmap, name)
        await self._answer(interaction, roadmap, found, _whom(press))

    @on_press(Verb.QUESTIONS)
    async def all_pressed(self, interaction: Interaction, press: Press) -> None:
        """**All questions**, **All topics**, **None of these**."""
        roadmap, _name = await self._names.locate(interaction.user.id, "")
        listed = await self._listed(interaction, roadmap)
        await show(interaction, views.questions(listed, interaction.user.id, _whom(press)))

    @on_press(Verb.TOPIC)
    async def topic_chosen(self, interaction: Interaction, press: Press) -> None:
        """A topic chosen in the menu; all of them, if that one is gone."""
        roadmap, name = await self._names.locate(interaction.user.id, press.ref)
        listed = await self._listed(interaction, roadmap)
        await show(interaction, views.topic(listed, name, interaction.user.id, _whom(press)))

    async def _show(
        self,
        interaction: Interaction,
        roadmap: Roadmap,
        asked: str,
        found: Found,
        whom: Whom,
        noted: str = "",
    ) -> None:
        """The answer, if it is certain; else what may have been meant, or all there is."""
        user = interaction.user.id
        if found.answer is not None:
            await self._answer(interaction, roadmap, found.answer, whom, found.step)
        elif found.near:
            await show(interaction, views.did_you_mean(roadmap, asked, found.near, user, whom))
        elif blank(asked):
            await show(interaction, views.questions(await self._listed(interaction, roadmap), user, whom))
        else:
            listed = await self._listed(interaction, roadmap)
            await show(interaction, views.nothing_fits(listed, asked, user, whom, noted=noted))

    async def _answer(
        self, interaction: Interaction, roadmap: Roadmap, found: Entry, whom: Whom, step: Step | None = None
    ) -> None:
        """To who asks; to a member in the channel. What is for a message goes there with one more click."""
        if whom.member is not None:
            await self._answer_all(interaction, roadmap, found, whom, step)
            return
        note = self._why_never(interaction) if whom.message else ""
        more = views.More(_purpose(interaction, found), step)
        message = None if note else whom.message
        await show(interaction, views.answer(roadmap, found, interaction.user.id, note, more, message))

    async def _answer_all(
        self, interaction: Interaction, roadmap: Roadmap, found: Entry, whom: Whom, step: Step | None
    ) -> None:
        """In the channel, for all to read, unless something speaks against it."""
        more = views.More(_purpose(interaction, found), step)
        never = self._why_never(interaction) or await self._why_not_there(interaction, whom)
        with ExitStack() as turns:
            if note := never or self._why_not_now(interaction, whom, turns):
                await show(interaction, views.answer(roadmap, found, interaction.user.id, note, more))
                return
            only = [discord.Object(whom.member)] if whom.member else []
            mentions = discord.AllowedMentions(everyone=False, roles=False, users=only)
            said = views.addressed(roadmap, found, self._to(interaction, whom), more)
            await show(interaction, said, public=True, mentions=mentions)

    async def _own(self, interaction: Interaction) -> OwnAnswers:
        """What this server answers itself."""
        act = act_of(interaction)
        return await self._answers.own(act.guild, act.at)

    async def _listed(self, interaction: Interaction, roadmap: Roadmap) -> Roadmap:
        """The roadmap with what this server answers itself, for a list."""
        return with_own(roadmap, (await self._own(interaction)).answers)

    async def _found(self, interaction: Interaction, roadmap: Roadmap, name: str) -> Entry:
        """What is called so; UnknownName and NoSuchAnswer if nothing is."""
        found = (await self._own(interaction)).get(name) or entry(roadmap, name)
        if found is None and name.startswith(f"{HERE}/"):
            raise NoSuchAnswer
        if found is None:
            raise UnknownName(kind="question", name=name)
        return found

    def _why_never(self, interaction: Interaction) -> str:
        """Why an answer for somebody is not for the channel; empty if it is."""
        if not may_speak(interaction):
            return views.kept_private(interaction.guild_id is not None)
        if (
            act_of(interaction).guild is None
        ):  # a user install brings it along; nobody there asked for answers
            return views.NO_MEMBER_HERE
        return ""

    def _why_not_now(self, interaction: Interaction, whom: Whom, turns: ExitStack) -> str:
        """Why it has to wait; empty, and its turns are taken, if it need not."""
        act = act_of(interaction)
        same = (act.user, whom.member) if whom.member else (whom.message,)
        if again_at := self._same.wait(same, act.at):
            return views.addressed_before(again_at) if whom.member else views.ANSWERED_BEFORE
        if again_at := turns.enter_context(self._addressed.turn(act.user, act.at)):
            return views.addressed_often(again_at)
        turns.enter_context(self._same.turn(same, act.at))
        return ""

    async def _why_not_there(self, interaction: Interaction, whom: Whom) -> str:
        """Why a message can't be answered where it is; empty if it can, if nobody may look, or can in time.

        MessageGone if it is not there. Whether it was answered already is read in the channel as well: this
        process may have begun since, and nothing of a message is kept.
        """
        may, channel = interaction.app_permissions, interaction.channel_id or 0
        if whom.message is None or not (may.view_channel and may.read_message_history):
            return ""
        answer, since = self._to(interaction, whom), act_of(interaction).at - SAME + 1
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                stands, answered = await asyncio.gather(
                    self._places.stands(channel, whom.message), self._places.says(channel, answer, since)
                )
                if stands is False:
                    raise MessageGone
                return views.ANSWERED_BEFORE if answered is True else ""
        return ""

    def _to(self, interaction: Interaction, whom: Whom) -> str:
        if whom.member is not None:
            return views.to_member(whom.member)
        return views.to_message(interaction.guild_id or 0, interaction.channel_id or 0, whom.message or 0)


def _whom(press: Press) -> Whom:
    return Whom(press.member, press.message)


def _purpose(interaction: Interaction, found: Entry) -> str:
    command = interaction.client.tree.get_command(found.id) if isinstance(found, Command) else None
    return command.description if isinstance(command, app_commands.Command | app_commands.Group) else ""
