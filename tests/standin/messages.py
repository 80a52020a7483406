"""A message as the stand-in keeps it, and how to look into its components."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.standin import payloads
from tests.standin.payloads import Json

EPHEMERAL, LOADING = 1 << 6, 1 << 7


@dataclass
class Message:
    """One message of the bot. `nonce` is the one it was sent with, `edits` what it looked like before."""

    id: int
    channel: int
    sent_at: float
    stamp: str
    type: int = 0
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    flags: int = 0
    nonce: str | None = None
    edited: str | None = None
    edits: list[str] = field(default_factory=list)
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        """Whether only the one who asked sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def text(self) -> str:
        """All that can be read in it: content, text displays, embeds, labels of buttons."""
        parts = [self.content]
        parts += [str(part.get("content") or part.get("label") or "") for part in walk(self.components)]
        for embed in self.embeds:
            parts += [embed.get("title") or "", embed.get("description") or ""]
            parts += [f"{line['name']} {line['value']}" for line in embed.get("fields", [])]
        return "\n".join(part for part in parts if part)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send; Discord refuses that."""
        return not (self.content or self.embeds or self.components or self.attachments)

    def component(self, name: str) -> Json:
        """The button or select with this custom_id or label."""
        for part in walk(self.components):
            if name in (part.get("custom_id"), part.get("label"), part.get("placeholder")):
                return part
        raise AssertionError(f"{name!r} is not on this message: {self.text!r}")

    def take(self, body: Mapping[str, Any], files: Mapping[str, bytes], first_file: int) -> None:
        """Take over what a create or edit body says; what it leaves out stays."""
        self.content = str(body.get("content", self.content) or "")
        self.embeds = [{"type": "rich", **embed} for embed in body.get("embeds", self.embeds) or []]
        self.flags = (self.flags & (EPHEMERAL | LOADING)) | int(body.get("flags") or 0)
        if "components" in body:
            self.components = numbered(body["components"] or [])
        if "attachments" in body:
            kept = {entry["id"]: entry for entry in self.attachments}
            self.attachments = [
                kept.get(str(entry["id"])) or _attachment(first_file + place, entry, files)
                for place, entry in enumerate(body["attachments"] or [])
            ]
            self.files.update(files)

    def payload(self) -> Json:
        """The message as Discord's API shows it."""
        shown = {
            "id": str(self.id),
            "channel_id": str(self.channel),
            "author": payloads.bot(),
            "type": self.type,
            "content": self.content,
            "timestamp": self.stamp,
            "edited_timestamp": self.edited,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": self.attachments,
            "embeds": self.embeds,
            "components": self.components,
            "pinned": False,
            "flags": self.flags,
        }
        return shown if self.nonce is None else {**shown, "nonce": self.nonce}


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, nested ones too, in the order they are shown."""
    for part in components:
        yield part
        nested = [*part.get("components", []), part.get("accessory"), part.get("component")]
        yield from walk([child for child in nested if child])


def numbered(components: list[Json]) -> list[Json]:
    """A copy with Discord's running ids where the bot gave none."""
    shown = copy.deepcopy(components)
    for number, part in enumerate(walk(shown), start=1):
        part["id"] = part.get("id") or number
    return shown


def _attachment(attachment_id: int, entry: Mapping[str, Any], files: Mapping[str, bytes]) -> Json:
    name = str(entry["filename"])
    address = f"https://cdn.example/{attachment_id}/{name}"
    return {
        "id": str(attachment_id),
        "filename": name,
        "description": entry.get("description"),
        "size": len(files[name]),
        "url": address,
        "proxy_url": address,
    }
