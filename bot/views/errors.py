"""Words for everything that can go wrong: what happened, what is safe, what to do."""

from collections.abc import Iterable, Mapping

from discord import ui

from bot.domain import errors
from bot.domain.answers import A_SERVER, QUESTION
from bot.domain.answers import TEXT as ANSWER
from bot.domain.custom_id import FORMS, Press, Unkept
from bot.domain.fences import FRAME, TYPED, fenced
from bot.domain.guilds import RoleTrouble
from bot.domain.links import LAST_PORT, LONGEST
from bot.domain.shown import A_DAY
from bot.domain.ticks import UNDOABLE
from bot.domain.updates import TEXT, TITLE
from bot.limits import SELECT_OPTIONS, TEXT_PER_MESSAGE
from bot.views.components import SLATE, Part, card, clip, escape, link, row, small, stamp
from bot.views.controls import meaning_menu, reopen
from bot.views.meanings import example_day, meaning_words, meant

_WROTE = "So that it isn't lost, here is what you wrote:"
_WROTE_MORE = "So that it isn't lost, here is what you wrote, all but its end, which doesn't fit:"

_OURS = "Something on my side went wrong. Your progress is as it was; try again in a moment."
_PLAIN: Mapping[type[Exception], str] = {
    errors.NoSuchUpdate: "This server has no such update. `/update list` shows what there is.",
    errors.BadWording: f"A post needs a title of up to {TITLE} characters and a text of up to {TEXT:,} that "
    "people can see, so it stays as it is.",
    errors.UpdateOver: "That update was retracted or discarded, so it stays as it is. `/update post` writes "
    "a new one.",
    errors.ChangedMeanwhile: "This update, or where it goes, has changed since you opened it, so nothing was "
    "done. Look at it as it is now, and decide again.",
    errors.NoSuchAnswer: "This server has no such answer, or has it no more. `/faq` lists what there is.",
    errors.BadAnswer: f"An answer needs a question of up to {QUESTION} characters and a text of up to "
    f"{ANSWER:,} that people can see, so nothing was changed.",
    errors.AnswerOver: "That answer was retracted or discarded, so it stays as it is. `/answers open` writes "
    "a new one.",
    errors.AnswerChanged: "This answer has changed since you opened it, so nothing was done. Look at it as "
    "it is now, and decide again.",
    errors.AnsweredAlready: "Somebody has answered that question here by now: `/answers list` shows it. "
    "Yours is kept as a draft.",
    errors.TooManyAnswers: f"This server has {A_SERVER} answers, which is the limit. Retract one, and add "
    "this one then: it is kept as a draft.",
    errors.NotSetUp: "This server isn't ready for that yet: `/setup` shows what is missing (it needs Manage "
    "Server).",
    errors.MessageGone: "That message isn't there any more, so I posted nothing.",
    errors.NoPlace: "No server of yours has a channel for that yet. A moderator can choose one in `/setup`.",
    errors.NoSuchPost: "That isn't there any more. `/mydata show` lists what others see of you.",
    errors.TooManyShown: f"That's {A_DAY} posts within a day, which is the limit. Your preview is kept: "
    "press **Post** again tomorrow.",
    errors.ShownBlocked: "A moderator of that server has turned off your posts through me. Nothing was "
    "posted.",
    errors.PlaceChanged: "The channel for it has changed since this preview. Begin again, and you'll see "
    "where it goes. Nothing was posted.",
    errors.NotTicked: "That isn't ticked, and a link goes with a tick, so it wasn't kept. `/done` takes both "
    "at once.",
    errors.NothingToUndo: "There is nothing to take back. `/next` shows where you are.",
    errors.NoSuchChange: f"That's none of your last {UNDOABLE} changes, or it is taken back already. "
    "`/undo` lists them while you type, and takes back the last if you name none. Nothing was changed.",
    errors.NotEnrolled: "You're not enrolled yet. `/start` does it.",
    errors.NotYours: "That button belongs to someone else's roadmap. `/next` shows yours.",
    errors.NotManager: "That takes *Manage Server* in this server. Somebody who has it can do it; nothing "
    "was changed.",
    errors.NotModerator: "That takes *Manage Server* or the moderator role of this server. `/setup` says "
    "which role that is; nothing was changed.",
    errors.NotInstalled: "That works in a server that I am a member of. Nothing was changed.",
    errors.NotLoaded: "I've just come back and can't see this server's channels yet. Nothing was changed; "
    "try again in a moment.",
    errors.EveryonesRole: "*@everyone* is too many: I ping nobody who didn't choose it. Take another role; "
    "nothing was changed.",
    errors.Outdated: "That button no longer works. `/help` lists the commands.",
    errors.StoreUnavailable: "I can't reach my database right now. Nothing was changed; try again in a "
    "minute.",
}
_UNUSABLE = {
    errors.Why.TIME: "isn't a time of day I can read. Write it like `09:00`, `6:30 pm` or `noon`.",
    errors.Why.DAY: "isn't a day of the week. Write it like `Monday`.",
    errors.Why.DATE: "isn't a date I can read. Write it like `{day}`.",
    errors.Why.NO_DAY: "isn't a day of the calendar: there is no such month, or it has no such day. Write it "
    "like `{day}`.",
    errors.Why.NOT_LATER: "can't be the end of a pause. Choose a day to come, within a year, like `{day}`; "
    "nothing was changed.",
    errors.Why.NOT_BACK: "can't be the day on which you did it. Choose today or a day before, within a year, "
    "like `{day}`; nothing was changed.",
    errors.Why.OUT_OF_RANGE: "can't be that day. Choose one like `{day}`; nothing was changed.",
    errors.Why.LINK_LONG: f"is a link of more than {LONGEST} characters. Look for a shorter one to the same "
    "page.",
    errors.Why.LINK_MARKED: "is a link under a text. Write the address alone: the part that begins with `https://`.",
    errors.Why.LINK_PORT: "has a port that doesn't exist: the number after the colon goes from 1 to "
    f"{LAST_PORT:,}.",
    errors.Why.LINK_SCHEME: "isn't the address of a web page. Those begin with `https://`.",
    errors.Why.LINK_SIGNED: "has a name or a password before the @. Leave that out, and I can keep it.",
    errors.Why.LINK_SITE: "doesn't begin with a site I can read. Write it like "
    "`https://github.com/you/project`.",
    errors.Why.LINK_SPACE: "has a space in it. Write one link alone, with `%20` where the address has a "
    "space.",
    errors.Why.MOMENT: "isn't a day and a time I can read. Write it like `{day}`.",
    errors.Why.SKIPPED: "doesn't exist: the clocks skip that hour on that day. Choose one beside it, "
    "like `{day}`.",
    errors.Why.PAST: "is in the past. Choose a later time, like `{day}`.",
    errors.Why.FAR: "is more than a year away. Choose an earlier time, like `{day}`.",
    errors.Why.LATE: "isn't at least a day before your next message. Choose an earlier time, like `{day}`; "
    "nothing was changed.",
}
_OFTEN = {
    errors.Often.TEST: "You've had a test message within the hour. The next one can go out {again}; your "
    "weekly message comes as planned.",
    errors.Often.EXPORT: "You've had three files within the hour. I can make the next one {again}; nothing "
    "is lost until then.",
    errors.Often.POST: "You've posted ten updates within the hour. This one stays a draft; "
    "you can post it {again}.",
}
_NO_ROLE = "That role can't be given for a phase: choose another."
_BAD_ROLES = {
    RoleTrouble.MODERATES: "That role can moderate, so nobody may take it by a click: choose one without "
    "moderation permissions.",
    RoleTrouble.MANAGED: "That role belongs to an integration, so it can't be given: choose another.",
    RoleTrouble.FORBIDDEN: "I'm not allowed to give roles: Server Settings → Roles → Cairn → Permissions → "
    "turn on *Manage Roles*.",
    RoleTrouble.TOO_HIGH: "That role isn't below mine, so I can't give it: Server Settings → Roles, and drag "
    "mine above it.",
    RoleTrouble.CHOOSER: "You can't give that role yourself, so you can't let others take it: that takes "
    "*Manage Roles* and a role above it.",
}
_LIST = "Pick one from the list while you type."
_WHERE = {
    "phase": "`/roadmap` shows them all.",
    "action": "`/phase` shows the ones of your phase.",
    "certification": "`/certs` shows them all.",
    "question": "`/faq` shows what people ask.",
    "guide": "`/project` shows them all.",
    "roadmap": _LIST,
    "phase, action or certification": _LIST,
}


