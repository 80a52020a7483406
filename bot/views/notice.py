"""Words to a server's moderators, in their channel."""

from bot.domain.custom_id import ANYONE, Verb
from bot.domain.jobs import JobKey
from bot.views.controls import button
from bot.views.messages import ClassicMessage

_QUIET = (
    "The weekly check-in rests: nobody wrote below the last two. `/setup` → **Community** → **Start the "
    "check-in again** brings it back, or choose another day, hour or channel there."
)


def notice(key: JobKey) -> ClassicMessage:
    """That the check-in rests."""
    return ClassicMessage(_QUIET, (button("Got it", Verb.MESSAGE_SEEN, ANYONE, key),))
