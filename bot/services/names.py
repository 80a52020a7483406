"""From what people type, choose or press to the thing of the content that it names."""

from contextlib import suppress
from typing import NamedTuple

from bot.content.live import LiveContent
from bot.domain.errors import Meaning, UnknownName
from bot.domain.library import Library
from bot.domain.roadmap import Action, Certification, Guide, Phase, Roadmap
from bot.domain.steps import Step
from bot.store.store import Store


class Target(NamedTuple):
    """What somebody means to mark: a step, or a whole action (None)."""

    roadmap: Roadmap
    action: Action
    step: Step | None

    @property
    def refs(self) -> tuple[str, ...]:
        """Every ref under which anything about it may have been stored, today's first."""
        return self.action.step_ids(self.step) if self.step else self.action.ids


class Names:
    """Knows every name in the library; raises UnknownName for what is none."""

    def __init__(self, store: Store, content: LiveContent) -> None:
        self._store = store
        self._content = content

    @property
    def library(self) -> Library:
        """The content as it is now."""
        return self._content.library

    async def locate(self, user_id: int, ref: str) -> tuple[Roadmap, str]:
        """The roadmap a reference belongs to (the member's active one, if it does not say), and the name."""
        if self.library.single:
            return self.library.locate(ref, self.library.default)
        member = await self._store.read.members.get(user_id)
        return self.library.locate(ref, self.library.active(member.roadmap if member else None))

    async def target(self, user_id: int, ref: str) -> Target:
        """The step that is meant, or a whole action where none is named."""
        roadmap, name = await self.locate(user_id, ref)
        if roadmap.item(name) is None and roadmap.knows(name):
            return Target(roadmap, *roadmap.step(name))
        return Target(roadmap, roadmap.action(name), None)

    async def phase(self, user_id: int, ref: str) -> tuple[Roadmap, Phase]:
        """The phase that is meant."""
        roadmap, name = await self.locate(user_id, ref)
        return roadmap, roadmap.phase(name)

    async def phase_in(self, roadmap: Roadmap | None, user_id: int, ref: str) -> tuple[Roadmap, Phase]:
        """The phase that is meant, of this roadmap if one is given; UnknownName with those that it has."""
        found = self.library.locate(ref, roadmap) if roadmap else await self.locate(user_id, ref)
        there, name = roadmap or found[0], found[1]
        with suppress(UnknownName):
            phase = found[0].phase(name)
            if found[0].id == there.id:
                return there, phase
            name = phase.title
        phases = (Meaning(f"{there.id}/{each.id}", each.title) for each in there.current_phases)
        raise UnknownName("phase", name, tuple(phases))

    async def certification(self, user_id: int, ref: str) -> tuple[Roadmap, Certification]:
        """The certification that is meant."""
        roadmap, name = await self.locate(user_id, ref)
        return roadmap, roadmap.certification(name)

    async def guide(self, user_id: int, ref: str) -> tuple[Roadmap, Guide, str]:
        """The project guide that is meant, and which part of it where one is named: `bikes/data`."""
        roadmap, name = await self.locate(user_id, ref)
        with suppress(UnknownName):
            return roadmap, roadmap.guide(name), ""
        guide, _, part = name.partition("/")
        return roadmap, roadmap.guide(guide), part

    async def about(self, user_id: int, ref: str) -> str:
        """`<roadmap>/<id>` of the phase, action or certification that is meant."""
        roadmap, name = await self.locate(user_id, ref)
        for find in (roadmap.phase, roadmap.action, roadmap.certification):
            with suppress(UnknownName):
                return f"{roadmap.id}/{find(name).id}"
        raise UnknownName(kind="phase, action or certification", name=ref)
