"""Roles for finished phases: which may be given, and by whose choice."""

from collections.abc import Collection
from typing import NamedTuple

from bot.domain.guilds import RoleTrouble
from bot.domain.schedule import DAY

MODERATING = frozenset(
    {
        *("administrator", "manage_guild", "manage_roles", "manage_channels", "manage_messages"),
        *("manage_threads", "manage_webhooks", "manage_nicknames", "manage_expressions", "manage_events"),
        *("kick_members", "ban_members", "moderate_members", "mention_everyone", "view_audit_log"),
        *("mute_members", "deafen_members", "move_members", "view_guild_insights", "pin_messages"),
        *("bypass_slowmode", "priority_speaker"),
    }
)
"""Permissions, by discord.py's names, that no role may hold which members take by themselves."""

OF_THE_MEMBER = (RoleTrouble.ELSEWHERE, RoleTrouble.UNFINISHED)
"""What a server's moderators have no part in."""

NEWS = 30 * DAY  # seconds for which it is news to a member that they don't have a role


class RoleNow(NamedTuple):
    """A role as Discord has it: its position (higher is more), what it permits, and if it is an app's."""

    position: int
    permits: Collection[str]
    managed: bool = False


class Rank(NamedTuple):
    """How high somebody stands in a server, and whether they may manage roles; an owner stands above all."""

    position: int
    manages_roles: bool
    owner: bool = False


class Deed(NamedTuple):
    """What a job is to do with a role: give it for a phase, as `<roadmap>/<phase>`, or take it back."""

    role: int
    about: str | None = None

    @classmethod
    def read(cls, text: str) -> "Deed":
        """As it was written down."""
        role, _, about = text.partition(" ")
        return cls(int(role), about or None)

    def __str__(self) -> str:
        return f"{self.role} {self.about}" if self.about else str(self.role)


class Refused(NamedTuple):
    """A role of a server that could not be given for a phase, and why."""

    guild: int
    deed: Deed
    trouble: RoleTrouble

    @classmethod
    def read(cls, guild: int, text: str) -> "Refused | None":
        """As it was written down; None if it is something else."""
        role, _, rest = text.partition(" ")
        about, _, trouble = rest.partition(" ")
        return cls(guild, Deed(int(role), about), RoleTrouble(trouble)) if role.isdecimal() else None

    def __str__(self) -> str:
        return f"{self.deed} {self.trouble}"


def role_trouble(role: RoleNow, bot: Rank, chooser: Rank | None) -> RoleTrouble | None:
    """Why it can't be given; `chooser` is whoever chose it, None if they are gone."""
    if role.managed:
        return RoleTrouble.MANAGED
    if MODERATING & set(role.permits):
        return RoleTrouble.MODERATES
    if not bot.manages_roles:
        return RoleTrouble.FORBIDDEN
    if bot.position <= role.position:
        return RoleTrouble.TOO_HIGH
    entitled = chooser is not None and chooser.manages_roles and chooser.position > role.position
    return None if entitled or (chooser is not None and chooser.owner) else RoleTrouble.CHOOSER
