"""What can go wrong for a member. Errors carry data; `bot.views.errors` finds the words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.domain.guilds import RoleTrouble
from bot.domain.zones import Place


class MemberError(Exception):
    """Something a member asked for that can't be done; told to them in one private sentence."""


class Meaning(NamedTuple):
    """One thing that something typed can mean: what to type for it instead, and what it is called."""

    typed: str
    name: str = ""


@dataclass(eq=False)
class UnknownName(MemberError):
    """Nothing of this kind (phase, action, certification, question, roadmap) has that id or title.

    `there` is what there is of it, where that is asked for.
    """

    kind: str
    name: str
    there: tuple[Meaning, ...] = ()


@dataclass(eq=False)
class OtherRoadmap(MemberError):
    """Another roadmap was named than the one that somebody walks, and nobody is moved unasked."""

    named: Meaning
    walked: Meaning


@dataclass(eq=False)
class UnknownPlace(MemberError):
    """No place and no time zone is called that; `near` are a few that sound like it."""

    name: str
    near: tuple[Place, ...] = ()


@dataclass(eq=False)
class Unclear(MemberError):
    """What was typed can mean several things, the likeliest first."""

    text: str
    meanings: tuple[Meaning, ...]


@dataclass(eq=False)
class OtherWeekday(Unclear):
    """The date `falls` was told with a weekday on which it does not fall."""

    falls: date


class Why(StrEnum):
    """What is wrong with what was typed; the last five with a moment."""

    TIME = "not a time of day"
    DAY = "not a day of the week"
    DATE = "not a date"
    NO_DAY = "a date that no calendar has"
    LINK_LONG = "a web address that is too long"
    LINK_MARKED = "a text that leads to a web address"
    LINK_PORT = "a web address with a port that is none"
    LINK_SCHEME = "an address, but not of a web page"
    LINK_SIGNED = "a web address with somebody's name in it"
    LINK_SITE = "no web address"
    LINK_SPACE = "a web address with a space in it"
    NOT_LATER = "no later day within a year"
    OUT_OF_RANGE = "not a day that can be meant here"
    NOT_BACK = "no day of the last year"
    MOMENT = "not a day and a time"
    SKIPPED = "skipped by the clocks"
    PAST = "past"
    FAR = "more than a year away"
    LATE = "too late to lie before the next weekly message"


@dataclass(eq=False)
class Unusable(MemberError):
    """What was typed is not what was asked for, and why; `like` is something that would be taken."""

    text: str
    why: Why
    like: str = ""


class NoSuchUpdate(MemberError):
    """No update of this server has that number."""


class BadWording(MemberError):
    """A title or text that can't stand in a post: empty, or too long."""


class UpdateOver(MemberError):
    """An update that was retracted or discarded in the meantime, so that it can't be changed any more."""


class ChangedMeanwhile(MemberError):
    """An update that is another by now than it was when it was shown to whoever acts on it."""


class NoSuchAnswer(MemberError):
    """No answer of this server has that number, or it stands no more."""


class BadAnswer(MemberError):
    """A question or a text that can't stand in an answer: empty, or too long."""


class AnswerOver(MemberError):
    """An answer that was retracted or discarded in the meantime, so that it can't be changed any more."""


class AnswerChanged(ChangedMeanwhile):
    """An answer that is another by now than it was when it was shown to whoever acts on it."""


class AnsweredAlready(MemberError):
    """Another answer stands by now for what was asked in vain."""


class TooManyAnswers(MemberError):
    """A server has as many answers as it may."""


class NotSetUp(MemberError):
    """The server has no updates channel yet, or no time zone for a scheduled one."""


class MessageGone(MemberError):
    """The message that was to be answered was deleted."""


class NoPlace(MemberError):
    """No server of theirs has a place for what somebody wants to show."""


class NoSuchPost(MemberError):
    """What somebody showed, or wanted to show, and is not there any more; or not theirs."""


class TooManyShown(MemberError):
    """Somebody has shown as much as they may in a day."""


class ShownBlocked(MemberError):
    """A moderator of the server has blocked somebody from showing anything there through Cairn."""


@dataclass(eq=False)
class ShownAlready(MemberError):
    """It is shown already, at this address if that is known."""

    address: str | None


class PlaceChanged(MemberError):
    """Where it was to be shown is another place by now than the preview said."""


class Often(StrEnum):
    """What one person may do only so often."""

    TEST = "a test message"
    EXPORT = "a file of one's data"
    POST = "an update posted"


@dataclass(eq=False)
class TooOften(MemberError):
    """Something that one person did too often by now, and when they may do it again (epoch seconds)."""

    deed: Often
    again_at: int


class NotTicked(MemberError):
    """A link for a step or an action that was not ticked, or is open again."""


class NothingToUndo(MemberError):
    """No change is left to take back."""


class NoSuchChange(MemberError):
    """What was named is none of the last changes, which are the ones that can be taken back."""


class NotEnrolled(MemberError):
    """Somebody of whom nothing is stored asks for what only a member can have."""


@dataclass(eq=False)
class BadRole(MemberError):
    """A role that nobody may take by a click, or that who chose it may not give, and why."""

    trouble: RoleTrouble


class NotYours(MemberError):
    """A button or menu that belongs to another member."""


class NotManager(MemberError):
    """Something that takes Manage Server."""


class NotModerator(MemberError):
    """Something that takes Manage Server or the server's moderator role."""


class NotInstalled(MemberError):
    """Something for a server, used where the bot is no member of one."""


class NotLoaded(MemberError):
    """Something for a server of which Discord has not told yet, after a start, what is in it."""


class EveryonesRole(MemberError):
    """@everyone was chosen where only some may be meant."""


class Outdated(MemberError):
    """A button or form whose meaning this version does not know."""


class StoreUnavailable(Exception):
    """The database can't be read or written right now; nothing was changed. The text says why."""


class StoreDamaged(StoreUnavailable):
    """What is stored can't be understood; it will not mend by itself."""


class DatabaseTooNew(StoreUnavailable):
    """A later version of Cairn has written the database; this one must not touch it."""
