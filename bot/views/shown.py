"""What a member shows: the preview, the post, and everything that is said about it."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.domain.custom_id import ANYONE, Verb
from bot.domain.guilds import TO_SHARE, Further, RoleTrouble
from bot.domain.jobs import Refusal
from bot.domain.shown import A_DAY, PLACES, TRIED, WORD, GoneBy, Obstacle, Shown, ShownKind, ShownStage
from bot.limits import SELECT_OPTIONS
from bot.views.components import AMBER, MOSS, SLATE, card, clip, escape, fitting, link, row, small, stamp
from bot.views.controls import Control, button, field, form, menu, option, user_menu
from bot.views.messages import ClassicMessage
from bot.views.permissions import label, listed
from bot.views.picture.facts import TrailFacts, alt_text

NAME = 80  # characters of a display name, which has 32 on Discord

_HEADS: Mapping[ShownKind, str] = {
    ShownKind.HELP: "{name} asks for help: {title}",
    ShownKind.SHOWCASE: "{name} shows: {title}",
    ShownKind.STEP: "{name} is on: {title}",
    ShownKind.MILESTONE: "{name} finished {title}.",
    ShownKind.TRAIL: "{name} is on the trail: {title}",
}
_NAMES: Mapping[ShownKind, str] = {
    ShownKind.HELP: "Question",
    ShownKind.SHOWCASE: "Showcase",
    ShownKind.STEP: "Step",
    ShownKind.MILESTONE: "Milestone",
    ShownKind.TRAIL: "Shared trail",
}

OBSTACLES: Mapping[Obstacle, str] = {
    Obstacle.AWAY: "I'm not in that server any more.",
    Obstacle.GONE: "The channel for it is gone. A moderator can choose another one in `/setup`.",
    Obstacle.WRONG_KIND: "The channel for it takes no posts. A moderator can choose another one in `/setup`.",
    Obstacle.PERMISSIONS: "I'm not allowed to post there. `/setup` shows the moderators what is missing.",
    Obstacle.LOCKED: "The thread for it is closed.",
    Obstacle.TAGS: "That forum takes only posts with a tag, and none of its tags fits. `/setup` says more.",
    Obstacle.ELSEWHERE: "You're not in that server any more.",
    Obstacle.TIMED_OUT: "You're timed out in that server. You can post once that is over.",
    Obstacle.MAY_NOT: "You can't write in that channel yourself, so I don't post there for you.",
    Obstacle.BLOCKED: "A moderator of that server has turned off your posts through me.",
    Obstacle.TOO_LATE: "I couldn't post it within six hours, so it waits for you to decide.",
    Obstacle.REFUSED: "Discord didn't take it. Try again in a while.",
    Obstacle.UNSURE: "It may be posted: I was cut off and can't look. **Take back** removes it if it is.",
    Obstacle.STAYS: "I couldn't remove it so far. I'll keep trying; a moderator can delete it in Discord.",
}
_WHERE_THEY_ARE: Mapping[Obstacle, str] = {
    Obstacle.GONE: "That channel is gone.",
    Obstacle.WRONG_KIND: "I can't post in a channel of that kind.",
    Obstacle.PERMISSIONS: "I'm not allowed to post there. A moderator can change that: Edit Channel → "
    f"Permissions → Cairn → turn on {listed(f'*{label(each)}*' for each in TO_SHARE)}, for a thread in its "
    f"channel and with *{label(Further.send_messages_in_threads)}*.",
}
"""What is said of a place that nobody chose in `/setup`."""

ELSEWHERE = "a server that I'm not in any more"
LEAVING = "It isn't gone yet. I'll take it back as soon as Discord lets me."


def obstacle_words(kind: ShownKind, obstacle: Obstacle) -> str:
    """What is in the way of something."""
    return (_WHERE_THEY_ARE.get(obstacle) if kind not in PLACES else None) or OBSTACLES[obstacle]


def post(shown: Shown, picture: bytes | None = None) -> ClassicMessage:
    """What everybody sees: the words of the preview, with its `picture` (a PNG) and the ways back."""
    key = shown.key
    buttons: list[ui.Item[Any]] = []
    if key is not None:
        if shown.kind is ShownKind.HELP and not shown.solved:
            buttons.append(button("Solved", Verb.SHOWN_SOLVED, shown.user, key, style=ButtonStyle.success))
        buttons.append(button("Take back", Verb.SHOWN_BACK, shown.user, key))
        buttons.append(button("Remove", Verb.SHOWN_REMOVE, ANYONE, key))
    solved = "✓ Solved. " if shown.solved else ""
    head = _HEADS[shown.kind].format(name=escape(clip(shown.name, NAME)), title=escape(shown.title))
    alt = alt_text(TrailFacts.read(shown.picture)) if shown.picture and picture else None
    return ClassicMessage(
        f"{solved}**{head}**", tuple(buttons), _body(shown), picture=picture if alt else None, alt=alt
    )


def _body(shown: Shown) -> discord.Embed:
    # How far a trail goes is in our own words.
    context = shown.context if shown.kind is ShownKind.TRAIL else small(escape(shown.context))
    parts = (escape(shown.text), f"<{shown.link}>" if shown.link else "", context)
    return discord.Embed(description="\n".join(part for part in parts if part), colour=MOSS)


def preview(shown: Shown, picture: bytes | None = None) -> ClassicMessage:
    """A post exactly as it will look, with what can be done with it; a notice says who will see it."""
    message = post(shown, picture)
    if shown.obstacle is None:
        where = f"A preview. **Post** puts it into <#{shown.place}>, where everybody there can read it."
        notice = discord.Embed(description=f"{where}\n**Take back** removes it again.", colour=SLATE)
    else:
        why = obstacle_words(shown.kind, shown.obstacle)
        notice = discord.Embed(description=f"✗ {why} Nothing was posted.", colour=AMBER)
    words = "Change the words" if shown.text else "Add a line"
    buttons = (
        button("Post", Verb.SHOW_POST, shown.user, shown.id, style=ButtonStyle.primary),
        button(words, Verb.SHOW_WRITE, shown.user, shown.id),
        button("Discard", Verb.SHOW_DISCARD, shown.user, shown.id),
    )
    return message._replace(buttons=buttons, notice=notice)


def words_form(shown: Shown, owner: int) -> ui.Modal:
    """The member's own words."""
    if shown.kind is ShownKind.HELP:
        label, hint, most = (
            "What have you tried, and what happened?",
            "You see it before anybody else.",
            TRIED,
        )
    else:
        label, hint, most = "One line about it (optional)", "You see it before anybody else.", WORD
    needed = shown.kind is ShownKind.HELP
    text = field(label, hint, long=needed, default=shown.text or None, max_length=most, required=needed)
    return form(shown.title or "Your words", {"text": text}, Verb.SHOW_WORDS, owner, shown.id)


