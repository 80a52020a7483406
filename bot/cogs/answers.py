"""`/answers`: what members asked in vain becomes this server's own answers in `/faq`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction, act_of, name_of, on_press, open_form, show, whisper
from bot.cogs.access import moderator
from bot.cogs.choices import Choices
from bot.domain.acts import Act
from bot.domain.answers import Answer, AnswerStage
from bot.domain.custom_id import NOTHING, Press, Verb
from bot.domain.errors import AnswerChanged, AnswerOver, MemberError, NoSuchAnswer
from bot.domain.unanswered import Unanswered
from bot.limits import CHOICES, SELECT_OPTIONS
from bot.services.answers import AnswerService
from bot.services.names import Names
from bot.services.questions import QuestionService
from bot.services.servers import ServerService
from bot.views import answers as views

_NUMBER = 18
"""More digits than any number of ours has."""

Change = Callable[[Act, int, str | None], Awaitable[Answer]]
"""What is done with an answer by its number, as it was seen."""


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@dataclass(eq=False)
class AnswersCog(
    commands.GroupCog, group_name="answers", group_description="This server's own answers in /faq."
):
    """For moderators, in servers where the bot is a member; who they are is asked at every step."""

    _answers: AnswerService
    _questions: QuestionService
    _servers: ServerService
    _names: Names

    @app_commands.command(name="open", description="What members here asked in vain, for you to answer.")
    async def waiting(self, interaction: Interaction) -> None:
        """Show what waits for an answer."""
        await moderator(interaction, self._servers)
        await show(interaction, views.waiting(await self._waiting(interaction), interaction.user.id))

    @app_commands.command(name="list", description="The answers of this server, and who wrote them.")
    async def listing(self, interaction: Interaction) -> None:
        """Show the newest ones."""
        await self._list(interaction)

    @app_commands.command(description="Change an answer of this server.")
    @app_commands.describe(answer="Which one")
    async def edit(self, interaction: Interaction, answer: str) -> None:
        """Open the form, filled in."""
        await moderator(interaction, self._servers)
        await self._open_edit(interaction, await self._number(interaction, answer))

    @app_commands.command(description="Take an answer out of /faq; the record is kept.")
    @app_commands.describe(answer="Which one")
    async def retract(self, interaction: Interaction, answer: str) -> None:
        """Ask once."""
        await moderator(interaction, self._servers)
        await self._ask_retract(interaction, await self._number(interaction, answer))

    @edit.autocomplete("answer")
    async def _editable(self, interaction: Interaction, typed: str) -> Choices:
        return await self._named(interaction, typed, AnswerStage.DRAFT, AnswerStage.STANDS)

    @retract.autocomplete("answer")
    async def _retractable(self, interaction: Interaction, typed: str) -> Choices:
        return await self._named(interaction, typed, AnswerStage.STANDS)

    @on_press(Verb.ANSWER_WRITE)
    async def write_pressed(self, interaction: Interaction, press: Press) -> None:
        """What was asked in vain, chosen in the menu; or **Answer something else**."""
        await moderator(interaction, self._servers)
        asked = await self._asked(interaction, press.choice)
        sign, question = (asked.sign, asked.gist) if asked else (NOTHING, "")
        user = interaction.user.id
        await open_form(interaction, views.wording_form(Verb.ANSWER_DRAFT, user, sign, question=question))

    @on_press(Verb.ANSWER_DRAFT)
    async def written(self, interaction: Interaction, press: Press) -> None:
        """The form, sent: keeps a draft and shows it as `/faq` will."""
        settings = await moderator(interaction, self._servers)
        asked = await self._asked(interaction, press.choice)
        here = self._names.library.active(settings.roadmap).id
        about = (asked.roadmap, asked.gist) if asked else (here, "")
        signature = name_of(interaction.user)
        answer = await self._answers.draft(act_of(interaction), signature, about, *_worded(press))
        await show(interaction, views.opened(answer, interaction.user.id))

    @on_press(Verb.ANSWER_KEEP)
    async def kept(self, interaction: Interaction, press: Press) -> None:
        """**Add to /faq**: what was seen, once, whoever presses how often."""
        await self._done(interaction, press, self._answers.answer)

    @on_press(Verb.ANSWER_DISCARD)
    async def discarded(self, interaction: Interaction, press: Press) -> None:
        """**Discard**."""
        await self._done(interaction, press, self._answers.discard)

    @on_press(Verb.ANSWER_LIST)
    async def turned(self, interaction: Interaction, press: Press) -> None:
        """**All answers**, **Older** and **Newest**."""
        await self._list(interaction, press.answer)

    @on_press(Verb.ANSWER_OPEN)
    async def opened(self, interaction: Interaction, press: Press) -> None:
        """An answer chosen in the list."""
        await moderator(interaction, self._servers)
        answer = await self._answers.get(act_of(interaction), press.answer)
        await show(interaction, views.opened(answer, interaction.user.id))

    @on_press(Verb.ANSWER_EDIT)
    async def edit_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Edit**."""
        await moderator(interaction, self._servers)
        await self._open_edit(interaction, press.answer)

    @on_press(Verb.ANSWER_REWORD)
    async def reworded(self, interaction: Interaction, press: Press) -> None:
        """The filled-in form, sent again."""
        await moderator(interaction, self._servers)
        act, user = act_of(interaction), interaction.user.id
        try:
            after = await self._answers.reword(act, press.answer, *_worded(press), press.seen)
        except AnswerChanged:
            await whisper(interaction, views.now_reads(await self._answers.get(act, press.answer), user))
            raise
        await show(interaction, views.opened(after, user, "✓ Edited. `/faq` shows it so from now on."))

    @on_press(Verb.ASK_ANSWER_RETRACT)
    async def retract_pressed(self, interaction: Interaction, press: Press) -> None:
        """**Retract** on an opened answer: asks once."""
        await moderator(interaction, self._servers)
        await self._ask_retract(interaction, press.answer)

    @on_press(Verb.ANSWER_RETRACT)
    async def retracted(self, interaction: Interaction, press: Press) -> None:
        """**Retract**, meant."""
        await moderator(interaction, self._servers)
        after = await self._answers.retract(act_of(interaction), press.answer)
        await show(interaction, views.opened(after, interaction.user.id))

    async def _done(self, interaction: Interaction, press: Press, do: Change) -> None:
        """Do it with what was seen; an answer that is another by now is shown as it is instead."""
        await moderator(interaction, self._servers)
        act, user = act_of(interaction), interaction.user.id
        try:
            after = await do(act, press.answer, press.seen)
        except AnswerChanged:
            await show(interaction, views.opened(await self._answers.get(act, press.answer), user))
            raise
        await show(interaction, views.opened(after, user))

    async def _list(self, interaction: Interaction, before: int = 0) -> None:
        await moderator(interaction, self._servers)
        found = await self._answers.listed(act_of(interaction), before=before or None, limit=views.PAGE + 1)
        page, older = found[: views.PAGE], len(found) > views.PAGE
        await show(interaction, views.listing(page, interaction.user.id, newest=before == 0, older=older))

    async def _open_edit(self, interaction: Interaction, number: int) -> None:
        answer = await self._answers.get(act_of(interaction), number)
        if answer.over:
            raise AnswerOver
        where = (interaction.user.id, answer.id, answer.words)
        form = views.wording_form(Verb.ANSWER_REWORD, *where, question=answer.question, text=answer.text)
        await open_form(interaction, form)

    async def _ask_retract(self, interaction: Interaction, number: int) -> None:
        answer = await self._answers.get(act_of(interaction), number)
        stands = answer.stage is AnswerStage.STANDS
        look = views.retract_asked if stands else views.opened
        await show(interaction, look(answer, interaction.user.id))

    async def _waiting(self, interaction: Interaction) -> tuple[Unanswered, ...]:
        act = act_of(interaction)
        return await self._questions.of_server(act.guild or 0, act.at, SELECT_OPTIONS)

    async def _asked(self, interaction: Interaction, sign: str) -> Unanswered | None:
        """What was asked in vain, by its sign; None if it is answered by now, or forgotten."""
        return next((each for each in await self._waiting(interaction) if each.sign == sign), None)

    async def _number(self, interaction: Interaction, typed: str) -> int:
        """The number of an answer, by itself or by the name under which it was offered."""
        said = typed.strip()
        if said.isascii() and said.isdecimal() and len(said) <= _NUMBER:
            return int(said)
        question = said.rpartition(" (")[0].rstrip("…")
        found = await self._answers.listed(act_of(interaction), question=question, limit=CHOICES)
        number = next((each.id for each in found if views.choice(each) == said), None)
        if number is None:
            raise NoSuchAnswer
        return number

    async def _named(self, interaction: Interaction, typed: str, *stages: AnswerStage) -> Choices:
        try:
            await moderator(interaction, self._servers)
        except MemberError:
            return []
        act = act_of(interaction)
        found = await self._answers.listed(act, *stages, question=typed.strip(), limit=CHOICES)
        return [app_commands.Choice(name=views.choice(each), value=str(each.id)) for each in found]


def _worded(press: Press) -> tuple[str, str]:
    """The question, in one line, and the answer that were typed into the form."""
    return " ".join(press.typed("question").split()), press.typed("text").strip()
