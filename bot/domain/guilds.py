"""What a server has set up, and who may do what there."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum


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


class Permission(IntEnum):
    """A permission that Cairn asks for, under discord.py's name, and its bit.

    `/setup`, `cairn doctor`, the invite link and the README tell from here what there is.
    """

    view_channel = 1 << 10
    send_messages = 1 << 11
    embed_links = 1 << 14
    attach_files = 1 << 15
    read_message_history = 1 << 16


def missing(granted: int) -> tuple[Permission, ...]:
    """What Cairn asks for and these permission bits do not hold."""
    return tuple(permission for permission in Permission if not granted & permission)


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
    asked = f"client_id={application_id}&permissions={sum(Permission)}&scope=bot+applications.commands"
    return f"https://discord.com/oauth2/authorize?{asked}"
