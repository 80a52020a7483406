"""What a member chose to show to others in a server: previewed, posted, taken back."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from bot.domain.guilds import Place
from bot.domain.jobs import JobKey
from bot.domain.schedule import DAY

A_DAY = 3  # so many things somebody may show in any twenty-four hours
TOO_LATE = 6 * 60 * 60  # seconds after which what could not be posted is asked about anew
WORD = 300  # the longest word of their own, in characters
TRIED = 1500  # the longest account of what was tried
DRAFT_DAYS = 7  # so long a preview is kept that nobody pressed anything on
REMOVAL_DAYS = 30  # so long something is tried to be removed, whoever it was of


class ShownKind(StrEnum):
    """What is shown: a question for help, something that was made, a step, a finished phase, a trail."""

    HELP = "help"
    SHOWCASE = "showcase"
    STEP = "step"
    MILESTONE = "milestone"
    TRAIL = "trail"


PLACES: Mapping[ShownKind, Place] = {
    ShownKind.HELP: Place.HELP,
    ShownKind.SHOWCASE: Place.SHOWCASE,
    ShownKind.STEP: Place.CHECK_IN,
    ShownKind.MILESTONE: Place.MILESTONES,
}
"""The place in which each is shown; what has none is shown where its member is, whatever that is."""

IN_THREADS = (ShownKind.STEP, ShownKind.TRAIL)
"""What may be shown in a thread that is there already."""


class ShownStage(StrEnum):
    """Where it stands. A draft is seen by its owner alone; what is on its way, or leaving, may be seen."""

    DRAFT = "draft"
    ON_ITS_WAY = "on its way"
    STANDS = "stands"
    LEAVING = "leaving"
    GONE = "gone"


SEEN = (ShownStage.ON_ITS_WAY, ShownStage.STANDS, ShownStage.LEAVING)


class Obstacle(StrEnum):
    """Why something of a member's is not shown, or not taken back, as it was meant to."""

    AWAY = "bot not in the server"
    GONE = "channel gone"
    WRONG_KIND = "not a channel for posts"
    PERMISSIONS = "permissions"
    LOCKED = "locked"
    TAGS = "no tag fits"
    ELSEWHERE = "not in the server"
    TIMED_OUT = "timed out"
    MAY_NOT = "may not speak there"
    BLOCKED = "blocked by a moderator"
    TOO_LATE = "too late"
    REFUSED = "refused"
    UNSURE = "perhaps posted"
    STAYS = "can't be removed"


class GoneBy(StrEnum):
    """Who took it away, if it was not its owner."""

    MODERATOR = "a moderator"
    HAND = "somebody in Discord"


class Shown(NamedTuple):
    """One thing that a member shows. Instants are epoch seconds (UTC); the words are those of its preview.

    `about` is what it belongs to, as `<roadmap>/<ref>`; `name` the display name above it, `title` what it is
    about in words, `context` where that belongs, of a trail how far it goes; `text` is the member's own.
    `picture` is what a trail's picture shows, as it is written down, empty if it has none. `place` is where
    it goes: a channel, a forum or a thread; `channel` and `message` are where it stands, in a forum in a
    thread of its own. `key` is that of the job that posts it, as its buttons carry it. Nothing of it changes
    once it was previewed.
    """

    id: int
    user: int
    guild: int
    kind: ShownKind
    about: str
    stage: ShownStage
    created_at: int
    name: str = ""
    title: str = ""
    context: str = ""
    text: str = ""
    link: str | None = None
    picture: str | None = None
    place: int | None = None
    key: JobKey | None = None
    posted_at: int | None = None
    channel: int | None = None
    message: int | None = None
    solved: bool = False
    obstacle: Obstacle | None = None
    gone_by: GoneBy | None = None

    @property
    def seen(self) -> bool:
        """Whether others see it, or may see it."""
        return self.stage in SEEN

    @property
    def to_go(self) -> bool:
        """Whether it is to be removed, or was to be and could not."""
        return self.stage is ShownStage.LEAVING or self.obstacle is Obstacle.STAYS

    @property
    def address(self) -> str | None:
        """Where it stands."""
        if self.message is None:
            return None
        return f"https://discord.com/channels/{self.guild}/{self.channel}/{self.message}"

    @property
    def leftover(self) -> "Leftover":
        """What is to be removed, to be known without its row."""
        return Leftover(self.place or 0, self.channel or 0, self.message or 0, self.key)

    def posting(self, key: JobKey, at: int) -> "Shown":
        """On its way, by the job with this key."""
        stage = ShownStage.ON_ITS_WAY
        return self._replace(stage=stage, key=key, posted_at=at, obstacle=None)

    def stands(self, channel: int, message: int) -> "Shown":
        """It stands there, unless it is leaving already."""
        stage = ShownStage.STANDS if self.stage is ShownStage.ON_ITS_WAY else self.stage
        return self._replace(stage=stage, channel=channel, message=message, obstacle=None)

    def kept(self, obstacle: Obstacle) -> "Shown":
        """A preview again, as something is in its way; what may stand all the same is still to be found."""
        if obstacle is Obstacle.UNSURE:
            return self._replace(obstacle=obstacle)
        return self._replace(stage=ShownStage.DRAFT, key=None, posted_at=None, obstacle=obstacle)

    def leaving(self, by: GoneBy | None = None) -> "Shown":
        """To be removed."""
        return self._replace(stage=ShownStage.LEAVING, gone_by=by, obstacle=None) if self.seen else self

    def gone(self, by: GoneBy | None = None) -> "Shown":
        """Nobody sees it any more: nothing is kept of it but that there was something, and when."""
        return self._replace(
            stage=ShownStage.GONE,
            name="",
            title="",
            context="",
            text="",
            link=None,
            picture=self.picture and "",
            gone_by=self.gone_by or by,
        )

    def staying(self) -> "Shown":
        """It could not be removed so far."""
        return self._replace(stage=ShownStage.STANDS, obstacle=Obstacle.STAYS)


class Leftover(NamedTuple):
    """Something to be removed, by where it stands (0: nobody knows) and by the job that posted it.

    It is written down with the job that removes it, and names nobody: whoever it was of may be forgotten.
    """

    place: int
    channel: int
    message: int
    key: JobKey | None

    @classmethod
    def read(cls, text: str) -> "Leftover":
        """As it was written down."""
        place, channel, message, key = text.split("/")
        return cls(int(place), int(channel), int(message), JobKey.read(key))

    def __str__(self) -> str:
        return f"{self.place}/{self.channel}/{self.message}/{self.key or ''}"


def day_before(at: int) -> int:
    """Since when what somebody shows counts against the limit of a day."""
    return at - DAY


def too_late(due_at: int, now: int) -> bool:
    """Whether it waited for so long that its owner should decide anew."""
    return now - due_at >= TOO_LATE


_WORDS = {Place.HELP: "question", Place.SHOWCASE: "project"}  # the places that may be forums


def tag_names(place: Place | None) -> tuple[str, ...]:
    """The names of tags, in lower case, that fit whatever is shown in a place."""
    return (place.value, _WORDS[place]) if place in _WORDS else ()


def tag_for(kind: ShownKind, context: str, tags: Collection[str]) -> str | None:
    """The tag of a forum, by its name in lower case, that fits what is shown: its phase, or what it is."""
    names = (context.casefold(), *tag_names(PLACES.get(kind)))
    return next((name for name in names if name in tags), None)
