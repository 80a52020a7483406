"""`/help`."""

import pytest
from discord import AppCommandType, ui

from bot import __version__
from bot.trial.world import World
from bot.views.help import helped
from tests.request_faults import view_faults


async def test_help_says_what_there_is(world: World) -> None:
    card = await world.robin.in_dm().slash("help")
    assert card.private
    assert f"Cairn {__version__}" in card.text
    assert "`/mydata` shows all I keep" in card.text
    everybody, moderators = card.text.split("**For moderators**")
    for command in world.app.client.tree.get_commands(type=AppCommandType.chat_input):
        said = everybody if command.default_permissions is None else moderators
        assert f"`/{command.name}` {command.description}" in said


@pytest.mark.parametrize(
    ("label", "leads"),
    [("My next action", "Linux and Git, step 1 of 11"), ("The roadmap", "## MLOps Engineer")],
)
async def test_its_buttons_lead_on(world: World, label: str, leads: str) -> None:
    card = await world.robin.slash("help")
    assert leads in (await card.click(label)).text


async def test_it_links_the_privacy_page_that_the_host_has_set() -> None:
    """Each host has a page of their own, named in the Developer Portal."""
    card = helped({"next": "One action."}, {}, "1.2.3", 7, "https://example.org/privacy")
    texts = [item.content for item in card.walk_children() if isinstance(item, ui.TextDisplay)]
    assert any("↗ [Privacy](<https://example.org/privacy>)" in text for text in texts)
    assert not view_faults(card)
