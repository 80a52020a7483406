"""A moderator's answer, from its form to this server's `/faq` and after it; who did what is kept."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.acts import Act
from bot.domain.answers import A_SERVER, Answer, AnswerStage, Own
from bot.domain.errors import AnswerChanged, AnsweredAlready, StoreUnavailable, TooManyAnswers
from bot.store.rows import Rows
from bot.store.store import Store

if TYPE_CHECKING:
    from bot.domain.search.index import Index

REMEMBERED = 60  # seconds for which it is known what a server answers: every `/faq` asks
SERVERS = 32  # of so many at once: an index takes room


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """A server's own answers, the newest first, and what searches them, if there are any."""

    answers: Sequence[Own] = ()
    index: "Index | None" = None

    def get(self, ref: str) -> Own | None:
        """The one with this ref."""
        return next((each for each in self.answers if each.id == ref), None)


class AnswerService:
    """Writes answers; every act counts once. May raise StoreUnavailable, NoSuchAnswer and what Answer raises.

    Who may is asked before; whose server it is stands in the act.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[int, tuple[int, OwnAnswers]] = OrderedDict()

    async def own(self, guild: int | None, at: int) -> OwnAnswers:
        """What this server answers itself; without its database Cairn still answers from the roadmap."""
        if guild is None:
            return OwnAnswers()
        until, known = self._known.get(guild, (0, OwnAnswers()))
        if until > at:
            return known
        try:
            found = tuple(each.found for each in await self._store.read.answers.standing(guild))
        except StoreUnavailable:
            return known
        if found != known.answers:
            known = OwnAnswers(found, _index(found))
        self._known[guild] = (at + REMEMBERED, known)
        self._known.move_to_end(guild)
        while len(self._known) > SERVERS:
            self._known.popitem(last=False)
        return known

    async def get(self, act: Act, number: int) -> Answer:
        """An answer of this server."""
        return await self._store.read.answers.get(number, _server(act))

    async def listed(
        self, act: Act, *stages: AnswerStage, question: str = "", before: int | None = None, limit: int
    ) -> tuple[Answer, ...]:
        """The server's newest: in these stages, with a part of their question, older than a number."""
        return await self._store.read.answers.listed(
            _server(act), *stages, question=question, before=before, limit=limit
        )

    async def draft(
        self, act: Act, signature: str, about: tuple[str, str], question: str, text: str
    ) -> Answer:
        """Keep what was written; `about` is in which roadmap something was asked in vain, and its gist."""
        made = (0, _server(act), act.user, signature, *about, question, text, AnswerStage.DRAFT, act.at)
        new = Answer(*made).reworded(question, text)
        async with self._store.transaction() as rows:
            return await rows.answers.add(act, new)

    async def reword(self, act: Act, number: int, question: str, text: str, seen: str | None) -> Answer:
        """Put it in other words, written over what was seen."""
        return await self._change(act, number, "edited", lambda known: known.reworded(question, text, seen))

    async def answer(self, act: Act, number: int, seen: str | None) -> Answer:
        """Let it stand as it was seen. AnsweredAlready and TooManyAnswers, where there is no room for it."""
        return await self._change(act, number, "answered", Answer.standing, seen)

    async def discard(self, act: Act, number: int, seen: str | None) -> Answer:
        """Throw a draft away that is as it was seen."""
        return await self._change(act, number, "discarded", Answer.discarded, seen)

    async def retract(self, act: Act, number: int) -> Answer:
        """Take it out of `/faq`; the record stays."""
        return await self._change(act, number, "retracted", Answer.retracted)

    async def _change(
        self, act: Act, number: int, what: str, decide: Callable[[Answer], Answer], seen: str | None = None
    ) -> Answer:
        guild = _server(act)
        async with self._store.transaction() as rows:
            before = await rows.answers.get(number, guild)
            after = before if await rows.answers.changed_by(act) else decide(before)
            if after == before:
                return before
            if seen not in (None, before.words):
                raise AnswerChanged
            if after.stage is AnswerStage.STANDS and before.stage is AnswerStage.DRAFT:
                await _has_room(rows, before)
            await rows.answers.save(after)
            reworded = (before.question, before.text) != (after.question, after.text)
            await rows.answers.note(act, what, before, reworded=reworded)
        self._known.pop(guild, None)
        return after


def _server(act: Act) -> int:
    return act.guild or 0


async def _has_room(rows: Rows, new: Answer) -> None:
    if new.gist and await rows.answers.answering(new.guild, new.roadmap, new.gist) is not None:
        raise AnsweredAlready
    if await rows.answers.number_standing(new.guild) >= A_SERVER:
        raise TooManyAnswers


def _index(found: Sequence[Own]) -> "Index | None":
    from bot.domain.search.index import Index  # noqa: PLC0415 - 5 MB that a start does without
    from bot.domain.search.texts import own_texts  # noqa: PLC0415 - the same

    return Index(own_texts(found)) if found else None
