"""What a server has set up, and who may do what there."""

from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Place(StrEnum):
    """A place that a server may choose, for what members show there or for its moderators."""

    HELP = "help"
    SHOWCASE = "showcase"
    CHECK_IN = "check-in"
    MILESTONES = "milestones"
    MODERATORS = "moderators"


class GuildSettings(NamedTuple):
    """One server's settings. Channel and roles are ids; `zone` is the IANA zone in which its times are meant.

    `publish` sends posts in an announcement channel on to followers. `role_worked` says that somebody with
    the moderator role has used `/update`, so that it is known to be allowed. `left_at` is when the bot was
    removed (epoch seconds, UTC).

    `roadmap` is the one that `/start` takes here. The check-in comes on an ISO weekday, so many minutes after
    midnight, next at `checkin_at`; `checkin_week` is the last that had one (as `schedule.week_of` counts),
    and while `checkin_rests` none comes, as nobody took part. The digest comes on Mondays, likewise.
    `phase_roles` are roles for finished phases, by `<roadmap>/<phase>`.
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
    checkin_channel: int | None = None
    milestones_channel: int | None = None
    moderators_channel: int | None = None
    checkin_day: int = 1
    checkin_minute: int = 10 * 60
    checkin_at: int | None = None
    checkin_week: int | None = None
    checkin_rests: bool = False
    digest_minute: int = 9 * 60
    digest_at: int | None = None
    digest_week: int | None = None
    roadmap: str | None = None
    phase_roles: Mapping[str, int] = {}

    def moderated_by(self, *, manages: bool, roles: Collection[int]) -> bool:
        """Whether somebody may post updates: with Manage Server, or with the moderator role."""
        return manages or (self.moderator_role is not None and self.moderator_role in roles)

    def place(self, place: Place | None) -> int | None:
        """The channel that was chosen for a place; None for no place."""
        return {
            None: None,
            Place.HELP: self.help_channel,
            Place.SHOWCASE: self.showcase_channel,
            Place.CHECK_IN: self.checkin_channel,
            Place.MILESTONES: self.milestones_channel,
            Place.MODERATORS: self.moderators_channel,
        }[place]

    def with_phase_role(self, names: Sequence[str], role: int | None) -> "GuildSettings":
        """With this role, or none, for a phase that is stored under the first of these names from now on."""
        others = {name: each for name, each in self.phase_roles.items() if name not in names}
        return self._replace(phase_roles=others | ({names[0]: role} if role else {}))


def of_phase(roles: Mapping[str, T], names: Sequence[str]) -> T | None:
    """What stands for a phase, under any name that it ever had."""
    return next((roles[name] for name in names if name in roles), None)


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

    manage_roles = 1 << 28
    manage_threads = 1 << 34
    create_public_threads = 1 << 35
    send_messages_in_threads = 1 << 38


Asked = Permission | Further
TO_LOOK = (Permission.view_channel, Permission.read_message_history)
TO_POST = (*TO_LOOK, Permission.send_messages, Permission.embed_links)
NEEDED: Mapping[Place, Sequence[Asked]] = {
    Place.HELP: TO_POST,
    Place.SHOWCASE: TO_POST,
    Place.CHECK_IN: (*TO_POST, Further.create_public_threads, Further.send_messages_in_threads),
    Place.MILESTONES: TO_POST,
    Place.MODERATORS: (*TO_POST, Permission.attach_files),
}
TO_SHARE = (*TO_POST, Permission.attach_files)
"""What it takes to show something where somebody is, in no place that was chosen for it."""

FORUMS = (Place.HELP, Place.SHOWCASE)
"""What a forum will do for, too."""

NEEDED_IN_FORUM = (Further.send_messages_in_threads,)


def needed(place: Place | None, *, forum: bool = False, thread: bool = False) -> tuple[Asked, ...]:
    """What Cairn needs in the channel of a place, or in a thread there; without one, where somebody is."""
    if place is None:
        speak = Further.send_messages_in_threads if thread else Permission.send_messages
        return tuple(speak if each is Permission.send_messages else each for each in TO_SHARE)
    return (*NEEDED[place], *(NEEDED_IN_FORUM if forum else ()))


def further(places: Mapping[Place, bool], *, roles: bool) -> tuple[Further, ...]:
    """What the places that are chosen, each with whether it is a forum, and `roles` for phases need beside
    what Cairn is invited with at first.
    """
    asked = {each for place, forum in places.items() for each in needed(place, forum=forum)}
    return tuple(each for each in Further if each in asked or (roles and each is Further.manage_roles))


def missing(granted: int, wanted: Sequence[Asked] = tuple(Permission)) -> tuple[Asked, ...]:
    """What of this (all that Cairn asks for, unless it is said) these permission bits do not hold."""
    return tuple(permission for permission in wanted if not granted & permission)


class Channel(NamedTuple):
    """A channel that was chosen as Discord has it now.

    `news` says that it is an announcement channel; `granted` are the bot's permission bits in it. A forum
    may let only posts with a tag in; `tagged` says whether one fits what comes from Cairn.
    """

    id: int
    news: bool
    granted: int
    forum: bool = False
    tagged: bool = True


class RoleTrouble(StrEnum):
    """Why a role can't be given for a finished phase."""

    MODERATES = "it moderates"
    MANAGED = "it belongs to an integration"
    FORBIDDEN = "the bot lacks Manage Roles"
    TOO_HIGH = "it is not below the bot's own"
    CHOOSER = "whoever chose it may not give it"
    GONE = "it was deleted"
    ELSEWHERE = "the member is not in the server"
    UNFINISHED = "the phase is not finished"
    REFUSED = "refused"


class Role(NamedTuple):
    """A role of the server as Discord has it now."""

    id: int
    mentionable: bool
    trouble: RoleTrouble | None = None


class Server(NamedTuple):
    """What is set in a server, next to what Discord has of it now: None for what is not set, or gone.

    `changed` is who last changed what, and when (epoch seconds); `granted` are the bot's permission bits in
    the server itself, `application` is its id.
    """

    settings: GuildSettings
    channel: Channel | None = None
    ping: Role | None = None
    moderators: Role | None = None
    places: Mapping[Place, Channel] = {}
    phase_roles: Mapping[str, Role] = {}
    changed: tuple[int | None, str, int] | None = None
    granted: int = 0
    application: int = 0

    @property
    def further(self) -> tuple[Further, ...]:
        """What is chosen here needs of this beside what Cairn is invited with at first."""
        forums = {place: channel.forum for place, channel in self.places.items()}
        return further(forums, roles=bool(self.settings.phase_roles))


def invite_link(application_id: int, further: Collection[Further] = ()) -> str:
    """The address that adds the bot to a server with these permissions, and with some further ones."""
    permissions = sum(Permission) + sum(further)
    asked = f"client_id={application_id}&permissions={permissions}&scope=bot+applications.commands"
    return f"https://discord.com/oauth2/authorize?{asked}"
