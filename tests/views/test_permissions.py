"""Permissions in words: each of those that Cairn asks for has a name and a reason."""

from bot.domain.guilds import Permission
from bot.views.permissions import label, listed, reason


def test_every_permission_is_called_as_in_discord_s_settings_and_has_a_reason() -> None:
    for permission in Permission:
        assert label(permission).lower().replace(" ", "_") == permission.name
        assert reason(permission).startswith("to ")


def test_names_are_listed_as_people_do() -> None:
    assert [listed("a"), listed("ab"), listed("abc")] == ["a", "a and b", "a, b and c"]
