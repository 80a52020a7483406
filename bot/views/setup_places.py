"""The second page of `/setup`: the places for what members show, each with what is missing there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.guilds import (
    FORUMS,
    Further,
    Place,
    RoleTrouble,
    Server,
    invite_link,
    missing,
    needed,
    of_phase,
)
from bot.domain.library import Library
from bot.domain.members import WEEKDAYS
from bot.domain.roadmap import Phase
from bot.domain.when.clocks import clock
from bot.domain.zones import city
from bot.views.components import MOSS, SLATE, card, clip, escape, link, row, small, stamp
from bot.views.controls import Control, button, channel_menu, menu, option, role_menu
from bot.views.permissions import label, listed, where_words

_NAMES: Mapping[Place, tuple[str, str]] = {
    Place.HELP: ("Questions for help", "members can ask for help with a step there"),
    Place.SHOWCASE: ("Showcase", "members can show what they made there"),
    Place.CHECK_IN: ("Check-in", "a question with a thread comes there once a week"),
    Place.MILESTONES: ("Milestones", "members can tell that they finished a phase there"),
    Place.MODERATORS: ("Moderators' channel", "the week in figures comes there on Mondays"),
}
_VERBS: Mapping[Place, Verb] = {
    Place.HELP: Verb.SETUP_HELP,
    Place.SHOWCASE: Verb.SETUP_SHOWCASE,
    Place.CHECK_IN: Verb.SETUP_CHECK_IN,
    Place.MILESTONES: Verb.SETUP_MILESTONES,
    Place.MODERATORS: Verb.SETUP_MODERATORS,
}
ROLE_TROUBLES: Mapping[RoleTrouble, str] = {
    RoleTrouble.MODERATES: "it holds a moderation permission. Choose a role without any.",
    RoleTrouble.MANAGED: "it belongs to an integration. Choose another.",
    RoleTrouble.FORBIDDEN: "I lack *Manage Roles*: Server Settings → Roles → Cairn → Permissions.",
    RoleTrouble.TOO_HIGH: "it isn't below my own role: Server Settings → Roles, and drag mine above it.",
    RoleTrouble.CHOOSER: "whoever chose it can't give it: that takes *Manage Roles* and a higher role. "
    "Choose it again.",
    RoleTrouble.GONE: "it was deleted. Choose another, or none.",
    RoleTrouble.REFUSED: "Discord refused it. If this server wants two-factor authentication of its "
    "moderators, whoever hosts me needs it as well. Choose the role again to try anew.",
}
_SETTINGS: Mapping[str, str] = {
    "updates channel": "the channel for updates",
    "moderator role": "the moderator role",
    "help channel": "the channel for questions for help",
    "showcase channel": "the showcase",
    "milestones channel": "the channel for milestones",
    "moderators channel": "the moderators' channel",
    "publish": "publishing to followers",
    "zone": "the time zone",
    "checkin channel": "the check-in's channel",
    "checkin rests": "the check-in, started again",
    "checkin day": "the day of the check-in",
    "checkin minute": "the hour of the check-in",
    "digest minute": "the hour of the digest",
    "ping role": "the role to ping",
    "roadmap": "this server's roadmap",
}
FIRST_PAGE = "updates"
MOST_ROLES = 5  # so many menus for roles there is room for


def places(server: Server, library: Library, owner: int) -> ui.LayoutView:
    """A line for each thing: ✓ in order, • not chosen, ✗ needs mending."""
    road = library.active(server.settings.roadmap)
    phases = road.current_phases[:MOST_ROLES]
    lines = [line for place in Place for line in _lines(server, place)]
    lines += [
        line
        for phase in phases
        if (line := _role_line(server, library.names(f"{road.id}/{phase.id}"), phase))
    ]
    if not library.single:
        lines.append(f"✓ `/start` takes **{escape(road.title)}** here")
    return card(
        "## Setup: community\n" + "\n".join(lines),
        small("All of it is optional, and nothing of a member is shown before that member presses Post."),
        small(_invitation(server)),
        small(_last_change(server)),
        accent=SLATE if any(line.startswith("✗") for line in lines) else MOSS,
        below=[
            *_menus(server, library, owner),
            *(_role_menu(server, library.names(f"{road.id}/{phase.id}"), phase, owner) for phase in phases),
            _buttons(server, owner),
        ],
    )


def _menus(server: Server, library: Library, owner: int) -> Iterator[ui.ActionRow[Any] | None]:
    settings = server.settings
    for place in Place:
        yield row(_menu(server, place, owner))
        if place is Place.CHECK_IN and settings.checkin_channel:
            yield row(_day_menu(settings.checkin_day, owner))
            yield row(_hour_menu("Check-in at", settings.checkin_minute, Verb.SETUP_HOUR, owner))
        if place is Place.MODERATORS and settings.moderators_channel:
            yield row(_hour_menu("Figures on Mondays at", settings.digest_minute, Verb.SETUP_DIGEST, owner))
    if not library.single:
        chosen = library.active(settings.roadmap).id
        options = [option(road.title, road.id, chosen=road.id == chosen) for road in library.roadmaps]
        yield row(menu("The roadmap that /start takes here", options[:25], Verb.SETUP_ROADMAP, owner))


def _menu(server: Server, place: Place, owner: int) -> Control:
    name, channel = f"Channel: {_NAMES[place][0].lower()}", server.places.get(place)
    return channel_menu(name, channel, _VERBS[place], owner, forums=place in FORUMS)


def _day_menu(day: int, owner: int) -> Control:
    options = [option(f"Check-in on {name}s", n, chosen=n == day) for n, name in enumerate(WEEKDAYS, start=1)]
    return menu("Day of the check-in", options, Verb.SETUP_DAY, owner)


def _hour_menu(lead: str, minute: int, verb: Verb, owner: int) -> Control:
    times = [60 * hour for hour in range(24)]
    options = [option(f"{lead} {clock(each)}", each, chosen=each == minute) for each in times]
    return menu(lead, options, verb, owner)


def _role_menu(server: Server, names: Sequence[str], phase: Phase, owner: int) -> ui.ActionRow[Any] | None:
    chosen = of_phase(server.phase_roles, names)
    placeholder = clip(f"Role for finishing {phase.title}", 150)
    return row(role_menu(placeholder, chosen, Verb.SETUP_PHASE_ROLE, owner, names[0]))


def _role_line(server: Server, names: Sequence[str], phase: Phase) -> str | None:
    if of_phase(server.settings.phase_roles, names) is None:
        return None
    role, name = of_phase(server.phase_roles, names), f"Role for {escape(phase.title)}"
    if role is None:
        return f"✗ {name}: the role is gone. Choose another below, or none."
    if role.trouble is not None:
        return f"✗ {name}: I can't give <@&{role.id}>: {ROLE_TROUBLES[role.trouble]}"
    return f"✓ {name}: <@&{role.id}>, for whoever takes it"


def _buttons(server: Server, owner: int) -> ui.ActionRow[Any] | None:
    rests = server.settings.checkin_rests
    style = ButtonStyle.secondary if rests else ButtonStyle.primary
    again = button("Start the check-in again", Verb.SETUP_AGAIN, owner, style=ButtonStyle.primary)
    return row(
        again if rests else None,
        button("Check again", Verb.SETUP_PAGE, owner, "community", style=style),
        button("Updates", Verb.SETUP_PAGE, owner, FIRST_PAGE),
    )


def _invitation(server: Server) -> str:
    """The link that gives all that is chosen here, as long as something of it is lacking."""
    lacking = missing(server.granted, server.further)
    if not lacking:
        return ""
    wanted = listed(f"*{label(each)}*" for each in lacking)
    again = link("Invite me again", invite_link(server.application, server.further))
    return f"What is chosen here takes {wanted}. {again} gives it to me, and everything else stays as it is."


def _last_change(server: Server) -> str:
    if server.changed is None:
        return ""
    who, what, at = server.changed
    named = "the role for a phase" if what.startswith("role ") else _SETTINGS.get(what, what)
    return f"Last change: {named}, {f'by <@{who}>, ' if who else ''}{stamp(at, 'f')}"


def _lines(server: Server, place: Place) -> list[str]:
    name, purpose = _NAMES[place]
    channel, chosen = server.places.get(place), server.settings.place(place)
    if chosen is None:
        return [f"• {name}: no channel. Choose one below, and {purpose}."]
    if channel is None:
        return [f"✗ {name}: the channel is gone. Choose another below."]
    if lacking := missing(channel.granted, needed(place, forum=channel.forum)):
        return [f"✗ {name}: {where_words(f'<#{channel.id}>', lacking)}"]
    if not channel.tagged:
        return [
            f"✗ {name}: <#{channel.id}> takes only posts with a tag. Edit the channel in Discord → Tags, and "
            f"add one called *{place.value.capitalize()}*, or turn off *Require people to select tags*."
        ]
    if place is Place.CHECK_IN:
        return [_check_in_line(server, channel.id)]
    emptied = channel.forum and missing(channel.granted, (Further.manage_threads,))
    note = small("What is taken back there is emptied. To let me delete it: give me *Manage Threads* there.")
    return [f"✓ {name} go to <#{channel.id}>" if place is Place.HELP else f"✓ {name}: <#{channel.id}>"] + (
        [note] if emptied else []
    )


def _check_in_line(server: Server, channel: int) -> str:
    settings = server.settings
    if settings.checkin_rests:
        return f"✗ Check-in in <#{channel}> rests: nobody wrote below the last two. Start it again below."
    zone = city(settings.zone) if settings.zone else "UTC"
    when = f"{WEEKDAYS[settings.checkin_day - 1]}s at {clock(settings.checkin_minute)}, {zone} time"
    following = f", next {stamp(settings.checkin_at)}" if settings.checkin_at else ""
    return f"✓ Check-in: <#{channel}>, {when}{following}"
