"""What whoever owns the application is told about sending."""

import pytest

from bot.domain.custom_id import ANYONE, Verb, read
from bot.domain.jobs import JobKey, JobKind
from bot.views.owner import sending_words
from tests.request_faults import faults
from tests.views.longest import NOW
from tests.views.test_messages import body

KEY = JobKey.of(JobKind.OWNER, NOW)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("15", "Discord refuses too many of my messages. I stop sending for 15 minutes and then try again;"),
        ("again", "Sending works again."),
    ],
)
def test_it_says_for_how_long_it_rests_or_that_it_works_again(about: str, said: str) -> None:
    sent = sending_words(about, KEY)
    assert sent.content.startswith(said)
    assert faults("POST", "/channels/1/messages", body(sent)) == []


def test_a_look_up_finds_it_by_its_button_whoever_the_owner_is() -> None:
    (button,) = sending_words("15", KEY).view().to_components()[0]["components"]
    press = read(button["custom_id"])
    assert press is not None
    assert (press.verb, press.owner, press.key) == (Verb.MESSAGE_SEEN, ANYONE, KEY)
