"""Permissions as Discord calls them, and what Cairn needs each for."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.guilds import Asked

_WORDS: Mapping[str, tuple[str, str]] = {
    "view_channel": ("View Channel", "to see the updates channel"),
    "send_messages": ("Send Messages", "to post updates"),
    "embed_links": ("Embed Links", "to show an update's text"),
    "attach_files": ("Attach Files", "to show shared progress as a picture"),
    "read_message_history": ("Read Message History", "to find its own posts after a crash"),
    "send_messages_in_threads": ("Send Messages in Threads", "to post in a forum, and below a check-in"),
    "manage_roles": ("Manage Roles", "to give the roles that were chosen for finished phases"),
    "create_public_threads": ("Create Public Threads", "to open a thread below a check-in"),
    "manage_threads": ("Manage Threads", "to delete what was taken back in a forum instead of emptying it"),
}


def label(permission: Asked) -> str:
    """What Discord's settings call it."""
    return _WORDS[permission.name][0]


def reason(permission: Asked) -> str:
    """What Cairn needs it for."""
    return _WORDS[permission.name][1]


def listed(names: Iterable[str]) -> str:
    """Names as people list them: "a, b and c"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def where_words(place: str, lacking: Sequence[Asked]) -> str:
    """What can't be done in a place, and what to give there so that it can."""
    deed = listed(label(permission).lower() for permission in lacking)
    if {permission.name for permission in lacking} & {"view_channel", "send_messages"}:
        deed = "send messages"
    wanted = listed(f"*{label(permission)}*" for permission in lacking)
    return f"I can't {deed} in {place}: give me {wanted} there."
