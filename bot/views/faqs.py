"""`/faq`: the answer, or what may have been meant."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from discord import ButtonStyle, ui

from bot.domain.answers import Own
from bot.domain.custom_id import ANYONE, Verb
from bot.domain.personal import along
from bot.domain.roadmap import Action, Certification, Guide, Item, Phase, Question, Roadmap, actions_of
from bot.domain.search.entries import Command, Entry, Fact, called, ref_of
from bot.domain.steps import Step
from bot.domain.unanswered import AUTHORS_FROM, MODERATORS_FROM
from bot.limits import BUTTON_LABEL, SELECT_OPTIONS
from bot.views.certifications import availability, day
from bot.views.components import (
    MOSS,
    SLATE,
    card,
    clip,
    count,
    escape,
    link,
    months,
    paragraphs,
    row,
    small,
    stamp,
)
from bot.views.controls import Control, button, menu, option
from bot.views.roadmap import figures
from bot.views.steps import effort_words

_OPENS = {
    Action: ("Details", Verb.DETAILS),
    Phase: ("Open the phase", Verb.PHASE),
    Certification: ("Details", Verb.CERTIFICATION),
    Guide: ("Open the guide", Verb.PROJECT),
}

NUMBERS = {MODERATORS_FROM: "three", AUTHORS_FROM: "five"}


class Whom(NamedTuple):
    """Whom an answer is for, if not for who asks alone: a member, or whoever wrote a message (ids)."""

    member: int | None = None
    message: int | None = None

    @property
    def args(self) -> tuple[int, ...]:
        """What says so in a custom_id."""
        if self.message is not None:
            return (self.member or 0, self.message)
        return () if self.member is None else (self.member,)


MYSELF = Whom()


class More(NamedTuple):
    """What is not in an entry itself: what a command is for, and which step of an action was meant."""

    purpose: str = ""
    step: Step | None = None


NO_MORE = More()


def answer(
    roadmap: Roadmap,
    found: Entry,
    owner: int,
    note: str = "",
    more: More = NO_MORE,
    message: int | None = None,
) -> ui.LayoutView:
    """The answer under its question, or where a thing stands on the trail, with what else may help in a menu.

    `note` stands above it; `message` is the one that it may answer in the channel, for all to read.
    """
    all_of_them = button("All questions", Verb.QUESTIONS, owner, *Whom(message=message).args)
    buttons = row(_in_channel(found, more, owner, message), _open(roadmap, found, owner), all_of_them)
    options = [option(called(each), f"{roadmap.id}/{each.id}") for each in _linked(roadmap, found)]
    also = menu("See also", options, Verb.QUESTION, owner, *Whom(message=message).args) if options else None
    return card(note, *_told(roadmap, found, more), accent=MOSS, below=[row(also), buttons])


def addressed(roadmap: Roadmap, found: Entry, to: str, more: More = NO_MORE) -> ui.LayoutView:
    """The same in a channel for all to read; `to` says whom or what it answers."""
    linked = " · ".join(map(called, _linked(roadmap, found)))
    said = (to, *_told(roadmap, found, more), small(f"See also: {linked}") if linked else "")
    return card(*said, accent=MOSS, below=[row(_open(roadmap, found, ANYONE))])


def to_member(member: int) -> str:
    """Addresses somebody."""
    return f"<@{member}>"


def to_message(guild: int, channel: int, message: int) -> str:
    """Leads to the message that is answered."""
    return link("The question", f"https://discord.com/channels/{guild}/{channel}/{message}")


def kept_private(in_server: bool) -> str:
    """Why an answer for somebody else is shown to nobody else."""
    if in_server:
        return "You can't write in this channel, so this is for you alone."
    return "I can address somebody in a server's channel; here this is for you alone."


NO_MEMBER_HERE = "I'm no member of this server, so I answer nobody in it; this is for you alone."
ANSWERED_BEFORE = "I've just answered that message in the channel, so this is for you alone."


def addressed_before(again_at: int) -> str:
    """Why the same person is not pinged again."""
    again = stamp(again_at, "R")
    return f"They've just had an answer from you, so this is for you alone. I can ping them again {again}."


def addressed_often(again_at: int) -> str:
    """Why nobody is pinged for a while."""
    again = stamp(again_at, "R")
    said = "You've answered five times within the hour, so this is for you alone."
    return f"{said} The next one can go out {again}."


def did_you_mean(
    roadmap: Roadmap, asked: str, near: Sequence[Entry], owner: int, whom: Whom = MYSELF
) -> ui.LayoutView:
    """A few things that may have been meant, on buttons only; `whom` the answer is for."""
    heard = "You asked" if whom.message is None else "The message"
    said = f"{heard}: “{_echo(asked)}”\nDid you mean one of these?"
    choices = [_choice(roadmap, each, owner, whom) for each in near]
    none = button("None of these", Verb.QUESTIONS, owner, *whom.args)
    return card(said, accent=SLATE, below=[row(each) for each in (*choices, none)])


def noted_words(*, in_server: bool) -> str:
    """What is kept of a question without an answer, and who sees it from when on."""
    few, some = NUMBERS[MODERATORS_FROM], NUMBERS[AUTHORS_FROM]
    shown = f"The roadmap's authors see it once {some} people have asked it."
    if in_server:
        here = f"Your moderators see it once {few} people here have asked it"
        shown = f"{here}; the roadmap's authors, once {some} have."
    return f"I've noted what it is about, without your name. {shown}"


def nothing_fits(
    roadmap: Roadmap, asked: str, owner: int, whom: Whom = MYSELF, *, noted: str = ""
) -> ui.LayoutView:
    """No answer, said plainly, with everything there is; `noted` says what was kept of the question."""
    offered = _topics(roadmap, owner, whom) or _menu(roadmap, roadmap.questions, owner, whom)
    common = "\nPick one of the common questions:" if offered else ""
    text = f"I have no answer to “{_echo(asked)}” yet. {noted}".rstrip()
    return card(f"{text}{common}", accent=SLATE, below=[row(offered)])


def questions(roadmap: Roadmap, owner: int, whom: Whom = MYSELF) -> ui.LayoutView:
    """All questions in a menu; where they have topics, those first."""
    heading = f"## Questions about {roadmap.title}"
    if not roadmap.topics:
        return _list(roadmap, heading, roadmap.questions, owner, whom)
    lines = [
        f"- **{each.title}** · {count(len(_of(roadmap, each.id)), 'question')}" for each in roadmap.topics
    ]
    said = "\n".join((heading, "Pick a topic, then a question.", *lines))
    return card(said, accent=SLATE, below=[row(_topics(roadmap, owner, whom))])


def topic(roadmap: Roadmap, name: str, owner: int, whom: Whom = MYSELF) -> ui.LayoutView:
    """The questions of one topic; all topics, if there is none with this id."""
    title = next((each.title for each in roadmap.topics if each.id == name), None)
    if title is None:
        return questions(roadmap, owner, whom)
    back = button("All topics", Verb.QUESTIONS, owner, *whom.args)
    return _list(roadmap, f"## {title}", _of(roadmap, name), owner, whom, back)


def _list(
    roadmap: Roadmap,
    heading: str,
    listed: Sequence[Question],
    owner: int,
    whom: Whom,
    back: Control | None = None,
) -> ui.LayoutView:
    lines = [f"- {question.question}" for question in _current(listed)]
    said = ["\n".join((heading, *lines))] if lines else [heading, "None yet."]
    return card(*said, accent=SLATE, below=[row(_menu(roadmap, listed, owner, whom)), row(back)])


def _told(roadmap: Roadmap, found: Entry, more: More) -> tuple[str, ...]:
    match found:
        case Own():
            return own(found)
        case Question():
            return (f"### {found.question}\n{found.answer}", *_source(found))
        case Command():
            return (f"### `/{found.id}`\n{more.purpose}",)
        case Guide():
            place, told = "A project guide", [found.brief]
        case Fact():
            about = [figures(found.highlights)] if found.highlights else [paragraphs(roadmap.summary)]
            place, told = "The role", about
        case _:
            place, *told = _on_the_trail(roadmap, found)
            told += _step(more.step)
    return (f"### {found.title}\n{small(place)}", *told)


def own(found: Own) -> tuple[str, ...]:
    """A server's own answer, signed."""
    signed = small(f"— {escape(found.signature)}, for this server")
    return (f"### {escape(found.question)}\n{found.answer}", signed)


