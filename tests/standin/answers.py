"""How a bot answers an interaction: the callback, the edit of what it said, and what it adds later."""

from tests.standin.calls import EDIT_FIELDS, MESSAGE_FIELDS, Call, Route
from tests.standin.interactions import Callback, Interaction, Kind
from tests.standin.messages import LOADING, Message
from tests.standin.payloads import Json
from tests.standin.world import Refusal, World

DEADLINE, LIFETIME = 3.0, 15 * 60.0
"""Seconds in which the first answer has to come, and in which anything can be added."""

_UNKNOWN = Refusal(404, 10062, "Unknown interaction")
_DATA_FIELDS = MESSAGE_FIELDS | {"choices", "custom_id", "title"}
_ALLOWED = {
    Kind.COMMAND: {Callback.MESSAGE, Callback.DEFERRED_MESSAGE, Callback.FORM},
    Kind.COMPONENT: set(Callback) - {Callback.CHOICES},
    Kind.AUTOCOMPLETE: {Callback.CHOICES},
    Kind.FORM: set(Callback) - {Callback.CHOICES, Callback.FORM},
}


def _callback(world: World, call: Call) -> Json | None:
    interaction = world.interactions.get(call.number("interaction"))
    if interaction is None or interaction.token != call.ids["token"]:
        raise _UNKNOWN
    if interaction.callback is not None:
        raise Refusal(400, 40060, "Interaction has already been acknowledged.")
    if world.clock.now() - interaction.sent_at > DEADLINE:
        raise _UNKNOWN
    kind = Callback(call.body["type"])
    data: Json = call.body.get("data") or {}
    if unknown := set(data) - _DATA_FIELDS:
        raise world.gap(f"{sorted(unknown)} in the data of a callback")
    _check(interaction, kind)
    message = _show(world, interaction, kind, data, call.files)
    interaction.settle(kind, data, call.at)
    world.changed()
    return _told(interaction, message) if call.query.get("with_response") else None


def _check(interaction: Interaction, kind: Callback) -> None:
    updates = kind in (Callback.DEFERRED_UPDATE, Callback.UPDATE)
    if kind not in _ALLOWED[interaction.kind] or (updates and interaction.message is None):
        raise Refusal(
            400, 50035, f"callback type {kind} does not answer an interaction of {interaction.kind!r}"
        )


def _show(
    world: World, interaction: Interaction, kind: Callback, data: Json, files: dict[str, bytes]
) -> Message | None:
    """What can be seen after the callback; a form and choices are no message."""
    if kind in (Callback.CHOICES, Callback.FORM):
        return None
    if kind is Callback.MESSAGE:
        message = world.create(interaction.channel, data, files, type=20)
    elif kind is Callback.DEFERRED_MESSAGE:
        waiting = {"content": "…", "flags": int(data.get("flags") or 0) | LOADING}
        message = world.create(interaction.channel, waiting, {}, type=20)
    else:
        assert interaction.message is not None
        message = interaction.message
        if kind is Callback.UPDATE:
            world.edit(message, data, files)
    interaction.shown.append(message)
    return message


def _told(interaction: Interaction, message: Message | None) -> Json:
    """What `with_response` asks for."""
    assert interaction.callback is not None
    told: Json = {"interaction": {"id": str(interaction.id), "type": int(interaction.kind)}}
    if message is not None:
        told["interaction"] |= {
            "response_message_id": str(message.id),
            "response_message_loading": bool(message.flags & LOADING),
            "response_message_ephemeral": message.ephemeral,
        }
        told["resource"] = {"type": int(interaction.callback), "message": message.payload()}
    return told


def _open(world: World, call: Call) -> Interaction:
    for interaction in reversed(world.interactions.values()):
        if interaction.token == call.ids["token"]:
            break
    else:
        raise Refusal(404, 10015, "Unknown Webhook")
    if world.clock.now() - interaction.sent_at > LIFETIME:
        raise Refusal(401, 50027, "Invalid Webhook Token")
    if interaction.callback is None:
        raise Refusal(404, 10015, "Unknown Webhook")
    return interaction


def _answer(world: World, call: Call) -> Message:
    """The message that the path names: the first answer, or one that was added."""
    shown, name = _open(world, call).shown, call.ids["message"]
    found = [m for m in shown if not m.deleted and (name == "@original" or m.id == int(name))]
    if not found:
        raise Refusal(404, 10008, "Unknown Message")
    return found[0]


def _read(world: World, call: Call) -> Json:
    return _answer(world, call).payload()


def _edit(world: World, call: Call) -> Json:
    message = _answer(world, call)
    message.flags &= ~LOADING
    return world.edit(message, call.body, call.files).payload()


def _delete(world: World, call: Call) -> None:
    _answer(world, call).deleted = True
    world.changed()


def _add(world: World, call: Call) -> Json:
    interaction = _open(world, call)
    first = interaction.shown[0] if interaction.shown else None
    if interaction.callback is Callback.DEFERRED_MESSAGE and first and first.flags & LOADING:
        first.flags &= ~LOADING
        return world.edit(first, call.body, call.files).payload()
    message = world.create(interaction.channel, call.body, call.files)
    interaction.shown.append(message)
    world.changed()
    return message.payload()


_ADDED = "/webhooks/{application}/{token}/messages/{message}"
ROUTES = (
    Route(
        "POST",
        "/interactions/{interaction}/{token}/callback",
        _callback,
        frozenset({"type", "data"}),
        open=True,
    ),
    Route("POST", "/webhooks/{application}/{token}", _add, MESSAGE_FIELDS, open=True),
    Route("GET", _ADDED, _read, open=True),
    Route("PATCH", _ADDED, _edit, EDIT_FIELDS, open=True),
    Route("DELETE", _ADDED, _delete, open=True),
)
