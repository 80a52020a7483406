"""How a message has to look, whatever it says: one thing asks to be pressed, words come before glyphs."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bot.views.components import LEGEND
from tests.component_faults import BUTTON, GALLERY, MENU, TEXT, Json, walk

DANGER = 4
LOUD = {1, 3, DANGER}
"""The styles of a button that asks to be pressed: primary, success, danger."""
STONES = "●◆○◌"


def faults(body: Any) -> Iterator[str]:
    """What a person, or whoever has a message read to them, would stumble over in a request's message."""
    message = body.get("data", body) if isinstance(body, Mapping) else {}
    if not isinstance(message, Mapping):
        return
    parts = list(walk(message.get("components") or ()))
    yield from _buttons([part for part in parts if part["type"] == BUTTON])
    for part in parts:
        yield from _of_part(part)
    embeds = message.get("embeds") or ()
    for text in (message.get("content"), *(embed.get("description") for embed in embeds)):
        yield from _of_text(text or "")


def _buttons(buttons: list[Json]) -> Iterator[str]:
    loud = [button["label"] for button in buttons if button["style"] in LOUD]
    if len(loud) > 1:
        yield f"{loud} compete"
    twice = [label for label, times in Counter(button["label"] for button in buttons).items() if times > 1]
    if twice:
        yield f"{twice} sound the same"
    if loud and buttons[0]["style"] not in LOUD and all(each["style"] != DANGER for each in buttons):
        yield f"{loud[0]} asks to be pressed and does not stand first"


def _of_part(part: Json) -> Iterator[str]:
    if part["type"] == TEXT:
        yield from _of_text(part["content"])
    if part["type"] == MENU:
        for option in part["options"]:
            yield from _of_text(option["label"])
    if part["type"] == GALLERY and not all(item.get("description") for item in part["items"]):
        yield "a picture without words"


def _of_text(text: str) -> Iterator[str]:
    """A line may begin with stones if the one above it has said the same in words."""
    for above, line in zip(["", *text.splitlines()], text.splitlines(), strict=False):
        bare = line.removeprefix("-# ").removeprefix("- ")
        if bare[:1] in STONES and bare and bare != LEGEND and not any(map(str.isalpha, above)):
            yield f"begins with a glyph: {line!r}"
