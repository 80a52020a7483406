"""What somebody does in one interaction, as one value."""

from typing import NamedTuple

from bot.domain.jobs import JobKey


class Clicked(NamedTuple):
    """The message that was sent unasked and whose button was pressed: proof that it arrived.

    `key` is the job's, or its number in a message of the first edition; `arrived` epoch seconds (UTC).
    """

    key: JobKey | int
    arrived: int

    @property
    def due(self) -> int | None:
        """When it was due (epoch seconds, UTC), as far as its key says."""
        return self.key.due_at if isinstance(self.key, JobKey) else None


class Act(NamedTuple):
    """Who acts, in which server of the bot's (None elsewhere) and interaction, when, in which language.

    The instant (epoch seconds, UTC) is Discord's own: delivered twice, an act is the same in everything.
    """

    user: int
    guild: int | None
    interaction: int
    at: int
    locale: str = "en-US"
    clicked: Clicked | None = None
