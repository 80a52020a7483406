"""The second page of `/setup`: the places for what members show, each with what is missing there."""

from collections.abc import Mapping

from discord import ButtonStyle, ui

from bot.domain.custom_id import Verb
from bot.domain.guilds import Further, Place, Server, missing, needed
from bot.views.components import MOSS, SLATE, card, row, small
from bot.views.controls import Control, button, channel_menu
from bot.views.permissions import where_words

_NAMES: Mapping[Place, tuple[str, str]] = {
    Place.HELP: ("Questions for help", "members can ask for help with a step there"),
    Place.SHOWCASE: ("Showcase", "members can show what they made there"),
}
_VERBS: Mapping[Place, Verb] = {Place.HELP: Verb.SETUP_HELP, Place.SHOWCASE: Verb.SETUP_SHOWCASE}
FIRST_PAGE = "updates"


def places(server: Server, owner: int) -> ui.LayoutView:
    """A line for each place: ✓ in order, • not chosen, ✗ needs mending."""
    lines = [line for place in Place for line in _lines(server, place)]
    return card(
        "## Setup: community\n" + "\n".join(lines),
        small("All of it is optional, and nothing of a member is shown before that member presses Post."),
        accent=SLATE if any(line.startswith("✗") for line in lines) else MOSS,
        below=[
            *(row(_menu(server, place, owner)) for place in Place),
            row(
                button("Check again", Verb.SETUP_PAGE, owner, "community", style=ButtonStyle.primary),
                button("Updates", Verb.SETUP_PAGE, owner, FIRST_PAGE),
            ),
        ],
    )


def _menu(server: Server, place: Place, owner: int) -> Control:
    name = f"Channel: {_NAMES[place][0].lower()}"
    return channel_menu(name, server.places.get(place), _VERBS[place], owner, forums=True)


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
    emptied = channel.forum and missing(channel.granted, (Further.manage_threads,))
    note = small("What is taken back there is emptied. To let me delete it: give me *Manage Threads* there.")
    return [f"✓ {name} go to <#{channel.id}>" if place is Place.HELP else f"✓ {name}: <#{channel.id}>"] + (
        [note] if emptied else []
    )
