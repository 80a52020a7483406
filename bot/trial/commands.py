"""The commands that somebody can type in a place, with their options, as the page offers them."""

from typing import Any

import discord
from discord import app_commands

from bot.trial.people import Person


def commands_of(person: Person, tree: app_commands.CommandTree[Any]) -> list[dict[str, Any]]:
    """Each with its name as typed ("update post"), what it does, and its options."""
    known = {command.qualified_name: command for command in tree.walk_commands()}
    commands = (known[name] for name in sorted(person.commands()))
    return [
        {
            "name": command.qualified_name,
            "about": command.description,
            "options": [_option(parameter) for parameter in command.parameters],
        }
        for command in commands
        if isinstance(command, app_commands.Command)
    ]


def menus_of(tree: app_commands.CommandTree[Any]) -> list[str]:
    """What stands in the menu of a message."""
    return [each.name for each in tree.get_commands(type=discord.AppCommandType.message)]


def _option(parameter: app_commands.Parameter) -> dict[str, Any]:
    return {
        "name": parameter.display_name,
        "about": str(parameter.description),
        "kind": parameter.type.name,
        "required": parameter.required,
        "typing": parameter.autocomplete,
        "least": parameter.min_value,
        "most": parameter.max_value,
        "choices": [{"name": choice.name, "value": choice.value} for choice in parameter.choices],
    }
