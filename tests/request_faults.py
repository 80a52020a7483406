"""Whether Discord would take a request: every body against the documented limits, faults as sentences.

The simulated Discord is more patient than the real one, so the tests check every body here as well.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from tests.component_faults import (
    ROW,
    Json,
    at_most,
    between,
    of_choices,
    of_components,
    of_modal,
    unique,
    unless,
    walk,
)

V2_FLAG = 1 << 15

# What Discord's documentation says of commands (interactions/application-commands) and of messages.
ROWS_OF_CLASSIC = 5
COMMANDS = 100
OF_MESSAGES = 3
COMMAND_NAME_LENGTH = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_SIZE = 8000
CONTENT = 2000
EMBEDS_PER_MESSAGE = 10
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_FOOTER = 2048
EMBED_FIELDS = 25
EMBED_FIELD_NAME = 256
EMBED_FIELD_VALUE = 1024
EMBED_TOTAL = 6000
NONCE = 25
THREAD_NAME = 100
TAGS = 5
COMMAND_NAME = re.compile(rf"[-_'\w]{{1,{COMMAND_NAME_LENGTH}}}")


def faults(method: str, path: str, body: Any) -> list[str]:
    """What Discord would refuse in this request; each sentence says where and what."""
    if body is None:
        return []
    return [f"{method} {_generic(path)}: {fault}" for fault in _of_request(method, path, body)]


def view_faults(view: ui.LayoutView, files: Iterable[str] = ()) -> list[str]:
    """What Discord would refuse in this view; `files` are the names of what is sent along."""
    return list(of_components(view.to_components(), set(files)))  # type: ignore[no-untyped-call]


def record(method: str, path: str, body: Any) -> None:
    """Append the request as a line of JSON to the file that CAIRN_RECORD_BODIES names, if it names one."""
    name = os.environ.get("CAIRN_RECORD_BODIES")
    if not name or body is None:
        return
    entry = {"method": method, "path": path, "json": body}
    message = body.get("data", body) if isinstance(body, Mapping) else {}
    files = _file_names(message) if isinstance(message, Mapping) else set()
    if files:
        entry["files"] = sorted(files)
    with open(name, "a", encoding="utf-8") as lines:  # noqa: PTH123 - one write, so that two workers don't mix
        lines.write(json.dumps(entry, ensure_ascii=False) + "\n")


def custom_ids(bodies: Iterable[Any]) -> set[str]:
    """Those of all controls and forms in these bodies; a form's own fields left out."""
    found: set[str] = set()
    for body in bodies:
        message = body.get("data", body.get("message", body)) if isinstance(body, Mapping) else {}
        parts = [message, *walk(message.get("components") or ())]
        found |= {part["custom_id"] for part in parts if "custom_id" in part}
    return found


def _generic(path: str) -> str:
    return re.sub(r"/(?:\d+|simcord_interaction_\d+)", "/…", path)


def _of_request(method: str, path: str, body: Any) -> Iterator[str]:
    parts = path.strip("/").split("/")
    match method, parts:
        case "PUT", ["applications", _, "commands"]:
            yield from _of_commands(body)
        case "POST", ["interactions", _, _, "callback"]:
            yield from _of_answer(body)
        case ("POST", ["channels", _, "messages"]) | ("POST", ["webhooks", _, _]):
            yield from _of_message(body)
        case ("PATCH", ["channels", _, "messages", _]) | ("PATCH", ["webhooks", _, _, "messages", _]):
            yield from _of_message(body, new=False)
        case ("POST", ["channels", _, "threads"]) | ("POST", ["channels", _, "messages", _, "threads"]):
            yield from _of_thread(body)
        case "PATCH", ["channels", _]:
            yield from unless(set(body) <= {"name", "archived"}, "a thread gets a name and is archived")
        case "POST", ["users", "@me", "channels"]:
            yield from unless("recipient_id" in body, "opens a DM with nobody")
        case _:
            yield "no rule is known for this request; write one"


def _of_answer(body: Json) -> Iterator[str]:
    kind, data = body["type"], body.get("data") or {}
    if kind in (4, 7):
        yield from _of_message(data, new=kind == 4)
    elif kind == 8:
        yield from of_choices(data["choices"])
    elif kind == 9:
        yield from of_modal(data)
    elif kind == 5:
        yield from unless(set(data) <= {"flags"}, "a deferral carries only flags")
    elif kind != 6:
        yield f"an answer of type {kind} is none of ours"


def _of_thread(body: Json) -> Iterator[str]:
    """A thread that begins with a message, in a forum or below one that is there."""
    yield from between(THREAD_NAME, body.get("name", ""), "a thread's name")
    yield from unless(len(body.get("applied_tags") or ()) <= TAGS, "too many tags")
    if "message" in body:
        yield from _of_message(body["message"])


