"""What Cairn sends by itself: classic messages that Discord takes and that say the main thing first."""

import pytest

from bot.domain.nudges import Nudge, Subject
from bot.domain.press import read
from bot.domain.progress import Change, Mark, State
from bot.domain.rhythm import Kind
from bot.views.letters import FIRST_LINE, Letter, nudge_ticked, nudge_undone, write
from tests.bodies import faults
from tests.views.longest import FIRST, NOW, STATES, USER, member, progress

ROW = 10**10
CHANGE = Change(ROW, "trail", NOW, (Mark(FIRST.id, State.DONE),))


def letter(
    kind: Kind, states: tuple[State, ...] = (), *, nth: int = 0, ticks: int = 0, late: int = 0
) -> Letter:
    """The letter of a kind with the longest content, `late` seconds after it was due."""
    nudge = Nudge(ROW, USER, kind, NOW - late, NOW)
    made = progress(states)
    return write(Subject(nudge, made, made.next_action, nth, ticks, late=nudge.late(NOW)), member(), NOW)


def body(sent: Letter) -> dict[str, object]:
    """The message as it is sent."""
    return {
        "content": sent.content,
        "embeds": [embed.to_dict() for embed in sent.embeds],
        "components": sent.view().to_components(),
        "allowed_mentions": {"parse": []},
    }


@pytest.mark.parametrize("states", STATES.values(), ids=list(STATES))
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("nth", [0, 1, 44])
def test_letters_fit(kind: Kind, states: tuple[State, ...], nth: int) -> None:
    sent = letter(kind, states, nth=nth, ticks=nth, late=3 * 60 * 60)
    assert faults("POST", "/channels/1/messages", body(sent)) == []


@pytest.mark.parametrize("kind", Kind)
def test_a_look_up_finds_every_letter_by_the_number_in_its_buttons(kind: Kind) -> None:
    for child in letter(kind).view().children:
        press = read(str(getattr(child, "custom_id", "")))
        assert press is not None
        assert (press.owner, press.args[0]) == (USER, str(ROW))


@pytest.mark.parametrize("nth", range(12))
@pytest.mark.parametrize("ticks", [0, 1, 3, 60])
@pytest.mark.parametrize("kind", [Kind.WEEKLY, Kind.SNOOZED, Kind.TEST])
def test_a_notification_shows_the_whole_first_line(kind: Kind, nth: int, ticks: int) -> None:
    assert len(letter(kind, nth=nth, ticks=ticks).content.splitlines()[0]) <= FIRST_LINE


def test_the_same_action_is_never_put_the_same_way() -> None:
    texts = [
        (sent.content, sent.embeds[0].description) for sent in (letter(Kind.WEEKLY, nth=n) for n in range(9))
    ]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("states", STATES.values(), ids=list(STATES))
def test_a_letter_that_was_answered_still_fits_and_can_be_found(states: tuple[State, ...]) -> None:
    made = progress(states)
    for sent in (
        nudge_ticked(made, FIRST, CHANGE, USER, ROW),
        nudge_ticked(made, FIRST, None, USER, ROW),
        nudge_undone(made, "Taken back.", USER, ROW),
    ):
        assert faults("PATCH", "/channels/1/messages/2", body(sent)) == []
        assert f":{USER}:{ROW}" in str(body(sent)["components"])
