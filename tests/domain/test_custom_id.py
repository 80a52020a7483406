"""The meaning of a control, written into its custom_id and read back."""

from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.custom_id import ANYONE, Arg, Press, Verb, read, write
from bot.domain.errors import NoSuchUpdate, Outdated
from bot.domain.jobs import JobKey, JobKind

verbs = st.sampled_from(Verb)
owners = st.integers(0, 2**63)
arguments = st.lists(st.from_regex(r"[a-z0-9/-]{1,40}", fullmatch=True), max_size=2)


@given(st.sampled_from("bsf"), verbs, owners, arguments)
def test_what_is_written_is_read_back(kind: str, verb: Verb, owner: int, args: list[str]) -> None:
    args = args[: len(verb.shape)]
    meant = dict(zip(verb.shape, args, strict=False))
    assert read(write(kind, verb, owner, *args), fields={"zone": "Berlin"}) == Press(
        verb, owner, meant, fields={"zone": "Berlin"}
    )


@given(verbs, owners, st.sampled_from(["trail/a", "7"]))
def test_what_is_chosen_stands_for_the_first_that_is_no_key(verb: Verb, owner: int, chosen: str) -> None:
    before = [*takewhile(lambda arg: arg is Arg.KEY, verb.shape)]
    written = write("s", verb, owner, *("w5" for _ in before))
    press = read(written, [chosen])
    assert press is not None
    assert press.values == (chosen,)
    named = verb.shape[len(before) : len(before) + 1]
    assert press.args == dict.fromkeys(before, "w5") | dict.fromkeys(named, chosen)


def test_what_is_carried_behind_a_choice_keeps_its_place() -> None:
    press = read("s:faq:1:7", ["trail/degree"])
    assert press is not None
    assert (press.ref, press.member) == ("trail/degree", 7)


written = st.builds(
    lambda *parts: ":".join(map(str, [*parts[:3], *parts[3]])),
    st.sampled_from("bsfx"),
    verbs | st.sampled_from(["nonsense", "Next", ""]),
    st.sampled_from([0, 7, "007", "me", ""]),
    st.lists(st.sampled_from(["trail/a", "7", ""]), max_size=3),
)


@given(written | st.text(max_size=40))
def test_what_is_none_of_ours_means_nothing(text: str) -> None:
    press = read(text)
    if press is not None:
        kind, verb, owner, *args = text.split(":")
        again = ":".join((kind, verb, str(int(owner)), *args[: len(press.verb.shape)]))
        assert write(kind, press.verb, press.owner, *press.args.values()) == again


def test_a_word_that_no_version_used_means_nothing() -> None:
    assert read("b:nonsense:1") is None


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


@pytest.mark.parametrize("args", [("",), ("a", "b")])
def test_what_could_not_be_read_back_is_not_written(args: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="no meaning"):
        write("b", Verb.SKIP, 1, *args)


def test_every_word_is_one_that_can_be_written() -> None:
    assert all(write("b", verb, 1) for verb in Verb)
    assert len({verb.value for verb in Verb}) == len(Verb.__members__)


def test_whose_it_is() -> None:
    assert Press(Verb.NEXT, 7).is_for(7)
    assert not Press(Verb.NEXT, 7).is_for(8)
    assert Press(Verb.NEXT, ANYONE).is_for(8)


NO_NUMBERS = ["x", "²", "\u0667", "9" * 40, "-1"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_no_version_wrote_is_outdated(text: str) -> None:
    """A custom_id made up by hand gets a sentence, not a crash."""
    press = Press(Verb.UNDO, 1, {Arg.CHANGE: text, Arg.UPDATE: text, Arg.MEMBER: text, Arg.AT: text})
    with pytest.raises(Outdated):
        _ = press.change
    with pytest.raises(Outdated):
        _ = press.member
    with pytest.raises(NoSuchUpdate):
        _ = press.update
    assert press.at is None


def test_what_is_missing_is_outdated_where_it_is_needed() -> None:
    press = Press(Verb.NEXT, 1)
    for part in ("ref", "choice", "change"):
        with pytest.raises(Outdated):
            getattr(press, part)
    with pytest.raises(NoSuchUpdate):
        _ = press.update
    assert (press.key, press.member, press.at) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("w1767600000", JobKey.of(JobKind.WEEKLY, 1_767_600_000)),
        ("u5", JobKey.of(JobKind.POST, 5)),
        ("17", 17),
        ("x17", None),
        ("w", None),
        ("w1.5", None),
        *((text, None) for text in NO_NUMBERS),
    ],
)
def test_which_message_it_is_on(text: str, key: JobKey | int | None) -> None:
    """Its job's key, or in the first edition's messages its number."""
    assert Press(Verb.NEXT, 1, {Arg.KEY: text}).key == key
