"""Permissions as Discord calls them, and what Cairn needs each for."""

from collections.abc import Iterable, Mapping

from bot.domain.guilds import Permission

_WORDS: Mapping[str, tuple[str, str]] = {
    "view_channel": ("View Channel", "to see the updates channel"),
    "send_messages": ("Send Messages", "to post updates"),
    "embed_links": ("Embed Links", "to show an update's text"),
    "attach_files": ("Attach Files", "to show shared progress as a picture"),
    "read_message_history": ("Read Message History", "to find its own posts after a crash"),
}


def label(permission: Permission) -> str:
    """What Discord's settings call it."""
    return _WORDS[permission.name][0]


def reason(permission: Permission) -> str:
    """What Cairn needs it for."""
    return _WORDS[permission.name][1]


def listed(names: Iterable[str]) -> str:
    """Names as people list them: "a, b and c"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