def _source(found: Question) -> Iterator[str]:
    if found.source:
        since = f"As of {day(found.checked_on)}: " if found.checked_on else ""
        yield small(f"{since}{link('source', found.source)}")


def _on_the_trail(roadmap: Roadmap, found: Action | Phase | Certification) -> list[str]:
    """Where it stands, and the gist of it."""
    match found:
        case Action():
            phase, nth = roadmap.phase_of(found), _nth(found, roadmap.actions, "action")
            effort = effort_words(along(roadmap, {}).action(found.id))
            place = f"{phase.title}, {months(phase)} · {effort}{nth}"
            return [place, found.why, f"*Done when* {found.done_when}"]
        case Phase():
            actions, nth = len(actions_of(found)), _nth(found, roadmap.current_phases, "phase")
            return [f"{months(found).capitalize()} · {count(actions, 'action')}{nth}", found.aim]
        case Certification():
            phase = roadmap.phase(found.phase)
            place = f"{found.issuer} · fits {phase.title}, {months(phase)}"
            return [place, availability(found), found.validates]


def _step(step: Step | None) -> list[str]:
    """The step of an action that was meant."""
    if step is None:
        return []
    return [f"In it: **{step.title}**, {step.hours * step.repeat:g} h\n*Done when* {step.done_when}"]


