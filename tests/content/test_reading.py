"""Text that would be too much for a reader of YAML, from whichever library it comes."""

import pytest

from bot.content.reading import DEEPEST, LOADERS, written
from bot.content.syntax import UnreadableText

BOMBS = {
    "lists": "a: " + "[" * 3_000 + "]" * 3_000,
    "lists without end": "a: " + "[" * 100_000,
    "keys in braces": "a: " + "{b: " * 100_000,
    "keys by indent": "\n".join(" " * depth + "a:" for depth in range(700)),
    "entries by dashes": "a:\n" + "- " * 100_000 + "b",
    "keys of keys": "? " * 100_000,
    "a list as a key": "? " + "[" * 100_000,
    "a list under a key that is there twice": "a: b\na: " + "[" * 100_000,
}


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_what_nests_too_deep_is_not_followed(text: str, loader: type) -> None:
    with pytest.raises(UnreadableText) as caught:
        written(text, loader)
    assert caught.value.sentence.startswith(f"lies more than {DEEPEST} levels deep; ")


@pytest.mark.parametrize("loader", LOADERS)
def test_a_hundred_million_laughs_are_none(loader: type) -> None:
    """Nothing is repeated, so nothing grows."""
    lines = ["a0: &a0 ha", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9))]
    found = written("\n".join(lines), loader)
    assert found.data["a8"] == [None] * 10
    assert len(found.wrong) == 9


@pytest.mark.parametrize("loader", LOADERS)
def test_both_libraries_find_the_same(loader: type) -> None:
    text = 'a: {b: [1, 2.5, yes, ~, 2026-11-23, "6"]}\non: |\n  line\n# no more\n'
    found = written(text, loader)
    assert found.data == written(text).data
    assert found.values == written(text).values
    assert found.keys[("on",)].line == 2


@pytest.mark.parametrize(
    "text", ["a:", "a:\n", "a: |\n  b #c", "a: >-\n  b #c\n", "a: b\n\n\n", "a: 'b' #c", "a: #c\n"]
)
def test_at_the_end_of_a_file_nothing_is_cut_off(text: str) -> None:
    assert written(text).wrong == []


def test_as_deep_as_a_roadmap_is_fine() -> None:
    within = "".join(f"{' ' * depth}a:\n" for depth in range(DEEPEST - 1)) + " " * DEEPEST + "a: b\n"
    assert written(within).wrong == []