def which_server(shown: Shown, names: Mapping[int, str], owner: int) -> ClassicMessage:
    """Where to show it, as several servers have a place for it."""
    options = [option(name, number) for number, name in names.items()][:SELECT_OPTIONS]
    chosen = menu("Choose a server", options, Verb.SHOW_WHERE, owner, shown.id)
    return ClassicMessage("In which server? You'll see a preview first.", (chosen,))


def outcome(shown: Shown, picture: bytes | None = None) -> ClassicMessage:
    """What became of it; where nobody can say, with its words, as they are lost otherwise."""
    match shown.stage:
        case ShownStage.DRAFT:
            return preview(shown, picture)
        case _ if shown.obstacle is Obstacle.UNSURE:
            return ClassicMessage(_news_line(shown), (_take_back(shown),), _body(shown))
        case ShownStage.STANDS:
            return ClassicMessage(f"✓ Posted. {link('Open it', shown.address or '')}", (_take_back(shown),))
        case ShownStage.ON_ITS_WAY:
            return ClassicMessage("Discord is slow right now. Your post will follow.", ())
        case ShownStage.LEAVING:
            return ClassicMessage(LEAVING, ())
        case _:
            return taken_back()


def _take_back(shown: Shown, what: str = "") -> Control:
    return button(f"Take back{what}", Verb.SHOWN_LEAVE, shown.user, shown.id)