def _linked(roadmap: Roadmap, found: Entry) -> list[Item]:
    names = found.links if isinstance(found, Question) else ()
    return [linked for name in names if (linked := roadmap.item(name))]


def _nth(item: Item, among: Sequence[Item], noun: str) -> str:
    return f" · {noun} {among.index(item) + 1} of {len(among)}" if item in among else ""


def _open(roadmap: Roadmap, found: Entry, owner: int) -> Control | None:
    if type(found) not in _OPENS:
        return None
    label, verb = _OPENS[type(found)]
    return button(label, verb, owner, f"{roadmap.id}/{found.id}")


def _choice(roadmap: Roadmap, found: Entry, owner: int, whom: Whom) -> Control:
    # Beside the id of a member or a message, which is long, there is no room for the roadmap's; the id alone
    # finds its way too.
    ref = f"{roadmap.id}/{ref_of(found)}" if whom == MYSELF else ref_of(found)
    return button(clip(called(found), BUTTON_LABEL), Verb.QUESTION, owner, ref, *whom.args)


def _in_channel(found: Entry, more: More, owner: int, message: int | None) -> Control | None:
    """The way into the channel: of what is shown here, with its step, and nothing else."""
    if message is None:
        return None
    ref = found.ref(more.step) if isinstance(found, Action) and more.step else ref_of(found)
    return button("Answer in the channel", Verb.ANSWER_HERE, owner, ref, message, style=ButtonStyle.primary)


def _topics(roadmap: Roadmap, owner: int, whom: Whom) -> Control | None:
    options = [option(each.title, f"{roadmap.id}/{each.id}") for each in roadmap.topics]
    return menu("Pick a topic", options, Verb.TOPIC, owner, *whom.args) if options else None


def _menu(roadmap: Roadmap, listed: Sequence[Question], owner: int, whom: Whom) -> Control | None:
    options = [option(each.question, f"{roadmap.id}/{each.id}") for each in _current(listed)]
    return menu("Open a question", options, Verb.QUESTION, owner, *whom.args) if options else None


def _of(roadmap: Roadmap, topic: str) -> list[Question]:
    return _current([question for question in roadmap.questions if question.topic == topic])


def _current(listed: Sequence[Question]) -> list[Question]:
    return [question for question in listed if not question.retired][:SELECT_OPTIONS]


def _echo(asked: str) -> str:
    return escape(clip(asked, 200))
