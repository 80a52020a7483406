"""`/help`."""

import pytest
from discord import AppCommandType, app_commands, ui

from bot import __version__
from bot.trial.world import World
from bot.views.help import Use, helped
from tests.cogs.moderating import guide
from tests.request_faults import view_faults


def _listed(world: World, *, guarded: bool) -> list[str]:
    """The lines of the commands that need a permission, or of the others, with what Discord calls them."""
    tree, numbers = world.app.client.tree, world.app.client.command_ids
    roots = tree.get_commands(type=AppCommandType.chat_input)
    return [
        f"</{each.qualified_name}:{numbers[root.name]}> {each.description}"
        for root in roots
        if (root.default_permissions is not None) is guarded
        for each in (root.commands if isinstance(root, app_commands.Group) else (root,))
    ]


async def test_it_says_what_there_is_to_be_tapped(world: World) -> None:
    card = await world.robin.in_dm().slash("help")
    assert card.private
    assert f"Cairn {__version__}" in card.text
    assert "`/mydata show` tells all I keep" in card.text
    for line in _listed(world, guarded=False):
        assert line in card.text


async def test_what_is_for_moderators_is_shown_to_moderators_alone(world: World) -> None:
    max_, _ = await guide(world)
    for person, shown in (
        (world.robin, False),
        (world.mona, True),
        (max_, True),
        (world.mona.in_dm(), False),
    ):
        text = (await person.slash("help")).text
        assert all((line in text) is shown for line in _listed(world, guarded=True))
        assert ("**For moderators**" in text) is shown


async def test_where_discord_did_not_say_how_a_command_is_called_its_name_stands(world: World) -> None:
    world.app.client.command_ids = {}
    assert "`/next` " in (await world.robin.slash("help")).text


@pytest.mark.parametrize(
    ("label", "leads"),
    [("My next action", "Linux and Git, step 1 of 11"), ("The roadmap", "## MLOps Engineer")],
)
async def test_its_buttons_lead_on(world: World, label: str, leads: str) -> None:
    card = await world.robin.slash("help")
    assert leads in (await card.click(label)).text


async def test_it_links_the_privacy_page_that_the_host_has_set() -> None:
    """Each host has a page of their own, named in the Developer Portal."""
    card = helped([Use("next", "One action.")], [], "1.2.3", 7, "https://example.org/privacy")
    texts = [item.content for item in card.walk_children() if isinstance(item, ui.TextDisplay)]
    assert any("↗ [Privacy](<https://example.org/privacy>)" in text for text in texts)
    assert not view_faults(card)