def explain(error: Exception, at: int) -> ui.LayoutView:
    """One private sentence or two about an error at an instant (epoch seconds).

    A form that could not be kept comes back: what can be meant is in a menu, and it opens filled in.
    """
    if isinstance(error, Unkept):
        changed = isinstance(error.why, errors.ChangedMeanwhile)
        return _form_again(error.why, error.press.anew if changed else error.press, at)
    return card(words(error, at), accent=SLATE)


def words(error: Exception, at: int) -> str:
    """What a member reads; one sentence serves for everything that is our fault."""
    match error:
        case errors.UnknownName(kind, name):
            article = "an" if kind == "action" else "a"
            return f"I don't know {article} {kind} called “{echo(name)}”. {_WHERE[kind]}"
        case errors.OtherRoadmap(named, walked):
            return (
                f"You're on the trail *{echo(walked.name)}*. Do you want to stay on it, or switch to "
                f"*{echo(named.name)}*? What you ticked stays in both."
            )
        case errors.UnknownPlace() | errors.Unclear() | errors.Unusable():
            return _typed_words(error, at)
        case errors.ShownAlready() | errors.BadRole():
            return _shown_words(error)
        case errors.TooOften(deed, again_at):
            return _OFTEN[deed].format(again=stamp(again_at, "R"))
        case _:
            return next((_PLAIN[kind] for kind in type(error).__mro__ if kind in _PLAIN), _OURS)


