"""The JSON that Discord sends for things that do not change: users, the application, small servers."""

from typing import Any

Json = dict[str, Any]

APPLICATION = 900_000_000_000_000_001
OWNER = 900_000_000_000_000_002
GUILD = 900_000_000_000_000_010
"""The server that is always there. The ids of what is in a server follow its own, in this order."""

GENERAL, UPDATES, LEARNERS = GUILD + 1, GUILD + 2, GUILD + 3
"""Two channels, and a role that can be mentioned."""

MANAGE_GUILD = 1 << 5
EVERYONE = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31 | 1 << 35 | 1 << 38
"""View Channel, Send Messages, Embed Links, Attach Files, Read Message History, Use Application Commands,
Create Public Threads, Send Messages in Threads.
"""

_SINCE = "2026-01-01T00:00:00+00:00"


def user(user_id: int, name: str, *, bot: bool = False) -> Json:
    """A user as it stands in messages and interactions."""
    return {
        "id": str(user_id),
        "username": name,
        "global_name": None if bot else name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
    }


def bot() -> Json:
    """The bot's own user."""
    return user(APPLICATION, "cairn", bot=True)


def member(person: Json, permissions: int, roles: list[int]) -> Json:
    """A server member in an interaction, with the permissions Discord worked out."""
    return {
        "user": person,
        "roles": [str(role) for role in roles],
        "permissions": str(permissions),
        "joined_at": _SINCE,
        "premium_since": None,
        "nick": None,
        "avatar": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }


def application() -> Json:
    """What `GET /oauth2/applications/@me` says."""
    return {
        "id": str(APPLICATION),
        "name": "Cairn",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": user(OWNER, "owner"),
        "team": None,
    }


def channels(guild_id: int) -> tuple[int, int]:
    """The ids of a server's channels: #general, and the one for updates."""
    return guild_id + 1, guild_id + 2


def guild(guild_id: int) -> Json:
    """The server of a `GUILD_CREATE` event."""
    learners = guild_id + 3
    return {
        "id": str(guild_id),
        "name": "Stand-in",
        "icon": None,
        "owner_id": str(OWNER),
        "roles": [_role(guild_id, "@everyone", EVERYONE), _role(learners, "learners", 0, mentionable=True)],
        "channels": [*(channel(number, guild_id) for number in channels(guild_id)), forum(guild_id)],
        "members": [member(bot(), EVERYONE, [])],
        "member_count": 2,
        "emojis": [],
        "stickers": [],
        "features": [],
        "threads": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "preferred_locale": "en-US",
        "system_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "afk_timeout": 300,
        "joined_at": _SINCE,
        "large": False,
        "unavailable": False,
    }


def channel(channel_id: int, guild_id: int) -> Json:
    """A text channel of a server."""
    return {
        "id": str(channel_id),
        "type": 0,
        "guild_id": str(guild_id),
        "name": dict(zip(channels(guild_id), ("general", "roadmap-updates"), strict=True))[channel_id],
        "position": 0,
        "permission_overwrites": [],
        "permissions": str(EVERYONE),
        "app_permissions": str(EVERYONE),
        "nsfw": False,
        "topic": None,
        "parent_id": None,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "flags": 0,
    }


def forum_of(guild_id: int) -> int:
    """The id of a server's forum."""
    return guild_id + 4


def forum(guild_id: int, granted: int = 0) -> Json:
    """The forum of a server, with what the bot may do in it beyond what everybody may."""
    allowed = {"id": str(APPLICATION), "type": 1, "allow": str(granted), "deny": "0"}
    return {
        "id": str(forum_of(guild_id)),
        "type": 15,
        "guild_id": str(guild_id),
        "name": "showcase",
        "position": 1,
        "permission_overwrites": [allowed],
        "nsfw": False,
        "topic": None,
        "parent_id": None,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "available_tags": [],
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
        "flags": 0,
    }


def denied(permissions: int) -> Json:
    """An overwrite of a channel that takes these permissions from the bot."""
    return {"id": str(APPLICATION), "type": 1, "allow": "0", "deny": str(permissions)}


def direct_channel(channel_id: int, recipient: Json) -> Json:
    """The direct channel of the bot and one person."""
    return {
        "id": str(channel_id),
        "type": 1,
        "recipients": [recipient],
        "last_message_id": None,
        "flags": 0,
    }


def role(role_id: int, guild_id: int) -> Json:
    """A role of a server."""
    return next(role for role in guild(guild_id)["roles"] if role["id"] == str(role_id))


def _role(role_id: int, name: str, permissions: int, *, mentionable: bool = False) -> Json:
    return {
        "id": str(role_id),
        "name": name,
        "permissions": str(permissions),
        "mentionable": mentionable,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": 0,
        "managed": False,
        "flags": 0,
    }
