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
    """A permission that Cairn asks for: discord.py's name, and its bit."""

    name: str
    bit: int


PERMISSIONS = (
    Permission("view_channel", 1 << 10),
    Permission("send_messages", 1 << 11),
    Permission("embed_links", 1 << 14),
    Permission("attach_files", 1 << 15),
    Permission("read_message_history", 1 << 16),
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
