"""What a server has set up, and who may do what there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Place(StrEnum):
    """A place that a server may choose, for what members show there or for its moderators."""

    HELP = "help"
    SHOWCASE = "showcase"


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
    help_channel: int | None = None
    showcase_channel: int | None = None

    def moderated_by(self, *, manages: bool, roles: Collection[int]) -> bool:
        """Whether somebody may post updates: with Manage Server, or with the moderator role."""
        return manages or (self.moderator_role is not None and self.moderator_role in roles)

    def place(self, place: Place) -> int | None:
        """The channel that was chosen for a place."""
        return {Place.HELP: self.help_channel, Place.SHOWCASE: self.showcase_channel}[place]


class Permission(IntEnum):
    """A permission that Cairn asks for, under discord.py's name, and its bit.

    `/setup`, `cairn doctor`, the invite link and the README tell from here what there is.
    """

    view_channel = 1 << 10
    send_messages = 1 << 11
    embed_links = 1 << 14
    attach_files = 1 << 15
    read_message_history = 1 << 16


class Further(IntEnum):
    """A permission that Cairn asks for only where a moderator chose what needs it; as above."""

    manage_threads = 1 << 34
    send_messages_in_threads = 1 << 38


Asked = Permission | Further
TO_LOOK = (Permission.view_channel, Permission.read_message_history)
TO_POST = (*TO_LOOK, Permission.send_messages, Permission.embed_links)
NEEDED: Mapping[Place, Sequence[Asked]] = {Place.HELP: TO_POST, Place.SHOWCASE: TO_POST}
NEEDED_IN_FORUM = (Further.send_messages_in_threads,)


def needed(place: Place, *, forum: bool) -> tuple[Asked, ...]:
    """What Cairn needs in the channel of a place."""
    return (*NEEDED[place], *(NEEDED_IN_FORUM if forum else ()))


def missing(granted: int, wanted: Sequence[Asked] = tuple(Permission)) -> tuple[Asked, ...]:
    """What of this (all that Cairn asks for, unless it is said) these permission bits do not hold."""
    return tuple(permission for permission in wanted if not granted & permission)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that was chosen as Discord has it now.

    `news` says that it is an announcement channel; `granted` are the bot's permission bits in it. A forum
    may let only posts with a tag in; `tagged` says whether one fits what comes from Cairn.
    """

    id: int
    news: bool
    granted: int
    forum: bool = False
    tagged: bool = True


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the server as Discord has it now."""

    id: int
    mentionable: bool


@dataclass(frozen=True, slots=True)
class Server:
    """What is set in a server, next to what Discord has of it now: None for what is not set, or gone."""

    settings: GuildSettings
    channel: Channel | None = None
    ping: Role | None = None
    moderators: Role | None = None
    places: Mapping[Place, Channel] = field(default_factory=dict)


def invite_link(application_id: int, further: Collection[Further] = ()) -> str:
    """The address that adds the bot to a server with these permissions, and with some further ones."""
    permissions = sum(Permission) + sum(further)
    asked = f"client_id={application_id}&permissions={permissions}&scope=bot+applications.commands"
    return f"https://discord.com/oauth2/authorize?{asked}"
