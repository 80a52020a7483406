"""Messages drawn as text, the way a terminal can show them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from textwrap import fill
from typing import Any

WIDTH = 96

# Component types (components/reference).
ROW, BUTTON, MENU, CHANNELS, SECTION, TEXT, GALLERY, FILE, SEPARATOR = 1, 2, 3, 8, 9, 10, 12, 13, 14

_STAMP = re.compile(r"<t:(-?\d+)(?::[tTdDfF])?>")
_RELATIVE = re.compile(r" ?\(?<t:-?\d+:R>\)?")
_LINK = re.compile(r"\[((?:\\.|[^\]\\])+)\]\(<?([^)>]+)>?\)")
_QUIET = re.compile(r"^(?:-# |#{1,3} )", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\\)(\*{1,2})(\S.*?)(?<!\\)\1")
_ESCAPE = re.compile(r"\\([*_~`|>\[\]()#@:<\\-])")


def text_of(message: Mapping[str, Any]) -> str:
    """All text of a message as Discord stores it, one part after the other."""
    displays = (c["content"] for c in _walk(message.get("components", ())) if c["type"] == TEXT)
    return "\n".join((*_classic(message), *displays))


def draw(message: Mapping[str, Any], heading: str, names: Mapping[str, str]) -> str:
    """A message in a frame: text as people read it, buttons in brackets, menus with their options.

    `names` are those of mentions, such as "#general" for "<#1>".
    """
    seen = (part for component in message.get("components", ()) for part in _seen(component))
    text = "\n".join((*_classic(message), *seen))
    for mention, name in names.items():
        text = text.replace(mention, name)
    filled = "\n".join(fill(line, WIDTH, break_long_words=False) for line in plain(text).splitlines())
    lines = (f"│ {line}".rstrip() for line in filled.splitlines())
    return "\n".join((f"╭─ {heading}", *lines, "╰─"))


def buttons_of(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All buttons, in order."""
    return [c for c in _walk(message.get("components", ())) if c["type"] == BUTTON]


def menus_of(message: Mapping[str, Any], kind: int = MENU) -> list[Mapping[str, Any]]:
    """All menus of a kind, in order: those with options, or CHANNELS."""
    return [c for c in _walk(message.get("components", ())) if c["type"] == kind]


def controls_of(message: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """All buttons and menus that can be used, by custom id."""
    usable = (c for c in _walk(message.get("components", ())) if not c.get("disabled"))
    return {c["custom_id"]: c for c in usable if "custom_id" in c}


def plain(markdown: str) -> str:
    """Discord's markup as plain text; time stamps in UTC, relative ones left out."""
    text = _STAMP.sub(
        lambda m: f"{datetime.fromtimestamp(int(m[1]), UTC):%A %d %B %Y %H:%M UTC}",
        _RELATIVE.sub("", markdown),
    )
    text = _LINK.sub(lambda m: m[1], text)
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\2", _QUIET.sub("", text)))


def _classic(message: Mapping[str, Any]) -> Iterator[str]:
    if message.get("content"):
        yield message["content"]
    for embed in message.get("embeds", ()):
        yield from (embed[key] for key in ("title", "description") if embed.get(key))
        if embed.get("footer"):
            yield embed["footer"]["text"]


def _seen(component: Mapping[str, Any]) -> Iterator[str]:
    kind = component["type"]
    if kind == ROW:
        yield " ".join(_control(child) for child in component["components"])
    elif kind == TEXT:
        yield component["content"]
    elif kind == SECTION:
        texts = "\n".join(text["content"] for text in component["components"])
        yield f"{texts}  {_control(component['accessory'])}"
    elif kind == FILE:
        yield f"[file {component['file']['url'].removeprefix('attachment://')}]"
    elif kind == GALLERY:
        yield from (f"[picture: {item['description']}]" for item in component["items"])
    elif kind == SEPARATOR:
        yield "· · ·"
    else:
        yield from (part for child in component.get("components", ()) for part in _seen(child))


def _control(component: Mapping[str, Any]) -> str:
    if component["type"] == BUTTON:
        return f"[{component['label']}]"
    labels = [option["label"] for option in component.get("options", ())]
    more = f", … {len(labels) - 3} more" if len(labels) > 3 else ""
    return f"[{component['placeholder']} ▾ {', '.join(labels[:3])}{more}".rstrip() + "]"


def _walk(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components", ()))
        if "accessory" in component:
            yield component["accessory"]
