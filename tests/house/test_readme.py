"""The README says what is true."""

import re
from pathlib import Path

import pytest
from discord import app_commands

from bot import cli
from bot.content.live import LiveContent
from bot.settings import Settings
from bot.trial.world import World

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_it_names_every_setting(name: str) -> None:
    assert f"| `{name.upper()}` |" in README


def test_it_names_every_command_of_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    named = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)
    assert "run" in named
    for command in named:
        assert f"`./cairn {command}" in README


async def test_it_names_every_slash_command(world: World) -> None:
    for command in world.app.client.tree.get_commands():
        in_a_menu = isinstance(command, app_commands.ContextMenu)
        assert (f"**{command.name}**" if in_a_menu else f"`/{command.name}") in README


def test_it_counts_what_ships(shipped: LiveContent) -> None:
    road = shipped.library.default
    steps = sum(len(action.current_steps) for action in road.actions)
    counted = (
        f"{len(road.current_phases)} phases, {len(road.actions)} actions in {steps} steps, "
        f"{len(road.certifications)} certifications, {len(road.questions)} questions with answers, "
        f"{len(road.guides)} project guides."
    )
    assert counted in " ".join(README.split())
