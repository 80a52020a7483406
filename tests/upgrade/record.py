"""What is written down of the first edition: its people and servers, what its file holds, what it sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
FILE = FOLDER / "first_edition.db"

NOTHING = "nothing"
"""Chosen in a menu by taking back what was chosen."""


@dataclass(frozen=True, slots=True)
class Control:
    """Something to press, and what that meant.

    `value` is what is chosen in a menu of `chooses` (options, channels, roles), `fields` what is typed into a
    form.
    """

    label: str
    custom_id: str
    means: str
    value: str | None = None
    chooses: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What it means, without what it is about."""
        return self.means.partition(": ")[0]

    @property
    def about(self) -> str:
        """What it is about: an action, a number, a time; empty where it needs no such thing."""
        return self.means.partition(": ")[2]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message or a form that was sent: of which kind, to whom, where it stands, what is on it."""

    what: str
    kind: str
    whose: str
    controls: tuple[Control, ...]
    channel: int = 0
    message: int = 0

    @property
    def private(self) -> bool:
        """Whether one person alone sees it, as an answer to what they did."""
        return self.kind in ("card", "private message")

    @property
    def everybody(self) -> bool:
        """Whether it stands in a channel, and everybody may press what is on it."""
        return self.kind in ("post", "answer in a channel")

    @property
    def classic(self) -> bool:
        """Whether it is a message of the old kind, with text and embeds."""
        return self.kind in ("direct message", "private message", "post")


@cache
def first_edition() -> Mapping[str, Any]:
    """People, servers, and everything the file holds."""
    known: Mapping[str, Any] = _read("first_edition.yaml")
    return known


def ended() -> datetime:
    """When the first edition's process ended."""
    return datetime.fromisoformat(first_edition()["ended"])


@cache
def everything_sent() -> tuple[Sent, ...]:
    """Every message and form with controls."""
    return tuple(_sent(entry) for entry in _read("first_edition_buttons.yaml"))


def owners() -> list[str]:
    """Everybody to whom something was sent."""
    return sorted({sent.whose for sent in everything_sent()})


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text())


def _sent(entry: Mapping[str, Any]) -> Sent:
    return Sent(
        entry["what"],
        entry["kind"],
        entry["whose"],
        tuple(_controls(entry)),
        entry.get("channel", 0),
        entry.get("message", 0),
    )


def _controls(entry: Mapping[str, Any]) -> Iterator[Control]:
    if entry["kind"] == "form":
        yield Control(entry["label"], entry["custom_id"], entry["means"], fields=entry["fields"])
    for button in entry.get("buttons", ()):
        yield Control(button["label"], button["custom_id"], button["means"])
    for menu in entry.get("menus", ()):
        for value, means in menu["options"].items():
            yield Control(menu["label"], menu["custom_id"], means, str(value), menu["chooses"])
