"""`/help`."""

import pytest

from bot import __version__
from bot.trial.world import World


async def test_help_says_what_there_is(world: World) -> None:
    card = await world.robin.in_dm().slash("help")
    assert card.private
    assert f"Cairn {__version__}" in card.text
    assert "↗ [Privacy](<https://" in card.text
    for command in world.app.client.tree.get_commands():
        assert f"`/{command.name}" in card.text or command.name == "help"


@pytest.mark.parametrize(
    ("label", "leads"),
    [("My next action", "Work with NumPy and Pandas"), ("The roadmap", "## MLOps Engineer")],
)
async def test_its_buttons_lead_on(world: World, label: str, leads: str) -> None:
    card = await world.robin.slash("help")
    assert leads in (await card.click(label)).text
