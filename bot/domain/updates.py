"""A moderator's update of the roadmap: from draft to post, and what may still be done with it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.roadmap import Action, Certification, Phase, Roadmap

_MENTION = re.compile(r"@everyone|@here|<@[!&]?\d+>")
_MASKED = re.compile(r"\[[^\]]+\]\(")

TOO_LATE = 6 * 60 * 60
"""Seconds after which a scheduled update that could not be posted is kept as a draft instead."""


class Stage(StrEnum):
    """Where an update stands. A claimed one may be on the wire, a waiting one is not."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    CLAIMED = "claimed"
    WAITING = "waiting"
    POSTED = "posted"
    RETRACTED = "retracted"
    DISCARDED = "discarded"


class Trouble(StrEnum):
    """Why an update is not posted as it was meant to be."""

    NO_CHANNEL = "no channel"
    GONE = "channel gone"
    WRONG_KIND = "not a text channel"
    PERMISSIONS = "permissions"
    NOT_MODERATOR = "author is no moderator"
    TOO_LATE = "too late"
    REFUSED = "refused"
    EMPTY = "empty"
    TOO_LONG = "too long"


class Remark(StrEnum):
    """What a moderator may not expect of what they wrote."""

    MENTIONS = "mentions"
    LINKS = "masked links"
    CODE = "open code block"


TITLE, TEXT = 100, 3500
"""The longest title and text of an update, in characters."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a moderator writes: a title in one line, a text, and perhaps what it is about.

    `about` is `<roadmap>/<id>` of a phase, an action or a certification.
    """

    title: str
    text: str
    about: str | None = None

    @property
    def trouble(self) -> Trouble | None:
        """Why it can't be posted as it is written, if it can't."""
        if not self.title or not self.text:
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


@dataclass(frozen=True, slots=True)
class Update:
    """One update. Instants are epoch seconds (UTC); `signature` is the display name it is signed with.

    `author` is None once the author had their data deleted; `author_channel` is their DM, where a scheduled
    one that can't be posted is told.
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
    claimed_at: int | None = None
    attempts: int = 0
    unsure: bool = False
    posted_at: int | None = None
    channel: int | None = None
    message: int | None = None
    trouble: Trouble | None = None

    @property
    def pending(self) -> bool:
        """Whether it can still be posted, scheduled or discarded."""
        return self.stage in (Stage.DRAFT, Stage.SCHEDULED)

    @property
    def link(self) -> str | None:
        """Where it was posted."""
        if self.message is None:
            return None
        return f"https://discord.com/channels/{self.guild}/{self.channel}/{self.message}"


def phase_touched(roadmap: Roadmap, about: str | None) -> Phase | None:
    """The phase that an update concerns, by the phase, action or certification it is about."""
    prefix, _, name = (about or "").partition("/")
    entry = roadmap.entry(name) if prefix == roadmap.id else None
    if isinstance(entry, Action):
        return roadmap.phase_of(entry)
    if isinstance(entry, Certification):
        return roadmap.phase(entry.phase)
    return entry if isinstance(entry, Phase) else None
