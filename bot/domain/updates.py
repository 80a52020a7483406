"""A moderator's update of the roadmap: from draft to post, and what may still be done with it."""

import hashlib
import re
from enum import StrEnum
from typing import NamedTuple

from bot.domain.errors import BadWording, ChangedMeanwhile, NoSuchUpdate, UpdateOver
from bot.domain.jobs import JobKey
from bot.domain.roadmap import Action, Certification, Phase, Roadmap
from bot.domain.signs import blank, blank_as_markup

_MENTION = re.compile(r"@everyone|@here|<@[!&]?\d+>")
_MASKED = re.compile(r"\[[^\]]+\]+\(")
_NUMBER = re.compile(r"[0-9]{1,18}")

TITLE, TEXT = 100, 3500  # the longest title and text of an update, in characters
TOO_LATE = 6 * 60 * 60  # seconds after which one that could not be posted is kept as a draft instead


class Stage(StrEnum):
    """Where an update stands. A claimed one may be on the wire."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    CLAIMED = "claimed"
    POSTED = "posted"
    RETRACTED = "retracted"
    DISCARDED = "discarded"


class Trouble(StrEnum):
    """Why an update is not posted, or does not stand any more, as it was meant to."""

    NO_CHANNEL = "no channel"
    GONE = "channel gone"
    WRONG_KIND = "not a text channel"
    PERMISSIONS = "permissions"
    NOT_MODERATOR = "author is no moderator"
    TOO_LATE = "too late"
    REFUSED = "refused"
    UNSURE = "perhaps posted"
    EMPTY = "empty"
    TOO_LONG = "too long"
    DELETED = "deleted by hand"


class Remark(StrEnum):
    """What a moderator may not expect of what they wrote."""

    MENTIONS = "mentions"
    LINKS = "masked links"
    CODE = "open code block"


class Wording(NamedTuple):
    """What a moderator writes: a title in one line, a text, and perhaps what it is about.

    `about` is `<roadmap>/<id>` of a phase, an action or a certification.
    """

    title: str
    text: str
    about: str | None = None

    @property
    def parts(self) -> tuple[str, str, str | None]:
        """All that it says."""
        return self.title, self.text, self.about

    @property
    def trouble(self) -> Trouble | None:
        """Why it can't be posted as it is written, if it can't."""
        if blank(self.title) or blank_as_markup(self.text):
            return Trouble.EMPTY
        return Trouble.TOO_LONG if len(self.title) > TITLE or len(self.text) > TEXT else None

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What to say about it before it is posted."""
        found = (
            (Remark.MENTIONS, _MENTION.search(f"{self.title} {self.text}") is not None),
            (Remark.LINKS, _MASKED.search(self.text) is not None),
            (Remark.CODE, self.text.count("```") % 2 == 1),
        )
        return tuple(remark for remark, holds in found if holds)


