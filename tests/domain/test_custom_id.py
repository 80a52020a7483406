"""The meaning of a control, written into its custom_id and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.custom_id import ANYONE, Press, read, write
from bot.domain.errors import Outdated

verbs = st.from_regex(r"[a-z]+", fullmatch=True)
owners = st.integers(0, 2**63)
arguments = st.lists(st.from_regex(r"[a-z0-9/-]{1,40}", fullmatch=True), max_size=3)


@given(st.sampled_from("bsf"), verbs, owners, arguments)
def test_what_is_written_is_read_back(kind: str, verb: str, owner: int, args: list[str]) -> None:
    written = write(kind, verb, owner, *args)
    assert read(written, ["v"], {"zone": "Berlin"}) == Press(
        verb, owner, tuple(args), ("v",), {"zone": "Berlin"}
    )


@given(st.text(max_size=40))
def test_what_is_none_of_ours_means_nothing(text: str) -> None:
    press = read(text)
    assert press is None or write(text[0], press.verb, press.owner, *press.args) == _plain_owner(text)


def _plain_owner(text: str) -> str:
    """The same with the owner's number as we write it: 7, not 007."""
    kind, verb, owner, *args = text.split(":")
    return ":".join((kind, verb, str(int(owner)), *args))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "b",
        "b:next",
        "b:next:",
        "b:next:1:",
        "x:next:1",
        "b:Next:1",
        "b:next:me",
        "b:next:1::a",
        "bnext:1",
    ],
)
def test_broken_ids_mean_nothing(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("verb", ["", "Next", "next:now"])
def test_what_could_not_be_read_back_is_not_written(verb: str) -> None:
    with pytest.raises(ValueError, match="no meaning"):
        write("b", verb, 1)


def test_an_empty_argument_is_not_written() -> None:
    with pytest.raises(ValueError, match="no meaning"):
        write("b", "done", 1, "")


def test_whose_it_is() -> None:
    assert Press("next", 7).is_for(7)
    assert not Press("next", 7).is_for(8)
    assert Press("next", ANYONE).is_for(8)


@pytest.mark.parametrize("args", [(), ("x",), ("²",), ("9" * 40,), ("-1",)])
def test_what_no_version_wrote_is_outdated(args: tuple[str, ...]) -> None:
    """A custom_id made up by hand gets a sentence, not a crash."""
    with pytest.raises(Outdated):
        Press("done", 1, args).number()


def test_a_choice_comes_before_what_the_menu_carries() -> None:
    press = Press("phase", 1, ("7", "more"), ("chosen",))
    assert [press.word(), press.number(1), press.word(2)] == ["chosen", 7, "more"]
    with pytest.raises(Outdated):
        press.word(3)
