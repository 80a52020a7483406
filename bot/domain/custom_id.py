"""What a button, a menu or a form means, and how that is written into its custom_id and read back.

The meaning is all there is: no object waits for the click, so it works after every restart and for ever. What
was written once is never given another meaning.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import NamedTuple, Self

from bot.domain.errors import Outdated
from bot.domain.jobs import JobKey
from bot.domain.updates import number_of

ANYONE = 0
AGAIN, RESENT = "a", "r"  # what a custom_id begins with that opens a form again, or sends one again
NOTHING = "-"  # stands for a reference to nothing in particular
LARGEST_NUMBER = 2**63 - 1  # the largest id that Discord gives within this century, and the database holds


class Arg(Enum):
    """What can stand in a custom_id behind its owner."""

    KEY = "the job whose message it is on"
    REF = "a thing of the content, as <roadmap>/<id>"
    CHANGE = "the number of a change"
    UPDATE = "the number of an update"
    MEMBER = "somebody's id"
    MESSAGE = "a message's id"
    AT = "an instant, in epoch seconds"
    CHOICE = "a word"
    TIME = "the how-manieth time of a habit"
    SHOWN = "the number of something that somebody shows"
    SERVER = "a server's id"
    AFTER = "after how many of a list to go on"
    SEEN = "the fingerprint of what was seen"
    ANSWER = "the number of a server's own answer"


class Verb(StrEnum):
    """What a press does, and what stands behind its owner, in order; the last of that may be left out.

    What is chosen in a menu stands for the first that is no key. The words live on in old messages for ever.
    """

    shape: tuple[Arg, ...]

    def __new__(cls, word: str, *shape: Arg) -> Self:
        """A word and what it takes."""
        verb = str.__new__(cls, word)
        verb._value_ = word
        verb.shape = shape
        return verb

    NEXT = "next", Arg.KEY
    DONE = "done", Arg.REF, Arg.TIME
    SKIP = "skip", Arg.REF
    REOPEN = "reopen", Arg.REF
    DETAILS = "details", Arg.REF
    UNDO = "undo", Arg.CHANGE
    PATH = "path", Arg.CHOICE, Arg.REF
    PATH_HERE = "pathhere", Arg.CHOICE, Arg.REF
    ROADMAP = "roadmap"
    PHASE = "phase", Arg.REF
    PHASE_DONE = "tick", Arg.REF
    PROGRESS = "progress", Arg.KEY
    SHARE = "share"
    SHARED_BACK = "sharedback"
    SHARED_REMOVE = "sharedoff"
    PORTFOLIO = "folio"
    NOTES = "notes", Arg.AFTER
    NOTE = "note", Arg.REF
    NOTE_WRITE = "notepen", Arg.REF
    NOTE_KEEP = "notekeep", Arg.REF
    NOTE_CHOOSE = "notepick", Arg.REF
    NOTE_LEAVE = "noteout", Arg.REF
    NOTE_DELETE = "notedrop", Arg.REF
    LINK_WRITE = "linkpen", Arg.REF
    LINK_KEEP = "linkkeep", Arg.REF
    LINK_DELETE = "linkdrop", Arg.REF

    CERTIFICATION = "cert", Arg.REF
    CERTIFICATIONS = "certs"
    ASK_GOAL = "goalask", Arg.REF
    SET_GOAL = "goal", Arg.REF
    DROP_GOAL = "goaldrop", Arg.REF
    ASK_PASSED = "passedask", Arg.REF
    PASSED = "passed", Arg.REF
    PASSED_BACK = "passedout", Arg.REF

    QUESTION = "faq", Arg.REF, Arg.MEMBER, Arg.MESSAGE
    QUESTIONS = "questions", Arg.MEMBER, Arg.MESSAGE
    TOPIC = "topic", Arg.REF, Arg.MEMBER, Arg.MESSAGE
    ANSWER_HERE = "faqhere", Arg.REF, Arg.MESSAGE

    PROJECTS = "projects"
    PROJECT = "project", Arg.REF

    START_ZONE = "zone", Arg.CHOICE
    START_DAY = "startday", Arg.CHOICE
    START_TIME = "starttime", Arg.CHOICE
    START_PHASE = "startphase"
    START_ROADMAP = "startroad"
    START_OTHER = "startother"
    TRY_AGAIN = "reach"
    NUDGES = "nudges", Arg.KEY
    NUDGE_DAY = "nday", Arg.CHOICE
    NUDGE_TIME = "ntime", Arg.CHOICE
    NUDGE_ZONE = "nzone", Arg.CHOICE
    NUDGE_PAUSE = "npause", Arg.CHOICE
    NUDGE_EVERY = "nevery", Arg.CHOICE
    NUDGE_HOURS = "nhours", Arg.CHOICE
    NUDGE_RESUME = "nresume"
    NUDGE_ON = "non"
    NUDGE_OFF = "noff"
    NUDGE_TEST = "ntest"

    MESSAGE_DONE = "ndone", Arg.KEY, Arg.REF, Arg.TIME
    MESSAGE_SKIP = "nskip", Arg.KEY, Arg.REF
    MESSAGE_UNDO = "nundo", Arg.KEY, Arg.CHANGE
    MESSAGE_STILL = "still", Arg.KEY
    MESSAGE_PLAN = "plan", Arg.KEY
    MESSAGE_PLAN_FOR = "planfor", Arg.KEY, Arg.CHOICE
    MESSAGE_PATH = "mpath", Arg.KEY, Arg.CHOICE, Arg.REF
    MESSAGE_RARER = "rarer", Arg.KEY
    MESSAGE_NOTE = "mnote", Arg.KEY, Arg.REF
    MESSAGE_SNOOZE = "snooze", Arg.KEY
    MESSAGE_PAUSE = "pause", Arg.KEY
    MESSAGE_PAUSE_FOR = "pausefor", Arg.KEY, Arg.CHOICE
    MESSAGE_STOP = "stop", Arg.KEY
    MESSAGE_KEEP = "keep", Arg.KEY
    MESSAGE_SEEN = "seen", Arg.KEY

    MEANWHILE = "more"
    MEANWHILE_DAY = "moreday"
    MEANWHILE_DONE = "moredone", Arg.REF, Arg.CHOICE

    MY_DATA = "mydata"
    ASK_DELETE = "forgetask"
    DELETE = "forget"

    SETUP_CHECK = "setupcheck"
    SETUP_CHANNEL = "setupchannel", Arg.CHOICE
    SETUP_PING = "setupping", Arg.CHOICE
    SETUP_ROLE = "setuprole", Arg.CHOICE
    SETUP_ZONE = "setupzone", Arg.CHOICE
    SETUP_PUBLISH = "setuppublish", Arg.CHOICE

    UPDATE_WRITE = "uwrite", Arg.AT, Arg.REF
    UPDATE_ABOUT = "uagain"
    UPDATE_TIME = "utime", Arg.REF
    UPDATE_DRAFT = "udraft", Arg.AT, Arg.REF
    UPDATE_POST = "upost", Arg.UPDATE, Arg.SEEN
    UPDATE_SCHEDULE = "uschedule", Arg.UPDATE, Arg.SEEN
    UPDATE_MOVE = "umove", Arg.UPDATE, Arg.SEEN
    UPDATE_WHEN = "uwhen", Arg.UPDATE, Arg.SEEN
    UPDATE_CANCEL = "ucancel", Arg.UPDATE, Arg.SEEN
    UPDATE_DISCARD = "udiscard", Arg.UPDATE, Arg.SEEN
    UPDATE_LIST = "ulist", Arg.UPDATE
    UPDATE_OPEN = "uopen", Arg.UPDATE
    UPDATE_EDIT = "uedit", Arg.UPDATE
    UPDATE_REWORD = "ureword", Arg.UPDATE, Arg.SEEN
    ASK_RETRACT = "uretract", Arg.UPDATE
    UPDATE_RETRACT = "uretractnow", Arg.UPDATE

    ANSWER_WRITE = "awrite", Arg.CHOICE
    ANSWER_DRAFT = "adraft", Arg.CHOICE
    ANSWER_KEEP = "akeep", Arg.ANSWER, Arg.SEEN
    ANSWER_DISCARD = "adiscard", Arg.ANSWER, Arg.SEEN
    ANSWER_LIST = "alist", Arg.ANSWER
    ANSWER_OPEN = "aopen", Arg.ANSWER
    ANSWER_EDIT = "aedit", Arg.ANSWER
    ANSWER_REWORD = "areword", Arg.ANSWER, Arg.SEEN
    ASK_ANSWER_RETRACT = "aretract", Arg.ANSWER
    ANSWER_RETRACT = "aretractnow", Arg.ANSWER

    ASK_FOR_HELP = "helpask", Arg.REF
    SHOW_IT = "showit", Arg.REF
    SHOW_WHERE = "showwhere", Arg.SERVER, Arg.SHOWN
    SHOW_WRITE = "showpen", Arg.SHOWN
    SHOW_WORDS = "showwords", Arg.SHOWN
    SHOW_POST = "showpost", Arg.SHOWN
    SHOW_DISCARD = "showdrop", Arg.SHOWN
    SHOW_PREVIEW = "showagain", Arg.SHOWN
    SHOWN_LIST = "shownlist"
    SHOWN_OPEN = "shownopen", Arg.SHOWN
    SHOWN_LEAVE = "shownleave", Arg.SHOWN
    SHOWN_LEAVE_ALL = "shownall"
    SHOWN_BACK = "shownback", Arg.KEY
    SHOWN_SOLVED = "shownsolved", Arg.KEY
    SHOWN_REMOVE = "shownoff", Arg.KEY
    SHARE_STEP = "sharestep", Arg.KEY
    TELL_CHANNEL = "tellchannel", Arg.REF
    TAKE_ROLE = "takerole", Arg.REF
    COMMUNITY = "community", Arg.KEY
    SHOWERS = "showers"
    SHOWER = "shower", Arg.MEMBER
    SHOWER_BLOCK = "showerblock", Arg.MEMBER
    SHOWER_UNBLOCK = "showerfree", Arg.MEMBER

    SETUP_PAGE = "setuppage", Arg.CHOICE
    SETUP_HELP = "setuphelp", Arg.CHOICE
    SETUP_SHOWCASE = "setupshowcase", Arg.CHOICE
    SETUP_CHECK_IN = "setupcheckin", Arg.CHOICE
    SETUP_MILESTONES = "setupmilestones", Arg.CHOICE
    SETUP_MODERATORS = "setupmods", Arg.CHOICE
    SETUP_DAY = "setupday", Arg.CHOICE
    SETUP_HOUR = "setuphour", Arg.CHOICE
    SETUP_DIGEST = "setupdigest", Arg.CHOICE
    SETUP_AGAIN = "setupagain"
    SETUP_ROADMAP = "setuproadmap", Arg.CHOICE
    SETUP_PHASE_ROLE = "setuptrole", Arg.REF


class Form(NamedTuple):
    """What opens a form, and the names of its fields, the one that can be unclear first.

    A command that is sent again is a form that nothing opens. `word` is the choice among what the opener
    offers, where that is one of several.
    """

    opener: Verb | None
    fields: tuple[str, ...]
    word: str | None = None


OTHER = "other"
"""The choice of something that a menu does not have."""

TOMORROW = "tomorrow"
"""The choice of the day after the one on which it is chosen."""

FORMS: Mapping[Verb, Form] = {
    Verb.START_ZONE: Form(Verb.START_ZONE, ("zone",), OTHER),
    Verb.START_TIME: Form(Verb.START_TIME, ("time",), OTHER),
    Verb.START_ROADMAP: Form(None, ("roadmap", "phase", "timezone", "day", "time", "hours")),
    Verb.START_OTHER: Form(None, ("roadmap", "phase", "timezone", "day", "time", "hours")),
    Verb.START_PHASE: Form(None, ("phase", "roadmap", "timezone", "day", "time", "hours")),
    Verb.NUDGE_ZONE: Form(Verb.NUDGE_ZONE, ("zone",), OTHER),
    Verb.SETUP_ZONE: Form(Verb.SETUP_ZONE, ("zone",), OTHER),
    Verb.NUDGE_TIME: Form(Verb.NUDGE_TIME, ("time",), OTHER),
    Verb.NUDGE_PAUSE: Form(Verb.NUDGE_PAUSE, ("day",), OTHER),
    Verb.MESSAGE_PLAN_FOR: Form(Verb.MESSAGE_PLAN_FOR, ("when",), OTHER),
    Verb.MEANWHILE_DAY: Form(Verb.MEANWHILE_DAY, ("day",)),
    Verb.SET_GOAL: Form(Verb.ASK_GOAL, ("by",)),
    Verb.PASSED: Form(Verb.ASK_PASSED, ("on", "link")),
    Verb.NOTE_KEEP: Form(Verb.NOTE_WRITE, ("note",)),
    Verb.LINK_KEEP: Form(Verb.LINK_WRITE, ("link",)),
    Verb.SHOW_WORDS: Form(Verb.SHOW_WRITE, ("text",)),
    Verb.UPDATE_DRAFT: Form(Verb.UPDATE_WRITE, ("title", "text")),
    Verb.UPDATE_REWORD: Form(Verb.UPDATE_EDIT, ("title", "text")),
    Verb.ANSWER_DRAFT: Form(Verb.ANSWER_WRITE, ("question", "text")),
    Verb.ANSWER_REWORD: Form(Verb.ANSWER_EDIT, ("question", "text")),
    Verb.UPDATE_ABOUT: Form(None, ("about", "when")),
    Verb.UPDATE_TIME: Form(Verb.UPDATE_TIME, ("when",)),
    Verb.UPDATE_WHEN: Form(Verb.UPDATE_MOVE, ("when",)),
}
"""Every form, by what sending it does."""

# b is a button, s a select menu, f a form; a opens a form again, r sends one again with another first field.
_WRITTEN = re.compile(r"[bsfar]:(?P<verb>[a-z]+):(?P<owner>\d+)(?P<args>(?::[^:]+)*)")
_NUMBER = re.compile(r"[0-9]{1,19}")
_INSTANT = re.compile(r"[1-9][0-9]{0,10}")
_VERBS: Mapping[str, Verb] = {verb.value: verb for verb in Verb}


class Press(NamedTuple):
    """A click, a choice or a sent form: what to do, whose it is (a user id, or ANYONE), and with what.

    `values` are the options chosen in a menu, `fields` what was typed into a form, by field name. What is
    asked for and is not there, or can't be what it should be, raises Outdated.
    """

    verb: Verb
    owner: int
    args: Mapping[Arg, str] = {}
    values: tuple[str, ...] = ()
    fields: Mapping[str, str] = {}

    @property
    def reopening(self) -> tuple[Verb, tuple[str, ...]] | None:
        """What opens the form again that this one came from, with what stands behind its owner; or None."""
        form = FORMS.get(self.verb)
        if form is None or form.opener is None:
            return None
        known = {**self.args, **({Arg.CHOICE: form.word} if form.word else {})}
        return form.opener, tuple(known[arg] for arg in form.opener.shape if arg in known)

    @property
    def key(self) -> JobKey | int | None:
        """The job whose message this is on, its number in one of the first edition, or None."""
        text = self.args.get(Arg.KEY, "")
        return JobKey.read(text) or _number(text)

    @property
    def ref(self) -> str:
        """The thing of the content that is meant."""
        return self._text(Arg.REF)

    @property
    def about(self) -> str | None:
        """The thing of the content that it is about, if it is about one."""
        ref = self.args.get(Arg.REF, NOTHING)
        return None if ref == NOTHING else ref

    @property
    def choice(self) -> str:
        """The word that was chosen."""
        return self._text(Arg.CHOICE)

    @property
    def number(self) -> int:
        """The number that was chosen."""
        return self._found(Arg.CHOICE)

    @property
    def seen(self) -> str | None:
        """The fingerprint of what was seen when it was pressed or opened; None on old messages."""
        return self.args.get(Arg.SEEN)

    @property
    def anew(self) -> Self:
        """The same, based on nothing that was seen: what has changed is looked at again."""
        return self._replace(args={arg: text for arg, text in self.args.items() if arg is not Arg.SEEN})

    @property
    def day(self) -> date | None:
        """The day that is meant, if one is."""
        try:
            return date.fromisoformat(self.args[Arg.CHOICE]) if Arg.CHOICE in self.args else None
        except ValueError:
            raise Outdated from None

    @property
    def shown(self) -> int:
        """The number of what is shown, or is to be."""
        return self._found(Arg.SHOWN)

    @property
    def server(self) -> int:
        """The server that was chosen."""
        return self._found(Arg.SERVER)

    @property
    def change(self) -> int:
        """The number of the change that is meant."""
        return self._found(Arg.CHANGE)

    @property
    def time(self) -> int | None:
        """The how-manieth time of a habit is meant, if one is."""
        return _number(self.args.get(Arg.TIME, ""))

    @property
    def after(self) -> int:
        """After how many of a list to go on; with the first, where nothing is said of that."""
        return _number(self.args.get(Arg.AFTER, "")) or 0

    @property
    def update(self) -> int:
        """The number of the update that is meant; NoSuchUpdate for what can't be one."""
        return number_of(self.args.get(Arg.UPDATE, ""))

    @property
    def answer(self) -> int:
        """The number of the server's own answer that is meant."""
        return self._found(Arg.ANSWER)

    @property
    def member(self) -> int | None:
        """Whom it is for, if it is for somebody."""
        return (self._found(Arg.MEMBER) or None) if Arg.MEMBER in self.args else None

    @property
    def message(self) -> int | None:
        """The message that it answers, if it answers one."""
        return self._found(Arg.MESSAGE) if Arg.MESSAGE in self.args else None

    @property
    def at(self) -> int | None:
        """The instant that is meant (epoch seconds), if there is one."""
        text = self.args.get(Arg.AT, "")
        return int(text) if _INSTANT.fullmatch(text) else None

    @property
    def chosen(self) -> int | None:
        """The id of the channel or role that was chosen in a menu of Discord's own, None for none of them."""
        if not self.values:
            return None
        found = _number(self.values[0])
        if found is None:
            raise Outdated
        return found

    def typed(self, field: str) -> str:
        """What was typed into a field of a form."""
        if field not in self.fields:
            raise Outdated
        return self.fields[field]

    def is_for(self, user_id: int) -> bool:
        """Whether this user may press it."""
        return self.owner in (ANYONE, user_id)

    def _text(self, arg: Arg) -> str:
        if arg not in self.args:
            raise Outdated
        return self.args[arg]

    def _found(self, arg: Arg) -> int:
        number = _number(self._text(arg))
        if number is None:
            raise Outdated
        return number