class Update(NamedTuple):
    """One update. Instants are epoch seconds (UTC); `signature` is the display name it is signed with.

    `author` is None once the author had their data deleted; `author_channel` is their DM, where a scheduled
    one that can't be posted is told. `channel` is where it is posted or on its way to, `key` that of the job
    which posts it, as the button of its post carries it.
    """

    id: int
    guild: int
    author: int | None
    signature: str
    wording: Wording
    stage: Stage
    created_at: int
    scheduled_at: int | None = None
    author_channel: int | None = None
    key: JobKey | None = None
    posted_at: int | None = None
    channel: int | None = None
    message: int | None = None
    trouble: Trouble | None = None

    @property
    def pending(self) -> bool:
        """Whether it can still be posted, scheduled or discarded: it is not on the wire."""
        return self.stage in (Stage.DRAFT, Stage.SCHEDULED)

    @property
    def ready(self) -> bool:
        """Whether it can be posted or scheduled as it is."""
        return self.pending and self.wording.trouble is None

    @property
    def over(self) -> bool:
        """Whether nothing can be done with it any more."""
        return self.stage in (Stage.RETRACTED, Stage.DISCARDED)

    @property
    def link(self) -> str | None:
        """Where it was posted."""
        if self.message is None:
            return None
        return f"https://discord.com/channels/{self.guild}/{self.channel}/{self.message}"

    @property
    def words(self) -> str:
        """The fingerprint of what somebody edits: its words, and whether all can read them."""
        return fingerprint(*self.wording.parts, self.pending)

    def look(self, *around: object) -> str:
        """The fingerprint of what a preview shows: its words, when they go out, and what is around them."""
        return fingerprint(*self.wording.parts, self.stage, self.scheduled_at, *around)

    def timed(self, now: int) -> "Update":
        """As it is by now: a draft whose time has passed has none."""
        passed = self.stage is Stage.DRAFT and self.scheduled_at is not None and self.scheduled_at <= now
        return self._replace(scheduled_at=None) if passed else self

    def reworded(self, wording: Wording, seen: str | None = None) -> "Update":
        """With other words. A post can't be left without any; a draft can, for a while.

        `seen` is the fingerprint of the `words` they were written over, None where nobody knows. Raises
        UpdateOver for what was retracted or discarded, ChangedMeanwhile and BadWording.
        """
        if self.over:
            raise UpdateOver
        if seen not in (None, self.words):
            raise ChangedMeanwhile
        if self.stage is not Stage.DRAFT and wording.trouble is not None:
            raise BadWording
        return self._replace(wording=wording)

    def scheduled(self, at: int, by: int, told_in: int | None) -> "Update":
        """To be posted at an instant. Whoever schedules it answers for it, and is told if it can't be."""
        if not self.ready:
            return self
        wanted = self._replace(
            stage=Stage.SCHEDULED, scheduled_at=at, author=by, author_channel=told_in, trouble=None
        )
        return self if wanted == self else wanted._replace(key=None, channel=None)

    def posting(self) -> "Update":
        """To be posted at once, whatever it was scheduled for."""
        return self._replace(stage=Stage.CLAIMED, scheduled_at=None) if self.ready else self

    def under(self, key: JobKey) -> "Update":
        """To be posted by the job with this key."""
        return self._replace(key=key)

    def on_its_way(self, channel: int | None) -> "Update":
        """Under way to a channel. One that was so before may stand there: it keeps its first channel."""
        return self._replace(stage=Stage.CLAIMED, channel=self.channel or channel)

    def posted(self, at: int, message: int) -> "Update":
        """It stands in its channel, as this message."""
        return self._replace(stage=Stage.POSTED, posted_at=at, message=message, trouble=None)

    def kept(self, trouble: Trouble | None) -> "Update":
        """A draft again, without a time, because of some trouble or because it was cancelled."""
        return self._replace(stage=Stage.DRAFT, trouble=trouble, scheduled_at=None, key=None, channel=None)

    def cancelled(self) -> "Update":
        """Not scheduled any more."""
        return self.kept(None) if self.stage is Stage.SCHEDULED else self

    def discarded(self) -> "Update":
        """Thrown away before it was posted."""
        return self._replace(stage=Stage.DISCARDED) if self.pending else self

    def retracted(self, trouble: Trouble | None = None) -> "Update":
        """Its post was removed, or is found to be gone."""
        return self._replace(stage=Stage.RETRACTED, trouble=trouble) if self.stage is Stage.POSTED else self


def fingerprint(*seen: object) -> str:
    """A short word for what somebody saw: another as soon as any of it changes."""
    said = repr(seen)
    return hashlib.blake2s(said.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def too_late(due_at: int, now: int) -> bool:
    """Whether an update has been due for so long that a moderator should decide anew."""
    return now - due_at >= TOO_LATE


def number_of(text: str) -> int:
    """The number of an update as people name it; NoSuchUpdate for what can't be one."""
    if not _NUMBER.fullmatch(text):
        raise NoSuchUpdate
    return int(text)


def phase_touched(roadmap: Roadmap, about: str | None) -> Phase | None:
    """The phase that an update concerns, by the phase, action or certification it is about."""
    prefix, _, name = (about or "").partition("/")
    item = roadmap.item(name) if prefix == roadmap.id else None
    if isinstance(item, Action):
        return roadmap.phase_of(item)
    if isinstance(item, Certification):
        return roadmap.phase(item.phase)
    return item if isinstance(item, Phase) else None
