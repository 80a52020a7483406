"""Whether Discord answers at all: what an error says about it, in a few words."""

import discord


def trouble_of(error: Exception) -> str:
    """How Discord, or the way there, is out of order; empty if it took the request for what it was.

    An answer of 403 or 404 is about what was asked for. 401 to a bot that was let in concerns all of it.
    """
    match error:
        case discord.HTTPException(status=status) if status in (401, 429) or status >= 500:
            return f"Discord answers {status}"
        case discord.HTTPException():
            return ""
        case discord.RateLimited():
            return "Discord answers 429"
        case TimeoutError():
            return "Discord gives no answer"
        case _:
            return "Discord can't be reached"
