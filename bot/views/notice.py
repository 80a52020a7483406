"""Words to a server's moderators, in their channel."""

from bot.domain.custom_id import ANYONE, Verb
from bot.domain.guilds import RoleTrouble
from bot.domain.jobs import JobKey
from bot.domain.phase_roles import Refused
from bot.views.components import escape
from bot.views.controls import button
from bot.views.messages import ClassicMessage
from bot.views.setup_places import ROLE_TROUBLES

_QUIET = (
    "The weekly check-in rests: nobody wrote below the last two. `/setup` → **Community** → **Start the "
    "check-in again** brings it back, or choose another day, hour or channel there."
)


def check_in_rests(key: JobKey) -> ClassicMessage:
    """That the check-in rests."""
    return _word(_QUIET, key)


def role_refused(refused: Refused, phase: str, key: JobKey) -> ClassicMessage:
    """That a role can't be given, why, and what to do; not whom it was for."""
    why = ROLE_TROUBLES.get(refused.trouble, ROLE_TROUBLES[RoleTrouble.REFUSED])
    said = f"I couldn't give <@&{refused.deed.role}> to somebody who finished **{escape(phase)}**: {why}"
    return _word(f"{said} `/setup` → **Community** shows it until it works.", key)


def _word(said: str, key: JobKey) -> ClassicMessage:
    return ClassicMessage(said, (button("Got it", Verb.MESSAGE_SEEN, ANYONE, key),))
