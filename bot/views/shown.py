"""What a member shows: the preview, the post, and everything that is said about it."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ButtonStyle, ui

from bot.domain.custom_id import ANYONE, Verb
from bot.domain.shown import A_DAY, TRIED, WORD, GoneBy, Obstacle, Shown, ShownKind, ShownStage
from bot.limits import SELECT_OPTIONS
from bot.views.components import AMBER, MOSS, SLATE, card, clip, escape, fitting, link, row, small, stamp
from bot.views.controls import button, field, form, menu, option, user_menu
from bot.views.messages import ClassicMessage

NAME = 80  # characters of a display name, which has 32 on Discord

_HEADS: Mapping[ShownKind, str] = {
    ShownKind.HELP: "{name} asks for help: {title}",
    ShownKind.SHOWCASE: "{name} shows: {title}",
}
_NAMES: Mapping[ShownKind, str] = {ShownKind.HELP: "Question", ShownKind.SHOWCASE: "Showcase"}

OBSTACLES: Mapping[Obstacle, str] = {
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
    Obstacle.UNSURE: "It may be posted already: I was cut off and can't look. Check the channel first.",
    Obstacle.STAYS: "I can't remove it. A moderator can delete it in Discord.",
}


def post(shown: Shown) -> ClassicMessage:
    """What everybody sees: the words of the preview, with the ways back."""
    key = shown.key
    buttons: list[ui.Item[Any]] = []
    if key is not None:
        if shown.kind is ShownKind.HELP and not shown.solved:
            buttons.append(button("Solved", Verb.SHOWN_SOLVED, shown.user, key, style=ButtonStyle.success))
        buttons.append(button("Take back", Verb.SHOWN_BACK, shown.user, key))
        buttons.append(button("Remove", Verb.SHOWN_REMOVE, ANYONE, key))
    solved = "✓ Solved. " if shown.solved else ""
    head = _HEADS[shown.kind].format(name=escape(clip(shown.name, NAME)), title=escape(shown.title))
    return ClassicMessage(f"{solved}**{head}**", tuple(buttons), _body(shown))


def _body(shown: Shown) -> discord.Embed:
    parts = (escape(shown.text), f"<{shown.link}>" if shown.link else "", small(escape(shown.context)))
    return discord.Embed(description="\n".join(part for part in parts if part), colour=MOSS)


def preview(shown: Shown, owner: int, obstacle: Obstacle | None = None) -> ClassicMessage:
    """A post exactly as it will look, with what can be done with it; a notice says who will see it."""
    message = post(shown)
    if obstacle is None:
        where = f"A preview. **Post** puts it into <#{shown.place}>, where everybody there can read it."
        notice = discord.Embed(description=f"{where}\n**Take back** removes it again.", colour=SLATE)
    else:
        notice = discord.Embed(description=f"✗ {OBSTACLES[obstacle]} Nothing was posted.", colour=AMBER)
    words = "Change the words" if shown.text else "Add a line"
    buttons = (
        button("Post", Verb.SHOW_POST, owner, shown.id, style=ButtonStyle.success),
        button(words, Verb.SHOW_WRITE, owner, shown.id),
        button("Discard", Verb.SHOW_DISCARD, owner, shown.id, style=ButtonStyle.danger),
    )
    return ClassicMessage(message.content, buttons, message.embed, notice)


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


def outcome(shown: Shown, owner: int) -> ClassicMessage:
    """What became of it."""
    match shown.stage:
        case ShownStage.STANDS:
            back = button("Take back", Verb.SHOWN_LEAVE, owner, shown.id)
            return ClassicMessage(f"✓ Posted. {link('Open it', shown.address or '')}", (back,))
        case ShownStage.ON_ITS_WAY:
            return ClassicMessage("Discord is slow right now. Your post will follow.", ())
        case ShownStage.LEAVING:
            return ClassicMessage("Discord is slow right now. I'll take it back as soon as I can.", ())
        case _:
            return taken_back()


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
    if not found:
        return card(said, "Nobody sees anything of you here: nothing is posted.", accent=SLATE)
    listed = fitting((_line(each, servers) for each in found), 3000)
    options = [
        option(f"{_NAMES[each.kind]}: {each.title}", each.id, servers.get(each.guild, "")) for each in found
    ]
    return card(
        said,
        f"## What others see of you\n{small('You posted these. Your progress itself stays private.')}",
        listed,
        accent=SLATE,
        below=[
            row(menu("Take one back", options[:SELECT_OPTIONS], Verb.SHOWN_OPEN, owner)),
            row(button("Take all back", Verb.SHOWN_LEAVE_ALL, owner, style=ButtonStyle.danger)),
        ],
    )


def _line(shown: Shown, servers: Mapping[int, str]) -> str:
    where = escape(servers.get(shown.guild, "a server that I'm not in any more"))
    when = stamp(shown.posted_at or shown.created_at, "D")
    at = link("Open it", shown.address) if shown.address else "on its way"
    stays = f"\n{OBSTACLES[Obstacle.STAYS]}" if shown.obstacle is Obstacle.STAYS else ""
    return f"- **{escape(shown.title)}**, {_NAMES[shown.kind].lower()} in {where}, {when}. {at}{stays}"


def news(found: Sequence[Shown]) -> ui.LayoutView:
    """What became of somebody's posts without their doing."""
    return card("\n".join(_news_line(each) for each in found[:5]), accent=SLATE)


def _news_line(shown: Shown) -> str:
    what = f"Your {_NAMES[shown.kind].lower()}"
    if shown.gone_by is GoneBy.MODERATOR:
        return f"{what} was removed by a moderator. Your progress is as it was."
    if shown.gone_by is GoneBy.HAND:
        return f"{what} isn't there any more: somebody deleted it in Discord. Your progress is as it was."
    why = OBSTACLES[shown.obstacle or Obstacle.REFUSED]
    if shown.obstacle is Obstacle.STAYS:
        return f"{what} in <#{shown.channel}>: {why}"
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
        below=[row(user_menu("Choose a member", Verb.SHOWER, owner))],
    )


def _shower_line(shown: Shown) -> str:
    at = link("Open it", shown.address or "")
    return f"- <@{shown.user}>, {_NAMES[shown.kind].lower()}, {stamp(shown.posted_at or 0, 'D')}. {at}"


def shower(user: int, owner: int, *, blocked: bool, said: str = "") -> ui.LayoutView:
    """For moderators: one member, and whether they may post."""
    state = "can't post through me in this server." if blocked else "can post through me in this server."
    label, verb = ("Allow posts", Verb.SHOWER_UNBLOCK) if blocked else ("Turn off posts", Verb.SHOWER_BLOCK)
    buttons = row(button(label, verb, owner, user), button("Posted by members", Verb.SHOWERS, owner))
    return card(said, f"<@{user}> {state}", accent=SLATE, below=[buttons])


def removed(shown: Shown, owner: int, *, done: bool) -> ui.LayoutView:
    """For a moderator who removed something."""
    said = "✓ Removed." if done else "Discord is slow right now. I'll remove it as soon as I can."
    more = button("Turn off this member's posts", Verb.SHOWER_BLOCK, owner, shown.user)
    return card(f"{said} Its owner will hear of it.", accent=SLATE, below=[row(more)])
