"""What is known of places: cities, the areas they lie in, and the names of time zones."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class City(NamedTuple):
    """A city: its country and region by their codes, its zone, and how many people live there.

    `where` tells it apart from others of its name: "Texas, United States".
    """

    name: str
    where: str
    country: str
    region: str
    zone: str
    people: int


class Area(NamedTuple):
    """A country, or a region of one; `region` is empty for a country.

    `zones` are those that people keep there, each by its largest city and by how many live in it; the first
    has most.
    """

    name: str
    where: str
    country: str
    region: str
    zones: tuple[tuple[City, int], ...]


class Named(NamedTuple):
    """Something that bears a name. `own` says that it is its own name, or one used there: no nickname."""

    thing: City | Area | str
    own: bool = True


class Gazetteer(Protocol):
    """Knows places by the key of their names (`bot.domain.typed.key`). A zone is given as its IANA name."""

    def named(self, key: str) -> Sequence[Named]:
        """Everything that is called exactly that, the largest first."""

    def coded(self, key: str) -> Sequence[Area]:
        """The countries and regions with this code: "tx", "gb"."""

    def beginning(self, key: str, limit: int) -> Sequence[Named]:
        """What is called something that begins like this, the largest first."""

    def sounding_like(self, key: str, limit: int) -> Sequence[Named]:
        """Larger places whose names differ from this by little, the likeliest first."""
