"""An interaction from its dispatch to its answer, and the payload that Discord sends for it."""

import secrets
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from tests.standin import payloads
from tests.standin.messages import Message, walk
from tests.standin.payloads import Json


class Kind(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    FORM = 5


class Callback(IntEnum):
    """How the bot answered."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    FORM = 9


@dataclass
class Interaction:
    """One click or command. `message` is what was clicked on, `shown` what the bot answered, in order."""

    id: int
    kind: Kind
    user: int
    channel: int
    guild: int | None
    sent_at: float
    data: Json
    message: Message | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    callback: Callback | None = None
    answer: Json = field(default_factory=dict)
    shown: list[Message] = field(default_factory=list)
    started: float = 0
    seconds: float | None = None

    @property
    def text(self) -> str:
        """All that can be read in the answer's first message."""
        return self.shown[0].text if self.shown else ""

    @property
    def choices(self) -> list[Json]:
        """What autocomplete offered."""
        return list(self.answer.get("choices", []))

    def settle(self, callback: Callback, answer: Json, at: float) -> None:
        """Keep the answer that came in at this moment, and how many seconds it took on the wire."""
        self.seconds = at - self.started
        self.callback, self.answer = callback, answer


def payload(interaction: Interaction, person: Json, permissions: int, roles: list[int]) -> Json:
    """The `INTERACTION_CREATE` event."""
    guild = interaction.guild
    place = payloads.channel(interaction.channel, guild) if guild else None
    shown: Json = {
        "id": str(interaction.id),
        "application_id": str(payloads.APPLICATION),
        "type": int(interaction.kind),
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(interaction.channel),
        "channel": place or payloads.direct_channel(interaction.channel, person),
        "locale": "en-US",
        "app_permissions": str(payloads.EVERYONE),
        "attachment_size_limit": 10 << 20,
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(guild or 0)},
        "context": 0 if guild else 1,
    }
    if guild:
        shown["guild_id"] = str(guild)
        shown["guild"] = {"id": str(guild), "locale": "en-US", "features": []}
        shown["guild_locale"] = "en-US"
        shown["member"] = payloads.member(person, permissions, roles)
    else:
        shown["user"] = person
    if interaction.message:
        shown["message"] = interaction.message.payload()
    return shown


def command_data(command: Json, path: list[str], options: dict[str, Any], focused: str | None = None) -> Json:
    """The `data` of a command or of its autocomplete; `path` names the subcommand, if there is one."""
    level, wrap = command, []
    for name in path:
        level = _named(level.get("options", []), name, f"/{command['name']}")
        wrap.append(level)
    known = {option["name"]: option for option in level.get("options", []) if option["type"] > 2}
    if missing := [n for n, o in known.items() if o.get("required") and n not in options and not focused]:
        raise AssertionError(f"/{command['name']} needs {missing}")
    given: list[Json] = []
    for name, value in options.items():
        option = _named(list(known.values()), name, f"/{command['name']}")
        given.append({"name": name, "type": option["type"], "value": value})
        if name == focused:
            given[-1]["focused"] = True
    for part in reversed(wrap):
        given = [{"name": part["name"], "type": part["type"], "options": given}]
    data = {"id": command["id"], "name": command["name"], "type": 1, "options": given}
    users = [str(o["value"]) for o in _leaves(given) if o["type"] == 6]
    return {**data, "resolved": _users(users)} if users else data


def form_data(form: Json, values: dict[str, str | list[str]]) -> Json:
    """The `data` of a filled-in form; a field that is not named keeps what the bot put there."""
    unknown = set(values) - {str(part.get("custom_id")) for part in walk(form["components"])}
    if unknown:
        raise AssertionError(f"{unknown} is not in the form {form['title']!r}")
    parts = [_filled(part, values) for part in form["components"]]
    return {"custom_id": form["custom_id"], "components": parts, "resolved": {}}


def _filled(part: Json, values: dict[str, str | list[str]]) -> Json:
    seen: Json = {"type": part["type"], "id": part.get("id", 0)}
    if "component" in part:
        seen["component"] = _filled(part["component"], values)
    if "components" in part:
        seen["components"] = [_filled(child, values) for child in part["components"]]
    if "custom_id" in part:
        value = values.get(part["custom_id"], part.get("value", ""))
        seen |= {"custom_id": part["custom_id"], ("values" if isinstance(value, list) else "value"): value}
    return seen


def _named(options: list[Json], name: str, where: str) -> Json:
    for option in options:
        if option["name"] == name:
            return option
    raise AssertionError(f"{where} has no {name!r}; it has {[option['name'] for option in options]}")


def _leaves(options: list[Json]) -> list[Json]:
    return [leaf for o in options for leaf in (_leaves(o["options"]) if o["type"] <= 2 else [o])]


def _users(ids: list[str]) -> Json:
    people = {number: payloads.user(int(number), f"person{number}") for number in ids}
    members = {number: payloads.member(people[number], payloads.EVERYONE, []) for number in ids}
    return {
        "users": people,
        "members": {n: {k: v for k, v in m.items() if k != "user"} for n, m in members.items()},
    }
