"""What a server has set up, and who may do what there."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """One server's settings. Channel and roles are ids; `zone` is the IANA zone in which its times are meant.

    `publish` sends posts in an announcement channel on to followers. `role_worked` says that somebody with
    the moderator role has used `/update`, so that it is known to be allowed. `left_at` is when the bot was
    removed (epoch seconds, UTC).
    """

    guild: int
    updates_channel: int | None = None
    ping_role: int | None = None
    moderator_role: int | None = None
    zone: str | None = None
    publish: bool = False
    role_worked: bool = False
    left_at: int | None = None

    def moderated_by(self, *, manages: bool, roles: Collection[int]) -> bool:
        """Whether somebody may post updates: with Manage Server, or with the moderator role."""
        return manages or (self.moderator_role is not None and self.moderator_role in roles)


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission that Cairn asks for: discord.py's name, Discord's words, its bit, and what it is for."""

    name: str
    label: str
    bit: int
    reason: str


PERMISSIONS = (
    Permission("view_channel", "View Channel", 1 << 10, "to see the updates channel"),
    Permission("send_messages", "Send Messages", 1 << 11, "to post updates"),
    Permission("embed_links", "Embed Links", 1 << 14, "to show an update's text"),
    Permission("attach_files", "Attach Files", 1 << 15, "to show shared progress as a picture"),
    Permission(
        "read_message_history", "Read Message History", 1 << 16, "to find its own posts after a crash"
    ),
)
"""All that Cairn asks for; `/setup`, `cairn doctor`, the invite link and the README tell it from here."""


def missing(granted: int) -> tuple[Permission, ...]:
    """What Cairn asks for and these permission bits do not hold."""
    return tuple(permission for permission in PERMISSIONS if not granted & permission.bit)


@dataclass(frozen=True, slots=True)
class UpdatesChannel:
    """The channel for updates as Discord has it now.

    `news` says that it is an announcement channel; `granted` are the bot's permission bits in it.
    """

    id: int
    news: bool
    granted: int


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the server as Discord has it now."""

    id: int
    mentionable: bool


@dataclass(frozen=True, slots=True)
class Server:
    """What is set in a server, next to what Discord has of it now: None for what is not set, or gone."""

    settings: GuildSettings
    channel: UpdatesChannel | None = None
    ping: Role | None = None
    moderators: Role | None = None


def invite_link(application_id: int) -> str:
    """The address that adds the bot to a server with exactly these permissions."""
    bits = sum(permission.bit for permission in PERMISSIONS)
    return (
        f"https://discord.com/oauth2/authorize?client_id={application_id}"
        f"&permissions={bits}&scope=bot+applications.commands"
    )
