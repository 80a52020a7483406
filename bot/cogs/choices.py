"""What is offered while somebody types: the things of the content that fit, from memory."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from discord import app_commands
from discord.ext import commands

from bot.client import Interaction
from bot.content.live import LiveContent
from bot.domain.progress import Progress
from bot.domain.roadmap import Roadmap
from bot.domain.search.entries import Entry, called, entries, ref_of
from bot.domain.search.find import matching
from bot.domain.tickables import Tickable, tickables
from bot.domain.typed import LONGEST
from bot.limits import CHOICE, CHOICES
from bot.views.components import clip
from bot.views.steps import tickable_words

Choices = list[app_commands.Choice[str]]
Typed = app_commands.Range[str, 1, LONGEST]
"""An option that is shown again where it can't be taken; Discord takes no longer one."""


@dataclass(eq=False)
class ContentChoices(commands.Cog):
    """A cog that offers what is in the content; each method is an autocomplete."""

    _content: LiveContent

    async def abouts(self, interaction: Interaction, typed: str) -> Choices:
        """For what an update is about: phases, then actions, then certifications."""
        found = [*await self.phases(interaction, typed), *await self.actions(interaction, typed)]
        return [*found, *self._choices(lambda road: road.certifications, typed)][:CHOICES]

    async def phases(self, _: Interaction, typed: str) -> Choices:
        """For a phase."""
        return self._choices(lambda road: road.current_phases, typed)

    async def actions(self, _: Interaction, typed: str) -> Choices:
        """For an action."""
        return self._choices(lambda road: road.actions, typed)

    def tickable(self, progress: Progress, typed: str) -> Choices:
        """For a step or an action of a member, with what it is to them."""
        road, wanted = progress.roadmap, typed.casefold().split()
        fitting = [item.id for item in matching(self._content.index(road), typed, road.actions, CHOICES)]
        rank = {name: at for at, name in enumerate(fitting)} if wanted else {}

        def fits(each: Tickable, said: str) -> bool:
            if not wanted:
                return not each.far
            known = f"{said} {each.ref}".casefold()
            return (each.step is None and each.action.id in fitting) or all(word in known for word in wanted)

        likeliest = sorted(tickables(progress), key=lambda each: rank.get(each.action.id, len(rank)))
        named = [(each, self._tickable_name(progress, each)) for each in likeliest]
        refs = [(self._content.library.ref(road, each.ref), said) for each, said in named if fits(each, said)]
        return [app_commands.Choice(name=said, value=ref) for ref, said in refs[:CHOICES]]

    def tickable_ref(self, progress: Progress, said: str) -> str | None:
        """What is meant by a name that was offered: some clients send it instead of what it stands for."""
        for each in tickables(progress):
            if self._tickable_name(progress, each).casefold() == said.strip().casefold():
                return f"{progress.roadmap.id}/{each.ref}"
        return None

    def _tickable_name(self, progress: Progress, each: Tickable) -> str:
        title = progress.roadmap.title
        said = tickable_words(progress, each)
        return clip(said if self._content.library.single else f"{title}: {said}", CHOICE)

    async def certifications(self, _: Interaction, typed: str) -> Choices:
        """For a certification."""
        return self._choices(lambda road: [c for c in road.certifications if not c.retired], typed)

    async def questions(self, _: Interaction, typed: str) -> Choices:
        """For a question: the questions, and whatever else fits what is typed."""
        return self._choices(lambda road: _answers(road, typed), typed)

    async def guides(self, _: Interaction, typed: str) -> Choices:
        """For a project guide."""
        return self._choices(lambda road: road.guides, typed)

    async def roadmaps(self, _: Interaction, typed: str) -> Choices:
        """For a roadmap, by its title."""
        wanted = typed.strip().casefold()
        found = [road for road in self._content.library.roadmaps if wanted in road.title.casefold()]
        return [app_commands.Choice(name=road.title, value=road.id) for road in found[:CHOICES]]

    def _choices(self, items: Callable[[Roadmap], Collection[Entry]], typed: str) -> Choices:
        found = [
            self._choice(road, item)
            for road in self._content.library.roadmaps
            for item in matching(self._content.index(road), typed, items(road), CHOICES)
        ]
        return found[:CHOICES]

    def _choice(self, roadmap: Roadmap, item: Entry) -> app_commands.Choice[str]:
        library = self._content.library
        title = called(item) if library.single else f"{roadmap.title}: {called(item)}"
        return app_commands.Choice(name=clip(title, CHOICE), value=library.ref(roadmap, ref_of(item)))


def _answers(roadmap: Roadmap, typed: str) -> Sequence[Entry]:
    if typed.strip():
        return tuple(entries(roadmap))
    return [question for question in roadmap.questions if not question.retired]
