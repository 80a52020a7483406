"""A request to the stand-in, read and checked, and the table row that says who answers it."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from tests.standin.payloads import Json
from tests.standin.world import World

# `tts` means nothing on an edit, but discord.py sends it along.
EDIT_FIELDS = frozenset(
    {"content", "embeds", "flags", "allowed_mentions", "components", "attachments", "tts"}
)
MESSAGE_FIELDS = EDIT_FIELDS | {"nonce", "enforce_nonce", "message_reference", "sticker_ids", "poll"}


@dataclass(frozen=True)
class Call:
    """One request: ids in its path, query, JSON body, its files by name, when it was carried out."""

    ids: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[str, bytes]
    at: float

    def number(self, name: str) -> int:
        """An id of the path."""
        return int(self.ids[name])

    def asked(self, name: str) -> int | None:
        """An id of the query, if it is there."""
        return int(self.query[name]) if name in self.query else None


@dataclass(frozen=True)
class Route:
    """A route of Discord's API. `fields` may stand in its body; an `open` one needs no token."""

    method: str
    path: str
    handle: Callable[[World, Call], Json | list[Json] | None]
    fields: frozenset[str] = frozenset()
    open: bool = False

    @property
    def key(self) -> str:
        """What faults and rate limits call it."""
        return f"{self.method} {self.path}"

    def check(self, world: World, call: Call) -> None:
        """Refuse, and note as a gap, what the stand-in would otherwise pass over in silence."""
        given = set(call.body) if isinstance(call.body, dict) else set()
        if unknown := given - self.fields:
            raise world.gap(f"{sorted(unknown)} in the body of {self.key}")


async def read(request: web.Request) -> Call:
    """The request's parts; a multipart body is `payload_json` and its files."""
    at = time.perf_counter()
    body: Any = {}
    files: dict[str, bytes] = {}
    if request.content_type.startswith("multipart/"):
        body, files = await _parts(request)
    elif request.can_read_body:
        body = json.loads(await request.read() or b"{}")
    return Call(dict(request.match_info), dict(request.query), body, files, at)


async def _parts(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    body: Any = {}
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            files[part.filename or ""] = bytes(await part.read())
    return body, files
