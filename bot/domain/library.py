"""All roadmaps that are loaded, and how a name finds its way to one of them."""

from typing import NamedTuple

from bot.domain.errors import Meaning, UnknownName
from bot.domain.roadmap import Action, Phase, Roadmap, title_of
from bot.domain.typed import letters


class Library(NamedTuple):
    """At least one roadmap; the first is the one a new member gets."""

    roadmaps: tuple[Roadmap, ...]

    @property
    def default(self) -> Roadmap:
        """The roadmap of whoever has not chosen."""
        return self.roadmaps[0]

    @property
    def single(self) -> bool:
        """Whether names need no roadmap in front of them."""
        return len(self.roadmaps) == 1

    def roadmap(self, name: str) -> Roadmap:
        """The roadmap with this id or title; UnknownName, with all there are, if there is none."""
        wanted = letters(name)
        for roadmap in self.roadmaps:
            if wanted in (letters(roadmap.id), letters(roadmap.title)):
                return roadmap
        raise UnknownName("roadmap", name, tuple(Meaning(road.id, road.title) for road in self.roadmaps))

    def active(self, roadmap_id: str | None) -> Roadmap:
        """A member's active roadmap; the default where it is unset or no longer shipped."""
        for roadmap in self.roadmaps:
            if roadmap.id == roadmap_id:
                return roadmap
        return self.default

    def locate(self, ref: str, active: Roadmap) -> tuple[Roadmap, str]:
        """Split `<roadmap>/<id>` or a bare id (of the member's active roadmap) into roadmap and id.

        The id of a step has a slash of its own. What is offered as "<title of the roadmap>: <name>" may come
        back like that. A bare id that the active roadmap does not know is looked
        for in the others, so that old buttons keep working after a second roadmap was added.
        """
        told = [(road, ref[len(road.title) + 2 :]) for road in self.roadmaps if _begins(ref, road.title)]
        prefix, _, name = ref.partition("/")
        named = [(roadmap, name) for roadmap in self.roadmaps if roadmap.id == prefix]
        bare = [(roadmap, ref) for roadmap in (active, *self.roadmaps)]
        readings = [*told, *named, *bare] if name or told else bare
        return next((each for each in readings if each[0].knows(each[1])), readings[0])

    def names(self, about: str) -> tuple[str, ...]:
        """Every `<roadmap>/<id>` under which anything about this one may have been stored, today's first."""
        prefix, _, name = about.partition("/")
        road = self.active(prefix)
        item = road.item(name) if road.id == prefix else None
        ids = item.ids if isinstance(item, Action | Phase) else (name,)
        return tuple(f"{prefix}/{each}" for each in ids)

    def title(self, about: str) -> str:
        """What `<roadmap>/<id>` is called; the id itself if nothing has it any more."""
        prefix, _, name = about.partition("/")
        item = self.active(prefix).item(name)
        return title_of(item) if item else name

    def ref(self, roadmap: Roadmap, name: str) -> str:
        """What a choice carries: the bare id, or `<roadmap>/<id>` when several are loaded."""
        return name if self.single else f"{roadmap.id}/{name}"


def _begins(ref: str, title: str) -> bool:
    return ref.casefold().startswith(f"{title}: ".casefold())