def taken_back() -> ClassicMessage:
    """It is gone."""
    return ClassicMessage("✓ Taken back.", ())


def discarded() -> ClassicMessage:
    """Nothing was posted."""
    return ClassicMessage("Discarded. Nothing was posted.", ())


def everything(
    found: Sequence[Shown], servers: Mapping[int, str], owner: int, said: str = ""
) -> ui.LayoutView:
    """What others see of a member, to open or to take back."""
    back = button("What I keep about you", Verb.MY_DATA, owner)
    if not found:
        nothing = "Nobody sees anything of you here: nothing is posted."
        return card(said, nothing, accent=SLATE, below=[row(back)])
    listed = fitting((_line(each, servers) for each in found), 3000)
    options = [
        option(f"{_NAMES[each.kind]}: {each.title}", each.id, servers.get(each.guild, ""))
        for each in found
        if each.stage is not ShownStage.LEAVING
    ]
    all_back = button("Take all back", Verb.SHOWN_LEAVE_ALL, owner, style=ButtonStyle.danger)
    return card(
        said,
        f"## What others see of you\n{small('You posted these. Your progress itself stays private.')}",
        listed,
        accent=SLATE,
        below=[
            row(menu("Take one back", options[:SELECT_OPTIONS], Verb.SHOWN_OPEN, owner) if options else None),
            row(all_back if options else None, back),
        ],
    )


def _line(shown: Shown, servers: Mapping[int, str]) -> str:
    where = escape(servers.get(shown.guild, ELSEWHERE))
    when = stamp(shown.posted_at or shown.created_at, "D")
    at = link("Open it", shown.address) if shown.address else "On its way."
    if shown.stage is ShownStage.LEAVING:
        at = "I'm taking it back."
    elif shown.obstacle is not None:
        at = f"{at if shown.address else ''}\n{obstacle_words(shown.kind, shown.obstacle)}"
    return f"- **{escape(shown.title)}**, {_NAMES[shown.kind].lower()} in {where}, {when}. {at}"


def news(found: Sequence[Shown], roles: Sequence[str] = ()) -> ui.LayoutView:
    """What became of somebody's posts without their doing, each with what can be done now; `roles` says which
    they were not given after all.
    """
    lines = "\n".join((*map(_news_line, found), *roles))
    return card(lines, accent=SLATE, below=[row(*(_news_button(each, len(found)) for each in found))])


def _news_button(shown: Shown, among: int) -> Control | None:
    which = f": {clip(shown.title, 50)}" if among > 1 else ""
    if shown.stage is ShownStage.DRAFT:
        return button(f"Open the preview{which}", Verb.SHOW_PREVIEW, shown.user, shown.id)
    return _take_back(shown, which) if shown.obstacle is Obstacle.UNSURE else None


def _news_line(shown: Shown) -> str:
    what = f"Your {_NAMES[shown.kind].lower()}"
    if shown.gone_by is GoneBy.MODERATOR:
        return f"{what} was removed by a moderator. Your progress is as it was."
    if shown.gone_by is GoneBy.HAND:
        return f"{what} isn't there any more: somebody deleted it in Discord. Your progress is as it was."
    why = obstacle_words(shown.kind, shown.obstacle or Obstacle.REFUSED)
    if shown.stage is not ShownStage.DRAFT:
        return f"{what} **{escape(shown.title)}** in <#{shown.place}>: {why}"
    return f"{what} **{escape(shown.title)}** isn't posted. {why}"


