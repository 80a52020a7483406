"""Whatever takes the place of a panel leads on from there: nobody has to type a command again."""

import pytest
from simcord.results import InteractionResult

from bot.trial.drawing import buttons_of, menus_of
from bot.trial.people import Screen
from bot.trial.world import World

PANELS = (
    *("next", "roadmap", "phase", "progress", "certs", "project", "nudges", "mydata show", "mydata delete"),
    *("help", "faq", "setup", "community", "update list"),
)
LAST_WORDS = {"Delete"}
"""After this there is nothing to come back to."""


async def _panel(world: World, command: str) -> Screen:
    person = world.mona if command in ("setup", "community", "update list") else world.robin
    return await person.slash(command, **({"question": "cats"} if command == "faq" else {}))


def _leads_on(panel: Screen, result: InteractionResult) -> bool:
    """Whether a form opened, the panel still stands, or what took its place leads on."""
    if result.modal is not None:
        return True
    after = panel.person.saw(result)
    return after.message.id != panel.message.id or bool([*buttons_of(after.data), *menus_of(after.data)])


@pytest.mark.parametrize("command", PANELS)
async def test_every_button_of_a_panel_keeps_a_way_back(world: World, command: str) -> None:
    await world.robin.slash("start", timezone="Berlin")
    await world.robin.slash("done", action="linux-git-cloud/shell")
    for label in (await _panel(world, command)).buttons:
        panel = await _panel(world, command)
        if label not in LAST_WORDS and label in panel.buttons:
            assert _leads_on(panel, await panel.person.hands.click(panel.message, label=label)), label


@pytest.mark.parametrize("command", PANELS)
async def test_every_menu_of_a_panel_keeps_a_way_back(world: World, command: str) -> None:
    await world.robin.slash("start", timezone="Berlin")
    for menu in menus_of((await _panel(world, command)).data):
        panel = await _panel(world, command)
        last = menu["options"][-1]["value"]
        result = await panel.person.hands.select(panel.message, [last], custom_id=menu["custom_id"])
        assert _leads_on(panel, result), menu["placeholder"]
