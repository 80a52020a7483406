"""What whoever owns the application is told: that sending rests, or that it works again."""

from bot.domain.custom_id import ANYONE, Verb
from bot.domain.jobs import JobKey
from bot.views.controls import button
from bot.views.messages import ClassicMessage


def sending_words(about: str, key: JobKey) -> ClassicMessage:
    """For so many minutes it rests, or it works again if there is no number."""
    said = "Sending works again."
    if about.isdecimal():
        said = (
            f"Discord refuses too many of my messages. I stop sending for {about} minutes and then try "
            "again; nothing is lost."
        )
    return ClassicMessage(said, (button("Got it", Verb.MESSAGE_SEEN, ANYONE, key),))