def showers(found: Sequence[Shown], owner: int, said: str = "") -> ui.LayoutView:
    """For moderators: who shows what in their server, and a way to keep somebody from it."""
    listed = fitting((_shower_line(each) for each in found), 3000) or "Nobody has posted anything through me."
    hint = f"At most {A_DAY} posts a day each, with **Remove** below. Choose a member to turn theirs off."
    return card(
        said,
        f"## Posted by members\n{listed}",
        small(hint),
        accent=SLATE,
        below=[
            row(user_menu("Choose a member", Verb.SHOWER, owner)),
            row(button("Figures", Verb.COMMUNITY, owner)),
        ],
    )


def _shower_line(shown: Shown) -> str:
    at = link("Open it", shown.address) if shown.address else f"In <#{shown.place}>."
    stays = " I couldn't remove it so far: delete it in Discord." if shown.to_go else ""
    return f"- <@{shown.user}>, {_NAMES[shown.kind].lower()}, {stamp(shown.posted_at or 0, 'D')}. {at}{stays}"


def shower(user: int, owner: int, *, blocked: bool, said: str = "") -> ui.LayoutView:
    """For moderators: one member, and whether they may post."""
    state = "can't post through me in this server." if blocked else "can post through me in this server."
    label, verb = ("Allow posts", Verb.SHOWER_UNBLOCK) if blocked else ("Turn off posts", Verb.SHOWER_BLOCK)
    buttons = row(button(label, verb, owner, user), button("Posted by members", Verb.SHOWERS, owner))
    return card(said, f"<@{user}> {state}", accent=SLATE, below=[buttons])


def removed(shown: Shown, owner: int, *, done: bool) -> ui.LayoutView:
    """For a moderator who removed something."""
    said = "✓ Removed." if done else "It isn't gone yet. I'll remove it as soon as Discord lets me."
    # Who takes it back themselves needs not be told that it is gone.
    told = "" if shown.stage is ShownStage.LEAVING else " Its owner will hear of it."
    more = button("Turn off this member's posts", Verb.SHOWER_BLOCK, owner, shown.user)
    return card(f"{said}{told}", accent=SLATE, below=[row(more)])


ROLE_TROUBLES: Mapping[RoleTrouble, str] = {
    RoleTrouble.MODERATES: "It can moderate, so nobody may take it by a click. `/setup` can name another.",
    RoleTrouble.MANAGED: "It belongs to an integration, so it can't be given. `/setup` can name another.",
    RoleTrouble.FORBIDDEN: "I'm not allowed to give it. `/setup` shows moderators what is missing.",
    RoleTrouble.TOO_HIGH: "It stands above my own role, so I can't give it. A moderator can move mine up.",
    RoleTrouble.CHOOSER: "Whoever chose it may not give it any more. A moderator can choose it again.",
    RoleTrouble.GONE: "It isn't offered any more. A moderator can choose another in `/setup`.",
    RoleTrouble.ELSEWHERE: "You're not in that server any more.",
    RoleTrouble.UNFINISHED: "That phase has open actions again. `/phase` shows them.",
    RoleTrouble.REFUSED: "Discord refused it. `/setup` shows that to moderators; try again in a while.",
}


def role_news(trouble: RoleTrouble, phase: str, server: str) -> str:
    """That somebody doesn't get a role after all, and why."""
    return f"You don't have the role for **{escape(phase)}** in {escape(server)}. {ROLE_TROUBLES[trouble]}"


def role_taken(role: int, phase: str, trouble: RoleTrouble | Refusal | None) -> ui.LayoutView:
    """What became of **Take the role**."""
    if trouble is None:
        return card(
            f"✓ You have <@&{role}> for **{escape(phase)}**. **Undo** of its last tick takes it back."
        )
    if isinstance(trouble, Refusal):
        return card(
            "Discord is slow right now. Your role will follow; if it doesn't, your next command says why.",
            accent=SLATE,
        )
    return card(f"You don't have <@&{role}>. {ROLE_TROUBLES[trouble]}", accent=SLATE)