def _of_message(body: Json, *, new: bool = True) -> Iterator[str]:
    components, embeds = body.get("components") or [], body.get("embeds") or []
    content, files = body.get("content") or "", _file_names(body)
    modern = bool(int(body.get("flags") or 0) & V2_FLAG)
    yield from at_most(CONTENT, content, "content")
    yield from _of_embeds(embeds)
    yield from of_components(components, files)
    if modern:
        yield from unless(not content and not embeds, "components V2 next to content or embeds")
        yield from unless(bool(components) or not new, "an empty message")
    else:
        known = {component["type"] for component in components}
        yield from unless(known <= {ROW}, "components V2 without their flag")
        yield from unless(len(components) <= ROWS_OF_CLASSIC, f"{len(components)} rows, at most 5 fit")
        yield from unless(bool(content or embeds or components or files) or not new, "an empty message")
    yield from at_most(NONCE, str(body.get("nonce") or ""), "nonce")
    yield from unless("nonce" in body or not body.get("enforce_nonce"), "enforce_nonce without a nonce")
    if content or components:
        allowed = body.get("allowed_mentions")
        yield from unless(allowed is not None and not allowed.get("parse"), "everybody could be mentioned")


def _file_names(message: Json) -> set[str]:
    return {file["filename"] for file in message.get("attachments") or () if "filename" in file}


def _of_embeds(embeds: Sequence[Json]) -> Iterator[str]:
    yield from unless(len(embeds) <= EMBEDS_PER_MESSAGE, f"{len(embeds)} embeds")
    total = 0
    for embed in embeds:
        fields = embed.get("fields") or ()
        yield from unless(len(fields) <= EMBED_FIELDS, f"{len(fields)} fields in an embed")
        texts = [
            (EMBED_TITLE, embed.get("title"), "an embed's title"),
            (EMBED_DESCRIPTION, embed.get("description"), "an embed's description"),
            (EMBED_FOOTER, (embed.get("footer") or {}).get("text"), "an embed's footer"),
            (EMBED_TITLE, (embed.get("author") or {}).get("name"), "an embed's author"),
            *((EMBED_FIELD_NAME, field["name"], "a field's name") for field in fields),
            *((EMBED_FIELD_VALUE, field["value"], "a field's value") for field in fields),
        ]
        for most, text, what in texts:
            yield from at_most(most, text or "", what)
            total += len((text or "").strip())
    yield from unless(total <= EMBED_TOTAL, f"{total} characters in embeds, at most 6000 fit")


def _of_commands(commands: Sequence[Json]) -> Iterator[str]:
    yield from unless(len(commands) <= COMMANDS, f"{len(commands)} commands")
    yield from unique((command["name"] for command in commands), "command name")
    for command in commands:
        name = f"/{command['name']}"
        size = _size(command)
        yield from unless(size <= COMMAND_SIZE, f"{name}: {size} characters, at most 8000 fit")
        yield from unless(bool(command.get("contexts")), f"{name}: says nothing about contexts")
        yield from unless(bool(command.get("integration_types")), f"{name}: says nothing about installs")
        of_its_kind = _of_menu_name if command.get("type") == OF_MESSAGES else _of_option
        yield from (f"{name}: {fault}" for fault in of_its_kind(command))


def _of_menu_name(command: Json) -> Iterator[str]:
    """What stands in the menu of a message has a name as people read it, and nothing else."""
    yield from between(COMMAND_NAME_LENGTH, command["name"], "its name")
    yield from unless(not command.get("description"), "the menu has no room for a description")
    yield from unless(not command.get("options"), "the menu asks for no options")


def _of_option(option: Json) -> Iterator[str]:
    name, options = option["name"], option.get("options") or []
    yield from unless(bool(COMMAND_NAME.fullmatch(name)) and name == name.lower(), f"{name!r} is no name")
    yield from between(COMMAND_DESCRIPTION, option["description"], f"the description of {name}")
    yield from unless(len(options) <= COMMAND_OPTIONS, f"{len(options)} options")
    yield from unique((inner["name"] for inner in options), "option name")
    required = [bool(inner.get("required")) for inner in options]
    yield from unless(required == sorted(required, reverse=True), "an optional option before a required one")
    choices = option.get("choices") or []
    yield from unless(not (choices and option.get("autocomplete")), f"{name}: choices and autocomplete")
    yield from of_choices(choices)
    for inner in options:
        yield from _of_option(inner)


def _size(option: Json) -> int:
    """Name, description and choice values of a command and everything in it."""
    choices = sum(len(str(choice["value"])) + len(choice["name"]) for choice in option.get("choices") or ())
    inner = sum(_size(inner) for inner in option.get("options") or ())
    return len(option["name"]) + len(option.get("description", "")) + choices + inner
