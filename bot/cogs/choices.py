"""What is offered while somebody types: the things of the content that fit, from memory."""

from collections.abc import Collection, Iterable

from discord import app_commands

from bot.client import Interaction
from bot.content.live import LiveContent
from bot.domain.roadmap import Item, Roadmap, actions_of, title_of
from bot.domain.search.find import matching
from bot.limits import CHOICE, CHOICES
from bot.views.components import clip

Choices = list[app_commands.Choice[str]]


class ContentChoices:
    """Autocomplete for everything in the content."""

    def __init__(self, content: LiveContent) -> None:
        self._content = content

    async def abouts(self, _: Interaction, typed: str) -> Choices:
        """For what an update is about: phases, then actions, then certifications."""
        roads = self._content.library.roadmaps
        return [
            *self._choices(((road, road.current_phases) for road in roads), typed),
            *self._choices(((road, road.actions) for road in roads), typed),
            *self._choices(((road, road.certifications) for road in roads), typed),
        ][:CHOICES]

    async def phases(self, _: Interaction, typed: str) -> Choices:
        """For a phase."""
        roads = self._content.library.roadmaps
        return self._choices(((road, road.current_phases) for road in roads), typed)

    async def actions(self, _: Interaction, typed: str) -> Choices:
        """For an action."""
        roads = self._content.library.roadmaps
        listed = ((road, [a for phase in road.current_phases for a in actions_of(phase)]) for road in roads)
        return self._choices(listed, typed)

    async def certifications(self, _: Interaction, typed: str) -> Choices:
        """For a certification."""
        roads = self._content.library.roadmaps
        live = ((road, [c for c in road.certifications if not c.retired]) for road in roads)
        return self._choices(live, typed)

    async def questions(self, _: Interaction, typed: str) -> Choices:
        """For a question: the questions, and whatever else fits what is typed."""
        roads = self._content.library.roadmaps
        return self._choices(((road, _answers(road, typed)) for road in roads), typed)

    async def roadmaps(self, _: Interaction, typed: str) -> Choices:
        """For a roadmap, by its title."""
        wanted = typed.strip().casefold()
        found = [road for road in self._content.library.roadmaps if wanted in road.title.casefold()]
        return [app_commands.Choice(name=road.title, value=road.id) for road in found[:CHOICES]]

    def _choices(self, items: Iterable[tuple[Roadmap, Collection[Item]]], typed: str) -> Choices:
        found = [
            (road, item)
            for road, group in items
            for item in matching(self._content.index(road), typed, group, CHOICES)
        ]
        return [self._choice(road, item) for road, item in found[:CHOICES]]

    def _choice(self, roadmap: Roadmap, item: Item) -> app_commands.Choice[str]:
        library = self._content.library
        title = title_of(item) if library.single else f"{roadmap.title}: {title_of(item)}"
        return app_commands.Choice(name=clip(title, CHOICE), value=library.ref(roadmap, item.id))


def _answers(roadmap: Roadmap, typed: str) -> list[Item]:
    questions = [question for question in roadmap.questions if not question.retired]
    if not typed.strip():
        return [*questions]
    return [*questions, *roadmap.actions, *roadmap.current_phases, *roadmap.certifications]
