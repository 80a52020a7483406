"""The stand-in's own routes, for a test in another process: look, move the clock, plan faults, act."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.standin.faults import Fault
from tests.standin.interactions import Interaction
from tests.standin.payloads import Json

if TYPE_CHECKING:
    from tests.standin.server import StandIn

Act = Callable[..., Awaitable[Any]]


def routes(standin: "StandIn") -> list[web.RouteDef]:
    """GET `world` and `ready` (waits for a bot); POST `clock`, `faults`, `act`; DELETE `faults`."""

    async def look(_: web.Request) -> web.Response:
        return web.json_response(_seen(standin))

    async def ready(_: web.Request) -> web.Response:
        await standin.gateway.ready()
        return web.json_response({})

    async def clock(request: web.Request) -> web.Response:
        standin.world.clock.shift((await request.json())["shift"])
        return web.json_response({"now": standin.world.clock.now()})

    async def fault(request: web.Request) -> web.Response:
        standin.faults.add(Fault(**await request.json()))
        return web.json_response({})

    async def well(_: web.Request) -> web.Response:
        standin.faults.clear()
        return web.json_response({})

    async def act(request: web.Request) -> web.Response:
        return web.json_response(await _acted(standin, await request.json()))

    return [
        web.get("/_control/world", look),
        web.get("/_control/ready", ready),
        web.post("/_control/clock", clock),
        web.post("/_control/faults", fault),
        web.delete("/_control/faults", well),
        web.post("/_control/act", act),
    ]


def _seen(standin: "StandIn") -> Json:
    world = standin.world
    return {
        "messages": [message.payload() for message in world.messages.values()],
        "delivered": {user: [m.text for m in world.delivered(user)] for user in world.direct},
        "commands": world.commands,
        "gaps": world.gaps,
        "requests": dict(standin.requests),
        "refused": dict(standin.limits.refused),
        "identified": len(standin.gateway.identified),
        "resumed": standin.gateway.resumed,
        "connected": standin.gateway.connected,
    }


async def _acted(standin: "StandIn", asked: Mapping[str, Any]) -> Json:
    """`{"user": 1, "do": "command", "name": "next", "options": {}}`, or `press` and `choose` on a message."""
    member = standin.member(asked["user"], direct=asked.get("direct", False))
    given = MappingProxyType({"options": {}, "values": [], **asked})
    if given["do"] == "typing":
        return {
            "choices": await member.typing(given["name"], given["option"], given["text"], **given["options"])
        }
    if given["do"] == "command":
        return _answer(await member.command(given["name"], **given["options"]))
    if given["do"] == "submit":
        form = standin.world.interactions[int(given["form"])]
        return _answer(await member.submit(form, **given["options"]))
    message = standin.world.messages[int(given["message"])]
    if given["do"] == "choose":
        return _answer(await member.choose(message, given["name"], *given["values"]))
    return _answer(await member.press(message, given["name"]))


def _answer(interaction: Interaction) -> Json:
    assert interaction.callback is not None
    return {
        "interaction": str(interaction.id),
        "callback": int(interaction.callback),
        "answer": interaction.answer,
        "messages": [message.payload() for message in interaction.shown],
        "seconds": interaction.seconds,
    }