@dataclass(eq=False)
class Unkept(Exception):
    """What somebody typed into a form could not be kept, and why. It comes back to them, to be sent again."""

    why: Exception
    press: Press


def write(kind: str, verb: Verb, owner: int, *args: object) -> str:
    """The custom_id of a control; ValueError if it could not be read back."""
    written = ":".join((kind, verb, str(owner), *map(str, args)))
    if not _WRITTEN.fullmatch(written) or len(args) > len(verb.shape):
        raise ValueError(f"no meaning can be read from {written!r}")
    return written


def read(written: str, values: Sequence[str] = (), fields: Mapping[str, str] | None = None) -> Press | None:
    """The meaning of a custom_id, or None if it is none that any version of ours wrote."""
    match = _WRITTEN.fullmatch(written)
    if match is None or match["verb"] not in _VERBS:
        return None
    verb = _VERBS[match["verb"]]
    menu = bool(values) and not written.startswith(RESENT)
    chosen = next((arg for arg in verb.shape if arg is not Arg.KEY), None) if menu else None
    carried = (arg for arg in verb.shape if arg is not chosen)
    args = dict(zip(carried, match["args"].split(":")[1:], strict=False))
    if chosen is not None:
        args[chosen] = values[0]
    return Press(verb, int(match["owner"]), args, tuple(values), fields or {})


def _number(text: str) -> int | None:
    """A number that can have been given out; None for anything else."""
    return int(text) if _NUMBER.fullmatch(text) and int(text) <= LARGEST_NUMBER else None