def _shown_words(error: errors.ShownAlready | errors.BadRole) -> str:
    if isinstance(error, errors.BadRole):
        return f"{_BAD_ROLES.get(error.trouble, _NO_ROLE)} Nothing was changed."
    where = link("Open it", error.address) if error.address else "It is on its way."
    return f"You show that already. {where} **Take back** there removes it."


def _typed_words(error: errors.UnknownPlace | errors.Unclear | errors.Unusable, at: int) -> str:
    """About something typed."""
    match error:
        case errors.UnknownPlace(name, near):
            more = "Perhaps one of these?" if near else "Try the nearest big city."
            return f"I don't know a place called “{echo(name)}”. {more}"
        case errors.OtherWeekday(text, _, falls):
            said = meaning_words(errors.Meaning(falls.isoformat()))
            return f"“{echo(text)}” doesn't fit together: that date is {said}. Which day is it?"
        case errors.Unclear(text):
            return f"“{echo(text)}” can mean more than one thing. Which one is it?"
        case errors.Unusable(text, why, like):
            return f"“{echo(text)}” {_UNUSABLE[why].format(day=like or example_day(at))}"


def meanings(error: Exception) -> tuple[errors.Meaning, ...]:
    """The times or places that may have been meant, as far as anybody can tell."""
    match error:
        case errors.Unclear():
            return error.meanings
        case errors.UnknownPlace():
            return tuple(errors.Meaning(place.zone, place.name) for place in error.near)
    return ()


def _form_again(error: Exception, press: Press, at: int) -> ui.LayoutView:
    found, opener = _choices(error), press.reopening
    choose = meaning_menu(found, press) if found else None
    again = reopen("Edit and send again", *opener, press.owner) if opener else None
    said, typed = words(error, at), _typed(press)
    room = TEXT_PER_MESSAGE - len(said) - len(small(_WROTE_MORE))
    whole = sum(len(fenced(text)) for text in typed.values()) <= room
    wrote = small(_WROTE if whole else _WROTE_MORE)
    return card(said, wrote, *_as_typed(typed, room), accent=SLATE, below=[row(choose), row(again)])


def _choices(error: Exception) -> list[tuple[str, str]]:
    """What may have been meant, each with its words."""
    if isinstance(error, errors.UnknownName):
        return [(each.typed, each.name or "Nothing in particular") for each in error.there[:SELECT_OPTIONS]]
    if isinstance(error, errors.OtherRoadmap):
        return [(each.typed, each.name) for each in (error.named, error.walked)]
    return [(meant(each), meaning_words(each)) for each in meanings(error)]


def _typed(press: Press) -> Mapping[int, str]:
    """What was typed into each field, by its number."""
    names = FORMS[press.verb].fields if press.verb in FORMS else tuple(press.fields)
    return {number: press.fields[name] for number, name in enumerate(names) if press.fields.get(name)}


def _as_typed(typed: Mapping[int, str], room: int) -> Iterable[Part]:
    """The same in so many characters, to be copied, and to be read again from here."""
    for number, text in typed.items():
        if room > FRAME:
            shown = fenced(text, room - FRAME)
            room -= len(shown)
            yield ui.TextDisplay(shown, id=TYPED + number)


def echo(text: str) -> str:
    """What was typed, in a sentence: as plain text, and not too much of it."""
    return escape(clip(text, 80))
