"""From what people type, choose or press to the thing it names; and the lists they choose from."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Any

import discord
from discord import app_commands

from bot.content.live import LiveContent
from bot.domain.errors import UnknownName
from bot.domain.library import Library
from bot.domain.roadmap import Action, Certification, Entry, Phase, Roadmap, actions_of, title_of
from bot.domain.search.find import matching
from bot.domain.search.index import Index
from bot.limits import CHOICE, CHOICES
from bot.store.members import MemberStore
from bot.views.components import clip

Choices = list[app_commands.Choice[str]]


class Names:
    """Knows every name in the library; choices come from memory."""

    def __init__(self, content: LiveContent, members: MemberStore) -> None:
        self._shelf = content
        self._members = members
        self._indexed = content.library
        self._indexes: dict[str, Index] = {}

    @property
    def library(self) -> Library:
        """The content as it is now."""
        return self._shelf.library

    def index(self, roadmap: Roadmap) -> Index:
        """What searches this roadmap: made once, and forgotten with the library it belongs to."""
        if self._indexed is not self.library:
            self._indexed, self._indexes = self.library, {}
        if roadmap.id not in self._indexes:
            self._indexes[roadmap.id] = Index(roadmap)
        return self._indexes[roadmap.id]

    async def locate(self, user_id: int, ref: str) -> tuple[Roadmap, str]:
        """The roadmap a reference belongs to (the member's active one, if it does not say), and the name."""
        if self.library.single:
            return self.library.locate(ref, self.library.default)
        member = await self._members.get(user_id)
        return self.library.locate(ref, self.library.active(member.roadmap if member else None))

    async def action(self, user_id: int, ref: str) -> tuple[Roadmap, Action]:
        """The action that is meant; UnknownName if there is none."""
        roadmap, name = await self.locate(user_id, ref)
        return roadmap, roadmap.action(name)

    async def phase(self, user_id: int, ref: str) -> tuple[Roadmap, Phase]:
        """The phase that is meant; UnknownName if there is none."""
        roadmap, name = await self.locate(user_id, ref)
        return roadmap, roadmap.phase(name)

    async def certification(self, user_id: int, ref: str) -> tuple[Roadmap, Certification]:
        """The certification that is meant; UnknownName if there is none."""
        roadmap, name = await self.locate(user_id, ref)
        return roadmap, roadmap.certification(name)

    async def about(self, user_id: int, ref: str) -> str:
        """`<roadmap>/<id>` of the phase, action or certification that is meant; UnknownName if none is."""
        roadmap, name = await self.locate(user_id, ref)
        for find in (roadmap.phase, roadmap.action, roadmap.certification):
            with suppress(UnknownName):
                return f"{roadmap.id}/{find(name).id}"
        raise UnknownName(kind="phase, action or certification", name=ref)

    async def abouts(self, _: discord.Interaction[Any], typed: str) -> Choices:
        """Autocomplete for what an update is about: phases, then actions, then certifications."""
        roads = self.library.roadmaps
        return [
            *self._choices(((road, road.current_phases) for road in roads), typed),
            *self._choices(((road, road.actions) for road in roads), typed),
            *self._choices(((road, road.certifications) for road in roads), typed),
        ][:CHOICES]

    async def phases(self, _: discord.Interaction[Any], typed: str) -> Choices:
        """Autocomplete for a phase."""
        return self._choices(((road, road.current_phases) for road in self.library.roadmaps), typed)

    async def actions(self, _: discord.Interaction[Any], typed: str) -> Choices:
        """Autocomplete for an action."""
        return self._choices(
            (
                (road, [a for phase in road.current_phases for a in actions_of(phase)])
                for road in self.library.roadmaps
            ),
            typed,
        )

    async def certifications(self, _: discord.Interaction[Any], typed: str) -> Choices:
        """Autocomplete for a certification."""
        live = ((road, [c for c in road.certifications if not c.retired]) for road in self.library.roadmaps)
        return self._choices(live, typed)

    async def questions(self, _: discord.Interaction[Any], typed: str) -> Choices:
        """Autocomplete for a question: the questions, and whatever else fits what is typed."""
        return self._choices(((road, _answers(road, typed)) for road in self.library.roadmaps), typed)

    def _choices(self, entries: Iterable[tuple[Roadmap, Collection[Entry]]], typed: str) -> Choices:
        found = [
            (road, entry)
            for road, group in entries
            for entry in matching(self.index(road), typed, group, CHOICES)
        ]
        return [self._choice(road, entry) for road, entry in found[:CHOICES]]

    def _choice(self, roadmap: Roadmap, entry: Entry) -> app_commands.Choice[str]:
        title = title_of(entry) if self.library.single else f"{roadmap.title}: {title_of(entry)}"
        return app_commands.Choice(name=clip(title, CHOICE), value=self.library.ref(roadmap, entry.id))


def _answers(roadmap: Roadmap, typed: str) -> list[Entry]:
    questions = [question for question in roadmap.questions if not question.retired]
    if not typed.strip():
        return [*questions]
    return [*questions, *roadmap.actions, *roadmap.current_phases, *roadmap.certifications]
